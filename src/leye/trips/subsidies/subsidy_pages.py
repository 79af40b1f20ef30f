"""An application as a page shows it: persons with finding and concerns, papers, history, and what may be done now."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.subsidies import selectors
from leye.apps.subsidies.models import Application, Claim
from leye.core.identity.masking import mask_name
from leye.core.payments.money import yuan
from leye.core.payments.steps import State, Step, may
from leye.core.periods import SHANGHAI
from leye.core.places.tree import REGION
from leye.core.rules.findings import Finding, thawed
from leye.core.scope import Capability, Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import shown as shown_people
from leye.trips.subsidies.subsidy_applying import lacking
from leye.trips.subsidies.subsidy_checks import Concern
from leye.trips.subsidies.subsidy_drafts import ACCOUNT_CONTEXT, kind_of
from leye.trips.subsidies.subsidy_papers import papers_of
from leye.trips.subsidies.subsidy_reviewing import weighed
from leye.trips.subsidies.subsidy_rules import is_course

PAGE = 50
EDITABLE = (State.DRAFT, State.RETURNED)
# Which capability each step needs that is taken on the page.
NEEDS = {
    Step.SUBMIT: Capability.APPLY_FOR_SUBSIDY, Step.WITHDRAW: Capability.APPLY_FOR_SUBSIDY,
    Step.ACCEPT: Capability.REVIEW_SUBSIDY, Step.RETURN: Capability.REVIEW_SUBSIDY,
    Step.REVIEW: Capability.REVIEW_SUBSIDY, Step.PUBLISH: Capability.REVIEW_SUBSIDY,
    Step.APPROVE: Capability.APPROVE, Step.SEND_BACK: Capability.APPROVE, Step.RESUME: Capability.APPROVE,
    Step.RECOVER: Capability.APPROVE, Step.REPAY: Capability.REVIEW_SUBSIDY,
    Step.MEND: Capability.REVIEW_SUBSIDY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of applications."""

    id: int
    title: str
    county: str
    firm: str
    people: int
    sum: str
    state: str
    label: str
    submitted: str
    needs_above: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    claim_id: int
    name: str
    id_no: str
    hired: str
    contract: str
    pay: str
    sum: str
    is_counted: bool
    why_not: str
    finding: Finding | None
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    id: int
    label: str
    size: str
    is_file: bool
    reference: str


@dataclass(frozen=True, slots=True)
class View:
    """An application. steps: what the actor may do now. is_frozen: findings are those of the review."""

    row: Row
    period: str
    note: str
    pays_person: bool
    account: str
    people: tuple[PersonView, ...]
    papers: tuple[Paper, ...]
    missing: tuple[str, ...]
    history: tuple[tuple[str, str, str, str], ...]
    steps: frozenset[str]
    is_editable: bool
    is_frozen: bool
    needs_words: bool
    explained: str
    digest: str
    paper_kinds: tuple[tuple[str, str], ...]
    total: str
    is_course: bool
    trade: str
    reported_on: dt.date | None


def listed(
    scope: Scope, states: Collection[State] = (), kind: str = "", before: int = 0
) -> list[Row]:
    """Applications of the scope, the newest first."""
    rows = selectors.applications(scope, states, kind, before, PAGE)
    heads = selectors.heads(scope, [row.pk for row in rows])
    return [_row(scope, row, heads.get(row.pk, 0)) for row in rows]


def _row(scope: Scope, row: Application, heads: int) -> Row:
    tree = places.tree(scope, clock.today())
    payee = row.employer or row.agent
    state = State(row.state)
    return Row(
        row.pk, kind_of(row.kind).title, tree.name(row.county), payee.name if payee else "本人", heads,
        yuan(row.fen) if row.fen is not None else "", state.value, state.label,
        str(row.submitted_on or ""), row.needs_above,
    )  # fmt: skip


