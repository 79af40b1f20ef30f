"""The kept state: from one person's facts to the stretches of (valid, recorded) time with one state each."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leye.core.ledger.facts import (
    CapacityFact,
    DeathFact,
    EmploymentFact,
    Fact,
    IdentityFact,
    Merge,
    ResidenceFact,
    StandingFact,
    StateRow,
    WishFact,
)

END_OF_TIME = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Version:
    """One state that holds on [on_from, on_to) and was believed from entry seq_from until seq_to."""

    on_from: dt.date
    on_to: dt.date
    seq_from: int
    seq_to: int | None
    state: StateRow


def effective(facts: Iterable[Fact], seq: int) -> list[Fact]:
    """The facts believed after entry `seq`: recorded by then, neither void nor corrected by then."""
    recorded = [fact for fact in facts if fact.seq <= seq]
    corrected = {(type(fact), fact.corrects) for fact in recorded}
    return [
        fact for fact in recorded if not fact.is_void and (type(fact), fact.id) not in corrected
    ]


def survivors(merges: Iterable[Merge], seq: int) -> dict[int, int]:
    """Duplicate → survivor, as judged after entry `seq`."""
    recorded = [merge for merge in merges if merge.seq <= seq]
    undone = {merge.undoes for merge in recorded}
    return {
        merge.duplicate_id: merge.survivor_id
        for merge in recorded
        if merge.undoes is None and merge.id not in undone
    }


def timeline(
    person_id: int, facts: Sequence[Fact], seq: int
) -> list[tuple[dt.date, dt.date, StateRow]]:
    """The states of one person as believed after entry `seq`, in order of their days, without gaps merged.

    facts: all facts of the person, and of those judged to be the same person.
    """
    believed = effective(facts, seq)
    days: set[dt.date] = set()
    for fact in believed:
        if not isinstance(fact, IdentityFact):
            days.add(fact.valid_from)
            if fact.valid_to is not None:
                days.add(fact.valid_to)
        elif fact.birth_date is not None and fact.person_id == person_id:
            days.add(fact.birth_date)
    ordered = sorted(days)
    stretches: list[tuple[dt.date, dt.date, StateRow]] = []
    for first, last in pairwise([*ordered, END_OF_TIME]):
        state = state_of(person_id, believed, first)
        if state is None:
            continue
        if stretches and stretches[-1][1] == first and stretches[-1][2] == state:
            stretches[-1] = (stretches[-1][0], last, state)
        else:
            stretches.append((first, last, state))
    return stretches


def state_of(person_id: int, believed: Sequence[Fact], on: dt.date) -> StateRow | None:
    """The state on a day from the facts that are believed; None when the person is not counted."""
    identity: IdentityFact | None = None
    residence: ResidenceFact | None = None
    standing: StandingFact | None = None
    capacity: CapacityFact | None = None
    job: EmploymentFact | None = None
    wish: WishFact | None = None
    for fact in believed:
        if isinstance(fact, IdentityFact):
            if fact.person_id == person_id and _later(fact, identity):
                identity = fact
            continue
        if fact.valid_from > on or (fact.valid_to is not None and fact.valid_to <= on):
            continue
        match fact:
            case DeathFact():
                return None
            case ResidenceFact():
                residence = fact if _later(fact, residence) else residence
            case StandingFact():
                standing = fact if _later(fact, standing) else standing
            case CapacityFact():
                capacity = fact if _later(fact, capacity) else capacity
            case EmploymentFact():
                job = fact if fact.is_primary and _later(fact, job) else job
            case WishFact():
                wish = fact if _later(fact, wish) else wish
    if residence is None or identity is None:
        return None
    if identity.birth_date is not None and identity.birth_date > on:
        return None
    return StateRow(
        person_id=person_id,
        household_id=residence.household_id,
        county=residence.county,
        town=residence.town,
        site_id=residence.site_id,
        settlement=residence.settlement,
        settled_on=residence.valid_from,
        sex=identity.sex,
        birth_date=identity.birth_date,
        standing=standing.standing if standing else None,
        monitoring=standing.monitoring if standing else None,
        labour_skill=capacity.labour_skill if capacity else None,
        schooling=capacity.schooling if capacity else None,
        health=capacity.health if capacity else None,
        job_kind=job.job_kind if job else None,
        job_channel=job.job_channel if job else None,
        job_place=job.job_place if job else None,
        job_from=job.valid_from if job else None,
        wants_work=wish.wants_work if wish else None,
        wants_training=wish.wants_training if wish else None,
        wish_area=wish.wish_area if wish else None,
    )


def _later(fact: Fact, best: Fact | None) -> bool:
    """The last start wins; among equal starts the last recorded."""
    return best is None or (fact.valid_from, fact.seq, fact.id) > (
        best.valid_from,
        best.seq,
        best.id,
    )


def versions(person_id: int, facts: Sequence[Fact], seqs: Sequence[int]) -> list[Version]:
    """Every version of a person's state; `seqs` are the entries that touched the person, in order.

    For each entry the timeline after it; a stretch that reads the same before and after an entry is
    one version. Versions of one (day, seq) never overlap.
    """
    open_since: dict[tuple[dt.date, dt.date, StateRow], int] = {}
    closed: list[Version] = []
    for seq in seqs:
        now = set(timeline(person_id, facts, seq))
        for stretch in [old for old in open_since if old not in now]:
            on_from, on_to, state = stretch
            closed.append(Version(on_from, on_to, open_since.pop(stretch), seq, state))
        for stretch in now:
            open_since.setdefault(stretch, seq)
    for (on_from, on_to, state), since in open_since.items():
        closed.append(Version(on_from, on_to, since, None, state))
    return sorted(closed, key=lambda version: (version.seq_from, version.on_from))
