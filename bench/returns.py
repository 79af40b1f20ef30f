"""The deadline hour, archived returns made again, and the explanation of change, at the region's size."""

import datetime as dt
import multiprocessing
import os
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from bench.measured import Section, p95, timed
from leye.apps.people.models import KeptState
from leye.apps.places import selectors as places
from leye.apps.reports.models import Return, Version
from leye.core.periods import SHANGHAI, Month
from leye.core.scope import Role, Scope
from leye.demo.run import prepare
from leye.gateways import clock
from leye.trips.annexes.reporting import Ask, annex_table
from leye.trips.keys import keys_of
from leye.trips.returns import explaining, rerunning, returning, returns_pages
from leye.trips.returns.returning import Blocked, Form

REGION, MAY = "150000", Month(2020, 5)
SENDERS, CLERKS = 3, 3
NOON = dt.datetime(2020, 6, 2, 12, tzinfo=SHANGHAI)


def _send(unit: str) -> tuple[str, float, str]:
    """One unit's return with a word for each soft check: (unit, seconds, what came of it)."""
    scope, began = Scope(f"clerk-{unit}", unit, Role.CLERK), time.perf_counter()
    with clock.fixed(NOON):
        try:
            ready = returning.prepare(scope, MAY, unit)
            words = {one.ref: "已核对" for one in ready.checks if not one.blocks}
            form = Form("张三", "0471-1234567", words)
            half = time.perf_counter()
            sent = returning.send(scope, MAY, unit, form, keys_of(Path(settings.HOME)))
            return unit, time.perf_counter() - half, "new" if sent.is_new else "again"
        except Blocked:
            return unit, time.perf_counter() - began, "blocked"
        except Exception as error:
            return unit, time.perf_counter() - began, f"error {type(error).__name__}: {error}"


def _look(unit: str, until: float) -> list[float]:
    """A clerk who looks at boards and tables for as long as the hour lasts."""
    scope, taken = Scope(f"reader-{unit}", unit, Role.CLERK), []
    while time.time() < until:
        began = time.perf_counter()
        with clock.fixed(NOON):
            returns_pages.board(scope, MAY, unit, "")
            annex_table(scope, Ask("1", MAY, unit))
        taken.append(time.perf_counter() - began)
        time.sleep(0.5)
    return taken


def _storm(counties: list[str], leagues: list[str]) -> tuple[list[tuple[str, float, str]], list[float], float]:  # fmt: skip
    """All counties send twice each, then the leagues collate, while clerks look: (sends, looks, seconds)."""
    connections.close_all()
    context = multiprocessing.get_context(
        "fork"
    )  # a fresh process would import models before Django is set up
    with context.Pool(SENDERS) as senders, context.Pool(CLERKS) as clerks:
        until = time.time() + 3_600
        looks = [
            clerks.apply_async(_look_until_told, (unit, until))
            for unit in (counties[0], leagues[0], counties[-1])
        ]
        with timed() as clock_:
            told = senders.map(_send, [unit for unit in counties for _ in range(2)], chunksize=1)
            _accept_all(counties)
            told += senders.map(_send, leagues, chunksize=1)
        Path(settings.HOME, "bench-over").touch()
        taken = [seconds for one in looks for seconds in one.get()]
    return told, taken, clock_.seconds


def _look_until_told(unit: str, until: float) -> list[float]:
    over, taken = Path(settings.HOME, "bench-over"), []
    while time.time() < until and not over.exists():
        taken.extend(_look(unit, time.time() + 1))
    return taken


def _accept_all(units: list[str]) -> None:
    keys = keys_of(Path(settings.HOME))
    for row in Return.objects.filter(unit__in=units, state="sent"):
        with clock.fixed(NOON):
            returning.accept(Scope("league", row.above, Role.CLERK), row.pk, row.turn, keys)


def measure(scale: float) -> Section:
    call_command("migrate", verbosity=0)
    if not KeptState.objects.exists():
        prepare(Path(settings.HOME), scale, 84)
    Path(settings.HOME, "bench-over").unlink(missing_ok=True)
    section = Section(f"Returns: the deadline hour, reruns, explanations ({connection.vendor})")
    scope = Scope("bench", REGION, Role.CLERK)
    _explain(section, scope)
    tree = places.tree(scope, MAY.last_day)
    settled = returns_pages.settled_counties(scope, MAY.last_day, 0, tree)
    leagues = sorted({tree.league_of(code) for code in settled})
    told, looks, seconds = _storm(sorted(settled), leagues)
    _told(section, told, looks, seconds, len(settled))
    _rerun(section, scope)
    return section


def _explain(section: Section, scope: Scope) -> None:
    """Two month ends, all cells of annexes 1 to 3, the whole region."""
    with clock.fixed(NOON), timed() as taken:
        before = explaining.point_now(scope, dt.date(2020, 4, 30), REGION)
        after = explaining.point_now(scope, MAY.last_day, REGION)
    with timed() as second:
        found = explaining.explanation(scope, before, after)
    section.add("explanation of change, every cell of annexes 1–3", second.seconds, "s", 10, f"both sides' tables {taken.seconds:.1f} s")  # fmt: skip
    section.add("remainder over all cells", found.left_over, "people", 0, f"{len(found.cells):,} cells")  # fmt: skip
    section.notes.append(
        f"{KeptState.objects.count():,} kept rows; 2020-04-30 to 2020-05-31, "
        f"{sum(bool(cell.parts) for cell in found.cells.values()):,} cells differ."
    )


def _told(
    section: Section,
    told: list[tuple[str, float, str]],
    looks: list[float],
    seconds: float,
    counties: int,
) -> None:
    many = {word: sum(x[2].split()[0] == word for x in told) for word in ("new", "again", "blocked", "error")}  # fmt: skip
    section.add("deadline hour: every county sends twice, leagues collate", seconds / 60, "min", 10, f"{counties} counties, {SENDERS} at once")  # fmt: skip
    section.add("a send, p95", p95([x[1] for x in told if x[2] == "new"] or [0]), "s", 1.0)
    section.add("a board and a table beside it, p95", p95(looks or [0]), "s", 1.0, f"{CLERKS} clerks")  # fmt: skip
    section.add("errors", many["error"], "", 0)
    rows = Return.objects.filter(month=str(MAY)).count()
    section.add("versions beyond one a unit", Version.objects.filter(report__month=str(MAY)).count() - rows, "", 0)  # fmt: skip
    section.notes.append(
        f"Sends: {many['new']} new, {many['again']} sent again and nothing added, {many['blocked']} stopped by a hard check. "
        f"Yardstick asked 300 clerks; here {SENDERS} senders and {CLERKS} readers share {os.cpu_count()} cores with other work."
    )
    section.notes += sorted({x[2] for x in told if x[2].startswith("error")})[:3]


def _rerun(section: Section, scope: Scope) -> None:
    with timed() as taken:
        rerun, unequal = rerunning.rerun(scope, keys_of(Path(settings.HOME)))
    each = taken.seconds / max(rerun.versions, 1)
    section.add("archived returns made again, equal to the byte", 100 * (rerun.versions - len(unequal)) / max(rerun.versions, 1), "%", None, f"{rerun.versions} versions")  # fmt: skip
    section.add("a version made again", each * 1000, "ms")
    section.add("24 months × 116 units at that pace", each * 24 * 116 / 60, "min", 10, "reckoned from one month")  # fmt: skip
