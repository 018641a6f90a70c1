"""No page says anything that could not be said in another language.

Each is run over a Greek library in a language that puts every sentence in brackets; what stands
outside of them and is not Greek is a string that was left in the code.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pdfs
import pseudo_support as pseudo
import pytest
from app_support import closed, opened, page, use
from pseudo_support import PSEUDO, QUESTION, unsaid
from streamlit.testing.v1 import AppTest

from casebook.ui import resources, tongue
from search.records import Refusal


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a library and room for an empty one, opened once for all that is asked."""
    folder = tmp_path_factory.mktemp("shelf")
    with pytest.MonkeyPatch.context() as patch:
        pseudo.greek(folder / "library", patch)
        yield folder
        for name in ("library", "bare"):
            use(patch, folder / name)
            closed()


@pytest.fixture
def home(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return _serving(shelf / "library", monkeypatch)


@pytest.fixture
def bare(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return _serving(shelf / "bare", monkeypatch)


def _serving(home: Path, patch: pytest.MonkeyPatch) -> Path:
    use(patch, home)
    pseudo.speak_pseudo(patch)
    # The pages' own functions are run without the shell that speaks the visitor's language.
    patch.setattr(tongue, "wanted", lambda: PSEUDO)
    return home


def _add() -> None:
    from casebook.ui import add_page, shell, tongue

    tongue.begin()
    with shell.guarded():
        add_page.show()


def _basket() -> None:
    from casebook.ui import basket_page, shell, tongue

    tongue.begin()
    with shell.guarded():
        basket_page.show()


def _compare() -> None:
    from casebook.ui import compare_page, shell, tongue

    tongue.begin()
    with shell.guarded():
        compare_page.show()


def _health() -> None:
    from casebook.ui import health_page, shell, tongue

    tongue.begin()
    with shell.guarded():
        health_page.show()


def _studies() -> None:
    from casebook.ui import shell, studies_page, tongue

    tongue.begin()
    with shell.guarded():
        studies_page.show()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": QUESTION},
        {"q": QUESTION, "group": "study", "country": "GR", "k": "3"},
        {"q": '"Τράπεζες" -κλήρωση δάνειο'},
        {"q": "-δάνειο"},
        {"q": '"άγνωστη φράση"'},
        {"q": "Πόσο πλήρωσε η Κοζάνη το 1999;"},
        {"q": "ΧΨΩ", "country": "ΑΒ"},
        {"q": "δάνιο τράπεζς"},
        {"study": "δάνεια", "page": "1", "start": "0", "end": "20"},
        {"study": "δάνεια", "page": "2", "back": "q=1"},
        {"study": "δάνεια", "page": "1", "start": "90000", "end": "90010"},
        {"study": "λιμάνια", "page": "2"},
        {"study": "λιμάνια", "page": "7"},
        {"study": "άγνωστη", "page": "1"},
    ],
    ids=str,
)
def test_search_and_viewer_say_all_in_the_visitors_language(
    home: Path, asked: dict[str, str]
) -> None:
    assert unsaid(opened(asked)) == []


@pytest.mark.parametrize(
    ("show", "asked"),
    [
        (_studies, {}),
        (_studies, {"find": "Δάνεια"}),
        (_studies, {"study": "δάνεια"}),
        (_add, {}),
        (_basket, {}),
        (_compare, {}),
        (_health, {}),
        (_health, {"all": "1"}),
    ],
)
def test_every_other_page_does(home: Path, show: Callable[[], None], asked: dict[str, str]) -> None:
    assert unsaid(page(show, asked)) == []


@pytest.mark.parametrize("show", [_studies, _add, _basket, _compare, _health])
def test_pages_of_an_empty_library_do(bare: Path, show: Callable[[], None]) -> None:
    assert unsaid(page(show)) == []
    assert unsaid(opened()) == []


def test_what_became_of_a_file_is_told_in_it(home: Path) -> None:
    app = page(_add)
    files = [
        ("άνεμος.pdf", pdfs.typeset("= Άνεμος\nΟι ανεμογεννήτριες."), "application/pdf"),
        ("χαλασμένο.pdf", b"no pdf at all", "application/pdf"),
    ]
    app.file_uploader[0].set_value(files).run()
    assert unsaid(app) == []
    assert not app.exception


def test_refusals_and_a_basket_with_its_notes_are_told_in_it(home: Path) -> None:
    library = resources.shared().ready().library
    for code in ("encrypted", "gone", "damaged"):
        library.refuse(Refusal(f"/εκεί/{code[:0]}αρχείο-{len(code)}.pdf", code, "it is so"))
    app = opened({"q": QUESTION})
    _press(app, "kept-")
    assert unsaid(page(_basket)) == []
    assert unsaid(page(_health)) == []
    assert unsaid(page(_add)) == []
    app = opened({"q": QUESTION})
    _press(app, "save-search")
    assert unsaid(app) == []
    assert unsaid(opened()) == []


def _press(app: AppTest, key: str) -> None:
    next(one for one in app.button if (one.key or "").startswith(key)).click().run()
    assert not app.exception


def test_a_string_that_was_left_in_the_code_is_seen(home: Path) -> None:
    def leaving() -> None:
        import streamlit as st

        from casebook.text.speech import say, speak

        speak("fi")
        st.button(say("Search"), help="Left")
        st.html('<p title="Over">' + say("Search") + "</p>here")
        st.text_input(say("Search"), placeholder="in the code")

    assert unsaid(page(leaving)) == ["Left", "Over", "here", "in the code"]
