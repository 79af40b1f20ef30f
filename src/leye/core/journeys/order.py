"""The order of stops: a vehicle begins at the farthest and works its way out; when it calls where."""

from collections.abc import Collection, Mapping, Sequence

from leye.core.journeys.values import Rules, Stop


def in_order(stops: Collection[Stop]) -> list[Stop]:
    """The farthest from where the way out ends comes first."""
    return sorted(stops, key=lambda stop: (-stop.km, stop.id))


def minutes_of(stop: Stop, rules: Rules) -> int:
    """What one stop takes: standing, and the way aside and back."""
    return rules.dwell + round(2 * stop.off_km * rules.per_km)


def pick_up_minutes(stops: Collection[Stop], rules: Rules) -> int:
    """From calling at the first stop to the end of the way out."""
    if not stops:
        return 0
    along = round(max(stop.km for stop in stops) * rules.per_km)
    return along + sum(minutes_of(stop, rules) for stop in stops)


def calls(stops: Collection[Stop], rules: Rules, leaves: int) -> list[tuple[int, int]]:
    """(stop, minute of the day on which it is left) in order; leaves: the minute at which the last stop is left."""
    ordered = in_order(stops)
    times: list[tuple[int, int]] = []
    at = leaves
    following: Stop | None = None
    for stop in reversed(ordered):
        if following is not None:
            between = round((stop.km - following.km) * rules.per_km)
            at -= between + minutes_of(following, rules)
        times.append((stop.id, at))
        following = stop
    return times[::-1]


def is_possible(stops: Sequence[int], known: Mapping[int, Stop], rules: Rules, day: int) -> bool:
    """Whether a vehicle can call at stops in this order on a day: none cut off, none twice, never back, in time."""
    found = [known[one] for one in stops]
    return (
        len(set(stops)) == len(stops) <= rules.stops
        and not any(stop.is_cut(day) for stop in found)
        and found == in_order(found)
        and pick_up_minutes(found, rules) <= rules.pick_up
    )
