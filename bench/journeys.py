"""Benches of the planner of journeys: a month of a region, small instances against every seating, a bus that is changed."""

import random
from dataclasses import replace

from bench.measured import Section, timed
from leye.core.journeys.checks import faults
from leye.core.journeys.greedy import by_hand
from leye.core.journeys.packing import Effort
from leye.core.journeys.planning import plan
from leye.core.journeys.replanning import replan
from leye.core.journeys.values import Given, Instance, Kind, Rider, Rules, Stop

FIRST = 737_577  # 2020-06-01


def month(people: int, stops: int, destinations: int, seed: int = 1) -> Instance:
    """Counties of ten stops each; a county goes to some destinations more than to others, over thirty days."""
    rng = random.Random(seed)
    areas = [f"c{n}" for n in range(max(stops // 10, 1))]
    known = {
        n: Stop(n, areas[n % len(areas)], rng.randrange(5, 90), rng.randrange(0, 12), 0)
        for n in range(stops)
    }
    known = {
        n: Stop(s.id, s.area, s.km, s.off_km, 3_000 + 2 * s.off_km * 700) for n, s in known.items()
    }
    km = {f"d{n}": rng.randrange(150, 1_800) for n in range(destinations)}
    kinds = (
        Kind("coach-53", 53, {d: 80_000 + 650 * x for d, x in km.items()}, dict.fromkeys(km, 0)),
        Kind("coach-37", 37, {d: 70_000 + 520 * x for d, x in km.items()}, dict.fromkeys(km, 0)),
        Kind("bus-19", 19, {d: 50_000 + 380 * x for d, x in km.items()}, dict.fromkeys(km, 0)),
        Kind("train", 118, dict.fromkeys(km, 120_000), {d: 14 * x for d, x in km.items()}),
    )
    own = {d: 3_000 + 32 * x for d, x in km.items()}
    rules = Rules(6, 180, 10, 1.5, 6, 2_000, own, 500_000)
    liked = {a: [rng.paretovariate(0.9) for _ in km] for a in areas}
    riders: list[Rider] = []
    starts = {d: sorted(rng.sample(range(2, 31), 8)) for d in km}  # employers begin on some days
    home = 0
    while len(riders) < people:
        home += 1
        stop = rng.randrange(stops)
        to = rng.choices(list(km), liked[known[stop].area])[0]
        start = FIRST + rng.choice(starts[to])
        for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
            riders.append(
                Rider(
                    len(riders) + 1, home, rng.randrange(4), stop, to,
                    max(FIRST, start - 7), start - 1, start,
                )
            )  # fmt: skip
    return Instance(tuple(riders[:people]), known, kinds, rules)


def morning(people: int, seed: int = 2) -> tuple[Instance, dict[int, int]]:
    """Ten full buses of one county to one place over a week, and who sits where."""
    one = month(people, 10, 1, seed)
    made = plan(one, Effort(20))
    given = tuple(
        Given(n, v.day, v.kind, v.area, v.to, v.seats) for n, v in enumerate(made.vehicles, start=1)
    )
    sits = {rider: n for n, v in enumerate(made.vehicles, start=1) for rider in v.riders}
    riders = tuple(rider for rider in one.riders if rider.id in sits)
    rules = replace(one.rules, own={})
    return Instance(riders, one.stops, one.kinds, rules, given), sits


def measure(scale: float) -> Section:
    section = Section(
        "劳务输出: a month of journeys planned, a bus changed, small instances exactly"
    )
    one = month(round(5_000 * scale), max(round(120 * scale), 10), max(round(30 * scale), 2))
    with timed() as clock:
        found = plan(one, Effort(52, 2))
    hand = by_hand(one)
    section.add(
        f"plan {len(one.riders):,} people, {len(one.stops)} stops, {len(found.vehicles)} vehicles",
        clock.seconds,
        "s",
        60,
    )
    section.add(
        "cost above the best bound, at most", found.gap * 100, "%", 3, "OR-Tools' own bound"
    )
    section.add(
        "cost of the hand's rule above the plan's", (hand.cost - found.cost) / found.cost * 100, "%"
    )
    section.add("faults of the plan", len(faults(one, found)), "", 0)
    instance, sits = morning(round(500 * scale) or 60)
    first = max(instance.given, key=lambda one: one.seats)
    smaller = tuple(
        replace(g, seats=max(g.seats - 14, 1)) if g is first else g for g in instance.given
    )
    riding = sum(1 for vehicle in sits.values() if vehicle == first.id)
    with timed() as clock:
        moves = replan(replace(instance, given=smaller), sits, Effort(4, 2))
    must = max(riding - max(first.seats - 14, 1), 0)
    section.add(f"a bus of {len(instance.given)} loses 14 seats", clock.seconds, "s", 5)
    section.add(f"people who move or wait, where {must} must", moves.many, "", must)
    worst = 0.0
    for seed in range(20):
        small = month(12, 10, 1, seed)
        exact = plan(small, Effort(20, 2))
        worst = max(worst, exact.gap)
    section.add(
        "gap of 20 instances of 12 people (each also equal to every seating, in the tests)",
        worst * 100,
        "%",
        0,
    )
    section.notes.append(
        "The bound is the sum of the bounds of each county and destination, in which the vehicles of a day are taken "
        "together. Measured beside other builds on the same two cores; the planner stops by the clock, so that a busy "
        "machine gives a larger gap."
    )
    return section
