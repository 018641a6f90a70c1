"""Which passages name an instrument of policy: in ten languages, in compounds, in headings."""

from pathlib import Path

import pytest
from support import HashEmbedder, indexed, make_boxes, make_page, make_passage, make_study, put

from search.asking.vocabulary import BUNDLED, Notion, Vocabulary, load
from search.engine import Engine
from search.indexes import Indexes
from search.instruments import INSTRUMENTS, Instruments, terms_of
from search.library import Library
from search.records import Filter, Query
from search.scope import coverage

BUNDLE = load(Path("nowhere"), BUNDLED)
ROWS = (
    ("en", "Each voucher paid four thousand pounds."),  # 1
    ("en", "Firms that exported received innovation credits."),  # 2
    ("en", "Credits were given for innovation."),  # 3: the words apart
    ("de", "Der Kreativwirtschaftsscheck und die Gutscheinaktion"),  # 4
    ("de", "Ein voucher"),  # 5: an English word in a German passage
    ("fr", "une exonération fiscale pour les studios"),  # 6
    ("fi", "innovaatiosetelit yrityksille"),  # 7
    ("nl", "innovatievouchers voor het mkb"),  # 8
    ("en", "The grass is green."),  # 9
    ("sv", "tax relief"),  # 10: no terms are known in Swedish
    ("en", "The tax relief was doubled, and the tender price fell."),  # 11
)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("voucher", [1, 2, 4, 7, 8]),
        ("tax-relief", [6, 11]),
        ("procurement", []),
        ("guarantee", []),
        ("never-heard-of", []),
    ],
)
def test_a_passage_names_an_instrument_in_its_own_language(
    tmp_path: Path, name: str, wanted: list[int]
) -> None:
    index = indexed(tmp_path, *ROWS)
    assert index.naming(terms_of(name, BUNDLE)).tolist() == wanted


def test_every_notion_of_an_instrument_is_in_the_vocabulary() -> None:
    notions = {one for held in INSTRUMENTS.values() for one in held.split()}
    assert notions <= BUNDLE.notions.keys()
    for name in INSTRUMENTS:
        assert {language for language, _ in terms_of(name, BUNDLE)} >= {"en", "de", "fr", "pt"}


def test_a_persons_own_vocabulary_says_what_an_instrument_is() -> None:
    known = Vocabulary([Notion("voucher", "", {"en": ("coupon",)})])
    assert list(terms_of("voucher", known)) == [("en", "coupon")]
    assert list(terms_of("loan", known)) == []


def test_a_heading_or_the_title_names_it_too(library: Library) -> None:
    texts = ["It paid four thousand pounds.", "It paid nothing."]
    library.put(
        make_study("a", title="A study", page_count=2),
        [(make_page("a", at, one), make_boxes(one)) for at, one in enumerate(texts, 1)],
        [
            make_passage("a", 1, texts[0], language="en", heading=("Vouchers",)),
            make_passage("a", 2, texts[1], language="en"),
        ],
        HashEmbedder().embed(texts),
        HashEmbedder().fingerprint,
    )
    put(library, "b", ["Nobody refused."], title="Loans for ideas")
    indexes = Indexes(library, "memory")
    instruments = Instruments(indexes, lambda: BUNDLE)
    assert instruments.now(["voucher"]).tolist() == [1]
    assert instruments.now(["loan", "voucher"]).tolist() == [1, 3]
    assert instruments.now([]).tolist() == []


def test_what_came_and_went_is_looked_up_anew(library: Library) -> None:
    put(library, "a", ["a voucher"])
    instruments = Instruments(Indexes(library, "memory"), lambda: BUNDLE)
    assert instruments.now(["voucher"]).tolist() == [1]
    put(library, "b", ["no such thing", "two vouchers"])
    assert instruments.now(["voucher"]).tolist() == [1, 3]
    library.remove("a")
    assert instruments.now(["voucher"]).tolist() == [3]


def test_a_search_is_narrowed_to_what_names_an_instrument(library: Library) -> None:
    put(library, "a", ["a voucher for firms", "a loan for firms", "firms and firms"])
    put(library, "b", ["a grant for firms", "vouchers for other firms"])
    engine = Engine(library, HashEmbedder(), "memory")
    query = Query("firms", filter=Filter(instruments=("voucher", "grant")))
    answer = engine.answer(query)
    assert {hit.passage.text for hit in answer.hits} == {
        "a voucher for firms",
        "a grant for firms",
        "vouchers for other firms",
    }
    assert engine.coverage(query).passages == 3
    assert engine.coverage(query).pages == 3
    assert coverage(library, query.filter).passages == 0  # Without the index nobody knows.
