"""The deadline hour over HTTP: every county sends twice and its league answers, while clerks open pages all the time."""

import datetime as dt
import os
import random
import re
import resource
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings

from bench.measured import Section, p95
from leye.apps.accounts import actions as accounts
from leye.apps.accounts.models import Account
from leye.apps.people.models import KeptState
from leye.apps.places import selectors as places
from leye.apps.reports.models import Version
from leye.core.periods import Month
from leye.core.scope import Department, Role, Scope
from leye.demo.run import prepare
from leye.gateways import clock
from leye.trips.boards import boards
from leye.trips.returns import returns_pages

DAY, MONTH = "2020-06-02", "2020-05"
CLERKS, MINUTES = 300, 10.0
PAUSE = 30.0  # seconds between two pages of a clerk
PAGES = ("/board/", "/returns/", "/annexes/1/", "/annexes/3/", "/explanations/", "/vacancies/")
FIELD = re.compile(r'name="(w[0-9a-f]{12})"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TURN = re.compile(r'name="turn" value="(\d+)"')
TAG, WHY = re.compile(r"<[^>]+>"), re.compile(r'<div class="notice error".*?</div>', re.S)
ANSWER = re.compile(r'action="(/returns/answer/\d+/now/)"')


def measure(scale: float) -> Section:
    """The deadline hour in a home of its own; an empty one is filled with a region first."""
    call_command("migrate", verbosity=0)
    if not KeptState.objects.exists():
        prepare(Path(settings.HOME), scale, 84)
    section = Section(f"The deadline hour ({connection.vendor})")
    scope, on = Scope("bench", "150000", Role.CLERK), Month.parse(MONTH).last_day
    tree = places.tree(scope, on)
    own = sorted(returns_pages.settled_counties(scope, on, 0, tree))
    began, shift = time.process_time(), dt.date.fromisoformat(DAY) - clock.today()
    with clock.fixed(clock.now() + shift):  # the server's clock
        while boards.refresh():  # what the worker keeps up to date on any day
            pass
    section.notes.append(f"Boards of twelve months kept beforehand, as the worker does: {time.process_time() - began:.0f} processor s.")  # fmt: skip
    storm(section, own, tree.league_of, max(round(CLERKS * scale), 3), max(MINUTES * scale, 0.5))
    return section


@dataclass
class Told:
    """Seconds by kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float, error: str = "") -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            if error:
                self.errors.append(f"{kind} {error}")


class Desk:
    """One account at its browser: it keeps its cookies and follows redirects."""

    def __init__(self, base: str, session: str, told: Told) -> None:
        self.base, self.told = base, told
        self.cookies = {settings.SESSION_COOKIE_NAME: session}

    def ask(self, kind: str, path: str, said: Sequence[tuple[str, str]] | None = None) -> str:
        """A page's text and, where it was reached by a redirect, its address first; "" after an error."""
        body = urllib.parse.urlencode(said).encode() if said is not None else None
        began, text, error = time.perf_counter(), "", ""
        try:
            text = self._open(path, body)
        except (OSError, RuntimeError) as wrong:
            error = f"{path} {type(wrong).__name__} {wrong}"
        self.told.add(kind, time.perf_counter() - began, error)
        return text

    def _open(self, path: str, body: bytes | None) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Referer": f"{self.base}{path}"}
        wanted = urllib.request.Request(f"{self.base}{path}", body, headers)
        opener = urllib.request.build_opener(_Stay)
        with opener.open(wanted, timeout=60) as answer:
            for one in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = one.split(";")[0].partition("=")
                self.cookies[name] = value
            if answer.status in (301, 302):
                return (
                    f"{answer.headers['Location']}\n{self._open(answer.headers['Location'], None)}"
                )
            return str(answer.read().decode())


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by the desk itself, so that a cookie set on the way is kept."""

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        return fp

    http_error_301 = http_error_302


def _session(name: str, unit: str) -> str:
    """A session of a clerk of a unit, as signing in makes it."""
    row = Account.objects.filter(username=name).first()
    if row is None:
        accounts.open_account(
            by="bench", username=name, display_name=name, password=os.urandom(12).hex(), role=Role.CLERK,
            department=Department.HRSS, unit=unit,
        )  # fmt: skip
        row = Account.objects.get(username=name)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(row.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = row.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _everybody(
    counties: Sequence[str], leagues: Sequence[str], clerks: int
) -> tuple[dict[str, str], list[str]]:
    """Sessions of each unit's sender, and of the clerks, county after county."""
    senders = {unit: _session(f"deadline-{unit}", unit) for unit in (*counties, *leagues, "150000")}
    own = [counties[number % len(counties)] for number in range(clerks)]
    return senders, [_session(f"clerk-{n}-{unit}", unit) for n, unit in enumerate(own)]


def _send(desk: Desk, unit: str) -> str:
    """Open the return, give every check its word, and click 上报 twice."""
    path = f"/returns/{MONTH}/{unit}/"
    page = desk.ask("prepare", path)
    token = TOKEN.search(page)
    if token is None:
        return "no form"
    words = [(name, "已核对，情况属实") for name in set(FIELD.findall(page))]
    form = [
        ("csrfmiddlewaretoken", token[1]),
        ("filler", "张三"),
        ("phone", "0471-1234567"),
        *(("seen", one) for one in SEEN.findall(page)),
        *words,
    ]
    with ThreadPoolExecutor(2) as clicks:
        answers = list(clicks.map(lambda _: desk.ask("send", path, form), range(2)))
    for one in answers:
        if one.startswith("/returns/version/"):
            return one.split("\n")[0]
    return f"{unit} {'blocked' if '还不能上报' in answers[0] else 'error'}: {_refused(answers[0])}"


def _accept(desk: Desk, version: str) -> None:
    """Look at a version and accept it; an answer that was refused is an error, and its words are kept."""
    page = desk.ask("look at a return", version)
    token, turn, to = TOKEN.search(page), TURN.search(page), ANSWER.search(page)
    if not (token and turn and to):
        desk.told.errors.append(f"accept {version}: the page has no form")
        return
    form = [("csrfmiddlewaretoken", token[1]), ("turn", turn[1]), ("do", "accept")]
    answer = desk.ask("accept", to[1], form)
    if "已接收" not in answer:
        desk.told.errors.append(f"accept {version}: {_refused(answer)}")


def _refused(page: str) -> str:
    """The words of a page's refusal."""
    return " ".join(TAG.sub(" ", "".join(WHY.findall(page))).split())[:300]


def _ready(address: str) -> None:
    """Wait until the server answers; on a busy machine it takes a minute to start."""
    for _ in range(900):
        try:
            urllib.request.urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def storm(
    section: Section, counties: Sequence[str], league_of: Callable[[str], str], clerks: int, minutes: float
) -> None:  # fmt: skip
    """The hour, shortened to `minutes`: counties come in the first seven tenths of it, leagues after them until its end."""
    leagues = sorted({league_of(code) for code in counties})
    # nobody signs in with a password here, and four hundred slow digests would measure only themselves
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        senders, readers = _everybody(counties, leagues, clerks)
    connections.close_all()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", bind]
    environment = {**os.environ, "LEYE_DEMO_DAY": DAY}
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)
    told, outcome, waited = Told(), {}, list[str]()
    begun, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        _ready(f"http://{bind}/sign-in/")
        started, load, own = time.time() - begun, os.getloadavg()[0], time.process_time()
        begun, rng = time.time(), random.Random(84)
        ends = begun + minutes * 60
        moments = {unit: begun + rng.uniform(5, minutes * 42) for unit in counties}

        def county(unit: str) -> None:
            time.sleep(max(0.0, moments[unit] - time.time()))
            outcome[unit] = _send(Desk(f"http://{bind}", senders[unit], told), unit)
            if outcome[unit].startswith("/returns/"):
                time.sleep(3)
                _accept(Desk(f"http://{bind}", senders[league_of(unit)], told), outcome[unit])

        collates = {unit: begun + rng.uniform(minutes * 44, minutes * 57) for unit in leagues}

        def league(unit: str) -> None:
            time.sleep(max(0.0, collates[unit] - time.time()))
            outcome[unit] = _send(Desk(f"http://{bind}", senders[unit], told), unit)
            while "还没有接收或退回" in outcome[unit] and time.time() < ends:
                waited.append(unit)  # it has a county's return still before it, as the page says
                time.sleep(10)
                outcome[unit] = _send(Desk(f"http://{bind}", senders[unit], told), unit)
            if outcome[unit].startswith("/returns/"):
                _accept(Desk(f"http://{bind}", senders["150000"], told), outcome[unit])

        def reader(number: int) -> None:
            desk, turn = Desk(f"http://{bind}", readers[number], told), number
            time.sleep(PAUSE * number / max(clerks, 1))
            while time.time() < ends:
                start = time.time()
                desk.ask("a clerk's page", PAGES[turn % len(PAGES)])
                turn += 1
                time.sleep(max(0.0, min(PAUSE - (time.time() - start), ends - time.time())))

        with ThreadPoolExecutor(len(counties) + len(leagues) + clerks) as people:
            waits = [people.submit(county, u) for u in counties]
            waits += [people.submit(league, u) for u in leagues]
            waits += [people.submit(reader, n) for n in range(clerks)]
            for one in waits:
                one.result()
        took, own = time.time() - begun, time.process_time() - own
        loads = (load, os.getloadavg()[0])
    finally:
        server.terminate()
        server.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    section.add("processor seconds of server and worker, their start with them", spent, "s", None, f"of {took * (os.cpu_count() or 1):.0f} that there were; the clients took {own:.0f}")  # fmt: skip
    section.notes.append(f"Leagues that were told that a county's return still waits for them and tried again 10 s later: {len(set(waited))}, {len(waited)} times.")  # fmt: skip
    section.notes.append(f"The server answered {started:.0f} s after its start. The machine's load before and after: {loads[0]:.1f} and {loads[1]:.1f}.")  # fmt: skip
    _written(section, told, outcome, took, len(counties), clerks)


