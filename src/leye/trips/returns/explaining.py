"""统计上报, the explanation of change: two returns, or two days, and every difference between them by its reasons."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from sqlglot import exp

from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Version
from leye.core.places.tree import Tree
from leye.core.query.model import Scalar
from leye.core.query.sql import Engine, text_of
from leye.core.reports import explain
from leye.core.reports.explain import BEYOND, Cell, Change, Explained, Part, Plan, Seen, Side, Step
from leye.core.reports.returns import codes_of, counties_in
from leye.core.reports.shapes import Shapes, shaped
from leye.core.reports.tables import MASTER, Line, Table
from leye.core.scope import Scope
from leye.notices.returns import load_reasons
from leye.trips.annexes.counting import CODES, ENTRY, MOST, Basis, put_in
from leye.trips.returns.freezing import basis_now, basis_then, frozen_tables, make
from leye.trips.rosters.intake import NOTICE

FEW = 20  # codes, before the place index costs more than reading every row in turn
_readings: dict[tuple[object, ...], "Reading"] = {}


@dataclass(frozen=True, slots=True)
class Area:
    """Counties that were counted together: all codes that stand for them, after which entry, by which readings."""

    codes: tuple[str, ...]
    seq: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Point:
    """One side: what the unit's tables said, and how each of its counties was counted."""

    unit: str
    basis: Basis
    tables: tuple[Table, ...]
    areas: tuple[Area, ...]
    seq: int

    @property
    def on(self) -> dt.date:
        return self.basis.on


def point_now(scope: Scope, on: dt.date, unit: str, known_at: dt.datetime | None = None) -> Point:
    """A unit on a day, by the ledger as it is known now or was known at an instant. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    seq = people.seq_at(scope, known_at)
    basis = basis_now(scope, NOTICE, on, unit)
    made = make(scope, basis, unit, seq, lambda _: None, proves=False)
    return Point(unit, basis, made.tables, (Area(_codes(basis, unit), seq, basis),), seq)


def point_then(scope: Scope, version: Version) -> Point:
    """A unit as a version of its return has it."""
    basis = basis_then(version)
    tables = frozen_tables(scope, version)
    areas = tuple(_areas(scope, version, basis))
    return Point(version.report.unit, basis, tables, areas, version.seq)


def _areas(scope: Scope, version: Version, basis: Basis) -> Iterator[Area]:
    parts = reports.parts(scope, version)
    if not parts:
        yield Area(_codes(basis, version.report.unit), version.seq, basis)
    found = reports.by_ids(scope, [part for part in parts.values() if part is not None])
    for unit, part in parts.items():
        if part is None:
            yield Area(_codes(basis, unit), version.seq, basis)
        else:
            yield from _areas(scope, found[part], basis_then(found[part]))


def _codes(basis: Basis, unit: str) -> tuple[str, ...]:
    return codes_of(basis.tree, counties_in(basis.tree, unit, basis.apart))


def _placed(point: Point) -> tuple[explain.Place, frozenset[int]]:
    """Where a code and a site stand in a side's tables."""
    tree: Tree = point.basis.tree
    own = set(counties_in(tree, point.unit, point.basis.apart))
    leagues = {c: league for league, cs in tree.groups(point.basis.apart) for c in cs}
    known: dict[str, tuple[str, str] | None] = {}

    def place(code: str, site: int | None) -> explain.Key | None:
        if code not in known:
            county = tree.canonical(code)
            known[code] = (leagues.get(county, ""), county) if county in own else None
        found = known[code]
        return (*found, site) if found else None

    listed = {x.site_id for t in point.tables for x in t.lines if x.site_id is not None}
    return place, frozenset(listed)


def _divisions(point: Point) -> tuple[object, ...]:
    """What decides where a side puts a code."""
    tree, apart = point.basis.tree, point.basis.apart
    return point.unit, tree.groups(apart), tree.recodes()


