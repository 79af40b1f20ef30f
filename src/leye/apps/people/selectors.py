"""Reading the ledger. Every question comes with a scope; sealed texts leave as they are stored."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from sqlglot import exp

from leye.apps import loading
from leye.apps.people.models import (
    FACT_MODELS,
    ContactFact,
    Entry,
    Household,
    IdentityFact,
    KeptState,
    LedgerClock,
    Merge,
    WishFact,
)
from leye.apps.people.projection import followed_seq, is_up_to
from leye.core.ledger.additions import Held
from leye.core.ledger.facts import STATE_COLUMNS
from leye.core.ledger.state import state_from_facts, state_kept
from leye.core.query.sql import Engine
from leye.core.scope import Scope

BELIEVED = Q(is_void=False) & (Q(corrected_by=None) | Q(corrected_by__entry__seq=None))
COMMON = {"id", "person", "entry", "valid_from", "valid_to", "corrects", "is_void", "origin"}


def engine() -> Engine:
    """The engine of the application's own database."""
    return Engine.SQLITE if connection.vendor == "sqlite" else Engine.POSTGRES


def seq_at(scope: Scope, known_at: dt.datetime | None = None) -> int:
    """The last entry that was closed by an instant; without one, the last that figures have followed.

    The kept state follows an entry within seconds or minutes; until it has, "now" is the state before.
    Whoever names an instant gets all that was known then, if need be from the facts themselves.
    """
    if known_at is None:
        return followed_seq()
    closed = Entry.objects.filter(known_at__lte=known_at).order_by("-known_at")
    return closed.values_list("seq", flat=True).first() or 0


def last_entry(scope: Scope, source_ref: str) -> int | None:
    """The newest closed entry that a source brought, of the scope's units; None where there is none."""
    low, high = scope.code_range
    rows = Entry.objects.filter(source_ref=source_ref, unit__gte=low, unit__lt=high)
    return rows.exclude(seq=None).order_by("-seq").values_list("pk", flat=True).first()


def known_until(scope: Scope, now: dt.datetime) -> dt.datetime:
    """An instant by which all that was recorded is known: now, or later where the ledger's clock is ahead of this one."""
    last = LedgerClock.objects.values_list("last_known_at", flat=True).first()
    return now if last is None else max(now, last)


def state_relation(scope: Scope, on: dt.date, seq: int, told_as: int | None = None) -> exp.Select:
    """The state row of everybody: from the kept state where it has followed far enough, else the facts.

    The relation is not yet narrowed; who puts a question to it narrows it to the scope.
    told_as: the number that stands in the statement in place of `seq`, which the caller puts there later.
    """
    ask = state_kept if is_up_to(seq) else state_from_facts
    return ask(on, seq if told_as is None else told_as, engine())


def is_kept(scope: Scope, seq: int) -> bool:
    """Whether the kept state answers for an entry, or the facts themselves must."""
    return is_up_to(seq)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list, as believed now; `id_cipher` is sealed."""

    person_id: int
    name: str
    sex: str | None
    birth_date: dt.date | None
    ethnicity: str
    id_kind: str
    id_cipher: str
    county: str = ""
    site_id: int | None = None


def lines(scope: Scope, person_ids: Collection[int]) -> list[PersonLine]:
    """The persons by id, in the order of the ids; only those whom the scope covers."""
    visible = {
        row.person_id: row
        for row in _latest_states(scope).filter(person_id__in=person_ids).order_by("on_from")
    }
    facts = {
        fact.person_id: fact
        for fact in IdentityFact.objects.filter(
            BELIEVED, person_id__in=list(visible), entry__seq__gt=0
        )
    }
    return [
        PersonLine(
            person_id,
            fact.name,
            fact.sex,
            fact.birth_date,
            fact.ethnicity,
            fact.id_kind,
            fact.id_cipher,
            visible[person_id].county,
            visible[person_id].site_id,
        )
        for person_id in person_ids
        if (fact := facts.get(person_id)) is not None
    ]


def _latest_states(scope: Scope) -> QuerySet[KeptState]:
    low, high = scope.code_range
    where = Q(county__gte=low, county__lt=high)
    if scope.taken_in:
        where |= Q(county__in=scope.taken_in)
    rows = KeptState.objects.filter(where, seq_to=None)
    return rows.filter(site_id=scope.site) if scope.site is not None else rows


def at_site(scope: Scope, column: str = "person_id") -> Q:
    """For a site's own account only people who are settled at it now; for every other scope no condition."""
    if scope.site is None:
        return Q()
    here = KeptState.objects.filter(seq_to=None, site_id=scope.site)
    return Q(**{f"{column}__in": here.values("person_id")})


