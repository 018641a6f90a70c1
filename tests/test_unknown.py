"""Where a study says itself that what is asked is not known."""

from dataclasses import replace

import pytest
from support import make_passage, make_study

from search.asked import Asked, Unknown
from search.closest import sentences
from search.ignorance import asks_a_figure, has_figure, says_unknown
from search.records import Evidence, Hit, Kind, Passage, Span, Study
from search.unknown import Near, unknown

SAID = {
    "en": [
        "The fees are not visible in the public sources.",
        "Default rates are not\npublicly known.",
        "Its budget remains unclear.",
        "No reliable figures on turnover are available.",
    ],
    "de": [
        "Die Gebühren sind nicht öffentlich bekannt.",
        "Der Anteil ist bis heute unbekannt.",
        "Es liegen keine belastbaren Zahlen zur Wirkung vor.",
    ],
    "fr": [
        "Le taux de défaut n’est pas connu.",
        "Les montants ne sont pas publiés.",
        "L'effet reste inconnu.",
    ],
    "it": ["Il bilancio non è noto.", "Gli effetti non sono stati pubblicati."],
    "es": ["El presupuesto no es conocido.", "No se conocen los efectos.", "No hay datos."],
    "ca": ["El pressupost no és conegut.", "No es coneixen els efectes."],
    "fi": ["Vaikutuksia ei tunneta.", "Luvut eivät ole saatavilla."],
    "nl": ["Het budget is niet bekend.", "De effecten zijn nog steeds onbekend."],
    "pl": ["Nie wiadomo, ile firm skorzystało.", "Brak danych o kosztach."],
    "pt": ["O orçamento não é conhecido.", "Não se conhecem os efeitos."],
}
ANSWERS = {
    "en": ["The scheme is well known.", "It was not repeated, for the money was spent."],
    "de": ["Das Programm ist bekannt.", "Sie wurde nicht verlängert."],
    "fr": ["Le dispositif est connu.", "Il n'est pas cumulable."],
    "es": ["No es un préstamo.", "El programa es conocido."],
    "fi": ["Seteliä ei myönnetä kahdesti."],
    "nl": ["De regeling is bekend."],
}
PASSAGE = "Vouchers were worth 4,000. The fees of the label are not known. Labels help."


@pytest.mark.parametrize(
    ("language", "sentence"), [(key, one) for key, own in SAID.items() for one in own]
)
def test_a_sentence_that_says_so_is_heard_in_its_own_language(language: str, sentence: str) -> None:
    assert says_unknown(sentence, language)
    assert not says_unknown(sentence, "")


@pytest.mark.parametrize(
    ("language", "sentence"), [(key, one) for key, own in ANSWERS.items() for one in own]
)
def test_another_sentence_is_not(language: str, sentence: str) -> None:
    assert not says_unknown(sentence, language)


def test_who_asks_how_much_wants_a_figure() -> None:
    asked = {
        "en": ("How many firms came?", "What did the firms say?"),
        "de": ("Wie hoch war der Zuschuss?", "Wer bekam den Zuschuss?"),
        "fi": ("Kuinka monta yritystä?", "Mikä yritys?"),
        "es": ("¿Cuántos bonos?", "¿Qué bonos?"),
    }
    for language, (figure, other) in asked.items():
        assert asks_a_figure(figure, language)
        assert not asks_a_figure(other, language)
    assert has_figure("EUR 4,000")
    assert not has_figure("four thousand [S1, S2]")


LABELS = make_study("labels", title="Cluster labels")


def found(
    question: str, *passages: Passage, nearness: float = 0.5, study: Study = LABELS
) -> Unknown | None:
    """What is not known of a question, where every sentence is equally near by its tokens."""
    hits = [
        Hit(rank, 1.0, study, one, Evidence(), Evidence())
        for rank, one in enumerate(passages, start=1)
    ]
    near: list[Near] = [[(span, nearness) for span in sentences(p.text)] for p in passages]
    asked = Asked(question, language="en")
    return unknown(asked, dict.fromkeys(question.replace("?", "").split(), 1.0), hits, near)


def passage(text: str = PASSAGE, kind: Kind = Kind.BODY) -> Passage:
    return replace(make_passage("labels", 1, text), kind=kind, language="en")


def test_the_sentence_that_holds_most_of_the_question_is_told_where_it_says_so() -> None:
    said = found("fees of the label", passage())
    assert said is not None
    assert said.words == "The fees of the label are not known."
    assert said.hit.rank == 1


def test_what_is_not_known_of_another_country_is_not_told() -> None:
    study = make_study("labels", title="Cluster labels", countries=("DE",))
    asked = "fees of the label in Austria"
    assert found(asked, passage()) is None
    assert found(asked, passage(), study=study) is None
    there = passage("The fees of the Austrian label are not known.")
    assert found(asked, there, study=study) is not None
    of_it = replace(study, countries=("AT",))
    assert found(asked, passage(), study=of_it) is not None


def test_a_sentence_that_holds_more_answers() -> None:
    assert found("worth of vouchers", passage()) is None
    tied = passage("The fees of the label: none.")
    assert found("What are fees of the label?", passage(), tied) is not None
    better = passage("Fees of the silver label are paid by the ministry.")
    assert found("silver fees of the ministry label", passage(), better) is None


def test_to_keywords_it_must_be_nearer_than_any_other_by_a_lead() -> None:
    tied, farther = passage("The fees of the label: none."), passage("None of it: free.")
    assert found("fees of the label", passage(), tied) is None
    assert found("fees of the label", passage(), farther) is not None
    assert found("fees of the label?", passage(), tied) is not None


def test_a_row_of_a_table_answers() -> None:
    row = passage("Fees of the silver label\t217", kind=Kind.TABLE)
    assert found("What are fees of the silver label?", passage()) is not None
    assert found("What are fees of the silver label?", passage(), row) is None
    assert found("silver fees of the label", passage(), row) is None


def test_only_a_sentence_with_a_figure_answers_how_many() -> None:
    words = "The fees rose in silver clusters. How many clusters paid fees is not known."
    asked = "How many silver clusters paid higher fees"
    more = passage("Silver clusters paid higher fees.")
    said = found(asked, passage(words), more)
    assert said is not None
    assert said.words == "How many clusters paid fees is not known."
    assert found(asked, passage(words), passage("12 silver clusters paid higher fees.")) is None


def test_a_heading_before_the_sentence_is_left_out() -> None:
    under = replace(
        passage("What is not known\nThe fees of the label are not visible."),
        heading=("What is not known",),
    )
    said = found("fees of the label", under)
    assert said is not None
    assert said.words == "The fees of the label are not visible."


def test_rows_of_a_table_and_other_languages_do_not_say_so() -> None:
    assert found("fees of the label", passage(kind=Kind.TABLE)) is None
    assert found("fees of the label", replace(passage(), language="")) is None
    assert found("fees of the label") is None
    assert unknown(Asked("fees"), {"fees": 1.0}, [], []) is None


def test_its_place_is_within_the_passage() -> None:
    said = found("fees of the label", passage())
    assert said is not None
    assert said.sentence == Span(PASSAGE.index("The fees"), PASSAGE.index(" Labels"))
