"""Vacancies shared out: the auction with its proof, naive best three and OR-Tools min-cost flow beside it."""

import datetime as dt
import os
import resource
import time
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from bench.measured import Section
from leye.core.matching import drawing
from leye.core.matching.data import Instance, Person, Vacancy
from leye.core.matching.index import index_of
from leye.core.matching.share import Shared, share, shortage, unserved, worth
from leye.notices.matching import load_policy


def counties(provinces: int) -> np.ndarray:
    """Codes of counties, nine in each of the twelve leagues of a province."""
    return np.array(
        [
            (15 + province) * 10_000 + (league + 1) * 100 + county + 21
            for province in range(provinces)
            for league in range(12)
            for county in range(9)
        ]
    )


def made(people: int, vacancies: int, seed: int = 1, provinces: int = 1) -> Instance:
    """Made-up people and vacancies of twelve leagues with nine counties each, a seventh of the places in Beijing."""
    g = np.random.default_rng(seed)
    n, m, codes = people, vacancies, counties(provinces)
    place = np.sort(np.where(g.random(m) < 0.15, 110105, codes[g.integers(0, len(codes), m)]))
    offers = np.zeros((len(Vacancy), m), dtype=np.int64)
    offers[Vacancy.OPENINGS] = g.geometric(0.16, m) * (g.random(m) < 0.9)
    offers[Vacancy.YOUNGEST] = 16
    offers[Vacancy.OLDEST] = np.where(g.random(m) < 0.6, g.choice([45, 50, 55, 60], m), 200)
    offers[Vacancy.NEEDS_CAPACITY] = np.where(g.random(m) < 0.25, 1, 2)
    offers[Vacancy.SCHOOLING] = g.choice([0, 0, 2, 3, 4], m)
    offers[Vacancy.LICENCES] = np.where(g.random(m) < 0.2, 1 << g.integers(0, 12, m), 0)
    offers[Vacancy.LANGUAGES] = np.where(g.random(m) < 0.05, 2, 0)
    offers[Vacancy.NEEDS_HEALTH] = g.random(m) < 0.1
    offers[Vacancy.PAY], offers[Vacancy.TRADE] = g.integers(18, 60, m) * 100, g.integers(1, 40, m)
    offers[Vacancy.SEASON] = g.choice([0, 1, 2], m)
    offers[Vacancy.LODGING] = g.random(m) < 0.5
    offers[Vacancy.COUNTY], offers[Vacancy.LEAGUE], offers[Vacancy.REGION] = (
        place,
        place // 100,
        place // 10_000,
    )
    rows = np.zeros((n, len(Person)), dtype=np.int64)
    home = codes[g.integers(0, len(codes), n)]
    wish = g.random(n)
    for low, high, unit in ((0, 0.55, 1), (0.55, 0.75, 100), (0.75, 0.87, 10_000)):
        chosen = (wish >= low) & (wish < high)
        first = home[chosen] // unit * unit
        rows[chosen, Person.FIRST] = np.searchsorted(place, first)
        rows[chosen, Person.LAST] = np.searchsorted(place, first + unit)
    rows[wish >= 0.87, Person.LAST] = m
    rows[:, Person.AGE], rows[:, Person.CAPACITY] = (
        g.integers(15, 70, n),
        g.choice([0, 1, 2, 2, 2, 3], n),
    )
    rows[:, Person.SCHOOLING] = g.integers(0, 6, n)
    rows[:, Person.LICENCES] = np.where(g.random(n) < 0.3, 1 << g.integers(0, 12, n), 0)
    rows[:, Person.LANGUAGES], rows[:, Person.HEALTH] = (
        g.choice([0, 1, 3], n),
        g.choice([0, 1, 2], n),
    )
    rows[:, Person.WISHED_PAY], rows[:, Person.TRADE] = (
        g.integers(0, 50, n) * 100,
        g.integers(0, 40, n),
    )
    rows[:, Person.TRAINED] = g.integers(0, 40, n) * (g.random(n) < 0.2)
    rows[:, Person.SEASON] = g.choice([0, 0, 1, 2], n)
    rows[:, Person.WEIGHT] = np.where(g.random(n) < 0.7, 5, 4)
    rows[:, Person.COUNTY], rows[:, Person.LEAGUE], rows[:, Person.REGION] = (
        home,
        home // 100,
        home // 10_000,
    )
    return Instance(rows, offers, load_policy("nm_2020_84", dt.date(2020, 6, 1)))


@dataclass(slots=True)
class Cpu:
    seconds: float = 0.0

    def __enter__(self) -> "Cpu":
        self.seconds = -time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.process_time()


