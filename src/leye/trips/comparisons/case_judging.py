"""信息比对, what is decided: a case's outcome goes to the ledger as facts of that roster, and can be undone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from leye.apps.comparisons import actions as comparisons
from leye.apps.comparisons import selectors as compared
from leye.apps.comparisons.actions import AlreadyJudged
from leye.apps.comparisons.models import Case, Judgement
from leye.apps.messages import ownwords
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.core.cases.vocabulary import OUTCOMES, CaseOutcome, MatchClass, Section
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition, Held
from leye.core.rosters.changes import current
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.comparing import load_comparing
from leye.trips.comparisons import own_words
from leye.trips.comparisons.compare_findings import Finder, open_evidence, read_row
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.rosters.intake import NOTICE, context_for

SAFE = frozenset({MatchClass.DIFFERS, MatchClass.ONLY_LEDGER})  # may be decided many at once


class NotPossible(Exception):
    """The outcome cannot be carried out; `why` says so to the clerk."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def judge(scope: Scope, case_id: int, outcome: CaseOutcome, reason: str, keys: Keyring) -> None:
    """Decide a case. Raises OutOfScope, NotPossible, AlreadyJudged; ValueError without a reason."""
    _judge(scope, case_id, outcome, reason, keys)
    projection.follow(by=scope.actor)  # figures have it before its clerk reads that it is done


@transaction.atomic
def _judge(scope: Scope, case_id: int, outcome: CaseOutcome, reason: str, keys: Keyring) -> None:
    case = _mine(scope, case_id)
    kind = MatchClass(case.match_class)
    if outcome not in OUTCOMES[kind]:
        raise NotPossible("这一类不能这样判定，请另选一项。")
    if not reason.strip():
        raise ValueError("a judgement needs a reason")
    if not case.is_open:
        raise AlreadyJudged(case_id)
    entry_id = merge_id = None
    if outcome is CaseOutcome.CORRECTED and kind is not MatchClass.OWN_WORD:
        entry_id, merge_id = _carry_out(scope, case, kind, reason, keys)
    comparisons.judge(
        by=scope.actor,
        case_id=case.pk,
        outcome=outcome,
        reason=reason,
        at=clock.now(),
        entry_id=entry_id,
        merge_id=merge_id,
    )
    if (
        kind is MatchClass.OWN_WORD
    ):  # what is wrong is corrected on the person's page, by its own rules
        own_words.judged(scope, case, outcome, reason)


def _mine(scope: Scope, case_id: int) -> Case:
    """The case, for the county that owns it or a level above. Raises OutOfScope."""
    case = compared.case(scope, purposes_of(scope), case_id)
    if not may_judge(scope, case.county):
        raise OutOfScope(case_id)
    return case


def may_judge(scope: Scope, county: str) -> bool:
    """Whether the actor may decide the cases of a county."""
    return scope.may(Capability.EDIT_LEDGER) and scope.covers(county)


def _carry_out(
    scope: Scope, case: Case, kind: MatchClass, reason: str, keys: Keyring
) -> tuple[int, int | None]:
    entry_id = ledger.open_entry(
        by=scope.actor,
        source=Source.DEPARTMENT,
        unit=case.county,
        at=clock.now(),
        source_ref=f"comparison:{case.comparison_id}",
        reason=reason.strip()[:500],
    )
    merge_id = None
    if kind is MatchClass.TWICE:
        merge_id = _merged(scope, case, entry_id)
    else:
        facts = _facts(scope, case, keys)
        if not facts:
            raise NotPossible("台账没有要按名册更正的内容，请改选不更正台账的一项。")
        ledger.add_facts(by=scope.actor, entry_id=entry_id, facts=facts)
    ledger.close_entry(by=scope.actor, entry_id=entry_id, at=clock.now())
    return entry_id, merge_id


def _merged(scope: Scope, case: Case, entry_id: int) -> int:
    if case.other_id is None:
        raise NotPossible("这一条没有第二个人。")
    try:
        return ledger.judge_same(
            by=scope.actor,
            entry_id=entry_id,
            duplicate_id=case.other_id,
            survivor_id=case.person_id,
        )
    except ValueError:
        why = "两人中有一人已经和别人合并过，请先撤回那一次合并。"
        raise NotPossible(why) from None


