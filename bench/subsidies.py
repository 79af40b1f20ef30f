"""Money: the same person claimed by two counties at once, the last money of a budget, beside check-then-insert."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.measured import Section
from tests import postgres

RACES = 10_000


def measure(scale: float) -> Section:
    section = Section("Money paid once")
    many = max(round(RACES * scale), 20)
    with tempfile.TemporaryDirectory() as home:
        _told(section, "SQLite", many, {"LEYE_HOME": home, "LEYE_DATABASE": ""})
    if postgres.find_programs() is not None:
        with postgres.running() as address, tempfile.TemporaryDirectory() as home:
            _told(section, "PostgreSQL", many, {"LEYE_HOME": home, "LEYE_DATABASE": address})
    return section


def _told(section: Section, name: str, many: int, where: Mapping[str, str]) -> None:
    environment = {**os.environ, **where, "PYTHONPATH": f"{Path('src').resolve()}:{Path.cwd()}"}
    if not where["LEYE_DATABASE"]:
        environment.pop("LEYE_DATABASE")
    ran = subprocess.run(
        [sys.executable, "-m", "bench.subsidy_races", str(many)],
        env=environment, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout.splitlines()[-1])
    beside = f"check-then-insert: {told['naive']} rows for {told['keys']} keys"
    section.add(
        f"{name}: {many:,} races for the same person and kind from two counties, paid twice",
        told["double"], "", 0, beside,
    )  # fmt: skip
    section.add(
        f"{name}: {many:,} races for the last money of a budget, overdrawn by", told["overdrawn"], "fen", 0,
        f"{told['reserved']:,} of {2 * many:,} were granted",
    )  # fmt: skip
    for words, key, runs in (("one second approval with slots, budget and audit", "", 2 * many), ("one reservation", "_last", 2 * many)):  # fmt: skip
        section.add(
            f"{name}: {words}, 4 at once", told[f"seconds{key}"] * 1000 / runs, "ms",
            limit=f"{told[f'used{key}'] * 1000 / runs:.1f} ms of the processor",
        )  # fmt: skip
    section.notes.append(
        f"{name}: of {2 * many:,} approvals {told['granted']:,} were granted, one for each race; the budgets say"
        f" {told['approved']:,}. Of {2 * many:,} who wanted the last money of {many:,} budgets {told['reserved']:,} had it,"
        f" {told['moved']:,} moves are written down and {told['left']} fen are left."
    )
