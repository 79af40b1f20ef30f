"""A million messages to an SMS provider's stand-in with faults, workers killed all the while: what is lost, what doubled.

It runs on a PostgreSQL server of its own (scale below 0.02: on SQLite too), several workers, receipts through the web
address. The clock of the workers runs FASTER times, so that waits of minutes pass in seconds and no night comes.
"""

import datetime as dt
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measured import Figure, Section, timed
from bench.outreach_standin import KEY
from leye.core.periods import SHANGHAI
from tests.postgres import running

MANY, WORKERS, FASTER, EVERY = 1_000_000, 3, 10, 60  # EVERY: seconds from kill to kill
MORNING = dt.datetime(2020, 6, 15, 8, 30, tzinfo=SHANGHAI)
A_CALL = 2  # seconds that a worker waits for an answer


def measure(scale: float) -> Section:
    many = round(MANY * scale)
    section = Section("Messages with faults, workers killed")
    if scale < 0.02:
        _run(section, many, "")
    with running() as address:
        _run(section, many, address)
    section.notes.append(
        "The provider's own de-duplication is relied on for nothing here: the stand-in has none, as the SMS provider "
        "has none, and counts a message that it is given twice. Relied on is that the provider can be asked by number "
        "and day what it has taken (PullSmsSendStatusByPhoneNumber, QuerySendDetails), and that this answer is whole "
        "once the call has ended for certain (the grace after a lost answer). WeChat cannot be asked: there a message "
        "whose answer was lost is not sent again; for the official account's template messages the provider drops a "
        "repeated client_msg_id, for 企业微信 a repeated text within four hours, and that is a second net only. "
        "A message of which no receipt comes within 72 hours has expired and its content goes the next way: that "
        "person may have it twice, by two ways."
    )
    section.notes.append(
        f"Workers' clock {FASTER} times as fast; the server runs without fsync (what is killed is workers, not the "
        "server). Other people worked on the machine's two cores at the same time."
    )
    return section


def _run(section: Section, many: int, address: str) -> None:
    engine = "PostgreSQL" if address else "SQLite"
    with TemporaryDirectory(prefix="leye-million-") as folder, ExitStack() as stack:
        home, port = Path(folder), _port()
        environment = {
            **os.environ, "LEYE_HOME": folder, "LEYE_DATABASE": address, "OPENBLAS_NUM_THREADS": "1",
            "DJANGO_SETTINGS_MODULE": "leye.web.settings",
        }  # fmt: skip
        _channels(home, port)
        with timed() as made:
            _call("fill", environment, many)
        log = home / "taken.json"
        standin = _start([sys.executable, "-m", "bench.outreach_standin", str(port), str(many), str(log)], environment)  # fmt: skip
        stack.callback(_end, standin)
        begun = time.time()
        receipts = _begin("receipts", environment, port, begun)
        stack.callback(receipts.kill)
        with timed() as spent:
            kills = _send(environment, port, begun, stack)
        time.sleep(10)  # the last receipts are on their way in
        receipts.kill()
        receipts.wait()
        _end(standin)
        cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
        _call("close", environment, begun)
        told = json.loads(_call("count", environment, log).splitlines()[-1])
    _figures(section, engine, many, told, spent.seconds, made.seconds, kills, cpu.ru_utime + cpu.ru_stime)  # fmt: skip


def _figures(
    section: Section, engine: str, many: int, told: dict[str, int], seconds: float, made: float,
    kills: int, cpu: float,
) -> None:  # fmt: skip
    def add(what: str, value: float, unit: str = "", reach: str = "", is_reached: bool | None = None) -> None:  # fmt: skip
        section.figures.append(Figure(f"{engine}: {what}", value, unit, reach, "", is_reached))

    add("messages put in, a person each", told["messages"], "", f"{many:,}", told["messages"] == many)  # fmt: skip
    add("lost: neither taken by the provider nor ended with a reason", told["lost"], "", "0", told["lost"] == 0)  # fmt: skip
    add("doubled: taken by the provider more than once", told["doubled"], "", "0", told["doubled"] == 0)  # fmt: skip
    share = 100 * told["final"] / max(told["messages"], 1)
    add("in a final state", share, "%", "100 %", told["final"] == told["messages"])
    add("persons without any final message, printed round included", told["persons open"], "", "0", told["persons open"] == 0)  # fmt: skip
    add("delivered by the provider but not noted so", told["not noted"], "", "0", told["not noted"] == 0)  # fmt: skip
    add("noted as delivered but not so", told["wrongly noted"], "", "0", told["wrongly noted"] == 0)  # fmt: skip
    add("workers killed by SIGKILL", kills)
    add("until nothing waited any more", seconds, "s")
    add("a second, in all", many / seconds, "messages")
    add("CPU of workers, stand-in and receipts (the server's not counted)", cpu, "s")
    add("putting people and messages in", made, "s")
    section.notes.append(f"{engine}: states {told['states']}; calls {told['calls']}; receipts {told['receipts']}.")  # fmt: skip


def _send(environment: dict[str, str], port: int, begun: float, stack: ExitStack) -> int:
    """Workers until nothing waits; one of them is killed every so often and another takes its place."""
    workers = [_begin("work", environment, begun) for _ in range(WORKERS)]
    stack.callback(lambda: [one.kill() for one in workers])
    kills, last, said = 0, time.monotonic(), 0.0
    random.seed(5)
    while True:
        time.sleep(2)
        left = int(_call("left", environment).split()[-1]) if time.monotonic() - said > 60 else -1
        if left >= 0:
            said = time.monotonic()
            print(f"{time.time() - begun:,.0f} s: {left:,} wait, {kills} kills, {_told(port, 'count')}", flush=True)  # fmt: skip
        if left == 0 and _told(port, "count")["due"] == 0:
            break
        for number, one in enumerate(workers):
            if one.poll() is not None:
                workers[number] = _begin("work", environment, begun)
        if time.monotonic() - last > EVERY:
            chosen = random.randrange(WORKERS)
            os.kill(workers[chosen].pid, signal.SIGKILL)
            workers[chosen].wait()
            workers[chosen] = _begin("work", environment, begun)
            kills, last = kills + 1, time.monotonic() + random.uniform(-15, 15)
    for one in workers:
        one.kill()
        one.wait()
    return kills


def _channels(home: Path, port: int) -> None:
    told = {
        "provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s", "key": KEY,
        "templates": {"vacancies": "1"}, "endpoint": f"127.0.0.1:{port}", "scheme": "http",
        "time_out": A_CALL, "at_once": 8,
    }  # fmt: skip
    (home / "channels.json").write_text(json.dumps({"channels": [told]}))


def _port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _told(port: int, what: str) -> dict[str, int]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=30) as answer:
        return dict(json.loads(answer.read()))


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)


def _command(role: str, *told: object) -> list[str]:
    return [sys.executable, "-m", "bench.outreach_roles", role, *map(str, told)]


def _begin(role: str, environment: dict[str, str], *told: object) -> subprocess.Popen[bytes]:
    return _start(_command(role, *told), environment)


def _call(role: str, environment: dict[str, str], *told: object) -> str:
    ran = subprocess.run(_command(role, *told), env=environment, check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    return ran.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None and process.stdin is not None:
        process.stdin.close()
        process.wait(60)
