"""统计上报, what the explanation shows: two sides to choose, every cell's difference, a paragraph, and the people behind it."""

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.core.periods import Month
from leye.core.reports import explain
from leye.core.reports.explain import BEYOND, Cell, Explained, Part, Reason, Step
from leye.core.reports.identities import label
from leye.core.reports.returns import codes_of, counties_in
from leye.core.reports.tables import MASTER, Line
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.trips.listing import PersonRow, shown
from leye.trips.returns.explaining import (
    Explanation,
    Point,
    explanation,
    point_now,
    point_then,
    steps,
)
from leye.trips.rosters.intake import NOTICE

MOST, MONTHS = 200, 24
KEPT, KEPT_FOR = 256, dt.timedelta(minutes=10)
_explanations: dict[str, tuple[dt.datetime, Explanation]] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """A side to choose. code: "v12" a version, "2020-05-31" that day by the ledger as it is known now."""

    code: str
    words: str


def choices(scope: Scope, unit: str) -> list[Choice]:
    """The sides that can be compared: versions of the unit's returns, and month ends; the newest first."""
    if scope.site is not None:  # a site's own account sees its site and not its county
        raise OutOfScope(unit)
    scope = scope.narrowed(unit)
    found = []
    months: dict[str, None] = {}
    for pk, month, number in reports.numbers(scope, NOTICE, unit):
        months[month] = None
        if len(months) <= MONTHS:
            found.append(Choice(f"v{pk}", f"{month} 报表第 {number} 版（按当时所知）"))
    last = Month.of(clock.today()).shifted(-1)
    for back in range(MONTHS):
        day = last.shifted(-back).last_day
        found.append(Choice(day.isoformat(), f"{day} 台账（按现在所知）"))
    return found


def point(scope: Scope, unit: str, code: str) -> Point:
    """A side by its code. Raises ValueError for no code, OutOfScope."""
    if code.startswith("v") and code[1:].isdecimal():
        version = reports.version(scope, int(code[1:]))
        if version.report.unit != unit:
            raise OutOfScope(unit)
        return point_then(scope, version)
    on = dt.date.fromisoformat(code)
    if on >= clock.today():
        raise ValueError("that day is not over")
    return point_now(scope, on, unit)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides of a unit by their codes, the earlier first."""

    unit: str
    before: str
    after: str


def default_pair(scope: Scope, unit: str) -> Pair:
    """The last two returns; the last return and the ledger's newest month end; or the last two month ends."""
    found = [one.code for one in choices(scope, unit)]
    sent = [code for code in found if code.startswith("v")][:2]
    ends = [code for code in found if not code.startswith("v")]
    if len(sent) == 2:
        return Pair(unit, sent[1], sent[0])
    return Pair(unit, sent[0] if sent else ends[1], ends[0])


def _explained(scope: Scope, pair: Pair) -> Explanation:
    """Kept for some minutes: it holds figures and no people; another entry in the ledger makes it anew.

    It is kept as it is and not in the cache, where to pack and unpack it takes longer than all the rest of a page.
    """
    scope, now = scope.narrowed(pair.unit), clock.now()
    if scope.site is not None:  # a site's own account sees its site and not its county
        raise OutOfScope(pair.unit)
    era = cache.get_or_set(
        "explanations", lambda: secrets.token_hex(8), None
    )  # ends with the cache
    key = f"{era}:{pair.unit}:{pair.before}:{pair.after}:{people.seq_at(scope)}"
    kept = _explanations.get(key)
    if kept is not None and dt.timedelta() <= now - kept[0] < KEPT_FOR:
        return kept[1]
    found = explanation(scope, *sides(scope, pair))
    if len(_explanations) >= KEPT:
        _explanations.clear()
    _explanations[key] = (now, found)
    return found


def sides(scope: Scope, pair: Pair) -> tuple[Point, Point]:
    """Both sides. Raises ValueError where the first is not the earlier, OutOfScope."""
    before, after = point(scope, pair.unit, pair.before), point(scope, pair.unit, pair.after)
    if before.on > after.on:
        raise ValueError("the first side must be the earlier")
    return before, after


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its cells: (column, explained)."""

    line: Line
    cells: tuple[tuple[str, Explained], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One annex of an explanation. left_over: what no reason covers over all annexes; it is 0."""

    pair: Pair
    annex: str
    title: str
    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]
    left_over: int
    many: int
    paragraphs: tuple[str, ...]


