"""Twenty thousand vacancies: imported with all checks, searched by everybody at once, and single changes found."""

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from django.core.management import call_command
from numpy.typing import NDArray

from bench.matching import made as instance_made
from bench.measured import Section, median, p95, timed
from leye.apps.places import actions as places
from leye.apps.places.models import Place
from leye.core.matching.data import Ints
from leye.core.matching.live import Standing, people_for, vacancies_for
from leye.core.matching.share import share
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.demo import vacancies as listed
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import Roster

DAY, COUNTY, AT_ONCE, ASKED = dt.date(2020, 6, 1), "150124", 50, 1_500
WORDS = (
    "保洁",
    "电焊",
    "服务员",
    "司机",
    "清水河",
    "缝纫",
    "朝阳",
    "普工",
    "挤奶",
    "大棚",
    "绿化",
    "保安",
    "",
)


def measure(scale: float) -> Section:
    section = Section("Vacancies")
    home = Path(os.environ["LEYE_HOME"])
    call_command("migrate", verbosity=0)
    if not Place.objects.exists():
        places.load_divisions(by="bench")
    many = round(20_000 * scale)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        names = ("清水河县", "内蒙古自治区呼和浩特市清水河县", "内蒙古自治区呼和浩特市")
        listed.write(path, listed.made(1, COUNTY, *names, many))
        scope, keys = Scope("bench", COUNTY, Role.CLERK), keys_of(home)
        at = dt.datetime.combine(DAY, dt.time(9), SHANGHAI)
        with clock.fixed(at), timed() as took:
            upload = check(scope, Roster(path, path.name, COUNTY, DAY, "vacancies"), keys)
            counts = record_now(scope, upload.pk, keys)
        section.add(
            f"import of {many:,} vacancies, checks and de-duplication", took.seconds, "s", 60
        )
        with clock.fixed(at + dt.timedelta(hours=1)), timed() as again:
            upload = check(scope, Roster(path, path.name, COUNTY, DAY, "vacancies"), keys)
            twice = record_now(scope, upload.pk, keys)
        section.add("the same list again", again.seconds, "s")
        section.notes.append(
            f"first: {counts['new']:,} new; again: {twice['same']:,} the same, {twice['new']} new."
        )
    _search(section, home)
    _live(section, scale)
    return section


def _search(section: Section, home: Path) -> None:
    """The public page from a server as it is installed, by fifty at once, each with other words."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/jobs/"
    environment = {**os.environ, "LEYE_HOME": str(home), "LEYE_DEMO_DAY": DAY.isoformat()}
    command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(address)
        for what, kinds in (
            ("questions that others asked just before (91 kinds)", 7),
            ("every question a new one", ASKED),
        ):
            asked = [
                f"{address}?{urllib.parse.urlencode({'q': WORDS[n % len(WORDS)], 'pay': 2000 + n % kinds})}"
                for n in range(ASKED)
            ]
            with ThreadPoolExecutor(AT_ONCE) as clients:
                if kinds == 7:
                    list(clients.map(_ask, asked[:400]))
                start = time.perf_counter()
                seconds = list(clients.map(_ask, asked))
                rate = len(seconds) / (time.perf_counter() - start)
            section.add(
                f"public search, {AT_ONCE} at once, {what}: p95", p95(seconds) * 1000, "ms", 200
            )
            section.notes.append(
                f"{what}: {rate:.0f} pages a second; clients and server share the machine's {os.cpu_count()} cores."
            )
    finally:
        server.terminate()
        server.wait()


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _ask(address: str) -> float:
    start = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        answer.read()
    return time.perf_counter() - start


def _live(section: Section, scale: float) -> None:
    """Single changes beside a sharing-out of the full size that stands."""
    instance = instance_made(round(60_000 * scale), round(20_000 * scale))
    shared = share(instance)
    has = (shared.held >= 0).sum(axis=1).astype(np.int64)
    standing = Standing(has, np.full(len(has), 400, dtype=np.int64), shared.taken, shared.prices)
    chance = np.random.default_rng(1)
    vacancies = chance.integers(0, instance.vacancies.shape[1], 50).tolist()
    people = chance.integers(0, len(has), 50).tolist()
    people_for(instance, standing, 0)
    vacancies_for(instance, standing, 0, (), 3)
    new = [_milliseconds(partial(people_for, instance, standing, j)) for j in vacancies]
    wish = [_milliseconds(partial(vacancies_for, instance, standing, i, (), 3)) for i in people]
    closed = [_milliseconds(partial(_fallen, shared.held, has, j)) for j in vacancies]
    section.add("a new vacancy to its people, median of 50", float(np.median(new)), "ms", 5)
    section.add("a changed wish to its vacancies, median of 50", float(np.median(wish)), "ms", 1)
    section.add(
        "a closed vacancy to those who fell below three, median of 50",
        float(np.median(closed)),
        "ms",
        50,
    )


def _milliseconds(call: Callable[[], object]) -> float:
    return median(call, 1) * 1000


def _fallen(held: NDArray[np.int32], has: Ints, j: int) -> Ints:
    """Who held vacancy j and has fewer than three without it."""
    return np.flatnonzero((held == j).any(axis=1) & (has <= 3))
