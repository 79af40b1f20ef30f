"""统计上报, the counting: one annex over the ledger as of a day and an entry; and its lines along a tree."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from sqlglot import exp

from leye.apps.people import selectors as people
from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import Tree
from leye.core.query.model import Scalar
from leye.core.query.sql import text_of
from leye.core.reports.notice import Annex, Notice
from leye.core.reports.shapes import Shapes, shaped
from leye.core.reports.tables import (
    Counts,
    Line,
    Table,
    cell_predicate,
    counted_columns,
    counties_table,
    sites_table,
    table_statement,
)
from leye.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Basis:
    """What a table stands on beside the facts: declarations, the tree of the day, sites with their list and stations."""

    notice: Notice
    definitions: str  # the digest of the declarations
    tree: Tree
    sites: Sequence[SiteValue]
    master: Mapping[int, SiteFigures]
    stations: Mapping[int, str]

    @property
    def on(self) -> dt.date:
        return self.tree.day

    @property
    def apart(self) -> frozenset[str]:
        return self.notice.apart(self.on)


MOST = 500
ENTRY, CODES, RANGE = (
    -840_000_001,
    "@codes",
    ("@low", "@high"),
)  # stand in a statement's text for what each question puts there
_texts: dict[tuple[object, ...], str] = {}


def counted(
    scope: Scope, basis: Basis, annex: Annex, seq: int, codes: Collection[str] = ()
) -> dict[tuple[str, int | None], list[int]]:
    """Counts by (county, site) within the scope's range, or for the codes that are named."""
    with connection.cursor() as cursor:
        cursor.execute(_text(scope, basis, annex, seq, codes))
        return {
            (county, site): [int(value) for value in sums]
            for county, site, *sums in cursor.fetchall()
        }


def _text(scope: Scope, basis: Basis, annex: Annex, seq: int, codes: Collection[str]) -> str:
    """The statement's text. To build one takes longer than to run it for a county: it is built once a month."""
    on, engine = basis.on, people.engine()
    recodes = basis.tree.recodes()
    own = range_of(scope)
    key = (
        basis.definitions,
        annex.key,
        on,
        recodes,
        engine,
        own,
        bool(codes),
        scope.site,
        people.is_kept(scope, seq),
    )
    if key not in _texts:
        statement = table_statement(
            basis.notice,
            annex,
            basis.notice.bound(on, recodes),
            people.state_relation(scope, on, seq, ENTRY),
            on,
            engine,
            own,
            exp.column("county").isin(CODES) if codes else None,
        )
        if scope.site is not None:
            statement = statement.where(exp.column("site_id").eq(scope.site))
        if len(_texts) > MOST:
            _texts.clear()
        _texts[key] = text_of(statement, engine)
    return put_in(_texts[key], seq, codes, scope)


def range_of(scope: Scope) -> tuple[str, str]:
    """The scope's range of codes as a statement's text has it: the same for all but a whole region's, which is read otherwise."""
    own = scope.code_range
    return own if len(own[0]) == 2 else RANGE


def put_in(text: str, seq: int, codes: Iterable[str], scope: Scope | None = None) -> str:
    """A statement's text with an entry, codes and a scope's range in their places."""
    named = "', '".join(code for code in codes if code.isdecimal())
    told = text.replace(str(ENTRY), str(seq)).replace(CODES, named)
    # a unit may come from an address: what is no code stays a text within its quotes
    low, high = (one.replace("'", "''") for one in (scope.code_range if scope else RANGE))
    return told.replace(RANGE[0], low).replace(RANGE[1], high)


