"""The whole region's rosters through the intake, on SQLite and on PostgreSQL: 135,274 people, two years of spells."""

import datetime as dt
import multiprocessing
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from bench.measured import Section, timed
from leye.apps.places import actions as places
from leye.apps.places import selectors as tree_of
from leye.core.scope import Role, Scope
from leye.demo import counties
from leye.demo.run import BY, REGION, _plans, _sites
from tests.postgres import find_programs, running

TWO_YEARS = (
    (dt.date(2020, 5, 31), dt.date(2018, 1, 1)),
)  # one export a county with all spells since the move
LOAD = """
import sys, django
django.setup()
from bench.region import load
load(sys.argv[1], int(sys.argv[2]))
"""


def make(scale: float, folder: Path) -> list[counties.Written]:
    """Divisions, sites, and the files of all counties."""
    counties.ROUNDS = TWO_YEARS
    call_command("migrate", verbosity=0)
    places.load_divisions(by=BY)
    tree = tree_of.tree(Scope(BY, REGION, Role.CLERK), dt.date(2020, 5, 31))
    folder.mkdir(parents=True, exist_ok=True)
    plans = _plans(tree, scale, 84, folder)
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        written = list(pool.map(counties.write, plans))
    for one in written:
        _sites(one)
    return written


def load(folder: str, half: int) -> None:
    """Take in every other county's files, as one of two clerks' machines would."""
    from leye.gateways import clock
    from leye.trips.keys import keys_of
    from leye.trips.receiving import check, record_now
    from leye.trips.rosters.intake import Roster

    keys = keys_of(Path(settings.HOME))
    names = sorted(Path(folder).glob("*.xlsx"))
    codes = sorted({path.name[:6] for path in names})
    for code in codes[half::2]:
        scope = Scope(BY, code, Role.CLERK)
        for path in sorted(
            (p for p in names if p.name.startswith(code)), key=lambda p: "务工" in p.name
        ):
            as_of = dt.date(2020, 5, 31) if "务工" in path.name else dt.date(2018, 12, 31)
            assert clock.today() > as_of
            upload = check(scope, Roster(path, path.name, code, as_of), keys)
            record_now(scope, upload.pk, keys)


def load_beside(folder: Path, processes: int, **environment: str) -> float:
    """Seconds for all files with so many processes."""
    with timed() as clock:
        started = [
            subprocess.Popen(
                [sys.executable, "-c", LOAD, str(folder), str(half)],
                env={**os.environ, **environment},
            )
            for half in range(processes)
        ]
        assert [one.wait() for one in started] == [0] * processes
    return clock.seconds


def bulk_create_alone(rows: int) -> float:
    """Seconds for as many rows of the widest table by the ORM's bulk_create, with nothing else done."""
    from leye.apps.people.models import KeptState

    day = dt.date(2020, 1, 1)
    made = [
        KeptState(
            person_id=number, on_from=day, on_to=day, seq_from=1, household_id=number, county="150124",
            settlement="concentrated", settled_on=day,
        )
        for number in range(rows)
    ]  # fmt: skip
    with timed() as clock:
        KeptState.objects.bulk_create(made, batch_size=500)
    KeptState.objects.filter(seq_from=1, county="150124", on_to=day).delete()
    return clock.seconds


def measure(scale: float) -> Section:
    section = Section(f"The region's rosters through the intake (scale {scale:g})")
    home = Path(settings.HOME)
    folder = home / "rosters"
    shutil.rmtree(folder, ignore_errors=True)
    with timed() as making:
        written = make(scale, folder)
    people = sum(one.people for one in written)
    yardstick = bulk_create_alone(round(100_000 * scale))
    seconds = load_beside(folder, 2, LEYE_HOME=str(home))
    rows, facts = _sizes()
    section.add(
        "SQLite, two processes", seconds / 60, "min", 5 * scale, f"{rows:,} rows → {facts:,} facts"
    )
    section.notes.append(
        f"{people:,} people, {len(written)} counties, {len(list(folder.glob('*.xlsx')))} files, "
        f"{rows / seconds:,.0f} rows/s read, checked, sealed, recorded and projected. Making the files took "
        f"{making.seconds:.0f} s and is not counted. Yardstick: `bulk_create` alone of 100,000 × scale bare rows "
        f"of 26 columns: {yardstick:.1f} s; at that rate the {facts:,} facts alone would take "
        f"{yardstick * facts / max(100_000 * scale, 1) / 60:.1f} min, without reading, checking, sealing or projecting."
    )
    if find_programs() is not None:
        with running() as address:
            environment = {"LEYE_DATABASE": address, "LEYE_HOME": str(home)}
            prepare = "import django; django.setup()\nfrom bench.region import *\nimport bench.region as r\n"
            prepare += (
                f"import pickle\nr.fill(pickle.load(open({str(home / 'written.pickle')!r}, 'rb')))"
            )
            _keep(home, written)
            subprocess.run(
                [sys.executable, "-c", prepare], env={**os.environ, **environment}, check=True
            )
            seconds = load_beside(folder, 2, **environment)
        section.add("PostgreSQL, two processes", seconds / 60, "min", 4 * scale, f"{rows:,} rows")
    return section


def _keep(home: Path, written: list[counties.Written]) -> None:
    import pickle

    (home / "written.pickle").write_bytes(pickle.dumps(written))


def fill(written: list[counties.Written]) -> None:
    """Divisions and sites into an empty database, for files that are made already."""
    call_command("migrate", verbosity=0)
    places.load_divisions(by=BY)
    for one in written:
        _sites(one)


def _sizes() -> tuple[int, int]:
    from leye.apps.people.models import FACT_MODELS
    from leye.apps.rosters.models import UploadRow

    connection.close()
    counted: list[models.Manager[models.Model]] = [model.objects for model in FACT_MODELS]
    return UploadRow.objects.count(), sum(one.count() for one in counted)
