"""Every way of seating a few people, tried one after the other: the judge of the planner. And instances to judge by."""

import itertools

from hypothesis import strategies as st

from leye.core.journeys.order import in_order, is_possible, pick_up_minutes
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


def cheapest_of_two(instance: Instance, day: int) -> int:
    """The least cost where each kind runs once at most, on one day: every load of the one with every of the other."""
    found, _ = parties(instance)
    rules = instance.rules
    alone = [_alone(party, rules) for party in found]
    all_of = (1 << len(found)) - 1
    gains = [_gains(instance, found, alone, kind, day) for kind in instance.kinds if kind.a_day]
    best, free = 0, [0] * (all_of + 1)
    if len(gains) == 2:  # free[mask]: the most that the second vehicle gains with some of mask
        for mask in range(all_of + 1):
            inner = (free[mask & ~(1 << i)] for i in range(len(found)) if mask >> i & 1)
            free[mask] = max([gains[1].get(mask, 0), *inner])
    for mask, gain in gains[0].items():
        best = max(best, gain + free[all_of & ~mask])
    return sum(alone) - max(best, free[all_of])


def _alone(party, rules):
    left = rules.left * party.many
    own = rules.own.get(party.to)
    if own is None:
        return left
    return min(left, party.many * own + rules.wait * party.waiting(party.days[-1]))


def _gains(instance, found, alone, kind, day):
    """load as bits → what it costs less in one vehicle than without it; of loads that can be driven."""
    rules, gains = instance.rules, {}
    for mask in range(1, 1 << len(found)):
        riding = [found[i] for i in range(len(found)) if mask >> i & 1]
        many = sum(party.many for party in riding)
        stops = in_order({instance.stops[party.stop] for party in riding})
        if many > kind.seats or not is_possible([s.id for s in stops], instance.stops, rules, day):
            continue
        cost = kind.hire["a"] + kind.each["a"] * many + sum(stop.fee for stop in stops)
        cost += rules.wait * sum(party.waiting(day) for party in riding)
        gains[mask] = sum(alone[i] for i in range(len(found)) if mask >> i & 1) - cost
    return gains


def fewest_moves(instance: Instance, sits) -> tuple[int, int]:
    """(left, moved or left) of the best seating: households that sit together stay together if nobody is left so."""
    homes = {}
    for rider in instance.riders:
        homes.setdefault((rider.household, sits[rider.id]), []).append(rider)
    together = _fewest(instance, sits, list(homes.values()))
    return (
        together if not together[0] else _fewest(instance, sits, [[one] for one in instance.riders])
    )


def _fewest(instance, sits, groups):
    vehicles = {one.id: one for one in instance.given}
    now = {}  # who sits where before the change
    for rider in instance.riders:
        now.setdefault(sits[rider.id], []).append(rider)
    best = None
    for places in itertools.product([*vehicles, "alone", "left"], repeat=len(groups)):
        inside = {}
        for group, place in zip(groups, places, strict=True):
            inside.setdefault(place, []).extend(group)
        if not all(
            _may_alone(instance, g) for g, p in zip(groups, places, strict=True) if p == "alone"
        ):
            continue
        if not all(
            _can(instance, vehicles[v], inside[v], now.get(v, [])) for v in inside if v in vehicles
        ):
            continue
        left = len(inside.get("left", []))
        moved = sum(len(g) for g, v in zip(groups, places, strict=True) if v != sits[g[0].id])
        best = min(best or (left, moved), (left, moved))
    return best or (0, 0)


def _may_alone(instance, group):
    common = [set(range(r.earliest, r.latest + 1)) for r in group]
    return group[0].to in instance.rules.own and bool(set.intersection(*common))


def _can(instance, vehicle, riders, before):
    """Who sits there may stay; others need the day and the place; what it calls at already it may go on calling at."""
    for rider in riders:
        fits = rider.to == vehicle.to and rider.earliest <= vehicle.day <= rider.latest
        if rider not in before and not fits:
            return False
    stops, there = ({instance.stops[r.stop] for r in own} for own in (riders, before))
    rules = instance.rules
    return (
        len(riders) <= vehicle.seats
        and len(stops) <= max(rules.stops, len(there))
        and pick_up_minutes(stops, rules) <= max(rules.pick_up, pick_up_minutes(there, rules))
    )
