"""Seats after a change as values: who is alike, who may sit where, what a hand would do, what nobody can do better.

Parties that are alike (same stop, days, size and vehicle now) are exchanged for one another without any difference,
so that only their numbers are looked for, and who of them it is comes afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ortools.graph.python import min_cost_flow

from leye.core.journeys.order import pick_up_minutes
from leye.core.journeys.packed import ALONE, LEFT, alone_cost
from leye.core.journeys.values import Party, Rules, Slot, Stop

NOWHERE = -3
Worth = tuple[int, int]  # (people left, people who do not keep their seat); less is better
Seating = dict[tuple[int, int], int]  # (group, slot or ALONE or LEFT) → parties


@dataclass(frozen=True, slots=True)
class Group:
    """Parties that are alike. one: any of them; now: the slot in which they sit, or NOWHERE."""

    one: Party
    now: int
    parties: tuple[int, ...]

    @property
    def size(self) -> int:
        return self.one.many

    @property
    def count(self) -> int:
        return len(self.parties)


class Case:
    """Vehicles as they are now, and groups with the seats that they had."""

    def __init__(
        self,
        parties: Sequence[Party],
        now: Mapping[int, int],
        slots: Sequence[Slot],
        stops: Mapping[int, Stop],
        rules: Rules,
    ) -> None:
        self.slots, self.stops, self.rules = slots, stops, rules
        self.groups = _groups(parties, now)
        self.free = [max(slot.seats - slot.taken, 0) for slot in slots]
        self.called = [set(slot.at) for slot in slots]
        self.loads = [0] * len(slots)
        for group in self.groups:
            if group.now != NOWHERE:
                self.called[group.now].add(group.one.stop)
                self.loads[group.now] += group.size * group.count
        self.a_head = 1 + sum(group.size * group.count for group in self.groups)

    def limits(self, j: int) -> tuple[int, int]:
        """(stops, minutes) of a vehicle; what it calls at already it may go on calling at, whatever the rules say."""
        there = pick_up_minutes([self.stops[s] for s in self.called[j]], self.rules)
        return max(self.rules.stops, len(self.called[j])), max(self.rules.pick_up, there)

    @cached_property
    def places(self) -> list[list[int]]:
        """Of each group: the slots in which one of it could sit, its own first, and ALONE where it may."""
        found = []
        for group in self.groups:
            own = [j for j in range(len(self.slots)) if self._may(group, j)]
            own.sort(key=lambda j: j != group.now)
            if alone_cost(group.one, self.rules) is not None:
                own.append(ALONE)
            found.append(own)
        return found

    def _may(self, group: Group, j: int) -> bool:
        slot, party = self.slots[j], group.one
        if group.size > self.free[j]:
            return False
        if j == group.now:
            return True
        fits = slot.to == party.to and slot.area == self.stops[party.stop].area
        return fits and slot.day in party.days and self.can_call(j, {party.stop, *slot.at})

    def can_call(self, j: int, at: Collection[int]) -> bool:
        stops, minutes = self.limits(j)
        found = [self.stops[s] for s in at]
        return len(at) <= stops and pick_up_minutes(found, self.rules) <= minutes

    def worth(self, seating: Seating) -> Worth:
        left = sum(self.groups[i].size * n for (i, j), n in seating.items() if j == LEFT)
        stay = sum(
            self.groups[i].size * n for (i, j), n in seating.items() if j == self.groups[i].now
        )
        return left, self.a_head - 1 - stay

    def must(self) -> set[int]:
        """Groups of whom some must get up: their vehicle has not seats for all, or is not there."""
        return {
            i
            for i, group in enumerate(self.groups)
            if group.now == NOWHERE or self.loads[group.now] > self.free[group.now]
        }

    def wider(self, groups: Collection[int]) -> set[int]:
        """These, and everybody in a vehicle in which one of them could sit."""
        within = {j for i in groups for j in self.places[i]}
        return {i for i, group in enumerate(self.groups) if i in groups or group.now in within}


def _groups(parties: Sequence[Party], now: Mapping[int, int]) -> list[Group]:
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, party in enumerate(parties):
        starts = tuple(sorted(rider.start for rider in party.riders))
        seat = now.get(i, NOWHERE)
        alike[party.to, party.stop, party.days, party.many, starts, seat].append(i)
    return [Group(parties[own[0]], now.get(own[0], NOWHERE), tuple(own)) for own in alike.values()]


def by_hand(case: Case) -> Seating:
    """Who can keeps his seat, the larger parties first; the others take the first vehicle that holds them."""
    free, called = list(case.free), [set(slot.at) for slot in case.slots]
    rest = [group.count for group in case.groups]
    seating: Seating = defaultdict(int)
    in_turn = sorted(range(len(rest)), key=lambda i: (-case.groups[i].size, i))
    for staying in (True, False):
        for i in in_turn:
            group = case.groups[i]
            for j in case.places[i]:
                if j == ALONE or (j == group.now) != staying:
                    continue
                many = min(free[j] // group.size, rest[i])
                if many and case.can_call(j, called[j] | {group.one.stop}):
                    seating[i, j] += many
                    free[j] -= many * group.size
                    called[j].add(group.one.stop)
                    rest[i] -= many
    for i, many in enumerate(rest):
        if many:
            seating[i, ALONE if ALONE in case.places[i] else LEFT] += many
    return dict(seating)


def least(case: Case) -> Worth:
    """Nothing is better than this: everybody for himself, only seats and days in the way (a flow of the least cost).

    Of those who sit in a vehicle no more can stay than whole parties fit in.
    """
    flow = min_cost_flow.SimpleMinCostFlow()
    base, sink = len(case.groups), len(case.groups) + 2 * len(case.slots)
    total = case.a_head - 1
    for j in range(len(case.slots)):
        flow.add_arc_with_capacity_and_unit_cost(base + 2 * j, sink, case.free[j], 0)
        staying = _most_staying(case, j)
        flow.add_arc_with_capacity_and_unit_cost(base + 2 * j + 1, base + 2 * j, staying, 0)
    for i, group in enumerate(case.groups):
        many = group.size * group.count
        flow.set_node_supply(i, many)
        flow.add_arc_with_capacity_and_unit_cost(i, sink, many, case.a_head + 1)
        for j in case.places[i]:
            stays = j == group.now
            to = sink if j == ALONE else base + 2 * j + int(stays)
            flow.add_arc_with_capacity_and_unit_cost(i, to, many, int(not stays))
    flow.set_node_supply(sink, -total)
    flow.solve()
    left, moved = divmod(int(flow.optimal_cost()), case.a_head)
    return left, moved


def _most_staying(case: Case, j: int) -> int:
    """The most people who can keep their seat in a vehicle, as far as sizes go."""
    sums = {0}
    for group in case.groups:
        if group.now == j:
            for _ in range(group.count):
                sums |= {s + group.size for s in sums if s + group.size <= case.free[j]}
    return max(sums)
