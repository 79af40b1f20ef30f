"""培训, as pages show it: courses with their seats, one course with its offers, its class and its days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.training import selectors
from leye.apps.training.models import Course, Enrolment
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.training.fitting import lasting
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import PersonRow, shown

LEFT = EnrolmentState.LEFT.value


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course in words. is_own: the actor may change it."""

    id: int
    title: str
    trade: str
    mode: str
    hours: int
    provider: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    taken: int
    state: str
    label: str
    unit: str
    is_own: bool
    activity: str

    @property
    def left(self) -> int:
        return self.seats - self.taken


@dataclass(frozen=True, slots=True)
class OfferView:
    id: int
    person: PersonRow
    reasons: str
    told_on: dt.date | None
    standing: str  # what he is in this course, in words; "" where he has no seat


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a class. days: how often present (or late), absent; lessons: done of all."""

    id: int
    person: PersonRow
    state: str
    label: str
    enrolled_on: dt.date
    present: int
    absent: int
    lessons_done: int
    points: int | None
    certificate: str
    ended_on: dt.date | None
    too_fast: int  # lessons of which more of the video was told than time had gone by
    is_early: bool  # the result is of a day before the course's last
    why: str


def courses(scope: Scope) -> list[CourseView]:
    """The courses of the scope and of the units above."""
    return [view(scope, row) for row in selectors.courses(scope)]


def course(scope: Scope, course_id: int) -> CourseView:
    """One course. Raises OutOfScope."""
    return view(scope, selectors.course(scope, course_id))


def view(scope: Scope, row: Course) -> CourseView:
    """A course in words."""
    tree = places.tree(scope, clock.today())
    return CourseView(
        row.pk, row.title, row.trade, Mode(row.mode).label, row.hours, row.provider, row.place,
        row.starts_on, row.ends_on, row.seats, row.taken, row.state, CourseState(row.state).label,
        tree.name(row.county), row.county == scope.unit or scope.covers(row.county), row.activity,
    )  # fmt: skip


def _names(scope: Scope, persons: Sequence[int], keys: Keyring) -> dict[int, PersonRow]:
    lines = people.lines(scope, list(dict.fromkeys(persons)))
    return {one.id: one for one in shown(scope, lines, keys, clock.today())}


def offered(scope: Scope, course_id: int, keys: Keyring) -> list[OfferView]:
    """To whom of the scope a course was offered. Raises OutOfScope."""
    _named(scope)
    selectors.course(scope, course_id)
    rows = selectors.offers(scope, course_id)
    names = _names(scope, [row.person_id for row in rows], keys)
    seats = {one.person_id: one.state for one in selectors.enrolments(scope, course_id)}
    seats = {one: EnrolmentState(state).label for one, state in seats.items() if state != LEFT}
    return [
        OfferView(
            row.pk,
            names[row.person_id],
            lasting(row.reasons),
            row.told_on,
            seats.get(row.person_id, ""),
        )
        for row in rows
        if row.person_id in names
    ]


def seated(scope: Scope, course_id: int, keys: Keyring) -> list[Seat]:
    """Who of the scope is in a course. Raises OutOfScope."""
    _named(scope)
    selectors.course(scope, course_id)
    rows = selectors.enrolments(scope, course_id)
    names = _names(scope, [row.person_id for row in rows], keys)
    days = selectors.attendance(scope, course_id)
    done = selectors.passed(scope, [row.pk for row in rows])
    why, fast = (
        selectors.reasons_given(scope, course_id),
        selectors.films_too_fast(scope, course_id),
    )
    return [
        Seat(
            row.pk, names[row.person_id], row.state, EnrolmentState(row.state).label, row.enrolled_on,
            sum(one != Presence.ABSENT.value for one in days.get(row.pk, {}).values()),
            sum(one == Presence.ABSENT.value for one in days.get(row.pk, {}).values()),
            len(done.get(row.pk, ())), row.points, row.certificate, row.ended_on, fast.get(row.pk, 0),
            _is_early(row), why.get(row.pk, ""),
        )
        for row in rows
        if row.person_id in names
    ]  # fmt: skip


def _is_early(row: Enrolment) -> bool:
    ends = (EnrolmentState.COMPLETED.value, EnrolmentState.FAILED.value)
    return row.state in ends and row.ended_on is not None and row.ended_on < row.course.ends_on


def _named(scope: Scope) -> None:
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(scope.actor)


@dataclass(frozen=True, slots=True)
class PersonTraining:
    """What a person was offered and is in, in words."""

    offered: tuple[str, ...]
    seats: tuple[str, ...]


def of_person(scope: Scope, person_id: int) -> PersonTraining:
    """The training of a person of the scope."""
    offers = tuple(
        f"{row.course.title}（{lasting(row.reasons)}）{f'{row.told_on} 已告知' if row.told_on else '待告知'}"
        for row in selectors.offers_of(scope, [person_id])
    )
    seats = tuple(
        f"{row.course.title}：{EnrolmentState(row.state).label}"
        for row in selectors.enrolments_of(scope, person_id)
    )
    return PersonTraining(offers, seats)


@dataclass(frozen=True, slots=True)
class LessonLine:
    number: int
    title: str
    video: str
    questions: int


def lessons(scope: Scope, course_id: int) -> list[LessonLine]:
    """The lessons of a course. Raises OutOfScope."""
    selectors.course(scope, course_id)
    return [
        LessonLine(row.number, row.title, row.video, len(selectors.questions(scope, row.pk)))
        for row in selectors.lessons(scope, course_id)
    ]
