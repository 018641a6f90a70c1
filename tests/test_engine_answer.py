"""A question taken as it was meant, end to end: quotes, minus signs, typos, other languages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HashEmbedder, ask, put

from search.asked import Answer, Instead
from search.engine import Engine
from search.library import Library
from search.records import Filter, Hit, Kind, Mode, Query

EVERY = 600
RARE = "the zebra clause of it"
TEXTS = {
    "en": (
        "Innovation vouchers help small firms in Ireland to buy advice from universities.",
        "Facilitating Access to Mid-size Enterprises (FAME) gave every company a loan guarantee.",
        "Loan guarantees were paid to firms that hired designers.",
        "A guarantee for a loan was refused to the firm.",
    ),
    "de": (
        "Innovationsgutscheine fördern die Zusammenarbeit kleiner Unternehmen mit Hochschulen.",
        "Die Kreativwirtschaft wird durch Beratung unterstützt.",
    ),
}
every_mode = pytest.mark.parametrize("mode", Mode)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Library(tmp_path_factory.mktemp("answer")) as library:
        for language, texts in TEXTS.items():
            put(library, language, texts, language)
        yield Engine(library, HashEmbedder())


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Many passages on vouchers; of the last, two alone hold a phrase, and no two are alike."""
    with Library(tmp_path_factory.mktemp("deep")) as library:
        put(library, "many", [f"voucher voucher number{at} of many" for at in range(EVERY)])
        put(
            library, "rare", [f"{words('a')} {RARE} voucher", f"{words('b')} zebra, clause voucher"]
        )
        put(library, "more", [f"{words('c')} {RARE.upper()} voucher"])
        yield Engine(library, HashEmbedder())


def words(start: str) -> str:
    """Sixty words that no other passage has."""
    return " ".join(f"{start}{at}" for at in range(60))


def answer(engine: Engine, text: str, mode: Mode = Mode.HYBRID) -> Answer:
    return engine.answer(Query(text, mode=mode))


def shown(hits: tuple[Hit, ...] | list[Hit]) -> list[tuple[str, int]]:
    return [(hit.study.id, hit.passage.page) for hit in hits]


# Quotes


@every_mode
def test_a_rare_phrase_far_down_is_found(deep: Engine, mode: Mode) -> None:
    found = answer(deep, 'voucher "zebra clause of it"', mode)
    assert found.asked.exact == ("zebra clause of it",)
    assert sorted(shown(found.hits)) == [("more", 1), ("rare", 1)]
    assert [hit.rank for hit in found.hits] == [1, 2]


def test_a_phrase_in_quotes_is_taken_word_by_word(engine: Engine) -> None:
    assert shown(answer(engine, '"loan guarantee"').hits) == [("en", 2)]
    assert shown(answer(engine, '"LOAN   Guarantees"').hits) == [("en", 3)]
    assert shown(answer(engine, '"a guarantee" "was refused"').hits) == [("en", 4)]
    assert len(answer(engine, "loan guarantee").hits) == 6


@every_mode
def test_a_phrase_that_no_passage_holds_is_said_and_the_nearest_are_there(
    engine: Engine, mode: Mode
) -> None:
    found = answer(engine, '"guarantee loan"', mode)
    assert (found.asked.exact, found.asked.unheld) == ((), ("guarantee loan",))
    assert found.nothing
    plain = answer(engine, "guarantee loan", mode)
    assert shown(found.hits) == shown(plain.hits) != []
    assert plain.asked.unheld == ()
    held = answer(engine, '"loan guarantee" -refused', mode)
    assert (held.asked.exact, held.asked.unheld) == (("loan guarantee",), ())


def test_what_is_to_be_left_out_stays_out_where_a_phrase_is_not_held(engine: Engine) -> None:
    plain = answer(engine, "guarantee loan")
    found = answer(engine, '"guarantee loan" -refused')
    assert ("en", 4) in shown(plain.hits)
    assert ("en", 4) not in shown(found.hits) != []


def test_quotes_keep_to_the_filter(deep: Engine) -> None:
    asked = 'voucher "zebra clause of it"'
    assert shown(ask(deep, asked, studies=("more",))) == [("more", 1)]
    elsewhere = Query(asked, filter=Filter(studies=("many",)))
    assert deep.unjudged(elsewhere).nothing
    assert deep.unjudged(elsewhere).asked.unheld == ("zebra clause of it",)
    assert {hit.study.id for hit in deep.search(elsewhere)} == {"many"}
    assert shown(ask(deep, asked, by_study=True, k=1)) in ([("more", 1)], [("rare", 1)])


def test_what_says_the_same_but_for_a_demand_is_not_shown_beside(library: Library) -> None:
    put(library, "twins", [f"{words('a')} zebra", f"{words('a')} voucher"])
    engine = Engine(library, HashEmbedder())
    (free,) = answer(engine, "a1 a2 a3").hits
    assert {free.passage.page, *(one.passage.page for one in free.also)} == {1, 2}
    for demand, page in (("-voucher", 1), ("-zebra", 2), ('"voucher"', 2), ('"zebra"', 1)):
        (hit,) = answer(engine, f"a1 a2 a3 {demand}").hits
        assert (hit.passage.page, hit.also) == (page, ())


# Minus signs


@every_mode
def test_an_unwanted_word_is_in_no_hit(deep: Engine, mode: Mode) -> None:
    found = answer(deep, "voucher clause -voucher", mode)
    assert found.asked.without == ("voucher",)
    assert found.hits == ()
    left = answer(deep, "voucher -number1 -many", mode)
    assert sorted(shown(left.hits)) == [("more", 1), ("rare", 1), ("rare", 2)]


