"""The one door for how people end a course: by hand, by a list, by another platform; corrected and taken back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.training.actions import NoSeatLeft, NotPossible
from leye.apps.training.models import Course, Enrolment, Result
from leye.core.training.vocabulary import CourseState, EnrolmentState

ENROLLED, LEFT = EnrolmentState.ENROLLED.value, EnrolmentState.LEFT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How somebody ended a course. source: who told ("desk", "shelf", "xapi", "upload:17"); why: of what is unusual."""

    state: EnrolmentState
    on: dt.date
    points: int | None = None
    certificate: str = ""
    source: str = "desk"
    why: str = ""


@transaction.atomic
def end(*, by: str, at: dt.datetime, enrolment_id: int, ended: Ended) -> None:
    """What became of an enrolment; who leaves gives his seat back. Raises NotPossible."""
    row = _held(enrolment_id)
    if ended.on < row.enrolled_on:
        raise NotPossible(f"{row.enrolled_on} 才报名，结果的日期不能在这以前。")
    rows = Enrolment.objects.filter(pk=enrolment_id, state=ENROLLED)
    if not rows.update(**_values(ended)):
        if row.state == ended.state.value:
            return  # noted twice is noted once
        raise NotPossible(
            f"这个人现在是“{EnrolmentState(row.state).label}”，不能改记为“{ended.state.label}”。"
        )
    if ended.state is EnrolmentState.LEFT:
        _give_back(row)
    _note(by, at, row, ENROLLED, ended)


@transaction.atomic
def correct(*, by: str, at: dt.datetime, enrolment_id: int, was: str, ended: Ended) -> bool:
    """Another end than the one that was noted, by whoever knows better; False where it is `was` no more.

    Who is said to have completed before he was enrolled was enrolled by then. Raises NoSeatLeft for somebody who had
    left and whose seat is another's.
    """
    row = _held(enrolment_id)
    comes, goes = was == LEFT != ended.state.value, ended.state.value == LEFT != was
    if comes:
        _take_seat(row.course_id)
    rows = Enrolment.objects.filter(pk=enrolment_id, state=was)
    if not rows.update(**_values(ended), enrolled_on=min(row.enrolled_on, ended.on)):
        if comes:
            _give_back(row)
        return False
    if goes:
        _give_back(row)
    _note(by, at, row, was, ended)
    return True


@transaction.atomic
def brought(
    *, by: str, at: dt.datetime, course_id: int, person_id: int, county: str, ended: Ended
) -> int:
    """Somebody ended a course for which nobody had enrolled him here. Returns the enrolment. Raises NoSeatLeft."""
    _take_seat(course_id)
    row = Enrolment.objects.create(
        course_id=course_id, person_id=person_id, county=county, enrolled_on=ended.on, enrolled_by=by, **_values(ended)
    )  # fmt: skip
    _note(by, at, row, "", ended)
    return row.pk


@transaction.atomic
def take_back(*, by: str, at: dt.datetime, source: str) -> int:
    """What a source told is taken back where it is still the last word; returns how many enrolments have their earlier state."""
    many = 0
    for result in Result.objects.filter(source=source, undone_by=None, undoes=None).order_by("-pk"):
        last = Result.objects.filter(enrolment_id=result.enrolment_id).order_by("-pk").first()
        row = _held(result.enrolment_id)
        if last is None or last.pk != result.pk or row.state != result.state:
            continue  # somebody has judged since
        many += _undo(by, at, row, result)
    return many


def _undo(by: str, at: dt.datetime, row: Enrolment, result: Result) -> bool:
    before = result.before or LEFT  # a seat that came with the result goes with it
    earlier = Result.objects.filter(
        enrolment_id=row.pk, pk__lt=result.pk, state=before, undone_by=None
    ).order_by("-pk").first()  # fmt: skip
    values: dict[str, object] = {
        "state": before,
        "ended_on": None,
        "points": None,
        "certificate": "",
    }
    if earlier is not None and before != ENROLLED:
        values |= {
            "ended_on": earlier.on,
            "points": earlier.points,
            "certificate": earlier.certificate,
        }
    elif before == LEFT:
        values["ended_on"] = result.on
    if not Enrolment.objects.filter(pk=row.pk, state=result.state).update(**values):
        return False
    if before == LEFT and result.state != LEFT:
        _give_back(row)
    elif result.state == LEFT and before != LEFT:
        _take_seat(row.course_id)
    back = Ended(state=EnrolmentState(before), on=result.on, source=result.source)
    _note(by, at, row, result.state, back, result)
    return True


def _held(enrolment_id: int) -> Enrolment:
    """The enrolment, held until the transaction ends: two desks at once see one another's word."""
    return Enrolment.objects.select_for_update().get(pk=enrolment_id)


def _take_seat(course_id: int) -> None:
    rows = Course.objects.filter(pk=course_id, taken__lt=F("seats"))
    if not rows.exclude(state=CourseState.CANCELLED.value).update(taken=F("taken") + 1):
        raise NoSeatLeft("这个班的名额已经满了，或者没有开班。请先请开班单位增加名额。")


def _give_back(row: Enrolment) -> None:
    Course.objects.filter(pk=row.course_id, taken__gt=0).update(taken=F("taken") - 1)


def _values(ended: Ended) -> dict[str, object]:
    on = (
        ended.on if ended.state is not EnrolmentState.ENROLLED else None
    )  # who is in the class again
    return {
        "state": ended.state.value, "ended_on": on, "points": ended.points, "certificate": ended.certificate,
    }  # fmt: skip


def _note(
    by: str, at: dt.datetime, row: Enrolment, before: str, ended: Ended, undoes: Result | None = None
) -> None:  # fmt: skip
    Result.objects.create(
        enrolment=row, before=before, state=ended.state.value, on=ended.on, points=ended.points,
        certificate=ended.certificate, source=ended.source, why=ended.why, undoes=undoes, noted_by=by, noted_at=at,
    )  # fmt: skip
    audit.record(
        by=by, action="training.result", unit=row.county, subject=f"person:{row.person_id}",
        detail={"state": ended.state.value, "before": before, "source": ended.source},
    )  # fmt: skip
