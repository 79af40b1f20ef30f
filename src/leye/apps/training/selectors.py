"""Reading courses by the unit that offers them, offers and enrolments by where the person is settled."""

import datetime as dt
from collections.abc import Collection

from django.db import connection
from django.db.models import Count, F, Q, QuerySet

from leye.apps import loading
from leye.apps.people.selectors import at_site
from leye.apps.training.models import (
    Attendance,
    Course,
    Enrolment,
    Lesson,
    Offer,
    Passed,
    Question,
    Result,
    Watched,
)
from leye.core.scope import OutOfScope, Scope
from leye.core.training.vocabulary import CourseState, EnrolmentState, Presence


def _courses(scope: Scope) -> QuerySet[Course]:
    """Own courses and those of the units above, whose people may join them."""
    low, high = scope.code_range
    above = [scope.unit[:4] + "00", scope.unit[:2] + "0000"]
    return Course.objects.filter(Q(county__gte=low, county__lt=high) | Q(county__in=above))


def courses(scope: Scope, limit: int = 200) -> list[Course]:
    """The courses of the scope and of the units above it, those that take people first."""
    rows = _courses(scope).order_by("-starts_on", "-pk")[:limit]
    return sorted(rows, key=lambda row: row.state != CourseState.OPEN.value)


def course(scope: Scope, course_id: int) -> Course:
    """One course. Raises OutOfScope."""
    found = _courses(scope).filter(pk=course_id).first()
    if found is None:
        raise OutOfScope(course_id)
    return found


def by_activity(scope: Scope, activities: Collection[str]) -> dict[str, Course]:
    """Courses by their names on another platform."""
    rows = _courses(scope).filter(activity__in=[one for one in activities if one])
    return {row.activity: row for row in rows}


def runs(scope: Scope, named: str) -> list[Course]:
    """The runs of a course by its title or its number on another platform, oldest first; none that was cancelled."""
    rows = _courses(scope).filter(Q(title=named) | Q(activity=named, activity__gt=""))
    rows = rows.exclude(state=CourseState.CANCELLED.value)
    return list(rows.order_by("starts_on", "pk")) if named else []


def is_certificate_taken(scope: Scope, certificate: str, seat: Enrolment | None) -> bool:
    """Whether another seat than this one has a certificate's number, wherever it is: the number says so itself."""
    rows = Enrolment.objects.filter(certificate=certificate)
    return (rows.exclude(pk=seat.pk) if seat is not None else rows).exists()


def joinable(scope: Scope, on: dt.date) -> list[Course]:
    """Courses that still take people: open, with seats, not begun yet; an online one until it ends."""
    still = Q(starts_on__gte=on) | Q(mode="online", ends_on__gte=on)
    rows = _courses(scope).filter(still, state=CourseState.OPEN.value)
    return [row for row in rows.order_by("starts_on", "pk") if row.taken < row.seats]


def _offers(scope: Scope) -> QuerySet[Offer]:
    low, high = scope.code_range
    return Offer.objects.filter(at_site(scope), county__gte=low, county__lt=high)


def informed(
    scope: Scope, on: dt.date, persons: Collection[int]
) -> dict[int, list[tuple[int, dt.date]]]:
    """Which course persons had offered by a day, and when, wherever they lived then; person → (course, day)."""
    rows = loading.rows(
        f"""SELECT person_id, course_id, told_on FROM course_offer
            WHERE told_on <= %s AND {loading.among("person_id")} ORDER BY told_on, id""",
        [on.isoformat() if connection.vendor == "sqlite" else on, loading.many(persons)],
    )
    found: dict[int, list[tuple[int, dt.date]]] = {}
    for person, which, day in rows:
        found.setdefault(person, []).append((which, day))
    return found


def offers(scope: Scope, course_id: int, limit: int = 500) -> list[Offer]:
    """To whom of the scope a course was offered, those who have not had it first."""
    rows = _offers(scope).filter(course_id=course_id)
    return list(rows.order_by("-told_on", "pk")[:limit])


