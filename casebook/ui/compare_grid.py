"""A comparison as an HTML table: questions down, studies or countries across."""

from html import escape
from urllib.parse import urlencode

from casebook.text import speech
from casebook.text.speech import say, say_of
from casebook.ui import address
from casebook.ui.links import anchor
from casebook.ui.words import country, facts, marked, within
from search import comparison, explain, present
from search.comparison import Column, Comparison, Row
from search.records import Hit


def drawn(found: Comparison, back: str) -> str:
    """The grid as HTML; `back` is its address, as the places that it links to hold it."""
    heads = "".join(_head(column) for column in found.columns)
    rows = "".join(_row(row, found.columns, back) for row in found.rows)
    name = escape(say("Comparison"))
    return (
        f'<div class="cb-compare" tabindex="0" role="region" aria-label="{name}"><table>'
        f'<thead><tr><th scope="col">{escape(say("Question"))}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def nothing(column: Column) -> str:
    """What stands where nothing answers."""
    searched = say_of("{n} page searched", "{n} pages searched", column.pages)
    return say("{searched}, nothing found", searched=searched)


def called(column: Column) -> str:
    """What a column is called."""
    return column.study.title if column.study is not None else country(column.key)


def _head(column: Column) -> str:
    name = escape(called(column))
    if column.study is None:
        return f'<th scope="col">{name}</th>'
    to = anchor(called(column), "studies", {"study": column.key})
    about = escape(facts(column.study))
    return f'<th scope="col">{to}<span class="cb-quiet">{about}</span></th>'


def _row(row: Row, columns: tuple[Column, ...], back: str) -> str:
    cells = "".join(
        _cell(row, column, hit, back) if hit is not None else _blank(column)
        for column, hit in zip(columns, row.cells, strict=True)
    )
    return f'<tr><th scope="row">{escape(row.question)}</th>{cells}</tr>'


def _blank(column: Column) -> str:
    return f'<td class="cb-blank">{escape(nothing(column))}</td>'


def _cell(row: Row, column: Column, hit: Hit, back: str) -> str:
    passage = hit.passage
    led = f"{back}&{urlencode({'asked': row.question})}"
    page = speech.again(present.page_name(passage))
    to = anchor(page, "", address.of_passage(passage, led))
    spoken = f' lang="{escape(passage.language)}"' if passage.language else ""
    return (
        f"<td>{_band(hit)}<blockquote{spoken}>{_quote(row, hit)}</blockquote>"
        f"{_study(column, hit)}{to}</td>"
    )


def _study(column: Column, hit: Hit) -> str:
    """Which study of a country a passage is of."""
    return "" if column.study is not None else f'<p class="cb-quiet">{escape(hit.study.title)}</p>'


def _band(hit: Hit) -> str:
    if hit.band is None:
        return ""
    judged = explain.judged(hit.band)
    told, name = escape(speech.again(judged.told)), escape(speech.again(judged.name))
    return f'<span class="cb-band cb-{hit.band.value}" title="{told}">{name}</span>'


def _quote(row: Row, hit: Hit) -> str:
    before, shown, after = comparison.quoted(hit)
    looked = explain.looked_for(hit, row.asked)
    words = [part for word in looked if (part := within(word, shown.start, shown.end))]
    return f"{before}{marked(hit.passage.text[shown.start : shown.end], words)}{after}"
