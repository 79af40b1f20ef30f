"""The relations within a table: each one kept, and each one broken by the least that breaks it."""

import datetime as dt

import pytest

from leye.core.reports.identities import label, totals_of, violations
from leye.core.reports.notice import Annex
from leye.core.reports.tables import Line, Table

NUMBERS = {"site_households": 6, "employed_low": 30}
KEPT = {
    "people": 100, "labour": 60, "employed": 40, "away": 25, "local": 15, "workshop": 5, "post": 10,
    "unemployed": 20, "willing": 20,
}  # fmt: skip
SITE = {
    "households": 40, "people": 100, "poor_households": 30, "poor_people": 80, "labour": 60,
    "site_willing": 50, "employed": 40, "poor.labour": 50, "poor.site_willing": 45, "poor.employed": 35,
}  # fmt: skip


def table(*lines: Line, rows: str = "counties") -> Table:
    return Table(Annex("1", "附件1", "everyone", rows, (), (), ()), dt.date(2020, 5, 31), 1, lines)


def checks(*lines: Line, rows: str = "counties") -> list[str]:
    return [found.check for found in violations(table(*lines, rows=rows), NUMBERS)]


def county(**figures: int | None) -> Line:
    return Line("county", "150124", "清水河县", figures={**KEPT, **figures})


def site(site_id: int = 7, **figures: int | None) -> Line:
    return Line("site", "150124", "益民小区", site_id, {**SITE, **figures})


def test_a_row_in_which_all_relations_hold_says_nothing():
    assert checks(county()) == []
    assert checks(site(), rows="sites") == []


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"away": -1, "local": 41}, "V01"),
        ({"people": 59}, "V02"),
        ({"employed": 61, "away": 46, "unemployed": -1, "willing": -1}, "V02"),
        ({"away": 24}, "V02"),
        ({"unemployed": 19, "willing": 19}, "V02"),
        ({"willing": 21}, "V02"),
        ({"workshop": 16, "post": 0}, "V02"),
        ({"workshop": 0, "post": 16}, "V02"),
        ({"workshop": 6}, "V02"),
        ({"employed": 17, "away": 2, "unemployed": 43}, "V14"),
    ],
)
def test_each_relation_of_annexes_1_and_2_is_told_when_it_breaks(change, check):
    found = violations(table(county(**change)), NUMBERS)
    assert check in {violation.check for violation in found}
    assert {violation.place for violation in found} == {"清水河县"}
    assert all(violation.remedy.startswith(("请", "就业地")) for violation in found)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"poor_households": 41}, "V06"),
        ({"poor_people": 101}, "V06"),
        ({"households": 101}, "V06"),
        ({"poor_people": 29, "poor.labour": 29}, "V06"),
        ({"poor.labour": 61}, "V06"),
        ({"poor.site_willing": 51}, "V06"),
        ({"poor.employed": 41}, "V06"),
        ({"employed": 51}, "V07"),
        ({"site_willing": 61}, "V07"),
        ({"poor.employed": 46}, "V07"),
        ({"poor.site_willing": 51}, "V07"),
        ({"poor_households": 5}, "V08"),
    ],
)
def test_each_relation_of_annex_3_is_told_when_it_breaks(change, check):
    assert check in checks(site(**change), rows="sites")


def test_what_is_not_known_breaks_nothing():
    assert checks(county(**dict.fromkeys(KEPT))) == []
    assert checks(county(local=None)) == []
    assert checks(site(**dict.fromkeys(SITE)), rows="sites") == []


def test_a_share_of_few_people_says_nothing():
    few = {"labour": 19, "employed": 0, "away": 0, "local": 0, "workshop": 0, "post": 0}
    assert checks(county(**few, unemployed=19, willing=5)) == []


def test_people_whose_work_place_is_not_known_are_what_the_sum_lacks():
    (found,) = violations(table(county(away=24)), NUMBERS)
    assert found.message == "已就业人数 40 ≠ 外出就业人数＋本地就业人数 39，差 1。"
    assert "就业地不明" in found.remedy
    assert found.columns == ("employed", "away", "local")


