"""One county of the demo: its plan in, its made-up households written as the clerk's files, what was made out.

It needs no database, so that a process of its own can write ahead of the import.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from leye.demo import files
from leye.demo.insured import insured
from leye.demo.people import Home, Maker

MOVED_IN = dt.date(2018, 12, 31)
ROUNDS = (
    (dt.date(2019, 6, 30), dt.date(2018, 1, 1)),
    (dt.date(2019, 12, 31), dt.date(2019, 7, 1)),
    (dt.date(2020, 5, 31), dt.date(2020, 1, 1)),
)
SIZES, SIZE_WEIGHTS, POOR = (1, 2, 3, 4, 5), (22, 40, 22, 12, 4), 0.68
COMPARED = "150124"  # the county whose ledger is compared with the insurance office's list
SMALLEST = 6  # poor households that make a site one of annex 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made of a county. sites: (name, households); path, neighbour: places with those above them."""

    code: str
    name: str
    path: str
    neighbour: str
    sites: tuple[tuple[str, int], ...]
    seed: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Written:
    """insured: the insurance office's list of the county that is compared. files: (path, the day it tells of), oldest first; sites: (name, households, people, poor both)."""

    plan: Plan
    files: tuple[tuple[Path, dt.date], ...]
    sites: tuple[tuple[str, int, int, int, int], ...]
    people: int
    insured: Path | None


def write(plan: Plan) -> Written:
    """Make the county's people and write its files: one roster, then the spells of each round."""
    maker = Maker(plan.seed, plan.code, plan.path, plan.neighbour)
    homes: list[Home] = []
    sites = []
    for name, many in plan.sites:
        own = []
        for number in range(many):
            is_poor = number < SMALLEST or maker.rng.random() < POOR
            size = maker.rng.choices(SIZES, SIZE_WEIGHTS)[0]
            own.append(maker.home(len(homes) + number + 1, name, is_poor, size))
        poor = [home for home in own if home.is_poor]
        counts = (sum(len(h.members) for h in own), len(poor), sum(len(h.members) for h in poor))
        sites.append((name, len(own), *counts))
        homes.extend(own)
    base = plan.folder / f"{plan.code}_{plan.name}_花名册.xlsx"
    files.roster(base, plan.name, homes, shape=int(plan.code) % 2)
    made = [(base, MOVED_IN)]
    for on, since in ROUNDS:
        path = plan.folder / f"{plan.code}_{plan.name}_务工_{on:%Y%m}.xlsx"
        files.work(path, homes, on, since)
        made.append((path, on))
    listed = None
    if plan.code == COMPARED:
        listed = plan.folder.parent / f"{plan.code}_{plan.name}_参保名单.xlsx"
        insured(listed, plan.code, homes, plan.seed, ROUNDS[-1][0])
    people = sum(len(home.members) for home in homes)
    return Written(plan, tuple(made), tuple(sites), people, listed)
