"""Repairs of a page's words: text and boxes stay together, and words cut at line ends heal."""

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.glyphs import Glyphs, joined, repaired, vocabulary

ODD = "aB1 -\n\r\x00\x01\x02\t\xa0\xad\u200b\ufeff\ufffe\u2010ﬁﬃ\ue000\ud835\udcb3½²Ⅷß"
odd_texts = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(codec=None)))


def numbered(text: str) -> Glyphs:
    """Glyphs whose boxes say which character they are of."""
    places = np.arange(len(text), dtype=np.float32)
    return Glyphs.placed(text, np.stack([places] * 4, axis=1).reshape(len(text), 4))


def healed(text: str, elsewhere: str = "") -> str:
    known = vocabulary([text, elsewhere])
    return joined(repaired(Glyphs.of(text)), known).text


@given(odd_texts)
def test_repairs_keep_a_box_for_every_character_in_the_order_of_the_page(text: str) -> None:
    whole = repaired(numbered(text))
    for glyphs in (whole, joined(whole, vocabulary([whole.text]))):
        assert glyphs.boxes.shape == (len(glyphs.text), 4)
        sources = glyphs.boxes[:, 0]
        assert (np.diff(sources) >= 0).all()


@given(odd_texts)
def test_a_repaired_text_can_be_exported_and_holds_no_control_character(text: str) -> None:
    whole = repaired(Glyphs.of(text)).text
    whole.encode("utf-8")
    # These two stand for a hyphen at a line's end until words are joined.
    assert set(re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", whole)) <= {"\x02"}
    assert not {"\x02", "\ufffe"} & set(joined(Glyphs.of(whole), set()).text)


@given(odd_texts)
def test_no_letter_is_lost_by_joining(text: str) -> None:
    whole = repaired(Glyphs.of(text))
    after = joined(whole, vocabulary([whole.text])).text
    assert [c for c in whole.text if c.isalnum()] == [c for c in after if c.isalnum()]


@pytest.mark.parametrize(
    ("came", "wanted"),
    [
        ("oﬃce ﬂoor ﬁne ﬀ ﬆ", "office floor fine ff st"),
        ("a\xa0b\u2009c\u3000d\x01e\tf", "a b c d e f"),
        ("\ue0b7 first \uf0a7 second", "• first • second"),
        ("zero\u200bwidth \ufeffmark soft\xadhyphen", "zerowidth mark softhyphen"),
        ("a\r\nb", "a\nb"),
        ("\ud835\udcb3 and \ud83d\ude00", "𝒳 and 😀"),
        ("half \ud835 and \udcb3", "half \ufffd and \ufffd"),
    ],
)
def test_repairs(came: str, wanted: str) -> None:
    assert repaired(Glyphs.of(came)).text == wanted


def test_what_is_put_for_a_ligature_stands_where_the_ligature_stood() -> None:
    glyphs = repaired(numbered("oﬃce"))
    assert glyphs.text == "office"
    assert glyphs.boxes[:, 0].tolist() == [0, 1, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("came", "elsewhere", "wanted"),
    [
        ("inno-\nvation", "", "innovation"),
        ("inno\x02vation", "", "innovation"),
        ("inno\ufffevation", "", "innovation"),
        ("inno\ufffe vation", "", "innovation"),
        ("inno\xad\nvation", "", "innovation"),
        ("inno\u2010\nvation", "", "innovation"),
        ("inno- \nvation", "", "innovation"),
        # The study spells the joined word, so its second half does not matter.
        ("inno-\nvation", "An innovation is a vation.", "innovation"),
        # The second half is a word of its own and the whole is not: two words with a hyphen.
        ("cross-\nborder", "The border is near.", "cross-border"),
        ("cross-\nborder", "A crossborder scheme.", "crossborder"),
        ("cross-\nborder", "A crossborder or cross-border scheme.", "cross-border"),
        ("Baden-\nWürttemberg", "", "Baden-Württemberg"),
        ("Kunst-\nund Kulturpolitik", "", "Kunst- und Kulturpolitik"),
        ("pre-\nand post-", "", "pre- and post-"),
        ("one-\ntwo-\nthree", "", "onetwothree"),
        ("1-\n2 and a-\n2", "", "1-\n2 and a-\n2"),
        ("sum-\n½ of it", "", "sum½ of it"),
        ("a\n-b and - \nc", "", "a\n-b and - \nc"),
        ("a\x02 1", "", "a- 1"),
    ],
)
def test_words_cut_at_a_line_end(came: str, elsewhere: str, wanted: str) -> None:
    assert healed(came, elsewhere) == wanted


def test_a_joined_word_keeps_the_places_of_its_letters() -> None:
    glyphs = joined(numbered("in-\nto"), {"into"})
    assert glyphs.text == "into"
    assert glyphs.boxes[:, 0].tolist() == [0, 1, 4, 5]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["A well-known Word", "word"], {"a", "well-known", "word"}),
        (["inno-\nvation here"], {"here"}),
        (["x2y _z"], {"x", "y", "z"}),
        ([], set()),
    ],
)
def test_the_vocabulary_holds_whole_words_only(texts: Sequence[str], wanted: set[str]) -> None:
    assert vocabulary(list(texts)) == wanted
