"""A notice's readings by date, and its predicates bound to a day."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from leye.core.query.model import (
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    OneOf,
    Or,
    Prefix,
    Recode,
    Surely,
    Value,
)
from leye.core.query.plain import holds
from leye.core.query.reading import UnreadableDeclaration
from leye.core.reports.notice import Choice, Notice, Parameter, Threshold, recoded
from tests.unit.core.query.predicates import predicates, rows
from tests.unit.core.query.test_engines import ON

SPRING, SUMMER = dt.date(2020, 1, 1), dt.date(2020, 7, 1)
UPPER_AGE = Parameter(
    "upper_age",
    "年龄上限",
    "通知没有写上限。",
    (Choice(SPRING, "none", "通知"), Choice(SUMMER, "sixty", "补充通知")),
    {"none": {"all": []}, "sixty": {"age_below": 60}},
)
SMALL = Threshold("site_households", "户数", "户", ((SPRING, 6, "通知"), (SUMMER, 8, "补充通知")))
NOTICE = Notice(
    "nm", "84", "通知", SPRING, 3, {"upper_age": UPPER_AGE},
    {
        "young_worker": {"all": [{"use": "labour"}, {"age_below": 30}]},
        "labour": {"all": [{"age_at_least": 16}, {"use": "upper_age"}]},
    },
    {}, frozenset(), {"site_households": SMALL}, {},
)  # fmt: skip


@pytest.mark.parametrize(
    ("day", "value", "number"),
    [
        (dt.date(2019, 1, 1), "none", 6),
        (SPRING, "none", 6),
        (dt.date(2020, 6, 30), "none", 6),
        (SUMMER, "sixty", 8),
        (dt.date(2022, 1, 1), "sixty", 8),
    ],
)
def test_the_reading_in_force_is_the_last_that_has_begun(day, value, number):
    assert UPPER_AGE.on(day).value == value
    assert NOTICE.numbers(day) == {"site_households": number}


def test_predicates_use_each_other_in_any_order_and_with_the_readings_of_the_day():
    spring, summer = NOTICE.bound(SPRING), NOTICE.bound(SUMMER)
    assert spring["labour"] == And((OfAge(16), And(())))
    assert summer["labour"] == And((OfAge(16), Not(OfAge(60))))
    assert summer["young_worker"] == And((summer["labour"], Not(OfAge(30))))


@pytest.mark.parametrize(
    "declared",
    [
        {"one": {"use": "nobody_declared_it"}},
        {"one": {"all": [{"use": "two"}]}, "two": {"not": {"use": "one"}}},
        {"one": {"not": {"use": "one"}}},
        {"one": "a text"},
    ],
)
def test_a_predicate_that_is_missing_or_uses_itself_is_said_so(declared):
    with pytest.raises(UnreadableDeclaration):
        replace(NOTICE, predicates=declared).bound(SPRING)


PAIRS = (("150425", "150426"),)
COUNTY, WORK = Prefix(Field("county"), 6), Prefix(Field("job_place"), 6)


def test_a_renamed_county_is_no_move():
    away = Compare("<>", WORK, COUNTY)
    row = {"county": "150426", "job_place": "150425100"}
    assert holds(away, row, SPRING) is True
    assert holds(recoded(away, PAIRS), row, SPRING) is False


def test_a_recoding_reaches_every_part_and_counties_only():
    same = Compare("=", COUNTY, Value("150426"))
    town = Compare("=", Prefix(Field("job_place"), 9), Field("town"))
    there = Compare("=", Recode(COUNTY, PAIRS), Value("150426"))
    left = Or(
        (And((Not(same), Surely(same))), town, Known(COUNTY), OneOf(COUNTY, ("1",)), OfAge(16))
    )
    right = Or(
        (And((Not(there), Surely(there))), town, Known(COUNTY), OneOf(COUNTY, ("1",)), OfAge(16))
    )
    assert recoded(left, PAIRS) == right


@given(predicates(), rows(), ON)
def test_without_pairs_a_recoding_changes_nothing(predicate, row, on):
    assert recoded(predicate, ()) == predicate


def test_a_notice_bound_with_pairs_reads_its_predicates_so():
    declared = {"away": {"place": "job_place", "digits": 6, "differs_from": "county"}}
    bound = replace(NOTICE, predicates=declared).bound(SPRING, PAIRS)
    assert bound["away"] == Compare("<>", Recode(WORK, PAIRS), Recode(COUNTY, PAIRS))
