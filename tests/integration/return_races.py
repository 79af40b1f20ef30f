"""What the races of returns do in a process of their own, each on a fresh database: `python -m … NAME`; told as JSON."""

import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import django

django.setup()

from django.db import connections  # noqa: E402

from leye.apps.people.models import EmploymentFact  # noqa: E402
from leye.apps.reports import actions  # noqa: E402
from leye.apps.reports.models import Return, Row, Step, Version  # noqa: E402
from leye.core.ledger.additions import Addition  # noqa: E402
from leye.core.periods import SHANGHAI, Month  # noqa: E402
from leye.core.reports.tables import Line, Table  # noqa: E402
from leye.gateways import clock  # noqa: E402
from leye.notices.loader import load_notice  # noqa: E402
from leye.trips.returns import rerunning, returning  # noqa: E402
from leye.trips.returns.returning import Form  # noqa: E402
from tests.integration.test_returns import PHONE, add, person, scope, two_counties, words_for, work  # noqa: E402
from tests.made import QINGSHUIHE, REGION, keys  # noqa: E402

MAY, MANY = Month(2020, 5), 8
NOON, A_MOMENT = dt.datetime(2020, 6, 20, 12, tzinfo=SHANGHAI), dt.timedelta(milliseconds=200)
NAMES = ("李秀兰", "张桂英", "刘玉梅", "陈淑珍", "赵红霞")


def door(number: int) -> bool:
    """One of fifty who send the same return; whether it was his that was kept."""
    annex = load_notice("nm_2020_84").annexes["1"]
    line = Line("county", QINGSHUIHE, "清水河县", figures={"people": 1})
    texts = {"definitions": "a", "tree": "b", "sites": "c"}
    frozen = actions.Frozen(
        [Table(annex, MAY.last_day, 1, (line,))], texts, "f", "g", "h", "w", 1, clock.now(), {}
    )
    which = actions.Which("nm_2020_84", "2020-05", QINGSHUIHE, "150100")
    _, is_new = actions.send(
        by=f"clerk-{number % 3}", at=clock.now(), which=which, turn=0, frozen=frozen,
        signed=actions.Signature("张三", "sealed"),
    )  # fmt: skip
    return is_new


def real(month: Month, reason: str = "补报", actor: str = "county-clerk") -> bool:
    """A return from the ledger, as a clerk sends it now."""
    who = scope(actor)
    words = words_for(returning.prepare(who, month, QINGSHUIHE))
    form = Form("张三", PHONE, words, reason)
    return returning.send(who, month, QINGSHUIHE, form, keys()).is_new


def fifty_at_once() -> list[int]:
    return _at_once(50, 6)


def six_at_once() -> list[int]:
    return _at_once(6, 3)


def _at_once(clicks: int, workers: int) -> list[int]:
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        told = pool.map(door, range(clicks), chunksize=1)
    many = [x.objects.count() for x in (Return, Version, Row, Step)]
    return [sum(told), *many]


def edits(until: float) -> int:
    """A clerk who corrects where somebody works, away and local in turn, for a while."""
    done = 0
    while time.time() < until:
        spell = EmploymentFact.objects.filter(person_id=person(NAMES[0])).latest("pk")
        said = {"job_kind": "unit", "job_place": (QINGSHUIHE, "110105")[done % 2]}
        add(
            Addition(
                "ledger_employment", spell.person_id, spell.valid_from, said, corrects=spell.pk
            )
        )
        done += 1
    return done


def sent_while_edited() -> list[int]:
    two_counties(Path(tempfile.mkdtemp()))
    work(NAMES[0])
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        busy = pool.apply_async(edits, (time.time() + 20,))
        for back in range(MANY):
            real(MAY.shifted(-back))
        edited = busy.get()
    rerun, unequal = rerunning.rerun(scope("x", REGION), keys())
    seqs = len(set(Version.objects.values_list("seq", flat=True)))
    return [rerun.versions, len(unequal), int(edited > 3), int(seqs > 1)]


def killed_senders() -> list[int]:
    """Each month one sender is killed at some moment; then everybody sends again."""
    random.seed(4)
    two_counties(Path(tempfile.mkdtemp()))
    real(MAY.shifted(-MANY))  # everything is warm
    half = 0
    for back in range(MANY):
        connections.close_all()
        child = os.fork()
        if not child:
            real(MAY.shifted(-back))
            os._exit(0)
        time.sleep(random.uniform(0.05, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        half += _halves()
    for back in range(MANY):
        if not Return.objects.filter(month=str(MAY.shifted(-back))).exists():
            real(MAY.shifted(-back))
    rerun, unequal = rerunning.rerun(scope("x", REGION), keys())
    return [half, rerun.versions, len(unequal), Return.objects.count()]


def _halves() -> int:
    """Returns and versions that are there without all that belongs to them."""
    whole = 0
    for row in Return.objects.select_related("newest"):
        version = row.newest
        whole += bool(
            version is not None
            and row.state == "sent"
            and Row.objects.filter(version=version).exists()
            and Step.objects.filter(version=version).count() == 1
        )
    return Return.objects.count() - whole + Version.objects.count() - whole


def within_a_second() -> list[object]:
    """A return and two corrections in one second; then four send the same correction at once."""
    two_counties(Path(tempfile.mkdtemp()))
    for number, name in enumerate(("", *NAMES[:2])):
        with clock.fixed(NOON + number * A_MOMENT):
            if name:
                work(name)
        with clock.fixed(NOON + number * A_MOMENT + A_MOMENT / 2):
            real(MAY, f"第{number}次")
    work(NAMES[2])
    made = list(Version.objects.order_by("number").values_list("made_at", flat=True))
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(4) as pool:
        told = pool.starmap(_again, [(n,) for n in range(4)], chunksize=1)
    versions = Version.objects.order_by("number")
    newest = Return.objects.get().newest
    return [
        int(made[-1] - made[0] < dt.timedelta(seconds=1)), [x.number for x in versions], [x.reason for x in versions][:3],
        newest.number if newest else 0, sum(told),
    ]  # fmt: skip


def _again(number: int) -> bool:
    try:
        return real(MAY, "第3次", f"clerk-{number}")
    except actions.NotPossible:  # somebody's is there, and the figures are the same
        return False


RACES = {
    x.__name__: x
    for x in (fifty_at_once, six_at_once, sent_while_edited, killed_senders, within_a_second)
}

if __name__ == "__main__":
    print(json.dumps(RACES[sys.argv[1]]()))