def _written(
    section: Section, told: Told, outcome: dict[str, str], took: float, counties: int, clerks: int
) -> None:
    everything = [second for many in told.seconds.values() for second in many]
    sent = sum(one.startswith("/returns/") for one in outcome.values())
    # of this hour's senders: a demo region begins with returns of its own, one of them sent back
    versions = Version.objects.filter(report__month=MONTH, made_by__startswith="deadline-")
    doubled = versions.count() - versions.values("report").distinct().count()
    section.add(f"deadline hour over HTTP: {counties} counties and their leagues, {clerks} clerks", took / 60, "min")  # fmt: skip
    section.add("all requests, p95", p95(everything or [0]), "s", 1.0, f"{len(everything):,} requests")  # fmt: skip
    for kind, seconds in sorted(told.seconds.items()):
        section.add(f"{kind}: p95", p95(seconds), "s", None, f"{len(seconds):,} requests, median {p95_of(seconds, 0.5):.2f} s")  # fmt: skip
    section.add("errors", len(told.errors), "", 0)
    section.add("versions beyond one a unit, though each clicked twice", doubled, "", 0)
    others = {one for one in outcome.values() if not one.startswith("/returns/")}
    section.notes.append(
        f"{sent} of {len(outcome)} units sent; others: {', '.join(sorted(others)) or 'none'}. A clerk opens a page every {PAUSE:g} s. "
        f"Sessions are made beforehand; clients, server and worker share {os.cpu_count()} cores. Errors: {told.errors[:3]}"
    )


def p95_of(seconds: Sequence[float], share: float) -> float:
    """The value below which a share of the seconds lies."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
