"""The one door to the ledger: entries open, facts are added, entries close or are withdrawn."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import models, transaction

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.people.models import (
    FACT_MODELS,
    Entry,
    Fact,
    Household,
    LedgerClock,
    Merge,
    Person,
    Source,
)
from leye.core.ledger.additions import Addition

MODELS = {model._meta.db_table: model for model in FACT_MODELS}
ABOUT_A_MICROSECOND = dt.timedelta(microseconds=1)


class EntryEnded(Exception):
    """The entry is closed or withdrawn; nothing more can be added to it."""


class RestedOn(Exception):
    """Later facts correct those that should be taken back."""


@transaction.atomic
def open_entry(
    *, by: str, source: Source, unit: str, at: dt.datetime, source_ref: str = "", reason: str = ""
) -> int:
    """Begin an act of recording; its facts count once it is closed."""
    entry = Entry.objects.create(
        source=source,
        source_ref=source_ref,
        unit=unit,
        recorded_by=by,
        reason=reason,
        opened_at=at,
    )
    audit.record(
        by=by,
        action="ledger.open",
        unit=unit,
        subject=f"entry:{entry.pk}",
        detail={"source": source_ref or str(source)},
    )
    return entry.pk


def _open(by: str, entry_id: int) -> Entry:
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if entry.seq is not None or entry.withdrawn_at is not None or entry.recorded_by != by:
        raise EntryEnded(entry_id)
    return entry


@transaction.atomic
def add_people(*, by: str, entry_id: int, many: int) -> list[int]:
    """Make room for `many` new persons; returns their ids."""
    entry = _open(by, entry_id)
    return [p.pk for p in Person.objects.bulk_create([Person(entry=entry) for _ in range(many)])]


@transaction.atomic
def add_households(
    *, by: str, entry_id: int, numbers: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Make households by (county, number); returns their ids by the same pairs."""
    entry = _open(by, entry_id)
    rows = [Household(entry=entry, county=county, number=number) for county, number in numbers]
    return {(row.county, row.number): row.pk for row in Household.objects.bulk_create(rows)}


@transaction.atomic
def add_facts(*, by: str, entry_id: int, facts: Iterable[Addition]) -> int:
    """Add facts to an open entry; returns how many.

    Raises IntegrityError where the database holds what must never happen: a second correction of one
    fact, dates in the wrong order, two primary spells on one day.
    """
    _open(by, entry_id)
    rows: dict[str, list[dict[str, object]]] = {}
    for fact in facts:
        row: dict[str, object] = {
            **fact.values,
            "person_id": fact.person_id,
            "entry_id": entry_id,
            "valid_from": fact.valid_from,
            "valid_to": fact.valid_to,
            "corrects": fact.corrects,
            "is_void": fact.is_void,
            "origin": fact.origin,
        }
        rows.setdefault(fact.table, []).append(row)
    for table, added in rows.items():
        # Corrections first: a spell that is cut short makes room for the one that follows it.
        added.sort(key=lambda row: row["corrects"] is None)
        loading.insert(MODELS[table], added)
    return sum(len(added) for added in rows.values())


@transaction.atomic
def add_entry(
    *, by: str, source: Source, unit: str, at: dt.datetime, source_ref: str, reason: str,
    facts: Iterable[Addition],
) -> int:  # fmt: skip
    """An act of recording that is only facts: opened, filled and closed at once; returns the entry's id."""
    entry_id = open_entry(
        by=by, source=source, unit=unit, at=at, source_ref=source_ref, reason=reason
    )
    add_facts(by=by, entry_id=entry_id, facts=facts)
    close_entry(by=by, entry_id=entry_id, at=at)
    return entry_id


