"""Counts rolled up one level."""

import datetime as dt

from leye.core.boards.sheets import lines_of, total_of
from leye.core.places.tree import Place, Tree

TREE = Tree.on(
    dt.date(2020, 5, 31),
    [
        Place("150000", "内蒙古自治区", "province", ""),
        Place("150100", "呼和浩特市", "league", "150000"),
        Place("150200", "包头市", "league", "150000"),
        Place("150124", "清水河县", "county", "150100"),
        Place("150123", "和林格尔县", "county", "150100"),
    ],
)
BASE = {
    ("150124", 1): {"people": 3},
    ("150124", None): {"people": 2, "labour": 1},
    ("150124", 9): {},
}


def told(unit):
    return [
        (x.code, x.name, x.site, x.counts) for x in lines_of(unit, BASE, TREE, {1: "甲", 9: "乙"})
    ]


def test_the_region_shows_its_leagues_also_those_without_anybody():
    assert told("150000") == [
        ("150100", "呼和浩特市", None, {"people": 5, "labour": 1}),
        ("150200", "包头市", None, {}),
    ]


def test_a_league_shows_its_counties_and_a_county_its_sites_and_those_who_live_dispersed():
    assert [line[0] for line in told("150100")] == ["150123", "150124"]
    assert [line[1:] for line in told("150124")] == [
        ("乙", 9, {}),
        ("甲", 1, {"people": 3}),
        ("分散安置", 0, {"people": 2, "labour": 1}),
    ]


def test_lines_add_up():
    assert total_of(lines_of("150000", BASE, TREE, {})) == {"people": 5, "labour": 1}