def steps(
    scope: Scope, before: Point, after: Point, cells: Sequence[Cell]
) -> Iterator[tuple[Step, Plan, Iterator[Change]]]:
    """The transitions of each step between two sides."""
    first, second = _plan(before.basis, cells), _plan(after.basis, cells)
    later = _later_areas(before, after)
    place, sites = _placed(before)
    place_after, sites_after = _placed(after)
    if _divisions(before) == _divisions(after):
        place_after = place  # the same function says that nobody is elsewhere by the tree alone
    known = _seen(scope, before.areas, before.on, cells)
    is_known_alike = _asks_alike(before, later)
    learnt = known if is_known_alike else _seen(scope, later, before.on, cells, before.basis)
    why = _why(scope, before, later, known, learnt)
    one, two = Side(known, place, sites), Side(learnt, place, sites)
    yield Step.PAPERWORK, first, explain.changes(first, one, two, explain.namer(Step.PAPERWORK, first, why))  # fmt: skip
    is_read_alike = first.questions == second.questions and first.stages == second.stages
    read = learnt if is_read_alike else _seen(scope, later, before.on, cells, after.basis)  # fmt: skip
    three = Side(read, place_after, sites_after)
    yield Step.READING, second, explain.changes(second, two, three, explain.namer(Step.READING, second, why))  # fmt: skip
    moved = _seen(scope, later, after.on, cells, after.basis)
    gone = [person % BEYOND for person in read if person not in moved]
    seqs = max(area.seq for area in later) if later else after.seq
    dead = whole.died(scope, gone, after.on, seqs)
    told = explain.Why(before.on.isoformat(), dead)
    four = Side(moved, place_after, sites_after)
    yield Step.WORLD, second, explain.changes(second, three, four, explain.namer(Step.WORLD, second, told))  # fmt: skip


def _asks_alike(before: Point, later: Sequence[Area]) -> bool:
    """Whether both sides know the same, so that nothing can lie between them on the day of the first."""

    def known(areas: Sequence[Area]) -> set[tuple[str, int]]:
        return {(code, area.seq) for area in areas for code in area.codes}

    read_by = {(x.basis.definitions, x.basis.tree.recodes()) for x in before.areas}
    own = {(before.basis.definitions, before.basis.tree.recodes())}
    return read_by <= own and known(before.areas) == known(later)


def _plan(basis: Basis, cells: Sequence[Cell]) -> Plan:
    bound = basis.notice.bound(basis.on, basis.tree.recodes())
    return explain.plan(cells, basis.notice, bound, load_reasons(basis.notice.key))


def _later_areas(before: Point, after: Point) -> list[Area]:
    """The later side's areas, and the codes that only the earlier side counts, as the later side knows them."""
    covered = {code for area in after.areas for code in area.codes}
    left = [code for area in before.areas for code in area.codes if code not in covered]
    extra = [Area(tuple(sorted(set(left))), after.seq, after.basis)] if left else []
    return [*after.areas, *extra]


def _why(
    scope: Scope,
    before: Point,
    later: Sequence[Area],
    known: Mapping[int, Seen],
    learnt: Mapping[int, Seen],
) -> explain.Why:
    seqs = [area.seq for area in (*before.areas, *later)]
    first, last = min(seqs, default=0), max(seqs, default=0)
    if first == last:
        return explain.Why(before.on.isoformat())
    changed = {
        person % BEYOND for person in {**known, **learnt} if known.get(person) != learnt.get(person)
    }
    return explain.Why(
        before.on.isoformat(),
        merged=whole.merged_between(scope, first, last),
        corrected=whole.corrected_between(scope, changed, first, last),
    )


def _seen(
    scope: Scope,
    areas: Sequence[Area],
    on: dt.date,
    cells: Sequence[Cell],
    basis: Basis | None = None,
) -> dict[int, Seen]:
    """Everybody of the areas on a day, each area after its own entry; read by another basis where one is given."""
    together: dict[tuple[int, str], list[Area]] = defaultdict(list)
    for area in areas:
        together[(area.seq, area.basis.definitions)].append(area)
    found: dict[int, Seen] = {}
    for (seq, _), group in together.items():
        codes = sorted({code for area in group for code in area.codes})
        reading = _reading(scope, basis or group[0].basis, on, seq, len(codes) <= FEW, cells)
        for person, county, site, born, *likeness in reading.rows(seq, codes):
            key = person
            while key in found:
                key += BEYOND
            found[key] = Seen(county, site, born or "", *reading.judged(tuple(likeness)))
    return found


@dataclass(slots=True)
class Reading:
    """One statement, built once for all counties and entries, and how it judged each likeness that it met."""

    text: str
    shapes: Shapes
    many: int  # questions about cells; those about stages follow
    known: dict[tuple[Scalar | None, ...], tuple[int, int]]

    def rows(self, seq: int, codes: Sequence[str]) -> list[tuple[Any, ...]]:
        """(person, county, site, birth date, likeness…) of everybody in the codes, after an entry."""
        with connection.cursor() as cursor:
            cursor.execute(put_in(self.text, seq, codes))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def judged(self, likeness: tuple[Scalar | None, ...]) -> tuple[int, int]:
        """Which cells count whoever is like this, and which predicates he fits, both as bits."""
        if likeness not in self.known:
            bits = self.shapes.bits(likeness)
            self.known[likeness] = bits & (1 << self.many) - 1, bits >> self.many
        return self.known[likeness]


