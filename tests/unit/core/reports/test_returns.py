"""The return as values: who receives whose, and texts that are kept and read again."""

import datetime as dt

from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import REGION, Place, Tree
from leye.core.reports import kept
from leye.core.reports.returns import Phase, State, above, below, codes_of, counties_in

DAY = dt.date(2020, 5, 31)
CITY = "152501"


def a_tree(day=DAY, *more):
    rows = [
        Place(REGION, "内蒙古自治区", "province", ""),
        Place("150100", "呼和浩特市", "league", REGION),
        Place("150123", "和林格尔县", "county", "150100", valid_to=dt.date(2020, 6, 15), successor="150124"),
        Place("150124", "清水河县", "county", "150100"),
        Place("152500", "锡林郭勒盟", "league", REGION),
        Place(CITY, "二连浩特市", "county", "152500"),
    ]  # fmt: skip
    return Tree.on(day, [*rows, *more])


def test_a_county_reports_to_its_league_and_a_city_listed_apart_to_the_region():
    tree = a_tree()
    assert above(tree, "150124", frozenset()) == "150100"
    assert above(tree, CITY, frozenset()) == "152500"
    assert above(tree, CITY, frozenset({CITY})) == REGION
    assert above(tree, "150100", frozenset()) == above(tree, REGION, frozenset()) == REGION
    assert below(tree, "150100", frozenset()) == ("150123", "150124")
    assert below(tree, REGION, frozenset({CITY})) == ("150100", "152500", CITY)
    assert below(tree, CITY, frozenset({CITY})) == ()
    assert counties_in(tree, REGION, frozenset()) == ("150123", "150124", CITY)
    assert counties_in(tree, "150124", frozenset()) == ("150124",)


def test_a_county_that_took_in_another_answers_for_its_code():
    assert codes_of(a_tree(), ["150124"]) == ("150124",)
    assert codes_of(a_tree(dt.date(2020, 6, 30)), ["150124"]) == ("150123", "150124")


def test_a_tree_and_sites_that_are_kept_are_read_again_as_they_were():
    tree = a_tree(dt.date(2020, 6, 30))
    again = kept.tree_of(kept.tree_text(tree, REGION), tree.day)
    assert (again.places, again.former) == (tree.places, tree.former)
    assert kept.tree_text(again, REGION) == kept.tree_text(tree, REGION)
    sites = [SiteValue(7, "益民小区", "150124"), SiteValue(8, "南岸", "150124")]
    master, words = {7: SiteFigures(7, 4, 3, 2, 1)}, {8: "已建"}
    assert kept.sites_of(kept.sites_text(sites, master, words)) == (sites, master, words)


def test_state_rows_have_one_digest_whichever_database_told_them():
    rows = [(1, None, dt.date(2020, 5, 1)), (2, "x", None)]
    texts = [(1, None, "2020-05-01"), (2, "x", None)]
    assert kept.rows_digest(rows) == kept.rows_digest(texts)
    assert kept.rows_digest(rows) != kept.rows_digest(rows[:1])


def test_every_state_and_phase_has_its_word():
    assert [x.label for x in State] == ["未上报", "已上报", "已退回", "已接收", "已锁定"]
    assert [x.label for x in Phase] == ["还没有开始", "上报期", "补报期", "只能查看"]
