"""Single cells: days, yes and no, money, in the writings of many hands."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.rosters.cells import NO, YES, Unreadable, day_of, money, text_of, yes_no

DAY = dt.date(2020, 5, 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("  益民小区 ", "益民小区"),
        (12.0, "12"),
        (12.5, "12.5"),
        (150124199.0, "150124199"),
        (7, "7"),
        (True, "True"),
        ("—", ""),
        ("无数据", ""),
        ("N/A", ""),
        ("e\u0301", "é"),
    ],
)
def test_a_cell_as_text(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        dt.datetime(2020, 5, 3, 8, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
        "2020-05-03",
        "2020-5-3",
        "2020.5.3",
        "2020/05/03",
        "2020年5月3日",
        "2020年05月03",
        "20200503",
        20200503,
        20200503.0,
        "２０２０－０５－０３",
        " 2020 - 5 - 3 ",
        "2020-05-03 08:30:00",
        "2020-05-03T08:30",
        "2020-5-3 8:30",
        43954.0,
        43954.75,
    ],
)
def test_one_day_in_many_writings(value):
    assert day_of(value) == DAY
    assert day_of(value, end=True) == DAY + dt.timedelta(days=1)


@pytest.mark.parametrize("value", ["2020-05", "2020.5", "2020年5月", "2020/5", "202005", 202005.0])
def test_a_month_alone_is_its_first_day_or_ends_with_its_last(value):
    assert day_of(value) == dt.date(2020, 5, 1)
    assert day_of(value, end=True) == dt.date(2020, 6, 1)


def test_a_december_ends_with_the_year():
    assert day_of("2019-12", end=True) == dt.date(2020, 1, 1)


@pytest.mark.parametrize("value", [None, "", " ", "无数据", "-"])
def test_an_empty_cell_is_no_day(value):
    assert day_of(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "2020-02-30",
        "2019-02-29",
        "2020-13",
        "2020-00-01",
        "长期",
        "2020",
        "5月3日",
        "20-05-03",
        12.0,
        "2020-05-03至今",
        "20200532",
        "0000-01-01",
        99999.0,
        "9999-12",
    ],
)
def test_what_is_no_day_is_unreadable_and_never_a_guess(value):
    with pytest.raises(Unreadable):
        day_of(value, end=True)


def test_the_last_day_that_there_is_has_no_day_after_it():
    for value in ("9999-12-31", dt.date(9999, 12, 31)):
        with pytest.raises(Unreadable):
            day_of(value, end=True)


@given(st.dates(dt.date(1955, 1, 1), dt.date(2060, 1, 1)))
def test_a_spreadsheets_number_is_the_day_it_shows(day):
    number = float((day - dt.date(1899, 12, 30)).days)
    assert day_of(number) == day
    assert day_of(f"{day:%Y%m%d}") == day_of(day.isoformat()) == day


@given(st.sampled_from([day_of, yes_no, money]), st.text(max_size=12) | st.floats())
def test_no_cell_makes_a_reader_fail_in_another_way(reader, value):
    with suppress(Unreadable):
        reader(value)


@pytest.mark.parametrize("word", sorted(YES))
def test_words_for_yes(word):
    assert yes_no(f" {word} ") is True


@pytest.mark.parametrize("word", sorted(NO))
def test_words_for_no(word):
    assert yes_no(word) is False


def test_a_blank_is_neither_yes_nor_no():
    assert yes_no(None) is yes_no("") is yes_no("—") is None
    assert (yes_no(True), yes_no(False), yes_no(1.0), yes_no(0.0)) == (True, False, True, False)


@pytest.mark.parametrize("word", ["不清楚", "2", "是否"])
def test_other_words_are_unreadable(word):
    with pytest.raises(Unreadable):
        yes_no(word)


@pytest.mark.parametrize(
    ("value", "yuan"),
    [
        (3000.0, 3000),
        (3000.5, 3000),
        ("3,000", 3000),
        ("3000元", 3000),
        ("３０００", 3000),
        ("3000元/月", 3000),
        ("3000-4000", 3000),
        ("3000～4000元", 3000),
        ("3000至4000", 3000),
        ("3000元以上", 3000),
        ("2999.99左右", 2999),
        ("0", 0),
        (None, None),
        ("无数据", None),
    ],
)
def test_money_is_whole_yuan_and_a_range_gives_its_lower_end(value, yuan):
    assert money(value) == yuan


@pytest.mark.parametrize("value", ["三千", "-3000", "3k", "3000 4000 元人", "1e9", -5.0])
def test_other_writings_of_money_are_unreadable(value):
    with pytest.raises(Unreadable):
        money(value)
