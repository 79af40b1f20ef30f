"""The judge: "as of a day, as known after an entry" in the plainest Python that can be written.

Slow on purpose. It shares no code with `leye.core.ledger.timeline` or `.state`.
"""

import datetime as dt
from collections.abc import Iterable

from leye.core.ledger import facts as f


def reference_state(
    person_id: int, facts: Iterable[f.Fact], merges: Iterable[f.Merge], on: dt.date, seq: int
) -> f.StateRow | None:
    merged_into: dict[int, int] = {}
    known_merges = [m for m in merges if m.seq <= seq]
    for merge in known_merges:
        taken_back = any(other.undoes == merge.id for other in known_merges)
        if merge.undoes is None and not taken_back:
            merged_into[merge.duplicate_id] = merge.survivor_id
    if person_id in merged_into:
        return None

    def last(kind: type[f.Fact]) -> f.Fact | None:
        mine = []
        recorded = [fact for fact in facts if type(fact) is kind and fact.seq <= seq]
        for fact in recorded:
            if merged_into.get(fact.person_id, fact.person_id) != person_id:
                continue
            if kind is f.IdentityFact and fact.person_id != person_id:
                continue
            if fact.is_void or any(other.corrects == fact.id for other in recorded):
                continue
            if isinstance(fact, f.EmploymentFact) and not fact.is_primary:
                continue
            if kind is not f.IdentityFact:
                if on < fact.valid_from:
                    continue
                if fact.valid_to is not None and on >= fact.valid_to:
                    continue
            mine.append(fact)
        return max(mine, key=lambda x: (x.valid_from, x.seq, x.id), default=None)

    identity, residence, job = last(f.IdentityFact), last(f.ResidenceFact), last(f.EmploymentFact)
    standing, capacity, wish = last(f.StandingFact), last(f.CapacityFact), last(f.WishFact)
    if last(f.DeathFact) is not None or residence is None or identity is None:
        return None
    assert isinstance(identity, f.IdentityFact)
    assert isinstance(residence, f.ResidenceFact)
    if identity.birth_date is not None and on < identity.birth_date:
        return None
    return f.StateRow(
        person_id=person_id,
        household_id=residence.household_id,
        county=residence.county,
        town=residence.town,
        site_id=residence.site_id,
        settlement=residence.settlement,
        settled_on=residence.valid_from,
        sex=identity.sex,
        birth_date=identity.birth_date,
        standing=getattr(standing, "standing", None),
        monitoring=getattr(standing, "monitoring", None),
        labour_skill=getattr(capacity, "labour_skill", None),
        schooling=getattr(capacity, "schooling", None),
        health=getattr(capacity, "health", None),
        job_kind=getattr(job, "job_kind", None),
        job_channel=getattr(job, "job_channel", None),
        job_place=getattr(job, "job_place", None),
        job_from=getattr(job, "valid_from", None),
        wants_work=getattr(wish, "wants_work", None),
        wants_training=getattr(wish, "wants_training", None),
        wish_area=getattr(wish, "wish_area", None),
    )
