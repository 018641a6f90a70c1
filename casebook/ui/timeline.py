"""What was found by the years that its studies cover: bars, each a link that narrows to them."""

from collections.abc import Mapping
from html import escape

from casebook.text.speech import number, say, say_of
from casebook.ui import picking
from search.facets import Facets
from search.records import Query

# Labels below every fifth year; nearer they run into each other on a phone.
_EVERY = 5


def drawn(asked: Query, found: Facets) -> str:
    """The timeline as HTML, "" where no year is known."""
    years = {_ends(name): held for name, held in found.counts["years"].items()}
    if not any(years.values()):
        return ""
    return (
        f'<section class="cb-when" aria-label="{escape(say("When"))}">'
        f'<p class="cb-label">{escape(say("When"))}</p>{_most(years)}'
        f'<ol class="cb-years">{"".join(_bars(asked, found, years))}</ol>'
        f"{_periods(asked, found)}</section>"
    )


def counted(found: Facets, held: int) -> str:
    """A number of what was counted: "12 passages"."""
    if found.passages:
        return say_of("{n} passage", "{n} passages", held)
    return say_of("{n} study", "{n} studies", held)


def _most(years: Mapping[tuple[int, int], int]) -> str:
    ends = max(years, key=lambda one: (years[one], one))
    told = say("Most cover {years} ({n}).", years=_name(ends), n=number(years[ends]))
    return f'<p class="cb-quiet">{escape(told)}</p>'


def _bars(asked: Query, found: Facets, years: Mapping[tuple[int, int], int]) -> list[str]:
    used = [ends for ends, held in years.items() if held]
    first, last = min(used)[0], max(end for _, end in used)
    step = min(end - start + 1 for start, end in years)
    most = max(years.values())
    start = min(one for one, _ in years)
    begin = start + (max(first, start) - start) // step * step
    return [
        _bar(asked, found, (at, at + step - 1), years.get((at, at + step - 1), 0), most)
        for at in range(begin, last + 1, step)
    ]


def _bar(asked: Query, found: Facets, ends: tuple[int, int], held: int, most: int) -> str:
    told = say("{years}: {counted}", years=_name(ends), counted=counted(found, held))
    named = f'<span class="cb-tick" aria-hidden="true">{ends[0]}</span>'
    tick = named if ends[0] % _EVERY == 0 else ""
    here = _chosen(asked) == ends
    if not held and not here:
        return f"<li>{tick}</li>"
    to = picking.href(picking.of_years(asked, *ends))
    now = ' aria-current="true"' if here else ""
    return (
        f'<li><a class="cb-go" data-of="{ends[0]}" href="{to}" title="{escape(told)}" '
        f'aria-label="{escape(told)}"{now} style="--part:{held / most:.3f}">'
        f"<span></span></a>{tick}</li>"
    )


def _periods(asked: Query, found: Facets) -> str:
    """The programme periods of the EU, each a link."""
    links = "".join(
        _period(asked, _ends(name), held)
        for name, held in sorted(found.counts["periods"].items())
        if held or _chosen(asked) == _ends(name)
    )
    said = escape(say("Programme periods of the EU"))
    return f'<p class="cb-quiet">{said}</p><ul class="cb-picks">{links}</ul>' if links else ""


def _period(asked: Query, ends: tuple[int, int], held: int) -> str:
    to = picking.href(picking.of_years(asked, *ends))
    return picking.pick(_name(ends), to, _name(ends), held, _chosen(asked) == ends)


def _chosen(asked: Query) -> tuple[int, int] | tuple[()]:
    first, last = asked.filter.year_from, asked.filter.year_to
    return () if first is None or last is None else (first, last)


def _ends(name: str) -> tuple[int, int]:
    first, _, last = name.partition("-")
    return int(first), int(last or first)


def _name(ends: tuple[int, int]) -> str:
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
