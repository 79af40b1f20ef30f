"""The planner's corners: what may never be in a plan, the hours of stops, bounds where not all can be looked at."""

import datetime as dt
from dataclasses import replace

import pytest

from leye.core.journeys import columns, routes
from leye.core.journeys.checks import faults
from leye.core.journeys.columns import Column
from leye.core.journeys.days import Market, bound_by_day
from leye.core.journeys.destinations import destination_of, distance_of
from leye.core.journeys.master import whole
from leye.core.journeys.order import calls, pick_up_minutes
from leye.core.journeys.packed import ALONE, LEFT, Effort
from leye.core.journeys.packing import pack
from leye.core.journeys.parties import parties
from leye.core.journeys.planning import given_slots, plan
from leye.core.journeys.replanning import replan
from leye.core.journeys.sightings import Known, Sighting, standing, strange
from leye.core.journeys.values import (
    Alone,
    Given,
    Instance,
    Kind,
    Plan,
    Rider,
    Rules,
    Stop,
    Vehicle,
)
from leye.core.journeys.vocabulary import Mark

DAY = 737_577
EFFORT = Effort(5, 1)
STOPS = {
    1: Stop(1, "c", 30, 2, 3_000),
    2: Stop(2, "c", 10, 0, 3_000),
    3: Stop(3, "c", 20, 0, 3_000, DAY, DAY),
    4: Stop(4, "d", 5, 0, 3_000),
}
RULES = Rules(2, 200, 10, 1.5, 3, 500, {"a": 20_000}, 1_000_000)
ELSEWHERE = Kind("ship", 9, {"b": 1}, {"b": 0})
BUS = Kind("bus", 4, {"a": 30_000}, {"a": 0})


def rider(n: int, stop: int = 1, to: str = "a", latest: int = DAY, **said: int) -> Rider:
    return Rider(
        n, said.pop("household", n), said.pop("post", n), stop, to, DAY, latest, latest + 1, **said
    )


def instance(*riders: Rider, kinds=(BUS,), given=(), rules=RULES) -> Instance:
    return Instance(riders, STOPS, tuple(kinds), rules, tuple(given))


def vehicle(
    *riders: int, stops=(1,), day: int = DAY, to: str = "a", seats: int = 4, given: int = 0
):
    return Vehicle(day, "bus", "c", to, seats, riders, stops, 0, given)


@pytest.mark.parametrize(
    ("vehicles", "alone", "words"),
    [
        ([vehicle(1), vehicle(1)], [], "rider 1 stands 2 times"),
        ([], [], "rider 1 is forgotten"),
        ([], [Alone(1, DAY + 1, 0)], "leaves on a day that is not his"),
        ([vehicle(1, seats=0)], [], "1 riders on 0 seats"),
        ([vehicle(1, to="b")], [], "does not go where rider 1 goes"),
        ([vehicle(1, day=DAY + 1)], [], "leaves on a day that is not rider 1's"),
        ([vehicle(1, stops=(1, 2))], [], "calls at other stops"),
        ([vehicle(1, 2, stops=(2, 1))], [], "cannot call at its stops in this order"),
        ([vehicle(1), vehicle(2, stops=(2,))], [], "2 vehicles of bus on day"),
    ],
)
def test_every_fault_of_a_plan_is_named(vehicles, alone, words):
    riders = (rider(1), rider(2, stop=2)) if len(vehicles) > 1 or "order" in words else (rider(1),)
    kinds = (replace(BUS, a_day=1),) if "vehicles of" in words else (BUS,)
    found = faults(instance(*riders, kinds=kinds), Plan(tuple(vehicles), tuple(alone), {}, 0, 0))
    assert any(words in one for one in found)


def test_whom_a_hand_has_put_elsewhere_is_named_and_his_stops_are_not_judged():
    one = instance(rider(1, kept=7), given=[Given(7, DAY, "bus", "c", "a", 4)])
    assert faults(one, Plan((vehicle(1),), (), {}, 0, 0)) == ["rider 1 was put elsewhere by hand"]
    assert faults(one, Plan((vehicle(1, given=7),), (), {}, 0, 0)) == []
    assert Plan((), (), {}, 0, 0).gap == 0
    assert Plan((), (), {}, 100, 97).gap == pytest.approx(0.03)


