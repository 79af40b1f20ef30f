"""Tables: what the one statement counts, on two engines, and how its rows roll up along the tree."""

import datetime as dt
import sqlite3

import duckdb
import pytest
from sqlglot import exp

from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import Place, Tree
from leye.core.query.model import EVERYONE, And, Compare, Field, Known, OneOf, Value
from leye.core.query.sql import Engine, text_of
from leye.core.reports.notice import Annex, Notice
from leye.core.reports.tables import (
    BESIDE,
    BESIDE_MASTER,
    Line,
    cell_predicate,
    counted_columns,
    counties_table,
    idle_homes_statement,
    people_statement,
    settled_in,
    sites_table,
    table_statement,
)

DAY = dt.date(2020, 5, 31)
COUNTIES = Annex("1", "附件1", "everyone", "counties", ("place", "people", "employed"), (), ())
POOR = Annex("2", "附件2", "poor", "counties", ("place", "people", "employed"), (), ())
SITES = Annex(
    "3", "附件3", "everyone", "sites", ("number", "households", "people", "employed", "poor.employed"),
    (), (),
)  # fmt: skip
EMPLOYED = Known(Field("job_kind"))
IS_POOR = Compare("=", Field("standing"), Value("jdlk"))
WILLING = And((OneOf(Field("wants_work"), ("yes",)),))
BOUND = {"everyone": EVERYONE, "poor": IS_POOR, "employed": EMPLOYED, "willing": WILLING}
NOTICE = Notice(
    "nm", "84", "通知", DAY, 3, {}, {},
    {"people": "everyone", "households": "everyone", "employed": "employed"}
    | dict.fromkeys(BESIDE, "willing"),
    frozenset({"households"}), {}, {},
)  # fmt: skip
PEOPLE = [
    # person, household, county, site, standing, job_kind, wants_work
    (1, 11, "150124", 7, "jdlk", "unit", "no"),
    (2, 11, "150124", 7, "jdlk", None, "yes"),
    (3, 12, "150124", 7, "sq", None, "yes"),
    (4, 13, "150124", None, "sq", "unit", None),
    (5, 14, "150123", 8, None, None, None),
    (6, 15, "150929", 9, "jdlk", None, "yes"),
]
STATE = exp.select("*").from_("people")
NAMES = "person_id, household_id, county, site_id, standing, job_kind, wants_work"


@pytest.fixture(scope="module", params=[Engine.SQLITE, Engine.DUCKDB])
def ask(request):
    opened = sqlite3 if request.param is Engine.SQLITE else duckdb
    connection = opened.connect(":memory:")
    kinds = ["BIGINT", "BIGINT", "VARCHAR", "BIGINT", "VARCHAR", "VARCHAR", "VARCHAR"]
    columns = ", ".join(f"{n} {k}" for n, k in zip(NAMES.split(", "), kinds, strict=True))
    connection.execute(f"CREATE TABLE people ({columns})")
    connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?)", PEOPLE)

    def asked(make, *arguments, **named):
        statement = make(*arguments, on=DAY, engine=request.param, **named)
        return connection.execute(text_of(statement, request.param)).fetchall()

    yield asked
    connection.close()


def counts(ask, annex: Annex, codes: tuple[str, str]) -> dict:
    rows = ask(table_statement, NOTICE, annex, BOUND, STATE, codes=codes)
    columns = counted_columns(NOTICE, annex)
    return {row[:2]: dict(zip(columns, row[2:], strict=True)) for row in rows}


def test_one_statement_counts_people_by_county_and_site(ask):
    found = counts(ask, COUNTIES, ("15", "16"))
    assert set(found) == {("150124", 7), ("150124", None), ("150123", 8), ("150929", 9)}
    assert found["150124", 7] == {"people": 3, "employed": 1, **dict.fromkeys(BESIDE, 2)}


def test_annex_2_is_annex_1_over_another_base(ask):
    found = counts(ask, POOR, ("15", "16"))
    assert found["150124", 7] == {"people": 2, "employed": 1, **dict.fromkeys(BESIDE, 1)}
    assert found["150123", 8]["people"] == 0


