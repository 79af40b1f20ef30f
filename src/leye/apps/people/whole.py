"""Reading everybody of a scope at once: for comparisons and for the sharing-out of vacancies."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection
from sqlglot import exp

from leye.apps import loading
from leye.apps.people.models import FACT_MODELS, Merge
from leye.apps.people.projection import followed_seq
from leye.apps.people.selectors import engine, state_relation
from leye.core.ledger.facts import KINDS
from leye.core.places.tree import REGION
from leye.core.query.model import Predicate
from leye.core.query.sql import predicate_sql, text_of
from leye.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Bearer:
    """One person as a comparison needs it: who, where last settled, sealed number and telephone."""

    person_id: int
    name: str
    sex: str | None
    birth_date: dt.date | None
    id_cipher: str
    household_id: int
    county: str
    town: str | None
    site_id: int | None
    phone_cipher: str
    relation: str | None


def bearers(scope: Scope) -> list[Bearer]:
    """Everybody of the scope who was ever settled, as believed now, by id; also who left or died."""
    low, high = scope.code_range
    own = " AND s.site_id = %s" if scope.site is not None else ""
    statement = f"""
        SELECT i.person_id, i.name, i.sex, i.birth_date, i.id_cipher, s.household_id, s.county, s.town,
               s.site_id, s.on_from
        FROM ledger_state s JOIN ledger_identity i ON i.person_id = s.person_id AND NOT i.is_void
        JOIN ledger_entry e ON e.id = i.entry_id AND e.seq > 0
        LEFT JOIN ledger_identity c ON c.corrects = i.id
        LEFT JOIN ledger_entry ce ON ce.id = c.entry_id
        WHERE s.seq_to IS NULL AND s.county >= %s AND s.county < %s{own}
          AND (c.id IS NULL OR ce.seq IS NULL)
        ORDER BY i.person_id, s.on_from"""
    told = [low, high] if scope.site is None else [low, high, scope.site]
    last: dict[int, tuple[Any, ...]] = {row[0]: row for row in loading.rows(statement, told)}
    phones = _latest("ledger_contact", "phone_cipher")
    relations = _latest("ledger_residence", "relation")
    return [
        Bearer(
            person,
            *row[1:9],
            phone_cipher=phones.get(person) or "",
            relation=relations.get(person),
        )  # type: ignore[misc]
        for person, row in last.items()
    ]


def _latest(table: str, column: str) -> dict[int, str]:
    """A column of each person's last believed fact of a table."""
    return {person: values[0] for person, values in _details(table, [column], None).items()}


def who(scope: Scope, predicate: Predicate, on: dt.date) -> list[int]:
    """The persons of the scope whose state on a day, as known now, fits a predicate; by id."""
    return [row[0] for row in _fitting(scope, ["person_id"], predicate, on)]


def how_many(scope: Scope, predicates: Sequence[Predicate], on: dt.date) -> list[int]:
    """How many persons of the scope fit each predicate on a day, as known now; one statement for all."""
    low, high = scope.code_range
    counts = [
        exp.Filter(
            this=exp.Count(this=exp.Star()),
            expression=exp.Where(this=predicate_sql(one, on, engine())),
        )
        for one in predicates
    ]
    statement = (
        exp.select(*counts)
        .from_("state")
        .with_("state", as_=state_relation(scope, on, followed_seq()))
        .where(exp.column("county") >= exp.Literal.string(low))
        .where(exp.column("county") < exp.Literal.string(high))
    )
    if scope.site is not None:
        statement = statement.where(exp.column("site_id").eq(scope.site))
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, engine()))
        row = cursor.fetchone()
    return [int(value) for value in row or ()]


