"""Every way of seating a few people, tried one after the other: the judge of the planner. And instances to judge by."""

import itertools

from hypothesis import strategies as st

from leye.core.journeys.order import in_order, is_possible
from leye.core.journeys.parties import parties
from leye.core.journeys.values import Given, Instance, Kind, Rider, Rules, Stop

FIRST = 737_577  # 2020-06-01
RULES = Rules(
    stops=2, pick_up=150, dwell=10, per_km=1.5, mates=3, wait=500, own={"a": 20_000}, left=1_000_000
)


def cheapest(instance: Instance, slots) -> int:
    """The least cost of all seatings; slots: (kind, day, to, area) of the vehicles that there are."""
    found, _ = parties(instance)
    best = None
    choices = [_choices(instance, party, slots) for party in found]
    for places in itertools.product(*choices):
        cost = _cost(instance, found, slots, places)
        if cost is not None and (best is None or cost < best):
            best = cost
    return best or 0


def _choices(instance, party, slots):
    area = instance.stops[party.stop].area
    own = [
        j
        for j, (_, day, to, where) in enumerate(slots)
        if to == party.to and where == area and day in party.days
    ]
    return [*own, *(["alone"] if party.to in instance.rules.own else []), "left"]


def _cost(instance, found, slots, places):
    rules, total = instance.rules, 0
    inside = {}
    for party, place in zip(found, places, strict=True):
        if place == "left":
            total += rules.left * party.many
        elif place == "alone":
            total += party.many * rules.own[party.to] + rules.wait * party.waiting(party.days[-1])
        else:
            inside.setdefault(place, []).append(party)
            total += rules.wait * party.waiting(slots[place][1])
    for j, riding in inside.items():
        kind, day, to, _ = slots[j]
        many = sum(party.many for party in riding)
        stops = in_order({instance.stops[party.stop] for party in riding})
        if many > kind.seats or not is_possible([s.id for s in stops], instance.stops, rules, day):
            return None
        total += kind.hire[to] + kind.each[to] * many + sum(stop.fee for stop in stops)
    return total


@st.composite
def instances(draw, most=8):
    """A few riders, up to three stops, two kinds of vehicles of which there is one a day, two days."""
    stops = {
        n: Stop(n, "c", draw(st.sampled_from([5, 20, 40])), draw(st.sampled_from([0, 5, 30])), 3_000,
                *draw(st.sampled_from([(0, -1), (0, -1), (FIRST, FIRST)])))
        for n in (1, 2, 3)
    }  # fmt: skip
    riders = []
    for n in range(1, draw(st.integers(1, most)) + 1):
        to = draw(st.sampled_from("aab"))
        first = draw(st.sampled_from([FIRST, FIRST, FIRST + 1]))
        latest = draw(st.sampled_from([FIRST, FIRST + 1, FIRST + 1]))
        riders.append(
            Rider(n, draw(st.integers(1, most)), draw(st.integers(1, 2)), draw(st.sampled_from([1, 1, 2, 3])),
                  to, first, latest, latest + 1)
        )  # fmt: skip
    small, large = draw(st.sampled_from([2, 3])), draw(st.sampled_from([4, 6]))
    kinds = (
        Kind("large", large, {"a": 60_000, "b": 90_000}, {"a": 0, "b": 0}, 1),
        Kind("small", small, {"a": 25_000, "b": 30_000}, {"a": draw(st.sampled_from([0, 4_000])), "b": 0},
             draw(st.sampled_from([0, 1]))),
    )  # fmt: skip
    return Instance(tuple(riders), stops, kinds, RULES)


def slots_of(instance):
    """Vehicles for the exhaustive search: each kind for each day and destination, as far as there are any."""
    return [
        (kind, day, to, "c")
        for kind in instance.kinds
        for day in (FIRST, FIRST + 1)
        for to in ("a", "b")
        if kind.a_day
    ]


def given(id, day, seats, to="a", kind="large"):
    return Given(id, day, kind, "c", to, seats)
