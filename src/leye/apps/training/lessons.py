"""The one door for the shelf: lessons, their questions, and who has done them."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.training import results
from leye.apps.training.models import Lesson, Passed, Question, Watched
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
def watched(*, by: str, enrolment_id: int, lesson_id: int, seconds: int, length: int) -> None:
    """Note how much of a video somebody has seen; it only grows, in whichever order it is told."""
    if not 0 <= seconds <= length or not length:
        raise ValueError("seconds of a video lie within it")
    rows = Watched.objects.filter(enrolment_id=enrolment_id, lesson_id=lesson_id)
    _, is_new = Watched.objects.get_or_create(
        enrolment_id=enrolment_id, lesson_id=lesson_id, defaults={"seconds": seconds, "length": length}
    )  # fmt: skip
    if not is_new:
        rows.filter(seconds__lt=seconds).update(seconds=seconds, length=length)


@transaction.atomic
def passed(*, by: str, enrolment_id: int, lesson_id: int, on: dt.date) -> bool:
    """Note a lesson as done; twice is once. Returns whether it is new."""
    _, is_new = Passed.objects.get_or_create(
        enrolment_id=enrolment_id, lesson_id=lesson_id, defaults={"on": on}
    )
    if not is_new:
        Passed.objects.filter(enrolment_id=enrolment_id, lesson_id=lesson_id).update(
            tries=F("tries") + 1
        )
    return is_new


@transaction.atomic
def completed(*, by: str, at: dt.datetime, enrolment_id: int, on: dt.date) -> None:
    """All lessons are done: the course is completed, with all points; noted once."""
    ended = Ended(state=EnrolmentState.COMPLETED, on=on, points=100, source="shelf")
    results.end(by=by, at=at, enrolment_id=enrolment_id, ended=ended)