def _reading(
    scope: Scope, read_by: Basis, on: dt.date, seq: int, is_few: bool, cells: Sequence[Cell]
) -> Reading:
    engine, recodes = people.engine(), read_by.tree.recodes()
    key = (
        read_by.definitions, read_by.on, recodes, on, engine, is_few, tuple(cells), people.is_kept(scope, seq),
    )  # fmt: skip
    if key not in _readings:
        if len(_readings) > MOST:
            _readings.clear()
        asked = _plan(read_by, cells)
        shapes = shaped([*asked.questions, *asked.stages])
        state = people.state_relation(scope, on, seq, ENTRY)
        text = text_of(_statement(shapes, state, on, engine, is_few), engine)
        _readings[key] = Reading(text, shapes, len(asked.questions), {})
    return _readings[key]


def _statement(
    shapes: Shapes, state: exp.Select, on: dt.date, engine: Engine, is_few: bool
) -> exp.Select:
    """(person, county, site, birth date, likeness…) of everybody who is settled in the codes."""
    county: exp.Expr = exp.column("county")
    if not is_few:
        county = exp.Substring(
            this=county, start=exp.Literal.number(1), length=exp.Literal.number(6)
        )
    return (
        exp.select("person_id", "county", "site_id", "CAST(birth_date AS TEXT) AS born")
        .select(*shapes.expressions(on, engine))
        .from_("state")
        .where(exp.In(this=county, expressions=[exp.Literal.string(CODES)]))
        .with_("state", as_=state)
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every cell of the annexes: by (annex, row key, column); and the rows in their order with their names."""

    before: Point
    after: Point
    cells: Mapping[tuple[str, str, str], Explained]
    rows: Mapping[str, tuple[Line, ...]]

    @property
    def left_over(self) -> int:
        return sum(abs(cell.remainder) for cell in self.cells.values())


LEVELS = ("region", "league", "county", "site")


def explanation(scope: Scope, before: Point, after: Point) -> Explanation:
    """Every cell of annexes 1 to 3 between two sides, the same unit's, the earlier first."""
    cells = explain.cells_of(after.basis.notice)
    sums: explain.Sums = Counter()
    for step, _, found in steps(scope, before, after, cells):
        explain.summed(step, found, sums)
    parts: dict[tuple[int, int, str | int], list[Part]] = defaultdict(list)
    for (number, level, at, step, reason), many in sums.items():
        if many:
            parts[(number, level, at)].append(Part(step, reason, many))
    explained: dict[tuple[str, str, str], Explained] = {}
    rows: dict[str, tuple[Line, ...]] = {}
    olds = {table.annex.key: table for table in before.tables}
    for table in after.tables:
        was = {line.key: line for line in olds[table.annex.key].lines}
        now = {line.key: line for line in table.lines}
        rows[table.annex.key] = tuple({**was, **now}.values())
        for key in rows[table.annex.key]:
            for one in _row(table, cells, was.get(key.key), now.get(key.key), parts):
                explained[(one.annex, key.key, one.column)] = one
    return Explanation(before, after, explained, rows)


def _row(
    table: Table,
    cells: Sequence[Cell],
    old: Line | None,
    new: Line | None,
    parts: Mapping[tuple[int, int, str | int], Sequence[Part]],
) -> Iterator[Explained]:
    line = new or old
    if line is None:
        return
    level = LEVELS.index(line.level)
    at: str | int = "" if level == 0 else line.site_id if line.site_id is not None else line.code
    for number, cell in enumerate(cells):
        if cell.annex == table.annex.key:
            told = tuple(parts.get((number, level, at), ()))
            yield Explained(cell.annex, cell.column, *_figures(old, new, cell.column), told)
    if table.annex.rows == "sites":
        for column in MASTER:
            before, after = _figures(old, new, column)
            change = after - before
            told = (Part(Step.READING, explain.Reason.LISTED, change),) if change else ()
            yield Explained(table.annex.key, column, before, after, told)


def _figures(old: Line | None, new: Line | None, column: str) -> tuple[int, int]:
    before = old.figures.get(column) if old else 0
    after = new.figures.get(column) if new else 0
    return before or 0, after or 0