def page(scope: Scope, pair: Pair, annex: str) -> Page:
    """Every cell of one annex between two sides. Raises ValueError, OutOfScope, KeyError."""
    found = _explained(scope, pair)
    form = found.after.basis.notice.annexes[annex]
    columns = tuple(c for c in form.columns if (annex, found.rows[annex][0].key, c) in found.cells) if found.rows[annex] else ()  # fmt: skip
    rows = tuple(
        TableRow(line, tuple((c, found.cells[(annex, line.key, c)]) for c in columns))
        for line in found.rows[annex]
    )
    days = _days(found.before, found.after)
    tops = [row for row in rows if row.line.level != "site"][:1]
    told = tuple(
        explain.told(row.line.name, label(c), days, cell) for row in tops for c, cell in row.cells if cell.parts
    )  # fmt: skip
    return Page(
        pair, annex, form.title, places.tree(scope, found.after.on).path(pair.unit),
        tuple((c, label(c)) for c in columns), rows, found.left_over, len(found.cells), told,
    )  # fmt: skip


def _days(before: Point, after: Point) -> tuple[str, str]:
    """Both sides in words: their days; of one and the same day also which is the later knowledge."""
    first, last = (f"{x.on.year}年{x.on.month}月{x.on.day}日" for x in (before, after))
    return (f"{first}（先前所知）", f"{last}（后来所知）") if first == last else (first, last)


@dataclass(frozen=True, slots=True)
class Detail:
    """One cell: the paragraph and its parts by step."""

    cell: Explained
    name: str
    what: str
    words: str
    steps: tuple[tuple[Step, tuple[Part, ...]], ...]


def detail(scope: Scope, pair: Pair, annex: str, key: str, column: str) -> Detail:
    """Why one cell differs. Raises ValueError, KeyError, OutOfScope."""
    found = _explained(scope, pair)
    cell = found.cells[(annex, key, column)]
    name = next(line.name for line in found.rows[annex] if line.key == key)
    words = explain.told(name, label(column), _days(found.before, found.after), cell)
    parts = tuple((step, cell.of(step)) for step in Step if cell.of(step))
    return Detail(cell, name, label(column), words, parts)


@dataclass(frozen=True, slots=True)
class Behind:
    """Who is behind a part: those who entered the cell (+1) and who left it (-1). hidden: no longer in the actor's view."""

    people: tuple[tuple[int, PersonRow], ...]
    many: int
    hidden: int


def people_behind(
    scope: Scope, pair: Pair, annex: str, key: str, column: str, step: Step, reason: Reason, keys: Keyring
) -> Behind:  # fmt: skip
    """The persons of one part of a cell; reading the list is an audit event. Raises ValueError, KeyError, OutOfScope."""
    if not scope.may(Capability.READ_PEOPLE) or scope.site is not None:
        raise OutOfScope(pair.unit)
    before, after = sides(scope, pair)
    if annex == "3" and column in MASTER:
        return Behind((), 0, 0)
    is_site = after.basis.notice.annexes[annex].rows == "sites"
    line = next(x for p in (after, before) for t in p.tables if t.annex.key == annex for x in t.lines if x.key == key)  # fmt: skip
    level = ("region", "league", "county", "site").index(line.level)
    at: str | int = "" if not level else line.site_id if line.site_id is not None else line.code
    county = line.code if level >= 2 else ""
    found: dict[int, int] = {}
    old, new = _narrowed(before, county), _narrowed(after, county)
    for one, _, transitions in steps(scope, old, new, [Cell(annex, column, is_site)]):
        for change in transitions:
            if one is step and change.reason is reason and (change.level, change.at) == (level, at):
                found[change.person % BEYOND] = change.sign
    ids = sorted(found)
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=line.code, subject=f"explanation:{annex}:{column}",
            detail={"people": len(ids), "reason": reason.value},
        )  # fmt: skip
    rows = shown(scope, people.lines(scope, ids[:MOST]), keys, after.on)
    told = tuple((found[row.id], row) for row in rows)
    return Behind(told, len(ids), len(ids[:MOST]) - len(told))


def _narrowed(side: Point, county: str) -> Point:
    """A side with the people of one county only; where none is named, as it is."""
    if not county:
        return side
    tree = side.basis.tree
    apart = load_notice(NOTICE).apart(side.on)
    own = set(codes_of(tree, counties_in(tree, county, apart))) | {county}
    areas = tuple(
        replace(area, codes=codes)
        for area in side.areas
        if (codes := tuple(code for code in area.codes if code in own))
    )
    return replace(side, areas=areas)
