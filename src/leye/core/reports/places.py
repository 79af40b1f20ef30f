"""The lines of a table: units of the month's tree and the sites of the region's locked master.

A unit's code is six digits; a site is known by its number. The key of a line is unique in a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leye.core.places.sites import SiteFigures
from leye.core.places.tree import REGION, Tree
from leye.core.query.model import NOBODY, Field, OneOf, Predicate


class Level(StrEnum):
    REGION = "region"
    LEAGUE = "league"
    COUNTY = "county"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that reports in a month. A league with no counties of its own counts its people itself
    (满洲里 as a line of its own); `parent` is the code of the unit above, None at the top."""

    code: str
    name: str
    level: Level
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site for annex 3. `approved` holds columns 5 to 8, None while the region has not entered them;
    `station` is the text of column 15, None when nothing is recorded."""

    site_id: int
    name: str
    county: str
    approved: SiteFigures | None
    station: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a row of a table is about."""

    key: str
    name: str
    level: Level
    parent: str | None = None
    site_id: int | None = None


Recodes = tuple[tuple[str, str], ...]


def units_of(tree: Tree, apart: Iterable[str] = ()) -> tuple[Unit, ...]:
    """The region, its leagues and their counties, total before detail.

    apart: counties that a notice wants as lines of their own beside the leagues.
    """
    alone = tuple(apart)
    units = [Unit(REGION, tree.name(REGION), Level.REGION)]
    for league in tree.leagues():
        units.append(Unit(league, tree.name(league), Level.LEAGUE, REGION))
        units += [
            Unit(county, tree.name(county), Level.COUNTY, league)
            for county in tree.counties(league)
            if county not in alone
        ]
    return (*units, *(Unit(code, tree.name(code), Level.LEAGUE, REGION) for code in alone))


def place_of(unit: Unit) -> Place:
    return Place(unit.code, unit.name, unit.level, unit.parent)


def site_place(site: SiteLine) -> Place:
    return Place(f"site:{site.site_id}", site.name, Level.SITE, site.county, site.site_id)


def in_counties(codes: Iterable[str], recodes: Recodes = ()) -> Predicate:
    """Settled in one of the counties, under the code of the day or under one that it had before."""
    wanted = set(codes)
    renamed = dict(recodes)
    found = {code for code in wanted if renamed.get(code, code) in wanted}
    found |= {old for old, new in recodes if new in wanted}
    return OneOf(Field("county"), tuple(sorted(found))) if found else NOBODY


def at_sites(site_ids: Iterable[int]) -> Predicate:
    """Settled at one of the sites."""
    found = tuple(sorted(site_ids))
    return OneOf(Field("site_id"), found) if found else NOBODY


def below(key: str, tree: Sequence[Unit]) -> tuple[str, ...]:
    """The codes of a unit and of all units below it, in the order of the tree."""
    inside = {key}
    above: Mapping[str, str | None] = {unit.code: unit.parent for unit in tree}
    for unit in tree:
        parent: str | None = unit.code
        while parent is not None and parent not in inside:
            parent = above.get(parent)
        if parent is not None:
            inside.add(unit.code)
    return tuple(unit.code for unit in tree if unit.code in inside)
