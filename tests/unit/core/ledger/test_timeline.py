"""A person's states along both time axes, from facts that touch, overlap, correct and undo."""

import datetime as dt

import pytest

from leye.core.ledger import facts as f
from leye.core.ledger.timeline import (
    END_OF_TIME,
    Version,
    effective,
    state_of,
    survivors,
    timeline,
    versions,
)
from leye.core.vocabulary import (
    Answer,
    EmploymentKind,
    LabourSkill,
    Schooling,
    Settlement,
    Sex,
    Standing,
)

BORN, MOVED = dt.date(1985, 3, 12), dt.date(2018, 10, 1)
SPRING, SUMMER, AUTUMN = dt.date(2019, 3, 1), dt.date(2019, 6, 1), dt.date(2019, 9, 1)


def identity(fact_id: int = 1, seq: int = 1, person: int = 1, born: dt.date | None = BORN, **more):
    start = born or MOVED
    return f.IdentityFact(
        id=fact_id, person_id=person, seq=seq, valid_from=start, sex=Sex.FEMALE, birth_date=born, **more
    )  # fmt: skip


def home(
    fact_id: int = 1, seq: int = 1, start: dt.date = MOVED, person: int = 1, site: int = 7, **more
):
    return f.ResidenceFact(
        id=fact_id, person_id=person, seq=seq, valid_from=start, household_id=11, county="150124",
        town=None, site_id=site, settlement=Settlement.CONCENTRATED, **more,
    )  # fmt: skip


def job(
    fact_id: int, seq: int, start: dt.date, end: dt.date | None = None, person: int = 1, **more
):
    given = {"job_kind": EmploymentKind.UNIT, **more}
    return f.EmploymentFact(
        id=fact_id, person_id=person, seq=seq, valid_from=start, valid_to=end, **given
    )


def death(seq: int, day: dt.date, **more) -> f.DeathFact:
    return f.DeathFact(id=1, person_id=1, seq=seq, valid_from=day, **more)


def jobs(*facts: f.Fact, seq: int = 9) -> list[tuple]:
    """(from, to, kind of work) of each stretch."""
    return [
        (a, b, state.job_kind) for a, b, state in timeline(1, [identity(), home(), *facts], seq)
    ]


def test_a_person_with_a_home_and_an_identity_is_counted_from_the_day_of_moving():
    ((start, end, state),) = timeline(1, [identity(), home()], 1)
    assert (start, end) == (MOVED, END_OF_TIME)
    assert (state.county, state.site_id, state.settled_on) == ("150124", 7, MOVED)
    assert (state.sex, state.birth_date, state.job_kind, state.standing) == (
        Sex.FEMALE,
        BORN,
        None,
        None,
    )


@pytest.mark.parametrize("facts", [[], [identity()], [home()]])
def test_without_a_home_or_an_identity_nobody_is_counted(facts):
    assert timeline(1, facts, 9) == []


def test_a_child_is_counted_from_its_birth():
    ((start, _, _),) = timeline(1, [identity(born=SPRING), home()], 1)
    assert start == SPRING


def test_a_birth_date_that_is_not_known_keeps_nobody_out():
    ((start, _, state),) = timeline(1, [identity(born=None), home()], 1)
    assert (start, state.birth_date) == (MOVED, None)


def test_spells_that_touch_leave_no_day_between():
    assert jobs(
        job(1, 1, SPRING, SUMMER), job(2, 1, SUMMER, AUTUMN, job_kind=EmploymentKind.FARMING)
    ) == [
        (MOVED, SPRING, None),
        (SPRING, SUMMER, EmploymentKind.UNIT),
        (SUMMER, AUTUMN, EmploymentKind.FARMING),
        (AUTUMN, END_OF_TIME, None),
    ]


def test_of_two_that_overlap_the_later_start_holds_and_the_earlier_goes_on_behind_it():
    found = jobs(job(1, 1, SPRING), job(2, 1, SUMMER, AUTUMN, job_kind=EmploymentKind.FARMING))
    assert [kind for _, _, kind in found] == [
        None,
        EmploymentKind.UNIT,
        EmploymentKind.FARMING,
        EmploymentKind.UNIT,
    ]


def test_of_two_that_start_together_the_last_recorded_holds():
    found = jobs(job(1, 1, SPRING), job(2, 2, SPRING, job_kind=EmploymentKind.FARMING))
    assert found[-1] == (SPRING, END_OF_TIME, EmploymentKind.FARMING)


def test_a_side_job_is_not_what_a_person_is_counted_by():
    assert jobs(job(1, 1, SPRING, is_primary=False)) == [(MOVED, END_OF_TIME, None)]


def test_nobody_is_counted_from_the_day_of_death_on():
    assert jobs(death(1, SUMMER)) == [(MOVED, SUMMER, None)]
    assert jobs(death(1, MOVED)) == []


