"""Workers killed at any point, on a database of their own: 0 lost, 0 doubled in the stand-in's log."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.standin import Log, provider

ROOT = Path(__file__).parents[2]
UNKNOWN = 30
MANY = 80  # at full size: python -m bench outreach_million
EARLY = 50  # calls among which some go wrong: a try that failed waits a minute, and the next five
FAULTS = ["", "", "", "", "lost", "500"]
PUT = """
import datetime as dt, django
django.setup()
from leye.apps.messages import actions
from leye.apps.messages.actions import New
from leye.core.messages.channels import Way
from leye.gateways import clock
now = clock.now()
new = [New(key=f"k{n}", about=f"a{n}", subject="unit:150124", unit="150124", kind="journey", channel=Way.SMS,
           text="车来了") for n in range(%d)]
new += [New(key=f"p{n}", about=f"b{n}", subject=f"person:{n}", person_id=n, unit="150124", kind="journey",
            channel=Way.SMS, text="车来了") for n in range(%d)]  # nobody knows their numbers
actions.put(by="test", unit="150124", new=new, at=now, due_at=now)
"""
WORK = """
import datetime as dt, time, django
django.setup()
from pathlib import Path
from django.conf import settings
from leye.trips.outreach import outreach_sending as sending
from leye.trips.keys import keys_of
from leye.notices import outreach
import leye.core.messages.quiet as quiet
quiet.Quiet.holds = lambda self, at: False  # the test runs at night as well
home = Path(settings.HOME)
pace = sending.Pace(batch=10, lease=dt.timedelta(seconds=2), grace=dt.timedelta(seconds=3), spread=0)
while True:
    if not (sending.send_once(keys_of(home), home, pace) or sending.resolve_once(keys_of(home), home, pace)):
        time.sleep(0.1)
"""
COUNT = """
import django
django.setup()
from leye.apps.messages.models import Message, Try
from django.db.models import Count
for state, many in Message.objects.filter(person_id=None).order_by().values_list("state").annotate(Count("pk")):
    print(state, many)
waits = Message.objects.exclude(person_id=None).filter(state__in=["prepared", "claimed"])
print("without", %d - waits.values("person_id").distinct().count())
"""


def run(script: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


def ended(environment: dict[str, str]) -> dict[str, int]:
    lines = run(COUNT % UNKNOWN, environment).split("\n")
    return {state: int(many) for state, _, many in (one.partition(" ") for one in lines) if state}


@pytest.mark.nightly
@pytest.mark.parametrize("kills", [4])
def test_workers_killed_while_they_send_lose_and_double_nothing(database, tmp_path, kills):
    """K4, C9, D3: SIGKILL before, during and after the call; answers lost; 500s."""
    log = Log(wait=0.02)
    random.seed(4)
    log.fault = lambda number: random.choice(FAULTS) if number <= EARLY else ""
    environment = {
        **os.environ, **database, "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings", "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    with provider(log) as where:
        told = (
            '{"channels": [{"provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s",'
            f'"templates": {{"journey": "2"}}, "key": "x", "endpoint": "{where}", "scheme": "http", "time_out": 1,'
            '"at_once": 4}]}'
        )
        Path(database["LEYE_HOME"], "channels.json").write_text(told)
        run(PUT % (MANY, UNKNOWN), environment)
        workers = [start(environment) for _ in range(2)]
        for number in range(kills):
            until = time.monotonic() + 40  # a new worker has begun to send, and has not got through
            while time.monotonic() < until and len(log.taken) < (number + 1) * MANY / (kills + 2):
                time.sleep(0.05)
            one = random.randrange(2)
            os.kill(workers[one].pid, signal.SIGKILL)
            workers[one].wait()
            workers[one] = start(environment)
        until = time.monotonic() + 150
        while time.monotonic() < until and len(set(log.taken)) < MANY:
            time.sleep(1)
        time.sleep(6)
        for one in workers:
            one.kill()
            one.wait()
    assert len(log.taken) == len(set(log.taken)) == MANY
    found = ended(environment)
    assert found.pop("without") == 0  # a person without any way is lost
    assert set(found) <= {"handed", "unsure", "claimed"}
    assert sum(found.values()) == MANY


def start(environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", WORK], env=environment)
