"""Months, ages and deadlines at their edges."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.periods import (
    SHANGHAI,
    Month,
    age_on,
    birthday,
    born_by,
    covers,
    day_of,
    deadline,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
BIRTHS = st.dates(dt.date(1900, 1, 1), dt.date(2030, 12, 31))
MONTHS = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


@given(MONTHS)
def test_a_month_reads_back_what_it_writes(month):
    assert Month.parse(str(month)) == month
    assert Month.of(month.first_day) == Month.of(month.last_day) == month


@given(MONTHS, st.integers(-400, 400))
def test_a_shift_there_and_back_is_no_shift(month, months):
    assert month.shifted(months).shifted(-months) == month


@given(MONTHS)
def test_the_day_after_a_month_is_the_first_of_the_next(month):
    assert month.last_day + dt.timedelta(days=1) == month.shifted(1).first_day


def test_a_leap_february_has_29_days():
    assert Month.parse("2020-02").last_day == dt.date(2020, 2, 29)
    assert Month.parse("2019-02").last_day == dt.date(2019, 2, 28)


def test_months_stand_in_order_across_a_year():
    assert Month(2019, 12) < Month(2020, 1) == Month(2019, 12).shifted(1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-5",
        "2020-13",
        "2020-00",
        "20-05",
        "2020-05-01",
        "２０２０-０５",
        "1899-12",
        "9999-01",
        "2020/05",
        "+020-05",
        "2020-٠٥",
        " 2020-05",
    ],
)
def test_what_is_no_month_is_refused_with_what_stood_there(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        ("2004-02-29", 16, "2020-02-29"),
        ("2004-02-29", 15, "2019-03-01"),
        ("2004-02-29", 18, "2022-03-01"),
        ("2004-05-31", 16, "2020-05-31"),
    ],
)
def test_who_is_born_on_29_february_reaches_an_age_on_1_march_of_a_common_year(born, age, day):
    assert birthday(dt.date.fromisoformat(born), age) == dt.date.fromisoformat(day)


@given(BIRTHS, st.integers(0, 60))
def test_one_is_of_an_age_from_the_birthday_on_and_not_a_day_before(born, age):
    reached = birthday(born, age)
    assert age_on(born, reached) == age
    assert age_on(born, reached - dt.timedelta(days=1)) == age - 1


@given(BIRTHS, DAYS, st.integers(0, 110))
def test_the_latest_birth_date_says_the_same_as_the_birthday(born, on, age):
    assert (born <= born_by(on, age)) is (birthday(born, age) <= on) is (age_on(born, on) >= age)


def test_on_29_february_the_latest_birth_date_of_a_common_year_is_the_28th():
    assert born_by(dt.date(2020, 2, 29), 17) == dt.date(2003, 2, 28)
    assert born_by(dt.date(2020, 2, 29), 16) == dt.date(2004, 2, 29)


def test_age_is_negative_before_birth():
    assert age_on(dt.date(2020, 6, 1), dt.date(2020, 5, 31)) == -1


def test_a_day_is_a_day_in_shanghai():
    assert day_of(dt.datetime(2020, 5, 31, 15, 59, 59, tzinfo=dt.UTC)) == dt.date(2020, 5, 31)
    assert day_of(dt.datetime(2020, 5, 31, 16, 0, tzinfo=dt.UTC)) == dt.date(2020, 6, 1)


def test_an_instant_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_of(dt.datetime(2020, 5, 31))  # noqa: DTZ001 - this is what must be refused


@pytest.mark.parametrize(
    ("month", "late"),
    [("2020-05", "2020-06-04"), ("2020-12", "2021-01-04"), ("2020-01", "2020-02-04")],
)
def test_a_return_is_late_when_the_third_day_of_the_next_month_is_over(month, late):
    due = deadline(Month.parse(month), 3)
    assert due.isoformat() == f"{late}T00:00:00+08:00"
    assert due.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("on", "holds"),
    [("2020-01-31", False), ("2020-02-01", True), ("2020-02-29", True), ("2020-03-01", False)],
)
def test_an_interval_holds_its_first_day_and_not_its_end(on, holds):
    first, end = dt.date(2020, 2, 1), dt.date(2020, 3, 1)
    assert covers(first, end, dt.date.fromisoformat(on)) is holds


def test_an_interval_without_an_end_goes_on():
    assert covers(dt.date(2020, 2, 1), None, dt.date(2099, 1, 1))
    assert not covers(dt.date(2020, 2, 1), None, dt.date(2020, 1, 31))
