"""统计上报, the counting: one annex over the ledger as of a day and an entry; and its lines along a tree."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from sqlglot import exp

from leye.apps.people import selectors as people
from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import Tree
from leye.core.query.sql import text_of
from leye.core.reports.notice import Annex, Notice
from leye.core.reports.tables import (
    Counts,
    Line,
    Table,
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
ENTRY, CODES = (
    -840_000_001,
    "@codes",
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
    own = CODES if codes else scope.code_range
    key = (
        basis.definitions,
        annex.key,
        on,
        recodes,
        engine,
        own,
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
            scope.code_range,
            exp.column("county").isin(CODES) if codes else None,
        )
        if scope.site is not None:
            statement = statement.where(exp.column("site_id").eq(scope.site))
        if len(_texts) > MOST:
            _texts.clear()
        _texts[key] = text_of(statement, engine)
    named = "', '".join(code for code in codes if code.isdecimal())
    return _texts[key].replace(str(ENTRY), str(seq)).replace(CODES, named)


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
