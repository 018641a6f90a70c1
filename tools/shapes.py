"""Make casebook/ui/shapes.json from world-atlas: `python tools/shapes.py FOLDER`.

FOLDER is the unpacked npm package world-atlas 2.0.2 (ISC), Natural Earth (public domain) as
TopoJSON. Europe is drawn, equal in area about 10° E 52° N. Islands too small to be seen are left
out, but no country is.
"""

import json
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

from babel import Locale
from babel.core import get_global

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]

_OUT: Final = Path(__file__).parents[1] / "casebook" / "ui" / "shapes.json"
_WIDTH: Final = 640.0
# In pixels of a frame that wide: what a line may be off, and the least area of an island.
_OFF: Final = 0.7
_LEAST: Final = 4.0
_ORIGIN: Final = "Natural Earth 4.1.0 (public domain), by world-atlas 2.0.2 (ISC, Michael Bostock)"


def europe(longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal projection, equal in area."""
    a, b = math.radians(longitude - 10), math.radians(latitude)
    c = math.radians(52)
    cosine = math.sin(c) * math.sin(b) + math.cos(c) * math.cos(b) * math.cos(a)
    k = math.sqrt(2 / max(1 + cosine, 1e-6))
    up = math.cos(c) * math.sin(b) - math.sin(c) * math.cos(b) * math.cos(a)
    return k * math.cos(b) * math.sin(a), -k * up


def main() -> None:
    """Write the shapes."""
    folder = Path(sys.argv[1])
    # From Iceland to the foot of the Urals, from Cyprus to the North Cape.
    drawn = framed(folder / "countries-50m.json", europe, (-0.36, 0.345, -0.345, 0.315))
    told = json.dumps({"origin": _ORIGIN} | drawn, separators=(",", ":"), sort_keys=True)
    _OUT.write_text(told + "\n", "utf-8")
    print(len(drawn["shapes"]), "countries,", _OUT.stat().st_size, "bytes")


def framed(
    file: Path, project: Callable[[float, float], Point], box: tuple[float, float, float, float]
) -> dict[str, Any]:
    """A frame: its size, and the path and the middle of each country that is seen in it."""
    left, right, top, bottom = box
    scale = _WIDTH / (right - left)
    size = (_WIDTH, round((bottom - top) * scale))
    held = json.loads(file.read_text("utf-8"))
    arcs = _arcs(held)
    shapes = {}
    for country in held["objects"]["countries"]["geometries"]:
        rings = []
        for ring in _rings(country, arcs):
            placed = [project(*point) for point in ring]
            drawn = [((x - left) * scale, (y - top) * scale) for x, y in placed]
            rings.append(_clipped(drawn, size))
        if (code := _code(country)) and (shape := _shape([ring for ring in rings if ring])):
            shapes[code] = shape
    return {"size": size, "shapes": dict(sorted(shapes.items()))}


def _code(country: dict[str, Any]) -> str:
    """ISO 3166-1 alpha-2 of what world-atlas calls by its number, or by its name alone."""
    codes = get_global("territory_aliases").get(str(country.get("id", "")), [])
    known = Locale("en").territories
    if codes and codes[0] in known:
        return str(codes[0])
    return {"Kosovo": "XK"}.get(country["properties"]["name"], "")


def _shape(rings: list[Ring]) -> dict[str, Any] | None:
    if not rings:
        return None
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    kept = [ring for ring in rings if abs(_area(ring)) >= _LEAST or ring is largest]
    slim = [_simpler(ring) for ring in kept]
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in ring) + "Z"
        for ring in slim
        if len(ring) > 2
    )
    return {"d": path, "at": [round(one) for one in _middle(largest)]} if path else None


def _arcs(held: dict[str, Any]) -> list[Ring]:
    (kx, ky), (dx, dy) = held["transform"]["scale"], held["transform"]["translate"]
    made = []
    for arc in held["arcs"]:
        x = y = 0
        points = []
        for stepx, stepy in arc:
            x, y = x + stepx, y + stepy
            points.append((x * kx + dx, y * ky + dy))
        made.append(points)
    return made


def _rings(country: dict[str, Any], arcs: list[Ring]) -> Iterable[Ring]:
    if "arcs" not in country:
        return
    parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for part in parts:
        points: Ring = []
        for at in part[0]:
            arc = arcs[at] if at >= 0 else arcs[~at][::-1]
            points += arc if not points else arc[1:]
        yield points


def _clipped(ring: Ring, size: tuple[float, float]) -> Ring:
    """What of a ring is within the frame (Sutherland and Hodgman)."""
    for axis, edge, sign in ((0, 0.0, 1), (0, size[0], -1), (1, 0.0, 1), (1, size[1], -1)):
        kept: Ring = []
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            inside = sign * (one[axis] - edge) >= 0
            if inside:
                kept.append(one)
            if inside != (sign * (other[axis] - edge) >= 0):
                part = (edge - one[axis]) / (other[axis] - one[axis])
                kept.append(
                    (one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1]))
                )
        ring = kept
    return ring


def _simpler(ring: Ring) -> Ring:
    """Ramer, Douglas and Peucker."""
    if len(ring) < 3:
        return ring
    first, last = ring[0], ring[-1]
    far, at = max((_off(point, first, last), at) for at, point in enumerate(ring[1:-1], 1))
    if far <= _OFF:
        return [first, last]
    return _simpler(ring[: at + 1])[:-1] + _simpler(ring[at:])


def _off(point: Point, first: Point, last: Point) -> float:
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.hypot(point[0] - first[0], point[1] - first[1])
    return abs(dy * (point[0] - first[0]) - dx * (point[1] - first[1])) / length


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(ring: Ring) -> Point:
    """The centre of gravity, or the mean of its points where it has no area."""
    area = _area(ring)
    if abs(area) < 1e-6:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)


if __name__ == "__main__":
    main()
