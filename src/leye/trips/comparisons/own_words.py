"""本人反映: what a person says of his own data becomes a case with its evidence, and the judgement his answer."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.comparisons import actions as comparisons
from leye.apps.comparisons.actions import Given
from leye.apps.comparisons.models import Case
from leye.apps.messages import ownwords, receiving, wishes
from leye.apps.messages import selectors as outbox
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.core.cases import rules
from leye.core.cases.vocabulary import CaseOutcome, MatchClass, Section, said
from leye.core.identity.masking import mask_name, mask_phone
from leye.core.messages.channels import Way, Why
from leye.core.scope import OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.notices.comparing import load_comparing
from leye.notices.outreach import load_outreach
from leye.trips.comparisons.compare_findings import seal_evidence
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.rosters.intake import NOTICE

KINDS = {"not_me": "这不是我", "wrong": "信息有误"}
REMARK_CONTEXT, MOST = "remark", 500
PROPOSED = {"not_me": CaseOutcome.NOT_SAME, "wrong": CaseOutcome.CORRECTED}
BY_PHONE = (Way.SMS, Way.FILE)
CASE = "case"  # the source of a word that a judgement says, and not the person
OTHERS = 6  # people of the same number that a case names


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a person's data, in whose words, and from where: a link of his, or a desk."""

    person_id: int
    kind: str
    words: str
    place: str


@transaction.atomic
def take(scope: Scope, told: Said) -> bool:
    """Keep what a person said and open its case; False where the same is still being looked into. Raises OutOfScope."""
    line = next(iter(people.lines(scope, [told.person_id])), None)
    if line is None or told.kind not in KINDS:
        raise OutOfScope(told.person_id)
    keys, at, words = keys_of(Path(settings.HOME)), clock.now(), told.words.strip()[:MOST]
    row, is_new = ownwords.remark(
        by=scope.actor, unit=line.county, person_id=told.person_id, kind=told.kind,
        cipher=sealing.seal(keys, words, REMARK_CONTEXT), at=at,
    )  # fmt: skip
    if not is_new:
        return False
    today, declared = clock.today(), load_comparing(NOTICE)
    evidence = {
        "left": {"name": line.name}, "right": {}, "rule": MatchClass.OWN_WORD.value, "differences": [],
        "said": [["反映", KINDS[told.kind]], ["原话", words or "没有写"], ["从哪里来", told.place], *_reached(scope, told.person_id)],
    }  # fmt: skip
    comparisons.own_word(
        by=scope.actor, given=_month(line.county, today), word=row.pk, at=at,
        case={
            "county": line.county, "person_id": told.person_id, "sections": Section.IDENTITY.value,
            "weight": rules.weight(MatchClass.OWN_WORD, [Section.IDENTITY], 1), "proposal": PROPOSED[told.kind].value,
            "due_on": today + dt.timedelta(days=declared.due_days), "evidence": seal_evidence(keys, evidence),
        },
    )  # fmt: skip
    return True


def _reached(scope: Scope, person: int) -> list[list[str]]:
    """The number by which he is reached, hidden but for its ends, and who else has it."""
    reach = whole.reach(scope, [person]).get(person)
    if reach is None or not reach.phone_index:
        return [["台账里的电话", "没有"]]
    number = sealing.unseal(keys_of(Path(settings.HOME)), reach.phone_cipher, PHONE_CONTEXT)
    others = [one for one, _ in whole.with_phone(scope, reach.phone_index) if one != person]
    names = "、".join(mask_name(one.name) for one in people.lines(scope, others[:OTHERS]))
    shared = f"{names} 共 {len(others)} 人" if others else "没有"
    return [["台账里的电话", mask_phone(number)], ["同号的人", shared]]


def _month(unit: str, today: dt.date) -> Given:
    """A county's own words of a month are kept together, as long as a roster is."""
    declared = load_comparing(NOTICE)
    own, first = declared.own_word, today.replace(day=1)
    until = first + dt.timedelta(days=31 + declared.retention_days)
    return Given(
        unit, first, own.purpose, until, MatchClass.OWN_WORD.value, own.supplier, own.ground(today)
    )


def hold(scope: Scope, person: int) -> None:
    """A number that led a stranger to a person is not used for him; where he shares it, the others keep it."""
    reach = whole.reach(scope, [person]).get(person)
    if reach is None or not reach.phone_index:
        return
    if len(whole.with_phone(scope, reach.phone_index)) > 1:
        _by_phone(scope, person, reach.county, False)
        return
    receiving.dead(
        by=scope.actor, channel=Way.SMS.value, addresses=[reach.phone_index], why=Why.NOT_HIS, at=clock.now()
    )  # fmt: skip


def _by_phone(scope: Scope, person: int, unit: str, is_yes: bool) -> None:
    """A judgement on a number is no wish: whoever said himself that he wants no messages gets none by it."""
    version = load_outreach(NOTICE, clock.today()).notice_version
    own = outbox.answers(scope, [person], without=CASE)
    for way in BY_PHONE:
        if is_yes and not own.get((person, way.value), own.get((person, ""), True)):
            continue
        wishes.answer(
            by=scope.actor, unit=unit, person_id=person, channel=way.value, is_yes=is_yes, version=version,
            source=CASE, at=clock.now(),
        )  # fmt: skip


def judged(scope: Scope, case: Case, outcome: CaseOutcome, reason: str) -> None:
    """The outcome is the person's answer; a number that is his after all is used again."""
    words = f"{said(MatchClass.OWN_WORD, outcome)}。{reason.strip()}"
    ownwords.answer(
        by=scope.actor, remark_id=case.row_no or 0, unit=case.county, words=words, at=clock.now()
    )
    if outcome is CaseOutcome.NOT_SAME:
        hold(scope, case.person_id)
    elif outcome is CaseOutcome.CONFIRMED and case.proposal == PROPOSED["not_me"]:
        _use_again(scope, case.person_id)


def _use_again(scope: Scope, person: int) -> None:
    reach = whole.reach(scope, [person]).get(person)
    if reach is None or not reach.phone_index:
        return
    if len(whole.with_phone(scope, reach.phone_index)) > 1:
        _by_phone(scope, person, reach.county, True)
    receiving.used_again(by=scope.actor, unit=reach.county, addresses=[reach.phone_index])
