"""Made-up histories: between any two days and entries every figure's difference is its transitions, nothing left over."""

import datetime as dt
from collections import Counter
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leye.core.query.plain import holds
from leye.core.reports import explain
from leye.core.reports.explain import Reason, Seen, Side, Step
from leye.notices.loader import load_notice
from leye.notices.returns import load_reasons
from tests.generative.histories import COUNTIES, make_world
from tests.generative.reference import reference_state

NOTICE = load_notice("nm_2020_84")
CELLS = explain.cells_of(NOTICE)
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2021, 1, 31))


def rows(world, on, seq):
    found = {}
    for person in world.people:
        row = reference_state(person, world.facts, world.merges, on, seq)
        if row is not None:
            found[person] = asdict(row)
    return found


def a_plan(day):
    return explain.plan(CELLS, NOTICE, NOTICE.bound(day), load_reasons("nm_2020_84"))


def side(states, asked, on, tree, sites):
    def bits(questions, row):
        return sum(1 << n for n, q in enumerate(questions) if holds(q, row, on))

    people = {
        person: Seen(
            row["county"],
            row["site_id"],
            str(row["birth_date"] or ""),
            bits(asked.questions, row),
            bits(asked.stages, row),
        )
        for person, row in states.items()
    }

    def place(code, site):
        county = tree.get(code)
        return (county[:4] + "00", county, site) if county else None

    return Side(people, place, sites)


def counted(states, asked, on, tree, sites):
    """The figures, counted in the plainest way: (cell, level, place) → how many."""
    found = Counter()
    for row in states.values():
        county = tree.get(row["county"])
        for number, cell in enumerate(CELLS):
            if county is None or not holds(asked.questions[number], row, on):
                continue
            if cell.is_site and row["site_id"] not in sites:
                continue
            levels = ["", county[:4] + "00", county] + ([row["site_id"]] if cell.is_site else [])
            found.update((number, level, at) for level, at in enumerate(levels))
    return found


def check(seed, days, seqs, renamed):
    world = make_world(seed, people=14)
    before, after = sorted(days)
    tree = {code: code for code in COUNTIES[:3]}
    later = {**tree, **({COUNTIES[1]: COUNTIES[0], COUNTIES[3]: COUNTIES[3]} if renamed else {})}
    sites, sites_later = frozenset({1, 2}), frozenset({2, 3} if renamed else {1, 2})
    asked = a_plan(before)
    known, learnt = rows(world, before, seqs[0]), rows(world, before, seqs[1])
    moved = rows(world, after, seqs[1])
    dead = frozenset(p for p in learnt if p not in moved)
    why = explain.Why(before.isoformat(), dead, frozenset(), frozenset(learnt))
    one = side(known, asked, before, tree, sites)
    two = side(learnt, asked, before, tree, sites)
    three = Side(two.people, side(learnt, asked, before, later, sites_later).place, sites_later)
    four = Side(side(moved, asked, after, later, sites_later).people, three.place, sites_later)
    figures = {
        Step.PAPERWORK: (counted(known, asked, before, tree, sites), counted(learnt, asked, before, tree, sites)),
        Step.READING: (counted(learnt, asked, before, tree, sites), counted(learnt, asked, before, later, sites_later)),
        Step.WORLD: (counted(learnt, asked, before, later, sites_later), counted(moved, asked, after, later, sites_later)),
    }  # fmt: skip
    sides = {Step.PAPERWORK: (one, two), Step.READING: (two, three), Step.WORLD: (three, four)}
    for step, (first, second) in sides.items():
        sums: explain.Sums = Counter()
        name = explain.namer(step, asked, why)
        explain.summed(step, explain.changes(asked, first, second, name), sums)
        total = Counter()
        for (cell, level, at, _, reason), many in sums.items():
            total[(cell, level, at)] += many
            assert reason is not Reason.OTHER
        old, new = figures[step]
        for key in {*old, *new, *total}:
            assert new[key] - old[key] == total[key], (step, CELLS[key[0]], key)


@settings(max_examples=25)
@given(
    st.integers(0, 10**6), st.tuples(DAYS, DAYS), st.tuples(st.integers(1, 12), st.integers(1, 12)), st.booleans()
)  # fmt: skip
def test_transitions_add_up_to_every_difference_with_nothing_left_over(seed, days, seqs, renamed):
    check(seed, days, seqs, renamed)


@pytest.mark.nightly
def test_transitions_add_up_in_two_thousand_histories():
    for seed in range(2_000):
        first = dt.date(2019, 6, 1) + dt.timedelta(days=seed % 500)
        check(seed, (first, first + dt.timedelta(days=seed % 200)), (1 + seed % 12, 1 + seed // 7 % 12), seed % 2 == 0)  # fmt: skip
