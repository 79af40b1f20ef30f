"""The kept state follows the ledger: entry by entry, person by person, in small transactions.

It can be killed anywhere and goes on where it stopped; two that run at once take turns.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from django.db import transaction

from leye.apps import loading
from leye.apps.people.models import (
    FACT_MODELS,
    Entry,
    KeptState,
    Merge,
    Projection,
)
from leye.core.ledger import facts as f
from leye.core.ledger.timeline import survivors, timeline

CHUNK = 500
STRETCH = ("on_from", "on_to", *f.STATE_COLUMNS)


def follow(*, by: str) -> int:
    """Bring the kept state up to the last closed entry; returns how many persons were worked out anew."""
    done = 0
    while (many := _step()) is not None:
        done += many
    return done


@transaction.atomic
def _step() -> int | None:
    """One chunk of one entry; None when the kept state is up to date."""
    Projection.objects.get_or_create(id=1)
    where = Projection.objects.select_for_update().get(id=1)
    entry = Entry.objects.filter(seq=where.done_seq + 1).first()
    if entry is None:
        return None
    persons = touched(entry.pk, after=where.cursor, limit=CHUNK)
    if not persons:
        where.done_seq, where.cursor = where.done_seq + 1, 0
        where.save()
        return 0
    work_out(persons, where.done_seq + 1)
    where.cursor = persons[-1]
    where.save()
    return len(persons)


def touched(entry_id: int, after: int, limit: int) -> list[int]:
    """The next persons, by id, about whom an entry says something."""
    found: set[int] = set()
    for model in FACT_MODELS:
        rows = model.objects.filter(entry_id=entry_id, person_id__gt=after)
        found.update(
            rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:limit]
        )
    for duplicate, survivor in Merge.objects.filter(entry_id=entry_id).values_list(
        "duplicate_id", "survivor_id"
    ):
        found.update(person for person in (duplicate, survivor) if person > after)
    ties = Merge.objects.filter(duplicate_id__in=found).values_list("survivor_id", flat=True)
    found.update(person for person in ties if person > after)
    return sorted(found)[:limit]


def work_out(persons: list[int], seq: int) -> None:
    """Make the kept state of the persons what it is after entry `seq`; earlier versions stay as they are."""
    merges = [
        f.Merge(row.pk, row.entry.seq, row.duplicate_id, row.survivor_id, row.undoes_id)
        for row in Merge.objects.filter(entry__seq__lte=seq).select_related("entry")
        if row.entry.seq is not None
    ]
    into = survivors(merges, seq)
    groups = {person: {person} for person in persons}
    for duplicate, survivor in into.items():
        if survivor in groups:
            groups[survivor].add(duplicate)
    known = facts_of({member for group in groups.values() for member in group}, seq)
    kept = kept_now(persons)
    ended: list[tuple[int, int]] = []
    begun: list[dict[str, object]] = []
    for person in persons:
        facts = [fact for member in groups[person] for fact in known[member]]
        stretches = [] if person in into else timeline(person, facts, seq)
        wanted = {(first, last, *_values(state)) for first, last, state in stretches}
        for row_id, seq_from, row in kept[person]:
            if row in wanted:
                wanted.discard(row)
            else:
                ended.append((row_id, seq_from))
        begun.extend(
            {**dict(zip(STRETCH, row, strict=True)), "seq_from": seq, "seq_to": None}
            for row in sorted(wanted, key=lambda row: row[0])
        )
    KeptState.objects.filter(pk__in=[row_id for row_id, since in ended if since == seq]).delete()
    loading.update(
        KeptState, ["seq_to"], [(seq, row_id) for row_id, since in ended if since != seq]
    )
    loading.insert(KeptState, begun)


def kept_now(persons: Collection[int]) -> dict[int, list[tuple[int, int, tuple[Any, ...]]]]:
    """(id, seq_from, stretch) of each version that is believed, by person."""
    names = ("id", "seq_from", *STRETCH)
    statement = (
        f"SELECT {', '.join(names)} FROM {f.KEPT_TABLE} "
        f"WHERE seq_to IS NULL AND {loading.among('person_id')}"
    )
    found: dict[int, list[tuple[int, int, tuple[Any, ...]]]] = defaultdict(list)
    place = names.index("person_id")
    for row in loading.rows(statement, [loading.many(persons)]):
        found[row[place]].append((row[0], row[1], row[2:]))
    return found


def facts_of(persons: Collection[int], seq: int) -> dict[int, list[f.Fact]]:
    """All facts about the persons that were known after entry `seq`, by person."""
    found: dict[int, list[f.Fact]] = defaultdict(list)
    for kind in f.KINDS:
        names = [field.name for field in fields(kind.fact) if field.name != "seq"]
        statement = (
            f"SELECT e.seq, {', '.join('f.' + name for name in names)} FROM {kind.table} f "
            f"JOIN {f.ENTRY_TABLE} e ON e.id = f.entry_id AND e.seq <= %s "
            f"WHERE {loading.among('f.person_id')}"
        )
        for values in loading.rows(statement, [seq, loading.many(persons)]):
            fact = kind.fact(seq=values[0], **dict(zip(names, values[1:], strict=True)))
            found[fact.person_id].append(fact)
    return found


def _values(state: f.StateRow) -> tuple[Any, ...]:
    return tuple(getattr(state, name) for name in f.STATE_COLUMNS)


@transaction.atomic
def rebuild(*, by: str) -> int:
    """Throw the kept state away and work all of it out again from the facts."""
    KeptState.objects.all().delete()
    Projection.objects.update_or_create(id=1, defaults={"done_seq": 0, "cursor": 0})
    return follow(by=by)


def is_up_to(seq: int) -> bool:
    """Whether the kept state has followed the ledger up to entry `seq`."""
    where = Projection.objects.filter(id=1).first()
    return where is not None and where.done_seq >= seq


def followed_seq() -> int:
    """The last entry that the kept state has followed."""
    where = Projection.objects.filter(id=1).first()
    return where.done_seq if where else 0