def view(scope: Scope, application_id: int, keys: Keyring) -> View:
    """One application of the scope. Raises OutOfScope."""
    row = selectors.application(scope, application_id)
    kind, state = kind_of(row.kind), State(row.state)
    claims = selectors.claims(scope, row.pk)
    is_frozen = bool(row.digest)
    told = _told(scope, row, is_frozen)
    papers = selectors.evidence(scope, row.pk)
    labels = {**papers_of(row.kind), "roster": "人员花名册"}
    steps = _steps(scope, state)
    return View(
        _row(scope, row, sum(1 for one in claims if one.is_counted)),
        f"{row.start} 起，至 {row.end} 前", row.note, kind.pays_person, _account(row, keys),
        tuple(_people(scope, claims, told, keys)),
        tuple(
            Paper(one.pk, labels.get(one.kind, one.kind), _size(one.size), bool(one.digest), one.reference)
            for one in papers
        ),
        tuple(words for key, words in papers_of(row.kind).items() if key != "other" and key not in {p.kind for p in papers}),
        tuple(
            (f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", Step(one.step).label, one.by if scope.role is not Role.EMPLOYER else "", one.why)
            for one in selectors.steps(scope, row.pk)
        ),
        steps, state in EDITABLE and scope.may(Capability.APPLY_FOR_SUBSIDY), is_frozen, told.needs_words,
        row.explained, row.digest, tuple(papers_of(row.kind).items()),
        yuan(row.fen if row.fen is not None else told.sum_fen), is_course(row.kind), row.trade, row.reported_on,
    )  # fmt: skip


def _size(many: int) -> str:
    """Bytes as a page writes them; a small file is not one of nothing."""
    return f"{many / 1024:,.0f} KB" if many >= 1024 else "不足 1 KB"


def lacks(scope: Scope, application_id: int) -> list[str]:
    """What is missing before an application can be handed in."""
    return lacking(scope, selectors.application(scope, application_id))


@dataclass(frozen=True, slots=True)
class _Told:
    findings: dict[int, Finding]
    concerns: dict[int, list[Concern]]
    sum_fen: int
    needs_words: bool


def _told(scope: Scope, row: Application, is_frozen: bool) -> _Told:
    """Findings and concerns for who works on it; an employer reads none of them."""
    if scope.role is Role.EMPLOYER:
        return _Told({}, {}, 0, False)
    seen = weighed(scope, row)
    concerns: dict[int, list[Concern]] = {}
    for one in seen.concerns:
        concerns.setdefault(one.claim_id, []).append(one)
    findings = {one.claim.pk: one.finding for one in seen.judged}
    if is_frozen:
        frozen = {one.claim.pk: one.claim.finding for one in seen.judged if one.claim.finding}
        findings |= {pk: thawed(json.loads(text)) for pk, text in frozen.items()}
    return _Told(findings, concerns, seen.sum_fen, seen.needs_words)


def _people(
    scope: Scope, claims: list[Claim], told: _Told, keys: Keyring
) -> list[PersonView]:  # fmt: skip
    region = Scope(scope.actor, REGION, Role.CLERK)
    lines = people.lines(region, [one.person_id for one in claims])
    rows = {one.id: one for one in shown_people(region, lines, keys, clock.today())}
    is_employer = scope.role is Role.EMPLOYER
    found = []
    for one in claims:
        person, finding = rows.get(one.person_id), told.findings.get(one.pk)
        fen = one.fen if one.fen is not None else finding.amount_fen if finding else None
        name = person.name if person else ""
        found.append(
            PersonView(
                one.pk, mask_name(name) if is_employer else name, "" if is_employer or not person else person.id_no,
                str(one.hired_on or ""), f"{one.contract_from or '没有写'} 起，{one.contract_to or '没有写'} 前",
                yuan(one.monthly_pay_fen) if one.monthly_pay_fen is not None else "",
                yuan(fen) if fen is not None else "算不出来" if finding else "", one.is_counted, one.why_not, finding,
                tuple(told.concerns.get(one.pk, ())),
            )
        )  # fmt: skip
    return found


def _account(row: Application, keys: Keyring) -> str:
    if not row.account_cipher:
        return ""
    number = sealing.unseal(keys, row.account_cipher, ACCOUNT_CONTEXT)
    return f"{row.account_name}　{row.account_bank}　{number[:4]}****{number[-4:]}"


def _steps(scope: Scope, state: State) -> frozenset[str]:
    found = {step.value for step, needs in NEEDS.items() if scope.may(needs) and may(step, state)}
    may_work = scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)
    if may_work and may(Step.STOP, state):
        found.add(Step.STOP.value)
    is_late = state in (State.REVIEWED, State.STOPPED)
    needs = Capability.APPROVE if is_late else Capability.REVIEW_SUBSIDY
    if may(Step.REFUSE, state) and scope.may(needs):
        found.add(Step.REFUSE.value)
    return frozenset(found)