def made(scope: Scope, wanted: Collection[int]) -> dict[int, dt.datetime]:
    """offer → when it was made, of those that are about people of the scope."""
    return dict(_offers(scope).filter(pk__in=list(wanted)).values_list("pk", "made_at"))


def offers_of(scope: Scope, person_ids: Collection[int]) -> list[Offer]:
    """What was offered to persons, oldest first."""
    rows = _offers(scope).filter(person_id__in=list(person_ids)).select_related("course")
    return list(rows.order_by("pk"))


def to_tell(scope: Scope, on: dt.date) -> list[Offer]:
    """Offers that nobody has brought yet, of courses that still take people; person by person, oldest first."""
    rows = _offers(scope).filter(_takes_people(on), told_on=None).select_related("course")
    return list(rows.order_by("person_id", "pk"))


def still_open(scope: Scope, wanted: Collection[int], on: dt.date) -> set[int]:
    """Those of the offers whose course still takes people on a day."""
    rows = _offers(scope).filter(_takes_people(on), pk__in=list(wanted))
    return set(rows.values_list("pk", flat=True))


def _takes_people(on: dt.date) -> Q:
    still = Q(course__starts_on__gte=on) | Q(course__mode="online", course__ends_on__gte=on)
    return still & Q(course__state=CourseState.OPEN.value, course__taken__lt=F("course__seats"))


def untold(scope: Scope) -> int:
    """How many offers nobody has brought yet."""
    return _offers(scope).filter(told_on=None, course__state=CourseState.OPEN.value).count()


def counts_on(scope: Scope, on: dt.date) -> tuple[int, int, int]:
    """Persons of the scope who by a day of its year were told of a course, entered one, completed one."""
    year = dt.date(on.year, 1, 1)
    told = _offers(scope).filter(told_on__gte=year, told_on__lte=on)
    entered = _enrolments(scope).filter(enrolled_on__gte=year, enrolled_on__lte=on)
    ended = _enrolments(scope).filter(
        state=EnrolmentState.COMPLETED.value, ended_on__gte=year, ended_on__lte=on
    )
    return (
        told.aggregate(many=Count("person_id", distinct=True))["many"],
        entered.aggregate(many=Count("person_id", distinct=True))["many"],
        ended.aggregate(many=Count("person_id", distinct=True))["many"],
    )


def completed_people(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    """Who by a day of its year completed a course, as counts_on counts them: by id, after one of them."""
    rows = _enrolments(scope).filter(
        state=EnrolmentState.COMPLETED.value, ended_on__gte=dt.date(on.year, 1, 1), ended_on__lte=on,
        person_id__gt=after,
    )  # fmt: skip
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct()[:limit])


def _enrolments(scope: Scope) -> QuerySet[Enrolment]:
    low, high = scope.code_range
    rows = Enrolment.objects.filter(at_site(scope), county__gte=low, county__lt=high)
    return rows.select_related("course")


def enrolments(scope: Scope, course_id: int, limit: int = 1000) -> list[Enrolment]:
    """Who of the scope is in a course, by the order of enrolling."""
    return list(_enrolments(scope).filter(course_id=course_id).order_by("pk")[:limit])


def enrolments_of(scope: Scope, person_id: int) -> list[Enrolment]:
    """The courses of a person, newest first."""
    return list(_enrolments(scope).filter(person_id=person_id).order_by("-pk"))


def enrolment(scope: Scope, enrolment_id: int) -> Enrolment:
    """One enrolment of the scope. Raises OutOfScope."""
    found = _enrolments(scope).filter(pk=enrolment_id).first()
    if found is None:
        raise OutOfScope(enrolment_id)
    return found


def reasons_given(scope: Scope, course_id: int) -> dict[int, str]:
    """What was said to the last result of each in a course: enrolment → the reason, "" where none was asked."""
    own = _enrolments(scope).filter(course_id=course_id).values("pk")
    rows = Result.objects.filter(enrolment__in=own).order_by("pk")
    return dict(rows.values_list("enrolment_id", "why"))


