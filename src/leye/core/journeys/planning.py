"""The planner: an instance in, journeys out with how far they can be from the best; small instances exactly.

People of different areas or destinations never share a vehicle, so that each pair is planned by itself, and the
bounds add up. Where vehicles of a kind are limited, the larger pairs choose first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from leye.core.journeys.days import Market, bound_by_day
from leye.core.journeys.making import Making, sunk
from leye.core.journeys.packed import Effort, Packed
from leye.core.journeys.packing import pack
from leye.core.journeys.parties import parties as parties_of
from leye.core.journeys.routes import by_routes, new_slot
from leye.core.journeys.values import Instance, Party, Plan, Slot

LEAST = 0.2  # seconds, of the smallest pair
SMALL = 1_500
Key = tuple[str, str]


def plan(instance: Instance, effort: Effort, at_once: int = SMALL) -> Plan:
    """The cheapest journeys that were found within the time, and a bound of what any could cost.

    at_once: so many pairs of party and vehicle are looked at as a whole, more of them pair by pair.
    """
    found, left = parties_of(instance)
    given = given_slots(instance)
    reachable = {to for kind in instance.kinds for to in kind.hire} | instance.rules.own.keys()
    reachable |= {slot.to for slot in given}
    left |= {r.id: "price" for p in found if p.to not in reachable for r in p.riders}
    found = [party for party in found if party.to in reachable]
    found = _worth_leaving(instance, found, given)
    slots = _all_slots(instance, found, given)
    if len(slots) * len(found) <= at_once:
        limits = {kind.key: kind.a_day for kind in instance.kinds}
        packed = pack(found, slots, instance.stops, instance.rules, limits, effort)
        made = Making(instance, left)
        made.take(found, slots, packed)
        return made.plan(packed.bound)
    return _by_pairs(instance, found, given, left, effort)


def given_slots(instance: Instance) -> list[Slot]:
    """Vehicles that stand before the planning, with those whom a hand has put into them."""
    kinds = {kind.key: kind for kind in instance.kinds}
    kept: dict[int, list[int]] = defaultdict(list)
    for rider in instance.riders:
        if rider.kept:
            kept[rider.kept].append(rider.stop)
    found = []
    for one in instance.given:
        kind = kinds.get(one.kind)
        hire = kind.hire.get(one.to, 0) if kind else 0
        each = kind.each.get(one.to, 0) if kind else 0
        at = frozenset(kept[one.id])
        found.append(
            Slot(one.day, one.kind, one.area, one.to, one.seats, hire, each, one.id, len(kept[one.id]), at)
        )  # fmt: skip
    return found


def _key(party: Party, instance: Instance) -> Key:
    return instance.stops[party.stop].area, party.to


def _worth_leaving(
    instance: Instance, found: Sequence[Party], given: Sequence[Slot]
) -> list[Party]:
    """Parties with those days only on which a best plan may leave.

    Waiting costs, so that a vehicle leaves as late as all in it can: on a last day of somebody's before a gap, or
    where a vehicle stands already. Where vehicles are limited a day, every day may be needed.
    """
    if any(kind.a_day is not None for kind in instance.kinds):
        return list(found)
    kept: dict[Key, set[int]] = defaultdict(set)
    for slot in given:
        kept[slot.area, slot.to].add(slot.day)
    for party in found:
        days = set(party.days)
        kept[_key(party, instance)] |= {day for day in days if day + 1 not in days}
    return [
        replace(party, days=tuple(d for d in party.days if d in kept[_key(party, instance)]))
        for party in found
    ]


def _all_slots(instance: Instance, found: Iterable[Party], given: Sequence[Slot]) -> list[Slot]:
    """Every vehicle that a best plan could need: of each kind so many on each day as could be filled by one party each."""
    inside: dict[tuple[Key, int], list[Party]] = defaultdict(list)
    for party in found:
        for day in party.days:
            inside[_key(party, instance), day].append(party)
    slots = list(given)
    for ((area, to), day), own in sorted(inside.items()):
        for kind in instance.kinds:
            most = len(own) if kind.a_day is None else min(kind.a_day, len(own))
            if to in kind.hire:
                slots += [new_slot(kind, day, area, to)] * most
    return slots


def _by_pairs(
    instance: Instance,
    found: Sequence[Party],
    given: Sequence[Slot],
    left: dict[int, str],
    effort: Effort,
) -> Plan:
    pairs: dict[Key, list[Party]] = defaultdict(list)
    for party in found:
        pairs[_key(party, instance)].append(party)
    standing: dict[Key, list[Slot]] = defaultdict(list)
    used: Counter[tuple[str, int]] = Counter()
    for slot in given:
        standing[slot.area, slot.to].append(slot)
        used[slot.kind, slot.day] += 1
    there = used.copy()
    made = Making(instance, left)
    bound, seconds = 0.0, effort.seconds
    people = sum(party.many for party in found)
    by_size = sorted(pairs, key=lambda key: (sum(p.many for p in pairs[key]), key))
    if any(kind.a_day is not None for kind in instance.kinds):
        by_size.reverse()  # the larger choose first; else the smaller, whose spare time the larger have
    for key in by_size:
        own = pairs[key]
        many = sum(party.many for party in own)
        market = _market(instance, key, own, standing.pop(key, []), used, there)
        share = replace(effort, seconds=max(seconds * many / people, LEAST))
        routed = by_routes(own, key[0], market, share)
        least = bound_by_day(own, market, share) if routed.bound is None else routed.bound
        bound += least + sum(sunk(slot, instance.stops) for slot in market.given)
        used.update(made.take(own, routed.slots, Packed(routed.places, 0, 0)))
        seconds, people = max(seconds - routed.seconds, 0.0), people - many
    for slots in standing.values():  # vehicles that only those ride whom a hand has put there
        made.take([], slots, Packed((), 0, 0))
        bound += sum(sunk(slot, instance.stops) for slot in slots)
    return made.plan(int(bound))


def _market(
    instance: Instance,
    key: Key,
    own: Sequence[Party],
    given: Sequence[Slot],
    used: Counter[tuple[str, int]],
    there: Counter[tuple[str, int]],
) -> Market:
    """What one area and destination can have: of limited vehicles, those which others have not taken."""
    kinds = [kind for kind in instance.kinds if key[1] in kind.hire]
    days = {day for party in own for day in party.days}
    limited = [
        ((kind.key, day), kind.a_day) for kind in kinds if kind.a_day is not None for day in days
    ]
    free = {one: max(many - used[one], 0) for one, many in limited}
    whole = {one: max(many - there[one], 0) for one, many in limited}
    return Market(key[1], kinds, given, instance.stops, instance.rules, free, whole)
