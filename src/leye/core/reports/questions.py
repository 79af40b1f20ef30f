"""A table as one statement, and a cell as the list of its people: both from the same predicates.

What several columns have in common (who is labour, who is employed) is worked out once a row, in an
inner select that the engine may not dissolve into the outer one. Measured on SQLite with 0.8 million
kept rows: 0.6 s for the nine columns of annex 1, of which 0.4 s are reading and sorting the rows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from sqlglot import exp

from leye.core.query.model import (
    EVERYONE,
    NOBODY,
    And,
    Compare,
    Field,
    Known,
    Not,
    OneOf,
    Or,
    Predicate,
    Recode,
    Surely,
    Value,
    both,
    fields_of,
)
from leye.core.query.sql import Engine, predicate_sql, term_sql
from leye.core.reports.measures import Counts, Measure, TableSpec

ALL_ROWS = "9223372036854775807"


def table_statement(
    spec: TableSpec, state: exp.Select, on: dt.date, engine: Engine, within: Predicate = EVERYONE
) -> exp.Select:
    """Rows (county, site_id, people, one column a measure of `spec.counted`, in order).

    state: the relation of `leye.core.ledger.state` for the same day and engine
    within: the places that may be seen; counties are given under today's codes
    """
    bare, homes = _apart(spec.counted)
    asked = [measure.question for measure in spec.counted]
    shared = _shared(asked)
    here = both(spec.among, within)
    columns = {"county", "site_id"} | {
        name for predicate in asked for name in fields_of(_flagged(predicate, shared))
    }
    columns |= {"household_id"} if bare else set()
    columns -= set(shared.values())
    inner = _inner(spec, sorted(columns), on, engine).from_("state")
    for predicate, name in shared.items():
        inner = inner.select(exp.alias_(_sql(predicate, on, engine), name))
    for name, predicate in homes.items():
        inner = inner.select(_home(predicate, name, on, engine))
    # A home is looked at whole: its members may be counted in more than one place.
    outside, inside = (here, EVERYONE) if homes else (EVERYONE, here)
    names = sorted(fields_of(outside) - columns)
    inner = inner.select(*names)
    if inside != EVERYONE:
        inner = inner.where(predicate_sql(inside, on, engine))
    outer = exp.select("county", "site_id", "COUNT(*) AS people_here")
    for measure in spec.counted:
        wanted = _flagged(measure.question, shared)
        counted = both(wanted, *_none_at_home(measure, homes))
        outer = outer.select(exp.alias_(_count(measure, counted, on, engine), f"n_{measure.key}"))
    outer = outer.from_(_kept_apart(inner, engine).subquery("x"))
    if outside != EVERYONE:
        outer = outer.where(predicate_sql(outside, on, engine))
    return outer.group_by("county", "site_id").with_("state", as_=state)


def people_statement(
    spec: TableSpec,
    key: str,
    state: exp.Select,
    on: dt.date,
    engine: Engine,
    *,
    within: Predicate = EVERYONE,
    after: int = 0,
    limit: int | None = None,
) -> exp.Select:
    """The person_ids of one cell in order: those after `after`, at most `limit`.

    A column of households opens to the people in them who answer to its predicate.
    Raises KeyError when the table has no such column, ValueError when it is a column of words.
    """
    measure = spec.measure(key)
    if measure.counts is Counts.TEXT:
        raise ValueError(f"a column of words has no people: {key}")
    _, homes = _apart((measure,))
    wanted = both(
        spec.among,
        within,
        measure.question,
        *_none_at_home(measure, homes),
        Compare(">", Field("person_id"), Value(after)),
    )
    source: exp.Expression = exp.to_table("state")
    if homes:
        inner = exp.select("*").from_("state")
        for name, predicate in homes.items():
            inner = inner.select(_home(predicate, name, on, engine))
        source = inner.subquery("x")
    people = (
        exp.select("person_id")
        .from_(source)
        .where(predicate_sql(wanted, on, engine))
        .order_by("person_id")
        .with_("state", as_=state)
    )
    return people if limit is None else people.limit(limit)


def _inner(spec: TableSpec, columns: Iterable[str], on: dt.date, engine: Engine) -> exp.Select:
    counties = tuple(pair for pair in spec.recodes if len(pair[0]) == 6)
    today = term_sql(Recode(Field("county"), counties), engine)
    return exp.select(
        *(exp.alias_(today, "county") if name == "county" else name for name in columns)
    )


def _kept_apart(inner: exp.Select, engine: Engine) -> exp.Select:
    """Two engines would copy the inner expressions into every column that uses them, and SQLite would
    walk the place index row by row in order to be spared a sort."""
    match engine:
        case Engine.SQLITE:
            return inner.limit(exp.Literal.number(ALL_ROWS))
        case Engine.POSTGRES:
            return inner.offset(0)
        case Engine.DUCKDB | Engine.SPARK:
            return inner


def _count(measure: Measure, wanted: Predicate, on: dt.date, engine: Engine) -> exp.Expression:
    counted: exp.Expression = exp.Count(this=exp.Star())
    if measure.counts is Counts.HOUSEHOLDS:
        counted = exp.Count(this=exp.Distinct(expressions=[exp.column("household_id")]))
    if wanted == EVERYONE:
        return counted
    condition = exp.Where(this=predicate_sql(wanted, on, engine))
    return exp.Filter(this=counted, expression=condition)


def _sql(predicate: Predicate, on: dt.date, engine: Engine) -> exp.Expression:
    return exp.paren(predicate_sql(predicate, on, engine))


def _apart(measures: Iterable[Measure]) -> tuple[bool, dict[str, Predicate]]:
    """Whether households are counted, and what must be known of each home as a whole."""
    homes: dict[str, Predicate] = {}
    counted = False
    for measure in measures:
        counted = counted or measure.counts is Counts.HOUSEHOLDS
        if measure.without is not None:
            homes.setdefault(f"h_{measure.key}", measure.without)
    return counted, homes


def _home(predicate: Predicate, name: str, on: dt.date, engine: Engine) -> exp.Expression:
    """1 when anybody of the household answers to the predicate."""
    one = exp.Case().when(predicate_sql(predicate, on, engine), exp.Literal.number(1))
    most = exp.Max(this=one.else_(exp.Literal.number(0)))
    window = exp.Window(this=most, partition_by=[exp.column("household_id")])
    return exp.alias_(window, name)


def _none_at_home(measure: Measure, homes: dict[str, Predicate]) -> tuple[Predicate, ...]:
    name = f"h_{measure.key}"
    return (Compare("=", Field(name), Value(0)),) if name in homes else ()


def _nodes(predicate: Predicate) -> Iterator[Predicate]:
    yield predicate
    match predicate:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _nodes(part)
        case Not(part) | Surely(part):
            yield from _nodes(part)
        case _:
            return


def _shared(predicates: Iterable[Predicate]) -> dict[Predicate, str]:
    """The parts that more than one question has, each with the name of its column (f0, f1, …)."""
    seen: Counter[Predicate] = Counter()
    for predicate in predicates:
        seen.update(dict.fromkeys(_nodes(predicate)))
    common = [p for p, times in seen.items() if times > 1 and p not in (EVERYONE, NOBODY)]
    reached: dict[Predicate, None] = {}
    names = {predicate: f"f{number}" for number, predicate in enumerate(common)}
    for predicate in seen:
        for node in _nodes(_flagged(predicate, names)):
            if isinstance(node, Compare) and isinstance(node.left, Field):
                reached.update({p: None for p, name in names.items() if name == node.left.name})
    return {predicate: names[predicate] for predicate in common if predicate in reached}


def _flagged(predicate: Predicate, shared: dict[Predicate, str]) -> Predicate:
    """The predicate, reading the columns of what is shared; three answers as before."""
    if predicate in shared:
        return Compare("=", Field(shared[predicate]), Value(True))
    match predicate:
        case And(parts):
            return And(tuple(_flagged(part, shared) for part in parts))
        case Or(parts):
            return Or(tuple(_flagged(part, shared) for part in parts))
        case Not(part):
            return Not(_flagged(part, shared))
        case Surely(part):
            return Surely(_flagged(part, shared))
        case Compare() | OneOf() | Known():
            return predicate
        case _:
            return predicate
