"""The one door for courses, offers, enrolments and results."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.training.models import Attendance, Course, Enrolment, Offer, Statement
from leye.core.periods import day_of
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence


class NoSeatLeft(Exception):
    """All seats are taken, or the course takes nobody any more; its text is for the clerk."""


class NotPossible(Exception):
    """It does not follow from what was noted before; its text is for the clerk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCourse:
    title: str
    trade: str
    mode: Mode
    hours: int
    provider: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    seats: int
    activity: str = ""


@transaction.atomic
def open_course(*, by: str, unit: str, at: dt.datetime, new: NewCourse) -> tuple[int, bool]:
    """Open a course; the same one (title, provider, first day) is the same course. Returns its id."""
    values = {name: getattr(new, name) for name in NewCourse.__dataclass_fields__}
    key = {name: values.pop(name) for name in ("title", "provider", "starts_on")}
    row, is_new = Course.objects.get_or_create(
        county=unit, **key,
        defaults={**values, "mode": new.mode.value, "state": CourseState.OPEN.value, "recorded_by": by, "recorded_at": at},
    )  # fmt: skip
    if is_new:
        _told(by, "open", unit, f"course:{row.pk}", {"seats": new.seats})
    return row.pk, is_new


@transaction.atomic
def change_seats(*, by: str, course_id: int, seats: int) -> bool:
    """A course gets another number of seats; False where more people than that are in it already."""
    rows = Course.objects.filter(pk=course_id, taken__lte=seats)
    if seats < 1 or not rows.update(seats=seats):
        return False
    unit = Course.objects.values_list("county", flat=True).get(pk=course_id)
    _told(by, "seats", unit, f"course:{course_id}", {"seats": seats})
    return True


@transaction.atomic
def end_course(*, by: str, course_id: int, state: CourseState) -> None:
    """A course takes nobody any more: it is over, or was cancelled."""
    if Course.objects.filter(pk=course_id, state=CourseState.OPEN.value).update(state=state.value):
        unit = Course.objects.values_list("county", flat=True).get(pk=course_id)
        _told(by, "end", unit, f"course:{course_id}", {"state": state.value})


@transaction.atomic
def offer(*, by: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Offer courses to persons; what was offered before is left as it is. Returns how many are new."""
    wanted = {(row["person_id"], row["course_id"]): row for row in rows}
    known = Offer.objects.filter(course_id__in={course for _, course in wanted})
    for pair in known.values_list("person_id", "course_id"):
        wanted.pop(pair, None)
    return loading.insert(Offer, list(wanted.values()))


@transaction.atomic
def inform(*, by: str, offer_ids: Sequence[int], on: dt.date) -> int:
    """Persons had their offers on a day, by signature or receipt; noted once. Returns how many are new."""
    rows = Offer.objects.select_for_update().filter(pk__in=offer_ids, told_on=None)
    # A word of a day before the offer was made is not about it.
    found = [row for row in rows.order_by("pk") if day_of(row.made_at) <= on]
    for row in found:
        if Offer.objects.filter(pk=row.pk, told_on=None).update(told_on=on, told_by=by):
            _told(by, "inform", row.county, f"person:{row.person_id}", {"offer": row.pk})
    return len(found)


@transaction.atomic
def enrol(*, by: str, course_id: int, person_id: int, county: str, on: dt.date) -> int:
    """Give a person a seat; twice is once. Raises NoSeatLeft.

    The seat is taken by a conditional update, so that two desks cannot give the last one twice; the row of somebody
    who left is held, so that they do not take two for him.
    """
    rows = Enrolment.objects.select_for_update().filter(course_id=course_id, person_id=person_id)
    row = rows.first()
    if row is not None and row.state != EnrolmentState.LEFT.value:
        return row.pk
    has_seat = Course.objects.filter(
        pk=course_id, taken__lt=F("seats"), state=CourseState.OPEN.value
    ).update(taken=F("taken") + 1)
    if not has_seat:
        raise NoSeatLeft("这个班已经没有名额，或已经停止报名。请选别的班，或报给开班单位增加名额。")
    if row is None:
        row = Enrolment.objects.create(
            course_id=course_id, person_id=person_id, county=county, enrolled_on=on, enrolled_by=by,
            state=EnrolmentState.ENROLLED.value,
        )  # fmt: skip
    else:
        Enrolment.objects.filter(pk=row.pk).update(
            state=EnrolmentState.ENROLLED.value, enrolled_on=on, enrolled_by=by, ended_on=None
        )
    _told(by, "enrol", county, f"person:{person_id}", {"course": course_id})
    return row.pk


@transaction.atomic
def attend(*, by: str, presences: Mapping[int, Presence], on: dt.date) -> int:
    """Note who was there on a day, by enrolment; the same word twice adds nothing. Returns how many rows are new."""
    last = {
        row.enrolment_id: row.presence
        for row in Attendance.objects.filter(enrolment__in=list(presences), on=on).order_by("pk")
    }
    rows = [
        Attendance(enrolment_id=one, on=on, presence=presence.value, noted_by=by)
        for one, presence in presences.items()
        if last.get(one) != presence.value
    ]
    Attendance.objects.bulk_create(rows)
    seats = Enrolment.objects.filter(pk__in=[row.enrolment_id for row in rows])
    for unit, course_id in sorted(set(seats.values_list("county", "course_id"))):
        many = seats.filter(county=unit, course_id=course_id).count()
        detail = {"on": f"{on}", "people": many}
        _told(by, "attend", unit, f"course:{course_id}", detail)
    return len(rows)


@transaction.atomic
def keep_statement(
    *, by: str, at: dt.datetime, key: str, enrolment_id: int | None, problem: str = ""
) -> bool:
    """Keep that another platform told something, once by its key; False where it was known and used."""
    row, is_new = Statement.objects.get_or_create(
        key=key, defaults={"enrolment_id": enrolment_id, "problem": problem[:200], "brought_by": by, "brought_at": at}
    )  # fmt: skip
    if not is_new and row.enrolment_id is None and enrolment_id is not None:
        Statement.objects.filter(pk=row.pk).update(enrolment_id=enrolment_id, problem="")
        return True  # what could not be used before can be now
    return is_new


def _told(by: str, what: str, unit: str, subject: str, detail: Mapping[str, object]) -> None:
    audit.record(by=by, action=f"training.{what}", unit=unit, subject=subject, detail=detail)
