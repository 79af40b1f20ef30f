"""补贴审核: papers checked, reviewed with finding and checks, approved by a second person, refused, stopped, taken up again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.subsidies import actions, budgets, selectors
from leye.apps.subsidies.actions import Found, Hand, NotPossible
from leye.apps.subsidies.models import Application
from leye.core.digests import canonical
from leye.core.ledger import facts as f
from leye.core.payments.money import yuan
from leye.core.payments.periods import lasts_until, spans
from leye.core.payments.steps import State, Step
from leye.core.rules.findings import Verdict
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.trips.subsidies.subsidy_checks import Concern, concerns
from leye.trips.subsidies.subsidy_drafts import kind_of
from leye.trips.subsidies.subsidy_findings import Judged, judged

MONEY_AHEAD = (State.APPROVED, State.PUBLISHED, State.CLEARED, State.LISTED, State.BOUNCED)


def accept(scope: Scope, application_id: int) -> None:
    """The papers are complete. Raises OutOfScope, NotPossible."""
    _step(scope, application_id, Capability.REVIEW_SUBSIDY, Step.ACCEPT)


def give_back(scope: Scope, application_id: int, why: str) -> None:
    """Back to who brought it, with what is to be mended."""
    _step(scope, application_id, Capability.REVIEW_SUBSIDY, Step.RETURN, _said(why))


def leave_out(scope: Scope, application_id: int, claim_id: int, why: str) -> None:
    """One person is not paid for; without a reason he is taken in again."""
    row = _row(scope, application_id, Capability.REVIEW_SUBSIDY)
    actions.leave_out(by=scope.actor, application=row, claim_id=claim_id, why=why.strip())


@dataclass(frozen=True, slots=True)
class Weighed:
    """An application with what was found of it. sum_fen: of the claims that count, as far as it can be worked out."""

    row: Application
    judged: tuple[Judged, ...]
    concerns: tuple[Concern, ...]
    sum_fen: int
    open_many: int  # counted claims of which something is not met or not known

    @property
    def needs_words(self) -> bool:
        return bool(self.open_many or self._about_counted)

    @property
    def _about_counted(self) -> bool:
        counted = {one.claim.pk for one in self.judged if one.claim.is_counted}
        return any(one.claim_id in counted for one in self.concerns)


def weighed(scope: Scope, row: Application) -> Weighed:
    """What rules and checks find of an application now."""
    found = judged(scope, row, selectors.claims(scope, row.pk))
    counted = [one for one in found if one.claim.is_counted]
    return Weighed(
        row, tuple(found), tuple(concerns(scope, row, found)),
        sum(one.finding.amount_fen or 0 for one in counted),
        sum(1 for one in counted if one.finding.verdict is not Verdict.YES),
    )  # fmt: skip


def review(
    scope: Scope, application_id: int, explained: str = "", by_hand: Mapping[int, int] | None = None
) -> None:
    """The first approval. by_hand: claim → fen where the amount cannot be worked out; that, too, is to be explained.

    What is not met, not known or found by the checks needs words, and then a unit above approves.
    Raises OutOfScope, NotPossible.
    """
    row = _row(scope, application_id, Capability.REVIEW_SUBSIDY)
    seen = weighed(scope, row)
    given = by_hand or {}
    needs_above = seen.needs_words or bool(given)
    if needs_above and not explained.strip():
        raise NotPossible(
            "有条件不符合、不明，或核查发现问题。请逐人去掉，或写明理由后报上级复核。"
        )
    counted = [one for one in seen.judged if one.claim.is_counted]
    without = [
        one for one in counted if one.finding.amount_fen is None and one.claim.pk not in given
    ]
    if without:
        raise NotPossible(
            f"有 {len(without)} 人的金额算不出来。请补充材料，或逐人填写核定金额并说明。"
        )
    found = [
        Found(
            one.claim.pk, given.get(one.claim.pk, one.finding.amount_fen or 0), one.finding.frozen().decode(),
            one.finding.digest,
        )
        for one in counted
    ]  # fmt: skip
    _reserve(scope, row, found, explained.strip() if needs_above else "", needs_above)


def _reserve(
    scope: Scope, row: Application, found: Sequence[Found], explained: str, needs_above: bool
) -> None:
    line, year = kind_of(row.kind).line, clock.today().year
    budget = selectors.budget(scope, row.county, line, year)
    if budget is None:
        raise NotPossible(f"{year}年还没有登记这项资金的额度，不能审核通过。请先在“资金额度”登记。")
    hand = Hand(scope.role.value, clock.now(), explained)
    digest = frozen_digest(row, found)
    try:
        actions.review(
            by=scope.actor, hand=hand, application=row, found=found, budget_id=budget.pk,
            values={"needs_above": needs_above, "explained": explained, "digest": digest},
        )  # fmt: skip
    except budgets.TooLittle as short:
        place = lasts_until([one.fen for one in found], short.left_fen)
        raise NotPossible(
            f"额度只剩 {yuan(short.left_fen)} 元，这份申请共 {yuan(sum(one.fen for one in found))} 元："
            f"够到第 {place} 人，第 {place + 1} 人起不够。请追加额度，或去掉后面的人分次申请。"
        ) from None


def frozen_digest(row: Application, found: Sequence[Found]) -> str:
    """Over what the two persons approve: who, how much, by which finding."""
    told = {
        "application": row.pk, "kind": row.kind, "county": row.county, "employer": row.employer_id,
        "start": row.start.isoformat(), "end": row.end.isoformat(),
        "claims": [[one.claim_id, one.fen, one.digest] for one in sorted(found, key=lambda x: x.claim_id)],
    }  # fmt: skip
    return hashlib.sha256(canonical(told)).hexdigest()


def approve(scope: Scope, application_id: int) -> None:
    """The second approval. Raises OutOfScope, NotPossible: same person, changed since, dead since, a unit too low."""
    row = _row(scope, application_id, Capability.APPROVE)
    if row.needs_above and scope.unit == row.county:
        raise NotPossible("这份申请有需要说明的地方，由盟市或自治区的审核人员复核。")
    if scope.actor in (row.reviewed_by, row.submitted_by, row.made_by):
        raise NotPossible("你经手过这份申请，不能复核。请由另一位审核人员复核。")
    claims = [one for one in selectors.claims(scope, row.pk) if one.is_counted]
    found = [Found(one.pk, one.fen or 0, one.finding, one.digest) for one in claims]
    if State(row.state) is State.REVIEWED and (
        frozen_digest(row, found) != row.digest or any(_altered(one) for one in found)
    ):
        raise NotPossible("审核之后人员或金额被改动过（摘要不一致）。请退回审核人员重新审核。")
    if not row.needs_above and (dead := dead_of(scope, [one.person_id for one in claims])):
        raise NotPossible(f"审核之后台账登记了 {len(dead)} 人去世。请退回审核。")
    actions.approve(
        by=scope.actor, hand=Hand(scope.role.value, clock.now()), application=row,
        spans=spans(kind_of(row.kind).once, row.start, row.end),
    )  # fmt: skip


def _altered(one: Found) -> bool:
    return hashlib.sha256(one.finding.encode()).hexdigest() != one.digest


def dead_of(scope: Scope, person_ids: Sequence[int]) -> set[int]:
    """Those of the persons who have died by the ledger."""
    held = people.held(scope, list(person_ids))
    return {
        person for person, facts in held.items() if any(x.table == f.DEATH.table for x in facts)
    }


def send_back(scope: Scope, application_id: int, why: str) -> None:
    """The approver sends it back to the reviewer; what was reserved is left again."""
    row = _row(scope, application_id, Capability.APPROVE)
    actions.undo(
        by=scope.actor, hand=_hand(scope, _said(why)), application=row, step=Step.SEND_BACK
    )


def refuse(scope: Scope, application_id: int, why: str) -> None:
    """No money for it, and why."""
    row = selectors.application(scope, application_id)
    is_late = State(row.state) in (State.REVIEWED, State.STOPPED)
    row = _row(scope, row.pk, Capability.APPROVE if is_late else Capability.REVIEW_SUBSIDY)
    actions.undo(by=scope.actor, hand=_hand(scope, _said(why)), application=row, step=Step.REFUSE)


def stop(scope: Scope, application_id: int, why: str) -> None:
    """Nothing is paid until somebody has looked. Raises OutOfScope, NotPossible."""
    row = selectors.application(scope, application_id)
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(application_id)
    actions.take(by=scope.actor, hand=_hand(scope, _said(why)), application=row, step=Step.STOP)


def resume(scope: Scope, application_id: int, why: str) -> None:
    """It was looked into: it is published anew. By who may approve."""
    row = _row(scope, application_id, Capability.APPROVE)
    actions.take(by=scope.actor, hand=_hand(scope, _said(why)), application=row, step=Step.RESUME)


def was_looked_into(scope: Scope, application_id: int) -> bool:
    """Whether it was stopped before and somebody who may approve took it up again."""
    return any(one.step == Step.RESUME.value for one in selectors.steps(scope, application_id))


def stop_the_dead(scope: Scope) -> int:
    """Applications with money ahead of which somebody has died by the ledger: stopped and told. Returns how many."""
    stopped: set[int] = set()
    for part in selectors.live_claims(scope, MONEY_AHEAD):
        dead = dead_of(scope, [one.person_id for one in part])
        ids = {one.application_id for one in part if one.person_id in dead} - stopped
        for pk in sorted(ids):
            if not was_looked_into(scope, pk):
                row = selectors.application(scope, pk)
                words = "台账登记了其中有人去世，暂停拨付，请核实"
                actions.take(
                    by=scope.actor, hand=_hand(scope, words), application=row, step=Step.STOP
                )
                stopped.add(pk)
    return len(stopped)


def _row(scope: Scope, application_id: int, needs: Capability) -> Application:
    if not scope.may(needs):
        raise OutOfScope(application_id)
    return selectors.application(scope, application_id)


def _step(scope: Scope, application_id: int, needs: Capability, step: Step, why: str = "") -> None:
    row = _row(scope, application_id, needs)
    actions.take(by=scope.actor, hand=_hand(scope, why), application=row, step=step)


def _hand(scope: Scope, why: str = "") -> Hand:
    return Hand(scope.role.value, clock.now(), why)


def _said(why: str) -> str:
    if not why.strip():
        raise NotPossible("没有写原因。请写清原因，申请人和上级都会看到。")
    return why.strip()
