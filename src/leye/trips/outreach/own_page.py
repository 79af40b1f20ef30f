"""本人页面: what somebody who came in by his link sees of himself, and may say."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.audit import selectors as audit
from leye.apps.matching.actions import NotPossible
from leye.apps.messages import actions, ownwords, wishes
from leye.apps.messages import selectors as outbox
from leye.apps.messages.actions import Settled
from leye.apps.people import selectors as people
from leye.apps.training import actions as training_actions
from leye.apps.training import selectors as training
from leye.apps.training.models import Course, Offer
from leye.core.identity.masking import mask_name
from leye.core.messages.channels import Way
from leye.core.messages.states import State
from leye.core.periods import day_of
from leye.core.scope import OutOfScope, Role, Scope
from leye.core.training.fitting import lasting
from leye.core.training.vocabulary import CourseState, Mode
from leye.core.vacancies.vocabulary import Refusal, Step
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.notices.outreach import load_outreach
from leye.notices.wording import Words, load_words
from leye.trips import passing
from leye.trips.comparisons import own_words
from leye.trips.comparisons.own_words import KINDS, Said
from leye.trips.identities import ID_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.outreach.audience import wishes as wishes_of
from leye.trips.passing import Opened, Purpose
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies import proposals
from leye.trips.vacancies.proposals import Line

SHOWN, OVER, SEEN = 6, 3, 60  # vacancies, courses that are over and views of one's data on a page
# What was done with a person's data, in his words; the rest is no view of his data.
DOINGS = {
    "person.read": "查看了你的信息", "person.reveal.id_no": "查看了你的完整身份证号",
    "person.reveal.phone": "查看了你的完整电话",
    "message.answer": "登记了你是否接收信息", "remark.open": "收到了你的反映", "remark.close": "答复了你的反映", "pass.revoke": "收回了链接",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody's doing with one's data: when, who (an office, not a name), what."""

    at: dt.datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A course that the person was told of, in words. over: why it cannot be joined any more, "" where it can."""

    title: str
    when: str
    reasons: str
    over: str


@dataclass(frozen=True, slots=True)
class Own:
    """The page. takes, stops: whether messages are wanted, or stopped, by some way; notice: what one is told of them."""

    name: str
    lines: tuple[Line, ...]
    training: tuple[Offered, ...]
    remarks: tuple[tuple[str, str, str], ...]  # what, when, answer
    takes: bool
    stops: bool
    notice: str
    version: str
    words: Words


def scope_of(opened: Opened) -> Scope:
    """The person as an actor: within his county, and, by what each function asks, within his own data."""
    if opened.purpose is not Purpose.PERSON:
        raise OutOfScope(opened.id)
    return Scope(opened.subject, opened.unit, Role.CLERK)


def page(opened: Opened, language: str = "zh") -> Own:
    """What the person sees. Raises OutOfScope once he is not settled in the link's county any more."""
    scope, person = scope_of(opened), opened.number
    found = people.lines(scope, [person])
    if not found:
        raise OutOfScope(person)
    lines = proposals.of_person(scope, person)[:SHOWN]
    told = load_outreach(NOTICE, clock.today())
    said = [
        (KINDS.get(one.kind, ""), f"{clock_day(one.said_at)}", one.answer)
        for one in outbox.remarks(scope, person_id=person)
    ]
    wished = wishes_of(scope, person)
    return Own(
        mask_name(found[0].name), tuple(lines),
        _courses(scope, person), tuple(said), wished.takes, wished.stops, told.notice,
        told.notice_version, load_words(NOTICE, language),
    )  # fmt: skip


def _courses(scope: Scope, person: int) -> tuple[Offered, ...]:
    """The courses that can be joined, the newest first, and those that the person was told of and that are over."""
    rows = training.offers_of(scope, [person])[::-1]
    still = training.still_open(scope, [row.pk for row in rows], clock.today())
    open_rows = [row for row in rows if row.pk in still]
    told = [row for row in rows if row.pk not in still and row.told_on is not None]
    return tuple(_offered(row, row.pk in still) for row in (*open_rows, *told[:OVER]))


def _offered(row: Offer, is_open: bool) -> Offered:
    course = row.course
    where = "线上" if course.mode == Mode.ONLINE else course.place
    days = f"{day_words(course.starts_on)}开班，{day_words(course.ends_on)}结束"
    when = f"{where}，{days}，共 {course.hours} 课时"
    over = "" if is_open else _why_not(course)
    return Offered(course.title, when, lasting(row.reasons), over)


