"""Why an answer was found or was not: one cause each, and what the sentence says."""

import pytest
from support import HashEmbedder, make_boxes, make_page, make_passage, make_study, put

from search.diagnose import Cause, Diagnoser, Diagnosis
from search.engine import Engine
from search.judged import Expected
from search.library import Library
from search.records import Filter, Kind, Mode, Query, ReadBy

GRANT = "A grant of four thousand pounds went to each small firm that hired a designer in 2009"


@pytest.fixture
def diagnoser(library: Library) -> Diagnoser:
    put(library, "grant", ["The weather was fine", GRANT])
    for at in range(14):
        put(library, f"v{at:02}", [f"voucher cost word{at}a word{at}b word{at}c word{at}d"])
    embedder = HashEmbedder()
    return Diagnoser(Engine(library, embedder, "memory"))


def told(
    diagnoser: Diagnoser, question: str, study: str, page: int | None = None, **asked: object
) -> Diagnosis:
    query = Query(question, filter=Filter(**asked))  # type: ignore[arg-type]
    return diagnoser.diagnose(query, Expected(study, page))


def test_an_answer_that_is_found_is_said_to_be(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, "Which grant did a designer get?", "grant", 2)
    assert (found.cause, found.rank, found.dense, found.lexical) == (Cause.FOUND, 1, 1, 1)
    assert found.shares == ("grant", "designer")
    assert found.lacks == ("get",)
    assert found.sentence == (
        "Gold passage (grant, PDF page 2) is found at rank 1: dense 1, words 1; "
        "shares “grant”, “designer”; lacks “get”."
    )


def test_a_phrase_that_nothing_holds_leaves_nothing_out(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, 'Which "grant of gold" did a designer get?', "grant", 2)
    assert (found.cause, found.rank) == (Cause.FOUND, 1)


def test_a_study_whose_title_holds_what_is_not_wanted_is_left_out(library: Library) -> None:
    put(library, "tampere", [GRANT], title="Designers in Tampere")
    put(library, "other", [GRANT], title="Designers")
    found = told(Diagnoser(Engine(library, HashEmbedder(), "memory")), "grant -Tampere", "tampere")
    assert (found.cause, found.rank) == (Cause.REFUSED, None)


def test_words_that_differ_are_named(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, "voucher cost", "grant", 2)
    assert (found.cause, found.lexical) == (Cause.WORDS, None)
    assert found.lacks == ("voucher", "cost")
    assert found.rank is not None and found.rank > 10
    assert found.dense is not None and found.dense > 10
    assert found.sentence == (
        f"Gold passage (grant, PDF page 2) at rank {found.rank}: dense {found.dense}, "
        "words not found; the words differ; lacks “voucher”, “cost”."
    )


def test_without_a_page_the_passage_that_came_furthest_is_told(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, "fine weather", "grant")
    assert found.passage is not None
    assert (found.cause, found.passage.page) == (Cause.FOUND, 1)


@pytest.mark.parametrize(
    ("study", "page", "cause", "said"),
    [
        ("nobody", None, Cause.NO_STUDY, "Gold passage (nobody) is not in the library."),
        ("nobody", 2, Cause.NO_STUDY, "Gold passage (nobody, PDF page 2) is not in the library."),
        (
            "grant",
            9,
            Cause.NO_PAGE,
            "Gold passage (grant, PDF page 9) is not there: the study has 2 pages.",
        ),
    ],
)
def test_a_place_that_holds_nothing_is_said(
    diagnoser: Diagnoser, study: str, page: int | None, cause: Cause, said: str
) -> None:
    found = told(diagnoser, "voucher", study, page)
    assert (found.cause, found.sentence) == (cause, said)


def test_a_page_that_could_not_be_read_says_why(library: Library) -> None:
    pages = [
        make_page("s", 1, "", read_by=ReadBy.NONE, note="a picture"),
        make_page("s", 2, "", read_by=ReadBy.BLANK),
        make_page("s", 3, "page 3 of 3"),
        make_page("s", 4, "a voucher"),
    ]
    vectors = HashEmbedder().embed(["a voucher"])
    boxed = [(page, make_boxes(page.text)) for page in pages]
    library.put(
        make_study("s", page_count=4),
        boxed,
        [make_passage("s", 4, "a voucher")],
        vectors,
        "hash:64",
    )
    diagnoser = Diagnoser(Engine(library, HashEmbedder()))
    said = [told(diagnoser, "voucher", "s", page).sentence.partition(") ")[2] for page in (1, 2, 3)]
    assert said == [
        "has no text that was read (a picture).",
        "is blank.",
        "has words but no passage: running lines, or too few of them.",
    ]


