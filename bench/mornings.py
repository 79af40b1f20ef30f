"""Bench of the morning: every vehicle of a week is changed for a smaller one, or does not come, one after the other."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bench.journeys import month
from bench.measured import Section, timed
from leye.core.journeys.packed import Effort
from leye.core.journeys.planning import plan
from leye.core.journeys.replanning import replan
from leye.core.journeys.values import Given, Instance

FEWER = 14  # seats, of a bus that is changed for a smaller one
AT_ONCE = Effort(4, 2)  # what a clerk's change is given


def morning(people: int, seed: int = 2) -> tuple[Instance, dict[int, int]]:
    """Some ten full vehicles of one county to one place over a week, and who sits where; nobody may go by himself."""
    one = month(people, 10, 1, seed)
    made = plan(one, Effort(20))
    given = tuple(
        Given(n, v.day, v.kind, v.area, v.to, v.seats) for n, v in enumerate(made.vehicles, start=1)
    )
    sits = {rider: n for n, v in enumerate(made.vehicles, start=1) for rider in v.riders}
    riders = tuple(rider for rider in one.riders if rider.id in sits)
    rules = replace(one.rules, own={})
    return Instance(riders, one.stops, one.kinds, rules, given), sits


@dataclass(slots=True)
class Tally:
    slowest: float = 0.0
    worked: float = 0.0
    changes: int = 0
    proven: int = 0
    moved: int = 0
    least: int = 0
    left: int = 0
    seats: list[int] = field(default_factory=list)


def measure(scale: float) -> Section:
    section = Section("劳务输出: the morning on which a bus is changed")
    instance, sits = morning(round(500 * scale) or 60)
    riding = Counter(sits.values())
    for what, changes in (
        (f"has up to {FEWER} seats too few", _smaller(instance, riding)),
        ("does not come", _without(instance, riding)),
    ):
        _tell(section, what, _tried(instance, sits, changes), len(sits))
    section.notes.append(
        "Each vehicle in turn. What is proven is told with the moves: nobody can leave fewer people without a seat and, "
        "with as few left, move fewer; on small mornings the same is held against every seating that there is. "
        "More move than sat in the changed vehicle where others must make room so that nobody, or fewer, are left."
    )
    return section


def _smaller(instance: Instance, riding: Mapping[int, int]) -> Iterator[tuple[int, Instance]]:
    for one in instance.given:
        must = min(FEWER, riding[one.id] - 1)
        smaller = replace(one, seats=riding[one.id] - must)
        given = tuple(smaller if g is one else g for g in instance.given)
        yield must, replace(instance, given=given)


def _without(instance: Instance, riding: Mapping[int, int]) -> Iterator[tuple[int, Instance]]:
    for one in instance.given:
        given = tuple(g for g in instance.given if g is not one)
        yield riding[one.id], replace(instance, given=given)


def _tried(
    instance: Instance, sits: Mapping[int, int], changes: Iterator[tuple[int, Instance]]
) -> Tally:
    tally = Tally()
    for must, changed in changes:
        begun = time.process_time()
        with timed() as clock:
            moves = replan(changed, sits, AT_ONCE)
        tally.worked = max(tally.worked, time.process_time() - begun)
        tally.slowest = max(tally.slowest, clock.seconds)
        tally.changes += 1
        tally.proven += moves.is_least
        tally.moved += moves.many
        tally.least += moves.least[1]
        tally.left += len(moves.left)
        tally.seats.append(must)
    return tally


def _tell(section: Section, what: str, tally: Tally, people: int) -> None:
    beside = f"{tally.worked:.1f} s of processor"
    section.add(f"one of {tally.changes} vehicles with {people} people {what}: the slowest", tally.slowest, "s", 5, beside)  # fmt: skip
    section.add("not proven to move as few as possible", tally.changes - tally.proven, "", 0, f"of {tally.changes}")  # fmt: skip
    lost = f"{sum(tally.seats)} seats lost, {tally.left} left without one"
    section.add("people who move or wait, over all of them", tally.moved, "", tally.least, lost)