def _why_not(row: Course) -> str:
    """Why a course cannot be joined any more."""
    if row.state != CourseState.OPEN.value:
        return CourseState(row.state).label
    return "已报满" if row.taken >= row.seats else "已经开班"


def day_words(day: dt.date) -> str:
    """A day as the page writes it: 6月8日."""
    return f"{day.month}月{day.day}日"


def clock_day(at: dt.datetime) -> str:
    """The Shanghai day of an instant, as the page writes it."""
    return day_of(at).isoformat()


def opened_by_person(opened: Opened) -> None:
    """Whoever sees his vacancies on his own page has them: they count as delivered from today on."""
    scope = scope_of(opened)
    for line in proposals.of_person(scope, opened.number)[:SHOWN]:
        if line.step in {"", Step.SHOWN.value}:
            try:
                proposals.note(scope, line.id, Step.OPENED, clock.today())
            except NotPossible:  # closed a moment ago: it is not counted, and gone at the next look
                continue
    rows = [row.pk for row in training.offers_of(scope, [opened.number]) if row.told_on is None]
    untold = sorted(training.still_open(scope, rows, clock.today()))
    if untold:
        training_actions.inform(by=scope.actor, offer_ids=untold, on=clock.today())
    ways = [way.value for way in Way]
    open_ones = [pk for kind in ("vacancies", "training") for pk in outbox.open_to(scope, [opened.number], kind, ways)]  # fmt: skip
    ended = [Settled(pk, State.DELIVERED, at=clock.now()) for pk in open_ones]
    actions.settle_all(by=scope.actor, unit=scope.unit, many=ended)


def say(opened: Opened, proposal_id: int, step: Step, why: str = "") -> None:
    """Interested, or not and why. Raises OutOfScope for another's proposal; NotPossible."""
    if step not in {Step.INTERESTED, Step.REFUSED}:
        raise OutOfScope(proposal_id)
    scope = scope_of(opened)
    if proposal_id not in {line.id for line in proposals.of_person(scope, opened.number)}:
        raise OutOfScope(proposal_id)
    proposals.note(scope, proposal_id, step, clock.today(), why if Refusal.read_code(why) else "")


def remark(opened: Opened, kind: str, text: str) -> bool:
    """ "This is not me" or "something is wrong": opens a case of the county; False for one that is open already."""
    if kind not in KINDS:
        raise OutOfScope(kind)
    scope = scope_of(opened)
    place = f"本人页面，第 {opened.id} 号链接，用到 {clock_day(opened.expires_at)}"
    with transaction.atomic():
        is_new = own_words.take(scope, Said(opened.number, kind, text, place))
        if kind == "not_me":  # somebody else has this person's link, and so his number or account
            passing.revoke(scope, Purpose.PERSON, opened.subject, scope.unit)
            own_words.hold(scope, opened.number)
    return is_new


def stop(opened: Opened, takes: bool) -> None:
    """Take messages or not; the word is kept with the text that it was given to."""
    scope = scope_of(opened)
    told = load_outreach(NOTICE, clock.today())
    wishes.answer(
        by=scope.actor, unit=scope.unit, person_id=opened.number, channel="", is_yes=takes,
        version=told.notice_version, source="page", at=clock.now(),
    )  # fmt: skip


class TooManyGuesses(Exception):
    """The day's guesses are used up."""


def is_the_person(opened: Opened, tail: str) -> bool:
    """Whether the last four characters of the identity number are right; five wrong ones a day. Raises TooManyGuesses."""
    scope, person, today = scope_of(opened), opened.number, clock.today()
    if not ownwords.guess(by=scope.actor, person_id=person, on=today):
        raise TooManyGuesses
    found = people.lines(scope, [person])
    number = (
        sealing.unseal(keys_of(Path(settings.HOME)), found[0].id_cipher, ID_CONTEXT)
        if found
        else ""
    )
    is_right = bool(number) and tail.strip().upper() == number[-4:].upper()
    if is_right:
        ownwords.guessed_right(by=scope.actor, person_id=person, on=today)
    return is_right


def seen(opened: Opened) -> list[Seen]:
    """Who has seen one's data and why, the newest first."""
    events = audit.about(scope_of(opened), opened.subject, SEEN)
    return [
        Seen(
            one.at,
            "本人" if one.actor == opened.subject else "人社部门工作人员",
            DOINGS[one.action],
            str(json.loads(one.detail).get("reason", "")),
        )
        for one in events
        if one.action in DOINGS
    ]
