"""After a vehicle has changed: who sits where now in, the fewest who must move out, and who is left without a seat."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leye.core.journeys.fewest import Found, fewest
from leye.core.journeys.packed import ALONE, LEFT, Effort
from leye.core.journeys.parties import days_of
from leye.core.journeys.reseating import Case, Worth, least
from leye.core.journeys.values import Given, Instance, Party, Rider, Slot

TOGETHER = 0.5  # of the time, for households together


@dataclass(frozen=True, slots=True)
class Moves:
    """to: rider → vehicle, of those who move. alone: who goes by himself. left: who finds no seat.

    least: (left, all who do not keep their seat): it is proven that no seating has less of the first, nor, with as
    many of the first, less of the second.
    """

    to: Mapping[int, int]
    alone: tuple[int, ...]
    left: tuple[int, ...]
    least: Worth = (0, 0)

    @property
    def many(self) -> int:
        return len(self.to) + len(self.alone) + len(self.left)

    @property
    def is_least(self) -> bool:
        return (len(self.left), self.many) == self.least


def replan(instance: Instance, sits: Mapping[int, int], effort: Effort) -> Moves:
    """Seat everybody in the vehicles of `given` as they are now, leaving and moving as few as possible.

    sits: rider → the vehicle in which he sits; a vehicle that is no longer given has lost its riders. Riders who
    are kept by a hand stay. A household in one vehicle moves together where a vehicle has room for all of it;
    if it has not, each of it moves alone rather than being left. Both tries share one time.
    """
    slots = [_slot(one, instance) for one in instance.given]
    whole = _as_they_sit(instance, sits)
    case = _case(whole, slots, instance, sits)
    part = replace(effort, seconds=effort.seconds * TOGETHER)
    if not least(case)[0]:  # else somebody is left whatever is done
        found = fewest(case, part)
        if not found.worth[0]:
            return _moves(whole, case, found)
    each = [
        Party((rider,), rider.stop, rider.to, days_of(rider, instance.stops[rider.stop]))
        for party in whole
        for rider in party.riders
    ]
    parted = _case(each, slots, instance, sits)
    return _moves(each, parted, fewest(parted, part))


def _case(
    parties: Sequence[Party], slots: Sequence[Slot], instance: Instance, sits: Mapping[int, int]
) -> Case:
    numbers = {slot.given: j for j, slot in enumerate(slots)}
    now = {
        i: numbers[vehicle]
        for i, party in enumerate(parties)
        if (vehicle := sits.get(party.riders[0].id, 0)) in numbers
    }
    return Case(parties, now, slots, instance.stops, instance.rules)


def _moves(parties: Sequence[Party], case: Case, found: Found) -> Moves:
    """Who of those who are alike gets which of the places: households together as far as the places go."""
    room: dict[int, Counter[int]] = defaultdict(Counter)
    for (i, j), many in found.seating.items():
        room[i][j] = many
    group_of = {i: number for number, group in enumerate(case.groups) for i in group.parties}
    homes: dict[int, list[int]] = defaultdict(list)
    for i, party in enumerate(parties):
        homes[party.riders[0].household].append(i)
    to: dict[int, int] = {}
    alone: list[int] = []
    left: list[int] = []
    for own in sorted(homes.values(), key=lambda own: -len(own)):
        with_mates: Counter[int] = Counter()
        for i in own:
            places = room[group_of[i]]
            j = max(places, key=lambda j: (with_mates[j], places[j], j))
            places[j] -= 1
            if not places[j]:
                del places[j]
            with_mates[j] += 1
            riders = [rider.id for rider in parties[i].riders]
            if j == ALONE:
                alone += riders
            elif j == LEFT:
                left += riders
            elif j != case.groups[group_of[i]].now:
                to |= dict.fromkeys(riders, case.slots[j].given)
    return Moves(to, tuple(alone), tuple(left), found.least)


def _slot(one: Given, instance: Instance) -> Slot:
    kept = [rider.stop for rider in instance.riders if rider.kept == one.id]
    return Slot(
        one.day, one.kind, one.area, one.to, one.seats, 0, 0, one.id, len(kept), frozenset(kept)
    )


def _as_they_sit(instance: Instance, sits: Mapping[int, int]) -> list[Party]:
    """Who travels together: of one household, stop and vehicle; on the days that all of them have."""
    groups: dict[tuple[int, int, int, str], list[Rider]] = defaultdict(list)
    for rider in instance.riders:
        if not rider.kept:
            groups[rider.household, rider.stop, sits.get(rider.id, 0), rider.to].append(rider)
    found = []
    for (_, stop, _, to), riders in groups.items():
        days = set.intersection(*(set(days_of(rider, instance.stops[stop])) for rider in riders))
        found.append(Party(tuple(riders), stop, to, tuple(sorted(days))))
    return found