def test_a_filter_that_hides_it_is_named(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, "grant designer", "grant", 2, studies=("v00", "v01"))
    assert found.cause is Cause.FILTERED
    assert found.sentence == "Gold passage (grant, PDF page 2) is left out by the filter."


def test_a_passage_folded_under_another_is_found_there(
    library: Library, diagnoser: Diagnoser
) -> None:
    put(library, "twin", ["The weather was fine", GRANT])
    found = told(diagnoser, "grant for a designer", "twin", 2)
    assert (found.cause, found.rank) == (Cause.FOLDED, 1)
    assert "is folded under hit 1 (grant, PDF page 2), which says the same" in found.sentence


def test_another_language_is_the_reason_where_no_word_is_shared(library: Library) -> None:
    put(library, "de", ["Der Müller und seine Kinder am Bach"], language="de")
    for at in range(12):
        put(library, f"e{at:02}", [f"how many grey horses number{at} x{at}a x{at}b"])
    diagnoser = Diagnoser(Engine(library, HashEmbedder()))
    asked = "How many grey horses did the old farmer ride over the hill?"
    found = diagnoser.diagnose(Query(asked, k=1), Expected("de", 1))
    assert found.cause is Cause.LANGUAGES
    assert (
        "; the question is in en, the passage in de; lacks “many”, “grey”, “horses”"
        in found.sentence
    )


def test_a_list_that_counts_less_is_said_to(library: Library) -> None:
    text = "voucher cost list of all that is in this report and its parts by page and name"
    passage = make_passage("toc", 1, text, kind=Kind.CONTENTS, language="en")
    boxed = [(make_page("toc", 1, text), make_boxes(text))]
    vectors = HashEmbedder().embed([text])
    library.put(make_study("toc"), boxed, [passage], vectors, "hash:64")
    for at in range(12):
        put(library, f"v{at:02}", [f"voucher cost word{at}"])
    diagnoser = Diagnoser(Engine(library, HashEmbedder()))
    found = told(diagnoser, "voucher cost", "toc", 1)
    assert found.cause is Cause.DEMOTED
    assert "; it counts less as contents" in found.sentence


def test_a_mode_without_a_retriever_has_no_rank_of_it(diagnoser: Diagnoser) -> None:
    query = Query("grant designer", mode=Mode.LEXICAL)
    found = diagnoser.diagnose(query, Expected("grant", 2))
    assert (found.dense, found.lexical) == (None, 1)


def test_of_several_answers_the_one_that_came_furthest_is_told(diagnoser: Diagnoser) -> None:
    places = [Expected("nobody"), Expected("grant", 1), Expected("grant", 2), Expected("grant", 9)]
    found = diagnoser.nearest(Query("grant designer"), places)
    assert (found.expected, found.rank) == (Expected("grant", 2), 1)
    assert diagnoser.nearest(Query("grant"), places[:1]).cause is Cause.NO_STUDY


def test_a_passage_folded_under_a_hit_far_down_is_found_there(
    library: Library, diagnoser: Diagnoser
) -> None:
    put(library, "twin", ["The weather was fine", GRANT])
    found = told(diagnoser, "voucher cost", "twin", 2)
    assert found.cause is Cause.FOLDED
    assert found.rank is not None and found.rank > 10


@pytest.mark.parametrize("question", ["designer -pounds", 'designer "weather was fine"'])
def test_what_the_question_refuses_is_said_to_be(diagnoser: Diagnoser, question: str) -> None:
    found = told(diagnoser, question, "grant", 2)
    assert (found.cause, found.rank) == (Cause.REFUSED, None)
    assert found.sentence == (
        "Gold passage (grant, PDF page 2) is left out by what the question has in quotes or "
        "after a minus."
    )


def test_a_typo_is_told_as_it_was_put_right(diagnoser: Diagnoser) -> None:
    found = told(diagnoser, "inovation of a designer", "grant", 2)
    assert (found.cause, found.shares, found.lacks) == (Cause.FOUND, ("designer",), ("innovation",))
