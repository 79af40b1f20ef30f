"""Identity is reversible: two persons judged to be one and split again are as they were, whatever came between."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from leye.core.ledger import facts as f
from leye.core.ledger.timeline import survivors, timeline
from leye.core.vocabulary import EmploymentKind, Settlement, Sex

ONE, OTHER = 1, 2
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2021, 12, 31))


@st.composite
def histories(draw):
    """Facts of two persons, numbered as they were recorded, and the entries that merge and split them."""
    facts: list[f.Fact] = []
    for person in (ONE, OTHER):
        born = draw(st.dates(dt.date(1950, 1, 1), dt.date(2005, 1, 1)))
        facts.append(_identity(len(facts) + 1, person, born))
        facts.append(_home(len(facts) + 1, person, draw(DAYS)))
    many = draw(st.integers(0, 8))
    merged_at = len(facts) + draw(st.integers(1, many + 1))
    for _ in range(many):
        person, start = draw(st.sampled_from([ONE, OTHER])), draw(DAYS)
        facts.append(
            _job(len(facts) + 1, person, start)
            if draw(st.booleans())
            else _home(len(facts) + 1, person, start)
        )
    numbered = [
        replace(fact, seq=fact.id if fact.id < merged_at else fact.id + 1) for fact in facts
    ]
    last = max(fact.seq for fact in numbered) + 2
    return numbered, merged_at, last


def _identity(number, person, born):
    return f.IdentityFact(
        id=number, person_id=person, seq=0, valid_from=born, sex=Sex.FEMALE, birth_date=born
    )


def _home(number, person, start):
    return f.ResidenceFact(
        id=number, person_id=person, seq=0, valid_from=start, household_id=person, county="150124", town=None,
        site_id=7, settlement=Settlement.CONCENTRATED,
    )  # fmt: skip


def _job(number, person, start):
    return f.EmploymentFact(
        id=number, person_id=person, seq=0, valid_from=start, job_kind=EmploymentKind.UNIT
    )


def states(facts, merges, seq):
    """The timeline of each person, by the rule of the projection."""
    into = survivors(merges, seq)
    group = {person: [person] for person in (ONE, OTHER)}
    for duplicate, survivor in into.items():
        group[survivor].append(duplicate)
    return {
        person: []
        if person in into
        else timeline(person, [x for x in facts if x.person_id in group[person]], seq)
        for person in (ONE, OTHER)
    }


@settings(max_examples=300)
@given(histories())
def test_split_after_merge_is_as_if_nothing_had_been(history):
    facts, merged_at, last = history
    merge = f.Merge(1, merged_at, OTHER, ONE)
    split = f.Merge(2, last, OTHER, ONE, undoes=1)
    assert states(facts, [merge, split], last) == states(facts, [], last)
    between = states(facts, [merge, split], last - 1)
    assert between[OTHER] == []
    assert between == states(facts, [merge], last - 1)
