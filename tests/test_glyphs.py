"""Repairs of a page's words: text and boxes stay together, and words cut at line ends heal."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.glyphs import Glyphs, repaired
from ingest.joining import joined, vocabulary

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
    assert not {"\x02", "\ufffe"} & set(joined(Glyphs.of(whole), Counter()).text)


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
        # Old-style figures and small capitals of Adobe's fonts; a Windows code page.
        ("In \uf732\uf730\uf731\uf734 \uf765\uf775 \uf7e9", "In 2014 EU É"),
        ("\x80 5 million 2014\x962020, \x91so\x92\x81", "€ 5 million 2014–2020, ‘so’ "),
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
        # What it spells more often counts.
        ("vice-\npresident", "vice-president, vicepresident, vicepresident", "vicepresident"),
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
    glyphs = joined(numbered("in-\nto"), Counter(["into"]))
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
    assert set(vocabulary(list(texts))) == wanted


# What only places or a language's words can tell


def set_out(text: str, gaps: dict[int, float] | None = None) -> Glyphs:
    """Letters a tenth of the page wide in one line, further apart before some; blanks have none."""
    boxes = np.full((len(text), 4), np.nan, np.float32)
    left = 0.0
    for at, letter in enumerate(text):
        left += (gaps or {}).get(at, 0.0)
        if not letter.isspace():
            boxes[at] = left, 0.4, left + 0.1, 0.6
            left += 0.1
    return Glyphs.placed(text, boxes)


def sources(glyphs: Glyphs) -> list[int]:
    """Where the characters stand, in tenths of the page; -1 for those without a place."""
    return [-1 if np.isnan(left) else round(10 * left) for left in glyphs.boxes[:, 0]]


def test_a_line_break_within_a_word_that_stands_on_one_line_goes() -> None:
    whole = repaired(set_out("Th\r\norough"))
    assert (whole.text, sources(whole)) == ("Thorough", [0, 1, 2, 3, 4, 5, 6, 7])


def test_a_line_break_between_two_that_stand_apart_stays() -> None:
    assert repaired(set_out("one\ntwo", {4: 0.05})).text == "one\ntwo"
    assert repaired(Glyphs.of("one\ntwo")).text == "one\ntwo"


def test_letters_that_are_set_twice_for_bold_are_read_once() -> None:
    text = "TTiittllee and Boot"
    boxes = set_out(text).boxes
    for at in range(1, 10, 2):
        boxes[at] = boxes[at - 1] + np.float32(0.01)
    whole = repaired(Glyphs.placed(text, boxes))
    assert (whole.text, sources(whole)[:5]) == ("Title and Boot", [0, 2, 4, 6, 8])


def test_letters_that_come_twice_stay() -> None:
    assert repaired(set_out("oobb")).text == "oobb"
    assert repaired(set_out("....")).text == "...."
    # A ligature's letters share its box, and are two all the same.
    whole = repaired(Glyphs.placed("ffll", np.repeat(set_out("fl").boxes, 2, axis=0)))
    assert whole.text == "ffll"


def test_marks_go_along_with_what_is_taken_out_and_put_in() -> None:
    glyphs = Glyphs("abcd", set_out("abcd").boxes, np.array([1, 2, 3, 4], np.uint8))
    assert glyphs.without([1, 2]).text == "ad"
    assert glyphs.without([1, 2]).marks.tolist() == [1, 4]
    apart = glyphs.apart([1, 3])
    assert (apart.text, apart.marks.tolist()) == ("a bc d", [1, 0, 2, 3, 0, 4])
    assert sources(apart) == [0, -1, 1, 2, -1, 3]


@pytest.mark.parametrize(
    ("came", "language", "wanted"),
    [
        # The language spells the whole.
        ("inno-\nvation", "en", "innovation"),
        ("Arbeitsver-\nhältnis", "de", "Arbeitsverhältnis"),
        # It spells the halves only: English takes a hyphen, German none.
        ("self-\nproduced", "en", "self-produced"),
        ("non-\nurbanized", "en", "non-urbanized"),
        ("Zukunfts-\nwirtschaftsplan", "de", "Zukunftswirtschaftsplan"),
        # English spells it with a hyphen too, and there is one on the page.
        ("the long-\nterm goal", "en", "the long-term goal"),
        ("LONG-\nTERM GOALS", "en", "LONG-TERM GOALS"),
        ("with-\nout con-\ntent", "en", "without content"),
        # Other languages' lists are asked about what they do not know whole.
        ("öffentlich-\nrechtlichen", "de", "öffentlich-rechtlichen"),
        ("me-\nvrouw", "nl", "mevrouw"),
        # A pronoun after its verb; what has a hyphen in every word.
        ("per practicar-\nlos", "ca", "per practicar-los"),
        ("clas-\nse", "ca", "classe"),
        ("niet-\ndoelgerichte", "nl", "niet-doelgerichte"),
        ("niet-\ntemin", "nl", "niettemin"),
        # After an acronym the hyphen is the writer's; within one it is the line's.
        ("EU-\ngemiddelde", "nl", "EU-gemiddelde"),
        ("DEVELOP-\nMENT", "en", "DEVELOPMENT"),
        ("EU-\nUSA", "en", "EU-USA"),
        # Nobody hyphenates an address.
        ("eu/demography-\nmigration/data", "en", "eu/demography-migration/data"),
        # "or" is a conjunction in English; Catalan cuts it from "superior".
        ("pre-\nor post-", "en", "pre- or post-"),
        ("superi-\nor al", "ca", "superior al"),
        # The hyphen stands on a line of its own.
        ("neigh\n-\nbourhood", "en", "neighbourhood"),
        ("points:\nfirst\n-\nsecond", "en", "points:\nfirst\n-\nsecond"),
        # Wrapped in a cell without a hyphen.
        ("Geograp\nhy of Demogra\nphy", "en", "Geography of Demography"),
        ("the\nhouse we\nare in\nto", "en", "the\nhouse we\nare in\nto"),
        # "semés" is a word, but "més" holds sentences together; what stands within a line
        # is no half of a word.
        ("quan se\nmés coses", "ca", "quan se\nmés coses"),
        ("Geograp\nhy, and Geograp here", "en", "Geograp\nhy, and Geograp here"),
    ],
)
def test_words_are_made_whole_by_what_their_language_knows(
    came: str, language: str, wanted: str
) -> None:
    assert joined(repaired(Glyphs.of(came)), Counter(), language).text == wanted


def test_a_hyphen_and_a_blank_are_a_cut_where_the_next_letter_stands_below() -> None:
    cut = set_out("informa- tionelle")
    assert joined(cut, Counter(), "de").text == "informa- tionelle"
    cut.boxes[9:, [1, 3]] += np.float32(0.2)
    assert joined(cut, Counter(), "de").text == "informationelle"


@pytest.mark.parametrize(
    ("text", "gap", "wanted"),
    [
        ("improvementsto", {12: 0.03}, "improvements to"),
        ("improvementsto", {12: 0.01}, "improvementsto"),
        # A kerned word is one, however its letters stand.
        ("together", {2: 0.03}, "together"),
        # Neither half may be a piece of a word.
        ("zzqxto", {4: 0.03}, "zzqxto"),
    ],
)
def test_a_lost_blank_is_put_where_letters_stand_apart(
    text: str, gap: dict[int, float], wanted: str
) -> None:
    assert joined(set_out(text, gap), Counter(), "en").text == wanted


def test_words_that_are_set_letter_by_letter_are_read_as_words() -> None:
    text = "B A R R I E R S T O G R O W T H"
    whole = joined(set_out(text, {at: 0.03 + 0.04 * (at in (16, 20)) for at in range(2, 31, 2)}),
                   Counter(), "en")  # fmt: skip
    assert whole.text == "BARRIERS TO GROWTH"
    assert joined(Glyphs.of("A B C D of X X X X"), Counter(), "en").text == "A B C D of X X X X"


def test_doubled_bullets_are_one() -> None:
    assert repaired(Glyphs.of("• \uf0b7 first ••second")).text == "• first •second"


def test_a_soft_hyphen_that_is_drawn_is_a_hyphen() -> None:
    text = "2014\xad2020 \xad5 re\xadad"
    boxes = np.array([(at, 0.4, at + 1, 0.5) for at in range(len(text))], np.float32)
    drawn = Glyphs.placed(text, boxes)
    assert repaired(drawn).text == "2014-2020 -5 re-ad"
    # In a word that may be cut there it takes no room.
    last = text.rindex("\xad")
    boxes[last, 2] = boxes[last, 0]
    assert repaired(drawn).text == "2014-2020 -5 read"
    assert repaired(Glyphs.of(text)).text == "20142020 5 read"
