"""Saved searches: kept whole, and which of their hits are new since they were last looked at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support import HashEmbedder, put

from search import news
from search.engine import Engine
from search.errors import LibraryError
from search.judgements import words_hash
from search.library import Library
from search.news import News
from search.records import Filter, Hit, Kind, Mode, Query
from search.saved import Saved, Seen

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
QUERY = Query("voucher", 10)


def save(library: Library, query: Query = QUERY, name: str = "Vouchers") -> Saved:
    one = news.first(Engine(library, HashEmbedder()), name, query, NOW)
    library.save_search(one)
    return one


def look(library: Library) -> News:
    return news.news(Engine(library, HashEmbedder()), library.saved_search("Vouchers"))


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.study.id for hit in hits]


def test_a_search_is_kept_whole(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"], countries=("AT",))
    narrow = Filter(("a",), (), ("AT",), ("en",), (), 1999, None, (Kind.TABLE,), ("loan",))
    query = Query(" A voucher? ", 3, Filter(("a",), (), ("AT",), ("en",)), Mode.LEXICAL, True)
    one = save(library, query, " My \n search")
    assert one == Saved(
        "My search",
        query,
        "2026-11-22T12:30:00+00:00",
        1,
        (Seen("a", 1, 0, 33, words_hash("a voucher of four thousand pounds")),),
    )
    assert library.saved_search("My search") == one
    whole = replace(one, name="Other", query=Query("b", filter=narrow), seen=())
    library.save_search(whole)
    assert library.saved_searches() == [one, whole]
    assert library.forget_search("Other")
    assert not library.forget_search("Other")
    with pytest.raises(LibraryError, match=r"no saved search 'Other'; there is My search\."):
        library.saved_search("Other")


def test_a_search_of_an_earlier_version_is_read(library: Library) -> None:
    put(library, "a", ["a voucher"])
    one = save(library)
    with library._transaction() as run:
        run.execute("UPDATE searches SET asked = json_remove(asked, '$.filter.kinds')")
        run.execute("UPDATE searches SET asked = json_remove(asked, '$.filter.instruments')")
    assert library.saved_search("Vouchers") == one


def test_new_are_the_hits_of_studies_that_came_since(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"])
    save(library)
    assert look(library).new == ()
    put(library, "b", ["one voucher for a bridge", "nothing of it"])
    put(library, "c", ["a loan of the bank"])
    found = look(library)
    assert ids(found.new)[:1] == ["b"]
    assert {hit.study.id for hit in found.new} == {"b", "c"}
    assert found.changed == ()
    assert set(ids(found.hits)) == {"a", "b", "c"}
    library.save_search(found.now)
    assert look(library).new == ()
    assert library.saved_search("Vouchers").generation == 3


def test_a_phrase_that_is_waited_for_is_not_found_by_what_is_nearest(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"])
    assert save(library, Query('"voucher for a bridge"', 10)).seen == ()
    put(library, "b", ["a bridge, and a voucher for it"])
    assert look(library).hits == ()
    put(library, "c", ["one voucher for a bridge"])
    assert ids(look(library).new) == ["c"]


def test_what_is_embedded_or_described_anew_is_not_new(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"])
    save(library, replace(QUERY, k=1))
    held = library.passages_of("a")
    made = HashEmbedder().embed(["another title over the same words"])
    library.describe(replace(library.study("a"), title="New"), [one.id for one in held], made)
    assert library.generation > 1
    found = look(library)
    assert (found.new, found.changed) == ((), ())


def test_a_study_read_anew_tells_only_of_words_that_were_not_seen(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"])
    save(library)
    put(library, "a", ["a cover", "a voucher of four\nthousand pounds"])
    found = look(library)
    assert found.new == ()
    assert [hit.passage.text for hit in found.changed] == ["a cover"]
    library.remove("a")
    assert look(library).hits == ()
    put(library, "a", ["a voucher of four thousand pounds"])
    assert (look(library).new, look(library).changed) == ((), ())


def test_a_study_that_was_gone_when_the_search_was_kept_is_new(library: Library) -> None:
    put(library, "a", ["a voucher of four thousand pounds"])
    library.remove("a")
    save(library)
    put(library, "a", ["a voucher of four thousand pounds"])
    assert ids(look(library).new) == ["a"]


def test_a_new_study_that_says_the_same_is_told(library: Library) -> None:
    text = "a voucher of four thousand pounds was paid to each of the small firms of the region"
    put(library, "a", [text])
    save(library)
    put(library, "b", [text])
    found = look(library)
    assert ids(found.hits) == ["a"]
    assert found.new == ()
    assert [double.study.id for double in found.also] == ["b"]


def test_an_old_passage_that_moves_up_is_neither_new_nor_changed(library: Library) -> None:
    put(library, "a", ["a voucher"])
    put(library, "b", ["a voucher that came with many other words of no use"])
    assert [place.study_id for place in save(library, replace(QUERY, k=1)).seen] == ["a"]
    library.remove("a")
    found = look(library)
    assert ids(found.hits) == ["b"]
    assert (found.new, found.changed) == ((), ())
