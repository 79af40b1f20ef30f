"""公示: who is to get money, masked, for everybody to read for so many working days; objections; taken down by itself."""

import datetime as dt
import json
from dataclasses import dataclass

from django.db import transaction

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.subsidies import actions, money_actions, selectors
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.apps.subsidies.models import Publicity
from leye.core.identity.masking import mask_name
from leye.core.payments.money import yuan
from leye.core.payments.steps import Step
from leye.core.places.tree import REGION
from leye.core.scope import ANYBODY, Capability, OutOfScope, Role, Scope
from leye.gateways import clock
from leye.gateways.holidays import after_working_days, is_announced
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.subsidy_procedure import load_publicity
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies.subsidy_drafts import NotAccepted, kind_of

OBJECTION_CONTEXT = "subsidy.objection"
MOST_OBJECTIONS = 50  # of one notice that wait; more would only hide the others


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as everybody reads it."""

    id: int
    county: str
    title: str
    firm: str
    period: str
    people: tuple[tuple[str, str], ...]  # masked name, yuan
    sum: str
    opened_on: dt.date
    closes_on: dt.date
    working_days: int


def publish(scope: Scope, application_id: int) -> dt.date:
    """Put an approved application up; returns its last day. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(application_id)
    row = selectors.application(scope, application_id)
    today = clock.today()
    days = load_publicity(NOTICE, today).working_days
    claims = [one for one in selectors.claims(scope, row.pk) if one.is_counted]
    region = Scope(scope.actor, REGION, Role.CLERK)
    names = {
        line.person_id: line.name for line in people.lines(region, [c.person_id for c in claims])
    }
    kind = kind_of(row.kind)
    payee = row.agent or row.employer
    shown = {
        "firm": payee.name if payee else "",
        "period": f"{row.start} 至 {row.end - dt.timedelta(days=1)}",
        "people": [[mask_name(names.get(c.person_id, ""))[:2], yuan(c.fen or 0)] for c in claims],
        "sum": yuan(row.fen or 0),
    }
    last = after_working_days(today, days)
    money_actions.publish(
        by=scope.actor, hand=Hand(scope.role.value, clock.now()), application=row,
        values={
            "opened_on": today, "closes_on": last, "working_days": days, "title": kind.title,
            "shown": json.dumps(shown, ensure_ascii=False),
        },
    )  # fmt: skip
    return last


def is_certain(day: dt.date) -> bool:
    """Whether the public holidays up to a day are announced; else the last day may still move."""
    return is_announced(day)


def notices(county: str = "") -> list[Notice]:
    """What everybody may read today."""
    today = clock.today()
    tree = places.tree(ANYBODY, today)
    return [
        _notice(one, tree.name(one.county)) for one in selectors.published(ANYBODY, today, county)
    ]


def _notice(row: Publicity, county: str) -> Notice:
    told = json.loads(row.shown)
    return Notice(
        row.pk, county, row.title, told["firm"], told["period"],
        tuple((name, fen) for name, fen in told["people"]), told["sum"], row.opened_on,
        row.closes_on, row.working_days,
    )  # fmt: skip


def object_to(publicity_id: int, words: str, contact: str, key: str, keys: Keyring) -> bool:
    """Somebody objects, without an account; what he says and how to reach him are sealed.

    Raises NotAccepted; OutOfScope for a notice that does not hang.
    """
    today = clock.today()
    found = [one for one in selectors.published(ANYBODY, today) if one.pk == publicity_id]
    if not found:
        raise OutOfScope(publicity_id)
    if len(words.strip()) < 5:
        raise NotAccepted("请写清哪一条有问题、是什么问题。")
    if found[0].objections.filter(outcome="").count() >= MOST_OBJECTIONS:
        raise NotAccepted("这条公示收到的异议已经很多，正在核实。请直接联系旗县人社局。")
    told = json.dumps(
        {"words": words.strip()[:1000], "contact": contact.strip()[:100]}, ensure_ascii=False
    )
    return money_actions.keep_objection(
        by="anybody", at=clock.now(), publicity=found[0],
        said_cipher=sealing.seal(keys, told, OBJECTION_CONTEXT), key=key or str(clock.now().timestamp()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """An objection opened for who answers it."""

    id: int
    application_id: int
    title: str
    words: str
    contact: str
    at: dt.datetime


def objections(scope: Scope, keys: Keyring) -> list[Said]:
    """What is said against notices of the scope and waits for an answer. Raises OutOfScope."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(scope.unit)
    found = []
    for one in selectors.objections_open(scope):
        told = json.loads(sealing.unseal(keys, one.said_cipher, OBJECTION_CONTEXT))
        row = one.publicity
        found.append(
            Said(one.pk, row.application_id, row.title, told["words"], told["contact"], one.at)
        )
    return found


def answer(scope: Scope, objection_id: int, *, upheld: bool, words: str) -> None:
    """Whether somebody was right. If so the notice is taken down and nothing is paid until it is cleared up."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(objection_id)
    if not words.strip():
        raise NotPossible("没有写核实情况。请写清怎样核实、结论是什么。")
    row = selectors.objection(scope, objection_id)
    with transaction.atomic():
        money_actions.answer_objection(
            by=scope.actor, at=clock.now(), objection=row, outcome="upheld" if upheld else "dismissed",
            answer=words.strip(),
        )  # fmt: skip
        notice = row.publicity
        if upheld and notice.taken_down_on is None:
            money_actions.take_down(
                by=scope.actor, hand=Hand(scope.role.value, clock.now(), f"异议成立：{words.strip()}"),
                publicity=notice, on=clock.today(), step=Step.STOP,
            )  # fmt: skip


def take_down_due(scope: Scope) -> int:
    """Notices whose last day has passed: without an open objection the application goes on. Returns how many."""
    done = 0
    for one in selectors.ended(scope, clock.today()):
        if one.objections.filter(outcome="").exists():
            continue  # it no longer hangs; it waits for an answer
        try:
            money_actions.take_down(
                by=scope.actor, hand=Hand("", clock.now(), f"公示满{one.working_days}个工作日，无异议"),
                publicity=one, on=clock.today(), step=Step.CLEAR,
            )  # fmt: skip
        except actions.NotPossible:
            money_actions.end_notice(
                by=scope.actor, application_id=one.application_id, on=clock.today()
            )
        done += 1
    return done