@dataclass(slots=True)
class Together:
    """One statement for all annexes, built once; and what each likeness that it met counts in: (annex, column) as bits."""

    text: str
    shapes: Shapes
    homes: tuple[int, ...]  # the questions that count households
    known: dict[tuple[Scalar | None, ...], tuple[int, ...]]

    def counts_in(self, likeness: tuple[Scalar | None, ...]) -> tuple[int, ...]:
        """The numbers of the questions that count whoever is like this."""
        if likeness not in self.known:
            bits = self.shapes.bits(likeness)
            self.known[likeness] = tuple(
                number for number in range(len(self.shapes.asked)) if bits >> number & 1
            )
        return self.known[likeness]


_together: dict[tuple[object, ...], Together] = {}
Sums = dict[tuple[str, int | None], list[int]]


def counted_together(
    scope: Scope, basis: Basis, seq: int, codes: Collection[str]
) -> dict[str, Sums]:
    """Every annex by (county, site) for the codes that are named, people read once for all of them."""
    asked = _asked_together(scope, basis, seq)
    with connection.cursor() as cursor:
        cursor.execute(put_in(asked.text, seq, codes))
        rows = cursor.fetchall()
    many = len(asked.shapes.asked)
    sums: Sums = {}
    for (county, site, *likeness), people_there in Counter(
        (row[0], row[1], *row[3:]) for row in rows
    ).items():
        found = sums.setdefault((county, site), [0] * many)
        for number in asked.counts_in(tuple(likeness)):
            found[number] += people_there
    _count_homes(asked, rows, sums)
    return _by_annex(basis, sums)


def _count_homes(asked: Together, rows: Collection[tuple[Any, ...]], sums: Sums) -> None:
    """Put households in place of people where a question counts them."""
    homes: dict[tuple[str, int | None], list[set[int]]] = {}
    for county, site, home, *likeness in set(rows):
        here = homes.setdefault((county, site), [set() for _ in asked.homes])
        counts_in = asked.counts_in(tuple(likeness))
        for number, found in zip(asked.homes, here, strict=True):
            if number in counts_in:
                found.add(home)
    for key, here in homes.items():
        for number, found in zip(asked.homes, here, strict=True):
            sums[key][number] = len(found)


def _by_annex(basis: Basis, sums: Sums) -> dict[str, Sums]:
    found, first = {}, 0
    for annex in basis.notice.annexes.values():
        past = first + len(counted_columns(basis.notice, annex))
        found[annex.key] = {key: values[first:past] for key, values in sums.items()}
        first = past
    return found


def _asked_together(scope: Scope, basis: Basis, seq: int) -> Together:
    notice, on, engine = basis.notice, basis.on, people.engine()
    recodes = basis.tree.recodes()
    key = (basis.definitions, on, recodes, engine, people.is_kept(scope, seq))
    if key not in _together:
        bound = notice.bound(on, recodes)
        columns = [
            (annex, column)
            for annex in notice.annexes.values()
            for column in counted_columns(notice, annex)
        ]
        shapes = shaped(cell_predicate(notice, annex, column, bound) for annex, column in columns)
        statement = (
            exp.select("county", "site_id", "household_id", *shapes.expressions(on, engine))
            .from_("state")
            .where(exp.column("county").isin(CODES))
            .with_("state", as_=people.state_relation(scope, on, seq, ENTRY))
        )
        homes = tuple(
            number
            for number, (_, column) in enumerate(columns)
            if column.rpartition(".")[2] in notice.by_household
        )
        if len(_together) > MOST:
            _together.clear()
        _together[key] = Together(text_of(statement, engine), shapes, homes, {})
    return _together[key]


def filled(basis: Basis, annex: Annex, counts: Counts, unit: str, seq: int) -> Table:
    """The annex of a unit from counts: totals above, along the tree of the day."""
    columns = counted_columns(basis.notice, annex)
    lines: list[Line]
    if annex.rows == "counties":
        lines = counties_table(columns, counts, basis.tree, unit, basis.apart)
    else:
        lines = sites_table(
            columns, counts, basis.tree, unit, basis.sites, basis.master, basis.stations, basis.apart
        )  # fmt: skip
    return Table(annex, basis.on, seq, tuple(lines))
