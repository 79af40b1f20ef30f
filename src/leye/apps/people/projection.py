"""The kept state follows the ledger: entry by entry, person by person, in small transactions.

It can be killed anywhere and goes on where it stopped; two that run at once take turns.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, fields

from django.db import transaction

from leye.apps.people.models import (
    FACT_MODELS,
    Entry,
    KeptState,
    LedgerClock,
    Merge,
    Projection,
)
from leye.core.ledger import facts as f
from leye.core.ledger.timeline import Version, survivors, timeline

CHUNK = 500
COLUMNS = tuple(field.name for field in fields(f.StateRow))


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
    kept: dict[int, list[KeptState]] = defaultdict(list)
    for row in KeptState.objects.filter(person_id__in=persons, seq_to=None):
        kept[row.person_id].append(row)
    ended: list[int] = []
    begun: list[KeptState] = []
    for person in persons:
        facts = [fact for member in groups[person] for fact in known[member]]
        stretches = [] if person in into else timeline(person, facts, seq)
        wanted = {
            (first, last, *_values(state)): Version(first, last, seq, None, state)
            for first, last, state in stretches
        }
        ended.extend(row.pk for row in kept[person] if wanted.pop(_key(row), None) is None)
        begun.extend(_row(version) for version in wanted.values())
    KeptState.objects.filter(pk__in=ended, seq_from=seq).delete()
    KeptState.objects.filter(pk__in=ended).update(seq_to=seq)
    KeptState.objects.bulk_create(begun, batch_size=500)


def facts_of(persons: Collection[int], seq: int) -> dict[int, list[f.Fact]]:
    """All facts about the persons that were known after entry `seq`, by person."""
    found: dict[int, list[f.Fact]] = defaultdict(list)
    models = {model._meta.db_table: model for model in FACT_MODELS}
    for kind in f.KINDS:
        names = [field.name for field in fields(kind.fact) if field.name != "seq"]
        columns = ["corrects_id" if name == "corrects" else name for name in names]
        rows = models[kind.table].objects.filter(person_id__in=persons, entry__seq__lte=seq)
        for values in rows.values_list("entry__seq", *columns).iterator(chunk_size=5_000):
            fact = kind.fact(seq=values[0], **dict(zip(names, values[1:], strict=True)))
            found[fact.person_id].append(fact)
    return found


def _values(state: f.StateRow) -> tuple[object, ...]:
    return tuple(getattr(state, name) for name in COLUMNS)


def _key(row: KeptState) -> tuple[object, ...]:
    return (row.on_from, row.on_to, *(getattr(row, name) for name in COLUMNS))


def _row(version: Version) -> KeptState:
    return KeptState(
        on_from=version.on_from,
        on_to=version.on_to,
        seq_from=version.seq_from,
        seq_to=version.seq_to,
        **asdict(version.state),
    )


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


def last_seq() -> int:
    """The place of the last closed entry."""
    clock = LedgerClock.objects.filter(id=1).first()
    return clock.last_seq if clock else 0
