"""What the other rooms put on a board: a figure each, with what it is a part of, and the page that it opens to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass

from leye.apps.vacancies import selectors as vacancies
from leye.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure of a room. of: the whole that it is a part of, None where it is none; route: where it opens."""

    key: str
    label: str
    value: int
    unit: str
    note: str = ""
    of: int | None = None
    route: str = ""
    query: str = ""  # of the address, after the question mark; {unit} stands for the board's unit


def gauges(scope: Scope, on: dt.date) -> list[dict[str, object]]:
    """The figures of all rooms for a scope on a day, as plain values."""
    return [asdict(gauge) for room in ROOMS for gauge in room(scope, on)]


def _vacancies(scope: Scope, on: dt.date) -> list[Gauge]:
    posts, openings = vacancies.open_sum(scope)
    return [
        Gauge("vacancies", "在招岗位", openings, "人", f"{posts:,} 个岗位，尚缺人数合计", None, "vacancies")
    ]  # fmt: skip


ROOMS: tuple[Callable[[Scope, dt.date], list[Gauge]], ...] = (_vacancies,)
