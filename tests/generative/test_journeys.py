"""The planner of journeys against every way of seating a few people, and what every plan must hold."""

import itertools
from collections import Counter
from dataclasses import replace

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from leye.core.journeys import planning
from leye.core.journeys.checks import faults
from leye.core.journeys.greedy import by_hand
from leye.core.journeys.packed import Effort
from leye.core.journeys.planning import plan
from leye.core.journeys.replanning import replan
from leye.core.journeys.values import Instance, Rider
from tests.generative.plain_journeys import (
    FIRST,
    RULES,
    Stop,
    cheapest,
    cheapest_of_two,
    fewest_moves,
    given,
    instances,
    slots_of,
)

EFFORT = Effort(10, 1)


def within_limits(instance, slots, places):
    return max(Counter((slots[j][0].key, slots[j][1]) for j in places).values(), default=0) <= 1


@settings(max_examples=60, deadline=None)
@drawn(instances(most=6))
def test_a_small_plan_costs_what_the_best_of_all_seatings_costs(instance):
    """One vehicle of a kind a day: the search is over which destination it goes to as well."""
    best = min(
        cheapest(instance, chosen)
        for chosen in _choices_of_vehicles(slots_of(instance))
    )  # fmt: skip
    found = plan(instance, EFFORT)
    assert faults(instance, found) == []
    assert found.cost == found.bound == best


def _choices_of_vehicles(slots):
    """At most one destination for each vehicle on each day."""
    groups = {}
    for slot in slots:
        groups.setdefault((slot[0].key, slot[1]), []).append(slot)
    for chosen in itertools.product(*groups.values()):
        yield list(chosen)


@settings(max_examples=60, deadline=None)
@drawn(instances(most=12))
def test_a_plan_by_pairs_holds_the_rules_and_lies_between_its_bound_and_the_hand_rule(instance):
    exact = plan(instance, EFFORT)
    found = plan(instance, EFFORT, -1)
    assert faults(instance, found) == []
    assert found.bound <= exact.cost <= found.cost
    hand = by_hand(instance)
    assert faults(instance, hand) == []
    assert exact.cost <= hand.cost


@settings(max_examples=15, deadline=None)
@drawn(instances(most=12), st.integers(0, 3))
def test_whom_a_hand_has_put_into_a_vehicle_stays_in_it(instance, many):
    kept = tuple(
        replace(rider, kept=7) if rider.to == "a" and rider.id <= many else rider
        for rider in instance.riders
    )
    instance = replace(instance, riders=kept, given=(given(7, FIRST, 4),))
    for small in (planning.SMALL, -1):
        found = plan(instance, EFFORT, small)
        assert faults(instance, found) == []
        riding = {one for v in found.vehicles if v.given == 7 for one in v.riders}
        assert {rider.id for rider in kept if rider.kept} <= riding
        assert found.bound <= found.cost


def sitting(
    many: int, seats: dict[int, int], to: dict[int, int]
) -> tuple[Instance, dict[int, int]]:
    """Vehicles 1 … with seats, all on one day, and who sits where; everybody from one stop, each a household."""
    riders = tuple(Rider(n, n, n, 1, "b", FIRST, FIRST + 1, FIRST + 2) for n in range(1, many + 1))
    vehicles = tuple(given(v, FIRST, s, "b") for v, s in seats.items())
    stops = {1: Stop(1, "c", 10, 0, 3_000)}
    return Instance(riders, stops, (), RULES, vehicles), to


@settings(max_examples=60, deadline=None)
@drawn(st.data())
def test_after_a_change_as_few_as_can_be_move_and_as_few_as_can_be_are_left(data):
    seats = {v: data.draw(st.integers(0, 4)) for v in (1, 2, 3)}
    many = data.draw(st.integers(1, 9))
    sits = {n: data.draw(st.integers(1, 3)) for n in range(1, many + 1)}
    instance, sits = sitting(many, seats, sits)
    moves = replan(instance, sits, EFFORT)
    over = sum(max(sum(1 for v in sits.values() if v == one) - seats[one], 0) for one in seats)
    assert len(moves.left) == max(many - sum(seats.values()), 0)
    assert moves.many == over
    after = Counter(moves.to.get(n, sits[n]) for n in sits if n not in moves.left)
    assert all(after[v] <= seats[v] for v in seats)


@settings(max_examples=40, deadline=None)
@drawn(instances(most=12))
def test_up_to_twelve_people_and_two_vehicles_cost_what_the_best_of_all_seatings_costs(instance):
    """The two vehicles stand on one day to one place; every pair of loads is tried. Also by the method for many."""
    riders = tuple(replace(r, to="a", earliest=FIRST, latest=FIRST) for r in instance.riders)
    kinds = tuple(replace(k, hire={"a": k.hire["a"]}, a_day=1) for k in instance.kinds)
    instance = replace(instance, riders=riders, kinds=kinds)
    best = cheapest_of_two(instance, FIRST)
    found = plan(instance, EFFORT)
    assert faults(instance, found) == []
    assert found.cost == found.bound == best
    many = plan(instance, EFFORT, -1)
    assert faults(instance, many) == []
    assert many.bound <= best <= many.cost


@st.composite
def mornings(draw):
    """Households of up to two from three stops in three vehicles on two days to two places, and what is left of these."""
    days = {v: draw(st.sampled_from([FIRST, FIRST, FIRST + 1])) for v in (1, 2, 3)}
    to = {v: draw(st.sampled_from("bbba")) for v in (1, 2, 3)}
    riders, sits = [], {}
    for home in range(1, draw(st.integers(2, 4)) + 1):
        vehicle, stop = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        for _ in range(draw(st.integers(1, 2)) if len(riders) < 4 else 1):
            number = len(riders) + 1
            latest = draw(st.sampled_from([FIRST, FIRST + 1, FIRST + 1]))
            place = draw(st.sampled_from([to[vehicle], to[vehicle], "b"]))
            riders.append(Rider(number, home, 1, stop, place, FIRST, latest, latest + 1))
            sits[number] = vehicle
    seats = {v: draw(st.integers(0, 5)) for v in (1, 2, 3)}
    gone = draw(st.integers(0, 3))  # a vehicle that does not come at all; 0: all do
    vehicles = tuple(given(v, days[v], s, to[v]) for v, s in seats.items() if v != gone)
    stops = {n: Stop(n, "c", 10 * n, draw(st.sampled_from([0, 20])), 3_000) for n in (1, 2, 3)}
    rules = replace(RULES, own=draw(st.sampled_from([{}, {"a": 20_000}])))
    return Instance(tuple(riders), stops, (), rules, vehicles), sits


@settings(max_examples=25, deadline=None)
@drawn(mornings())
def test_after_a_change_of_a_bus_no_seating_leaves_or_moves_fewer(morning):
    """Every way of seating them is tried; the bound that is told is the best. Without time the bound still holds."""
    instance, sits = morning
    best = fewest_moves(instance, sits)
    moves = replan(instance, sits, EFFORT)
    assert (len(moves.left), moves.many) == best == moves.least
    assert moves.is_least
    at_once = replan(instance, sits, Effort(0, 1))  # the time is over before anything was found
    assert at_once.least <= best
    assert len(at_once.left) >= best[0]
    for found in (moves, at_once):
        after = sits | found.to
        out = {*found.left, *found.alone}
        riding = Counter(after[n] for n in sits if n not in out)
        assert all(riding[v.id] <= v.seats for v in instance.given)
        assert not set(riding) - {v.id for v in instance.given}
