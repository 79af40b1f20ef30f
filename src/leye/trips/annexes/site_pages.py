"""Sites: the region's locked figures beside what the ledger counts, and how each site is served."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.places import selectors as places
from leye.core.periods import Month
from leye.core.places.sites import SiteValue
from leye.core.reports.tables import BESIDE_MASTER, Line
from leye.core.scope import OutOfScope, Scope
from leye.gateways import clock
from leye.trips.annexes.reporting import Ask, annex_table

LABELS = {
    "households": "户",
    "people": "人",
    "poor_households": "建档立卡户",
    "poor_people": "建档立卡人",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of a site: by the region's list, by the ledger, and the difference where both are known."""

    label: str
    listed: int | None
    found: int | None

    @property
    def difference(self) -> int | None:
        return None if self.listed is None or self.found is None else self.found - self.listed


@dataclass(frozen=True, slots=True)
class SiteRow:
    id: int
    name: str
    county: str
    figures: tuple[Beside, ...]
    labour: int | None
    employed: int | None
    station: str


def open_sites(scope: Scope, on: dt.date) -> list[SiteValue]:
    """The sites of the scope that are open on a day."""
    return places.sites(scope, on)


def site_rows(scope: Scope, unit: str) -> tuple[list[SiteRow], Month]:
    """Every site of a unit as of the last month's end, and that month. Raises OutOfScope."""
    month = Month.of(clock.today()).shifted(-1)
    table, _ = annex_table(scope, Ask("3", month, unit))
    tree = places.tree(scope, table.on)
    rows = [_row(line, tree.name(line.code)) for line in table.lines if line.level == "site"]
    return rows, month


def site_row(scope: Scope, site_id: int) -> tuple[SiteRow, Month]:
    """One site. Raises OutOfScope when it is not the actor's."""
    county = county_of(scope, site_id)
    rows, month = site_rows(scope, county)
    return next(row for row in rows if row.id == site_id), month


def county_of(scope: Scope, site_id: int) -> str:
    """The county of a site. Raises OutOfScope when it is not the actor's."""
    for site in places.sites(scope, clock.today()):
        if site.id == site_id:
            return site.county
    raise OutOfScope(site_id)


def _row(line: Line, county: str) -> SiteRow:
    figures = tuple(
        Beside(LABELS[name], line.figures.get(name), line.figures.get(counted))
        for name, counted in BESIDE_MASTER.items()
    )
    labour, employed = line.figures.get("labour"), line.figures.get("employed")
    station = line.texts.get("station", "")
    return SiteRow(line.site_id or 0, line.name, county, figures, labour, employed, station)


def own_sites(scope: Scope) -> list[SiteValue]:
    """The sites of the scope, for a choice; those of a region would be too many for one."""
    return [one for one in places.sites(scope, clock.today()) if scope.covers(one.county)][:400]
