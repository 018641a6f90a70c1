"""A hit's citation, address, snippet and marked page."""

import io
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from PIL import Image
from support import make_boxes, make_page, make_passage, make_study, put

from search.boxes import Box
from search.embed import Embedded
from search.library import Library
from search.present import (
    address,
    boxes,
    citation,
    marked,
    page_name,
    page_words,
)
from search.records import Span

# Citation


@pytest.mark.parametrize(
    ("label", "number", "name"),
    [
        ("", 3, "PDF page 3"),
        ("3", 3, "p. 3"),
        ("iv", 6, "p. iv (PDF page 6)"),
        ("12", 14, "p. 12 (PDF page 14)"),
        ("A-1", 1, "p. A-1 (PDF page 1)"),
    ],
)
def test_a_page_is_named_as_printed_and_as_counted(label: str, number: int, name: str) -> None:
    assert page_words(label, number) == name
    assert page_name(make_passage("a", number, "x", label=label)) == name


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "Vouchers, p. 2."),
        ({"publisher": "Nesta"}, "Nesta. Vouchers, p. 2."),
        ({"publisher": "Nesta", "year_from": 2013}, "Nesta. Vouchers (2013), p. 2."),
        ({"year_to": 2013}, "Vouchers (2013), p. 2."),
        (
            {"publisher": "N.", "year_from": 2009, "year_to": 2013, "subtitle": "A trial",
             "source": "https://nesta.org.uk/a"},
            "N. Vouchers: A trial (2009–2013), p. 2. https://nesta.org.uk/a",
        ),
        ({"organisations": ("AWS", "FFG"), "year_from": 2012, "year_to": 2012},
         "AWS, FFG. Vouchers (2012), p. 2."),
        ({"publisher": "BMWi", "source": "On paper"}, "BMWi. Vouchers, p. 2. On paper."),
        ({"title": "Does it work?"}, "Does it work?, p. 2."),
    ],
)  # fmt: skip
def test_a_citation_holds_what_is_known(known: dict[str, Any], said: str) -> None:
    study = make_study("a", **{"title": "Vouchers", **known})
    passage = make_passage("a", 2, "x", label="2")
    assert citation(study, passage) == said
    whole = said.replace("?, p. 2.", "?").replace(", p. 2.", ".")
    assert citation(study) == whole


def test_an_address_names_the_place() -> None:
    passage = make_passage("förder & mehr", 3, "word", start=17, id=99)
    assert parse_qs(address(passage)) == {
        "study": ["förder & mehr"], "page": ["3"], "start": ["17"], "end": ["21"],
        "words": ["98c1eb4ee9"],
    }  # fmt: skip


# Marked page


def test_a_quote_is_placed_where_its_characters_stand(library: Library) -> None:
    put(library, "a", ["one two"])
    [box] = boxes(library, "a", 1, Span(4, 7))
    edges = (box.left, box.top, box.right, box.bottom)
    assert edges == pytest.approx((0.1 + 0.8 * 4 / 7, 0.4, 0.9, 0.42), abs=1e-4)
    assert boxes(library, "a", 1, Span(3, 4)) == []
    assert boxes(library, "a", 1, Span(3, 3)) == []


def png(width: int = 100, height: int = 200, colour: str = "white") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "PNG")
    return target.getvalue()


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


PLACE = Box(0.2, 0.3, 0.6, 0.4)


def test_the_marked_place_changes_and_the_rest_of_the_page_does_not() -> None:
    page = opened(marked(png(), [PLACE]))
    assert (page.format, page.size) == ("PNG", (100, 200))
    for x in range(100):
        for y in range(200):
            colour = page.getpixel((x, y))
            if 20 <= x < 60 and 60 <= y < 80:
                assert colour == (255, 221, 87), (x, y)
            elif x < 13 or x > 67 or y < 53 or y > 87:
                assert colour == (255, 255, 255), (x, y)


def test_a_frame_stands_around_all_places() -> None:
    page = opened(marked(png(), [PLACE, Box(0.5, 0.5, 0.8, 0.6)]))
    edge = (196, 120, 0)
    assert [page.getpixel(at) for at in [(14, 54), (86, 54), (14, 126), (86, 126)]] == [edge] * 4
    assert page.getpixel((30, 110)) == (255, 255, 255)
    assert page.getpixel((60, 110)) == (255, 221, 87)


def test_black_letters_stay_black_under_the_pen() -> None:
    assert opened(marked(png(colour="black"), [PLACE])).getpixel((40, 70)) == (0, 0, 0)


def test_without_a_place_the_picture_is_as_it_was() -> None:
    page = opened(marked(png(colour="#123456"), []))
    assert page.getcolors() == [(100 * 200, (0x12, 0x34, 0x56))]


@pytest.mark.parametrize("place", [Box(0, 0, 1, 1), Box(0.99, 0.99, 1, 1), Box(0.5, 0.5, 0.5, 0.5)])
def test_places_at_the_edge_are_marked_too(place: Box) -> None:
    page = opened(marked(png(), [place]))
    colours = {colour for _, colour in page.getcolors(10) or []}
    assert (255, 221, 87) in colours


def test_the_boxes_of_a_page_without_text_are_none(library: Library) -> None:
    library.put(
        make_study("a"),
        [(make_page("a", 1, ""), make_boxes(""))],
        [],
        Embedded(np.empty((0, 8), np.float32)),
        "hash:8",
    )
    assert boxes(library, "a", 1, Span(0, 5)) == []
