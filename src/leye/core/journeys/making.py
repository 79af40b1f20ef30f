"""A plan as it is put together: parties with their places in, vehicles with riders, stops and cost out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from leye.core.journeys.order import in_order
from leye.core.journeys.packed import ALONE, LEFT, Packed
from leye.core.journeys.values import Alone, Instance, Party, Plan, Slot, Stop, Vehicle


def sunk(slot: Slot, stops: Mapping[int, Stop]) -> int:
    """What a vehicle that stands costs in any case: its hire and the stops of those who are kept in it."""
    return slot.hire + sum(stops[stop].fee for stop in slot.at)


class Making:
    """What was planned so far. left: rider → why, of those who could be taken into no plan."""

    def __init__(self, instance: Instance, left: Mapping[int, str]) -> None:
        self.instance, self.left = instance, dict(left)
        self.vehicles: list[Vehicle] = []
        self.alone: list[Alone] = []
        self.cost = self.fixed = 0
        self.kept: dict[int, list[int]] = defaultdict(list)
        self.riders = {rider.id: rider for rider in instance.riders}
        for rider in instance.riders:
            if rider.kept:
                self.kept[rider.kept].append(rider.id)

    def take(
        self, parties: Sequence[Party], slots: Sequence[Slot], packed: Packed
    ) -> Counter[tuple[str, int]]:
        """Add parties at their places; returns how many new vehicles of a kind run on a day."""
        inside: dict[int, list[Party]] = defaultdict(list)
        for party, place in zip(parties, packed.places, strict=True):
            if place == ALONE:
                self._by_itself(party)
            elif place == LEFT:
                self.left.update({rider.id: "seat" for rider in party.riders})
                self.cost += self.instance.rules.left * party.many
            else:
                inside[place].append(party)
        new: Counter[tuple[str, int]] = Counter()
        for j, slot in enumerate(slots):
            if inside[j] or slot.given:
                self._vehicle(slot, inside[j])
                new[slot.kind, slot.day] += not slot.given
        return new

    def _by_itself(self, party: Party) -> None:
        rules, day = self.instance.rules, party.days[-1]
        for rider in party.riders:
            self.alone.append(Alone(rider.id, day, rules.own[party.to]))
        self.cost += party.many * rules.own[party.to] + rules.wait * party.waiting(day)

    def _vehicle(self, slot: Slot, inside: Sequence[Party]) -> None:
        rules, stops = self.instance.rules, self.instance.stops
        kept = self.kept[slot.given] if slot.given else []
        riders = [rider.id for party in inside for rider in party.riders] + kept
        called = in_order({stops[self.riders[one].stop] for one in riders})
        fees = sum(stop.fee for stop in called)
        cost = slot.hire + slot.each * len(riders) + fees
        fixed = slot.each * len(kept) + rules.wait * sum(
            max(self.riders[one].start - 1 - slot.day, 0) for one in kept
        )
        self.fixed += fixed
        self.cost += cost - slot.each * len(kept) + fixed
        self.cost += rules.wait * sum(party.waiting(slot.day) for party in inside)
        self.vehicles.append(
            Vehicle(
                slot.day, slot.kind, slot.area, slot.to, slot.seats, tuple(riders),
                tuple(stop.id for stop in called), cost, slot.given,
            )
        )  # fmt: skip

    def plan(self, bound: int) -> Plan:
        """The plan; bound: of what was not fixed before."""
        vehicles = sorted(self.vehicles, key=lambda v: (v.day, v.area, v.to, v.kind, v.riders))
        least = min(bound + self.fixed, self.cost)
        return Plan(tuple(vehicles), tuple(self.alone), self.left, self.cost, least)