def test_households_are_counted_once(ask):
    rows = ask(table_statement, NOTICE, SITES, BOUND, STATE, codes=("150124", "150125"))
    columns = counted_columns(NOTICE, SITES)
    found = {row[1]: dict(zip(columns, row[2:], strict=True)) for row in rows}
    assert found[7]["everyone.households"] == 2
    assert found[7]["poor.households"] == 1
    assert (found[7]["employed"], found[7]["poor.employed"]) == (1, 1)


@pytest.mark.parametrize(
    ("codes", "counties"),
    [
        (("15", "16"), {"150124", "150123", "150929"}),
        (("1501", "1502"), {"150124", "150123"}),
        (("150124", "150125"), {"150124"}),
    ],
)
def test_a_range_of_codes_holds_its_own_counties_only(ask, codes, counties):
    assert {county for county, _ in counts(ask, COUNTIES, codes)} == counties


def test_the_people_of_a_cell_come_by_id_and_in_pages(ask):
    def page(after: int) -> list[int]:
        where = settled_in(("1501", "1502"))
        rows = ask(people_statement, WILLING, STATE, where=where, after=after, limit=1)
        return [row[0] for row in rows]

    assert [page(0), page(2), page(3)] == [[2], [3], []]


def test_a_home_without_work_has_somebody_who_wants_it_and_nobody_who_has_it(ask):
    found = ask(idle_homes_statement, BOUND, STATE, codes=("15", "16"))
    assert sorted(found) == [("150124", 1), ("150929", 1)]


def test_a_column_counts_its_measure_within_its_base():
    assert cell_predicate(NOTICE, COUNTIES, "people", BOUND) == EVERYONE
    assert cell_predicate(NOTICE, COUNTIES, "employed", BOUND) == EMPLOYED
    assert cell_predicate(NOTICE, POOR, "people", BOUND) == IS_POOR
    assert cell_predicate(NOTICE, SITES, "poor.employed", BOUND) == And((IS_POOR, EMPLOYED))
    with pytest.raises(KeyError):
        cell_predicate(NOTICE, COUNTIES, "place", BOUND)


def test_what_the_list_of_sites_says_is_not_counted_but_compared():
    assert counted_columns(NOTICE, COUNTIES) == ("people", "employed", *BESIDE)
    assert counted_columns(NOTICE, SITES) == ("employed", "poor.employed", *BESIDE_MASTER.values())


TREE = Tree.on(
    DAY,
    (
        Place("150000", "内蒙古自治区", "province", ""),
        Place("150100", "呼和浩特市", "league", "150000"),
        Place("150200", "包头市", "league", "150000"),
        Place("150900", "乌兰察布市", "league", "150000"),
        Place("150124", "清水河县", "county", "150100"),
        Place("150123", "和林格尔县", "county", "150100"),
        Place("150929", "四子王旗", "county", "150900"),
        Place("152622", "旧县", "county", "", valid_to=dt.date(2019, 1, 1), successor="150123"),
    ),
)
COUNTED = {("150124", 7): [3], ("150124", None): [1], ("150123", 8): [1], ("152622", None): [2]}


def test_counties_stand_below_their_league_and_all_below_the_region():
    lines = counties_table(("people",), {**COUNTED, ("150929", 9): [5]}, TREE, "150000")
    assert [(line.level, line.name, line.figures["people"]) for line in lines] == [
        ("region", "合计", 12),
        ("league", "呼和浩特市", 7),
        ("county", "和林格尔县", 3),
        ("county", "清水河县", 4),
        ("league", "乌兰察布市", 5),
        ("county", "四子王旗", 5),
    ]


def test_a_league_sees_its_total_and_a_county_only_itself():
    league = counties_table(("people",), COUNTED, TREE, "150100")
    assert [line.level for line in league] == ["league", "county", "county"]
    county = counties_table(("people",), {("150124", 7): [3]}, TREE, "150124")
    assert [(line.level, line.key) for line in county] == [("county", "150124")]