def test_an_unwanted_word_is_so_with_any_ending(engine: Engine) -> None:
    hits = answer(engine, "loan guarantee -firm").hits
    assert ("en", 2) in shown(hits)
    assert {("en", 1), ("en", 3), ("en", 4)}.isdisjoint(shown(hits))


@every_mode
def test_no_hit_is_of_a_study_whose_title_holds_an_unwanted_word(
    tmp_path: Path, mode: Mode
) -> None:
    library = Library(tmp_path)
    for id, title in (("a", "Slovak vouchers"), ("b", "Finnish vouchers")):
        put(library, id, ["The voucher paid firms.", "A voucher clause."], title=title)
    engine = Engine(library, HashEmbedder(), "memory")
    assert {hit.study.id for hit in answer(engine, "voucher clause", mode).hits} == {"a", "b"}
    for kept in (Filter(), Filter(kinds=(Kind.BODY,)), Filter(studies=("a", "b"))):
        query = Query("voucher clause -slovak", mode=mode, filter=kept)
        assert {hit.study.id for hit in engine.answer(query).hits} == {"b"}
    assert answer(engine, "voucher clause -voucher", mode).hits == ()


def test_an_unwanted_phrase_leaves_its_words_in_another_order(engine: Engine) -> None:
    hits = answer(engine, 'loan guarantee -"loan guarantee"').hits
    assert ("en", 2) not in shown(hits)
    assert {("en", 3), ("en", 4)} <= set(shown(hits))


@every_mode
@pytest.mark.parametrize("text", ["-voucher", '-"loan guarantee"', "-voucher -loan", ' -"of it" '])
def test_unwanted_words_alone_ask_nothing(engine: Engine, mode: Mode, text: str) -> None:
    found = answer(engine, text, mode)
    assert found.asked.without
    assert (found.asked.text, found.hits) == ("", ())


@given(
    st.lists(st.sampled_from(["loan", "firm", "Unternehmen", "advice", "gave"]), min_size=1),
    st.sampled_from(["loan", "Unternehmen", "universities"]),
)
def test_no_hit_holds_what_is_unwanted(engine: Engine, words: list[str], unwanted: str) -> None:
    for hit in answer(engine, f"{' '.join(words)} -{unwanted}").hits:
        assert unwanted not in hit.passage.text


# What is understood reaches the search


def test_a_typo_is_put_right_before_it_is_looked_for(engine: Engine) -> None:
    found = answer(engine, "garantee for loans")
    assert found.asked.corrected == (Instead("garantee", "guarantee"),)
    assert found.asked.text == "guarantee for loans"
    assert {shown([hit])[0] for hit in found.hits[:3]} == {("en", 2), ("en", 3), ("en", 4)}
    (best,) = [hit for hit in found.hits if hit.passage.page == 4]
    marked = [best.passage.text[span.start : span.end] for span in best.words]
    assert marked == ["guarantee", "loan"]


def test_the_vocabulary_finds_a_passage_in_another_language(engine: Engine) -> None:
    found = answer(engine, "innovation vouchers", Mode.LEXICAL)
    assert "innovation voucher" in [one.label for one in found.asked.also]
    assert shown(found.hits)[:2] == [("en", 1), ("de", 1)]


def test_an_acronym_is_read_with_its_full_form(engine: Engine) -> None:
    embedder = HashEmbedder()
    found = Engine(engine.library, embedder).answer(Query("what did FAME do?"))
    assert found.asked.meaning.endswith("(Facilitating Access to Mid-size Enterprises)")
    first = found.hits[0]
    assert (first.study.id, first.passage.page) == ("en", 2)
    asked = embedder.read(found.asked.meaning).vector.astype(float)
    cosine = float(embedder.embed([first.passage.text]).vectors[0].astype(float) @ asked)
    assert first.dense.score == round(cosine, 6)


def test_the_hits_of_a_search_are_those_of_its_answer(engine: Engine) -> None:
    for mode in Mode:
        query = Query("loan guarantees for designers", 4, Filter(languages=("en",)), mode)
        judged = engine.answer(query).hits
        assert [replace(hit, band=None, sentence=None) for hit in judged] == engine.search(query)


# Where each retriever has every passage


def test_ranks_are_of_every_passage_that_a_filter_lets_through(engine: Engine) -> None:
    text = "loan guarantees"
    told = engine.ranks(Query(text, k=1))
    assert (told.within, told.lets_through(999)) == (None, True)
    assert sorted(told.dense.values()) == [1, 2, 3, 4, 5, 6]
    for mode, ranks in ((Mode.DENSE, told.dense), (Mode.LEXICAL, told.lexical)):
        hits = ask(engine, text, mode=mode)
        assert {hit.passage.id: hit.rank for hit in hits} == ranks
    english = engine.ranks(Query(text, filter=Filter(languages=("en",))))
    assert english.within == frozenset(english.dense) == frozenset({1, 2, 3, 4})
    assert not english.lets_through(5)


def test_ranks_are_for_the_question_as_it_was_understood(engine: Engine) -> None:
    told = engine.ranks(Query("vouchrs"))
    assert told.asked.text == "vouchers"
    assert told.lexical[1] == 1
    held = engine.ranks(Query('firms "loan guarantee"', mode=Mode.LEXICAL))
    assert held.dense == {}
    # The word index holds the words of a phrase, whatever their order and endings.
    assert held.lexical.keys() == {2, 3, 4}
    beyond = len(held.lexical) + 1
    assert (held.best(1), held.best(2)) == (beyond, held.lexical[2])


def test_a_question_of_unwanted_words_has_no_ranks_by_words(engine: Engine) -> None:
    assert engine.ranks(Query("-voucher", mode=Mode.LEXICAL)).lexical == {}
