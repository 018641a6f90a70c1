"""Which language a visitor reads, the way to another one, and the document that carries it."""

import ast
import asyncio
import gzip
import re
from pathlib import Path

import pytest
import streamlit
from app_support import links, opened, said
from starlette.types import Message, Receive, Scope, Send
from test_app import ASKED, home, shelf

from casebook.text import speech
from casebook.ui import own_words, refusals, tongue
from casebook.ui.document import Document, translated

__all__ = ["home", "shelf"]

ROOT = Path(__file__).parents[1]
INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


# Which language


@pytest.mark.parametrize(
    ("named", "accepted", "language"),
    [
        (("fr", "de"), "it", "fr"),
        (("", "de-AT"), "it", "de"),
        ((None, "tlh"), "it-CH, fr;q=0.3", "it"),
        ((None,), "pt", "en"),
        ((), None, "en"),
    ],
)
def test_the_address_comes_before_the_choice_and_that_before_the_browser(
    named: tuple[str | None, ...], accepted: str | None, language: str
) -> None:
    assert tongue.decided(*named, accepted=accepted) == language


def test_outside_of_a_page_english_is_spoken() -> None:
    assert tongue.wanted() == "en"


def test_the_app_speaks_the_language_of_its_address_and_its_links_keep_it(home: Path) -> None:
    app = opened({"q": ASKED, "lang": "de"})
    shown = said(app)
    assert "Starke Übereinstimmung" in shown
    assert "2 Studien, 3 Seiten durchsucht" in shown
    assert '<span class="cb-hidden">Sprache: </span>Deutsch' in shown
    assert all("lang=de" in address for address in links(app, "Auf der Seite zeigen"))
    app.text_input(key="q").set_value("other").run()
    assert app.query_params == {"q": "other", "lang": "de"}


def test_without_a_language_the_address_stays_as_it_was(home: Path) -> None:
    app = opened({"q": ASKED})
    assert "Strong match" in said(app)
    assert not any("lang" in address for address in links(app, "Show on page"))
    app.text_input(key="q").set_value("other").run()
    assert app.query_params == {"q": "other"}


def test_what_a_study_says_stays_as_it_is_and_keeps_its_own_language(home: Path) -> None:
    app = opened({"q": ASKED, "lang": "fi"})
    assert "Loans for ideas" in said(app)
    assert '<blockquote class="cb-quote" lang="en">' in said(app)


def test_the_switch_leads_to_the_same_view_in_each_language() -> None:
    with speech.speaking("it"):
        shown = tongue.switch({"q": ["a & b"], "country": ["AT", "DE"], "lang": ["it"]})
    assert [*re.findall(r'hreflang="(\w+)"', shown)] == [*speech.LANGUAGES]
    assert '<a href="?q=a+%26+b&amp;country=AT&amp;country=DE&amp;lang=fi" lang="fi"' in shown
    assert re.findall(r'hreflang="(\w+)" aria-current="true"', shown) == ["it"]
    assert "Lingua: </span>Italiano</summary>" in shown


# The document


def served(
    body: bytes, kind: str = "text/html; charset=utf-8", packed: bool = False, **asked: str
) -> tuple[dict[str, str], str]:
    """What a server behind the middleware answers, its headers and its text."""
    sent: list[Message] = []
    query = asked.pop("query", "")
    headers = [(name.replace("_", "-").encode(), text.encode()) for name, text in asked.items()]
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": query.encode(),
        "headers": headers,
    }

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        whole = gzip.compress(body) if packed else body
        told = [(b"content-type", kind.encode()), (b"etag", b'"1"'), (b"x-kept", b"yes")]
        told += [(b"content-encoding", b"gzip")] if packed else []
        await send({"type": "http.response.start", "status": 200, "headers": told})
        await send({"type": "http.response.body", "body": whole[:9], "more_body": True})
        await send({"type": "http.response.body", "body": whole[9:]})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Document(app)(scope, receive, send))
    found = {name.decode(): text.decode() for name, text in sent[0]["headers"]}
    return found, b"".join(one["body"] for one in sent[1:]).decode()


