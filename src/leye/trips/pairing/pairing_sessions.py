"""远程招聘会: when, with which vacancies, who came, and what came of it."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction

from leye.apps.pairing import actions, selectors
from leye.apps.pairing.actions import AlreadyThere
from leye.apps.pairing.models import Session, SessionVisit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.vacancies import selectors as vacancies
from leye.apps.vacancies.models import Vacancy
from leye.core.pairing.vocabulary import Result
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.pairing import districts
from leye.trips.listing import PersonRow, shown
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.pairing.pairing import in_a_county, may_edit
from leye.trips.rosters.intake import NOTICE

A_YEAR = dt.timedelta(days=365)
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Given:
    """What a form tells of a session."""

    county: str
    district: str
    title: str
    held_on: dt.date
    starts_at: str
    platform: str


def plan(scope: Scope, given: Given) -> int:
    """Plan a session; returns it. Raises OutOfScope, NotPossible."""
    in_a_county(scope, given.county)
    if given.district not in districts(NOTICE) or not given.title.strip():
        raise NotPossible("场次名称和北京的区都要填写。")
    if not HOUR.fullmatch(given.starts_at):
        raise NotPossible("开始时间读不懂。请写成 09:30。")
    row = Session(
        county=given.county, district=given.district, title=given.title.strip()[:100], held_on=given.held_on,
        starts_at=given.starts_at, platform=given.platform.strip()[:100],
    )  # fmt: skip
    try:
        return actions.register(by=scope.actor, at=clock.now(), row=row)
    except AlreadyThere:
        raise NotPossible("同一个区、同一时间的场次已经登记过。") from None


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the list. came, hired: persons; audience: person-times, None until it was held."""

    row: Session
    county: str
    district: str
    came: int
    hired: int

    @property
    def state(self) -> tuple[str, str]:
        if self.row.cancelled_why:
            return "refused", "已取消"
        if self.row.audience is not None:
            return "done", "已举办"
        return (
            ("waiting", "待举办")
            if self.row.held_on >= clock.today()
            else ("strange", "待登记结果")
        )


def _line(row: Session, county: str, counts: dict[tuple[int, str], int]) -> Line:
    names = districts(NOTICE)
    came = counts.get((row.pk, Result.CAME.value), 0)
    hired = counts.get((row.pk, Result.HIRED.value), 0)
    return Line(row, county, names.get(row.district, ""), came, hired)


def listed(scope: Scope) -> list[Line]:
    """The sessions of the last year and to come, the latest first."""
    on = clock.today()
    rows = selectors.sessions(scope, on - A_YEAR)
    counts = selectors.visit_counts(scope, [row.pk for row in rows])
    tree = places.tree(scope, on)
    return [_line(row, tree.name(row.county), counts) for row in rows]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who came, with everything that came of it; the last is the furthest."""

    person: PersonRow
    results: tuple[str, ...]
    vacancy: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one session. sums: (result, persons)."""

    line: Line
    vacancies: tuple[Vacancy, ...]
    visitors: tuple[Visitor, ...]
    sums: tuple[tuple[str, int], ...]


def page(scope: Scope, session_id: int, keys: Keyring) -> Page:
    """One session. Raises OutOfScope."""
    row = selectors.session(scope, session_id)
    on = clock.today()
    counts = selectors.visit_counts(scope, [row.pk])
    rows = selectors.visits(scope, row.pk) if scope.may(Capability.READ_PEOPLE) else []
    told: dict[int, list[SessionVisit]] = {}
    for one in rows:
        told.setdefault(one.person_id, []).append(one)
    names = shown(scope, people.lines(scope, list(told)), keys, on)
    visitors = tuple(
        Visitor(
            one, tuple(Result(visit.result).label for visit in told[one.id]),
            next((f"{v.vacancy.employer.name} {v.vacancy.title}" for v in reversed(told[one.id]) if v.vacancy), ""),
        )
        for one in names
    )  # fmt: skip
    offered = tuple(one.vacancy for one in selectors.offered(scope, row.pk))
    sums = tuple((result.label, counts.get((row.pk, result.value), 0)) for result in Result)
    line = _line(row, places.tree(scope, on).name(row.county), counts)
    return Page(line, offered, visitors, sums)


def _own(scope: Scope, session_id: int) -> Session:
    row = selectors.session(scope, session_id)
    may_edit(scope, row.county)
    return row


def offer(scope: Scope, session_id: int, vacancy_id: int) -> bool:
    """Put a vacancy that the county can see on the list; False where it is on it. Raises OutOfScope, NotPossible."""
    row = _own(scope, session_id)
    try:
        vacancies.vacancy(scope, vacancy_id)
    except OutOfScope:
        raise NotPossible(
            "没有这个岗位编号，或它没有发布到本旗县。请从“岗位归集”里抄编号。"
        ) from None
    return actions.offer(by=scope.actor, session=row, vacancy_id=vacancy_id)


def hold(scope: Scope, session_id: int, audience: int) -> None:
    """The session was held before so many views (person-times). Raises OutOfScope, NotPossible."""
    row = _own(scope, session_id)
    if row.cancelled_why:
        raise NotPossible("这一场已经取消。")
    if row.held_on > clock.today():
        raise NotPossible("这一场还没有举办。")
    actions.hold(by=scope.actor, session=row, audience=audience)


def call_off(scope: Scope, session_id: int, why: str) -> None:
    """The session is called off. Raises OutOfScope, NotPossible."""
    row = _own(scope, session_id)
    if not why.strip():
        raise NotPossible("没有填写取消原因。")
    if not actions.call_off(by=scope.actor, session=row, why=why.strip()):
        raise NotPossible("这一场已经举办或取消。")


def note(
    scope: Scope, session_id: int, person_id: int, result: Result, vacancy_id: int | None
) -> bool:
    """Note what somebody came to; False where that is known. Whatever it is, he came. Raises OutOfScope, NotPossible."""
    row = _own(scope, session_id)
    lines = people.lines(scope, [person_id])
    if not lines:
        raise OutOfScope(person_id)
    if row.held_on > clock.today() or row.cancelled_why:
        raise NotPossible("这一场没有举办，不能登记参加的人。")
    on_list = {one.vacancy_id for one in selectors.offered(scope, row.pk)}
    if vacancy_id is not None and vacancy_id not in on_list:
        raise NotPossible("这个岗位不在本场的岗位清单里。")
    with transaction.atomic():
        done = False
        for step in dict.fromkeys((Result.CAME, result)):
            visit = SessionVisit(
                session=row, person_id=person_id, county=lines[0].county, result=step.value,
                vacancy_id=vacancy_id,
            )  # fmt: skip
            done = actions.visit(by=scope.actor, at=clock.now(), row=visit) or done
    return done
