"""The planner: an instance in, journeys out with how far they can be from the best; small instances exactly.

People of different areas or destinations never share a vehicle, so that each pair is planned by itself: first how
many vehicles on which day (with a bound), then each day's people into its vehicles. Where vehicles of a kind are
limited, the larger pairs choose first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from leye.core.journeys.days import LEFT_DAY, ByDay, Market, by_day
from leye.core.journeys.making import Making, sunk
from leye.core.journeys.packing import ALONE, LEFT, Effort, Packed, pack
from leye.core.journeys.parties import parties as parties_of
from leye.core.journeys.values import Instance, Kind, Party, Plan, Slot

SMALL = 1_500  # so many pairs of party and vehicle are looked at as a whole
Key = tuple[str, str]


def plan(instance: Instance, effort: Effort) -> Plan:
    """The cheapest journeys that were found within the time, and a bound of what any could cost."""
    found, left = parties_of(instance)
    given = given_slots(instance)
    reachable = {to for kind in instance.kinds for to in kind.hire} | instance.rules.own.keys()
    reachable |= {slot.to for slot in given}
    left |= {r.id: "price" for p in found if p.to not in reachable for r in p.riders}
    found = [party for party in found if party.to in reachable]
    found = _worth_leaving(instance, found, given)
    slots = _all_slots(instance, found, given)
    if len(slots) * len(found) <= SMALL:
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
            slots += _new(kind, day, area, to) * most
    return slots


def _new(kind: Kind, day: int, area: str, to: str) -> list[Slot]:
    if to not in kind.hire:
        return []
    return [Slot(day, kind.key, area, to, kind.seats, kind.hire[to], kind.each[to])]


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
    made = Making(instance, left)
    bound = 0
    people = sum(party.many for party in found)
    by_size = sorted(pairs, key=lambda key: (-sum(p.many for p in pairs[key]), key))
    for key in by_size:
        own = pairs[key]
        share = effort.seconds * sum(party.many for party in own) / people
        bound += _one_pair(instance, key, own, standing.pop(key, []), made, used, replace(effort, seconds=max(share, 0.2)))  # fmt: skip
    for slots in standing.values():  # vehicles that only those ride whom a hand has put there
        made.take([], slots, Packed((), 0, 0))
        bound += sum(sunk(slot, instance.stops) for slot in slots)
    return made.plan(bound)


def _one_pair(
    instance: Instance,
    key: Key,
    own: Sequence[Party],
    given: Sequence[Slot],
    made: Making,
    used: Counter[tuple[str, int]],
    effort: Effort,
) -> int:
    """Plan one area and destination into `made`; returns the bound, in which all vehicles of a day are free."""
    kinds = [kind for kind in instance.kinds if key[1] in kind.hire]
    days = {day for party in own for day in party.days}
    free = {
        (kind.key, day): kind.a_day - used[kind.key, day]
        for kind in kinds
        if kind.a_day is not None
        for day in days
    }
    market = Market(key[1], kinds, given, instance.stops, instance.rules, free)
    half = replace(effort, seconds=effort.seconds / 2)
    told = by_day(own, market, half)
    bound = told.bound
    if any(used[kind.key, day] for kind in kinds if kind.a_day is not None for day in days):
        whole = {(k.key, day): k.a_day for k in kinds if k.a_day is not None for day in days}
        bound = min(bound, by_day(own, replace(market, free=whole), half).bound)
    _each_day(instance, own, told, market, made, used, half)
    return bound


def _each_day(
    instance: Instance,
    own: Sequence[Party],
    told: ByDay,
    market: Market,
    made: Making,
    used: Counter[tuple[str, int]],
    effort: Effort,
) -> None:
    area = instance.stops[own[0].stop].area
    by_days: dict[int, list[Party]] = defaultdict(list)
    for party, day in zip(own, told.days, strict=True):
        by_days[day].append(party)
    for slot in market.given:
        by_days.setdefault(slot.day, [])
    people = max(sum(party.many for party in own), 1)
    for day, here in sorted(by_days.items()):
        if day <= 0:
            made.take(here, [], Packed((LEFT if day == LEFT_DAY else ALONE,) * len(here), 0, 0))
            continue
        slots = [slot for slot in market.given if slot.day == day]
        for kind in market.kinds:
            wanted = (
                told.vehicles.get((kind.key, day), 0) + 1
            )  # one more, should these not hold the parties
            room = market.free.get((kind.key, day), wanted)
            slots += _new(kind, day, area, market.to) * min(wanted, max(room, 0))
        seconds = max(effort.seconds * sum(p.many for p in here) / people, 0.2)
        packed = pack(
            here, slots, instance.stops, instance.rules, {}, replace(effort, seconds=seconds)
        )
        used.update(made.take(here, slots, packed))
