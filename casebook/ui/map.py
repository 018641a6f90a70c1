"""What was found by country: Europe drawn, each country a link that narrows to it.

What is no country of Europe (the EU, the world, Australia) stands beside it as links.
"""

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from math import sqrt
from pathlib import Path
from typing import Any, Final

from casebook.text.speech import number, say
from casebook.ui import picking
from casebook.ui.timeline import counted
from casebook.ui.words import country, listed
from search.facets import Facets
from search.records import Query

# Natural Earth (public domain) by world-atlas (ISC); made by tools/shapes.py.
_SHAPES: Final = Path(__file__).parent / "shapes.json"
_NAMED: Final = 3


def drawn(asked: Query, found: Facets) -> str:
    """The map as HTML, "" where no country is known."""
    held = {code: n for code, n in found.counts["countries"].items() if n}
    held |= {code: held.get(code, 0) for code in asked.filter.countries}
    if not any(held.values()):
        return ""
    shapes = _shapes()["shapes"]
    beside = [
        code for code in sorted(held, key=lambda one: (-held[one], one)) if code not in shapes
    ]
    links = "".join(_link(asked, code, held[code]) for code in beside)
    outside = f'<ul class="cb-picks">{links}</ul>' if links else ""
    return (
        f'<section class="cb-where" aria-label="{escape(say("Where"))}">'
        f'<p class="cb-label">{escape(say("Where"))}</p>{_most(held)}'
        f"{_picture(asked, found, held)}{outside}</section>"
    )


def _most(held: Mapping[str, int]) -> str:
    first = sorted(held, key=lambda code: (-held[code], code))[:_NAMED]
    named = [f"{country(code)} ({number(held[code])})" for code in first]
    return f'<p class="cb-quiet">{escape(say("Most: {places}.", places=listed(named)))}</p>'


def _picture(asked: Query, found: Facets, held: Mapping[str, int]) -> str:
    shapes: dict[str, dict[str, Any]] = _shapes()["shapes"]
    width, height = _shapes()["size"]
    most = max(held.values())
    land = "".join(f'<path d="{one["d"]}"/>' for code, one in shapes.items() if code not in held)
    places = "".join(
        _place(asked, found, code, shapes[code], held[code], most)
        for code in sorted(held, key=lambda one: (-held[one], one))
        if code in shapes
    )
    return (
        f'<svg class="cb-map" viewBox="0 0 {width:g} {height:g}" role="group" '
        f'aria-label="{escape(say("Map of Europe"))}">'
        f'<g class="cb-land" aria-hidden="true">{land}</g>{places}</svg>'
    )


def _place(
    asked: Query, found: Facets, code: str, shape: Mapping[str, Any], held: int, most: int
) -> str:
    told = escape(say("{place}: {counted}", place=country(code), counted=counted(found, held)))
    now = ' aria-current="true"' if code in asked.filter.countries else ""
    x, y = shape["at"]
    part = sqrt(held / most) if most else 0
    return (
        f'<a class="cb-go" data-of="{code}" href="{picking.href(picking.of_country(asked, code))}" '
        f'aria-label="{told}"{now} style="--part:{part:.3f}"><title>{told}</title>'
        f'<path d="{shape["d"]}"/><circle cx="{x}" cy="{y}" r="26"/>'
        f'<text x="{x}" y="{y}" aria-hidden="true">{number(held)}</text></a>'
    )


def _link(asked: Query, code: str, held: int) -> str:
    to = picking.href(picking.of_country(asked, code))
    name = country(code)
    return picking.pick(code, to, name, held, code in asked.filter.countries)


@cache
def _shapes() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(_SHAPES.read_text("utf-8"))
    return read
