"""Small drawings as plain numbers: months in, points of a line out. No style, no script."""

from collections.abc import Sequence
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
