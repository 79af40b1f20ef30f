"""培训: courses opened, offered to everyone who wants training, brought to them, joined while there are seats, ended."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.training import actions, results, selectors
from leye.apps.training.actions import NewCourse, NoSeatLeft, NotPossible
from leye.apps.training.models import Course, Enrolment
from leye.apps.training.results import Ended
from leye.core.periods import day_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.training.fitting import Seats, Wish, fits
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence
from leye.gateways import clock
from leye.notices.guarantees import promised_to
from leye.notices.loader import load_notice
from leye.notices.training import load_training
from leye.trips.rosters.intake import NOTICE

TRAINING = "training"


def allowed(scope: Scope) -> None:
    """Raises OutOfScope for who may not serve people."""
    if not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(scope.actor)


def open_course(scope: Scope, new: NewCourse) -> tuple[int, bool]:
    """Open a course for the people of the actor's unit. Raises OutOfScope; NotPossible, in words."""
    allowed(scope)
    if not new.title.strip() or not new.trade.strip() or not new.provider.strip():
        raise NotPossible("没有写全班名、工种或开班单位。三项都要填。")
    if new.ends_on < new.starts_on:
        raise NotPossible(f"结束日期 {new.ends_on} 早于开班日期 {new.starts_on}。请改正其中一个。")
    if new.seats < 1 or new.hours < 1:
        raise NotPossible("名额和课时都要大于0。")
    return actions.open_course(by=scope.actor, unit=scope.unit, at=clock.now(), new=new)


def own_course(scope: Scope, course_id: int) -> Course:
    """A course that the actor's unit or one below it offers: he may change it. Raises OutOfScope."""
    allowed(scope)
    row = selectors.course(scope, course_id)
    if row.county != scope.unit and not scope.covers(row.county):
        raise OutOfScope(course_id)
    return row


def end_course(scope: Scope, course_id: int, state: CourseState) -> None:
    """A course is over, or is not held. Raises OutOfScope."""
    actions.end_course(by=scope.actor, course_id=own_course(scope, course_id).pk, state=state)


def change_seats(scope: Scope, course_id: int, seats: int) -> None:
    """A course gets more or fewer seats. Raises OutOfScope; NotPossible, in words."""
    row = own_course(scope, course_id)
    if not actions.change_seats(by=scope.actor, course_id=row.pk, seats=seats):
        raise NotPossible(f"已经有 {row.taken} 人报名，名额不能少于这个数，也不能是0。")


def wishing(scope: Scope, on: dt.date) -> list[Wish]:
    """Who of the scope wants training, by the notice's own words."""
    tree = places.tree(scope, on)
    wants = load_notice(NOTICE).bound(on, tree.recodes())[promised_to(NOTICE, TRAINING)]
    found = whole.profiles(scope, wants, on, details=())
    trades = people.training_trades(scope, [one.person_id for one in found])
    return [Wish(one.person_id, one.county, trades.get(one.person_id, "")) for one in found]


def match(scope: Scope) -> int:
    """Offer the courses that still take people to everyone who wants training; returns how many offers are new.

    Whoever is in a course, or has as many open offers as anybody gets, is offered nothing further. Raises OutOfScope.
    """
    allowed(scope)
    on = clock.today()
    courses = [
        Seats(row.pk, row.county, row.trade, row.title, row.mode == Mode.ONLINE.value, row.seats - row.taken)
        for row in selectors.joinable(scope, on)
    ]  # fmt: skip
    wishes = wishing(scope, on)
    county = {one.person_id: one.county for one in wishes}
    now = clock.now()
    rows = [
        {
            "course_id": fit.course_id, "person_id": fit.person_id, "county": county[fit.person_id],
            "reasons": fit.reasons, "made_at": now,
        }
        for fit in fits(wishes, courses, load_training(NOTICE, on).offered)
    ]  # fmt: skip
    return actions.offer(by=scope.actor, rows=rows)


def inform(scope: Scope, offer_ids: list[int], on: dt.date) -> int:
    """Offers were handed over and signed for on a day. Returns how many are new.

    Raises OutOfScope; NotPossible for a day to come or one before the offer was made.
    """
    allowed(scope)
    if on > clock.today():
        raise NotPossible(f"日期 {on} 还没有到。请写实际告知的那一天。")
    own = selectors.made(scope, offer_ids)
    made_on = max((day_of(at) for at in own.values()), default=on)
    if on < made_on:
        raise NotPossible(f"{made_on} 才推荐，{on} 还不可能告知本人。请写实际告知的那一天。")
    return actions.inform(by=scope.actor, offer_ids=[one for one in offer_ids if one in own], on=on)


