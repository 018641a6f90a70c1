"""What an adviser does with Casebook, in a browser, over the bundled studies."""

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import pypdfium2
import pytest
import typst
from playwright.sync_api import Page, expect

from journeys.stage import Stage, ask, hand_in, settled
from search.baskets import DEFAULT
from search.library import Library

QUESTION = "Why won't banks lend to people whose main asset is ideas?"
REPORT = b"""= Harbour vouchers
Each voucher paid 4,000 euro to one firm of the harbour, and the firm added 1,000 of its own.
"""
SENTENCE = "Each voucher paid 4,000 euro to one firm of the harbour"
PLACE = re.compile(r"PDF page (\d+)")


def test_from_a_question_to_a_word_file_whose_quote_is_on_its_page(
    app: Stage, page: Page, tmp_path: Path
) -> None:
    ask(page, QUESTION)
    page.locator("#hit-1").wait_for()
    page.locator(".st-key-hit-1 .cb-open").click()
    expect(page.locator(".cb-sheet img")).to_be_visible()
    settled(page)
    at = parse_qs(urlsplit(page.url).query)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("link", name="Basket (1)")).to_be_visible()
    page.get_by_role("link", name="Basket (1)").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Word", exact=True).click()
    brief = docx.Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    told = "\n".join(one.text for one in brief.paragraphs)
    with Library(app.home) as library:
        (kept,) = library.basket(DEFAULT)
        (on,) = [one for one in library.pages(kept.study_id) if one.number == kept.page]
        words = on.text[kept.start : kept.end]
        file = library.file(library.study(kept.study_id))
    assert (kept.study_id, str(kept.page)) == (at["study"][0], at["page"][0])
    assert _bare(words) in _bare(told)
    cited = {int(number) for number in PLACE.findall(told)}
    assert kept.page in cited
    shown = pypdfium2.PdfDocument(file)[kept.page - 1].get_textpage().get_text_bounded()
    assert _bare(words) in _bare(shown)
    assert len(brief.inline_shapes) == 1


def test_a_study_that_is_dropped_in_is_found_by_a_sentence_of_it(app: Stage, page: Page) -> None:
    app.go(page, "add")
    hand_in(page, ("Harbour vouchers.pdf", bytes(typst.compile(REPORT))))
    expect(page.get_by_text("can be searched now")).to_be_visible()
    app.go(page, "", q="How much did a voucher pay to firms of the harbour?")
    expect(page.locator(".st-key-hit-1 blockquote")).to_contain_text(SENTENCE)


def test_a_link_opens_the_same_view_for_somebody_else(app: Stage, page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".st-key-hit-2 .cb-open").click()
    page.locator(".cb-sheet img").wait_for()
    settled(page)
    other = app.page(page.url.removeprefix(f"{app.address}/"))
    other.locator(".cb-sheet img").wait_for()
    settled(other)
    assert other.locator("#stMain").inner_text() == page.locator("#stMain").inner_text()
    assert _picture(other) == _picture(page)
    other.context.close()