def attendance(scope: Scope, course_id: int) -> dict[int, dict[dt.date, str]]:
    """Who was there on which day: enrolment → day → the last word said of it."""
    own = _enrolments(scope).filter(course_id=course_id).values("pk")
    found: dict[int, dict[dt.date, str]] = {}
    for row in Attendance.objects.filter(enrolment__in=own).order_by("pk"):
        found.setdefault(row.enrolment_id, {})[row.on] = row.presence
    return found


def lessons(scope: Scope, course_id: int) -> list[Lesson]:
    """The lessons of a course in their order."""
    return list(Lesson.objects.filter(course_id=course_id).order_by("number"))


def questions(scope: Scope, lesson_id: int) -> list[tuple[int, str, list[str]]]:
    """The questions after a lesson: id, text, options; never which is right."""
    rows = Question.objects.filter(lesson_id=lesson_id).order_by("pk")
    return [(row.pk, row.text, row.options.split("\n")) for row in rows]


def watched(scope: Scope, enrolment_id: int) -> dict[int, tuple[int, int, int]]:
    """How much of each lesson's video was seen in an enrolment: lesson → (seconds, of, told beyond what can be)."""
    own = _enrolments(scope).filter(pk=enrolment_id).values("pk")
    rows = Watched.objects.filter(enrolment__in=own)
    return {row.lesson_id: (row.seconds, row.length, row.claimed) for row in rows}


def films_too_fast(scope: Scope, course_id: int) -> dict[int, int]:
    """enrolment → of how many lessons of a course more of the video was told than time had gone by."""
    own = _enrolments(scope).filter(course_id=course_id).values("pk")
    rows = Watched.objects.filter(enrolment__in=own, claimed__gt=0).order_by()
    return dict(rows.values_list("enrolment_id").annotate(Count("pk")))


def passed(scope: Scope, enrolment_ids: Collection[int]) -> dict[int, set[int]]:
    """The lessons that were done, by enrolment."""
    found: dict[int, set[int]] = {}
    rows = Passed.objects.filter(enrolment_id__in=list(enrolment_ids))
    for enrolment_id, lesson_id in rows.values_list("enrolment_id", "lesson_id"):
        found.setdefault(enrolment_id, set()).add(lesson_id)
    return found


def ended(scope: Scope, person_ids: Collection[int]) -> list[Enrolment]:
    """Enrolments of persons that came to an end, completed or not, with their courses, in their order."""
    found: list[Enrolment] = []
    ids = list(person_ids)
    for start in range(0, len(ids), 500):
        rows = _enrolments(scope).filter(person_id__in=ids[start : start + 500])
        ended = rows.exclude(state=EnrolmentState.ENROLLED.value)
        found.extend(ended.select_related("course").order_by("ended_on", "pk"))
    return found


def trades_learnt(scope: Scope) -> dict[int, str]:
    """Person → the trade of the last course that was completed, for those of the scope's units."""
    rows = (
        _enrolments(scope).filter(state=EnrolmentState.COMPLETED.value).order_by("ended_on", "pk")
    )
    return dict(rows.values_list("person_id", "course__trade"))


def days_attended(scope: Scope, enrolment_ids: Collection[int]) -> dict[int, int]:
    """Enrolment → the days on which somebody was there; one of whom nothing was noted is left out."""
    last: dict[tuple[int, dt.date], str] = {}
    rows = Attendance.objects.filter(enrolment_id__in=list(enrolment_ids)).order_by("pk")
    for enrolment, on, presence in rows.values_list("enrolment_id", "on", "presence"):
        last[enrolment, on] = presence
    many: dict[int, int] = {}
    for (enrolment, _), presence in last.items():
        many[enrolment] = many.get(enrolment, 0) + (presence != Presence.ABSENT.value)
    return many
