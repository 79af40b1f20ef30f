"""Reading spells of work across a scope: who works where and by whose doing, with where he is settled."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from leye.apps import loading
from leye.core.scope import Scope

# What is believed of employment, and where and what the person is on a day, as known now.
BELIEVED = """
    FROM ledger_employment f
    JOIN ledger_entry e ON e.id = f.entry_id AND e.seq > 0
    LEFT JOIN ledger_employment c ON c.corrects = f.id
    LEFT JOIN ledger_entry ce ON ce.id = c.entry_id
    JOIN ledger_state s ON s.person_id = f.person_id AND s.seq_to IS NULL
      AND s.on_from <= %s AND s.on_to > %s
    WHERE NOT f.is_void AND (c.id IS NULL OR ce.seq IS NULL) AND f.is_primary
      AND s.county >= %s AND s.county < %s AND (%s IS NULL OR s.site_id = %s)"""


@dataclass(frozen=True, slots=True)
class Spell:
    """A primary spell, [valid_from, valid_to); county and standing of the person on the day that was asked for."""

    person_id: int
    valid_from: dt.date
    valid_to: dt.date | None
    job_place: str | None
    employer: str
    county: str
    standing: str | None


def _day(day: dt.date) -> object:
    return day.isoformat() if connection.vendor == "sqlite" else day


def _own(scope: Scope, on: dt.date) -> list[object]:
    """What BELIEVED is asked with: a day, a unit and perhaps a site."""
    low, high = scope.code_range
    return [_day(on), _day(on), low, high, scope.site, scope.site]


def spells_by_channel(
    scope: Scope, channel: str, start: dt.date, end: dt.date, on: dt.date
) -> list[Spell]:
    """The spells that came by a channel and meet [start, end), of who is settled in the scope on a day; by person."""
    statement = f"""
        SELECT f.person_id, f.valid_from, f.valid_to, f.job_place, f.employer, s.county, s.standing
        {BELIEVED} AND f.job_channel = %s AND f.valid_from < %s
          AND (f.valid_to IS NULL OR f.valid_to > %s)
        ORDER BY f.person_id, f.valid_from, f.id"""
    told = [*_own(scope, on), channel, _day(end), _day(start)]
    return [Spell(*row) for row in loading.rows(statement, told)]


def heads_by_employer(scope: Scope, names: Collection[str], on: dt.date) -> dict[str, int]:
    """Employer's name → persons of the scope whose primary work is there on a day."""
    if not names:
        return {}
    statement = f"""
        SELECT f.employer, count(*)
        {BELIEVED} AND f.valid_from <= %s AND (f.valid_to IS NULL OR f.valid_to > %s)
          AND {loading.among("f.employer")}
        GROUP BY f.employer"""
    told = [*_own(scope, on), _day(on), _day(on), loading.many(names)]
    return dict(loading.rows(statement, told))


def spells_of(scope: Scope, person_ids: Collection[int], on: dt.date) -> list[Spell]:
    """All primary spells of persons settled in the scope on a day; by person and day."""
    statement = f"""
        SELECT f.person_id, f.valid_from, f.valid_to, f.job_place, f.employer, s.county, s.standing
        {BELIEVED} AND {loading.among("f.person_id")}
        ORDER BY f.person_id, f.valid_from, f.id"""
    told = [*_own(scope, on), loading.many(person_ids)]
    return [Spell(*row) for row in loading.rows(statement, told)]
