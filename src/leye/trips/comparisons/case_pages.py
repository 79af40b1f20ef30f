"""信息比对 as its users see it: comparisons with their counts, the queue, one case side by side, quality."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.comparisons import selectors as compared
from leye.apps.comparisons.models import TO_DO, Case, Comparison, ComparisonState
from leye.apps.comparisons.selectors import Wanted
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.cases.declared import Comparing
from leye.core.cases.vocabulary import OUTCOMES, CaseOutcome, MatchClass, Section, said
from leye.core.identity.masking import mask_found
from leye.core.linkage.verdicts import reasons, verdicts
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.comparing import load_comparing
from leye.trips.comparisons.case_fields import FieldView, compared_fields, shown
from leye.trips.comparisons.case_judging import SAFE, may_judge
from leye.trips.comparisons.compare_findings import open_evidence
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.rosters.intake import NOTICE

PAGE = 50
ITSELF = "台账查重"
ONE_SIDED = frozenset(
    {MatchClass.ONLY_LEDGER, MatchClass.OWN_WORD}
)  # there is nothing to lay beside


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison as the list shows it. notes: what was said of it as a whole."""

    row: Comparison
    title: str
    purpose: str
    unit: str
    label: str
    is_moving: bool
    notes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the queue."""

    id: int
    match_class: str
    label: str
    name: str
    county: str
    sections: str
    probability: int
    proposal: str
    due_on: dt.date
    is_late: bool
    is_safe: bool
    outcome: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case: fields side by side, what differs in words, what may be decided, what was decided.

    said: what a person said of his own data, where from, by which number he is reached.
    """

    line: CaseLine
    person_id: int
    other_id: int | None
    opens: bool
    comparison: ComparisonView
    said: tuple[tuple[str, str], ...]
    row_no: int | None
    verdicts: tuple[FieldView, ...]
    reasons: str
    differences: tuple[dict[str, str], ...]
    is_cleared: bool
    outcomes: tuple[tuple[str, str, bool], ...]
    judgements: tuple[tuple[str, str, str, dt.datetime, bool], ...]
    can_judge: bool
    next_id: int | None


def comparisons(scope: Scope) -> list[ComparisonView]:
    """The newest comparisons that the actor may see."""
    return [_view(scope, row) for row in compared.comparisons(scope, purposes_of(scope))]


def comparison(scope: Scope, comparison_id: int) -> ComparisonView:
    """One comparison. Raises OutOfScope."""
    return _view(scope, compared.comparison(scope, purposes_of(scope), comparison_id))


def _view(scope: Scope, row: Comparison) -> ComparisonView:
    declared = load_comparing(NOTICE)
    title = _title(declared, row.kind)
    state = ComparisonState(row.state)
    return ComparisonView(
        row,
        title,
        declared.purposes[row.purpose].title,
        places.tree(scope, clock.today()).name(row.unit),
        state.label,
        state in TO_DO,
        json.loads(row.notes),
    )


def _title(declared: Comparing, kind: str) -> str:
    if kind == MatchClass.OWN_WORD.value:
        return declared.own_word.title
    return declared.kinds[kind].title if kind else ITSELF


def sums(scope: Scope, comparison_id: int) -> list[tuple[str, str, int, int]]:
    """(class, label, open, in all) of the cases of a comparison."""
    counts = compared.counts(scope, purposes_of(scope), comparison_id)
    found = []
    for kind in MatchClass:
        waiting, done = counts.get((kind.value, True), 0), counts.get((kind.value, False), 0)
        if waiting + done:
            found.append((kind.value, kind.label, waiting, waiting + done))
    return found


def queue(scope: Scope, wanted: Wanted, keys: Keyring) -> list[CaseLine]:
    """Cases, the weightiest first; reading the list is an audit event."""
    found = compared.queue(scope, purposes_of(scope), wanted, PAGE)
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=scope.unit, subject="cases",
            detail={"cases": len(found)},
        )  # fmt: skip
    return [_line(scope, case, open_evidence(keys, case.evidence)) for case in found]


def _line(scope: Scope, case: Case, evidence: dict[str, Any] | None) -> CaseLine:
    kind = MatchClass(case.match_class)
    today = clock.today()
    return CaseLine(
        case.pk,
        kind.value,
        kind.label,
        str((evidence or {}).get("left", {}).get("name", "")),
        places.tree(scope, today).name(case.county),
        "、".join(Section(one).label for one in case.sections.split()),
        round(100 * case.probability),
        said(kind, CaseOutcome(case.proposal)),
        case.due_on,
        case.is_open and case.due_on < today,
        kind in SAFE and may_judge(scope, case.county),
        said(kind, CaseOutcome(case.outcome)) if case.outcome else "",
        f"{case.weight}.{case.pk}",
    )


def case(scope: Scope, case_id: int, keys: Keyring) -> CaseView:
    """One case, numbers masked; reading it is an audit event. Raises OutOfScope."""
    purposes = purposes_of(scope)
    row = compared.case(scope, purposes, case_id)
    with transaction.atomic():
        audit.record(by=scope.actor, action="case.read", unit=row.county, subject=f"case:{case_id}")
    evidence: dict[str, Any] | None = open_evidence(keys, row.evidence)
    kind = MatchClass(row.match_class)
    left, right = (
        (evidence or {}).get("left", {}),
        compared_fields((evidence or {}).get("right", {})),
    )
    seen = verdicts(left, right) if evidence and kind not in ONE_SIDED else ()
    told = compared.judgements(scope, purposes, case_id)
    return CaseView(
        _line(scope, row, evidence),
        row.person_id,
        row.other_id,
        bool(people.lines(scope, [row.person_id])),
        _view(scope, row.comparison),
        tuple((name, text) for name, text in (evidence or {}).get("said", ())),
        None if kind is MatchClass.OWN_WORD else row.row_no,
        tuple(shown(verdict) for verdict in seen),
        reasons(seen) if seen else "",
        tuple(
            {**one, "label": Section(one["section"]).label, "roster": mask_found(one["roster"])}
            for one in (evidence or {}).get("differences", ())
        ),
        evidence is None,
        tuple((one.value, said(kind, one), one.value == row.proposal) for one in OUTCOMES[kind]),
        tuple(
            (
                said(kind, CaseOutcome(j.outcome)),
                j.reason,
                j.judged_by,
                j.judged_at,
                j.undoes_id is not None,
            )
            for j in told
        ),
        may_judge(scope, row.county),
        compared.next_case(scope, purposes, row),
    )


@dataclass(frozen=True, slots=True)
class Form:
    """What the form for a new comparison offers; can_bring: not to who has one site only."""

    can_bring: bool
    kinds: tuple[tuple[str, str], ...]
    purposes: tuple[tuple[str, str], ...]
    retain_until: dt.date


def form(scope: Scope, today: dt.date) -> Form:
    """The kinds of rosters, the purposes of the actor's department, and the usual retention."""
    declared, own = load_comparing(NOTICE), purposes_of(scope)
    return Form(
        scope.site is None,
        tuple((key, kind.title) for key, kind in declared.kinds.items()),
        tuple((key, p.title) for key, p in declared.purposes.items() if key in own),
        today + dt.timedelta(days=declared.retention_days),
    )
