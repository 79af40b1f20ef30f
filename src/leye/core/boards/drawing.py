"""Small drawings as plain numbers: months in, points of a line out; outlines in, paths out. No style, no script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a line. x, y: where; label, value: what is said of it."""

    x: float
    y: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A line's points in parts that have no gap, and the lowest and highest figure of its scale."""

    parts: tuple[tuple[Point, ...], ...]
    low: int
    high: int

    @property
    def paths(self) -> tuple[str, ...]:
        """Each part as the points of an SVG polyline."""
        return tuple(" ".join(f"{p.x:g},{p.y:g}" for p in part) for part in self.parts)

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for part in self.parts for point in part)


def trend(months: Sequence[tuple[str, int | None]], width: int, height: int, pad: int) -> Trend:
    """A line over months; a month that is not known is a gap and never a zero.

    The scale runs over the figures shown, and by at least one per cent of them, so that noise is no mountain.
    """
    known = [value for _, value in months if value is not None]
    if not known:
        return Trend((), 0, 0)
    low, high = min(known), max(known)
    least = max(high // 100, 4)
    if high - low < least:
        low = max(0, (low + high - least) // 2)
        high = low + least
    step = (width - 2 * pad) / max(len(months) - 1, 1)
    parts: list[list[Point]] = [[]]
    for number, (label, value) in enumerate(months):
        if value is None:
            parts.append([])
            continue
        y = height - pad - (value - low) / (high - low) * (height - 2 * pad)
        parts[-1].append(Point(round(pad + number * step, 1), round(y, 1), label, value))
    return Trend(tuple(tuple(part) for part in parts if part), low, high)


Ring = Sequence[Sequence[float]]


def outlines(
    shapes: Mapping[str, Iterable[Ring]], width: int, height: int
) -> dict[str, tuple[str, float, float]]:
    """code → (SVG path, x and y of the label): rings of longitude and latitude on a plane of the given size.

    Degrees of longitude are shortened for the middle latitude of the shapes, so that the region keeps its form.
    """
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return {}
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = 0.75  # the cosine of 41.5 degrees, the region's middle
    scale = min(width / ((east - west) * narrow or 1), height / ((north - south) or 1))

    def at(point: Sequence[float]) -> tuple[float, float]:
        return (
            round((point[0] - west) * narrow * scale, 1),
            round((north - point[1]) * scale, 1),
        )

    found = {}
    for code, rings in shapes.items():
        drawn = [[at(point) for point in ring] for ring in rings if ring]
        if not drawn:
            continue
        path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in drawn)
        largest = max(drawn, key=len)
        x = sum(p[0] for p in largest) / len(largest)
        y = sum(p[1] for p in largest) / len(largest)
        found[code] = (path, round(x, 1), round(y, 1))
    return found
