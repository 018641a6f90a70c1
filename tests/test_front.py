"""What a study's first pages and its file say that it is."""

import io
from pathlib import Path

import pdfs
import pypdf
import pytest
from pypdf.generic import NameObject, StreamObject

from ingest import pdf
from ingest.about import dates, imprint
from ingest.about.front import Guessed, guess
from ingest.about.stated import stated
from ingest.clean import clean
from ingest.document import Stated
from search.records import Origin

BODY = "The programme paid a grant to each small firm that asked for one in time. " * 12


SILENT = Stated()


def shown(tmp_path: Path, source: str, said: Stated = SILENT, latest: int = 2026) -> Guessed:
    document = pdf.read(pdfs.saved(tmp_path, pdfs.typeset(source)))
    return guess(clean(document.pages), said, latest)


def cover(*lines: str) -> str:
    """A page of lines, each `size: words`, and a page of text."""
    told = "\n\n".join(
        f"#text({size.strip()}pt)[{words.strip()}]"
        for size, _, words in (line.partition(":") for line in lines)
    )
    return f"{told}\n#pagebreak()\n{BODY}"


# Titles


@pytest.mark.parametrize(
    ("lines", "title", "subtitle"),
    [
        (["24: Vouchers for firms", "14: What worked in ten regions"],
         "Vouchers for firms", "What worked in ten regions"),
        (["11: Written by Ann Other", "24: Vouchers for", "24: creative firms"],
         "Vouchers for creative firms", ""),
        (["24: Vouchers for firms", "24: Final version", "24: 17 January 2014"],
         "Vouchers for firms", ""),
        (["30: European Commission", "18: Vouchers for firms"], "Vouchers for firms", ""),
        (["30: Republic of Austria", "18: Vouchers for firms"], "Vouchers for firms", ""),
        (["24: Slovak Republic"], "Slovak Republic", ""),
        (["24: Vouchers for firms", "14: Ann Other"], "Vouchers for firms", ""),
        (["24: Vouchers for firms", "14: March 2014"], "Vouchers for firms", ""),
        (["24: Table of contents", "14: Vouchers for firms"], "Vouchers for firms", ""),
        (["24: 2014", "14: Vouchers for firms"], "Vouchers for firms", ""),
        (["11: Title: Vouchers for firms", "16: 1. Background"], "Vouchers for firms", ""),
    ],
)  # fmt: skip
def test_the_title_is_set_largest(
    tmp_path: Path, lines: list[str], title: str, subtitle: str
) -> None:
    found = shown(tmp_path, cover(*lines))
    assert (found.title, found.subtitle) == (title, subtitle)
    assert dict(found.origins)["title"] is Origin.PAGE


def test_a_title_stands_on_the_second_page_where_the_first_has_none(tmp_path: Path) -> None:
    source = f"#text(8pt)[July 2021]\n#pagebreak()\n#text(24pt)[Vouchers for firms]\n\n{BODY}"
    assert shown(tmp_path, source).title == "Vouchers for firms"


def test_text_alone_has_no_title(tmp_path: Path) -> None:
    assert shown(tmp_path, BODY) == Guessed()
    assert shown(tmp_path, "#text(24pt)[Contents]\n\n" + BODY).title == ""
    assert guess([], Stated()) == Guessed()


def test_letters_without_a_place_show_no_title() -> None:
    found = guess(clean([]), Stated(title="What it says"), 2026)
    assert (found.title, found.origins) == ("What it says", (("title", Origin.FILE),))


def test_the_files_title_is_believed_where_its_words_stand_on_the_first_pages(
    tmp_path: Path,
) -> None:
    source = cover("24: Vouchers for firms", "14: What worked in ten regions")
    said = Stated(title="Vouchers for Firms")
    found = shown(tmp_path, source, said)
    assert (found.title, found.subtitle) == ("Vouchers for Firms", "What worked in ten regions")
    assert dict(found.origins)["title"] is Origin.FILE
    other = shown(tmp_path, source, Stated(title="ANNEX I: Factsheets"))
    assert (other.title, dict(other.origins)["title"]) == ("Vouchers for firms", Origin.PAGE)


# Years


