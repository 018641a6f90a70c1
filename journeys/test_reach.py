"""For everyone: axe-core on every state, by keyboard alone, at 200 %, at 360 pixels, on paper."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from journeys import stage, states
from journeys.stage import Stage, settled

# WCAG 2.2 at A and AA with all before it, and axe's own advice beyond it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What goes beyond the screen's side, and what is cut off within its own box.
BEYOND = """() => {
    const wide = document.documentElement.clientWidth;
    // What is wider than a screen by its nature, and scrolls in a frame of its own.
    const frames = '.cb-compare, .cb-sheet, .cb-table, .cb-text, .st-key-strip';
    const scrolls = (one) => one.closest(frames);
    const hidden = (one) => one.closest(
        '.cb-hidden, .cb-skip, [aria-hidden="true"], [data-testid="stSkipToContent"], [inert]'
    ) || !one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const told = (one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`;
    const says = (one) =>
        [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const all = [...document.querySelectorAll('#stMain *, header *')]
        .filter((one) => says(one) && !hidden(one));
    const out = all.filter((one) => {
        const box = one.getBoundingClientRect();
        const end = Math.min(wide, document.getElementById('stMain').getBoundingClientRect().right);
        return box.width > 0 && (box.right > end + 1 || box.left < -1) && !scrolls(one);
    });
    const framed = [...document.querySelectorAll('#stMain .stHorizontalBlock')].filter((one) =>
        !scrolls(one) && !hidden(one) && one.scrollWidth > one.clientWidth + 2
            && getComputedStyle(one).overflowX !== 'visible');
    const cut = framed.concat(all.filter((one) => {
        const style = getComputedStyle(one);
        return !scrolls(one) && one.clientWidth > 4 && one.scrollWidth > one.clientWidth + 2
            && /hidden|clip/.test(style.overflowX) && style.textOverflow !== 'ellipsis';
    }));
    const main = document.getElementById('stMain');
    const sideways = Math.max(
        document.documentElement.scrollWidth - wide, main.scrollWidth - main.clientWidth);
    return { out: out.map(told), cut: cut.map(told), sideways };
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    kept = stage.KEPT / "node_modules" / "axe-core" / "axe.min.js"
    return Path(os.environ.get("AXE", kept)).read_text("utf-8")


@pytest.mark.parametrize("wide", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(app: Stage, axe: str, scheme: str, wide: int) -> None:
    page = app.page("", wide, color_scheme=scheme)
    found = {state.__name__: _violations(app, page, state, axe) for state in states.EVERY}
    page.context.close()
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("state", states.EVERY, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("wide", "scale"), [(640, 2), (360, 1)], ids=["200 %", "360 px"])
def test_nothing_is_cut_off(app: Stage, state: states.State, wide: int, scale: int) -> None:
    page = app.page("", wide, 720 if scale == 1 else 450, device_scale_factor=scale)
    state(app, page)
    settled(page)
    beyond = page.evaluate(BEYOND)
    page.context.close()
    assert beyond == {"out": [], "cut": [], "sideways": 0}


def test_by_keyboard_from_the_address_to_the_basket(app: Stage) -> None:
    page = app.page("")
    states.basket_empty(app, page)
    app.go(page, "")
    _tab(page, lambda: _focused(page, "role") == "searchbox")
    page.keyboard.type(states.QUESTION)
    page.keyboard.press("Enter")
    page.locator("#hit-1").wait_for()
    settled(page)
    _tab(page, lambda: _focused(page, "text") == "Skip to the results")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "hit-1"
    _tab(page, lambda: _focused(page, "text") == "Show on page")
    page.keyboard.press("Enter")
    page.locator(".cb-sheet img").wait_for()
    settled(page)
    _tab(page, lambda: _focused(page, "text") == "Keep")
    page.keyboard.press("Enter")
    basket = page.get_by_role("link", name="Basket (1)")
    expect(basket).to_be_visible()
    settled(page)
    _tab(page, lambda: _focused(page, "text") == "Basket (1)", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take out", exact=True)).to_be_visible()
    page.context.close()


def test_the_keyboards_place_is_always_seen(app: Stage) -> None:
    page = app.page("", 1280, reduced_motion="reduce")
    states.results(app, page)
    settled(page)
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        page.wait_for_timeout(120)
        if not _seen(page):
            unseen.append(_focused(page, "text") or _focused(page, "role"))
    page.context.close()
    assert unseen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_every_quote_and_nothing_to_press(app: Stage, scheme: str) -> None:
    page = app.page("", color_scheme=scheme)
    states.results(app, page)
    settled(page)
    shown = page.locator("[class*=st-key-hit-] blockquote")
    # Between two runs of the app the hits are drawn anew.
    expect(shown).to_have_count(10)
    quotes = shown.all_inner_texts()
    paper = pypdfium2.PdfDocument(page.pdf(format="A4"))
    page.context.close()
    sheets = [sheet.get_textpage().get_text_bounded() for sheet in paper]
    whole = _bare("".join(sheets))
    assert len(quotes) == 10
    assert [quote for quote in quotes if _bare(quote) not in whole] == []
    lines = {line.strip() for sheet in sheets for line in sheet.splitlines()}
    assert lines & {"Keep", "Show on page", "Like this", "More from this study"} == set()
    picture = paper[0].render(scale=1).to_pil().convert("L")
    assert picture.getpixel((2, 2)) == 255


def _violations(app: Stage, page: Page, state: states.State, axe: str) -> list[str]:
    state(app, page)
    settled(page)
    # Colours that are on their way to others are not yet what anybody reads.
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    page.evaluate(axe)
    asked: dict[str, Any] = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def _tab(page: Page, there: Callable[[], bool], back: bool = False) -> None:
    """Press Tab until the keyboard is there; a hundred times are too many for anybody."""
    for _ in range(100):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if there():
            return
    pytest.fail("The keyboard does not get there.")


def _focused(page: Page, what: str) -> str:
    return str(
        page.evaluate(
            """(what) => {
                const one = document.activeElement;
                if (what === 'text') return one.innerText?.trim().split('\\n')[0] ?? '';
                return one.type === 'search' ? 'searchbox' : one.tagName;
            }""",
            what,
        )
    )


def _seen(page: Page) -> bool:
    """Whether the focused element looks otherwise than without the focus."""
    box = page.evaluate(
        """() => {
            const one = document.activeElement;
            const at = (one.matches('input') ? one.closest('[data-testid]') ?? one : one)
                .getBoundingClientRect();
            return { x: Math.max(at.x - 6, 0), y: Math.max(at.y - 6, 0),
                     width: at.width + 12, height: at.height + 12 };
        }"""
    )
    box["width"] = min(box["width"], 1280 - box["x"])
    box["height"] = min(box["height"], 900 - box["y"])
    with_focus = _picture(page, box)
    page.evaluate("() => { window.was = document.activeElement; was.blur(); }")
    page.wait_for_timeout(120)
    without = _picture(page, box)
    page.evaluate("() => window.was.focus()")
    return ImageChops.difference(with_focus, without).getbbox() is not None


def _picture(page: Page, clip: dict[str, float]) -> Image.Image:
    shot = page.screenshot(clip=clip, caret="hide")  # type: ignore[arg-type, unused-ignore]
    return Image.open(io.BytesIO(shot)).convert("RGB")


def _bare(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