def _fitting(
    scope: Scope,
    columns: Sequence[str],
    predicate: Predicate,
    on: dt.date,
    persons: Collection[int] | None = None,
) -> list[tuple[Any, ...]]:
    """Columns of the states that fit a predicate, by person."""
    low, high = scope.code_range
    statement = (
        exp.select(*columns)
        .from_("state")
        .with_("state", as_=state_relation(scope, on, followed_seq()))
        .where(predicate_sql(predicate, on, engine()))
        .where(exp.column("county") >= exp.Literal.string(low))
        .where(exp.column("county") < exp.Literal.string(high))
        .order_by("person_id")
    )
    if scope.site is not None:
        statement = statement.where(exp.column("site_id").eq(scope.site))
    if persons is not None:
        statement = statement.where(exp.column("person_id").isin(*persons))
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, engine()))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody can, wants and may do, as known now; None where nobody has said."""

    person_id: int
    county: str
    site_id: int | None
    sex: str | None
    birth_date: dt.date | None
    standing: str | None
    labour_skill: str | None
    health: str | None
    wish_area: str | None
    education: str | None = None
    licences: str | None = None
    languages: str | None = None
    has_health_certificate: bool | None = None
    wish_pay: int | None = None
    wish_trade: str | None = None
    only_local: bool | None = None
    wish_term: str | None = None
    last_trade: str | None = None


STATE_PART = tuple(field.name for field in fields(Profile))[:9]
DETAILS = {
    "ledger_capacity": ("education", "licences", "languages", "has_health_certificate"),
    "ledger_wish": ("wish_pay", "wish_trade", "only_local", "wish_term"),
    "ledger_employment": ("trade",),
}


def profiles(
    scope: Scope,
    predicate: Predicate,
    on: dt.date,
    persons: Collection[int] | None = None,
    details: Collection[str] = tuple(DETAILS),
) -> list[Profile]:
    """The persons of the scope whose state on a day fits a predicate, by id; only of `persons` where named.

    details: tables of which more than the state is wanted; what the others hold is left open.
    """
    found = [_typed(row) for row in _fitting(scope, STATE_PART, predicate, on, persons)]
    more: dict[str, dict[int, tuple[Any, ...]]] = {
        table: _details(table, names, persons) if table in details else {}
        for table, names in DETAILS.items()
    }
    nothing = {table: (None,) * len(names) for table, names in DETAILS.items()}
    return [
        Profile(*row, *(x for table in DETAILS for x in more[table].get(row[0], nothing[table])))
        for row in found
    ]


def _typed(row: Sequence[Any]) -> list[Any]:
    """A row of the state; a day that came through an expression as text is a day again."""
    return [
        dt.date.fromisoformat(value) if name == "birth_date" and isinstance(value, str) else value
        for name, value in zip(STATE_PART, row, strict=True)
    ]


def _details(
    table: str, names: Sequence[str], persons: Collection[int] | None
) -> dict[int, tuple[Any, ...]]:
    """Columns of each person's last believed fact of a table."""
    own = f" AND {loading.among('f.person_id')}" if persons is not None else ""
    statement = f"""
        SELECT f.person_id, {", ".join(f"f.{name}" for name in names)} FROM {table} f
        JOIN ledger_entry e ON e.id = f.entry_id AND e.seq > 0
        LEFT JOIN {table} c ON c.corrects = f.id
        LEFT JOIN ledger_entry ce ON ce.id = c.entry_id
        WHERE NOT f.is_void AND (c.id IS NULL OR ce.seq IS NULL){own}
        ORDER BY f.person_id, f.valid_from, e.seq, f.id"""
    told = [] if persons is None else [loading.many(persons)]
    return {row[0]: tuple(row[1:]) for row in loading.rows(statement, told)}


def counties(scope: Scope, on: dt.date) -> list[str]:
    """The county codes of the scope in which somebody is settled on a day, as known now."""
    low, high = scope.code_range
    statement = """SELECT DISTINCT county FROM ledger_state
        WHERE seq_to IS NULL AND on_from <= %s AND on_to > %s AND county >= %s AND county < %s"""
    day = on.isoformat() if connection.vendor == "sqlite" else on
    return [row[0] for row in loading.rows(statement, [day, day, low, high])]


def died(scope: Scope, persons: Collection[int], on: dt.date, seq: int) -> frozenset[int]:
    """Who of the persons is dead on a day, as known after an entry."""
    statement = f"""
        SELECT f.person_id FROM ledger_death f JOIN ledger_entry e ON e.id = f.entry_id AND e.seq <= %s
        LEFT JOIN ledger_death c ON c.corrects = f.id
        LEFT JOIN ledger_entry ce ON ce.id = c.entry_id
        WHERE NOT f.is_void AND f.valid_from <= %s AND (f.valid_to IS NULL OR f.valid_to > %s)
          AND (c.id IS NULL OR ce.seq IS NULL OR ce.seq > %s) AND {loading.among("f.person_id")}"""
    day = on.isoformat() if connection.vendor == "sqlite" else on
    told = [seq, day, day, seq, loading.many(persons)]
    return frozenset(row[0] for row in loading.rows(statement, told)) if persons else frozenset()


def merged_between(scope: Scope, after: int, until: int) -> frozenset[int]:
    """Persons whom a judgement about two records, or its undoing, touched between two entries."""
    rows = Merge.objects.filter(entry__seq__gt=after, entry__seq__lte=until)
    return frozenset(
        person for pair in rows.values_list("duplicate_id", "survivor_id") for person in pair
    )