def test_stops_are_left_in_order_and_the_last_at_the_hour_of_leaving():
    assert calls([STOPS[2], STOPS[1]], RULES, 480) == [(1, 440), (2, 480)]
    assert calls([], RULES, 480) == []
    assert pick_up_minutes([], RULES) == 0


def test_a_destination_is_a_city_and_far_when_it_is_outside_of_the_region():
    assert [destination_of(one) for one in ("110105", "130705")] == ["110000", "130700"]
    told = [distance_of("150124", one) for one in ("150100", "150600", "110000")]
    assert told == ["league", "region", "outside"]


AT = dt.datetime(2020, 6, 8, 8, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2020, 6, 6, 16, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("new", "known", "words"),
    [
        (Sighting(Mark.BOARDED, AT, "a"), {}, ""),
        (Sighting(Mark.BOARDED, AT, "a"), {"runs": False}, "已经取消"),
        (Sighting(Mark.BOARDED, AT, "a"), {"sits": False}, "不在这趟车上"),
        (Sighting(Mark.BOARDED, AT + dt.timedelta(hours=1), "a"), {}, "比实际快"),
        (Sighting(Mark.BOARDED, AT - dt.timedelta(days=3), "a"), {}, "早于出发日期"),
        (Sighting(Mark.BOARDED, AT, "a"), {"seen": [Sighting(Mark.ABSENT, AT, "b")]}, "不一致"),
        (Sighting(Mark.BOARDED, AT, "a"), {"seen": [Sighting(Mark.ABSENT, AT, "a")]}, ""),
        (Sighting(Mark.ABSENT, AT, "a"), {"seen": [Sighting(Mark.RECEIVED, AT, "b")]}, "接收情况"),
        # half past midnight of the day before is still another day in Greenwich
        (Sighting(Mark.ABSENT, MIDNIGHT, "a"), {"day": dt.date(2020, 6, 8)}, ""),
        (Sighting(Mark.ABSENT, MIDNIGHT, "a"), {"day": dt.date(2020, 6, 9)}, "早于出发日期"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_of_a_tick_and_it_is_kept(new, known, words):
    told = {"sits": True, "runs": True, "day": AT.date(), "seen": []} | known
    assert words in strange(new, Known(**told), AT)
    assert bool(words) == bool(strange(new, Known(**told), AT))


def test_where_somebody_is_was_seen_last():
    assert standing([]) is None
    seen = [Sighting(Mark.BOARDED, AT, "a"), Sighting(Mark.ABSENT, AT - dt.timedelta(hours=1), "b")]
    assert standing(seen) is Mark.BOARDED


def test_mates_whose_roads_are_open_on_no_common_day_travel_alone_and_a_destination_without_price_is_told():
    stop = replace(STOPS[3], cut_from=DAY + 1, cut_to=DAY + 1)
    first = rider(1, stop=3, household=5, latest=DAY + 1)
    second = Rider(2, 5, 5, 3, "a", DAY + 1, DAY + 1, DAY + 2)
    one = Instance((first, second, rider(3, to="z")), STOPS | {3: stop}, (BUS,), RULES)
    found, left = parties(one)
    assert [party.many for party in found] == [1, 1]
    assert left == {2: "cut"}
    assert plan(one, EFFORT).left == {2: "cut", 3: "price"}


def test_mates_without_a_common_open_day_are_parted():
    """The road is cut on the one day that both have."""
    stops = STOPS | {3: Stop(3, "c", 20, 0, 0, DAY + 1, DAY + 1)}
    riders = (
        Rider(1, 5, 5, 3, "a", DAY, DAY + 1, DAY + 2),
        Rider(2, 5, 5, 3, "a", DAY + 1, DAY + 2, DAY + 3),
    )
    found, _ = parties(Instance(riders, stops, (BUS,), RULES))
    assert [(party.many, party.days) for party in found] == [(1, (DAY,)), (1, (DAY + 2,))]


@pytest.mark.parametrize("at_once", [1_500, -1])
def test_vehicles_without_a_limit_leave_as_late_as_all_can_or_where_one_stands(at_once):
    riders = [rider(n, latest=DAY + n % 2, household=1 + n // 4) for n in range(1, 9)]
    stands = Given(7, DAY, "gone", "c", "a", 2)
    late = Given(9, DAY + 5, "bus", "c", "a", 2)  # on which nobody of it can leave
    other = Given(8, DAY, "bus", "c", "b", 2)  # only those ride whom a hand has put there: nobody
    one = instance(*riders, given=[stands, other, late], kinds=(BUS, ELSEWHERE))
    found = plan(one, EFFORT, at_once)
    assert faults(one, found) == []
    assert found.bound <= found.cost
    assert {v.given for v in found.vehicles} >= {7, 8, 9}
    assert given_slots(one)[0].hire == 0  # of a kind that is no longer known


def test_where_not_every_set_of_stops_can_be_looked_at_the_days_give_the_bound(monkeypatch):
    riders = [rider(n, stop=1 + n % 2) for n in range(1, 9)]
    one = instance(*riders, rules=replace(RULES, own={}))
    exact = plan(one, EFFORT, -1)
    for name, least in (("SETS", 1), ("SETS", 3), ("MOST_STOPS", 0)):
        monkeypatch.setattr(columns, name, least)
        found = plan(one, EFFORT, -1)
        assert faults(one, found) == []
        assert 0 < found.bound <= exact.cost <= found.cost
        monkeypatch.undo()


def market(given=(), free=None, kinds=(BUS,)) -> Market:
    return Market("a", kinds, given, STOPS, RULES, free or {}, free or {})


def test_the_bound_by_days_counts_tickets_vehicles_that_stand_and_whole_vehicles():
    priced = replace(BUS, key="train", hire={"a": 10_000}, each={"a": 4_000})
    one = instance(*[rider(n, stop=1 + n % 2) for n in range(1, 8)])
    own, _ = parties(one)
    [slot] = given_slots(replace(one, given=(Given(7, DAY, "bus", "c", "a", 2),)))
    bound = bound_by_day(own, market(kinds=(BUS, priced)), EFFORT)
    assert 0 < bound <= plan(replace(one, kinds=(BUS, priced)), EFFORT).cost
    assert bound_by_day(own, market(given=(slot,)), EFFORT) < bound_by_day(own, market(), EFFORT)
    at_stop = replace(slot, at=frozenset({1}), seats=9)
    assert bound_by_day(own, market(given=(at_stop,)), EFFORT) >= 0
    none = market(free={("bus", DAY): 0})
    assert bound_by_day(own, none, EFFORT) <= 7 * 20_000


def test_a_full_vehicle_that_stands_takes_nobody_and_the_time_that_is_over_leaves_what_was_fixed():
    one = instance(*[rider(n) for n in range(1, 7)], given=[Given(7, DAY, "bus", "c", "a", 0)])
    found = plan(one, Effort(0), -1)
    assert faults(one, found) == []
    hint = routes.Counter({Column(DAY, 0, -1, ((0, 1),), 10): 1})
    assert (
        whole(list(hint), [1], [100], {(DAY, 0): 0}, hint, 5) == hint
    )  # impossible: the hint stays


def test_the_time_that_was_over_at_the_first_look_still_seats_everybody():
    riders = [rider(n, stop=1 + n % 2) for n in range(1, 9)]
    one = instance(*riders, rules=replace(RULES, own={}))
    found = plan(one, Effort(0), -1)
    assert (faults(one, found), found.left) == ([], {})


def test_the_hands_rule_moves_nobody_whom_the_solver_would_and_looks_at_stops_and_hours():
    """No time at all: who can stays, another vehicle is taken only where its way can be driven."""
    here, there = Given(1, DAY, "bus", "c", "a", 1), Given(2, DAY, "bus", "c", "a", 4)
    other = Given(3, DAY, "bus", "c", "b", 4)
    riders = [rider(1), rider(2), rider(3, stop=2), rider(4, kept=2)]
    one = instance(*riders, given=[other, here, there], rules=replace(RULES, own={}))
    moves = replan(one, {1: 1, 2: 1, 3: 2}, Effort(0))
    assert (list(moves.to.values()), moves.left, moves.many) == ([2], (), 1)
    alone = replan(instance(rider(1), given=[other]), {1: 9}, EFFORT)
    assert alone.alone == (1,)


def test_where_the_next_vehicle_is_full_others_make_room_and_others_again_for_them():
    """The day's other vehicle is full of people who could leave a day later; and those of that day a day later again."""
    days = {1: DAY, 2: DAY, 3: DAY + 1, 4: DAY + 2, 5: DAY + 9}
    vehicles = [Given(v, day, "bus", "c", "a", 1) for v, day in days.items()]
    riders = [rider(1), rider(2, latest=DAY + 1), rider(3, latest=DAY + 2), rider(5)]
    sits = {1: 1, 2: 2, 3: 3, 5: 5}
    rules = replace(RULES, own={})
    moves = replan(instance(*riders, given=vehicles[1:], rules=rules), sits, EFFORT)
    assert (dict(moves.to), moves.left, moves.least) == ({1: 2, 2: 3, 3: 4}, (), (0, 3))
    moves = replan(instance(*riders, given=vehicles[1:3], rules=rules), sits, EFFORT)
    assert (moves.to, moves.left) == ({}, (1, 5))
    assert moves.is_least


def test_a_household_for_which_no_vehicle_has_room_is_parted_rather_than_left():
    """Three of two in two vehicles of three: the seats are enough, but not for all of them whole."""
    given = [Given(n, DAY, "bus", "c", "a", 3) for n in (1, 2)]
    homes = [rider(n, household=n // 2) for n in range(2, 8)]
    one = instance(*homes, given=given, rules=replace(RULES, own={}))
    moves = replan(one, dict.fromkeys(range(2, 8), 9), EFFORT)
    assert (sorted(moves.to.values()), moves.left) == ([1, 1, 1, 2, 2, 2], ())
    assert moves.least == (0, 6)


def test_whoever_of_a_parted_household_can_leave_on_another_day_than_the_rest_does():
    given = [Given(1, DAY + 1, "bus", "c", "a", 1)]
    homes = [rider(1, household=5), rider(2, household=5, latest=DAY + 1)]
    one = instance(*homes, given=given, rules=replace(RULES, own={}))
    moves = replan(one, {1: 9, 2: 9}, EFFORT)
    assert (dict(moves.to), moves.left) == ({2: 1}, (1,))


def test_a_household_that_must_be_parted_is_left_together():
    """Three seats too few, and nowhere else: of six who go by two and four the two are left with one of the four."""
    homes = [rider(n, household=1 + n // 5) for n in range(1, 7)]
    one = instance(*homes, given=[Given(1, DAY, "bus", "c", "a", 3)], rules=replace(RULES, own={}))
    moves = replan(one, dict.fromkeys(range(1, 7), 1), EFFORT)
    assert (len(moves.left), set(moves.left) >= {5, 6}) == (3, True)


def test_vehicles_that_are_the_same_are_filled_in_turn_and_a_slot_without_anybody_does_not_run():
    own, _ = parties(instance(rider(1), rider(2)))
    [slot] = given_slots(instance(given=[Given(7, DAY, "bus", "c", "a", 4)]))
    new = replace(slot, given=0, hire=1_000)
    packed = pack(own, [new, new, replace(new, to="b")], STOPS, RULES, {"bus": 2}, EFFORT)
    assert packed.places in ((0, 0), (1, 1))
    nobody = pack(own, [], STOPS, replace(RULES, own={}), {}, Effort(0))
    assert nobody.places == (LEFT, LEFT)


def test_what_no_programme_can_be_made_of_leaves_everybody_to_himself_without_a_bound():
    own, _ = parties(instance(rider(1), rider(2)))
    routed = routes.by_routes(own, "c", market(free={("bus", DAY): -1}), EFFORT)
    assert (routed.bound, set(routed.places)) == (0.0, {ALONE})
