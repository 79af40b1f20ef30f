"""The one door for the shelf: lessons, their questions, and who has done them."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.training import results
from leye.apps.training.models import Enrolment, Lesson, Passed, Question, Watched
from leye.apps.training.results import Ended
from leye.core.training.vocabulary import EnrolmentState


@transaction.atomic
def add_lesson(
    *, by: str, course_id: int, unit: str, title: str, text: str, video: str,
    film: tuple[str, int, str] = ("", 0, ""),
    questions: Sequence[tuple[str, Sequence[str], int]],
) -> int:  # fmt: skip
    """Put a lesson behind the last one of a course; questions as (text, options, number of the right one).

    video: the file's name; film: digest, bytes and kind of the file that is kept.
    """
    last = Lesson.objects.filter(course_id=course_id).order_by("-number").first()
    number = last.number + 1 if last else 1
    row = Lesson.objects.create(
        course_id=course_id, number=number, title=title, text=text, video=video,
        video_digest=film[0], video_bytes=film[1], video_kind=film[2],
    )  # fmt: skip
    for asked, options, right in questions:
        if not 0 <= right < len(options):
            raise ValueError("the right answer is one of the options")
        Question.objects.create(lesson=row, text=asked, options="\n".join(options), right=right)
    audit.record(by=by, action="training.lesson", unit=unit, subject=f"course:{course_id}")
    return row.pk


def wrong(*, by: str, lesson_id: int, answers: Mapping[int, int]) -> list[int]:
    """The questions of a lesson that were not answered rightly, by id. Checked here, never in the browser."""
    rows = Question.objects.filter(lesson_id=lesson_id).order_by("pk")
    return [row.pk for row in rows if answers.get(row.pk) != row.right]


@transaction.atomic
def watched(
    *, by: str, at: dt.datetime, enrolment_id: int, lesson_id: int, seconds: int, length: int, ahead: int
) -> None:  # fmt: skip
    """Note how much of a video somebody has seen; it only grows, in whichever order it is told.

    No more counts than has gone by since it was opened, and `ahead` seconds; what is told beyond that is kept as told.
    """
    if not 0 <= seconds <= length or not length:
        raise ValueError("seconds of a video lie within it")
    row, _ = Watched.objects.get_or_create(
        enrolment_id=enrolment_id, lesson_id=lesson_id, defaults={"seconds": 0, "length": length, "opened_at": at}
    )  # fmt: skip
    opened_at = row.opened_at or at - dt.timedelta(seconds=row.seconds)
    most = max(row.seconds, int((at - opened_at).total_seconds()) + ahead)
    rows = Watched.objects.filter(pk=row.pk)
    rows.filter(seconds__lt=min(seconds, most)).update(seconds=min(seconds, most), length=length)
    if seconds > most and rows.filter(claimed__lt=seconds).update(claimed=seconds):
        _told(by, "film_too_fast", enrolment_id, {"lesson": lesson_id, "told": seconds, "counts": most})  # fmt: skip


@transaction.atomic
def passed(*, by: str, enrolment_id: int, lesson_id: int, on: dt.date) -> bool:
    """Note a lesson as done; twice is once. Returns whether it is new."""
    _, is_new = Passed.objects.get_or_create(
        enrolment_id=enrolment_id, lesson_id=lesson_id, defaults={"on": on}
    )
    if is_new:
        _told(by, "lesson_passed", enrolment_id, {"lesson": lesson_id})
    else:
        Passed.objects.filter(enrolment_id=enrolment_id, lesson_id=lesson_id).update(
            tries=F("tries") + 1
        )
    return is_new


def _told(by: str, what: str, enrolment_id: int, detail: Mapping[str, object]) -> None:
    row = Enrolment.objects.get(pk=enrolment_id)
    audit.record(
        by=by, action=f"training.{what}", unit=row.county, subject=f"person:{row.person_id}", detail=detail
    )  # fmt: skip


@transaction.atomic
def completed(*, by: str, at: dt.datetime, enrolment_id: int, on: dt.date) -> None:
    """All lessons are done: the course is completed, with all points; noted once."""
    ended = Ended(state=EnrolmentState.COMPLETED, on=on, points=100, source="shelf")
    results.end(by=by, at=at, enrolment_id=enrolment_id, ended=ended)
