"""The monthly return as values: its states, the days on which it may be sent, and the digest of its lines."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leye.core.digests import canonical
from leye.core.periods import SHANGHAI, Month, deadline
from leye.core.places.tree import REGION, Tree
from leye.core.reports.tables import Line, Table


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    LOCKED = "locked"

    @property
    def label(self) -> str:
        return {
            "draft": "未上报", "sent": "已上报", "returned": "已退回", "accepted": "已接收", "locked": "已锁定",
        }[self.value]  # fmt: skip


class Phase(StrEnum):
    """Where a month stands between its opening and its end."""

    CLOSED = "closed"
    OPEN = "open"
    LATE = "late"
    VIEW_ONLY = "view_only"

    @property
    def label(self) -> str:
        return {
            "closed": "还没有开始", "open": "上报期", "late": "补报期", "view_only": "只能查看",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the month after the reported one: the first to send on, the last by level, the last to send late."""

    opens: int
    county_due: int
    league_due: int
    late_until: int
    reminds: tuple[int, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class Window:
    """One month's instants for one unit; each is the first that comes too late, the first its own start."""

    opens_at: dt.datetime
    due_at: dt.datetime
    ends_at: dt.datetime

    def phase(self, now: dt.datetime) -> Phase:
        """Whoever is received at the very end of the last day is late: the day is over (24:00 is 0:00)."""
        if now < self.opens_at:
            return Phase.CLOSED
        if now < self.due_at:
            return Phase.OPEN
        return Phase.LATE if now < self.ends_at else Phase.VIEW_ONLY

    @property
    def due_on(self) -> dt.date:
        return self.due_at.astimezone(SHANGHAI).date() - dt.timedelta(days=1)


def window(month: Month, days: Days, is_county: bool) -> Window:
    """The instants of a month under the days in force."""
    opens = dt.datetime.combine(
        month.shifted(1).first_day + dt.timedelta(days=days.opens - 1), dt.time(), SHANGHAI
    )
    due = days.county_due if is_county else days.league_due
    return Window(opens, deadline(month, due), deadline(month, days.late_until))


def above(tree: Tree, unit: str, apart: frozenset[str]) -> str:
    """Who receives a unit's return: a county's its league, a league's and a city's listed apart the region."""
    if unit == REGION or unit in apart or unit in tree.leagues():
        return REGION
    return tree.league_of(unit)


def below(tree: Tree, unit: str, apart: frozenset[str]) -> tuple[str, ...]:
    """The units whose returns a unit collates, as the tree of the day has them; none for a county."""
    groups = tree.groups(apart)
    if unit == REGION:
        return tuple(league for league, _ in groups)
    return next((own for league, own in groups if league == unit and league not in apart), ())


def counties_in(tree: Tree, unit: str, apart: frozenset[str]) -> tuple[str, ...]:
    """The counties that a unit's tables list, by the tree and not by the digits."""
    if unit == REGION:
        return tuple(code for _, own in tree.groups(apart) for code in own)
    return below(tree, unit, apart) or (unit,)


def codes_of(tree: Tree, counties: Iterable[str]) -> tuple[str, ...]:
    """Every code that stands for one of the counties in a fact, also the former ones."""
    wanted = set(counties)
    former = {old for old, new in tree.recodes() if new in wanted}
    return tuple(sorted(wanted | former))


def line_values(line: Line) -> dict[str, object]:
    """A line as plain values."""
    return {
        "level": line.level, "code": line.code, "site": line.site_id, "name": line.name,
        "figures": dict(line.figures), "texts": dict(line.texts),
    }  # fmt: skip


def figures_digest(tables: Sequence[Table]) -> str:
    """The digest of every line of every table, in their order."""
    told = {table.annex.key: [line_values(line) for line in table.lines] for table in tables}
    return hashlib.sha256(canonical(told)).hexdigest()