def test_nonsense_has_no_answer(app: Stage, page: Page) -> None:
    ask(page, "zorgblatt quantum penguins of the seventh moon")
    expect(page.get_by_role("heading", name="Nothing here answers that")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("pages searched")
    expect(page.get_by_text("What to try")).to_be_visible()
    assert not page.locator(".cb-band").first.is_visible()


def test_a_filter_is_taken_back_by_the_browsers_back_button(app: Stage, page: Page) -> None:
    ask(page, "innovation vouchers")
    before = page.locator(".cb-title").all_inner_texts()
    page.get_by_role("combobox", name="Country").click()
    page.get_by_role("option", name=re.compile("Austria")).click()
    page.wait_for_url("**country=AT*")
    page.keyboard.press("Escape")
    settled(page)
    facts = page.locator("[class*=st-key-hit-] .cb-head + .cb-quiet").all_inner_texts()
    assert len(facts) > 2
    assert all("Austria" in line for line in facts)
    expect(page.locator(".st-key-forces")).to_contain_text("Austria")
    page.go_back()
    page.wait_for_function("!location.search.includes('country')")
    settled(page)
    expect(page.locator(".st-key-forces")).to_have_count(0)
    # The hits of before stand, dimmed, until the new ones are drawn.
    expect(page.locator(".cb-title")).to_have_text(before, use_inner_text=True)


def test_a_broken_file_is_refused_in_a_sentence(app: Stage, page: Page) -> None:
    app.go(page, "add")
    hand_in(page, ("minutes.pdf", b"%PDF-1.7\nThese are no minutes."))
    refused = page.get_by_role("alert").filter(has_text="minutes.pdf")
    expect(refused).to_be_visible()
    told = refused.inner_text()
    assert "was not added" in told
    assert "Traceback" not in page.content()
    assert len(re.findall(r"[.!?](?=\s|$)", told)) <= 2
    app.go(page, "", q=QUESTION)
    expect(page.locator("#hit-1")).to_be_visible()


def test_a_study_that_is_removed_comes_back(app: Stage, page: Page) -> None:
    app.go(page, "studies", study="creative-credits-manchester")
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Remove this study").click()
    page.get_by_role("button", name="Remove it", exact=True).click()
    expect(page.get_by_text(f"Removed: {title}")).to_be_visible()
    other = app.page("?q=creative+credits+in+Manchester")
    other.locator("#hit-1").wait_for()
    assert title not in "".join(other.locator(".cb-title").all_inner_texts())
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Back again: {title}")).to_be_visible()
    app.go(other, "", q="creative credits in Manchester")
    assert title in "".join(other.locator(".cb-title").all_inner_texts())
    other.context.close()


def test_questions_by_countries_fill_a_grid(app: Stage, page: Page) -> None:
    app.go(page, "compare", q=["How large is a voucher?", "Who may apply?"], by="country")
    grid = page.locator(".cb-compare")
    expect(grid).to_be_visible()
    assert grid.locator("thead th").count() >= 3
    cells = grid.locator("tbody td")
    assert cells.count() >= 4
    link = grid.locator("tbody td a").first
    link.click()
    expect(page.locator(".cb-sheet img")).to_be_visible()


def test_the_interface_speaks_finnish(app: Stage, page: Page) -> None:
    app.go(page, "", lang="fi", q=QUESTION)
    assert page.locator("html").get_attribute("lang") == "fi"
    open_it = page.locator(".st-key-hit-1 .cb-open")
    assert open_it.inner_text() != "Show on page"
    open_it.click()
    page.locator(".cb-sheet img").wait_for()
    assert parse_qs(urlsplit(page.url).query)["lang"] == ["fi"]
    assert page.get_by_role("button", name="Keep", exact=True).count() == 0


def test_a_saved_search_says_what_came_since(app: Stage, page: Page) -> None:
    question = "vouchers for firms of the fishing quay"
    ask(page, question)
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Save it", exact=True).click()
    expect(page.locator(".st-key-found")).to_contain_text("Saved")
    report = b"= Quay vouchers\nEach voucher for firms of the fishing quay paid 700 euro at once."
    app.go(page, "add")
    hand_in(page, ("Quay vouchers.pdf", bytes(typst.compile(report))))
    expect(page.get_by_text("can be searched now")).to_be_visible()
    app.go(page, "")
    expect(page.locator(".st-key-searches")).to_contain_text("new since")
    app.go(page, "", q=question)
    new = page.locator("[class*=st-key-hit-]").filter(has=page.locator(".cb-new"))
    expect(new.first).to_contain_text("700 euro")


@pytest.fixture(autouse=True)
def _no_trace(page: Page) -> None:
    """Nothing that a page's own scripts throw goes unseen."""
    page.on("pageerror", lambda error: pytest.fail(str(error)))


def _bare(text: str) -> str:
    """Letters and digits alone: what a line's end or a typeset hyphen leaves as it is."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _picture(page: Page) -> str:
    return str(page.locator(".cb-sheet img").get_attribute("src"))
