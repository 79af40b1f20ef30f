"""Outlines of places on a plane: longitudes and latitudes in, SVG paths of one drawing out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Ring = Sequence[
    tuple[float, float]
]  # (longitude, latitude) in degrees, the last point again the first


@dataclass(frozen=True, slots=True)
class Outline:
    """A place as a path, and where its name stands: the middle of its largest ring."""

    code: str
    path: str
    x: float
    y: float


def outlines(rings: Mapping[str, Sequence[Ring]], width: float, height: float) -> list[Outline]:
    """Every place within width × height, north up, the same scale both ways at the middle latitude.

    Points that fall on the tenth of a unit of the one before are left out. Places without a point are left out.
    """
    points = [point for many in rings.values() for ring in many for point in ring]
    if not points:
        return []
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min(width / wide, height / high)
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2

    def placed(ring: Ring) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for longitude, latitude in ring:
            x = round(left + (longitude - west) * narrow * scale, 1)
            y = round(top + (north - latitude) * scale, 1)
            if not found or found[-1] != (x, y):
                found.append((x, y))
        return found

    drawn = []
    for code, many in rings.items():
        laid = [ring for ring in map(placed, many) if ring]
        if laid:
            middle = _middle(max(laid, key=lambda ring: abs(_area(ring))))
            drawn.append(Outline(code, "".join(map(_path, laid)), *middle))
    return drawn


def _path(ring: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _area(ring: list[tuple[float, float]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity of a ring; the mean of its points where it has no area."""
    area = _area(ring)
    if not area:
        return (
            round(sum(x for x, _ in ring) / len(ring), 1),
            round(sum(y for _, y in ring) / len(ring), 1),
        )
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        part = x1 * y2 - x2 * y1
        x += (x1 + x2) * part
        y += (y1 + y2) * part
    return round(x / (6 * area), 1), round(y / (6 * area), 1)
