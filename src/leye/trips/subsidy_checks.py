"""What speaks against paying: other claims of the same persons and accounts, deaths, ages; told with both rows side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from leye.apps.subsidies import selectors
from leye.apps.subsidies.models import Application, Claim
from leye.core.payments.periods import spans
from leye.core.payments.steps import State
from leye.core.scope import Scope
from leye.trips.subsidy_cases import Judged
from leye.trips.subsidy_drafts import kind_of


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that was found of a claim. here, there: (label, value) of the two rows; there is empty of one row only."""

    claim_id: int
    title: str
    here: tuple[tuple[str, str], ...]
    there: tuple[tuple[str, str], ...] = ()


def concerns(scope: Scope, row: Application, judged: Sequence[Judged]) -> list[Concern]:
    """What is found against the claims of an application, by claim."""
    claims = [one.claim for one in judged]
    others = selectors.others_of(
        scope, [one.person_id for one in claims], [one.account_index for one in claims], row.pk
    )
    found: list[Concern] = []
    own = set(spans(kind_of(row.kind).once, row.start, row.end))
    for one in judged:
        claim = one.claim
        if one.died_on is not None:
            told = (("台账记载去世", str(one.died_on)), ("申请期间", _span(row)))
            found.append(Concern(claim.pk, "台账上已经去世", told))
        for other in others:
            is_same = other.person_id == claim.person_id
            if is_same and other.application.kind == row.kind:
                theirs = spans(
                    kind_of(row.kind).once, other.application.start, other.application.end
                )
                if own & set(theirs):
                    found.append(
                        _both(scope, row, claim, other, "同一人同一补贴同一期间还有一份申请")
                    )
            elif is_same:
                found.append(
                    _both(scope, row, claim, other, "同一人还在申请另一种补贴，请看是否可以同享")
                )
            elif claim.account_index and other.account_index == claim.account_index:
                found.append(_both(scope, row, claim, other, "收款账号与另一个人相同"))
    found += _shared_accounts(row, claims)
    return found


def _shared_accounts(row: Application, claims: Sequence[Claim]) -> list[Concern]:
    first: dict[str, Claim] = {}
    found = []
    for claim in claims:
        if not claim.account_index:
            continue
        before = first.setdefault(claim.account_index, claim)
        if before is not claim:
            told = (("本份申请", f"第{before.pk}号与第{claim.pk}号人员账号相同"),)
            found.append(Concern(claim.pk, "一个账号收几个人的钱", told))
    return found


def _both(scope: Scope, row: Application, claim: Claim, other: Claim, title: str) -> Concern:
    is_own = scope.covers(other.application.county)
    theirs = other.application
    firm = theirs.employer.name if theirs.employer else "本人"
    return Concern(
        claim.pk, title, _told(row, claim, row.employer.name if row.employer else "本人"),
        _told(theirs, other, firm) if is_own else (("另一份申请", "在别的旗县，请向上级核实"), ("申请期间", _span(theirs))),
    )  # fmt: skip


def _told(row: Application, claim: Claim, firm: str) -> tuple[tuple[str, str], ...]:
    return (
        ("申请", f"第{row.pk}号 {kind_of(row.kind).title}"), ("单位", firm), ("申请期间", _span(row)),
        ("状态", State(row.state).label), ("录用", str(claim.hired_on or claim.contract_from or "没有写")),
    )  # fmt: skip


def _span(row: Application) -> str:
    return f"{row.start} 起，至 {row.end} 前"
