"""The word index: any inflection finds, any text is safe, filters hold, updates replace."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import make_passage, make_study

from search import stop_words
from search.lexical import LexicalIndex, erase
from search.records import Passage, Span, Study
from search.stems import stems

# A sentence in each language, and a question with other forms of its words.
INFLECTED = [
    ("bg", "Ваучери за иновации в София", "ваучери София"),
    ("ca", "Els ajuts afavoreixen la cooperació entre empreses", "empresa cooperació"),
    ("da", "Ordningen støtter små virksomheder", "støtte til virksomhed"),
    ("de", "Die Gutscheine fördern kleine Unternehmen", "Gutschein für ein Unternehmen"),
    ("en", "The vouchers helped small companies to innovate", "voucher for a company"),
    ("es", "Los cheques ayudan a las pequeñas empresas", "cheque para la empresa"),
    ("et", "Toetus aitab väikeseid ettevõtteid", "väikesed ettevõtted"),
    ("fi", "Setelit auttavat pieniä yrityksiä", "seteli yritykselle"),
    ("fr", "Les chèques aident les petites entreprises", "cheque pour une entreprise"),
    ("hu", "Az utalványok segítik a vállalkozásokat", "utalvány vállalkozásnak"),
    ("it", "I buoni aiutano le piccole imprese", "aiuto per una impresa"),
    ("nb", "Ordningen hjelper små bedrifter", "bedriften ordninger"),
    ("nl", "De cheques helpen kleine ondernemingen", "kleine onderneming"),
    ("pl", "Bony pomagają małym przedsiębiorstwom", "przedsiębiorstwo pomaga"),
    ("pt", "Os vales ajudam as pequenas empresas", "vale empresa"),
    ("sv", "Checkarna hjälper små företagen", "företag checkar"),
]


def filled(folder: Path, *entries: tuple[str, str, str]) -> LexicalIndex:
    """An index of (study, language, text), ids from 1 in their order."""
    index = LexicalIndex(folder)
    index.update([], [entry(id, *given) for id, given in enumerate(entries, 1)])
    return index


def entry(id: int, study: str, language: str, text: str) -> tuple[Study, list[Passage]]:
    return make_study(study, title="x"), [make_passage(study, 1, text, language=language, id=id)]


def ids(
    index: LexicalIndex, text: str, languages: Sequence[str] = ("en",), k: int = 10
) -> list[int]:
    return [match.id for match in index.search(text, k, languages)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """A passage in each of many languages."""
    rows = [(language, language, text) for language, text, _ in INFLECTED]
    return filled(tmp_path_factory.mktemp("many"), *rows)


@pytest.mark.parametrize("row", range(len(INFLECTED)))
def test_another_inflection_finds_the_passage(many: LexicalIndex, row: int) -> None:
    language, text, question = INFLECTED[row]
    everywhere = [code for code, _, _ in INFLECTED]
    assert row + 1 in ids(many, question, everywhere)
    assert ids(many, question, [language]) == [row + 1]
    spans = many.shared_words(question, text, language)
    assert len(spans) == 2
    shared = {text[span.start : span.end] for span in spans}
    assert shared <= set(text.split())


def test_which_of_those_that_tie_come_first_does_not_hang_on_how_the_index_grew(
    tmp_path: Path,
) -> None:
    entries = [entry(id, f"s{id:02}", "en", "a voucher for a company") for id in range(1, 61)]
    at_once, one_by_one = LexicalIndex(tmp_path / "a"), LexicalIndex(tmp_path / "b")
    at_once.update([], entries)
    for one in reversed(entries):
        one_by_one.update([], [one])
    for index in (at_once, one_by_one):
        assert ids(index, "voucher", k=5) == [1, 2, 3, 4, 5]


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_a_question(many: LexicalIndex, text: str) -> None:
    languages = [code for code, _, _ in INFLECTED]
    found = many.search(text, 5, languages)
    assert found == many.search(text, 5, languages)
    assert all(1 <= match.id <= len(INFLECTED) and match.score > 0 for match in found)
    for span in many.shared_words(text, "Die Gutscheine fördern", "de"):
        assert 0 <= span.start < span.end <= 22


@pytest.mark.parametrize(
    "text",
    ['"voucher', "voucher AND", "voucher (", "body_en:voucher", "*voucher~2^4", "[voucher TO",
     "-voucher", "+voucher\\", "voucher\0", "VOUCHER's", "vou\u0301cher voucher " + "x" * 5000],
)  # fmt: skip
def test_operators_are_words_and_nothing_more(tmp_path: Path, text: str) -> None:
    index = filled(tmp_path, ("a", "en", "A voucher"), ("b", "en", "Nothing of the kind"))
    assert ids(index, text) == [1]


@pytest.mark.parametrize("text", ["", " ", "…", "()", "😀", "\n"])
def test_a_text_without_words_finds_nothing(many: LexicalIndex, text: str) -> None:
    assert ids(many, text) == []


def test_a_very_long_question_is_read_by_its_first_words(tmp_path: Path) -> None:
    index = filled(tmp_path, ("a", "en", "early"), ("b", "en", "late"))
    assert ids(index, "early " + "filler " * 300 + "late") == [1]


def test_rarer_words_and_more_of_them_rank_higher(tmp_path: Path) -> None:
    texts = ["voucher firm", "voucher", "voucher rare", "firm firm", "other"]
    index = filled(tmp_path, *((str(at), "en", text) for at, text in enumerate(texts)))
    assert ids(index, "rare voucher") == [3, 2, 1]
    assert ids(index, "voucher firm")[0] == 1


def test_ties_go_to_the_lower_id_and_k_bounds_the_answer(tmp_path: Path) -> None:
    index = filled(tmp_path, *((str(at), "en", "same words") for at in range(9)))
    assert ids(index, "same") == list(range(1, 10))
    assert ids(index, "same", k=3) == [1, 2, 3]
    assert ids(index, "same", k=0) == []
    assert len({match.score for match in index.search("same", 9, ["en"])}) == 1


def test_titles_and_headings_count_for_less_than_the_words(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.update([], [
        (make_study("t", title="Voucher"), [
            make_passage("t", 1, "other text", language="en", id=1)]),
        (make_study("h", title="x"), [
            make_passage("h", 1, "other text", language="en", id=2, heading=("A voucher", "B"))]),
        (make_study("b", title="x"), [make_passage("b", 1, "voucher text", language="en", id=3)]),
        (make_study("n", title="x"), [make_passage("n", 1, "other text", language="en", id=4)]),
    ])  # fmt: skip
    assert ids(index, "voucher")[0] == 3
    assert set(ids(index, "voucher")) == {1, 2, 3}


# Filters


def test_languages_limit_the_answer(many: LexicalIndex) -> None:
    assert ids(many, "cheque", ["es", "fr"]) == [6, 9] or ids(many, "cheque", ["es", "fr"]) == [
        9,
        6,
    ]
    assert ids(many, "cheque", ["fr"]) == [9]
    assert ids(many, "cheque", []) == []


def test_languages_that_are_not_stemmed_are_kept_apart(tmp_path: Path) -> None:
    index = filled(tmp_path, ("b", "bg", "voucher"), ("s", "sk", "voucher"), ("u", "", "voucher"))
    assert ids(index, "voucher", ["bg"]) == [1]
    assert ids(index, "voucher", ["sk"]) == [2]
    assert ids(index, "voucher", [""]) == [3]
    assert ids(index, "voucher", ["cs"]) == []
    assert ids(index, "voucher", ["bg", "sk", ""], k=2) == [1, 2]


def test_studies_limit_the_answer_before_it_is_cut(tmp_path: Path) -> None:
    rows = [(study, "en", "voucher") for study in "aaaaab"]
    index = filled(tmp_path, *rows)
    assert [match.id for match in index.search("voucher", 2, ["en"], ["b"])] == [6]
    assert [match.id for match in index.search("voucher", 2, ["en"], ["a", "b"])] == [1, 2]
    assert index.search("voucher", 2, ["en"], []) == []
    assert index.search("voucher", 2, ["en"], ["A", "ab"]) == []


def test_a_filter_changes_no_score(tmp_path: Path) -> None:
    index = filled(tmp_path, ("a", "en", "voucher firm"), ("b", "en", "voucher"))
    free = {match.id: match.score for match in index.search("voucher", 5, ["en"])}
    kept = index.search("voucher", 5, ["en"], ["b"])
    assert [(match.id, match.score) for match in kept] == [(2, free[2])]


# Updates


def test_a_study_is_replaced_in_one_step(tmp_path: Path) -> None:
    index = filled(tmp_path, ("a", "en", "old words"), ("b", "en", "old words"))
    index.update(["a"], [entry(7, "a", "en", "new words")])
    assert (len(index), ids(index, "old"), ids(index, "new")) == (2, [2], [7])
    index.update(["a", "b", "never there"], [])
    assert (len(index), ids(index, "words")) == (0, [])


def test_an_index_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    first = filled(tmp_path, ("a", "en", "voucher")).search("voucher", 5, ["en"])
    again = LexicalIndex(tmp_path)
    assert (len(again), again.search("voucher", 5, ["en"])) == (1, first)
    erase(tmp_path)
    assert len(LexicalIndex(tmp_path)) == 0


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises((ValueError, OSError)):
        LexicalIndex(tmp_path)


# Shared words


def test_shared_words_are_marked_whatever_their_ending(tmp_path: Path) -> None:
    text = "The Vouchers of a firm; vouchers’ use"
    index = filled(tmp_path, ("a", "en", text))
    spans = index.shared_words("which firms use a voucher?", text, "en")
    assert [text[span.start : span.end] for span in spans] == [
        "Vouchers", "firm", "vouchers", "use",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language", "text", "marked"),
    [
        ("vouchers", "en", "A voucher did pay off", ["voucher"]),
        ("did innovation vouchers keep paying off after a year?", "en",
         "Did firms with an innovation voucher pay off what they kept after years?",
         ["innovation", "voucher", "pay", "years"]),
        ("What effect did research have?", "en", "What the effects of research did",
         ["effects", "research"]),
        ("Warum wurden Gutscheine nach einem Jahr gekürzt?", "de",
         "Der Gutschein wurde nach dem Jahr 2013 gekürzt, warum?",
         ["Gutschein", "Jahr", "gekürzt"]),
        ("Pourquoi les chèques ont-ils aidé après un an ?", "fr",
         "Après le chèque, les aides : pourquoi ?", ["chèque", "aides"]),
        ("Dlaczego bony pomogły firmom?", "pl", "Dlaczego bony i firmy?", ["bony", "firmy"]),
        ("what did they do?", "en", "What they did", ["What", "did"]),
        ("Is the WHO right?", "en", "The WHO is right", ["WHO", "right"]),
    ],
)  # fmt: skip
def test_what_was_looked_for_is_marked_however_common_but_no_function_word(
    tmp_path: Path, question: str, language: str, text: str, marked: list[str]
) -> None:
    index = filled(tmp_path, *[("a", language, text) for _ in range(30)])
    spans = index.shared_words(question, text, language, language)
    assert [text[span.start : span.end] for span in spans] == marked


def test_function_words_of_the_question_are_marked_in_no_other_language(tmp_path: Path) -> None:
    text = "They die in the war of a bank"
    index = filled(tmp_path, *[("a", "en", text)] * 5, ("b", "de", "Die Bank war da"))
    assert index.shared_words("Wer war die Bank?", text, "en", "de") == (Span(25, 29),)
    assert index.shared_words("die war", "Die Bank war da", "de", "en") == ()


def test_without_a_list_the_passages_tell_which_words_say_nothing(tmp_path: Path) -> None:
    rows = [("a", "bg", f"за ваучери {'София' if at == 7 else ''}") for at in range(30)]
    index = filled(tmp_path, *rows)
    text = "за ваучери София"
    assert index.shared_words("ваучери за София", text, "bg", "bg") == (Span(11, 16),)
    assert index.shared_words("ваучери", text, "bg", "bg") == (Span(3, 10),)


@given(
    question=st.text(st.sampled_from("the voucher Die what ")), other=st.sampled_from(["", "de"])
)
def test_a_marked_word_is_one_of_the_question(
    many: LexicalIndex, question: str, other: str
) -> None:
    text = "The vouchers helped small companies to innovate"
    roots = set(stems(question, "en"))
    for span in many.shared_words(question, text, "en", other):
        assert stems(text[span.start : span.end], "en")[0] in roots


def test_words_are_shared_within_a_language_alone(tmp_path: Path) -> None:
    index = filled(tmp_path, ("a", "de", "Gutscheine"))
    assert index.shared_words("Gutschein", "Gutscheine", "de") == (Span(0, 10),)
    assert index.shared_words("voucher", "Gutscheine", "de") == ()


def test_a_word_with_its_accents_apart_is_marked_whole(tmp_path: Path) -> None:
    text = "die Fo\u0308rderung"
    index = filled(tmp_path, ("a", "de", text))
    assert ids(index, "Förderung", ["de"]) == [1]
    assert index.shared_words("Förderung", text, "de") == (Span(4, 14),)


def mixed(folder: Path) -> LexicalIndex:
    """Thirty English passages and three German ones, as a library that is mostly English."""
    english = [
        ("en", "en", f"Firms die and the war on costs, scheme number {n}") for n in range(30)
    ]
    german = [
        ("de", "de", "Der Gutschein war für die Messe in der Stadt"),
        ("de", "de", "Die Messe war die größte und die Stadt die kleinste der Messen"),
        ("de", "de", "Die Bank war in der Stadt"),
    ]
    return filled(folder, *english, *german)


def test_the_common_words_of_the_question_mislead_in_no_other_language(tmp_path: Path) -> None:
    index = mixed(tmp_path)
    everywhere = ("de", "en")
    found = index.search("Wer war die Bank?", 40, everywhere, asked="de")
    # The other German passage says "war die", too; no English one does any harm.
    assert [match.id for match in found] == [33, 32]
    unknown = index.search("Wer war die Bank?", 40, everywhere)
    assert len(unknown) == 33


def test_what_a_language_says_everywhere_misleads_in_no_other_one(tmp_path: Path) -> None:
    """There is no list of Polish stop words: the Polish passages tell which words are common."""
    polish = [("pl", "pl", f"To bon numer {n}") for n in range(3)]
    index = filled(tmp_path, ("en", "en", "A way to pay"), ("en", "en", "A bon mot"), *polish)
    found = index.search("To drugi", 10, ("en", "pl"), asked="pl")
    assert [match.id for match in found] == [3, 4, 5]
    assert 1 in [match.id for match in index.search("To drugi", 10, ("en", "pl"))]


def test_a_word_is_as_rare_as_among_the_passages_of_its_language(tmp_path: Path) -> None:
    index = mixed(tmp_path)
    # Every German passage holds "war" and "die"; one alone holds "Gutschein".
    common = index.search("war die", 1, ("de",))[0].score
    rare = index.search("Gutschein", 1, ("de",))[0].score
    assert 2 * common < rare


def bm25(length: float, mean: float) -> float:
    """The score of a sign that stands once in one of three passages."""
    return 2.2 / (1 + 1.2 * (0.25 + 0.75 * length / mean)) * math.log(1 + 2.5 / 1.5)


def test_a_library_of_one_language_is_scored_by_plain_bm25(tmp_path: Path) -> None:
    index = filled(tmp_path, *[("s", "en", text) for text in ("voucher one", "grant two", "aid")])
    # Beside the word its four runs of letters count, 0.3 each; every title is a run, too: "x".
    wanted = bm25(2, 5 / 3) + 4 * 0.3 * bm25(6, 12 / 3)
    assert index.search("voucher", 1, ("en",))[0].score == pytest.approx(wanted, abs=1e-4)


def test_words_of_another_language_alone_are_not_the_same_words(tmp_path: Path) -> None:
    index = mixed(tmp_path)
    assert ids(index, "die", ("de",)) == [32, 33, 31]
    assert sorted(ids(index, "die", ("en",), 40)) == list(range(1, 31))


@pytest.mark.parametrize(
    ("question", "asked", "found"),
    [
        ("Wer war das?", "", [1, 2]),
        ("Wer war die Bank?", "de", [3]),
        ("WAR on costs", "de", [1, 2]),
        ("the war", "en", [1, 2]),
        ("die war", "de", [1, 2]),
        ("wojna war", "pl", [1, 2]),
    ],
)
def test_stop_words_of_the_question_s_language_are_left_out(
    tmp_path: Path, question: str, asked: str, found: list[int]
) -> None:
    texts = ("The war on costs", "They die in the war", "The Bank of Finland")
    index = filled(tmp_path, *[("s", "en", text) for text in texts])
    hits = index.search(question, 10, ("en",), asked=asked)
    assert sorted(match.id for match in hits) == found


@pytest.mark.parametrize("language", sorted(stop_words.LISTED))
def test_every_listed_language_has_stop_words(language: str) -> None:
    word = {"da": "og", "de": "und", "en": "and", "es": "y", "fi": "ja", "fr": "et", "hu": "és"}
    word |= {"it": "e", "nb": "og", "nl": "en", "pt": "e", "sv": "och"}
    assert stop_words.is_stop_word(word[language], language)
    assert not stop_words.is_stop_word("voucher", language)