@pytest.mark.parametrize("packed", [False, True])
def test_streamlits_document_gets_the_language_of_who_asks(packed: bool) -> None:
    index = INDEX.read_bytes()
    headers, text = served(index, packed=packed, accept_language="de-DE,de;q=0.9,en;q=0.8")
    assert '<html lang="de">' in text
    assert "<title>Casebook</title>" in text
    assert "Dateien auswählen" in text
    assert headers["content-language"] == "de"
    assert headers["content-length"] == str(len(text.encode()))
    assert headers["x-kept"] == "yes"
    assert "etag" not in headers
    assert "content-encoding" not in headers
    assert "set-cookie" not in headers


def test_the_language_of_the_address_is_kept_in_a_cookie_for_a_visit() -> None:
    headers, text = served(INDEX.read_bytes(), query="q=1&lang=fi", accept_language="de")
    assert '<html lang="fi">' in text
    assert headers["set-cookie"] == "casebook-lang=fi; Path=/; SameSite=Lax"
    headers, text = served(INDEX.read_bytes(), cookie="a=b; casebook-lang=fi", accept_language="de")
    assert '<html lang="fi">' in text
    headers, _ = served(INDEX.read_bytes(), query="lang=tlh")
    assert "set-cookie" not in headers


def test_a_language_that_was_chosen_in_the_app_is_kept_for_a_year() -> None:
    headers, _ = served(INDEX.read_bytes(), query="lang=ca", sec_fetch_site="same-origin")
    assert headers["set-cookie"].endswith("; Max-Age=31536000")


def test_whatever_is_no_document_is_handed_on_as_it_is() -> None:
    headers, text = served(b'<html lang="en"> as data', "text/plain", accept_language="de")
    assert (text, headers["etag"]) == ('<html lang="en"> as data', '"1"')


def test_an_english_document_has_no_script_of_words() -> None:
    index = INDEX.read_text("utf-8")
    english, german = (translated(index, language) for language in ("en", "de"))
    assert german.count("<script") == english.count("<script") + 1
    assert "patterns" in german and "patterns" not in english


def test_words_in_the_script_cant_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from casebook.ui import document

    monkeypatch.setattr(own_words, "of", lambda language: {"texts": {"a": "</script>"}})
    assert document._words.__wrapped__("de").count("</script>") == 1


def test_streamlits_own_words_are_those_that_it_says() -> None:
    """Each stands in what Streamlit sends to the browser."""
    scripts = (INDEX.parent / "static" / "js").glob("*.js")
    sent = "\n".join(file.read_text("utf-8") for file in scripts)
    words = own_words.of("de")
    for said_by in (*words["texts"], *words["names"]):
        begins = said_by.removesuffix(" apply").removesuffix(" submit form")
        begins = re.sub(r"^Press (?:Ctrl|⌘).*", "Press ", begins)
        assert begins in sent, said_by
    assert all(re.compile(form).groups == 1 for form in words["patterns"])
    assert all("$1" in text for text in words["patterns"].values())
    assert own_words.of("en")["texts"]["Upload"] == "Choose files"


# Refusals


def codes() -> set[str]:
    """Every code that ingest refuses a file with."""
    found: set[str] = set()
    for file in (ROOT / "ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                found |= {str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)}
    return found


def test_every_code_of_a_refusal_has_a_sentence() -> None:
    assert len(codes()) > 15
    assert codes() <= refusals._BY_CODE.keys()


def test_a_refusal_is_told_by_its_code_and_in_english_as_it_stands() -> None:
    assert refusals.why("empty", "it holds nothing") == "it holds nothing"
    with speech.speaking("es"):
        assert refusals.why("empty", "it holds nothing").startswith("el archivo está vacío;")
        assert refusals.why("another", "it is so") == "it is so"
        assert refusals.why("too-large", "it has 9,999 pages").endswith("(it has 9,999 pages)")
