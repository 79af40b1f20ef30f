"""统计上报, what the pages of a return show: the month's board, a return about to be sent, a version as it was sent."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from leye.apps.accounts import selectors as accounts
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Brought, Finding, Remark, Return, Step, Version
from leye.core.periods import Month
from leye.core.places.tree import Tree
from leye.core.reports.forms import BodyCell, HeaderCell, body, header_cells
from leye.core.reports.identities import label
from leye.core.reports.returns import Phase, State, Window, above, below
from leye.core.reports.tables import Line, Table
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing, vault
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.trips.returns.freezing import frozen_tables
from leye.trips.returns.rerunning import PHONE
from leye.trips.returns.returning import window_of
from leye.trips.rosters.intake import NOTICE

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Where one unit's return of a month stands. missing: nothing was sent; late: the day is over, or was when it came."""

    unit: str
    name: str
    state: str
    label: str
    window: Window
    phase: Phase
    report: Return | None
    is_missing: bool
    is_late: bool
    is_corrected: bool
    called: Mapping[str, str]  # how those who did a step are called

    @property
    def times(self) -> list[tuple[str, str, dt.datetime]]:
        """(step, who, when) of the last of each."""
        if self.report is None:
            return []
        told = (
            ("上报", self.report.sent_by, self.report.sent_at),
            ("退回", self.report.returned_by, self.report.returned_at),
            ("接收", self.report.accepted_by, self.report.accepted_at),
            ("锁定", self.report.locked_by, self.report.locked_at),
        )
        return [(step, self.called.get(by, by), at) for step, by, at in told if at is not None]

    @property
    def sent_by(self) -> str:
        return self._said(self.report.sent_by if self.report else "")

    @property
    def answered_by(self) -> str:
        """Who received it, or else who sent it back."""
        report = self.report
        return self._said((report.accepted_by or report.returned_by) if report else "")

    def _said(self, by: str) -> str:
        return self.called.get(by, by)


@dataclass(frozen=True, slots=True)
class Board:
    """A month's returns for a unit: its own, and those that it receives."""

    month: Month
    unit: str
    name: str
    cite: str
    own: Place
    below: tuple[Place, ...]
    many: Mapping[str, int]
    can_lock: bool


def months() -> list[Month]:
    """The months that can be looked at, the newest first."""
    last = Month.of(clock.today()).shifted(-1)
    return [last.shifted(-back) for back in range(MONTHS)]


def board(scope: Scope, month: Month, unit: str, cite: str) -> Board:
    """Who has sent, who has not, who is late. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    on = month.last_day
    tree = places.tree(scope, on)
    apart = load_notice(NOTICE).apart(on)
    found = reports.returns(scope, NOTICE, str(month))
    settled = settled_counties(scope, on, people.seq_at(scope), tree)
    expected = [
        child
        for child in below(tree, unit, apart)
        if child in found or child in settled or set(below(tree, child, apart)) & settled
    ]
    names = accounts.called(scope, _signers(found.values()))
    lines = tuple(_place(month, tree, child, found.get(child), names) for child in expected)
    own = _place(month, tree, unit, found.get(unit), names)
    many = {
        "all": len(lines),
        "sent": sum(not line.is_missing for line in lines),
        "accepted": sum(line.state in (State.ACCEPTED, State.LOCKED) for line in lines),
        "late": sum(line.is_late for line in lines),
    }
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    is_top = above(tree, unit, apart) == unit
    return Board(month, unit, tree.path(unit), cite, own, lines, many, is_top and may)


def settled_counties(scope: Scope, on: dt.date, seq: int, tree: Tree) -> frozenset[str]:
    """The counties in which somebody is settled on a day, as they are called then."""
    return frozenset(tree.canonical(code) for code in _counties(on, seq, scope))


def _counties(on: dt.date, seq: int, scope: Scope) -> frozenset[str]:
    """Kept while the ledger stays as it is: many look at the board on the same morning."""
    key = f"settled:{on}:{seq}:{scope.unit}"
    found: frozenset[str] | None = cache.get(key)
    if found is None:
        found = frozenset(whole.counties(scope, on))
        cache.set(key, found, 600)
    return found


def _signers(found: Iterable[Return]) -> set[str]:
    return {
        by
        for one in found
        for by in (one.sent_by, one.returned_by, one.accepted_by, one.locked_by)
        if by
    }


def _place(
    month: Month, tree: Tree, unit: str, report: Return | None, called: Mapping[str, str]
) -> Place:
    win = window_of(month, tree, unit)
    phase = win.phase(clock.now())
    state = State(report.state) if report else State.DRAFT
    is_missing = report is None or report.newest is None
    sent = report.sent_at if report else None
    is_late = (sent is None and phase in (Phase.LATE, Phase.VIEW_ONLY)) or (
        sent is not None and sent >= win.due_at and (report is None or report.standing is None)
    )
    newest = report.newest if report else None
    standing = report.standing if report else None
    is_corrected = newest is not None and standing is not None and newest.pk != standing.pk
    return Place(
        unit, tree.name(unit), state.value, state.label, win, phase, report, is_missing, is_late, is_corrected,
        called,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One annex as a page shows it: its header levels, and rows of (line, cells)."""

    key: str
    title: str
    levels: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[tuple[Line, tuple[BodyCell, ...]], ...]


