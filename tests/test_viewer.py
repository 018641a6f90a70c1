"""A page beside its study: zoom, neighbours, contents, the file, the way back, links that last."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote

import pytest
from app_support import links, opened, page, said
from support import make_boxes, make_page, make_study
from test_app import ASKED, hit, home, shelf

from casebook.ui import address, neighbours, resources
from casebook.ui.address import Place
from search import present
from search.baskets import DEFAULT, kept
from search.library import Library
from search.records import Hit, Page, Passage, ReadBy, Span

__all__ = ["hit", "home", "shelf"]

MOVED = "This study was read anew; the words of this link were found again here."
CHANGED = (
    "The words that this link led to are not on this page any more, nor near it: the study was "
    "read anew, or is another edition. So nothing is marked."
)


def library() -> Library:
    return resources.shared().session.library


def reread(*texts: str, **known: Any) -> None:
    """Have the study of loans hold other pages."""
    held = library()
    read = [make_page("loans", at, text, **known) for at, text in enumerate(texts, 1)]
    whole = [
        Passage("loans", at, 0, len(text), text, language="en") for at, text in enumerate(texts, 1)
    ]
    study = replace(held.study("loans"), page_count=len(texts))
    made = resources.shared().session.embedder.embed([one.text for one in whole])
    held.put(study, [(one, make_boxes(one.text)) for one in read], whole, made, held.fingerprint)


def told(place: dict[str, str]) -> list[str]:
    return [one.value for one in opened(place).info]


def test_zoom_is_kept_by_the_address_and_draws_the_page_sharper(home: Path) -> None:
    place = {"study": "vouchers", "page": "1"}
    app = opened(place)
    assert 'data-zoom="100"' in said(app)
    app.segmented_control(key="zoom").set_value(200).run()
    assert app.query_params == place | {"zoom": "200"}
    assert 'style="width:200%;aspect-ratio:' in said(app)
    across = library().pages("vouchers")[0].width
    assert f".png?scale={round(2800 / across, 4)}" in said(app)
    app.button(key="turn-Right").click().run()
    assert app.query_params == place | {"shown": "2", "zoom": "200"}


def test_a_zoom_that_there_is_not_is_the_whole_width(home: Path) -> None:
    assert 'data-zoom="100"' in said(opened({"study": "loans", "page": "1", "zoom": "9000"}))


def test_the_passage_is_where_the_frame_is_moved_to(home: Path, hit: Hit) -> None:
    shown = said(opened(dict(parse_qsl(present.address(hit.passage)))))
    span = Span(hit.passage.start, hit.passage.end)
    boxes = present.boxes(library(), "loans", 1, span)
    top = min(one.top for one in boxes)
    assert f";top:{100 * top:.2f}%;" in shown


def test_neighbours_are_links_with_their_pictures(home: Path) -> None:
    app = opened({"study": "vouchers", "page": "1", "zoom": "150"})
    strip = [one for one in app.page_link if ".png?scale=" in one.value]
    assert [one.proto.query_string for one in strip] == [
        "study=vouchers&page=1&zoom=150",
        "study=vouchers&page=1&shown=2&zoom=150",
    ]
    assert strip[0].value.endswith(r" p\. i\, shown")
    assert strip[1].value.startswith("![](/api/v1/studies/vouchers/pages/2.png?scale=0.")
    assert strip[1].value.endswith(r" p\. ii")


@pytest.mark.parametrize(("across", "scale"), [(20, "8.0"), (88, "2.0"), (9000, "0.1")])
def test_no_picture_is_asked_for_that_the_api_refuses(home: Path, across: int, scale: str) -> None:
    reread("One.", "Two.", width=across, height=across)
    app = opened({"study": "loans", "page": "1"})
    strip = [one.value for one in app.page_link if ".png?scale=" in one.value]
    assert [re.findall(r"scale=([\d.]+)", one) for one in strip] == [[scale]] * 2
    (large,) = re.findall(r"\.png\?scale=([\d.]+)", said(app))
    assert float(large) == round(min(1400 / across, 8.0), 4)


@pytest.mark.parametrize(
    ("at", "shown"),
    [(1, [1, 2, 3, 4, 5, 6, 7]), (10, [7, 8, 9, 10, 11, 12, 13]), (20, [*range(14, 21)])],
)
def test_the_seven_nearest_pages_stand_beside_each_other(at: int, shown: list[int]) -> None:
    pages = {number: Page("a", number, "", "", ReadBy.NONE) for number in range(1, 21)}
    assert [one.number for one in neighbours.around(pages, at)] == shown


def test_contents_say_what_is_shown_and_are_drawn_when_wanted(home: Path) -> None:
    app = opened({"study": "vouchers", "page": "2"})
    assert not links(app, r"Clusters · p\. ii · shown")
    app.session_state["outline"] = True
    app.run()
    assert links(app, r"Clusters · p\. ii · shown") == ["study=vouchers&page=2"]
    assert links(app, r"Vouchers · p\. i") == ["study=vouchers&page=1"]


def test_the_file_opens_at_the_page_and_the_text_can_be_read(home: Path) -> None:
    app = opened({"study": "vouchers", "page": "1", "shown": "2"})
    (link,) = [one.proto for one in app.get("link_button")]
    assert link.url == "/api/v1/studies/vouchers/file#page=2"
    assert link.label == "Open the PDF at this page ↗"
    assert "The lottery chose among 600 applicants." in said(app).split('class="cb-text"')[1]


def test_from_the_basket_the_way_leads_back_to_it(home: Path, hit: Hit) -> None:
    back = address.way_back("basket", {"basket": "Mine & yours"})
    to = address.of_passage(hit.passage, back)
    app = opened(to)
    assert links(app, "← Back to the basket") == ["basket=Mine+%26+yours"]
    assert not links(app, "← Back to the results")


def test_from_a_comparison_the_way_leads_back_and_keeping_knows_the_question(
    home: Path, hit: Hit
) -> None:
    back = address.way_back("compare", {"q": ["a", "b"], "asked": "b"})
    app = opened(address.of_passage(hit.passage, back))
    (way,) = links(app, "← Back to the comparison")
    assert parse_qs(way) == {"q": ["a", "b"], "asked": ["b"]}
    next(one for one in app.button if one.label == "Keep").click().run()
    assert [one.question for one in library().basket(DEFAULT)] == ["b"]


# Links that last


def test_words_that_moved_are_found_again_and_marked(home: Path, hit: Hit) -> None:
    place = dict(parse_qsl(present.address(hit.passage)))
    reread(f"Put before. {hit.passage.text} Put after.")
    app = opened(place)
    assert [one.value for one in app.info] == [MOVED]
    assert app.code[0].value == present.one_line(hit.passage.text)
    assert f"&amp;start=12&amp;end={12 + len(hit.passage.text)}" in said(app)
    assert not app.warning


def test_words_that_are_gone_are_told_and_no_others_are_marked(home: Path, hit: Hit) -> None:
    place = dict(parse_qsl(present.address(hit.passage)))
    reread("Nothing of the kind stands here. " * 9)
    app = opened(place)
    assert [one.value for one in app.info] == [CHANGED]
    assert 'class="cb-here"' not in said(app)
    assert not re.search(r"\.png\?scale=[\d.]+&amp;start=", said(app))
    assert "Keep" not in [one.label for one in app.button]


def test_a_link_of_before_still_opens_its_passage(home: Path, hit: Hit) -> None:
    place = dict(parse_qsl(present.address(hit.passage)))
    del place["words"]
    assert told(place) == []
    reread("Schools were built in the valleys " * 20)
    cut = {"study": "loans", "page": "1", "start": "3", "end": "33"}
    assert told(cut) == [CHANGED]
    assert told(cut | {"start": "0", "end": "7"}) == []


def test_a_check_that_is_too_short_to_tell_is_none(home: Path) -> None:
    given = {"study": ["loans"], "start": ["0"], "end": ["5"], "words": ["a"]}
    assert address.place(given) == Place("loans", 1, Span(0, 5), 1)


def test_a_study_that_was_taken_out_is_told_from_one_never_there(home: Path, hit: Hit) -> None:
    place = dict(parse_qsl(present.address(hit.passage)))
    library().remove("loans")
    (taken_out,) = told(place)
    assert "removed on" in taken_out or "taken out of this library" in taken_out
    (never,) = told(place | {"study": "never"})
    assert never.startswith("The study “never” is not in this library.")


def test_an_id_that_is_no_ascii_opens_everywhere(home: Path) -> None:
    id = "исследование-förder"
    read = make_page(id, 1, "Words of it.")
    passage = Passage(id, 1, 0, 12, "Words of it.")
    made = resources.shared().session.embedder.embed(["Words of it."])
    held = library()
    held.put(make_study(id), [(read, make_boxes(read.text))], [passage], made, held.fingerprint)
    held.file(held.study(id)).write_bytes(held.file(held.study("loans")).read_bytes())
    app = opened(dict(parse_qsl(present.address(passage))))
    assert not app.info and not app.warning
    assert f"/api/v1/studies/{quote(id)}/pages/1.png?scale=" in said(app)
    assert app.code[0].value == "Words of it."


def _basket() -> None:
    from casebook.ui import basket_page, shell

    with shell.guarded():
        basket_page.show()


def test_a_basket_that_is_gone_is_said(home: Path, hit: Hit) -> None:
    library().keep(kept(hit.passage, question=ASKED))
    app = page(_basket, {"basket": "Gone"})
    assert "No basket is called “Gone” here any more; here is another." in [
        one.value for one in app.info
    ]


def _compare() -> None:
    from casebook.ui import compare_page, shell

    with shell.guarded():
        compare_page.show()


def test_a_comparison_writes_its_address_with_columns(home: Path) -> None:
    app = page(_compare)
    app.text_area(key="compare-asked").set_value(f"{ASKED}\nWhat did the lottery choose?").run()
    assert app.query_params["q"] == [ASKED, "What did the lottery choose?"]
    assert set(app.query_params["study"]) == {"loans", "vouchers"}
    assert '<th scope="row">What did the lottery choose?</th>' in said(app)
    again = page(_compare, {"q": [ASKED], "study": ["vouchers", "gone"], "by": "study"})
    assert '<th scope="col"><a' in said(again)
    assert [one.value for one in again.info] == ["No longer in this library, so left out: gone."]
