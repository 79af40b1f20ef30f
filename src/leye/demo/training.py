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
from leye.core.vocabulary import StationState
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.keys import keys_of
from leye.trips.training import learning, training
from leye.trips.visits import offline, stations, visiting
from leye.trips.visits.stations import Told

DAY = dt.date(2020, 6, 1)
COUNTIES = ("150124", "150123")
COURSES = (
    ("家政服务员班", "家政服务", Mode.IN_CLASS, 80, 40),
    ("低压电工班", "电工", Mode.IN_CLASS, 120, 30),
    ("安全生产常识（线上）", "安全生产", Mode.ONLINE, 16, 500),
)
ASKED = "进车间先做什么\n*听安全交底、戴好安全帽\n直接开机\n\n有人触电先做什么\n用手去拉\n*切断电源"
TRADES = ("电工", "家政服务", "厨师")
MET = 14  # people of the first site who were met on the round
OUTCOMES = {4: "not_home", 9: "not_home", 11: "refused", 13: "not_home"}
STATIONS = (
    Told(
        state=StationState.BUILT, kind="就业服务站", place="社区服务中心一楼", staff=2, phone="0471-0000001",
        opened_on=dt.date(2019, 9, 1), hours="周一至周五 8:30—17:30",
    ),
    Told(state=StationState.BUILDING, kind="就业服务站", place="小区东门"),
    Told(state=StationState.SHARED, kind="就业专员", place="苏木乡镇劳动保障所", staff=1, hours="每周三 9:00—16:00"),
    Told(state=StationState.NONE),
)  # fmt: skip
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
                _stations(scope)


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
    """A round at the first site by two workers; one couple heard different things, one phone is a year ahead."""
    site = places.sites(scope, DAY)[0]
    due = [one.person_id for one in visiting.to_visit(scope, site.id, keys)[:MET]]
    morning = clock.now() - dt.timedelta(hours=5)
    rounds: dict[str, list[dict[str, object]]] = {}
    for number, person in enumerate(due):
        outcome = OUTCOMES.get(number, "done")
        answers = _answers(number) if outcome == "done" else {}
        worker = ("张干事", "李干事")[number % 2]
        rounds.setdefault(worker, []).append(
            _visit(person, morning + dt.timedelta(minutes=20 * number), outcome, answers)
        )
    for worker, items in rounds.items():
        offline.bring(Scope(worker, scope.unit, Role.CLERK), items, clock.now(), keys)
    if not due:
        return
    heard = _visit(
        due[0],
        morning + dt.timedelta(hours=2),
        "done",
        {"wants_work": "yes", "wants_training": "yes"},
    )
    offline.bring(Scope("李干事", scope.unit, Role.CLERK), [heard], clock.now(), keys)
    year = dt.timedelta(days=365)
    ahead = _visit(
        due[-1],
        morning + dt.timedelta(hours=1) + year,
        "done",
        {"wants_work": "yes", "wish_area": "county"},
    )
    offline.bring(Scope("王干事", scope.unit, Role.CLERK), [ahead], clock.now() + year, keys)


def _answers(number: int) -> dict[str, object]:
    """What the person of a number on the round answers."""
    answers: dict[str, object] = {
        "wants_work": "yes" if number % 3 else "no",
        "wants_training": "yes" if number % 2 else "no",
    }
    if number % 2:
        answers |= {
            "wish_area": ("county", "league", "region")[number % 3],
            "training_trade": TRADES[number % 3],
        }
    return answers


def _visit(
    person: int, at: dt.datetime, outcome: str, answers: dict[str, object]
) -> dict[str, object]:
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{person} {at} {outcome}")), "person": person, "form": 1,
        "outcome": outcome, "device_at": at.isoformat(), "offset": None, "answers": answers,
    }  # fmt: skip


def _stations(scope: Scope) -> None:
    """The desks of the first sites, each in another way of being served."""
    folder = Path(settings.UPLOADS)
    for site, told in zip(places.sites(scope, DAY), STATIONS, strict=False):
        stations.record(scope, site.id, told, b"", folder, keys_of(Path(settings.HOME)))
