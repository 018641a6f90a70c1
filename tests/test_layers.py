"""Text layers that are not what their page shows."""

import numpy as np
import pytest

from ingest.glyphs import Glyphs, repaired
from ingest.layers import Layer, judged, reads_more
from search import language

ENGLISH = (
    "The voucher pays for a first project of a small firm with a university. "
    "Nine of ten firms say that they would not have met otherwise, and half of them meet again. "
)


def layer(text: str, spoken: str = "") -> Layer:
    """What a text without places is judged to be."""
    glyphs = repaired(Glyphs.of(text))
    return judged(text, glyphs, spoken or language.of_page(glyphs.text))


def at(text: str, across: float, down: float) -> Glyphs:
    """A text whose characters all stand at one place of the page."""
    box = np.array([across, down, across + 0.01, down + 0.01], np.float32)
    return Glyphs.placed(text, np.tile(box, (len(text), 1)))


def substituted(text: str, step: int) -> str:
    return "".join(chr(ord(letter) + step) if letter.isalpha() else letter for letter in text)


@pytest.mark.parametrize(
    "text",
    [
        substituted(ENGLISH, 1) * 2,
        substituted(ENGLISH, -29) * 2,
        ENGLISH.translate(str.maketrans("aeiou", "xqzwk")) * 2,
        # Greek whose letters are read as those of Latin-1.
        "Ôï ðñüãñáììá ðëçñþíåé Ýíá ðñþôï Ýñãï ìéáò ìéêñÞò åðé÷åßñçóçò óôçí ÅëëÜäá " * 4,
        "\x04\x05\x06\x04\x07\x08\x0b\x0c" * 20,
        "\ufffd\ufffd\ufffd \ufffd\ufffd 12 " * 10,
        "\ue001\ue002\ue003 \ue004\ue005 " * 20,
        "/g18/g152/g135/g148/g152 /g139/g135/g153/g3 " * 10,
        "(cid:18)(cid:152)(cid:7) (cid:135) " * 10,
        "!\"#$%&'()*+ ,/:;<=>?@[ \\]^`{|}~ " * 4,
    ],
)
def test_garbage_is_no_text(text: str) -> None:
    assert layer(text) is Layer.GARBLED


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        # Languages without a list here: their words are not known, but they are words.
        "Program küçük bir firmanın bir üniversite ile ilk projesini öder ve her yıl rapor yazar "
        * 3,
        "Programu hulipa mradi wa kwanza wa kampuni ndogo pamoja na chuo kikuu kila mwaka " * 3,
        "Программа оплачивает первый проект небольшой фирмы вместе с университетом " * 4,
        "この制度は中小企業が大学と行う最初の事業の費用を支払う。" * 5,
        # What has few letters, or few words of a language.
        "Annex 1 ........................ 12\nAnnex 2 ........................ 13\n" * 5,
        "1,234.5 67 % 8,901.2 -3.4 (5.6) " * 20,
        "Koutsampelas Villsaar Laurimäe Serramalera Raitano Bonnetier " * 4,
        "OECD, EU, SME; R&D; GDP/GNI; CO2 – NDC, BMZ, DG RTD " * 5,
        "✔",
        "\uf0b7 first point \uf0b7 second point \uf0b7 third point",
    ],
)
def test_what_is_only_unknown_is_no_garbage(text: str) -> None:
    assert layer(text) is Layer.TRUE


def test_a_layer_without_a_character_is_empty() -> None:
    assert [layer(text) for text in ("", " \n", "\u200b")] == [Layer.EMPTY] * 3


@pytest.mark.parametrize(
    ("across", "down", "wanted"),
    [
        (0.5, 0.05, Layer.STAMP),
        (0.5, 0.95, Layer.STAMP),
        (0.02, 0.5, Layer.STAMP),
        (0.97, 0.5, Layer.STAMP),
        (0.5, 0.5, Layer.TRUE),
    ],
)
def test_a_line_in_the_margin_alone_is_a_stamp(across: float, down: float, wanted: Layer) -> None:
    text = "Downloaded from the archive of reports, page 3"
    assert judged(text, at(text, across, down), "en") is wanted


def test_a_few_words_on_a_picture_that_fills_the_page_are_a_part_of_it() -> None:
    text = "Draft of the report"
    middle = at(text, 0.5, 0.5)
    kinds = [judged(text, middle, "en", covered=share) for share in (1.0, 0.7)]
    assert kinds == [Layer.PICTURE, Layer.TRUE]
    assert judged(text, at(text, 0.5, 0.05), "en", covered=1.0) is Layer.STAMP
    assert judged(ENGLISH * 3, at(ENGLISH * 3, 0.5, 0.5), "en", covered=1.0) is Layer.TRUE


def test_many_more_words_are_wanted_of_a_cover_that_is_read_anew() -> None:
    cover = at("Report on vouchers", 0.5, 0.5)
    assert reads_more("Report on vouchers of the ministry", cover, "en")
    assert not reads_more("Report on vouchers of the ministry", cover, "en", covered=1.0)
    page = (
        "The ministry asked many small firms whether their first project with a university had "
        "paid, what kind of help they wanted next year, and who should give money for that"
    )
    assert reads_more(page, cover, "en", covered=1.0)


def test_many_words_or_words_without_a_place_are_no_stamp() -> None:
    assert judged(ENGLISH * 3, at(ENGLISH * 3, 0.5, 0.05), "en") is Layer.TRUE
    assert judged("Page 3", Glyphs.of("Page 3"), "") is Layer.TRUE


def test_more_is_read_where_more_different_words_are_known() -> None:
    layer = Glyphs.of("Pagina Pagina 22 van 23 van 69")
    assert reads_more("Infrastructuur, water en wegen", layer, "nl")
    assert not reads_more("Pagina zzqx qqzx zqzq", layer, "nl")
