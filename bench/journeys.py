"""Benches of the planner of journeys: a month of a region, small instances against every seating."""

import datetime as dt
import random
import time
from dataclasses import replace

from bench.measured import Section, timed
from leye.core.journeys.checks import faults
from leye.core.journeys.greedy import by_hand
from leye.core.journeys.packed import Effort
from leye.core.journeys.planning import plan
from leye.core.journeys.values import Instance, Rider, Stop
from leye.notices.journeys import load_journeys, priced

SMALLEST = 100_000  # pairs of party and vehicle: twelve people are looked at as a whole
FIRST = dt.date(2020, 6, 1).toordinal()
DECLARED = load_journeys(
    "nm_2020_84", dt.date(2020, 6, 1)
)  # stops, hours and prices as clerks have them


def month(people: int, stops: int, destinations: int, seed: int = 1) -> Instance:
    """Counties of ten stops each; a county goes to some destinations more than to others, over thirty days."""
    rng = random.Random(seed)
    areas = [f"c{n}" for n in range(max(stops // 10, 1))]
    known = {
        n: Stop(n, areas[n % len(areas)], rng.randrange(5, 90), rng.randrange(0, 12), 0)
        for n in range(stops)
    }
    known = {
        n: replace(s, fee=DECLARED.stop.fee + 2 * s.off_km * DECLARED.stop.per_km)
        for n, s in known.items()
    }
    km = {f"d{n}": rng.randrange(150, 1_800) for n in range(destinations)}
    kinds, rules = priced(DECLARED, km, may_go_alone=True)
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
                    max(FIRST, start - DECLARED.longest_wait), start - 1, start,
                )
            )  # fmt: skip
    return Instance(tuple(riders[:people]), known, kinds, rules)


def measure(scale: float) -> Section:
    section = Section("劳务输出: a month of journeys planned, small instances exactly")
    plan(month(60, 10, 2), Effort(2), -1)  # the inner loops are compiled before the clock runs
    _a_month(section, scale)
    _small(section)
    section.notes.append(
        "The bound is the sum of the bounds of each county and destination: the value of the linear programme over "
        "every vehicle that could be driven (columns), or, where there are too many sets of stops, of its days. Stops, "
        "hours and prices are those that are declared for clerks (8 stops, 240 minutes). The planner stops by the "
        "clock, so that less of the processor gives a larger gap: on 2026-11-25 the same month came to 4.9 % with "
        "13 s of processor and to 1.6 % with 21 s."
    )
    return section


def _a_month(section: Section, scale: float) -> None:
    one = month(round(5_000 * scale), max(round(120 * scale), 10), max(round(30 * scale), 2))
    begun = time.process_time()
    with timed() as clock:
        found = plan(one, Effort(52, 2))
    worked = time.process_time() - begun
    hand = by_hand(one)
    what = (
        f"plan {len(one.riders):,} people, {len(one.stops)} stops, {len(found.vehicles)} vehicles"
    )
    section.add(what, clock.seconds, "s", 60, f"{worked:.1f} s of processor")
    above = (found.cost - found.bound) / max(found.bound, 1) * 100
    section.add("cost above the best bound, at most", above, "%", 3, "OR-Tools' own bound")
    dearer = (hand.cost - found.cost) / found.cost * 100
    section.add("cost of the hand's rule above the plan's", dearer, "%")
    section.add("faults of the plan", len(faults(one, found)), "", 0)


def _small(section: Section) -> None:
    exact_gap = by_columns = 0.0
    for seed in range(20):
        small = month(12, 10, 1, seed)
        if seed % 2:  # in every other one nobody may go by himself: vehicles must be filled
            small = replace(small, rules=replace(small.rules, own={}))
        exact = plan(small, Effort(20, 2), SMALLEST)
        found = plan(small, Effort(5, 2), -1)
        exact_gap = max(exact_gap, exact.gap * 100)
        by_columns = max(by_columns, (found.cost - exact.cost) / exact.cost * 100)
    section.add("gap of 20 instances of 12 people as they are planned, at most", exact_gap, "%", 0, "every seating, in the tests")  # fmt: skip
    section.add("the same by the method for large ones, above the exact cost", by_columns, "%")
