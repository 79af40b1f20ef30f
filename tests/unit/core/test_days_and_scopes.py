"""Months, ages and deadlines; who may see what; digests; the words of the forms."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.digests import canonical, chained
from leye.core.periods import Month, age_on, birthday, born_by, covers, day_of, deadline
from leye.core.problems import Problem, Severity, worst
from leye.core.scope import Capability, Department, OutOfScope, Role, Scope, prefix
from leye.core.vocabulary import Answer, EmploymentKind, LabourSkill, Schooling, Sex, Standing

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    "text", ["2020-5", "2020/05", "20-05", "2020-13", "", "二〇二〇-05", "2020-05-01"]
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_months_go_on_over_the_year():
    assert str(Month.parse("2020-12").shifted(1)) == "2021-01"
    assert Month(2020, 1).shifted(-1) == Month(2019, 12)
    assert Month(2020, 2).last_day == dt.date(2020, 2, 29)
    assert Month.of(dt.date(2020, 2, 29)).first_day == dt.date(2020, 2, 1)


@given(DAYS, st.integers(0, 90), DAYS)
def test_born_by_says_the_same_as_the_birthday(born, age, on):
    assert (born <= born_by(on, age)) == (birthday(born, age) <= on)


@given(DAYS, DAYS)
def test_an_age_is_the_number_of_birthdays_reached(born, on):
    age = age_on(born, on)
    assert birthday(born, age) <= on < birthday(born, age + 1)


def test_who_was_born_on_29_february_reaches_an_age_on_the_first_of_march():
    assert birthday(dt.date(2004, 2, 29), 17) == dt.date(2021, 3, 1)
    assert age_on(dt.date(2004, 2, 29), dt.date(2021, 2, 28)) == 16


def test_a_day_begins_in_shanghai():
    assert day_of(dt.datetime(2020, 5, 31, 16, tzinfo=dt.UTC)) == dt.date(2020, 6, 1)
    with pytest.raises(ValueError, match="time zone"):
        day_of(dt.datetime(2020, 5, 31))  # noqa: DTZ001


def test_the_third_of_the_month_is_still_in_time():
    late = deadline(Month(2020, 5), 3)
    assert late.isoformat() == "2020-06-04T00:00:00+08:00"


def test_an_interval_holds_from_its_first_day_and_not_on_its_end():
    first, last = dt.date(2020, 1, 1), dt.date(2020, 2, 1)
    assert covers(first, last, first)
    assert not covers(first, last, last)
    assert covers(first, None, dt.date(2999, 1, 1))


@pytest.mark.parametrize(
    ("unit", "expected"), [("150000", "15"), ("150100", "1501"), ("150124", "150124")]
)
def test_a_unit_covers_what_begins_like_it(unit, expected):
    scope = Scope("a", unit, Role.CLERK)
    assert scope.prefix == expected
    low, high = scope.code_range
    assert low <= expected + "9" < high
    assert scope.covers(unit)
    assert not scope.covers("110105")


@pytest.mark.parametrize("unit", ["15", "15012x", "", "１５０１２４"])
def test_what_is_no_unit_is_refused(unit):
    with pytest.raises(ValueError, match="division"):
        prefix(unit)


def test_a_scope_narrows_and_never_widens():
    league = Scope("a", "150100", Role.CLERK, site=4)
    assert league.narrowed("150124").unit == "150124"
    assert league.narrowed("150124").site == 4
    for unit in ("150000", "150929"):
        with pytest.raises(OutOfScope):
            league.narrowed(unit)


@pytest.mark.parametrize("role", list(Role))
def test_departments_without_files_of_people_never_see_a_name(role):
    scope = Scope("a", "150000", role, Department.NDRC)
    assert not scope.may(Capability.READ_PEOPLE)
    assert not scope.may(Capability.UPLOAD_ROSTER)
    assert role.label
    assert Department.NDRC.label == "发改"


def test_canonical_bytes_do_not_depend_on_the_order_of_keys():
    assert (
        canonical({"b": 1, "a": "乌"})
        == canonical({"a": "乌", "b": 1})
        == '{"a":"乌","b":1}'.encode()
    )
    with pytest.raises(TypeError):
        canonical({"a": object()})


def test_a_link_depends_on_all_before_it():
    assert chained("", b"x") != chained("y", b"x")
    assert len(chained("", b"")) == 64


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Sex, "男", Sex.MALE),
        (Sex, " 女 性 ", Sex.FEMALE),
        (LabourSkill, "弱/半劳动力", LabourSkill.WEAK),
        (Standing, "贫困户", Standing.REGISTERED_POOR),
        (Schooling, "无", Schooling.NOT_IN_SCHOOL),
        (Answer, "有就业意愿", Answer.YES),
        (EmploymentKind, "公岗", EmploymentKind.PUBLIC_POST),
        (EmploymentKind, "也许", None),
    ],
)
def test_a_word_of_a_roster_is_read_or_left_alone(kind, text, expected):
    assert kind.read(text) is expected


def test_the_gravest_problem_decides():
    def problem(severity):
        return Problem("x", severity, "m", "r")

    assert worst([]) is None
    assert (
        worst([problem(Severity.NOTE), problem(Severity.REFUSED), problem(Severity.STRANGE)])
        is Severity.REFUSED
    )
    assert Severity.STRANGE.label == "需要说明"
    assert "男" in Sex.labels()