@transaction.atomic
def take_back_facts(
    *, by: str, entry_id: int, brought_by: int, person_id: int | None = None
) -> int:
    """Undo what a closed entry brought, by facts in an open one; returns how many were undone.

    person_id: only what it brought of one person, where the entry is a whole list.

    A fact that corrected another gives way to what that one said, any other is void. Raises RestedOn when
    one of them was corrected since: an entry is undone once, and to do it again is to undo what undid it.
    """
    _open(by, entry_id)
    many = 0
    for model in FACT_MODELS:
        rows_of = model.objects.filter(entry_id=brought_by)
        rows_of = rows_of if person_id is None else rows_of.filter(person_id=person_id)
        brought = list(rows_of.order_by("pk"))
        if model.objects.filter(corrects__in=[fact.pk for fact in brought]).exists():
            raise RestedOn(brought_by)
        rows = [_undone(fact, entry_id) for fact in brought]
        rows.sort(key=lambda row: not row["is_void"])  # what is void makes room for what comes back
        loading.insert(model, rows)
        many += len(rows)
    return many


def _undone(fact: Fact, entry_id: int) -> dict[str, object]:
    said = fact if fact.corrects is None else fact.corrects
    own = {str(field.column): getattr(said, field.attname) for field in said._meta.concrete_fields}
    del own["id"]
    return {
        **own,
        "entry_id": entry_id,
        "corrects": fact.pk,
        "is_void": fact.corrects is None or said.is_void,
    }


@transaction.atomic
def close_entry(*, by: str, entry_id: int, at: dt.datetime) -> int:
    """Let all facts of the entry become known together; returns the entry's place in the order."""
    entry = _open(by, entry_id)
    clock, _ = LedgerClock.objects.select_for_update().get_or_create(id=1)
    if clock.last_known_at is not None:
        at = max(at, clock.last_known_at + ABOUT_A_MICROSECOND)
    clock.last_seq += 1
    clock.last_known_at = at
    clock.save()
    entry.seq, entry.known_at = clock.last_seq, at
    entry.save(update_fields=["seq", "known_at"])
    audit.record(
        by=by,
        action="ledger.close",
        unit=entry.unit,
        subject=f"entry:{entry.pk}",
        detail={"seq": clock.last_seq},
    )
    return clock.last_seq


@transaction.atomic
def withdraw_entry(*, by: str, entry_id: int, at: dt.datetime) -> None:
    """Give up an entry that was not closed. What it had brought was never known, and is taken away."""
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    if entry.seq is not None:
        raise EntryEnded(entry_id)
    if entry.withdrawn_at is None:
        for model in FACT_MODELS:
            model.objects.filter(entry_id=entry_id).delete()
        Merge.objects.filter(entry_id=entry_id).delete()
        Entry.objects.filter(pk=entry_id).update(withdrawn_at=at)
        audit.record(by=by, action="ledger.withdraw", unit=entry.unit, subject=f"entry:{entry_id}")


@transaction.atomic
def judge_same(*, by: str, entry_id: int, duplicate_id: int, survivor_id: int) -> int:
    """Judge two persons to be one. Raises ValueError when either already took part in a judgement."""
    _open(by, entry_id)
    standing = Merge.objects.filter(undoes=None, undone_by=None)
    pair = [duplicate_id, survivor_id]
    taken = models.Q(duplicate_id__in=pair) | models.Q(survivor_id=duplicate_id)
    if standing.filter(taken).exists():
        raise ValueError("one of the two is already part of another judgement")
    merge = Merge.objects.create(
        entry_id=entry_id, duplicate_id=duplicate_id, survivor_id=survivor_id
    )
    audit.record(by=by, action="ledger.merge", subject=f"merge:{merge.pk}")
    return merge.pk


@transaction.atomic
def take_back_same(*, by: str, entry_id: int, merge_id: int) -> None:
    """Undo a judgement that two persons are one."""
    _open(by, entry_id)
    old = Merge.objects.get(pk=merge_id)
    Merge.objects.create(
        entry_id=entry_id,
        duplicate_id=old.duplicate_id,
        survivor_id=old.survivor_id,
        undoes=old,
    )
    audit.record(by=by, action="ledger.split", subject=f"merge:{merge_id}")
