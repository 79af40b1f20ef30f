"""The explanation of change, and archived returns made again, at the region's size."""

import datetime as dt
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench.measured import Section, timed
from leye.apps.people.models import KeptState
from leye.apps.places import selectors as places
from leye.apps.reports import actions
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Return
from leye.core.periods import SHANGHAI, Month
from leye.core.scope import Role, Scope
from leye.demo.run import prepare
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.returns import explaining, rerunning, returning, returns_pages
from leye.trips.returns.returning import Blocked, Form
from leye.trips.rosters.intake import NOTICE

REGION, MAY = "150000", Month(2020, 5)
NOON = dt.datetime(2020, 6, 2, 12, tzinfo=SHANGHAI)
MONTHS = 24


class _Words(dict[str, str]):
    """The same word for every check, whatever it is called."""

    def get(self, key: str, default: object = None) -> str:
        return "已核对"

    def __missing__(self, key: str) -> str:
        return "已核对"


def _send(job: tuple[Month, str, str]) -> str:
    """A unit's return of a month, sent late and accepted by the level above; what came of it."""
    month, unit, above = job
    scope, form = Scope(f"clerk-{unit}", unit, Role.CLERK), Form("张三", "0471-1234567", _Words(), "补报")  # fmt: skip
    with clock.fixed(NOON):
        if reports.find(scope, NOTICE, str(month), unit) is not None:
            return "there already"
        try:
            sent = returning.send(scope, month, unit, form, keys_of(Path(settings.HOME)))
        except Blocked:
            return "blocked"
        if unit != REGION:
            row = Return.objects.get(pk=sent.version.report_id)
            actions.accept(by=f"above-{above}", at=clock.now(), return_id=row.pk, turn=row.turn, unit=above)  # fmt: skip
    return "sent"


def archive(months: Sequence[Month]) -> Counter[str]:
    """Every unit's return of each month: counties first, then leagues, then the region."""
    scope, told = Scope("bench", REGION, Role.CLERK), Counter[str]()
    jobs: list[list[tuple[Month, str, str]]] = [[], [], []]
    for month in months:
        tree = places.tree(scope, month.last_day)
        own = sorted(returns_pages.settled_counties(scope, month.last_day, 0, tree))
        jobs[0] += [(month, code, tree.league_of(code)) for code in own]
        jobs[1] += [(month, league, REGION) for league in sorted({tree.league_of(c) for c in own})]
        jobs[2].append((month, REGION, REGION))
    for level in jobs:
        connections.close_all()
        # a spawned process would import models before Django is set up
        with multiprocessing.get_context("fork").Pool(2) as pool:
            told.update(pool.imap_unordered(_send, level, chunksize=8))
    return told


def measure(scale: float) -> Section:
    call_command("migrate", verbosity=0)
    if not KeptState.objects.exists():
        prepare(Path(settings.HOME), scale, 84)
    section = Section(f"Returns: explanations and reruns ({connection.vendor})")
    scope = Scope("bench", REGION, Role.CLERK)
    explained(section, scope)
    told = archive([MAY.shifted(-n) for n in range(1, max(round(MONTHS * scale), 1) + 1)])
    held = Return.objects.filter(unit=REGION).exclude(newest=None).count()
    section.notes.append(
        f"Archive: {dict(told)}; the region's return is there for {held} of {MONTHS} months. "
        f"{os.cpu_count()} cores, the machine's load at the end {os.getloadavg()[0]:.1f}."
    )
    made_again(section, scope, held)
    return section


def explained(section: Section, scope: Scope) -> None:
    """Two month ends, all cells of annexes 1 to 3, the whole region."""
    began = time.process_time()
    with clock.fixed(NOON), timed() as taken:
        before = explaining.point_now(scope, dt.date(2020, 4, 30), REGION)
        after = explaining.point_now(scope, MAY.last_day, REGION)
    tables = time.process_time() - began
    with timed() as second:
        found = explaining.explanation(scope, before, after)
    spent = time.process_time() - began
    section.add("explanation of change, every cell of annexes 1–3, both sides' tables included", taken.seconds + second.seconds, "s", 10, f"{spent:.1f} processor s, tables {tables:.1f} of them")  # fmt: skip
    section.add("remainder over all cells", found.left_over, "people", 0, f"{len(found.cells):,} cells")  # fmt: skip
    section.notes.append(
        f"{KeptState.objects.count():,} kept rows; 2020-04-30 to 2020-05-31, "
        f"{sum(bool(cell.parts) for cell in found.cells.values()):,} cells differ."
    )


def made_again(section: Section, scope: Scope, months: int) -> None:
    """Every archived version, compared to the byte."""
    began = time.process_time()
    with timed() as taken:
        rerun, unequal = rerunning.rerun(scope, keys_of(Path(settings.HOME)))
    spent, many = time.process_time() - began, max(rerun.versions, 1)
    section.add("archived returns made again, equal to the byte", 100 * (rerun.versions - len(unequal)) / many, "%", None, f"{rerun.versions:,} versions")  # fmt: skip
    reach = 10 if months >= MONTHS else None  # fewer months say nothing of ten minutes
    section.add(f"all of them, {months} months: wall", taken.seconds / 60, "min", reach, f"{spent:.0f} processor s, {spent / many * 1000:.0f} ms each")  # fmt: skip
    if reach is None:
        share = MONTHS / max(months, 1)
        section.add(f"{MONTHS} months at that pace", taken.seconds / 60 * share, "min", 10, f"reckoned; {spent * share / 60:.1f} min of processor time")  # fmt: skip
