"""Twelve months of a small region through all levels: corrections, late facts, a death, a merger of counties.

Every archived return runs again to the same bytes, and every difference from month to month is explained with nothing
left over (RELIABILITY T6, T7, T8, T12, C16).
"""

import datetime as dt
import itertools

import pytest

from leye.apps.places.models import Place
from leye.apps.reports.models import Return, Version
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.trips.returns import explaining, rerunning, returning
from tests.integration.test_returns import (
    accept,
    add,
    ledger,
    person,
    scope,
    send,
    work,
)
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at, keys

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]
FIRST = Month(2020, 5)


def happens(number: int) -> None:
    """What is recorded in the month after the one that was just reported."""
    names = ("李秀兰", "张桂英", "刘玉梅", "陈淑珍", "赵红霞")
    day = FIRST.shifted(number + 1).first_day + dt.timedelta(days=9)
    if number == 1:
        work(names[0], day)  # found work
    elif number == 2:
        work(names[1], FIRST.shifted(0).first_day, job_kind="workshop")  # known months late
    elif number == 3:
        add(Addition("ledger_death", person(names[4]), day, {}))
    elif number == 4:
        wish = {"wants_work": "yes", "wants_training": "no"}
        add(Addition("ledger_wish", person(names[2]), day, wish))
    elif number == 7:
        add(Addition("ledger_standing", person(names[3]), day, {"standing": "sq"}))
    elif number == 8:
        work("李建国", day, job_place="110105")


def all_levels(month: Month, units: list[str]) -> None:
    for unit in units:
        send(f"clerk-{unit}", unit, month)
        accept("league-clerk", LEAGUE, unit, month)
    send("league-clerk", LEAGUE, month)
    accept("region-clerk", REGION, LEAGUE, month)
    send("region-clerk", REGION, month)
    accept("region-head", REGION, REGION, month)
    returning.lock(scope("region-clerk", REGION), month)


@pytest.mark.nightly
def test_twelve_months_run_again_to_the_byte_and_every_difference_is_explained(ledger):
    units = [QINGSHUIHE, HELINGEER]
    for number in range(12):
        month = FIRST.shifted(number)
        with at((month.last_day + dt.timedelta(days=2)).isoformat()):
            all_levels(month, units)
        with at((month.last_day + dt.timedelta(days=20)).isoformat()):
            happens(number)
        if (
            number == 2
        ):  # the spell of May became known in July: May is corrected from the county up
            with at((month.last_day + dt.timedelta(days=25)).isoformat()):
                send("clerk-2", QINGSHUIHE, FIRST, "车间名单迟到")
                accept("league-clerk", LEAGUE, QINGSHUIHE, FIRST)
                send("league-clerk", LEAGUE, FIRST, "旗县更正")
        if number == 5:  # 和林格尔 becomes a part of 清水河 in the middle of the next month
            gone = month.shifted(1).first_day + dt.timedelta(days=14)
            Place.objects.filter(code=HELINGEER).update(valid_to=gone, successor_code=QINGSHUIHE)
            Place.objects.create(
                code="150199", name="新设区", kind="county", parent_code=LEAGUE, valid_from=gone
            )
            units = [QINGSHUIHE]
    with at("2021-06-01"):
        rerun, unequal = rerunning.rerun(scope("x", REGION), keys())
        assert unequal == []
        assert rerun.versions == Version.objects.count() == 6 * 4 + 6 * 3 + 2
        for unit in (QINGSHUIHE, LEAGUE, REGION):
            rows = Return.objects.filter(unit=unit).order_by("month")
            points = [explaining.point_then(scope("x", unit), row.newest) for row in rows]
            assert len(points) == 12
            changed = 0
            for before, after in itertools.pairwise(points):
                found = explaining.explanation(scope("x", unit), before, after)
                assert found.left_over == 0
                changed += sum(bool(cell.parts) for cell in found.cells.values())
            assert changed > 20