def candidates(instance: Instance, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Each person's best vacancies by utility alone, and what they are worth."""
    n, m = len(instance.people), instance.vacancies.shape[1]
    store, values = np.full((n, size), -1, dtype=np.int32), np.zeros((n, size), dtype=np.int32)
    tops = np.zeros((n, size), dtype=np.int32)
    found, nets = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    index = index_of(instance)
    counts, prices = np.zeros(drawing.BINS, dtype=np.int32), np.zeros(m, dtype=np.int64)
    for i in range(n):
        drawing.stored(
            instance.people,
            instance.vacancies,
            instance.points(),
            index,
            prices,
            i,
            store,
            values,
            tops,
            found,
            nets,
            counts,
        )
    return store, values


def flow(instance: Instance, size: int) -> np.ndarray:
    """OR-Tools' minimum-cost flow over each person's best `size` vacancies."""
    store, values = candidates(instance, size)
    n, m, k = len(instance.people), instance.vacancies.shape[1], instance.policy.k
    source, sink = n + m, n + m + 1
    i, place = np.nonzero(store >= 0)
    bounds, costs = instance.costs(), instance.tier_costs()
    below = np.hstack([np.zeros((m, 1), dtype=np.int64), bounds[:, :-1]])
    solver = min_cost_flow.SimpleMinCostFlow()
    add = solver.add_arcs_with_capacity_and_unit_cost
    add(np.full(n, source), np.arange(n), np.full(n, k), np.zeros(n, dtype=np.int64))
    arcs = add(
        i, n + store[i, place], np.ones(len(i), dtype=np.int64), -values[i, place].astype(np.int64)
    )
    for tier, cost in enumerate(costs.tolist()):
        add(n + np.arange(m), np.full(m, sink), bounds[:, tier] - below[:, tier], np.full(m, cost))
    solver.add_arc_with_capacity_and_unit_cost(source, sink, k * n, 0)
    solver.set_node_supply(source, k * n)
    solver.set_node_supply(sink, -k * n)
    assert solver.solve() == solver.OPTIMAL
    used = solver.flows(arcs) > 0
    held = np.full((n, k), -1, dtype=np.int32)
    rank = np.zeros(n, dtype=np.int64)
    for person, vacancy in zip(i[used].tolist(), store[i[used], place[used]].tolist(), strict=True):
        held[person, rank[person]] = vacancy
        rank[person] += 1
    return held


def measure(scale: float) -> Section:
    section = Section("Vacancies shared out")
    share(made(50, 30))  # compiled code is read from its cache, or made: not in the figures
    flow(made(50, 30), 5)
    for people, vacancies, name in ((60_000, 20_000, "region"), (60_000, 4_000, "scarce")):
        instance = made(round(people * scale), round(vacancies * scale))
        with Cpu() as cpu:
            shared = share(instance)
        if name == "region":  # before the yardsticks take theirs
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            section.add("region: memory of the process, all libraries loaded", peak, "GB", 0.6)
        _one(section, name, instance, shared, cpu.seconds)
        with Cpu() as naive:
            best, _ = candidates(instance, instance.policy.k)
        taken = np.bincount(best[best >= 0], minlength=instance.vacancies.shape[1])
        openings = np.maximum(instance.vacancies[Vacancy.OPENINGS], 1)
        section.notes.append(
            f"{name}: best three for each alone: {naive.seconds:.2f} CPU s, {int((taken > 20 * openings).sum()):,} vacancies above the cap, {taken.max():,} people on one; the auction has 0 and {shared.taken.max():,}."
        )
        for size in (50, 100):
            with Cpu() as other:
                held = flow(instance, size)
            section.notes.append(
                f"{name}: OR-Tools on the best {size}: {other.seconds:.1f} CPU s, {worth(instance, held) / shared.value:.6f} of the auction's value."
            )
    section.notes.append(f"{os.cpu_count()} cores; all loops on one.")
    return section


def _one(section: Section, name: str, instance: Instance, shared: Shared, cpu: float) -> None:
    section.add(
        f"{name}, {len(instance.people):,} × {instance.vacancies.shape[1]:,}: CPU, candidates and proof included",
        cpu,
        "s",
        2.5,
    )
    section.add(f"{name}: proven gap", shared.gap * 100, "%", 0.001)
    with Cpu() as why:
        short, cut = unserved(instance, shared), shortage(instance, shared)
    section.add(
        f"{name}: the {len(short):,} who are short, explained, with the cut", why.seconds, "s"
    )
    section.notes.append(
        f"{name}: {shared.slots:,} slots, {shared.bids:,} bids, {shared.rescans:,} rescans; no sharing-out fills more slots: {cut.is_proof}."
    )
