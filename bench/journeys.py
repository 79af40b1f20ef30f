"""Benches of the planner of journeys: a month of a region, small instances against every seating, a bus that is changed."""

import random
import time

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


def timed(instance: Instance, effort: Effort):
    began = time.perf_counter()
    found = plan(instance, effort)
    return found, time.perf_counter() - began


if __name__ == "__main__":
    one = month(5_000, 120, 30)
    hand = by_hand(one)
    found, seconds = timed(one, Effort(40, 2))
    print(faults(one, found)[:3], faults(one, hand)[:3])
    print(
        f"{seconds:.1f} s, cost {found.cost / 100:.0f}, bound {found.bound / 100:.0f}, gap {found.gap:.2%}"
    )
    print("hand", hand.cost / 100, (hand.cost - found.cost) / hand.cost)
    print(len(found.vehicles), "vehicles", len(found.alone), "alone", len(found.left), "left")
