"""Every sentence of the app in every language: none missing, none that fails when it is said."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from casebook.text import speech
from tools import messages

LANGUAGES = sorted(set(speech.LANGUAGES) - {speech.ENGLISH})
# What every translation of a sentence with this word has in it: one word for one thing. The words
# themselves stand in docs/translating.md.
TERMS = {
    r"\bpassages?\b": {
        "de": r"textstelle",
        "fr": r"passage",
        "it": r"passagg",
        "es": r"pasaje",
        "ca": r"passatge",
        "fi": r"tekstikoh",
        "nl": r"passage",
    },
    r"\bstud(?:y|ies)\b": {
        "de": r"studie",
        "fr": r"étude",
        "it": r"studi",
        "es": r"estudio",
        "ca": r"estudi",
        "fi": r"tutkimu",
        "nl": r"studie",
    },
    r"\bbasket\b": {
        "de": r"merkliste",
        "fr": r"panier",
        "it": r"raccolta",
        "es": r"cesta",
        "ca": r"cistella",
        "fi": r"kori",
        "nl": r"mandje",
    },
    r"\blibrary\b": {
        "de": r"bibliothek",
        "fr": r"bibliothèque",
        "it": r"biblioteca",
        "es": r"biblioteca",
        "ca": r"biblioteca",
        "fi": r"kirjasto",
        "nl": r"bibliotheek",
    },
}
_ENDINGS = (".", "?", "…", ":")


def forms(message: Message) -> tuple[str, ...]:
    """A sentence in English: one form, or that for one and that for several."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fields(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


def every(language: str) -> Iterator[Message]:
    return (one for one in messages.held(language) if one.id)


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return messages.template()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_every_sentence_of_the_code_and_no_other(language: str, wanted: Catalog) -> None:
    catalogue, text = messages.brought(language, wanted)
    assert messages.untranslated(catalogue) == []
    assert (messages.TEXT / f"{language}.po").read_bytes() == text, "run tools/messages.py"
    assert not messages.held(language).obsolete
    assert not [one.id for one in every(language) if one.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_forms_and_the_fields_of_its_sentence(language: str) -> None:
    count = messages.held(language).num_plurals
    for one in every(language):
        english, here = forms(one), translated(one)
        assert len(here) == (1 if len(english) == 1 else count), one.id
        for form in here:
            assert fields(form) <= fields(english[-1]), form
        # For one thing its number may be left out, as English does.
        assert {name for form in here for name in fields(form)} == fields(english[-1]), one.id
        assert fields(here[-1]) == fields(english[-1]), one.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_sentence_does(language: str) -> None:
    for one in every(language):
        for form in translated(one):
            assert form == form.strip(), form
            ending = forms(one)[-1][-1]
            assert ending not in _ENDINGS or form[-1] == ending, (one.id, form)
            assert form[-1] in _ENDINGS or form[-1] not in ".?…", (one.id, form)
            assert "  " not in form


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_name(language: str) -> None:
    for one in every(language):
        for term, names in TERMS.items():
            if re.search(term, re.sub(r"\{\w+\}", "", forms(one)[-1]), re.I):
                for form in translated(one):
                    assert re.search(names[language], form, re.I), (one.id, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_sentence_is_left_in_english(language: str) -> None:
    """Names of formats are the same everywhere; a sentence of several words never is."""
    same = [str(one.id) for one in every(language) if one.id == one.string]
    bare = {id: re.sub(r"\{\w+\}|[^\w\s]|\d", " ", id).split() for id in same}
    assert [id for id, words in bare.items() if len(words) > 3] == []


def test_every_language_is_said_by_its_file() -> None:
    assert sorted(path.stem for path in messages.TEXT.glob("*.po")) == LANGUAGES
    assert sorted(messages.LANGUAGES) == LANGUAGES
    told = {}
    for language in speech.LANGUAGES:
        with speech.speaking(language):
            told[language] = (speech.say("Search"), speech.say_of("{n} study", "{n} studies", 1204))
    assert told["en"] == ("Search", "1,204 studies")
    assert told["de"] == ("Suche", "1.204 Studien")
    assert told["fr"] == ("Recherche", "1\u202f204 études")
    assert told["fi"] == ("Haku", "1\xa0204 tutkimusta")
    assert len(set(told.values())) == len(told)


# The tool


def code(tmp_path: Path, **files: str) -> Path:
    for folder in ("casebook", "ingest", "search"):
        (tmp_path / folder).mkdir()
    for name, text in files.items():
        (tmp_path / "casebook" / f"{name}.py").write_text(text, "utf-8")
    return tmp_path


def test_sentences_are_found_however_their_functions_are_called(tmp_path: Path) -> None:
    root = code(
        tmp_path,
        one='from casebook.text.speech import say, say_of\nsay("A {x}" " b", x=1)\n'
        'say_of("{n} c", "{n} cs", 2)',
        two="from casebook.text import speech\nfrom search import told as forms\n"
        'speech.say("D")\nforms.told("E")\nsay("not it")',
        three='def told(x): ...\ntold("not it either")\nprint("nor that")',
        four='from search.told import told as telling\ntelling("F")',
    )
    assert set(messages.sentences(root)) == {"A {x} b", ("{n} c", "{n} cs"), "D", "E", "F"}


@pytest.mark.parametrize("said", ['f"{x}"', "x", '"a" if x else "b"', '"a" + x', ""])
def test_a_sentence_that_is_put_together_is_refused(tmp_path: Path, said: str) -> None:
    root = code(tmp_path, one=f"from casebook.text.speech import say\n\nsay({said})")
    with pytest.raises(ValueError, match=r"casebook/one\.py:3: say\(\) wants its sentence as it"):
        messages.sentences(root)


def test_a_run_brings_new_sentences_empty_and_drops_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = code(tmp_path, one='from casebook.text.speech import say\nsay("A")\nsay("B")')
    monkeypatch.setattr(messages, "TEXT", tmp_path)
    _, text = messages.brought("de", messages.template(root))
    (tmp_path / "de.po").write_bytes(text.replace(b'"A"\nmsgstr ""', b'"A"\nmsgstr "Ah"'))
    (tmp_path / "casebook" / "one.py").write_text(
        'from casebook.text.speech import say\nsay("A")\nsay("C")', "utf-8"
    )
    catalogue, text = messages.brought("de", messages.template(root))
    assert {one.id: one.string for one in catalogue if one.id} == {"A": "Ah", "C": None}
    assert messages.untranslated(catalogue) == ["C"]
    assert b"POT-Creation-Date" not in text
    (tmp_path / "de.po").write_bytes(text)
    assert messages.brought("de", messages.template(root))[1] == text