def enrol(scope: Scope, course_id: int, person_id: int, on: dt.date) -> int:
    """Give a person of the scope a seat. Raises OutOfScope; NoSeatLeft; NotPossible."""
    allowed(scope)
    row = selectors.course(scope, course_id)
    found = people.lines(scope, [person_id])
    if not found:
        raise OutOfScope(person_id)
    if on > clock.today():
        raise NotPossible(f"日期 {on} 还没有到。")
    if on > row.ends_on:
        raise NotPossible(f"这个班 {row.ends_on} 已经结束，不能再报名。")
    said = {"by": scope.actor, "course_id": row.pk, "person_id": person_id, "county": found[0].county, "on": on}  # fmt: skip
    try:
        try:
            with transaction.atomic():
                return actions.enrol(**said)  # type: ignore[arg-type]
        except IntegrityError:  # another desk did the same at the same instant
            return actions.enrol(**said)  # type: ignore[arg-type]
    except NoSeatLeft:
        raise NoSeatLeft(_full(scope, course_id, on)) from None


def _full(scope: Scope, course_id: int, on: dt.date) -> str:
    """Why nobody can join a course, and where he can go instead."""
    row = selectors.course(scope, course_id)
    if row.state != CourseState.OPEN.value:
        return f"“{row.title}”{CourseState(row.state).label}，不再报名。请选别的班。"
    others = sorted(selectors.joinable(scope, on), key=lambda one: one.trade != row.trade)[:3]
    elsewhere = "、".join(
        f"{one.title}（{one.starts_on} 开班，还有{one.seats - one.taken}个）" for one in others
    )
    instead = f"还有名额的班：{elsewhere}。" if others else "现在没有别的班还有名额。"
    return f"“{row.title}”的 {row.seats} 个名额已经报满。{instead}也可以请开班单位增加名额，有人退学名额会空出来。"


def attend(scope: Scope, course_id: int, presences: Mapping[int, Presence], on: dt.date) -> int:
    """Note who of the scope's people was there on a day of the course. Raises OutOfScope; NotPossible."""
    allowed(scope)
    row = selectors.course(scope, course_id)
    if not row.starts_on <= on <= min(row.ends_on, clock.today()):
        raise NotPossible(
            f"{on} 不是开班的日子（{row.starts_on} 到 {row.ends_on}），或者还没有到。"
        )
    own = {one.pk for one in selectors.enrolments(scope, course_id)}
    known = {one: presence for one, presence in presences.items() if one in own}
    return actions.attend(by=scope.actor, presences=known, on=on)


def end(
    scope: Scope, enrolment_id: int, state: EnrolmentState, on: dt.date,
    points: int | None = None, certificate: str = "", why: str = "",
) -> None:  # fmt: skip
    """What became of somebody in a course. why: asked where the course is not over. Raises OutOfScope; NotPossible."""
    allowed(scope)
    row = selectors.enrolment(scope, enrolment_id)
    if state is EnrolmentState.ENROLLED:
        raise NotPossible("请选结业、未合格或退学。")
    ended = _ended(row, state, on, points, certificate, why)
    with _certificate_once():
        results.end(by=scope.actor, at=clock.now(), enrolment_id=row.pk, ended=ended)


def correct(
    scope: Scope, enrolment_id: int, state: EnrolmentState, on: dt.date,
    points: int | None = None, certificate: str = "", why: str = "",
) -> None:  # fmt: skip
    """Another result than the one that was noted, with its reason; 在学 takes it back. Raises OutOfScope; NotPossible."""
    allowed(scope)
    row = selectors.enrolment(scope, enrolment_id)
    if row.state == EnrolmentState.ENROLLED.value:
        raise NotPossible("这个人还没有结果，不用更正。请直接登记结果。")
    if not why.strip():
        raise NotPossible("没有写更正的原因。请写清原来登记错在哪里。")
    if state is EnrolmentState.ENROLLED:
        points, certificate = None, ""
    ended = _ended(row, state, on, points, certificate, why)
    if on < row.enrolled_on:
        raise NotPossible(f"{row.enrolled_on} 才报名，结果的日期不能在这以前。")
    try:
        with _certificate_once():
            is_done = results.correct(
                by=scope.actor, at=clock.now(), enrolment_id=row.pk, was=row.state, ended=ended
            )
    except NoSeatLeft as error:
        raise NotPossible(str(error)) from None
    if not is_done:
        raise NotPossible("别人刚刚改过这个人的结果。请看过现在的结果再改。")


def _ended(
    row: Enrolment, state: EnrolmentState, on: dt.date, points: int | None, certificate: str, why: str
) -> Ended:  # fmt: skip
    if on > clock.today():
        raise NotPossible(f"日期 {on} 还没有到。")
    last = row.course.ends_on
    is_early = state in (EnrolmentState.COMPLETED, EnrolmentState.FAILED) and on < last
    if is_early and not why.strip():
        raise NotPossible(
            f"课程还没有结束：最后一天是 {last}，结果的日期写的是 {on}。日期错了请改；确实提前有结果的，在“说明”里写原因。"
        )
    if points is not None and points > 100:
        raise NotPossible(f"分数“{points}”超过100。请写0到100的整数，没有分数就空着。")
    return Ended(state=state, on=on, points=points, certificate=certificate.strip()[:60], why=why.strip()[:200])  # fmt: skip


@contextmanager
def _certificate_once() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise NotPossible("这个证书编号已经登记给别人，或分数不在0到100之间。请核对。") from None