def sheets(tables: Iterable[Table]) -> tuple[Sheet, ...]:
    return tuple(_sheet(table) for table in tables)


def _sheet(table: Table) -> Sheet:
    cells = header_cells(table.annex)
    levels = tuple(
        tuple(cell for cell in cells if cell.row == row) for row in range(len(table.annex.header))
    )
    rows = tuple(zip(table.lines, body(table), strict=True))
    return Sheet(table.annex.key, table.annex.title, levels, rows)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark with its place in words."""

    where: str
    remark: Remark
    by: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version as it was sent, and what was said of it. may_answer: the actor's unit receives it and it waits."""

    version: Version
    report: Return
    name: str
    month: Month
    state: str
    phone: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[Said, ...]
    steps: tuple[tuple[Step, str], ...]  # with how he is called who did it
    parts: tuple[tuple[str, str, Version | None], ...]
    others: tuple[Version, ...]
    may_answer: bool
    changes: tuple[tuple[str, str, int, int], ...]
    files: tuple[Brought, ...]


def version_page(scope: Scope, version_id: int, keys: Keyring) -> VersionPage:
    """Everything about one version. Raises OutOfScope."""
    version = reports.version(scope, version_id)
    report = version.report
    tree = places.tree(scope, version.on)
    tables = frozen_tables(scope, version)
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    waits = report.state == State.SENT.value and report.newest_id == version.pk
    parts = reports.parts(scope, version)
    below_it = reports.by_ids(scope, [pk for pk in parts.values() if pk is not None])
    versions = reports.versions(scope, report)
    steps, remarks = reports.steps(scope, report), reports.remarks(scope, version)
    called = accounts.called(scope, {*(x.by for x in steps), *(x.by for x in remarks)})
    former = next((x for x in versions if x.number == version.number - 1), None)
    return VersionPage(
        version, report, tree.path(report.unit), Month.parse(report.month), State(report.state).label,
        sealing.unseal(keys, version.phone_cipher, PHONE), sheets(tables),
        tuple(reports.findings(scope, version)),
        tuple(Said(where(x, tables), x, called.get(x.by, x.by)) for x in remarks),
        tuple((x, called.get(x.by, x.by)) for x in steps),
        tuple((u, tree.name(u), below_it.get(pk) if pk else None) for u, pk in sorted(parts.items())),
        tuple(versions),
        waits and may and report.above == scope.unit,
        tuple(differences(frozen_tables(scope, former), tables)) if former else (),
        tuple(reports.brought(scope, version)),
    )  # fmt: skip


def remarks_of(scope: Scope, report: Return | None) -> tuple[Said, ...]:
    """What the level above said when it sent a return back; nothing where it stands otherwise."""
    if report is None or report.newest is None or report.state != State.RETURNED.value:
        return ()
    version = reports.version(scope, report.newest.pk)
    found, tables = reports.remarks(scope, version), frozen_tables(scope, version)
    called = accounts.called(scope, {one.by for one in found})
    return tuple(Said(where(one, tables), one, called.get(one.by, one.by)) for one in found)


def where(remark: Remark, tables: Sequence[Table]) -> str:
    """The place of a remark in words."""
    if not remark.annex:
        return "全表"
    names = {
        line.key: line.name for table in tables if table.annex.key == remark.annex for line in table.lines
    }  # fmt: skip
    column = f" {label(remark.column)}" if remark.column else ""
    return f"附件{remark.annex} {names.get(remark.key, remark.key)}{column}"


def differences(
    before: Sequence[Table], after: Sequence[Table]
) -> Iterable[tuple[str, str, int, int]]:
    """(row and annex, column, before, after) of every figure of the form that differs."""
    for one, other in zip(before, after, strict=True):
        mine = {line.key: line for line in one.lines}
        theirs = {line.key: line for line in other.lines}
        for key in {**mine, **theirs}:
            name = (theirs.get(key) or mine[key]).name
            for column in other.annex.columns:
                old = mine[key].figures.get(column) if key in mine else None
                new = theirs[key].figures.get(column) if key in theirs else None
                if old != new and column != "number":
                    yield f"附件{other.annex.key} {name}", label(column), old or 0, new or 0


def workbook(scope: Scope, version_id: int, keys: Keyring) -> tuple[str, bytes]:
    """The file of a version as it was sent, with a name that names no person. Raises OutOfScope."""
    version = reports.version(scope, version_id)
    content = vault.fetch(settings.RETURNS, version.workbook, keys)
    report = version.report
    return f"return-{report.month}-{report.unit}-v{version.number}.xlsx", content
