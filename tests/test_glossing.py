"""A text word by word in English, and what its words stand for."""

import pytest

from search.asking.glossing import gloss, gloss_of_question
from search.asking.vocabulary import Notion, Vocabulary, bundled
from search.gloss import NONE, Gloss
from search.records import Span


def notion(name: str, own: bool = True, **terms: str) -> Notion:
    return Notion(name, "", {code: tuple(cell.split("|")) for code, cell in terms.items()}, own)


VOCABULARY = Vocabulary(
    [
        notion("voucher", en="innovation voucher|coupon", de="Innovationsgutschein|Gutschein"),
        notion("company", own=False, en="company|firm", de="Firma", fi="yritys"),
        notion("small firm", en="small firm", de="kleine Firma"),
        notion("small", own=False, en="small", de="klein"),
        notion("four", own=False, en="four", de="vier|4"),
        notion("parish", own=False, de="Gemeinde"),
    ]
)


def put(text: str, language: str = "de") -> str:
    return gloss(text, language, VOCABULARY).text


def test_words_are_put_as_the_vocabulary_has_them_and_names_stay() -> None:
    assert put("Bekam die Firma in Graz Gutscheine?") == (
        "Bekam the company in Graz innovation voucher"
    )
    assert put("Yritykset Tampereella", "fi") == "company Tampereella"


def test_the_longest_term_is_taken() -> None:
    assert put("Eine kleine Firma ist klein") == "a small firm is small"


def test_figures_stay_figures() -> None:
    assert put("vier Firmen, 4 Gutscheine, 4,5 Prozent") == (
        "four company 4 innovation voucher 4 5 Prozent"
    )


def test_a_sign_is_no_word_to_put_a_text_into() -> None:
    signs = Vocabulary([notion("euro", en="€", de="Euro"), notion("cent", en="¢|cent", de="Cent")])
    assert gloss("Zwei Euro", "de", signs) is NONE
    assert gloss("Zwei Euro und ein Cent", "de", signs).words == (
        "Zwei",
        "Euro",
        "and",
        "a",
        "cent",
    )


def test_what_is_in_english_or_in_no_language_known_has_no_gloss() -> None:
    assert gloss("a voucher for a Firma", "en", VOCABULARY) is NONE
    assert gloss("en check till företag", "sv", VOCABULARY) is NONE
    assert gloss("Gutschein", "", VOCABULARY) is NONE
    assert not NONE


FIELD = Vocabulary(
    [
        notion("creative-voucher", en="creative voucher|creative cheque", de="Kreativgutschein"),
        notion("award", en="prize money|creative cheque|cheque"),
        notion("small-firm", en="small enterprise|small firm"),
        notion("hub", own=False, en="art house|creative centre"),
        notion("firm", en="firm of one|small firm of one"),
        notion("same", en="small firm of one"),
    ]
)


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("Who got the creative cheques of Graz?", "Who got the creative voucher of Graz"),
        ("Does a small firm, in 2013, win?", "Does a small enterprise in 2013 win"),
        ("Who got a creative voucher, a cheque or a seat in a creative centre?", ""),
        ("Is it a small firm of one?", ""),
        ("What is it?", ""),
    ],
)
def test_an_english_question_has_its_phrases_as_the_field_calls_them_first(
    question: str, put: str
) -> None:
    """Not single words, nor what is no term of the field, nor what is called so first already."""
    assert gloss_of_question(question, "en", FIELD).text == put


def test_a_phrase_that_was_put_otherwise_stands_for_the_words_that_were_asked() -> None:
    question = "The creative cheque of Graz"
    made = gloss_of_question(question, "en", FIELD)
    assert [question[place.start : place.end] for place in made.places] == [
        "The",
        "creative cheque",
        "of",
        "Graz",
    ]


def test_a_question_in_another_language_is_put_into_english_as_a_passage_is() -> None:
    text = "Wer bekam den Kreativgutschein?"
    assert gloss_of_question(text, "de", FIELD) == gloss(text, "de", FIELD)
    assert gloss_of_question(text, "", FIELD) is NONE


@pytest.mark.parametrize("text", ["", "…", "Linz und Graz", "Eine Gemeinde", "der die das"])
def test_a_text_of_which_nothing_is_known_has_no_gloss(text: str) -> None:
    assert gloss(text, "de", VOCABULARY) is NONE


def test_each_word_keeps_the_words_that_it_stands_for() -> None:
    text = "Ein Gutschein\nfür die kleine Firma in Linz."
    made = gloss(text, "de", VOCABULARY)
    assert made.text == "a innovation voucher for the small firm in Linz"
    assert [text[place.start : place.end] for place in made.places] == [
        "Ein",
        "Gutschein",
        "für",
        "die",
        "kleine Firma",
        "in",
        "Linz",
    ]


def test_a_common_word_that_is_not_listed_is_left_out() -> None:
    # German has no one word for these two in English.
    assert put("Dabei half derart eine Firma") == "half derart a company"


def test_a_token_is_traced_to_what_its_word_stands_for() -> None:
    made = Gloss(("innovation voucher", "Linz"), (Span(4, 13), Span(37, 41)))
    assert made.text == "innovation voucher Linz"
    tokens = [Span(0, 10), Span(11, 15), Span(15, 18), Span(19, 21), Span(21, 23)]
    assert made.origins(tokens) == (Span(4, 13),) * 3 + (Span(37, 41),) * 2
    assert made.origins([]) == ()


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "Innovationsgutscheine halfen Unternehmen.", "innovation voucher"),
        ("fr", "Le chèque innovation a aidé les entreprises.", "innovation voucher"),
        ("fi", "Innovaatioseteli auttoi yrityksiä.", "innovation voucher"),
        ("pl", "Bon na innowacje pomógł firmom.", "innovation voucher"),
    ],
)
def test_the_bundled_vocabulary_knows_the_field(language: str, text: str, wanted: str) -> None:
    words = gloss(text, language, bundled()).words
    assert wanted in words
    assert {"company", "enterprise"} & {*words}


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "la maison de la société", "the house of the society"),
        ("fi", "Yritys löysi asiantuntijan.", "enterprise find expert"),
        ("de", "ein einfacher Platz", "a simple square"),
    ],
)
def test_a_word_is_what_its_language_calls_so_first_of_all(
    language: str, text: str, wanted: str
) -> None:
    assert gloss(text, language, bundled()).text == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "las ayudas para el sector, como siempre", "the help for the sector as always"),
        ("fr", "leur site, sur son compte", "them site on its account"),
        ("fi", "Yritys on kunnan.", "enterprise is municipality"),
        ("it", "per chi dei fondi", "for who of fund"),
        ("ca", "les seves empreses també són aquí", "the its enterprise also are here"),
        ("es", "el papel del Estado", "the paper of state"),
    ],
)
def test_what_stands_in_any_text_means_no_term_of_its_stem(
    language: str, text: str, wanted: str
) -> None:
    assert gloss(text, language, bundled()).text == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("it", "le imprese di Bari", "the enterprise of Bari"),
        ("es", "empresas de Madrid", "enterprise of Madrid"),
        ("fr", "les entreprises de Nantes", "the enterprise of Nantes"),
        ("pl", "firmy mam", "company have"),
        ("ca", "PROJECTES ESCOLARS", "project pupil"),
    ],
)
def test_a_name_is_no_term_that_has_its_stem(language: str, text: str, wanted: str) -> None:
    assert gloss(text, language, bundled()).text == wanted
