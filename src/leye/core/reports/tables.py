"""Tables: the one statement that counts, and its rows rolled up along the month's tree."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import REGION, Tree
from leye.core.query.model import EVERYONE, And, Predicate
from leye.core.query.sql import Engine, predicate_sql
from leye.core.reports.notice import Annex, Notice
from leye.core.reports.sharing import kept_apart, prepared

# The columns of annex 3 that come from the region's list, and what the ledger says beside each.
BESIDE_MASTER = {
    "households": "everyone.households",
    "people": "everyone.people",
    "poor_households": "poor.households",
    "poor_people": "poor.people",
}
MASTER = tuple(BESIDE_MASTER)
BESIDE = ("place_unknown", "not_asked", "farming_only")  # shown beside annexes 1 and 2


@dataclass(slots=True)
class Line:
    """One row of a table. level: region, league, county or site; figures by column, None = not known."""

    level: str
    code: str
    name: str
    site_id: int | None = None
    figures: dict[str, int | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"site:{self.site_id}" if self.site_id is not None else self.code


@dataclass(frozen=True, slots=True)
class Table:
    """An annex filled in, for the last day of a month and what was known at an entry."""

    annex: Annex
    on: dt.date
    seq: int
    lines: tuple[Line, ...]


def cell_predicate(
    notice: Notice, annex: Annex, column: str, bound: Mapping[str, Predicate]
) -> Predicate:
    """Whom a column counts: the annex's base and the column's measure. Raises KeyError for other columns."""
    group, _, measure = column.rpartition(".")
    base, counted = bound[group or annex.base], bound[notice.measures[measure]]
    # Not flattened: "is labour" must stay one part that columns have in common.
    return counted if base == EVERYONE else base if counted == EVERYONE else And((base, counted))


def counted_columns(notice: Notice, annex: Annex) -> tuple[str, ...]:
    """The columns that are counted from the ledger, and what is shown beside the form."""
    own = [c for c in annex.columns if c.rpartition(".")[2] in notice.measures]
    if annex.rows == "sites":
        return (*(c for c in own if c not in MASTER), *BESIDE_MASTER.values())
    return (*own, *BESIDE)


def table_statement(
    notice: Notice,
    annex: Annex,
    bound: Mapping[str, Predicate],
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    codes: tuple[str, str],
    where: exp.Condition | None = None,
) -> exp.Select:
    """(county, site_id, counted columns…): one statement over a state relation, within a range of codes.

    where: in place of the range, where a unit has codes that lie outside of it.
    """
    columns = counted_columns(notice, annex)
    questions = [cell_predicate(notice, annex, column, bound) for column in columns]
    inner, over = prepared(questions, ("county", "site_id", "household_id"), on, engine)
    inner = inner.where(settled_in(codes) if where is None else where)
    counts = []
    for number, (column, question) in enumerate(zip(columns, over, strict=True)):
        by_household = column.rpartition(".")[2] in notice.by_household
        counts.append(exp.alias_(_count(by_household, question, on, engine), f"m{number}"))
    return (
        exp.select("county", "site_id", *counts)
        .from_(kept_apart(inner, engine).subquery("x"))
        .with_("state", as_=state)
        .group_by("county", "site_id")
    )


def settled_in(codes: tuple[str, str], beyond: Collection[str] = ()) -> exp.Condition:
    """The county lies in low <= code < high, or is one of `beyond`; `codes` as `Scope.code_range` gives them.

    A whole region is nearly everybody: SQLite should read its rows in turn and not through the place
    index (0.3 s for 0.6 s), so that the column stands inside of a function there.
    """
    county, (low, high) = exp.column("county"), codes
    if len(low) == 2:
        first = exp.Substring(
            this=county, start=exp.Literal.number(1), length=exp.Literal.number(2)
        )
        return exp.EQ(this=first, expression=exp.Literal.string(low))
    within = exp.and_(county >= exp.Literal.string(low), county.copy() < exp.Literal.string(high))
    return exp.or_(within, county.copy().isin(*beyond)) if beyond else within


def _count(by_household: bool, question: Predicate, on: dt.date, engine: Engine) -> exp.Expr:
    counted = exp.Count(this=exp.Star())
    if by_household:
        counted = exp.Count(this=exp.Distinct(expressions=[exp.column("household_id")]))
    if question == EVERYONE:
        return counted
    return exp.Filter(this=counted, expression=exp.Where(this=predicate_sql(question, on, engine)))


def idle_homes_statement(
    bound: Mapping[str, Predicate],
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    codes: tuple[str, str],
    beyond: Collection[str] = (),
) -> exp.Select:
    """(county, homes): households with somebody who wants work and nobody who has any 零就业家庭."""
    inner, (willing, employed) = prepared(
        [bound["willing"], bound["employed"]], ("county", "household_id"), on, engine
    )
    homes = (
        exp.select("household_id", "MIN(county) AS county")
        .from_(kept_apart(inner.where(settled_in(codes, beyond)), engine).subquery("x"))
        .group_by("household_id")
        .having(exp.GT(this=_count(False, willing, on, engine), expression=exp.Literal.number(0)))
        .having(exp.EQ(this=_count(False, employed, on, engine), expression=exp.Literal.number(0)))
    )
    return (
        exp.select("county", "COUNT(*) AS homes")
        .from_(homes.subquery("h"))
        .with_("state", as_=state)
        .group_by("county")
    )


def people_statement(
    predicate: Predicate,
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    where: exp.Condition,
    after: int,
    limit: int,
) -> exp.Select:
    """The persons of a cell, by id, after one of them."""
    return (
        exp.select("person_id", "county", "site_id")
        .from_("state")
        .with_("state", as_=state)
        .where(predicate_sql(predicate, on, engine))
        .where(where)
        .where(exp.column("person_id") > after)
        .order_by("person_id")
        .limit(limit)
    )


Counts = Mapping[tuple[str, int | None], Sequence[int]]


def counties_table(
    columns: Sequence[str],
    counts: Counts,
    tree: Tree,
    unit: str,
    apart: Collection[str] = (),
) -> list[Line]:
    """A total for each league, then its counties; those of the unit, and only where somebody is settled.

    A county in `apart` is a line of its own beside the leagues.
    """
    by_county: dict[str, list[int]] = {}
    for (county, _), values in counts.items():
        code = tree.canonical(county)
        by_county[code] = _plus(by_county.get(code), values)
    lines: list[Line] = []
    for league, counties in tree.groups(apart):
        own = [(c, by_county[c]) for c in counties if c in by_county]
        if not own or (league in apart and unit not in (REGION, league)):
            continue
        if league in apart:
            figures = _named(columns, by_county[league])
            lines.append(Line("league", league, tree.name(league), figures=figures))
            continue
        if unit in (REGION, league):
            total = _sum(values for _, values in own)
            lines.append(Line("league", league, tree.name(league), figures=_named(columns, total)))
        lines.extend(
            Line("county", code, tree.name(code), figures=_named(columns, values))
            for code, values in own
        )
    if unit == REGION and lines:
        total = _sum(by_county.values())
        lines.insert(0, Line("region", REGION, "合计", figures=_named(columns, total)))
    return lines


def sites_table(
    columns: Sequence[str],
    counts: Counts,
    tree: Tree,
    unit: str,
    sites: Iterable[SiteValue],
    master: Mapping[int, SiteFigures],
    stations: Mapping[int, str],
    apart: Collection[str] = (),
) -> list[Line]:
    """Annex 3: region, then each league, each county in it, each site in that; totals stand above."""
    by_site: dict[int, list[int]] = {}
    for (_, site_id), values in counts.items():
        if site_id is not None:
            by_site[site_id] = _plus(by_site.get(site_id), values)
    found: list[Line] = []
    nothing = [0] * len(columns)
    for site in sites:
        line = Line("site", tree.canonical(site.county), site.name, site.id)
        line.figures = _named(columns, by_site.get(site.id, nothing))
        line.figures |= _mastered(master.get(site.id))
        line.texts = {"site": site.name, "station": stations.get(site.id, "")}
        found.append(line)
    return sites_under(found, tree, unit, apart)


def sites_under(
    sites: Iterable[Line], tree: Tree, unit: str, apart: Collection[str] = ()
) -> list[Line]:
    """Rows of sites with the totals of their counties, leagues and the region above them, numbered."""
    by_place: dict[str, list[Line]] = defaultdict(list)
    for site in sites:
        by_place[tree.canonical(site.code)].append(site)
    lines: list[Line] = []
    for league, counties in tree.groups(apart):
        if league in apart and unit not in (REGION, league):
            continue
        below: list[Line] = []
        for county in counties:
            if own := by_place.get(county, []):
                below.append(_total("county", county, tree.name(county), own))
                below.extend(own)
        if not below:
            continue
        own_counties = [line for line in below if line.level == "site"]
        if unit in (REGION, league):
            lines.append(_total("league", league, tree.name(league), own_counties))
        lines.extend(below)
    if unit == REGION and lines:
        every = [line for line in lines if line.level == "site"]
        lines.insert(0, _total("region", REGION, "合计", every))
    for number, line in enumerate(lines, start=1):
        line.figures["number"] = number
    return lines


def _total(level: str, code: str, name: str, sites: Sequence[Line]) -> Line:
    label = f"{'合计' if level == 'region' else ''}{len(sites)}个"
    line = Line(level, code, name, texts={"site": label, level: name})
    for column in sites[0].figures:
        if column == "number":
            continue
        known = [value for s in sites if (value := s.figures[column]) is not None]
        line.figures[column] = sum(known) if known else None
    return line


def _mastered(figures: SiteFigures | None) -> dict[str, int | None]:
    if figures is None:
        return dict.fromkeys(MASTER)
    return {name: getattr(figures, name) for name in MASTER}


def _plus(one: Sequence[int] | None, other: Sequence[int]) -> list[int]:
    return list(other) if one is None else [a + b for a, b in zip(one, other, strict=True)]


def _sum(rows: Iterable[Sequence[int]]) -> list[int]:
    total: list[int] | None = None
    for row in rows:
        total = _plus(total, row)
    return total or []


def _named(columns: Sequence[str], values: Sequence[int]) -> dict[str, int | None]:
    return dict(zip(columns, values, strict=True))