def test_a_site_shows_where_the_ledger_says_otherwise_than_the_list():
    same = {"everyone.people": 100}
    assert checks(site(**same), rows="sites") == []
    (found,) = violations(table(site(**{"everyone.people": 98}), rows="sites"), NUMBERS)
    assert (found.check, found.is_hard, found.key) == ("L01", False, "site:7")
    assert "自治区名单 100，台账 98，差 -2" in found.message


def test_a_total_over_sites_of_which_some_are_on_no_list_says_so():
    def line(level: str, key: str, households: int | None) -> Line:
        site_id = int(key) if level == "site" else None
        return Line(level, key, f"行{key}", site_id, {"households": households})

    lines = (line("county", "150124", 9), line("site", "7", 9), line("site", "8", None))
    (found,) = violations(table(*lines, rows="sites"), NUMBERS)
    assert (found.check, found.is_hard, found.key) == ("L02", False, "150124")
    assert "1 个安置点不在自治区名单" in found.message
    assert violations(table(*lines[:2], rows="sites"), NUMBERS) == ()


def totals(*figures: int) -> tuple[Line, ...]:
    levels = ("region", "league", "county", "county", "league", "county")
    return tuple(
        Line(level, str(number), f"行{number}", figures={"people": people})
        for number, (level, people) in enumerate(zip(levels, figures, strict=True))
    )


def test_totals_that_add_up_at_every_level_say_nothing():
    assert checks(*totals(10, 7, 3, 4, 3, 3)) == []


@pytest.mark.parametrize(
    ("figures", "rows"),
    [
        ((11, 7, 3, 4, 3, 3), ["行0"]),
        ((10, 7, 3, 3, 3, 3), ["行1"]),
        ((10, 8, 3, 4, 3, 3), ["行0", "行1"]),
    ],
)
def test_a_total_that_does_not_add_up_is_told_at_its_own_row(figures, rows):
    found = violations(table(*totals(*figures)), NUMBERS)
    assert [(violation.check, violation.place) for violation in found] == [("V05", r) for r in rows]


def stated(sites: int | None, people: int) -> Line:
    figures = {"number": 1, "sites": sites, "people": people, "labour": None}
    return Line("county", "150124", "清水河县", figures=figures)


def test_a_total_says_how_many_sites_and_people_are_missing():
    parts = [Line("site", "150124", "甲", 1, {"people": 3}), Line("site", "150124", "乙", 2, {})]
    (found,) = totals_of("V09", stated(3, 10), parts)
    assert found.message == "缺 1 个安置点，搬迁人口数差 7。"
    assert found.columns == ("sites", "people")
    (found,) = totals_of("V09", stated(3, 3), parts)
    assert found.message == "缺 1 个安置点。"
    (found,) = totals_of("V09", stated(2, 4), parts)
    assert found.message == "明细不完整，搬迁人口数差 1。"
    assert list(totals_of("V09", stated(None, 3), parts)) == []


def test_a_total_over_counties_sums_the_sites_that_they_state():
    region = Line("region", "150000", "合计", figures={"sites": 9, "people": 10})
    (found,) = totals_of("V09", region, [stated(3, 4), stated(4, 6)])
    assert found.message == "明细不完整，安置点数差 2。"


def test_rows_are_numbered_without_gaps_and_the_region_stands_first():
    one = Line("county", "150124", "甲", figures={"number": 1})
    three = Line("county", "150123", "乙", figures={"number": 3})
    region = Line("region", "150000", "合计", figures={"number": 2})
    assert checks(one, three) == ["V17"]
    assert checks(one, region) == ["V17"]
    assert checks(one) == checks() == []


def test_a_column_without_words_is_called_by_its_name():
    assert (label("people"), label("f0")) == ("搬迁人口数", "f0")