def test_where_nobody_is_settled_there_is_no_row():
    assert counties_table(("people",), {}, TREE, "150000") == []
    assert sites_table(("employed",), {}, TREE, "150000", (), {}, {}) == []


HOMES = (
    SiteValue(7, "益民小区", "150124"),
    SiteValue(8, "盛乐", "152622"),
    SiteValue(9, "乌兰花", "150929"),
)
LISTED = {7: SiteFigures(7, 2, 3, 1, 2), 9: SiteFigures(9, 4, 5, 4, 5)}


def rolled_up(unit: str, sites=HOMES) -> list[Line]:
    return sites_table(("employed",), COUNTED, TREE, unit, sites, LISTED, {7: "已建"})


def test_sites_stand_below_their_county_of_today_with_totals_above():
    lines = rolled_up("150000")
    assert [(line.level, line.name, line.texts["site"]) for line in lines] == [
        ("region", "合计", "合计3个"),
        ("league", "呼和浩特市", "2个"),
        ("county", "和林格尔县", "1个"),
        ("site", "盛乐", "盛乐"),
        ("county", "清水河县", "1个"),
        ("site", "益民小区", "益民小区"),
        ("league", "乌兰察布市", "1个"),
        ("county", "四子王旗", "1个"),
        ("site", "乌兰花", "乌兰花"),
    ]
    assert [line.figures["number"] for line in lines] == list(range(1, 10))
    assert [line.key for line in lines[3:6]] == ["site:8", "150124", "site:7"]


def test_a_site_shows_the_list_and_what_is_not_listed_is_not_known():
    by_name = {line.name: line.figures for line in rolled_up("150000")}
    assert by_name["益民小区"] == {
        "number": 6, "employed": 3, "households": 2, "people": 3, "poor_households": 1, "poor_people": 2,
    }  # fmt: skip
    assert by_name["盛乐"]["people"] is None
    assert by_name["和林格尔县"]["people"] is None
    assert by_name["呼和浩特市"]["people"] == 3
    assert by_name["乌兰花"]["employed"] == 0, "a site in which nobody is counted has a row"


def test_a_county_sees_its_sites_without_the_totals_above():
    assert [line.level for line in rolled_up("150124", HOMES[:1])] == ["county", "site"]
    assert rolled_up("150124", HOMES[:1])[1].texts["station"] == "已建"
    assert rolled_up("150100", HOMES[:2])[0].level == "league"


def test_a_city_listed_apart_stands_beside_the_leagues_and_not_in_its_own():
    counted = {**COUNTED, ("150929", 9): [5]}
    lines = counties_table(("people",), counted, TREE, "150000", {"150124"})
    assert [(line.level, line.name, line.figures["people"]) for line in lines] == [
        ("region", "合计", 12),
        ("league", "呼和浩特市", 3),
        ("county", "和林格尔县", 3),
        ("league", "乌兰察布市", 5),
        ("county", "四子王旗", 5),
        ("league", "清水河县", 4),
    ]
    league = counties_table(("people",), COUNTED, TREE, "150100", {"150124"})
    assert [line.figures["people"] for line in league] == [3, 3]
    own = counties_table(("people",), {("150124", 7): [3]}, TREE, "150124", {"150124"})
    assert [(line.key, line.figures["people"]) for line in own] == [("150124", 3)]


def test_sites_of_a_city_listed_apart_stand_last_and_add_up():
    lines = sites_table(("employed",), COUNTED, TREE, "150000", HOMES, LISTED, {}, {"150124"})
    assert [(line.level, line.name) for line in lines[-3:]] == [
        ("league", "清水河县"), ("county", "清水河县"), ("site", "益民小区"),
    ]  # fmt: skip
    assert lines[0].figures["employed"] == sum(
        x.figures["employed"] for x in lines if x.level == "league"
    )
    league = sites_table(("employed",), COUNTED, TREE, "150100", HOMES[:2], LISTED, {}, {"150124"})
    assert [line.name for line in league] == ["呼和浩特市", "和林格尔县", "盛乐"]
