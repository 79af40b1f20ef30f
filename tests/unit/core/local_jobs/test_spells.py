"""What a placement makes of the ledger: equal stretches, no two primary spells on a day, nothing twice."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.ledger.additions import Addition, Held
from leye.core.local_jobs.spells import (
    Span,
    Stretch,
    known_by,
    paid_month,
    settled,
    unpaid_month,
    workshop_stretches,
)
from leye.core.vocabulary import EmploymentKind

TABLE = "ledger_employment"
VALUES = {"employer": "益民服装", "trade": "缝纫", "monthly_pay": None}
RELIEF = {"employer": "长城路桥", "job_kind": "work_relief", "trade": "通村路"}


def d(number: int) -> dt.date:
    return dt.date(2020, 1, 1) + dt.timedelta(days=number)


def held(pk: int, start: int, end: int | None, **said) -> Held:
    values = {"job_kind": "unit", "employer": "别处", "is_primary": True, **said}
    return Held(TABLE, pk, 1, 1, d(start), None if end is None else d(end), values)


def believed(before: list[Held], added: tuple[Addition, ...]) -> list[Held]:
    """The ledger after the additions, as plainly as can be."""
    told = {one.id: one for one in before}
    for number, one in enumerate(added, start=max(told, default=0) + 1):
        if one.corrects is not None:
            del told[one.corrects]
        if not one.is_void:
            told[number] = Held(TABLE, number, 1, 1, one.valid_from, one.valid_to, one.values)
    return list(told.values())


def primaries_overlap(told: list[Held]) -> bool:
    spans = sorted(
        (one.valid_from, one.valid_to or dt.date.max) for one in told if one.values["is_primary"]
    )
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def mine(told: list[Held]) -> list[tuple]:
    return sorted(
        (one.valid_from, one.valid_to, one.values["job_kind"])
        for one in told
        if one.values["employer"] == "益民服装"
    )


@pytest.mark.parametrize(
    ("recognised", "kinds"),
    [
        ([], ["unit"]),
        ([Span(d(-9))], ["workshop"]),
        ([Span(d(5), d(9))], ["unit", "workshop", "unit"]),
        ([Span(d(0), d(5)), Span(d(5), d(9))], ["workshop", "unit"]),
        ([Span(d(3), d(50))], ["unit", "workshop"]),
    ],
)
def test_a_workers_time_is_split_where_recognition_begins_and_ends(recognised, kinds):
    found = workshop_stretches(Span(d(0), d(20)), recognised)
    assert [one.kind.value for one in found] == kinds
    assert (found[0].span.start, found[-1].span.end) == (d(0), d(20))


def test_ends_that_lie_ahead_are_not_known_yet():
    assert known_by([Span(d(0), d(9)), Span(d(0))], d(8)) == [Span(d(0)), Span(d(0))]
    assert known_by([Span(d(0), d(9))], d(9)) == [Span(d(0), d(9))]


def test_a_month_that_is_paid_and_taken_out_again_leaves_the_ledger_as_it_was():
    april, may, june = Span(d(90), d(121)), Span(d(121), d(152)), Span(d(152), d(182))
    told: list[Held] = []
    for month in (april, june, may):
        added, is_side = paid_month(told, 1, month, RELIEF, "x")
        told = believed(told, added)
        assert not is_side
    assert sum((one.valid_to - one.valid_from).days for one in told) == 92
    assert paid_month(told, 1, april, RELIEF, "x")[0] == ()
    for month in (may, april, june):
        told = believed(told, unpaid_month(told, month, RELIEF, "x"))
    assert told == []
    assert unpaid_month([held(1, 0, None)], april, RELIEF, "x") == ()


def test_a_paid_month_beside_other_work_is_a_side_job():
    added, is_side = paid_month([held(1, 0, None)], 1, Span(d(31), d(60)), RELIEF, "x")
    assert is_side
    assert added[0].values["is_primary"] is False
    beside = held(2, 0, None, is_primary=False)
    assert not paid_month([beside], 1, Span(d(31), d(60)), RELIEF, "x")[1]
    assert unpaid_month([beside], Span(d(31), d(60)), RELIEF, "x") == ()
    assert unpaid_month([held(3, 200, None)], Span(d(31), d(60)), RELIEF, "x") == ()
    own = replace(held(1, 31, 45), values={**RELIEF, "is_primary": True})
    assert paid_month([own], 1, Span(d(31), d(60)), RELIEF, "x")[1]  # a part of it is known


@st.composite
def ledgers(draw):
    cuts = sorted(draw(st.lists(st.integers(-60, 60), min_size=0, max_size=6, unique=True)))
    told = [
        held(
            number, start, end, employer=draw(st.sampled_from(["别处", "益民服装", ""])),
            job_kind=draw(st.sampled_from(["unit", "workshop", "public_post"])),
        )
        for number, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False), start=1)
    ]  # fmt: skip
    if told and draw(st.booleans()):
        told[-1] = replace(told[-1], valid_to=None)
    return told


@given(
    ledgers(),
    st.integers(-20, 20),
    st.one_of(st.none(), st.integers(21, 40)),
    st.lists(st.tuples(st.integers(-30, 10), st.integers(11, 50)), max_size=2),
)
def test_after_settling_the_ledger_says_what_is_registered_and_settling_again_says_nothing(
    before, start, end, recognised
):
    work = Span(d(start), None if end is None else d(end))
    spans = [Span(d(first), d(last)) for first, last in recognised]
    wanted = workshop_stretches(work, spans)
    added = settled(before, 1, wanted, VALUES, Span(work.start), "placement:1")
    told = believed(before, added)
    assert not primaries_overlap(told)
    own = mine(told)
    covered = [one for one in own if one[0] < work.last and (one[1] or dt.date.max) > work.start]
    assert covered[-1][1] == work.end
    assert [one[2] for one in covered][-1] == wanted[-1].kind.value
    again = settled(told, 1, wanted, VALUES, Span(work.start), "placement:1")
    assert again == ()


def test_a_placement_that_never_was_takes_its_own_spell_and_no_other():
    told = believed([held(1, -50, None)], settled([held(1, -50, None)], 1, [Stretch(Span(d(0)), EmploymentKind.PUBLIC_POST)], VALUES, Span(d(0)), "p"))  # fmt: skip
    assert mine(told) == [(d(0), None, "public_post")]
    after = believed(told, settled(told, 1, (), VALUES, Span(d(0)), "p"))
    assert mine(after) == []
    assert len(after) == 1