def _facts(scope: Scope, case: Case, keys: Keyring) -> list[Addition]:
    """What the roster's row changes in the ledger as it is today, in the sections of the case."""
    comparison = case.comparison
    declared = load_comparing(NOTICE)
    supply = declared.kinds[comparison.kind]
    context = context_for(scope, comparison.unit, comparison.as_of)
    held = people.held(scope, [case.person_id])[case.person_id]
    if case.match_class == MatchClass.ONLY_LEDGER:
        return _ended(case, held, comparison.as_of)
    evidence = open_evidence(keys, case.evidence)
    if evidence is None:
        raise NotPossible("这份名册的保存期已过，内容已经清除，不能再按它更正。")
    right = evidence["right"]
    row = read_row(right, context) if isinstance(right, dict) else None
    if row is None:
        raise NotPossible("名册的这一行读不出内容，请在人员页更正。")
    finder = Finder(scope, keys, supply, declared, context, case.due_on)
    told = finder.differences(row, held, case.person_id)
    facts = [replace(x, origin=f"row:{case.row_no}") for one in told for x in one.additions]
    _nobody_elses_number(scope, case.person_id, facts)
    return facts


def _nobody_elses_number(scope: Scope, person_id: int, facts: Sequence[Addition]) -> None:
    """A number that somebody else bears in the ledger is not given to a second person. Raises NotPossible."""
    numbers = [str(x.values["id_index"]) for x in facts if x.values.get("id_index")]
    bearers = people.persons_by_id_index(scope, numbers)
    if any(other != person_id for found in bearers.values() for other in found):
        why = "名册上的证件号码在台账里是另一个人的，不能改到此人名下。请先核实号码是谁的，再选不更正台账的一项。"
        raise NotPossible(why)


def _ended(case: Case, held: Sequence[Held], as_of: dt.date) -> list[Addition]:
    """Somebody whom the roster should hold is not what the ledger says: that ends on the roster's day."""
    table = f.EMPLOYMENT.table if Section.EMPLOYMENT.value in case.sections else f.STANDING.table
    now = current(held, table, as_of)
    if now is None or now.valid_from >= as_of:
        raise NotPossible("台账里这一条已经不在了，或者晚于名册日期，不能按名册更正。")
    return [
        Addition(table, case.person_id, now.valid_from, now.values, as_of, now.id, False, "absent")
    ]


def take_back(scope: Scope, case_id: int, reason: str) -> None:
    """Undo the judgement on a case: what it brought into the ledger is taken back, the case is open again.

    Raises OutOfScope, NotPossible when later facts rest on it, AlreadyJudged, ValueError.
    """
    _take_back(scope, case_id, reason)
    projection.follow(by=scope.actor)


@transaction.atomic
def _take_back(scope: Scope, case_id: int, reason: str) -> None:
    case = _mine(scope, case_id)
    judgement = compared.standing(scope, purposes_of(scope), case_id)
    if judgement is None:
        raise AlreadyJudged(case_id)
    entry_id = _taken_back(scope, case, judgement, reason) if judgement.entry_id else None
    comparisons.take_back(
        by=scope.actor, judgement_id=judgement.pk, reason=reason, at=clock.now(), entry_id=entry_id
    )
    if case.match_class == MatchClass.OWN_WORD:
        ownwords.ask_again(by=scope.actor, remark_id=case.row_no or 0, unit=case.county)


def _taken_back(scope: Scope, case: Case, judgement: Judgement, reason: str) -> int:
    by, now = scope.actor, clock.now()
    entry_id = ledger.open_entry(
        by=by,
        source=Source.DEPARTMENT,
        unit=case.county,
        at=now,
        source_ref=f"comparison:{case.comparison_id}",
        reason=reason.strip()[:500],
    )
    if judgement.merge_id is not None:
        ledger.take_back_same(by=by, entry_id=entry_id, merge_id=judgement.merge_id)
    else:
        try:
            ledger.take_back_facts(by=by, entry_id=entry_id, brought_by=judgement.entry_id or 0)
        except ledger.RestedOn:
            why = "判定以后，这些记录又被更正过，不能直接撤回；请在人员页按最新情况更正。"
            raise NotPossible(why) from None
    ledger.close_entry(by=by, entry_id=entry_id, at=now)
    return entry_id


def judge_many(
    scope: Scope, case_ids: list[int], outcome: CaseOutcome, reason: str, keys: Keyring
) -> tuple[int, int]:
    """Decide several cases alike, where that is safe; returns (decided, left as they are).

    Doubtful pairs and persons who may be one are looked at one by one and are left.
    """
    done = left = 0
    for case_id in case_ids:
        case = compared.case(scope, purposes_of(scope), case_id)
        if MatchClass(case.match_class) not in SAFE or not may_judge(scope, case.county):
            left += 1
            continue
        try:
            _judge(scope, case_id, outcome, reason, keys)
            done += 1
        except (NotPossible, AlreadyJudged):
            left += 1
    projection.follow(by=scope.actor)
    return done, left
