"""What a board counts, place by place, rolled up one level: counts of counties and sites in, lines out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from leye.core.places.tree import Tree
from leye.core.query.model import Predicate
from leye.core.query.sql import Engine, predicate_sql
from leye.core.reports.tables import settled_in

Counts = dict[str, int]
Base = Mapping[tuple[str, int | None], Counts]  # (county, site or None where dispersed) → counts


@dataclass(slots=True)
class Line:
    """A unit or a site on a board; site 0: those who live dispersed."""

    code: str
    name: str
    site: int | None = None
    counts: Counts = field(default_factory=dict)


def added(into: Counts, more: Mapping[str, int]) -> Counts:
    """Counts with more added, in place."""
    for key, many in more.items():
        into[key] = into.get(key, 0) + many
    return into


def total_of(lines: Iterable[Line]) -> Counts:
    """The sum of lines."""
    total: Counts = {}
    for line in lines:
        added(total, line.counts)
    return total


def lines_of(unit: str, base: Base, tree: Tree, sites: Mapping[int, str]) -> list[Line]:
    """The lines below a unit: leagues of the region, counties of a league, sites of a county.

    Counties and leagues stand in the tree's order, also those where nobody is settled; sites by name.
    """
    found: dict[tuple[str, int | None], Line] = {}
    if unit.endswith("0000"):
        found = {(c, None): Line(c, tree.name(c)) for c in tree.leagues()}
    elif unit.endswith("00"):
        found = {(c, None): Line(c, tree.name(c)) for c in tree.counties(unit)}
    for (code, site), counts in base.items():
        county = tree.canonical(code)
        if unit.endswith("0000"):
            key: tuple[str, int | None] = (tree.league_of(county), None)
        elif unit.endswith("00"):
            key = (county, None)
        else:
            key = (county, site or 0)
        if key not in found:
            name = tree.name(key[0]) if key[1] is None else sites.get(key[1], "分散安置")
            found[key] = Line(key[0], name, key[1])
        added(found[key].counts, counts)
    if unit.endswith("00"):
        return list(found.values())
    return sorted(found.values(), key=lambda line: (not line.site, line.name))


def idle_homes_by_site(
    bound: Mapping[str, Predicate],
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    codes: tuple[str, str],
) -> exp.Select:
    """(county, site_id, homes): 零就业家庭, households with somebody who wants work and nobody who has any."""
    homes = (
        exp.select("household_id", "MIN(county) AS county", "MIN(site_id) AS site_id")
        .from_("state")
        .where(settled_in(codes))
        .where(predicate_sql(bound["willing"], on, engine))
        .where(_nobody_at_work(bound, on, engine, codes))
        .group_by("household_id")
    )
    return (
        exp.select("county", "site_id", "COUNT(*) AS homes")
        .from_(homes.subquery("h"))
        .with_("state", as_=state)
        .group_by("county", "site_id")
    )


def idle_people(
    bound: Mapping[str, Predicate], on: dt.date, engine: Engine, codes: tuple[str, str]
) -> exp.Condition:
    """Of whom a list of 零就业家庭 speaks: who wants work in a household in which nobody has any."""
    return exp.and_(
        predicate_sql(bound["willing"], on, engine), _nobody_at_work(bound, on, engine, codes)
    )


def _nobody_at_work(
    bound: Mapping[str, Predicate], on: dt.date, engine: Engine, codes: tuple[str, str]
) -> exp.Condition:
    at_work = (
        exp.select("household_id")
        .from_("state")
        .where(settled_in(codes))
        .where(predicate_sql(bound["employed"], on, engine))
    )
    return exp.not_(exp.column("household_id").isin(query=at_work))


def homes_statement(
    bound: Mapping[str, Predicate],
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    codes: tuple[str, str],
    site: int | None,
    after: int,
    limit: int,
) -> exp.Select:
    """The ids of the 零就业家庭, after one of them. site: of one site only, 0 of those who live dispersed."""
    found = (
        exp.select("household_id")
        .from_("state")
        .with_("state", as_=state)
        .where(settled_in(codes))
        .where(idle_people(bound, on, engine, codes))
        .where(exp.column("household_id") > after)
        .group_by("household_id")
        .order_by("household_id")
        .limit(limit)
    )
    if site is None:
        return found
    lives = exp.Min(this=exp.column("site_id"))  # as the households of a site are counted
    return found.having(lives.is_(exp.null()) if not site else lives.eq(site))


def members_statement(
    questions: Iterable[Predicate],
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    codes: tuple[str, str],
    homes: Iterable[int],
) -> exp.Select:
    """(household, person, 1 or 0 for each question) of everybody who is settled in the households, by both ids."""
    answers = [
        exp.alias_(exp.Case().when(predicate_sql(one, on, engine), "1").else_("0"), f"q{number}")
        for number, one in enumerate(questions)
    ]
    return (
        exp.select("household_id", "person_id", *answers)
        .from_("state")
        .with_("state", as_=state)
        .where(settled_in(codes))
        .where(exp.column("household_id").isin(*homes))
        .order_by("household_id", "person_id")
    )
