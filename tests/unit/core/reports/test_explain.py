"""Naming a transition: each reason in each step, and the paragraph that tells of a cell."""

import pytest

from leye.core.query.model import NOBODY
from leye.core.reports import explain
from leye.core.reports.explain import Cell, Explained, Part, Reason, Seen, Side, Step
from leye.notices.loader import load_notice
from leye.notices.returns import load_reasons

NOTICE = load_notice("nm_2020_84")
BOUND = NOTICE.bound(NOTICE.issued_on)
CELLS = (Cell("1", "people", False), Cell("1", "employed", False), Cell("3", "labour", True))
PLAN = explain.plan(CELLS, NOTICE, BOUND, load_reasons("nm_2020_84"))
PEOPLE, EMPLOYED, SITE = 1, 2, 4
FITS = {one.when: 1 << number for number, one in enumerate(PLAN.because)}
A, B = "150124", "150123"
NOTHING = explain.Why("2020-05-31")


def place(code, site):
    return ("150100", code, site) if code in (A, B) else None


def seen(cells, *fits, county=A, site=1, born="1980-01-01"):
    return Seen(county, site, born, cells, sum(FITS[name] for name in fits))


def told(step, one, two, why=NOTHING, sites=({1}, {1}), level=2, places=(place, place)):  # fmt: skip
    before = Side({} if one is None else {7: one}, places[0], frozenset(sites[0]))
    after = Side({} if two is None else {7: two}, places[1], frozenset(sites[1]))
    found = explain.changes(PLAN, before, after, explain.namer(step, PLAN, why))
    return {(CELLS[x.cell].column, x.at, x.sign, x.reason) for x in found if x.level == level}


def test_arrivals_and_departures():
    one = seen(PEOPLE)
    assert told(Step.WORLD, None, one) == {("people", A, 1, Reason.MOVED_IN)}
    assert told(Step.WORLD, None, seen(PEOPLE, born="2020-06-02")) == {("people", A, 1, Reason.BORN)}  # fmt: skip
    assert told(Step.WORLD, one, None) == {("people", A, -1, Reason.MOVED_OUT)}
    dead = explain.Why("2020-05-31", died=frozenset({7}))
    assert told(Step.WORLD, one, None, dead) == {("people", A, -1, Reason.DIED)}
    moved = told(Step.WORLD, one, seen(PEOPLE, county=B))
    assert moved == {("people", A, -1, Reason.MOVED_OUT), ("people", B, 1, Reason.MOVED_IN)}
    assert told(Step.WORLD, one, seen(PEOPLE, county=B), level=1) == set()  # within the league
    assert told(Step.WORLD, None, seen(PEOPLE, county="110105")) == set()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (("labour", "of_age", "employed"), ("labour", "of_age"), Reason.LOST_WORK),
        (("labour", "of_age", "employed"), ("employed", "labour"), Reason.CORRECTED),
        (("labour", "employed", "weak_labour"), ("employed",), Reason.CAPACITY),
        ((), (), Reason.OTHER),
    ],
)
def test_the_first_predicate_that_changed_names_the_reason(before, after, reason):
    found = told(Step.WORLD, seen(PEOPLE | EMPLOYED, *before), seen(PEOPLE, *after))
    assert found == {("employed", A, -1, reason)}


def test_later_knowledge_is_a_merger_a_correction_or_late():
    one, two = seen(PEOPLE), seen(PEOPLE | EMPLOYED)
    late = told(Step.PAPERWORK, one, two)
    assert late == {("employed", A, 1, Reason.RECORDED_LATE)}
    corrected = explain.Why("2020-05-31", corrected=frozenset({7}))
    assert told(Step.PAPERWORK, one, two, corrected) == {("employed", A, 1, Reason.CORRECTED)}
    merged = explain.Why("2020-05-31", merged=frozenset({7}))
    assert told(Step.PAPERWORK, one, None, merged) == {("people", A, -1, Reason.MERGED)}


def test_later_rules_divisions_and_lists():
    one, two = seen(PEOPLE | EMPLOYED), seen(PEOPLE)
    assert told(Step.READING, one, two) == {("employed", A, -1, Reason.DEFINITION)}

    def later(code, site):
        return place(B if code == A else code, site)

    assert told(Step.READING, two, two, places=(place, later)) == {
        ("people", A, -1, Reason.BOUNDARY), ("people", B, 1, Reason.BOUNDARY),
    }  # fmt: skip
    at_site = seen(SITE)
    assert told(Step.READING, at_site, at_site, sites=({1}, {2})) == {
        ("labour", A, -1, Reason.LISTED)
    }


def test_a_column_that_a_notice_does_not_have_counts_nobody():
    asked = explain.plan(
        [Cell("9", "people", False), Cell("1", "no_such", False)], NOTICE, BOUND, ()
    )
    assert asked.questions == (NOBODY, NOBODY)


def test_the_paragraph_tells_the_difference_and_its_parts():
    parts = (Part(Step.WORLD, Reason.FOUND_WORK, 5), Part(Step.WORLD, Reason.LOST_WORK, -2), Part(Step.PAPERWORK, Reason.RECORDED_LATE, 1))  # fmt: skip
    cell = Explained("1", "employed", 10, 14, parts)
    assert (cell.difference, cell.remainder) == (4, 0)
    assert explain.told("清水河县", "已就业人数", ("5月底", "6月底"), cell) == (
        "清水河县已就业人数6月底为 14 人，5月底为 10 人，增加 4 人。"
        "实际变动净 +3 人：实现就业 +5 人，失去就业 -2 人。账面变动净 +1 人：迟录 +1 人。"
    )
    even = Explained("1", "employed", 10, 10, (parts[1], Part(Step.WORLD, Reason.OTHER, 2)))
    assert "实际变动增减相抵：" in explain.told("县", "人数", ("5月底", "6月底"), even)
    same = Explained("1", "employed", 10, 10, ())
    assert (
        explain.told("县", "人数", ("5月底", "6月底"), same) == "县人数6月底为 10 人，与5月底相同。"
    )
    odd = Explained("1", "employed", 10, 8, ())
    assert odd.remainder == -2
    assert "另有 -2 人没有找到原因" in explain.told("县", "人数", ("a", "b"), Explained("1", "x", 3, 3, (Part(Step.WORLD, Reason.OTHER, 2),)))  # fmt: skip
    assert [step.label for step in Step] == ["账面变动", "口径和区划变动", "实际变动"]
    assert all(reason.label for reason in Reason)
