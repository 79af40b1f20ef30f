"""What is readable and strange about a row: each rule once broken and once just kept."""

import datetime as dt
from dataclasses import replace

import pytest

from leye.core.problems import Severity
from leye.core.rosters.sense import RULES, strange
from leye.core.rosters.values import CapacityCells, JobCells, PersonCells, PlaceCells, RosterRow
from leye.core.vocabulary import EmploymentKind, LabourSkill, Schooling

ON = dt.date(2020, 5, 31)
ADULT = PersonCells(birth_date=dt.date(1985, 3, 12))
WORKS = JobCells(is_employed=True, kind=EmploymentKind.UNIT, place="150124")
ROW = RosterRow("Sheet1", 2, ADULT, PlaceCells(county="150124"), CapacityCells(), WORKS)


def born(day: str) -> PersonCells:
    return PersonCells(birth_date=dt.date.fromisoformat(day))


def post(place: str | None, kind: EmploymentKind = EmploymentKind.PUBLIC_POST) -> JobCells:
    return JobCells(is_employed=True, kind=kind, place=place)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"person": born("2004-05-31")}, None),
        ({"person": born("2004-06-01")}, "job.under_16"),
        ({"person": born("2004-06-01"), "job": JobCells()}, None),
        ({"person": PersonCells()}, None),
        ({"person": born("1950-05-31"), "job": post("150124")}, "job.over_70_in_post"),
        ({"person": born("1950-06-01"), "job": post("150124")}, None),
        ({"person": born("1940-06-01")}, None),
        ({"capacity": CapacityCells(labour_skill=LabourSkill.LOST)}, "job.without_capacity"),
        ({"capacity": CapacityCells(labour_skill=LabourSkill.NONE)}, "job.without_capacity"),
        ({"capacity": CapacityCells(labour_skill=LabourSkill.WEAK)}, None),
        ({"capacity": CapacityCells(schooling=Schooling.IN_SCHOOL)}, "job.in_school"),
        ({"job": post("150123")}, "job.special_outside"),
        ({"job": post("110105", EmploymentKind.WORKSHOP)}, "job.special_outside"),
        ({"job": post("150124100")}, None),
        ({"job": post(None)}, None),
        ({"job": post("110105", EmploymentKind.UNIT)}, None),
        ({"job": JobCells(is_employed=False, started_on=ON)}, "job.not_ended"),
        ({"job": JobCells(is_employed=False, started_on=ON, ended_on=ON)}, None),
    ],
)
def test_a_rule_is_broken_on_its_side_of_the_line_only(change, code):
    found = strange(replace(ROW, **change), ON)
    assert [problem.code for problem in found] == ([code] if code else [])
    assert all(problem.severity is Severity.STRANGE for problem in found)


def test_several_rules_are_told_together():
    row = replace(
        ROW,
        person=born("2010-01-01"),
        capacity=CapacityCells(labour_skill=LabourSkill.NONE, schooling=Schooling.IN_SCHOOL),
    )
    assert len(strange(row, ON)) == 3


def test_every_rule_says_what_is_wrong_and_what_to_do():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.message.endswith("。") and rule.remedy.startswith("请") for rule in RULES)
