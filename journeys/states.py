"""Every page of the app and its main states, each ready to be looked at."""

from collections.abc import Callable
from typing import Final, TypeAlias

from playwright.sync_api import Page

from journeys.stage import Stage, ask, hand_in, settled

QUESTION: Final = "Why won't banks lend to people whose main asset is ideas?"
NONSENSE: Final = "zorgblatt quantum penguins of the seventh moon"
UNKNOWN: Final = "What fee does a cluster pay for the Silver or the Gold label?"
STUDY: Final = "creative-credits-manchester"
ASKED: Final = ("How large is a voucher?", "Who may apply?", "Did it have an effect?")
State: TypeAlias = Callable[[Stage, Page], None]


def start(app: Stage, page: Page) -> None:
    """Nothing is asked yet."""
    app.go(page, "")


def results(app: Stage, page: Page) -> None:
    """A question and its hits."""
    app.go(page, "", q=QUESTION)
    page.locator(".st-key-hit-3").wait_for()


def narrowed(app: Stage, page: Page) -> None:
    """The same within filters."""
    app.go(page, "", q=QUESTION, country="EU", since="2000")


def why(app: Stage, page: Page) -> None:
    """Why the first hit is one."""
    results(app, page)
    page.locator(".st-key-hit-1 .cb-why summary").click()


def typed(app: Stage, page: Page) -> None:
    """A question that was typed, with the field for a search's name open."""
    app.go(page, "")
    ask(page, "vouchers for small firms in Austria")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Save it", exact=True).wait_for()


def nothing(app: Stage, page: Page) -> None:
    """No study answers."""
    app.go(page, "", q=NONSENSE)


def not_known(app: Stage, page: Page) -> None:
    """A study says that what is asked is not known."""
    app.go(page, "", q=UNKNOWN)
    page.locator(".cb-unknown").wait_for()


def marked(app: Stage, page: Page) -> None:
    """The first hit on its page."""
    results(app, page)
    page.locator(".st-key-hit-1 .cb-open").click()
    page.locator(".cb-sheet img").wait_for()
    settled(page)


def gone(app: Stage, page: Page) -> None:
    """A link to a study that is not in the library."""
    app.go(page, "", study="no-such-study", page="3")


def compare(app: Stage, page: Page) -> None:
    """Questions by countries."""
    app.go(page, "compare", q=list(ASKED), by="country")


def compare_empty(app: Stage, page: Page) -> None:
    """No question is compared yet."""
    app.go(page, "compare")


def kept(app: Stage, page: Page) -> None:
    """A basket with one passage."""
    results(app, page)
    keep = page.locator(".st-key-hit-1").get_by_role("button", name="Keep", exact=True)
    if keep.count():
        keep.click()
        page.get_by_role("button", name="Kept · take out").wait_for()
        settled(page)
    app.go(page, "basket")


def basket_empty(app: Stage, page: Page) -> None:
    """A basket without any."""
    kept = page.get_by_role("button", name="Take out", exact=True)
    empty = page.get_by_role("heading", name="Your basket is empty")
    app.go(page, "basket")
    kept.or_(empty).first.wait_for()
    while kept.count():
        kept.first.click()
        settled(page)
        app.go(page, "basket")
        kept.or_(empty).first.wait_for()


def studies(app: Stage, page: Page) -> None:
    """The list of studies."""
    app.go(page, "studies")


def study(app: Stage, page: Page) -> None:
    """A study opened from the list."""
    app.go(page, "studies", study=STUDY)
    page.locator(".cb-sheet img").wait_for()


def add(app: Stage, page: Page) -> None:
    """The place to drop files at."""
    app.go(page, "add")


def refused(app: Stage, page: Page) -> None:
    """A file that is no PDF."""
    app.go(page, "add")
    hand_in(page, ("minutes.pdf", b"No minutes."))
    page.get_by_text("was not added").first.wait_for()
    settled(page)


def health(app: Stage, page: Page) -> None:
    """What was read of every study."""
    app.go(page, "health", all="1")


EVERY: Final[tuple[State, ...]] = (
    *(start, results, narrowed, why, typed, nothing, not_known, marked, gone),
    *(compare_empty, compare, basket_empty, kept, studies, study, add, refused, health),
)
