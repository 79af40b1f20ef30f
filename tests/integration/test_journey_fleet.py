"""车辆和价格: what a county has said of its vehicles is what its people are planned into, for the days that it holds."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import FleetKind
from leye.core.scope import OutOfScope, Role
from leye.notices.journeys import load_journeys
from leye.trips.journeys import journey_changes, journey_fleet, journey_pages
from leye.trips.journeys.journey_instance import with_fleet
from tests.integration.journeys import booked, going_county, planned, vehicles
from tests.integration.vacancies import TODAY
from tests.made import HELINGEER, QINGSHUIHE, at, clerk

pytestmark = pytest.mark.django_db
SAID = {
    "county": QINGSHUIHE, "name": "面包车7座", "carrier": "清水河县客运公司", "mode": "coach", "seats": "7",
    "hire": "100", "per_km": "1.5", "a_day": "2", "from": "2020-06-01", "to": "", "source": "2020年客运合同",
}  # fmt: skip


def added(**said: str) -> FleetKind:
    with at(TODAY):
        return journey_fleet.add(clerk(), SAID | said)


def test_people_are_planned_into_the_vehicles_that_the_county_has_said_at_their_prices(tmp_path):
    """Seven seats for 100 yuan and 1.5 a kilometre are cheaper than the estimated bus of 19."""
    going_county(tmp_path)
    added()
    booked()
    planned()
    [(journey, riders)] = vehicles()
    assert (journey.kind, journey.seats, len(riders)) == ("面包车7座", 7, 6)
    assert journey.cost >= 10_000 + 150 * journey.km


def test_where_the_said_vehicles_of_a_day_are_too_few_the_rest_is_told_to_have_no_seat(tmp_path):
    """More people than seats: a car and a train of two each, one a day; six people share one stop and start."""
    going_county(tmp_path)
    added(name="轿车2座", seats="2", a_day="1")
    added(name="专列", mode="train", seats="2", a_day="1", carrier="铁路")
    booked()
    told = planned(last=TODAY)  # one day of leaving only
    assert (told["seated"], told["left"]) == (4, 2)
    seats = [len(riders) for _, riders in vehicles()]
    assert seats == [2, 2]


def test_a_train_of_the_county_goes_no_shorter_way_than_a_declared_one(tmp_path):
    """However cheap: 150 km are ridden by bus, 700 km by train."""
    going_county(tmp_path)
    added(name="专列", mode="train", carrier="铁路", hire="1", per_km="0")
    booked()
    for km, mode in ((150, "coach"), (700, "train")):
        with at(TODAY):
            [(county, to, *_)] = journey_pages.roads(clerk())
            journey_pages.set_distance(
                clerk(), {"county": county, "destination": to, "km": str(km)}
            )
        planned()
        assert {journey.mode for journey, _ in vehicles()} == {mode}


def test_a_bus_that_is_changed_for_a_smaller_one_moves_its_people_to_the_other_and_it_is_told_to_be_the_fewest(
    tmp_path,
):
    going_county(tmp_path)
    added(name="面包车4座", seats="4", a_day="2")
    added(name="专列", mode="train", carrier="铁路", seats="4", hire="9999")
    booked()
    planned(last=TODAY)
    [(full, riders), (other, _)] = sorted(vehicles(), key=lambda one: -len(one[1]))
    assert len(riders) == 4
    with at(TODAY, 13):
        changed = journey_changes.change_vehicle(clerk(), full.pk, "轿车2座", 2)
    assert (len(changed.moved), changed.left, changed.staying) == (2, (), 2)
    assert (changed.at_least, changed.is_least) == (2, True)
    assert {journey.pk: len(own) for journey, own in vehicles()} == {full.pk: 2, other.pk: 4}


def test_a_kind_holds_for_its_days_only_and_an_end_is_followed_by_a_new_price(tmp_path):
    row = added()
    with pytest.raises(NotPossible, match="已经登记着"):
        added(hire="120")
    with at("2020-06-10"):
        with pytest.raises(NotPossible, match="早于起始日期"):
            journey_fleet.end(clerk(), row.pk, "2020-05-01")
        journey_fleet.end(clerk(), row.pk, "2020-06-14")
        with pytest.raises(NotPossible, match="已经结束"):
            journey_fleet.end(clerk(), row.pk, "2020-06-20")
        journey_fleet.add(clerk(), SAID | {"hire": "120", "from": "2020-06-15"})
        [new, old] = journey_fleet.lines(clerk())
    assert (new.hire, new.is_now, old.is_now) == (120, False, True)
    assert old.until == dt.date(2020, 6, 14)
    declared = load_journeys("nm_2020_84", dt.date(2020, 6, 1))
    for day, hire in ((14, 10_000), (15, 12_000)):
        found = with_fleet(clerk(), QINGSHUIHE, declared, dt.date(2020, 6, day))
        assert [one.hire for one in found.kinds if one.mode == "coach"] == [hire]
    assert {one.mode for one in found.kinds} == {"coach", "train"}  # the train stays an estimate


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"seats": "0"}, "座位数"), ({"seats": "x"}, "座位数"), ({"hire": "很多"}, "每趟起步价"),
        ({"per_km": "-1"}, "每公里价"), ({"from": "6月1日"}, "日期"), ({"to": "2020-05-01"}, "早于"),
        ({"name": " "}, "都要写"), ({"mode": "own"}, "包车还是火车"), ({"a_day": "many"}, "每天辆数"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_was_found(said, words, db):
    with pytest.raises(NotPossible, match=words):
        added(**said)
    assert not FleetKind.objects.exists()


def test_neighbours_see_and_change_nothing_and_the_database_holds_the_order(db):
    row = added()
    with at(TODAY):
        assert journey_fleet.lines(clerk(HELINGEER)) == []
        with pytest.raises(NotPossible):
            journey_fleet.end(clerk(HELINGEER), row.pk, "2020-06-30")
        with pytest.raises(OutOfScope):
            journey_fleet.add(clerk(HELINGEER), SAID)
        with pytest.raises(OutOfScope):
            journey_fleet.add(clerk(role=Role.APPROVER), SAID)
    with pytest.raises(IntegrityError), transaction.atomic():
        FleetKind.objects.filter(pk=row.pk).update(valid_to=row.valid_from)
