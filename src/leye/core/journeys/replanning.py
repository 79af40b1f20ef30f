"""After a vehicle has changed: who sits where now in, the fewest who must move out, and who is left without a seat."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leye.core.journeys.order import in_order, is_possible
from leye.core.journeys.packing import ALONE, LEFT, Effort, pack
from leye.core.journeys.parties import days_of
from leye.core.journeys.values import Given, Instance, Party, Rider, Slot

TOGETHER, AT_LEAST = 0.6, 0.2  # of the time, for households together; seconds for each alone


@dataclass(frozen=True, slots=True)
class Moves:
    """to: rider → vehicle, of those who move. alone: who goes by himself. left: who finds no seat."""

    to: Mapping[int, int]
    alone: tuple[int, ...]
    left: tuple[int, ...]

    @property
    def many(self) -> int:
        return len(self.to) + len(self.alone) + len(self.left)


def replan(instance: Instance, sits: Mapping[int, int], effort: Effort) -> Moves:
    """Seat everybody in the vehicles of `given` as they are now, leaving and moving as few as possible.

    sits: rider → the vehicle in which he sits; a vehicle that is no longer given has lost its riders. Riders who
    are kept by a hand stay. A household in one vehicle moves together where a vehicle has room for all of it;
    if it has not, each of it moves alone rather than being left. Both tries share one time.
    """
    slots = [_slot(one, instance) for one in instance.given]
    numbers = {slot.given: j for j, slot in enumerate(slots)}
    parties = _as_they_sit(instance, sits)
    stay = _stay(parties, sits, numbers)
    first = replace(effort, seconds=effort.seconds * TOGETHER)
    places = _best(parties, slots, instance, first, stay)
    if LEFT in places[0]:
        rest = replace(effort, seconds=max(effort.seconds - places[1], AT_LEAST))
        parties = [replace(p, riders=(rider,)) for p in parties for rider in p.riders]
        stay = _stay(parties, sits, numbers)
        places = _best(parties, slots, instance, rest, stay)
    to: dict[int, int] = {}
    alone: list[int] = []
    left: list[int] = []
    for party, place in zip(parties, places[0], strict=True):
        for rider in party.riders:
            if place == ALONE:
                alone.append(rider.id)
            elif place == LEFT:
                left.append(rider.id)
            elif slots[place].given != sits.get(rider.id):
                to[rider.id] = slots[place].given
    return Moves(to, tuple(alone), tuple(left))


def _best(
    parties: Sequence[Party],
    slots: Sequence[Slot],
    instance: Instance,
    effort: Effort,
    stay: Mapping[int, int],
) -> tuple[Sequence[int], float]:
    """Places and the seconds that it took; where the time was over too soon, as a hand would do it."""
    packed = pack(parties, slots, instance.stops, instance.rules, {}, effort, stay)
    by_hand = _by_hand(parties, slots, instance, stay)
    worth = [_out(parties, places, stay) for places in (packed.places, by_hand)]
    return (packed.places if worth[0] <= worth[1] else by_hand), packed.seconds


def _out(
    parties: Sequence[Party], places: Sequence[int], stay: Mapping[int, int]
) -> tuple[int, int]:
    """(left, moved) of places."""
    left = sum(p.many for p, place in zip(parties, places, strict=True) if place == LEFT)
    moved = sum(
        party.many
        for i, (party, place) in enumerate(zip(parties, places, strict=True))
        if place != stay.get(i)
    )
    return left, moved


def _by_hand(
    parties: Sequence[Party], slots: Sequence[Slot], instance: Instance, stay: Mapping[int, int]
) -> list[int]:
    """Everybody who can keeps his seat, the larger parties first; the others take the first vehicle that holds them."""
    free = [slot.seats - slot.taken for slot in slots]
    calls = [set(slot.at) for slot in slots]
    places = [LEFT] * len(parties)
    in_turn = sorted(range(len(parties)), key=lambda i: (i not in stay, -parties[i].many, i))
    for now in (True, False):
        for i in in_turn:
            wanted = ([stay[i]] if i in stay else []) if now else range(len(slots))
            for j in wanted if places[i] == LEFT else ():
                if parties[i].many <= free[j] and _can(parties[i], slots[j], calls[j], instance):
                    places[i] = j
                    free[j] -= parties[i].many
                    calls[j].add(parties[i].stop)
                    break
    return places


def _can(party: Party, slot: Slot, calls: set[int], instance: Instance) -> bool:
    area = instance.stops[party.stop].area
    if slot.to != party.to or slot.area != area or slot.day not in party.days:
        return False
    if party.stop in calls:
        return True
    stops = in_order({instance.stops[one] for one in calls | {party.stop}})
    ids = [one.id for one in stops]
    return is_possible(ids, instance.stops, instance.rules, slot.day)


def _stay(
    parties: Sequence[Party], sits: Mapping[int, int], numbers: Mapping[int, int]
) -> dict[int, int]:
    found = {}
    for i, party in enumerate(parties):
        now = numbers.get(sits.get(party.riders[0].id, 0))
        if now is not None:
            found[i] = now
    return found


def _slot(one: Given, instance: Instance) -> Slot:
    kept = [rider.stop for rider in instance.riders if rider.kept == one.id]
    return Slot(
        one.day, one.kind, one.area, one.to, one.seats, 0, 0, one.id, len(kept), frozenset(kept)
    )


def _as_they_sit(instance: Instance, sits: Mapping[int, int]) -> list[Party]:
    days = {one.id: one.day for one in instance.given}
    groups: dict[tuple[int, int, int, str], list[Rider]] = defaultdict(list)
    for rider in instance.riders:
        if not rider.kept:
            now = sits.get(rider.id, 0)
            groups[rider.household, rider.stop, now, rider.to].append(rider)
    found = []
    for (_, stop, now, to), riders in groups.items():
        both = (
            {days[now]} if now in days else set()
        )  # where somebody sits he may stay, whatever the days say
        for number, rider in enumerate(riders):
            own = set(days_of(rider, instance.stops[stop]))
            both = (
                both | own if not number else both & (own | ({days[now]} if now in days else set()))
            )
        found.append(Party(tuple(riders), stop, to, tuple(sorted(both))))
    return found
