"""总览, the counting: what the ledger, the sites and the promise say of a unit, by county and site; one pass for all units."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection
from sqlglot import exp

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.stations import selectors as stations
from leye.core.boards.sheets import Base, Counts, Line, added, idle_homes_by_site, lines_of
from leye.core.query.sql import text_of
from leye.core.reports.tables import counted_columns, table_statement
from leye.core.scope import Scope
from leye.core.vocabulary import StationState
from leye.notices.loader import load_notice
from leye.trips.outreach import promising
from leye.trips.rosters.intake import NOTICE

SERVED = (StationState.BUILT.value, StationState.SHARED.value)
POOR = ("people", "labour", "employed")  # what is shown of the registered poor


def base_of(scope: Scope, on: dt.date, promised_on: dt.date | None, seq: int) -> Base:
    """Every count of the scope on a day, by (county, site). promised_on None: the promise is left out."""
    base: dict[tuple[str, int | None], Counts] = {}
    for annex, ahead, wanted in (("1", "", None), ("2", "poor.", POOR)):
        for key, counts in _annex(scope, annex, on, seq).items():
            some = {c: n for c, n in counts.items() if wanted is None or c in wanted}
            added(base.setdefault(key, {}), {f"{ahead}{c}": n for c, n in some.items()})
    for key, many in _idle_homes(scope, on, seq).items():
        added(base.setdefault(key, {}), {"idle_homes": many})
    for key, counts in _sites(scope, on).items():
        added(base.setdefault(key, {}), counts)
    if promised_on is not None:
        for one in promising.stands(scope, promised_on).values():
            told = {"promised": 1, f"promise_{one.clock.state.value}": 1}
            added(base.setdefault((one.county, one.site or None), {}), told)
    if scope.site is not None:
        return {key: counts for key, counts in base.items() if key[1] == scope.site}
    return base


def lines(scope: Scope, unit: str, on: dt.date, base: Base) -> list[Line]:
    """The lines below a unit, from counts that cover it."""
    names = {site.id: site.name for site in places.sites(scope, on)}
    own = {key: counts for key, counts in base.items() if scope.narrowed(unit).covers(key[0])}
    return lines_of(unit, own, places.tree(scope, on), names)


def _annex(
    scope: Scope, key: str, on: dt.date, seq: int
) -> Mapping[tuple[str, int | None], Counts]:
    notice = load_notice(NOTICE)
    annex = notice.annexes[key]
    bound = notice.bound(on, places.tree(scope, on).recodes())
    state, engine = people.state_relation(scope, on, seq), people.engine()
    statement = table_statement(notice, annex, bound, state, on, engine, scope.code_range)
    names = counted_columns(notice, annex)
    return {
        (county, site): dict(zip(names, map(int, sums), strict=True))
        for county, site, *sums in _rows(statement)
    }


def _idle_homes(scope: Scope, on: dt.date, seq: int) -> dict[tuple[str, int | None], int]:
    bound = load_notice(NOTICE).bound(on, places.tree(scope, on).recodes())
    state, engine = people.state_relation(scope, on, seq), people.engine()
    statement = idle_homes_by_site(bound, state, on, engine, scope.code_range)
    return {(county, site): int(many) for county, site, many in _rows(statement)}


def _sites(scope: Scope, on: dt.date) -> dict[tuple[str, int | None], Counts]:
    served = stations.stations(scope, on)
    return {
        (site.county, site.id): {
            "sites": 1,
            "bare_sites": int(site.id not in served or served[site.id].state not in SERVED),
        }
        for site in places.sites(scope, on)
    }


def _rows(statement: exp.Select) -> list[tuple[str, int | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, people.engine()))
        return list(cursor.fetchall())