def corrected_between(
    scope: Scope, persons: Collection[int], after: int, until: int
) -> frozenset[int]:
    """Persons of whom facts were corrected between two entries; that an open fact was given its end is none."""
    found: set[int] = set()
    for kind in KINDS:
        names = [of for of, _ in kind.state if of != "valid_from"]
        own = "".join(f", f.{name}, o.{name}" for name in names)
        statement = f"""
            SELECT f.person_id, f.is_void, f.valid_from, o.valid_from, f.valid_to, o.valid_to{own}
            FROM {kind.table} f JOIN ledger_entry e ON e.id = f.entry_id
            JOIN {kind.table} o ON o.id = f.corrects
            WHERE e.seq > %s AND e.seq <= %s AND {loading.among("f.person_id")}"""
        for person, is_void, since, was_since, until_day, was_until, *values in loading.rows(
            statement, [after, until, loading.many(persons)]
        ):
            is_end = not is_void and since == was_since and was_until is None and until_day
            if not is_end or values[::2] != values[1::2]:
                found.add(person)
    return frozenset(found)


def changed_since(scope: Scope, seq: int) -> list[int]:
    """Persons about whom an entry after `seq` says something, as far as figures have followed; by id."""
    found: set[int] = set()
    last = followed_seq()
    for model in FACT_MODELS:
        rows = model.objects.filter(entry__seq__gt=seq, entry__seq__lte=last)
        found.update(rows.values_list("person_id", flat=True).distinct())
    return sorted(found)


def since(scope: Scope, predicate: Predicate, on: dt.date) -> dict[int, tuple[dt.date, str, int]]:
    """Who of the scope fits a predicate on a day, and since when without a break: person → (day, county, site or 0).

    Ages are those of the day; the kept state, as known now.
    """
    low, high = scope.code_range
    fits = f"COALESCE(({text_of(predicate_sql(predicate, on, engine()), engine())}), {_no()})"
    is_all = scope.unit == REGION  # then everybody is looked at anyhow
    own = (
        ""
        if is_all
        else """ AND person_id IN (SELECT person_id FROM ledger_state WHERE seq_to IS NULL
              AND county >= %s AND county < %s AND on_from <= %s AND on_to > %s)"""
    )
    statement = f"""
        WITH told AS (SELECT person_id, on_from, on_to, county, site_id, {fits} AS fits
                      FROM ledger_state WHERE seq_to IS NULL AND on_from <= %s{own}),
             broken AS (SELECT person_id, MAX(on_to) AS last FROM told WHERE NOT fits GROUP BY person_id)
        SELECT t.person_id, MIN(t.on_from), MAX(CASE WHEN t.on_to > %s THEN t.county END),
               MAX(CASE WHEN t.on_to > %s THEN COALESCE(t.site_id, 0) END)
        FROM told t LEFT JOIN broken b ON b.person_id = t.person_id
        WHERE t.fits AND (b.last IS NULL OR t.on_from >= b.last)
        GROUP BY t.person_id HAVING MAX(t.on_to) > %s
        ORDER BY t.person_id"""
    day = on.isoformat() if connection.vendor == "sqlite" else on
    found = {}
    for person, first, county, site in loading.rows(
        statement, [day, *([] if is_all else [low, high, day, day]), day, day, day]
    ):
        start = dt.date.fromisoformat(first) if isinstance(first, str) else first
        if low <= county < high and (scope.site is None or scope.site == site):
            found[person] = (start, county, site)
    return found


def _no() -> str:
    return "0" if connection.vendor == "sqlite" else "FALSE"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is settled and how he is reached; the telephone sealed, "" where none is known."""

    person_id: int
    county: str
    site_id: int | None
    name: str
    phone_cipher: str
    phone_index: str


def reach(scope: Scope, persons: Collection[int]) -> dict[int, Reach]:
    """How persons of the scope are reached, as known now; whoever is not the scope's is left out."""
    low, high = scope.code_range
    own = " AND s.site_id = %s" if scope.site is not None else ""
    statement = f"""
        SELECT s.person_id, s.county, s.site_id FROM ledger_state s
        WHERE s.seq_to IS NULL AND s.county >= %s AND s.county < %s{own}
          AND {loading.among("s.person_id")}
        ORDER BY s.person_id, s.on_from"""
    told = [low, high, *([] if scope.site is None else [scope.site]), loading.many(persons)]
    found = {row[0]: row for row in loading.rows(statement, told)}
    names = _details("ledger_identity", ("name",), list(found))
    phones = _details("ledger_contact", ("phone_cipher", "phone_index"), list(found))
    return {
        person: Reach(
            person, county, site, names.get(person, ("",))[0] or "",
            *(one or "" for one in phones.get(person, ("", ""))),
        )
        for person, county, site in found.values()
    }  # fmt: skip


def with_phone(scope: Scope, phone_index: str) -> list[tuple[int, str]]:
    """(person, county) of everybody of the scope whose last believed telephone is the one of an index."""
    rows = loading.rows(
        "SELECT DISTINCT person_id FROM ledger_contact WHERE phone_index = %s", [phone_index]
    )
    found = reach(scope, [row[0] for row in rows]) if rows else {}
    return [(one.person_id, one.county) for one in found.values() if one.phone_index == phone_index]
