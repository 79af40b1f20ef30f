"""统计上报: an annex for a month's end, as known at an instant; and the people behind each of its cells."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection, transaction
from sqlglot import exp

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.stations import selectors as stations
from leye.core.periods import Month
from leye.core.places.tree import REGION, Tree
from leye.core.problems import Problem, Severity
from leye.core.query.model import Predicate
from leye.core.query.sql import text_of
from leye.core.reports.identities import Violation, label, violations
from leye.core.reports.kept import digest
from leye.core.reports.notice import Notice
from leye.core.reports.returns import codes_of
from leye.core.reports.tables import Table, cell_predicate, people_statement, settled_in
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.loader import load_notice
from leye.notices.loader import text_of as text_of_notice
from leye.trips.annexes.counting import Basis, counted, filled


@dataclass(frozen=True, slots=True)
class Ask:
    """Which annex of which notice, for which unit and month, as known when (None: now)."""

    annex: str
    month: Month
    unit: str
    known_at: dt.datetime | None = None
    notice: str = "nm_2020_84"


def annex_titles(notice: str) -> list[tuple[str, str]]:
    """(key, title) of each annex of a notice."""
    return [(key, annex.title) for key, annex in load_notice(notice).annexes.items()]


class NotYet(Exception):
    """The month is not over; `problem` says so."""

    def __init__(self, month: Month) -> None:
        super().__init__(str(month))
        message = f"{month} 还没有结束，不能出月底的表。"
        remedy = "请选已经结束的月份。"
        self.problem = Problem("month.not_over", Severity.REFUSED, message, remedy)


def annex_table(scope: Scope, ask: Ask) -> tuple[Table, tuple[Violation, ...]]:
    """The annex filled in, and the relations that it breaks. Raises NotYet, OutOfScope."""
    scope = scope.narrowed(ask.unit)
    on = ask.month.last_day
    if on >= clock.today():
        raise NotYet(ask.month)
    basis = basis_of(scope, ask.notice, on)
    annex = basis.notice.annexes[ask.annex]
    seq = people.seq_at(scope, ask.known_at)
    counts = counted(scope, basis, annex, seq, _codes_beyond(scope, basis.tree, ask.unit))
    table = filled(basis, annex, counts, ask.unit, seq)
    return table, violations(table, basis.notice.numbers(on))


def basis_of(scope: Scope, notice: str, on: dt.date) -> Basis:
    """What tables of the scope stand on, as it is known now."""
    return Basis(
        load_notice(notice),
        digest(text_of_notice(notice)),
        places.tree(scope, on),
        places.sites(scope, on),
        places.site_figures(scope, on),
        stations.words(scope, on),
    )


def _codes_beyond(scope: Scope, tree: Tree, unit: str) -> tuple[str, ...]:
    """All codes of a county that took in another whose code does not begin like its own; else none."""
    if unit.endswith("00"):
        return ()
    codes = codes_of(tree, [unit])
    return codes if len(codes) > 1 else ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of an annex: its column, and the place or site of its row."""

    column: str
    code: str
    site_id: int | None = None


def people_of_cell(
    scope: Scope, ask: Ask, cell: Cell, after: int = 0, limit: int = 50
) -> list[people.PersonLine]:
    """The people behind a figure, by id; reading the list is an audit event."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(cell.code)
    scope = scope.narrowed(cell.code)
    on = ask.month.last_day
    notice = load_notice(ask.notice)
    seq = people.seq_at(scope, ask.known_at)
    where = settled_in(scope.code_range, _taken_in(scope, on))
    if elsewhere := notice.apart(on) - {cell.code} if scope.unit != REGION else ():
        where = exp.and_(where, exp.not_(exp.column("county").isin(*sorted(elsewhere))))
    site = cell.site_id if cell.site_id is not None else scope.site
    if site is not None:
        where = exp.and_(where, exp.column("site_id").eq(site))
    elif notice.annexes[ask.annex].rows == "sites":
        where = exp.and_(where, exp.not_(exp.column("site_id").is_(exp.null())))
    statement = people_statement(
        predicate_of(scope, notice, ask, cell.column),
        people.state_relation(scope, on, seq),
        on,
        people.engine(),
        where,
        after,
        limit,
    )
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, people.engine()))
        rows = cursor.fetchall()
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="list.read",
            unit=cell.code,
            subject=f"annex:{ask.annex}:{ask.month}:{cell.column}",
            detail={"people": len(rows)},
        )
    return people.lines(scope, [row[0] for row in rows])


def _taken_in(scope: Scope, on: dt.date) -> tuple[str, ...]:
    """Codes that the figures of a county also stand on, in the tree of the day."""
    return replace(scope, recodes=places.tree(scope, on).recodes()).taken_in


def predicate_of(scope: Scope, notice: Notice, ask: Ask, column: str) -> Predicate:
    """Whom a column of the annex counts on the last day of the month."""
    on = ask.month.last_day
    bound = notice.bound(on, places.tree(scope, on).recodes())
    return cell_predicate(notice, notice.annexes[ask.annex], column, bound)


def cell_title(scope: Scope, ask: Ask, cell: Cell) -> str:
    """A figure in words: where, when, what."""
    names = places.tree(scope, ask.month.last_day)
    sites = {site.id: site.name for site in places.sites(scope, ask.month.last_day)}
    where = sites.get(cell.site_id, "") if cell.site_id is not None else names.name(cell.code)
    month = ask.month
    return f"{where} · {month.year}年{month.number}月底 · {label(cell.column)}"


def unit_name(scope: Scope, unit: str, on: dt.date) -> str:
    """A unit with the names above it."""
    return places.tree(scope, on).path(unit)