def test_a_correction_holds_from_the_entry_that_brought_it():
    facts = [job(1, 1, SPRING), job(2, 3, SUMMER, corrects=1)]
    assert jobs(*facts, seq=2)[-1][0] == SPRING
    assert jobs(*facts, seq=3)[-1][0] == SUMMER


def test_a_correction_of_a_correction_holds_and_a_void_one_takes_the_fact_out():
    facts = [job(1, 1, SPRING), job(2, 2, SUMMER, corrects=1), job(3, 3, AUTUMN, corrects=2)]
    assert jobs(*facts)[-1][0] == AUTUMN
    assert jobs(*facts, job(4, 4, AUTUMN, corrects=3, is_void=True)) == [(MOVED, END_OF_TIME, None)]


def test_a_correction_reaches_facts_of_its_own_table_only():
    believed = effective([job(1, 1, SPRING), home(2, 1, corrects=1)], 9)
    assert len(believed) == 2


def test_what_is_not_yet_recorded_is_not_believed():
    assert effective([job(1, 5, SPRING)], 4) == []


def test_every_kind_of_fact_gives_its_columns():
    facts = [
        identity(),
        home(),
        f.StandingFact(id=1, person_id=1, seq=1, valid_from=MOVED, standing=Standing.REGISTERED_POOR),
        f.CapacityFact(
            id=1, person_id=1, seq=1, valid_from=MOVED,
            labour_skill=LabourSkill.WEAK, schooling=Schooling.NOT_IN_SCHOOL,
        ),
        job(1, 1, SPRING, job_place="110105"),
        f.WishFact(id=1, person_id=1, seq=1, valid_from=SPRING, wants_work=Answer.NO),
    ]  # fmt: skip
    state = state_of(1, facts, SUMMER)
    assert state is not None
    assert (state.standing, state.labour_skill) == (Standing.REGISTERED_POOR, LabourSkill.WEAK)
    assert (state.schooling, state.health) == (Schooling.NOT_IN_SCHOOL, None)
    assert (state.job_place, state.job_from) == ("110105", SPRING)
    assert (state.wants_work, state.wants_training) == (Answer.NO, Answer.NOT_ASKED)


def test_facts_of_a_duplicate_count_and_its_identity_does_not():
    other = identity(2, person=2, born=dt.date(1990, 1, 1))
    found = timeline(1, [identity(), home(), other, job(1, 1, SPRING, person=2)], 9)
    assert [state.job_kind for _, _, state in found] == [None, EmploymentKind.UNIT]
    assert {state.birth_date for _, _, state in found} == {BORN}


def test_a_merge_holds_until_it_is_undone():
    merges = [f.Merge(1, 2, 5, 6), f.Merge(2, 4, 5, 6, undoes=1), f.Merge(3, 5, 5, 7)]
    assert survivors(merges, 1) == {}
    assert survivors(merges, 3) == {5: 6}
    assert survivors(merges, 4) == {}
    assert survivors(merges, 5) == {5: 7}


def test_a_version_is_kept_from_the_entry_that_brought_it_to_the_one_that_ended_it():
    facts = [identity(), home(), job(1, 3, SPRING)]
    before, idle, works = versions(1, facts, [1, 3])
    assert (before.on_from, before.on_to, before.seq_from, before.seq_to) == (
        MOVED,
        END_OF_TIME,
        1,
        3,
    )
    assert (idle.on_from, idle.on_to, idle.seq_from, idle.seq_to) == (MOVED, SPRING, 3, None)
    assert works == Version(SPRING, END_OF_TIME, 3, None, works.state)
    assert works.state.job_kind is EmploymentKind.UNIT


def test_an_entry_that_changes_nothing_ends_no_version():
    facts = [identity(), home(), job(1, 3, SPRING, is_primary=False)]
    (only,) = versions(1, facts, [1, 3])
    assert (only.seq_from, only.seq_to) == (1, None)


def test_on_any_day_and_after_any_entry_one_version_at_most_holds():
    facts = [
        identity(),
        home(),
        job(1, 2, SPRING),
        job(2, 3, SUMMER, corrects=1),
        death(4, AUTUMN),
        home(2, 5, SUMMER, site=8),
    ]
    found = versions(1, facts, [1, 2, 3, 4, 5])
    for on in (MOVED, SPRING, SUMMER, AUTUMN):
        for seq in range(1, 6):
            holding = [
                v.state
                for v in found
                if v.on_from <= on < v.on_to
                and v.seq_from <= seq
                and (v.seq_to is None or seq < v.seq_to)
            ]
            wanted = state_of(1, effective(facts, seq), on)
            assert holding == ([wanted] if wanted else [])
