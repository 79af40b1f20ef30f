"""学习网页: the small shelf of lessons; what somebody learns from, answers and has done, until the course is his."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from leye.apps.training import lessons, selectors
from leye.apps.training.actions import NotPossible
from leye.apps.training.models import Enrolment
from leye.core.scope import OutOfScope, Role, Scope
from leye.core.training.vocabulary import EnrolmentState
from leye.gateways import clock, films
from leye.notices.training import load_training
from leye.trips.rosters.intake import NOTICE
from leye.trips.training import training


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is asked: number of the option → words. is_wrong: it was just answered wrongly."""

    id: int
    text: str
    options: tuple[tuple[int, str], ...]
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class FilmView:
    """A video of a lesson: how large it is, and how much of it this learner has seen. percent: until then it counts.

    claimed: seconds that were told faster than time goes by, 0 for none.
    """

    digest: str
    bytes: int
    kind: str
    seconds: int
    length: int
    claimed: int
    percent: int

    @property
    def megabytes(self) -> str:
        return f"{max(self.bytes / 1024 / 1024, 0.1):.1f}"

    @property
    def seen(self) -> int:
        """Percent of it."""
        return self.seconds * 100 // self.length if self.length else 0

    @property
    def is_seen(self) -> bool:
        return self.seen >= self.percent


@dataclass(frozen=True, slots=True)
class LessonView:
    id: int
    number: int
    title: str
    text: str
    video: str
    is_done: bool
    film: FilmView | None = None
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """One course of a learner: done of all lessons."""

    enrolment_id: int
    title: str
    state: str
    done: int
    many: int
    lessons: tuple[LessonView, ...]


def learner(unit: str, person_id: int) -> Scope:
    """A person who came in by his own link: he acts for himself, in the unit whose link it is."""
    return Scope(f"person:{person_id}", unit, Role.READER)


def shelves(scope: Scope, person_id: int) -> list[Shelf]:
    """The courses of a person that have lessons, with what he has done."""
    return [
        shelf
        for row in selectors.enrolments_of(scope, person_id)
        if row.state != EnrolmentState.LEFT.value and (shelf := _shelf(scope, row)).many
    ]


def _shelf(scope: Scope, row: Enrolment) -> Shelf:
    done = selectors.passed(scope, [row.pk]).get(row.pk, set())
    seen, percent = (
        selectors.watched(scope, row.pk),
        load_training(NOTICE, clock.today()).watched_percent,
    )
    shown = tuple(
        LessonView(
            one.pk, one.number, one.title, one.text, one.video, one.pk in done,
            FilmView(one.video_digest, one.video_bytes, one.video_kind, *seen.get(one.pk, (0, 0, 0)), percent)
            if one.video_digest else None,
        )
        for one in selectors.lessons(scope, row.course_id)
    )  # fmt: skip
    label = EnrolmentState(row.state).label
    return Shelf(row.pk, row.course.title, label, len(done), len(shown), shown)


def lesson(
    scope: Scope, person_id: int, enrolment_id: int, lesson_id: int, wrong: tuple[int, ...] = ()
) -> LessonView:
    """A lesson with its questions. Raises OutOfScope for one that is not the person's."""
    row = _own(scope, person_id, enrolment_id)
    found = next((one for one in _shelf(scope, row).lessons if one.id == lesson_id), None)
    if found is None:
        raise OutOfScope(lesson_id)
    asked = tuple(
        Asked(key, text, tuple(enumerate(options)), key in wrong)
        for key, text, options in selectors.questions(scope, lesson_id)
    )
    return replace(found, questions=asked)


def answer(
    scope: Scope, person_id: int, enrolment_id: int, lesson_id: int, answers: Mapping[int, int]
) -> tuple[int, ...]:
    """Answer a lesson's questions; returns those answered wrongly. With the last lesson the course is completed.

    Raises OutOfScope; NotPossible while its video has not been seen, in words.
    """
    row = _own(scope, person_id, enrolment_id)
    film = lesson(scope, person_id, enrolment_id, lesson_id).film
    if film is not None and not film.is_seen:
        fast = (
            "播放记录比实际过去的时间长，多出的没有算，请按正常速度接着看。" if film.claimed else ""
        )
        raise NotPossible(f"{fast}视频看了{film.seen}%，看到{film.percent}%以后再交。")
    wrong = lessons.wrong(by=scope.actor, lesson_id=lesson_id, answers=answers)
    if wrong:
        return tuple(wrong)
    on = clock.today()
    lessons.passed(by=scope.actor, enrolment_id=row.pk, lesson_id=lesson_id, on=on)
    shelf = _shelf(scope, row)
    if shelf.done == shelf.many and row.state == EnrolmentState.ENROLLED.value:
        lessons.completed(by=scope.actor, at=clock.now(), enrolment_id=row.pk, on=on)
    return ()


def watched(
    scope: Scope, person_id: int, enrolment_id: int, lesson_id: int, seconds: int, length: int, folder: Path
) -> FilmView | None:  # fmt: skip
    """Note how much of a lesson's video the learner has seen. Raises OutOfScope; ValueError for what cannot be.

    length: as his player says; a shorter one than the kept file's own is not believed.
    """
    row = _own(scope, person_id, enrolment_id)
    film = lesson(scope, person_id, enrolment_id, lesson_id).film
    if film is None:
        raise OutOfScope(lesson_id)
    length = max(length, films.seconds(folder, film.digest)) if length else length
    lessons.watched(
        by=scope.actor, at=clock.now(), enrolment_id=row.pk, lesson_id=lesson_id, seconds=seconds, length=length,
        ahead=load_training(NOTICE, clock.today()).watched_ahead,
    )  # fmt: skip
    return lesson(scope, person_id, enrolment_id, lesson_id).film


def kept_film(parts: Iterable[bytes], folder: Path) -> films.Film:
    """Keep a video that a clerk brought. Raises NotAFilm, in words."""
    return films.keep(folder, parts, load_training(NOTICE, clock.today()).film_bytes)


def _own(scope: Scope, person_id: int, enrolment_id: int) -> Enrolment:
    row = selectors.enrolment(scope, enrolment_id)
    if row.person_id != person_id:
        raise OutOfScope(enrolment_id)
    return row


def add_lesson(
    scope: Scope, course_id: int, title: str, text: str, video: str, asked: str, film: films.Film | None = None
) -> int:  # fmt: skip
    """Put a lesson on the shelf of an own course. Raises OutOfScope; NotPossible, in words.

    asked: a question a paragraph; its first line asks, the others are options, the right one begins with *.
    """
    row = training.own_course(scope, course_id)
    if not title.strip() or not (text.strip() or video.strip()):
        raise NotPossible("没有写课名，或正文和视频都是空的。")
    questions = [_question(part) for part in asked.replace("\r", "").split("\n\n") if part.strip()]
    return lessons.add_lesson(
        by=scope.actor, course_id=row.pk, unit=row.county, title=title.strip()[:100], text=text.strip(),
        video=video.strip()[:200], questions=questions,
        film=(film.digest, film.size, film.kind) if film else ("", 0, ""),
    )  # fmt: skip


def _question(part: str) -> tuple[str, list[str], int]:
    text, *options = [line.strip() for line in part.strip().split("\n") if line.strip()]
    right = [number for number, one in enumerate(options) if one.startswith("*")]
    if len(options) < 2 or len(right) != 1:
        raise NotPossible(f"题目“{text[:20]}”要有两个以上选项，并且只有一个以*开头（正确的那个）。")
    return text[:300], [one.lstrip("*").strip() for one in options], right[0]
