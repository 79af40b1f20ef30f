"""The home board at the region's size: one pass over the ledger, and two hundred people who open it at nine on the 3rd."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.measured import Section, p95, timed
from bench.vacancies import _wait
from leye.apps import loading
from leye.apps.accounts.models import Account
from leye.apps.people.models import KeptState
from leye.core.ledger.facts import STATE_COLUMNS
from leye.core.scope import Role, Scope
from leye.demo.run import prepare
from leye.trips.boards import boards

PEOPLE, AT_ONCE, ROUNDS, PAUSE = 135_274, 200, 6, 2.0
SMALL = 0.02  # a region of this size is made and its kept state copied, where none is there
SHIFT = 10_000_000
UNITS = {
    "region": ("150000", "150100", "150900"),
    "league": ("150100", "150124"),
    "county": ("150124",),
}


def measure(scale: float) -> Section:
    section = Section("Home board")
    if not _has_people():
        prepare(Path(settings.HOME), SMALL, 84)
    many = _grown(round(PEOPLE * scale))
    section.notes.append(
        f"{many:,} people; kept states of a small region copied until there were so many."
    )
    scope = Scope("bench", "150000", Role.CLERK)
    with timed() as took:
        units = boards.work_out_all(scope, boards.last_month())
    section.add(f"one pass over the ledger, {units} boards", took.seconds, "s")
    with timed() as trend:
        for month in boards.months_before(boards.last_month())[:-1]:
            boards.work_out_all(scope, month)
    section.add("eleven months before, by the worker", trend.seconds, "s")
    _opened(section)
    return section


def _has_people() -> bool:
    return KeptState._meta.db_table in connection.introspection.table_names() and (
        KeptState.objects.exists()
    )


def _grown(wanted: int) -> int:
    """Copy what is kept of everybody under new numbers of persons and households until there are enough."""
    many = KeptState.objects.filter(seq_to=None).values("person_id").distinct().count()
    names = ("on_from", "on_to", "seq_from", "seq_to", *STATE_COLUMNS)
    copies = 0
    while many * (copies + 1) < wanted:
        copies += 1
        told = ", ".join(
            f"{name} + {SHIFT * copies}" if name in ("person_id", "household_id") else name
            for name in names
        )
        loading.rows(
            f"INSERT INTO ledger_state ({', '.join(names)}) SELECT {told} FROM ledger_state"
            f" WHERE person_id < {SHIFT} RETURNING 1 AS one",
            [],
        )
    return many * (copies + 1)


def _cookies() -> dict[str, str]:
    """A session for each of the demo's accounts, as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = {}
    for name in UNITS:
        row, session = Account.objects.get(username=name), store()
        session["_auth_user_id"] = str(row.pk)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = row.get_session_auth_hash()
        session.create()
        found[name] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return found


def _opened(section: Section) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", f"127.0.0.1:{port}"]
    cookies = _cookies()
    kinds = [(cookies[who], unit) for who, units in UNITS.items() for unit in units]
    server = subprocess.Popen(
        command, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def ask(number: int) -> float:
        cookie, unit = kinds[number % len(kinds)]
        wanted = urllib.request.Request(f"{base}/board/?unit={unit}", headers={"Cookie": cookie})
        start = time.perf_counter()
        with urllib.request.urlopen(wanted) as answer:
            if "工作总览" not in answer.read().decode():
                raise RuntimeError("no board")
        return time.perf_counter() - start

    def person(number: int) -> list[float]:
        """Comes at his moment of the pause, opens a board, reads, opens the next."""
        time.sleep(PAUSE * number / AT_ONCE)
        seconds = []
        for turn in range(ROUNDS):
            seconds.append(ask(number + turn))
            time.sleep(max(0.0, PAUSE - seconds[-1]))
        return seconds

    try:
        _wait(f"{base}/sign-in/")
        list(map(ask, range(4 * len(kinds))))
        with ThreadPoolExecutor(AT_ONCE) as clients:
            read = [s for one in clients.map(person, range(AT_ONCE)) for s in one]
            section.add(
                f"{AT_ONCE} people, each a board every {PAUSE:g} s: p95",
                p95(read) * 1000,
                "ms",
                300,
            )
            start = time.perf_counter()
            seconds = list(clients.map(ask, range(1_500)))
            rate = len(seconds) / (time.perf_counter() - start)
        section.add(f"{AT_ONCE} at once without a pause: p95", p95(seconds) * 1000, "ms")
        section.notes.append(
            f"without a pause: {rate:.0f} pages a second; clients and server share the machine's {os.cpu_count()} cores."
        )
    finally:
        server.terminate()
        server.wait()
