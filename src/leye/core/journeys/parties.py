"""Who travels together: riders in, parties that are not parted out; who can leave on no day is told apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from leye.core.journeys.values import Instance, Party, Rider, Stop


def days_of(rider: Rider, stop: Stop) -> tuple[int, ...]:
    """The days on which a rider can leave."""
    return tuple(day for day in range(rider.earliest, rider.latest + 1) if not stop.is_cut(day))


def parties(instance: Instance) -> tuple[list[Party], dict[int, str]]:
    """Parties of those who were put nowhere by hand, and rider → why for those who can leave on no day.

    A household that goes to one destination stays whole as far as its days meet and a vehicle holds it; work
    mates of one stop stay together up to the number in the rules.
    """
    largest = max((kind.seats for kind in instance.kinds), default=1)
    homes: dict[tuple[int, int, str], list[Rider]] = defaultdict(list)
    left: dict[int, str] = {}
    for rider in instance.riders:
        if rider.kept:
            continue
        if not days_of(rider, instance.stops[rider.stop]):
            left[rider.id] = "start" if rider.earliest > rider.latest else "cut"
            continue
        homes[(rider.household, rider.stop, rider.to)].append(rider)
    alone: dict[tuple[int, int, str, int, int, int], list[Rider]] = defaultdict(list)
    found: list[Party] = []
    for own in homes.values():
        if len(own) == 1:
            one = own[0]
            alone[(one.post, one.stop, one.to, one.start, one.earliest, one.latest)].append(one)
        else:
            found += _meeting(own, instance.stops, largest)
    for mates in alone.values():
        found += _cut(mates, min(instance.rules.mates, largest), instance.stops)
    return sorted(found, key=_order), left


def _order(party: Party) -> tuple[str, int, int]:
    return party.to, party.stop, min(one.id for one in party.riders)


def _meeting(own: Sequence[Rider], stops: Mapping[int, Stop], largest: int) -> list[Party]:
    """A household in as few parties as its days allow: by the days of starting, while all can still leave together."""
    found: list[list[Rider]] = []
    for rider in sorted(own, key=lambda one: (one.latest, one.id)):
        last = found[-1] if found else []
        together = max([one.earliest for one in [*last, rider]])
        if last and len(last) < largest and together <= last[0].latest:
            last.append(rider)
        else:
            found.append([rider])
    return [party for riders in found for party in _whole(riders, stops)]


def _whole(riders: Sequence[Rider], stops: Mapping[int, Stop]) -> list[Party]:
    """One party, or one each where the road is open on no day that all have."""
    days = _together(riders, stops)
    if days:
        return [Party(tuple(riders), riders[0].stop, riders[0].to, days)]
    return [Party((one,), one.stop, one.to, _together([one], stops)) for one in riders]


def _together(riders: Iterable[Rider], stops: Mapping[int, Stop]) -> tuple[int, ...]:
    found: set[int] | None = None
    for one in riders:
        own = set(days_of(one, stops[one.stop]))
        found = own if found is None else found & own
    return tuple(sorted(found or ()))


def _cut(mates: Sequence[Rider], most: int, stops: Mapping[int, Stop]) -> list[Party]:
    return [
        party
        for start in range(0, len(mates), most)
        for party in _whole(mates[start : start + most], stops)
    ]
