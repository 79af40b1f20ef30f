"""The hand's rule, as a yardstick: everybody on the last day, the largest vehicles filled, the rest in the smallest."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from leye.core.journeys.making import Making
from leye.core.journeys.order import pick_up_minutes
from leye.core.journeys.packed import ALONE, LEFT, Packed
from leye.core.journeys.parties import parties as parties_of
from leye.core.journeys.values import Instance, Kind, Party, Plan, Slot, Stop


def by_hand(instance: Instance) -> Plan:
    """A plan as a clerk makes it with a list and a pencil; its bound is 0."""
    found, left = parties_of(instance)
    made = Making(instance, left)
    groups: dict[tuple[str, str, int], list[Party]] = defaultdict(list)
    for party in found:
        groups[instance.stops[party.stop].area, party.to, party.days[-1]].append(party)
    used: Counter[tuple[str, int]] = Counter()
    for (area, to, day), own in sorted(groups.items()):
        rest = sorted(own, key=lambda party: (-instance.stops[party.stop].km, party.stop))
        while rest:
            kind = _kind(instance, to, day, sum(party.many for party in rest), used)
            inside = _filled(instance, rest, kind.seats) if kind else []
            if kind is None or not inside:
                place = ALONE if to in instance.rules.own else LEFT
                made.take(rest, [], Packed((place,) * len(rest), 0, 0))
                break
            used[kind.key, day] += 1
            slot = Slot(day, kind.key, area, to, kind.seats, kind.hire[to], kind.each[to])
            made.take(inside, [slot], Packed((0,) * len(inside), 0, 0))
            rest = [party for party in rest if party not in inside]
    return made.plan(0)


def _kind(
    instance: Instance, to: str, day: int, people: int, used: Counter[tuple[str, int]]
) -> Kind | None:
    """The smallest vehicle that holds all, else the largest; None where tickets are cheaper or none is left."""
    kinds = [
        kind
        for kind in instance.kinds
        if to in kind.hire and (kind.a_day is None or used[kind.key, day] < kind.a_day)
    ]
    if not kinds:
        return None
    holding = [kind for kind in kinds if kind.seats >= people]
    chosen = min(holding, key=lambda k: k.seats) if holding else max(kinds, key=lambda k: k.seats)
    carried = min(people, chosen.seats)
    own = instance.rules.own.get(to)
    is_cheaper = own is not None and own * carried < chosen.hire[to] + chosen.each[to] * carried
    return None if is_cheaper else chosen


def _filled(instance: Instance, rest: Sequence[Party], seats: int) -> list[Party]:
    rules, many = instance.rules, 0
    inside: list[Party] = []
    stops: set[Stop] = set()
    for party in rest:
        further = stops | {instance.stops[party.stop]}
        fits = many + party.many <= seats and len(further) <= rules.stops
        if fits and pick_up_minutes(further, rules) <= rules.pick_up:
            inside.append(party)
            stops, many = further, many + party.many
    return inside
