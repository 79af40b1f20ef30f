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
    section.add(f"{name}: the last money of a budget, overdrawn by", told["overdrawn"], "fen", 0)
    section.add(
        f"{name}: one second approval with slots, budget and audit, 4 at once",
        told["seconds"] * 1000 / (2 * many), "ms",
    )  # fmt: skip
    section.notes.append(
        f"{name}: of {2 * many:,} approvals {told['granted']:,} were granted, one for each race; the budget says"
        f" {told['approved']:,}. Of those who wanted the last money {told['reserved']} had it, room was for 50."
    )
