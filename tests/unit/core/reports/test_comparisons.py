"""The relations between tables: annexes beside each other, and a month beside the last."""

import datetime as dt

import pytest

from leye.core.reports.comparisons import (
    idle_homes,
    poor_within_all,
    since_last_month,
    sites_within_all,
)
from leye.core.reports.notice import Annex
from leye.core.reports.tables import Line, Table

COLUMNS = ("place", "people", "labour", "employed", "willing")
ALL = {"people": 100, "labour": 60, "employed": 40, "willing": 20}
POOR = {"people": 80, "labour": 50, "employed": 35, "willing": 15}
SITES = {
    "people": 100, "poor_people": 80, "labour": 60, "employed": 40, "poor.labour": 50,
    "poor.employed": 35, "site_willing": 60, "poor.site_willing": 50,
}  # fmt: skip


def table(*lines: Line) -> Table:
    annex = Annex("1", "附件", "everyone", "counties", COLUMNS, (), ())
    return Table(annex, dt.date(2020, 5, 31), 1, lines)


def county(figures: dict, **change: int | None) -> Table:
    return table(Line("county", "150124", "清水河县", figures={**figures, **change}))


def test_annexes_that_agree_say_nothing():
    assert list(poor_within_all(county(ALL), county(POOR))) == []
    assert list(sites_within_all(county(ALL), county(POOR), county(SITES))) == []
    assert list(since_last_month(county(ALL), county(ALL), 20)) == []


@pytest.mark.parametrize("column", ["people", "labour", "employed", "willing"])
def test_the_registered_poor_are_never_more_than_all(column):
    (found,) = poor_within_all(county(ALL), county(POOR, **{column: ALL[column] + 1}))
    assert (found.check, found.is_hard, found.columns) == ("V04", True, (column,))
    assert found.place == "清水河县"


def test_a_county_of_annex_2_alone_is_more_than_nothing():
    found = list(poor_within_all(table(), county(POOR)))
    assert len(found) == 4
    assert "大于附件1的 0" in found[0].message


def test_what_is_not_known_is_not_compared():
    unknown = dict.fromkeys(ALL)
    assert list(poor_within_all(county(unknown), county(POOR))) == []
    assert list(poor_within_all(county(ALL), county(unknown))) == []
    assert list(sites_within_all(county(unknown), county(unknown), county(SITES))) == []
    nothing = county(dict.fromkeys(SITES))
    assert list(sites_within_all(county(ALL), county(POOR), nothing)) == []
    assert list(since_last_month(county(unknown), county(ALL), 20)) == []


@pytest.mark.parametrize(
    ("column", "annex"),
    [
        ("people", 1),
        ("poor_people", 2),
        ("labour", 1),
        ("employed", 1),
        ("poor.labour", 2),
        ("poor.employed", 2),
    ],
)
def test_sites_hold_no_more_people_than_their_county(column, annex):
    more = county(SITES, **{column: SITES[column] + 1})
    found = [v for v in sites_within_all(county(ALL), county(POOR), more) if v.check == "V10"]
    assert [violation.columns for violation in found] == [(column,)]
    assert f"大于附件{annex}" in found[0].message


@pytest.mark.parametrize(("column", "annex"), [("site_willing", 1), ("poor.site_willing", 2)])
def test_the_willing_without_work_at_sites_are_no_more_than_in_the_county(column, annex):
    more = county(SITES, **{column: SITES[column] + 1})
    (found,) = sites_within_all(county(ALL), county(POOR), more)
    assert (found.check, found.columns[0]) == ("V11", column)
    assert f"多于附件{annex}" in found.message


def test_a_county_that_annexes_1_and_2_do_not_know_has_nobody():
    found = [v.check for v in sites_within_all(table(), table(), county(SITES))]
    assert found.count("V10") == 6
    assert found.count("V11") == 2


def test_the_rows_of_sites_are_compared_by_their_county_only():
    line = Line("site", "150124", "益民小区", 7, {**SITES, "people": 999})
    assert list(sites_within_all(county(ALL), county(POOR), table(line))) == []


@pytest.mark.parametrize(
    ("was", "now", "is_told"),
    [
        (100, 120, False),
        (100, 121, True),
        (100, 80, False),
        (100, 79, True),
        (19, 90, False),
        (20, 90, True),
    ],
)
def test_a_jump_since_last_month_needs_a_word(was, now, is_told):
    found = list(since_last_month(county(ALL, people=now), county(ALL, people=was), 20))
    assert [violation.check for violation in found] == (["V13"] if is_told else [])
    assert not any(violation.is_hard for violation in found)


def test_a_county_that_is_new_this_month_has_not_jumped():
    assert list(since_last_month(county(ALL), table(), 20)) == []


def test_homes_without_work_are_told_by_county_in_order():
    names = {"150124": "清水河县", "150123": "和林格尔县"}
    found = list(idle_homes({"150124": 2, "150123": 1}, names))
    assert [violation.place for violation in found] == ["和林格尔县", "清水河县"]
    assert "零就业家庭 1 户" in found[0].message
    assert list(idle_homes({}, names)) == []