def search(
    scope: Scope,
    *,
    name_key: str = "",
    initials: str = "",
    tail_index: str = "",
    id_index: str = "",
    site_id: int | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[int]:
    """The ids of persons in the scope whose believed identity fits every given clue, by id."""
    found = IdentityFact.objects.filter(BELIEVED, entry__seq__gt=0, person_id__gt=after)
    if name_key:
        found = found.filter(name_key__gte=name_key, name_key__lt=name_key + "\U0010ffff")
    if initials:
        found = found.filter(initials__gte=initials, initials__lt=initials + "\U0010ffff")
    if tail_index:
        found = found.filter(tail_index=tail_index)
    if id_index:
        found = found.filter(id_index=id_index)
    states = _latest_states(scope).filter(person_id=OuterRef("person_id"))
    if site_id is not None:
        states = states.filter(site_id=site_id)
    found = found.filter(Exists(states)).order_by("person_id")
    return list(found.values_list("person_id", flat=True)[:limit])


def held(
    scope: Scope, person_ids: Collection[int], entry_id: int | None = None
) -> dict[int, list[Held]]:
    """What the ledger believes of persons now, and what the open entry says: all columns, by person.

    Not narrowed to the scope: intake must know a person who is registered elsewhere.
    """
    found: dict[int, list[Held]] = defaultdict(list)
    if not person_ids:
        return found
    own = entry_id or 0
    for model in FACT_MODELS:
        table = model._meta.db_table
        kept = [field for field in model._meta.concrete_fields if field.name not in COMMON]
        named = "".join(f", f.{field.column}" for field in kept)
        statement = f"""
            SELECT f.id, f.person_id, e.seq, f.valid_from, f.valid_to{named} FROM {table} f
            JOIN ledger_entry e ON e.id = f.entry_id
            LEFT JOIN {table} c ON c.corrects = f.id
            LEFT JOIN ledger_entry ce ON ce.id = c.entry_id
            WHERE {loading.among("f.person_id")} AND NOT f.is_void
              AND (e.seq > 0 AND (c.id IS NULL OR ce.seq IS NULL AND c.entry_id <> %s)
                   OR f.entry_id = %s AND c.id IS NULL)"""
        for row in loading.rows(statement, [loading.many(person_ids), own, own]):
            values = dict(zip([field.column for field in kept], row[5:], strict=True))
            fact = Held(table, row[0], row[1], row[2] or 0, row[3], row[4], values)
            found[row[1]].append(fact)
    return found


def persons_by_id_index(
    scope: Scope, indexes: Collection[str], entry_id: int | None = None
) -> dict[str, list[int]]:
    """Who bears the numbers: index → persons, duplicates replaced by their survivors.

    Persons whom the open entry brought are found, too.
    """
    found: dict[str, list[int]] = defaultdict(list)
    rows = IdentityFact.objects.filter(
        BELIEVED & Q(entry__seq__gt=0) | Q(entry_id=entry_id, is_void=False),
        id_index__in=indexes,
    ).values_list("id_index", "person_id")
    ids = [person_id for _, person_id in rows]
    into = dict(
        Merge.objects.filter(
            undoes=None, undone_by=None, duplicate_id__in=ids, entry__seq__gt=0
        ).values_list("duplicate_id", "survivor_id")
    )
    for id_index, person_id in rows:
        person = into.get(person_id, person_id)
        if id_index is not None and person not in found[id_index]:
            found[id_index].append(person)
    return found


def household_numbers(scope: Scope, ids: Collection[int]) -> dict[int, str]:
    """How the rosters number the households of the scope's counties, by id."""
    low, high = scope.code_range
    where = Q(county__gte=low, county__lt=high) | Q(county__in=scope.taken_in)
    return dict(Household.objects.filter(where, pk__in=list(ids)).values_list("pk", "number"))


def households(scope: Scope, numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Households by (county, number)."""
    wanted = set(numbers)
    rows = Household.objects.filter(number__in={number for _, number in wanted}).exclude(
        entry__withdrawn_at__isnull=False
    )
    return {(row.county, row.number): row.pk for row in rows if (row.county, row.number) in wanted}


def phone_of(scope: Scope, person_id: int) -> ContactFact | None:
    """The telephone that a person was last known by, sealed; None outside of the scope."""
    if not _latest_states(scope).filter(person_id=person_id).exists():
        return None
    rows = ContactFact.objects.filter(BELIEVED, person_id=person_id, entry__seq__gt=0)
    return rows.order_by("valid_from", "entry__seq", "id").last()


def phones(scope: Scope, person_ids: Collection[int]) -> dict[int, str]:
    """The telephones by which persons of the scope were last known, sealed; whoever has none is left out."""
    visible = _latest_states(scope).filter(person_id__in=person_ids).values("person_id")
    rows = ContactFact.objects.filter(BELIEVED, person_id__in=visible, entry__seq__gt=0)
    last = rows.order_by("valid_from", "entry__seq", "id")
    return dict(last.values_list("person_id", "phone_cipher"))


def training_trades(scope: Scope, person_ids: Collection[int]) -> dict[int, str]:
    """What persons of the scope last said they want to learn, "" where they did not say."""
    visible = _latest_states(scope).filter(person_id__in=person_ids).values("person_id")
    rows = WishFact.objects.filter(BELIEVED, person_id__in=visible, entry__seq__gt=0)
    last = rows.order_by("valid_from", "entry__seq", "id")
    return dict(last.values_list("person_id", "training_trade"))


KEPT_COLUMNS = ("on_from", "on_to", "seq_from", "seq_to", *STATE_COLUMNS)


def kept_parts(scope: Scope, size: int) -> Iterator[list[tuple[Any, ...]]]:
    """The kept state of the scope in parts of at most `size` rows, by id: the columns `KEPT_COLUMNS`."""
    low, high = scope.code_range
    rows = KeptState.objects.filter(county__gte=low, county__lt=high).order_by("id")
    after = 0
    while part := list(rows.filter(id__gt=after).values_list("id", *KEPT_COLUMNS)[:size]):
        after = part[-1][0]
        yield [row[1:] for row in part]


@dataclass(frozen=True, slots=True)
class HistoryFact:
    """One fact ever recorded about a person, believed or not."""

    table: str
    valid_from: dt.date
    valid_to: dt.date | None
    known_at: dt.datetime | None
    source: str
    is_believed: bool
    values: dict[str, object]


def history(scope: Scope, person_id: int) -> list[HistoryFact]:
    """Everything ever known about a person of the scope, by valid time; empty outside of it."""
    if not _latest_states(scope).filter(person_id=person_id).exists():
        return []
    found: list[HistoryFact] = []
    for model in FACT_MODELS:
        names = [field.attname for field in model._meta.concrete_fields if field.name not in COMMON]
        rows = model.objects.filter(person_id=person_id, entry__seq__gt=0)
        for row in rows.select_related("entry", "corrected_by__entry"):
            corrector = getattr(row, "corrected_by", None)
            is_corrected = corrector is not None and corrector.entry.seq is not None
            found.append(
                HistoryFact(
                    model._meta.db_table,
                    row.valid_from,
                    row.valid_to,
                    row.entry.known_at,
                    f"{row.entry.source_ref} {row.origin}".strip(),
                    not is_corrected and not row.is_void,
                    {name: getattr(row, name) for name in names},
                )
            )
    return sorted(found, key=lambda fact: (fact.valid_from, fact.table))
