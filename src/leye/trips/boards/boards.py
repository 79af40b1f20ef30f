"""总览: what a unit sees of itself and of those below it; kept by the ledger's entry, so that a morning's rush reads one row."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from leye.apps.boards import actions, selectors
from leye.apps.boards.models import KeptBoard
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.boards.sheets import Base, Counts, Line, total_of
from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.scope import OutOfScope, Role, Scope
from leye.gateways import clock
from leye.trips.boards import board_counts, board_rooms

FRESH = dt.timedelta(minutes=10)  # what does not follow the ledger is looked at again after it
PATIENCE = dt.timedelta(
    seconds=30
)  # how long one request may work a board out while others read the old one
MONTHS = 12
WORKER = Scope("worker", REGION, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Told:
    """A board as it was worked out: sums, lines below, figures of the rooms. is_old: newer figures are on their way."""

    unit: str
    month: Month
    seq: int
    made_at: dt.datetime
    total: Mapping[str, int]
    lines: tuple[Line, ...]
    gauges: tuple[board_rooms.Gauge, ...]
    is_old: bool = False


def last_month() -> Month:
    """The month of which a board tells unless another is asked for."""
    return Month.of(clock.today()).shifted(-1)


def told(scope: Scope, unit: str, month: Month) -> Told:
    """The board of a unit for a month's end. Raises OutOfScope; ValueError for a month that is not over.

    While somebody works it out again, all others read the one before, with its instant.
    """
    own = scope.narrowed(unit)
    if month > last_month():
        raise ValueError(f"not over: {month}")
    if own.site is not None:
        return _of_a_site(own, unit, month)
    row = selectors.kept(own, unit, month.last_day)
    if row is None:
        return _read(_worked_out(own, unit, month), month)
    if _is_fresh(row, month):
        return _read(row, month)
    now = clock.now()
    if actions.lease(by=scope.actor, pk=row.pk, now=now, until=now + PATIENCE):
        return _read(_worked_out(own, unit, month), month)
    return _read(row, month, is_old=True)


def _is_fresh(row: KeptBoard, month: Month) -> bool:
    if row.seq != people.seq_at(WORKER):
        return False
    return month != last_month() or clock.now() - row.made_at < FRESH


def stamp(scope: Scope, unit: str, month: Month) -> str:
    """By which a kept board that is fresh is told from any other; "" where it must be looked at again.

    Raises OutOfScope.
    """
    own = scope.narrowed(unit)
    row = None if own.site is not None else selectors.kept_stamp(own, unit, month.last_day)
    return f"{row.seq}-{row.made_at.timestamp()}" if row and _is_fresh(row, month) else ""


def _of_a_site(own: Scope, unit: str, month: Month) -> Told:
    """Who answers for one site sees that site; nothing is kept of it."""
    seq = people.seq_at(WORKER)
    base = board_counts.base_of(own, month.last_day, _promised_on(month), seq)
    lines = tuple(board_counts.lines(own, unit, month.last_day, base))
    return Told(unit, month, seq, clock.now(), total_of(lines), lines, ())


def _worked_out(own: Scope, unit: str, month: Month) -> KeptBoard:
    seq = people.seq_at(WORKER)
    base = board_counts.base_of(own, month.last_day, _promised_on(month), seq)
    board = _board(own, unit, month, base, seq)
    actions.keep(by=own.actor, boards=[board])
    return board


def work_out_all(scope: Scope, month: Month) -> int:
    """Work out the boards of a unit and of every unit below it in one pass; returns how many."""
    seq, on = people.seq_at(WORKER), month.last_day
    base = board_counts.base_of(scope, on, _promised_on(month), seq)
    tree = places.tree(scope, on)
    units = [scope.unit]
    if scope.unit == REGION:
        units += tree.leagues()
    units += [c for unit in units if unit != REGION for c in tree.counties(unit)]
    boards = [_board(scope.narrowed(u), u, month, base, seq) for u in dict.fromkeys(units)]
    actions.keep(by=scope.actor, boards=boards)
    return len(boards)


def _board(own: Scope, unit: str, month: Month, base: Base, seq: int) -> KeptBoard:
    lines = board_counts.lines(own, unit, month.last_day, base)
    gauges = board_rooms.gauges(own, _promised_on(month)) if month == last_month() else []
    return KeptBoard(
        unit=unit, on=month.last_day, seq=seq, made_at=clock.now(), total=json.dumps(total_of(lines)),
        lines=json.dumps([asdict(line) for line in lines], ensure_ascii=False),
        gauges=json.dumps(gauges, ensure_ascii=False),
    )  # fmt: skip


def _promised_on(month: Month) -> dt.date:
    return clock.today() if month == last_month() else month.last_day


def _read(row: KeptBoard, month: Month, is_old: bool = False) -> Told:
    lines = tuple(Line(**one) for one in json.loads(row.lines))
    gauges = tuple(board_rooms.Gauge(**one) for one in json.loads(row.gauges))
    return Told(row.unit, month, row.seq, row.made_at, json.loads(row.total), lines, gauges, is_old)


def months_before(month: Month, many: int = MONTHS) -> list[Month]:
    """The months of a trend, the oldest first."""
    return [month.shifted(back) for back in range(1 - many, 1)]


def totals(scope: Scope, unit: str, months: Sequence[Month]) -> dict[Month, Counts]:
    """The sums of a unit that are kept for months; those that lack are being worked out. Raises OutOfScope."""
    own = scope.narrowed(unit)
    if own.site is not None:
        return {}
    found = selectors.totals(own, unit, [month.last_day for month in months])
    return {Month.of(on): json.loads(text) for on, text in found.items()}


def refresh() -> bool:
    """Keep the boards of the last months up to the ledger, one month at a time; False when all are.

    The newest comes first, at most once a minute while the ledger grows; older months once an hour.
    """
    scope = WORKER
    seq, now = people.seq_at(WORKER), clock.now()
    if not seq:
        return False
    known = selectors.known_seqs(scope, REGION)
    newest = last_month()
    for month in reversed(months_before(newest)):
        kept_seq, made_at = known.get(month.last_day, (-1, None))
        if made_at is not None:
            rest = dt.timedelta(minutes=1) if month == newest else dt.timedelta(hours=1)
            is_due = kept_seq != seq or (month == newest and now - made_at >= FRESH)
            if not is_due or now - made_at < rest:
                continue
        work_out_all(scope, month)
        return True
    return False


def own_unit(scope: Scope, text: str) -> str:
    """The unit that an address names, the own one by default. Raises OutOfScope."""
    unit = text or scope.unit
    if len(unit) != 6 or not (unit.isascii() and unit.isdigit()):
        raise OutOfScope(unit)
    return scope.narrowed(unit).unit
