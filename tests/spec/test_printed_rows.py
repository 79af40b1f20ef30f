"""The rows that the notice itself prints in annex 3: what adds up, and what is missing from them."""

import csv
import re
from pathlib import Path

import pytest

from leye.core.reports.identities import Violation, violations
from leye.core.reports.tables import Line, Table
from leye.notices.loader import load_notice

PRINTED = Path(__file__).with_name("annex3_sample.csv")
FIGURES = {"户": "households", "人": "people", "建档立卡户": "poor_households", "建档立卡人": "poor_people"}  # fmt: skip
REGION, LEAGUE, QINGSHUIHE, HELINGEER = "合计", "呼和浩特市", "清水河县", "和林格尔县"


def printed_lines() -> list[Line]:
    """The printed rows as lines of a table; "22个" says how many sites a row stands for."""
    lines = []
    with PRINTED.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            stated = re.search(r"(\d+)个$", row["安置点"])
            league, county = row["盟市"], row["旗县（市、区）"]
            site = "" if stated else row["安置点"]
            level = "league" if league else "county" if county else "site" if site else "region"
            line = Line(
                level, league or county or site or REGION, league or county or site or REGION
            )
            line.figures = {key: int(row[column]) for column, key in FIGURES.items()}
            line.figures["number"] = int(row["序号"])
            if stated:
                line.figures["sites"] = int(stated[1])
            lines.append(line)
    return lines


@pytest.fixture(scope="module")
def table() -> Table:
    annex = load_notice("nm_2020_84").annexes["3"]
    return Table(annex, load_notice("nm_2020_84").issued_on, 0, tuple(printed_lines()))


@pytest.fixture(scope="module")
def found(table) -> dict[str, list[Violation]]:
    numbers = load_notice("nm_2020_84").numbers(table.on)
    told: dict[str, list[Violation]] = {}
    for violation in violations(table, numbers):
        told.setdefault(violation.place, []).append(violation)
    return told


def test_the_notice_prints_one_region_one_league_two_counties_and_thirteen_sites(table):
    levels = [line.level for line in table.lines]
    assert {level: levels.count(level) for level in levels} == {
        "region": 1,
        "league": 1,
        "county": 2,
        "site": 13,
    }


def test_the_sites_of_qingshuihe_add_up_to_its_row(found):
    assert QINGSHUIHE not in found


def test_helingeer_says_that_nine_sites_and_their_people_are_missing(found):
    (violation,) = found[HELINGEER]
    assert (violation.check, violation.is_hard) == ("V09", True)
    assert violation.message == (
        "缺 9 个安置点，户差 215，人差 415，建档立卡户差 98，建档立卡人差 147。"
    ).replace("，人差", "，搬迁人口数差")


def test_the_league_adds_up_over_the_counties_that_are_printed(found):
    assert LEAGUE not in found


def test_the_region_says_that_its_detail_is_not_complete(found):
    (violation,) = found[REGION]
    assert violation.check == "V09"
    assert violation.message.startswith("明细不完整，")
    assert "户差 56441" in violation.message
    assert violation.columns[:1] == ("households",)


def test_every_printed_site_has_enough_poor_households_to_stand_in_annex_3(found):
    sites = {place for place in found if place not in (REGION, LEAGUE, QINGSHUIHE, HELINGEER)}
    assert sites == set()
