"""The demo of 服务: courses offered to those who want training, some of them told; a platform; a visit with two answers."""

import datetime as dt
import uuid
from pathlib import Path

from django.conf import settings

from leye.apps.places import selectors as places
from leye.apps.training import selectors
from leye.apps.training.actions import NewCourse
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.core.training.vocabulary import Mode
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.keys import keys_of
from leye.trips.training import learning, training
from leye.trips.visits import offline, visiting

DAY = dt.date(2020, 6, 1)
COUNTIES = ("150124", "150123")
COURSES = (
    ("家政服务员班", "家政服务", Mode.IN_CLASS, 80, 40),
    ("低压电工班", "电工", Mode.IN_CLASS, 120, 30),
    ("安全生产常识（线上）", "安全生产", Mode.ONLINE, 16, 500),
)
ASKED = "进车间先做什么\n*听安全交底、戴好安全帽\n直接开机\n\n有人触电先做什么\n用手去拉\n*切断电源"
TOLD = 15  # offers of each course that were handed over


def play(stage: Stage) -> None:
    """Show the room in the printed counties."""
    keys = keys_of(Path(settings.HOME))
    for plan in stage.plans:
        if plan.code in COUNTIES:
            scope = Scope(BY, plan.code, Role.CLERK)
            with clock.fixed(dt.datetime.combine(DAY, dt.time(14), SHANGHAI)):
                _courses(scope, plan.name)
                _visits(scope, keys)


def _courses(scope: Scope, county: str) -> None:
    opened = []
    for number, (title, trade, mode, hours, seats) in enumerate(COURSES):
        new = NewCourse(
            title=title, trade=trade, mode=mode, hours=hours, provider=f"{county}职业技术学校", place=county,
            starts_on=DAY + dt.timedelta(days=7 * (number + 1)), ends_on=DAY + dt.timedelta(days=60), seats=seats,
        )  # fmt: skip
        opened.append(training.open_course(scope, new)[0])
    learning.add_lesson(
        scope, opened[-1], "进厂第一课", "进车间先听安全交底，戴好安全帽。", "", ASKED
    )
    training.match(scope)
    for course in opened:
        offers = selectors.offers(scope, course)[:TOLD]
        training.inform(scope, [row.pk for row in offers], DAY)
        for row in offers[:5]:
            training.enrol(scope, course, row.person_id, DAY)


def _visits(scope: Scope, keys: Keyring) -> None:
    """Two workers met the first person of the list and heard different things; a third phone is a year ahead."""
    site = places.sites(scope, DAY)[0]
    due = visiting.to_visit(scope, site.id, keys)[:3]
    now = clock.now()
    for worker, person, wants, off in (
        ("张干事", 0, "yes", 0), ("李干事", 0, "no", 0), ("张干事", 1, "yes", 0), ("王干事", 2, "no", 365),
    ):  # fmt: skip
        if person >= len(due):
            continue
        shift = dt.timedelta(days=off)
        item = {
            "uuid": str(uuid.uuid4()), "person": due[person].person_id, "form": 1, "outcome": "done",
            "device_at": (now - dt.timedelta(hours=3) + shift).isoformat(), "offset": None,
            "answers": {"wants_work": wants, "wants_training": "yes"},
        }  # fmt: skip
        own = Scope(worker, scope.unit, Role.CLERK)
        offline.bring(own, [item], now + shift, keys)
