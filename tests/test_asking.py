"""A question understood: what must be held, what must not, and what is shown."""

from pathlib import Path

import pytest
from asking_support import VOCABULARY, filled, make_vocabulary
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.asked import Asked, Instead, SpelledOut, Terms
from search.asking.operators import taken_apart
from search.asking.plain import plain
from search.asking.understanding import understand
from search.asking.vocabulary import Vocabulary
from search.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library in four languages."""
    return filled(tmp_path_factory.mktemp("asked"))


def ask(library: Library, text: str, vocabulary: Vocabulary = VOCABULARY) -> Asked:
    return understand(text, library, library.languages(), vocabulary)


# Operators


@pytest.mark.parametrize(
    "typed",
    [
        'a "small firm" b',
        "a “small firm” b",
        "a „small firm“ b",
        "a „small firm” b",
        "a «small firm» b",
        "a « small firm » b",
        "a »small firm« b",
        '  a   " small   firm."  b',
    ],
)
def test_a_phrase_in_any_quotation_marks_must_be_held(typed: str) -> None:
    parts = taken_apart(plain(typed))
    assert (parts.text, parts.exact, parts.without) == ("a small firm b", ("small firm",), ())


LONG = "Which of the seven schemes in this report paid a grant to firms in towns"


@pytest.mark.parametrize(
    "typed",
    [
        'List the chapters ["Chapter 5", "Chapter 8"].',
        'Which pages? Write a list, for example ["p1","p2"]',
        'name the schemes, e.g. "vouchers", "loans" or "grants"',
        'name the schemes,e.g., ["vouchers","loans"] of Nesta',
        'name the schemes (e. g. "vouchers")',
        "name one. For example: “vouchers”",
        "die Programme, z. B. „Gutscheine“ und „Kredite“",
        "les programmes, par exemple « chèques »",
        'los programas, p. ej. "cheques"',
        f'{LONG}, such as "Leeds" and "York"?',
        f'{LONG} in the format "DD/MM/YYYY"?',
        f'{LONG}? Answer "yes" or "no".',
    ],
)
def test_quotes_that_show_what_an_answer_looks_like_demand_nothing(typed: str) -> None:
    parts = taken_apart(plain(typed))
    assert (parts.exact, parts.without) == ((), ())
    assert [part.quoted for part in parts.plain] == [False] * len(parts.plain)
    assert parts.text.split()[:2] == plain(typed).split()[:2]


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ('firms like "Arup"', ("Arup",)),
        ('the format "A4"', ("A4",)),
        (f'{LONG} like Leeds under "FAME"?', ("FAME",)),
        ('what "e.g." means', ("e.g",)),
        ('e.g. "loans" for the "small firm"', ("small firm",)),
        ('see [3] on "small firm"', ("small firm",)),
        ('a list [loans, grants] of "FAME"', ("FAME",)),
        ('"small firm" [or "one"', ("small firm", "one")),
        ('"loans" e.g. "grants"', ("loans",)),
        ('"80 %" or "€ 7.5 million,"', ("80 %", "€ 7.5 million")),
        ('"50+" "(£5)" "+5%."', ("50+", "£5", "+5%")),
        ('"costs € " "C#" "5 years %"', ("costs", "C", "5 years")),
    ],
)
def test_other_quotes_beside_them_still_demand(typed: str, exact: tuple[str, ...]) -> None:
    assert taken_apart(typed).exact == exact


def test_what_is_left_out_is_so_in_an_example_too() -> None:
    parts = taken_apart('schemes, e.g. "loans" -"small firm"')
    assert (parts.text, parts.exact, parts.without) == ("schemes, e.g. loans", (), ("small firm",))


@pytest.mark.parametrize(
    "typed",
    ['a "small firm', 'a 5" pipe', '5" or 7" pipes', 'O"Neill "', "«a", "a” b", "O'Neill's"],
)
def test_an_unbalanced_quote_is_plain_text(typed: str) -> None:
    parts = taken_apart(typed)
    assert (parts.text, parts.exact) == (typed, ())


@pytest.mark.parametrize(
    ("typed", "text", "without"),
    [
        ("vouchers -finland", "vouchers", ("finland",)),
        ("-Finland vouchers", "vouchers", ("Finland",)),
        ("vouchers (-Finland)", "vouchers ( )", ("Finland",)),
        ("vouchers -Finland, costs", "vouchers costs", ("Finland",)),
        ("vouchers -co-operation", "vouchers", ("co-operation",)),
        ('vouchers -"in Finland"', "vouchers", ("in Finland",)),
        ("vouchers -«in Finland» costs", "vouchers costs", ("in Finland",)),
        ("-a -b -a", "", ("a", "b")),
        ("co-operation", "co-operation", ()),
        ("Kultur- und Kreativwirtschaft", "Kultur- und Kreativwirtschaft", ()),
        ("a - 5", "a - 5", ()),
        ("a -5 b", "a -5 b", ()),
        ("2014-2020", "2014-2020", ()),
        ("a -- b", "a -- b", ()),
        ("a --force", "a --force", ()),
        ("-", "-", ()),
        ('-""', "", ()),
    ],
)
def test_a_minus_takes_out_what_no_hit_may_hold(
    typed: str, text: str, without: tuple[str, ...]
) -> None:
    parts = taken_apart(typed)
    assert (parts.text, parts.exact, parts.without) == (text, (), without)


def test_a_pasted_text_has_no_operators(library: Library) -> None:
    pasted = 'The so-called "innovation paradox"\n-first point\n-second point'
    asked = ask(library, pasted)
    assert (asked.exact, asked.without) == ((), ())
    assert asked.text == 'The so-called "innovation paradox" -first point -second point'
    long = 'The "small firm" asked for vouchers -again ' * 8
    assert (ask(library, long).exact, ask(library, long).without) == ((), ())


def test_a_question_of_exclusions_alone_has_no_text(library: Library) -> None:
    assert ask(library, "-vouchers") == Asked("", (), ("vouchers",))


@pytest.mark.parametrize(
    "typed",
    [
        "title:voucher AND (firm OR grant) NOT x^2 y~1 z*",
        "'; DROP TABLE studies; --",
        "SELECT * FROM passages WHERE 1=1",
        "+voucher [a TO b] {c} \\ / ? !",
    ],
)
def test_no_other_operator_is_known(typed: str) -> None:
    assert taken_apart(typed).text == typed
    assert plain(typed) == typed


# Safe text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a\x00b\x1b[31m\r\nc\td", "a b [31m c d"),
        ("half \ud83d letter", "half letter"),
        ("vou\u00adcher\u200b", "voucher"),
        ("\u202evoucher\u202c", "voucher"),
        ("e\u0301te\u0301", "été"),
        ("ﬁnance for creative ﬁrms", "finance for creative firms"),
        ("ＳＭＥ　＂２０１４＂ －ａ", 'SME "2014" -a'),
        ("\uff76\uff9e", "\u30ac"),
        ("firms¹² paid 5² euros", "firms paid 5 euros"),
        ("½ of CO₂ … ™ ´", "½ of CO₂ … ™ ´"),
        ("  \n ", ""),
        ("🎟 vouchers 🎟", "🎟 vouchers 🎟"),
        ("قسائم الابتكار", "قسائم الابتكار"),
        ("שוברי חדשנות", "שוברי חדשנות"),
    ],
)
def test_a_text_becomes_one_safe_line(typed: str, text: str) -> None:
    assert plain(typed) == text


def test_a_long_text_ends_after_a_whole_word() -> None:
    assert plain("voucher " * 20_000) == " ".join(["voucher"] * 750)
    assert plain("x" * 100_000) == "x" * 6000


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(), max_size=60)
    | st.text(st.sampled_from('ab "„“”«»-\n()\ud83d\x00'), max_size=40)
)
@example('"' * 100_000)
@example("„“" * 50_000)
@example("-a " * 40_000)
@example("\ud83d" * 10)
@example("?!… --")
def test_any_text_is_safe(library: Library, text: str) -> None:
    asked = ask(library, text)
    for said in (asked.text, *asked.exact, *asked.without):
        assert said == plain(said)
        assert said.encode().decode() == said
    assert all(phrase in asked.text for phrase in asked.exact)
    assert len(asked.text) <= 6000
    assert ask(library, text) == asked


# Words put right


def test_typos_are_put_right_and_told(library: Library) -> None:
    asked = ask(library, "inovation vouchrs irland")
    assert asked.text == "innovation vouchers ireland"
    assert asked.corrected == (
        Instead("inovation", "innovation"),
        Instead("vouchrs", "vouchers"),
        Instead("irland", "ireland"),
    )
    assert asked.language == "en"


def test_what_stands_in_quotes_is_never_put_right(library: Library) -> None:
    asked = ask(library, '"inovation vouchrs" inovation')
    assert asked.text == "inovation vouchrs inovation"
    assert (asked.exact, asked.corrected) == (("inovation vouchrs",), ())
    assert ask(library, 'a "guarante" of vouchrs').corrected == (Instead("vouchrs", "vouchers"),)


def test_capitals_at_the_beginning_are_kept(library: Library) -> None:
    assert ask(library, "Inovation in Ireland").text == "Innovation in Ireland"


def test_a_vocabularys_word_is_put_right_to_where_the_library_lacks_it(library: Library) -> None:
    asked = ask(library, "chèques inovation pour les entreprises")
    assert asked.corrected == (Instead("inovation", "innovation"),)
    assert asked.also[0].label == "chèque innovation"


def test_the_last_study_that_holds_a_word_takes_it_along(tmp_path: Path) -> None:
    from support import put

    with Library(tmp_path) as library:
        put(library, "a", ["Innovation vouchers help small firms."])
        put(library, "b", ["Guarantees help larger companies."])
        assert ask(library, "guarantes", Vocabulary()).text == "guarantees"
        library.remove("b")
        assert ask(library, "guarantes", Vocabulary()).corrected == ()
        put(library, "c", ["The guarantees came back."])
        assert ask(library, "guarantes", Vocabulary()).text == "guarantees"


# Acronyms


@pytest.mark.parametrize("typed", ["What is FAME?", "FAME", "what is fame", "fame."])
def test_an_acronym_is_spelled_out_from_the_library(library: Library, typed: str) -> None:
    asked = ask(library, typed)
    acronym = "FAME" if "FAME" in typed else "fame"
    full = "Facilitating Access to Mid-size Enterprises"
    assert asked.spelled_out == (SpelledOut(acronym, full),)
    assert asked.text == typed
    assert asked.meaning == f"{typed} ({full})"


def test_a_full_form_brings_its_acronym(library: Library) -> None:
    asked = ask(library, "facilitating access to mid-size enterprises in Ireland")
    found = SpelledOut("Facilitating Access to Mid-size Enterprises", "FAME")
    assert asked.spelled_out == (found,)
    assert asked.meaning == asked.text


def test_an_acronym_with_its_full_form_needs_no_other(library: Library) -> None:
    typed = "FAME (Facilitating Access to Mid-size Enterprises)"
    assert ask(library, typed).spelled_out == ()


def test_a_plural_acronym_is_its_singular(library: Library) -> None:
    full = "small and medium-sized enterprises"
    assert ask(library, "the SME").spelled_out == (SpelledOut("SME", full),)
    assert ask(library, "the SMEs").spelled_out == (SpelledOut("SMEs", full),)


# The vocabulary


def test_a_notion_brings_synonyms_and_the_other_languages(library: Library) -> None:
    (also,) = ask(library, "innovation vouchers").also
    assert (also.label, also.own) == ("innovation voucher", True)
    assert also.terms == (
        Terms("de", ("Innovationsgutschein", "Innovationsscheck")),
        Terms("en", ("innovation cheque",)),
        Terms("es", ("bono de innovación", "cheque de innovación")),
        Terms("fr", ("chèque innovation", "bon d'innovation")),
    )


def test_a_general_word_brings_only_other_languages(library: Library) -> None:
    (also,) = ask(library, "the bridge").also
    assert (also.label, also.own) == ("bridge", False)
    assert [held.language for held in also.terms] == ["de", "es", "fr"]


def test_only_languages_of_the_library_are_searched(library: Library) -> None:
    asked = understand("innovation vouchers", library, ["en", "fr"], VOCABULARY)
    assert [held.language for held in asked.also[0].terms] == ["en", "fr"]
    assert understand("the bridge", library, ["en"], VOCABULARY).also == ()


def test_what_is_quoted_brings_nothing(library: Library) -> None:
    assert ask(library, '"innovation vouchers"').also == ()


def test_a_notion_of_an_untold_language_is_found_where_it_is_one(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        vocabulary = make_vocabulary("gift,,gift|present,,,,,,,,,", "poison,,poison,Gift,,,,,,,,")
        asked = understand("Gift", library, ["en", "de", "fr"], vocabulary)
        assert asked.language == ""
        assert [one.label for one in asked.also] == ["gift", "Gift"]


def test_an_empty_library_is_asked_without_harm(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        asked = understand("inovation vouchrs (FAME)", library, (), VOCABULARY)
        assert (asked.text, asked.spelled_out) == ("innovation vouchrs (FAME)", ())


# The language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("vouchers universities", "en"),
        ("creative clusters employment", "en"),
        ("Kreativwirtschaft Beratung", "de"),
        ("subventions recherche", "fr"),
        ("ayudas empresas creativas", "es"),
        ("Brücke", "de"),
        ("12 2014", ""),
        ("FAME", ""),
    ],
)
def test_keywords_have_the_language_that_holds_them(
    library: Library, text: str, language: str
) -> None:
    assert ask(library, text).language == language