@pytest.mark.parametrize(
    ("lines", "made", "language", "years"),
    [
        (["February 2022"], 2023, "en", (2022, 2022)),
        (["FOR RELEASE DECEMBER 15, 2015"], None, "en", (2015, 2015)),
        (["MARZO, 2019"], 2019, "es", (2019, 2019)),
        (["Primera edició: setembre de 2022"], 2025, "ca", (2022, 2022)),
        (["Stand: 12.05.2014"], 2016, "de", (2014, 2014)),
        (["© Pew Research Center 2019"], 2019, "en", (2019, 2019)),
        (["Report 1999", "© 2014 Nesta"], 2015, "en", (2014, 2014)),
        (["Programme 2013 – 2017"], 2013, "en", (2013, 2017)),
        (["Vision 2050"], 2013, "en", (2013, 2013)),
        (["5 425 270 (as of January 1, 2022) 323 810 km2 " + "x" * 600], 2023, "en", (2023, 2023)),
        (
            ["on July 17, 2015 as the attached document of the Secretariat says"],
            None,
            "en",
            (None, None),
        ),
        (["no year at all"], None, "en", (None, None)),
        (["no year at all"], 1066, "en", (None, None)),
    ],
)
def test_years_as_they_are_printed(
    lines: list[str], made: int | None, language: str, years: tuple[int | None, int | None]
) -> None:
    latest = min(2026, (made or 9998) + 1)
    found, origin = dates.years([lines], "", made, language, latest)
    assert found == years
    assert (origin is Origin.FILE) == (made is not None and years == (made, made) and made != 2019)


def test_a_year_of_the_title_is_the_studys() -> None:
    assert dates.years([[BODY]], "Vouchers 2009-2013", 2015, "en", 2026)[0] == (2009, 2013)


# Publishers


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["Published by the Nesta Trust."], "Nesta Trust"),
        (["herausgegeben von der", "Piratenpartei Deutschland"], "Piratenpartei Deutschland"),
        (["Herausgeber: Prognos AG"], "Prognos AG"),
        (["© 2014 Nesta"], "Nesta"),
        (["© European Union, 2014"], "European Union"),
        (["© d'aquesta edició, Fundació UOC"], "Fundació UOC"),
        (["EUROPEAN COMMISSION"], "EUROPEAN COMMISSION"),
        (["Ministry of Environment and Sustainable Development"],
         "Ministry of Environment and Sustainable Development"),
        (["Bundesministerium für Wirtschaft und Energie"],
         "Bundesministerium für Wirtschaft und Energie"),
        (["Cover photo © Getty Images"], ""),
        (["© shutterstock.com"], ""),
        (["Copyright: Creative Commons Attribution"], ""),
        (["UNITED NATIONS FRAMEWORK CONVENTION"], ""),
        (["Republic of Tunisia"], ""),
        (["a study for the European Commission and others"], ""),
        ([BODY] * 2 + ["."] * 6 + ["Ministry of Agriculture"], ""),
    ],
)  # fmt: skip
def test_publishers_as_they_are_printed(lines: list[str], publisher: str) -> None:
    assert imprint.publisher([lines]) == publisher


# What the file says

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="de">Gutscheine für alle</rdf:li>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:publisher><rdf:Bag><rdf:li>Nesta</rdf:li></rdf:Bag></dc:publisher>
<xmp:CreateDate>2014-03-01T10:00:00Z</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def reader(xmp: str = "", **info: str) -> pypdf.PdfReader:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.metadata = {f"/{name}": text for name, text in info.items()}
    if xmp:
        stream = StreamObject()
        stream.set_data(xmp.encode())
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return pypdf.PdfReader(out)


def test_xmp_comes_before_info() -> None:
    file = reader(XMP.format(title="Vouchers for all"), Title="An older title")
    assert stated(file) == Stated("Vouchers for all", "Nesta", 2014)


def test_info_says_what_xmp_does_not() -> None:
    file = reader(XMP.format(title="report.indd"), Title="A  title", CreationDate="D:20120229")
    assert stated(file) == Stated("Gutscheine für alle", "Nesta", 2012)
    assert stated(reader(Title="Microsoft Word - x.doc", CreationDate="D:2012")) == Stated(
        made=2012
    )


@pytest.mark.parametrize("xmp", ["<broken", "<!DOCTYPE x><x>&y;</x>", "\x00"])
@pytest.mark.parametrize("date", ["yesterday", "", "D:99"])
def test_broken_fields_say_nothing(xmp: str, date: str) -> None:
    assert stated(reader(xmp, Title="A" * 5_000_000, CreationDate=date)) == Stated()


def test_whatever_a_broken_file_raises_says_nothing() -> None:
    class Broken:
        @property
        def metadata(self) -> object:
            raise RecursionError

        xmp_metadata = 7

    assert stated(Broken()) == Stated()
    assert stated(None) == Stated()
