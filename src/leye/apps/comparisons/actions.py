"""The one door for comparisons, their cases and the judgements on them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps import leasing, loading
from leye.apps.audit import actions as audit
from leye.apps.comparisons.models import TO_DO, Case, Comparison, ComparisonState, Judgement, Pair
from leye.core.cases.vocabulary import CaseOutcome, MatchClass


class AlreadyJudged(Exception):
    """The case is closed, or the judgement was taken back already."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is asked of somebody who brings a roster for comparison. kind "": the ledger against itself."""

    unit: str
    as_of: dt.date
    purpose: str
    retain_until: dt.date
    kind: str = ""
    supplier: str = ""
    legal_basis: str = ""
    file_name: str = ""
    digest: str = ""


@transaction.atomic
def receive(*, by: str, given: Given, at: dt.datetime) -> tuple[Comparison, bool]:
    """Note that a comparison is wanted; the very same one that is under way is not taken in twice."""
    comparison, is_new = Comparison.objects.get_or_create(
        unit=given.unit,
        digest=given.digest,
        kind=given.kind,
        purpose=given.purpose,
        state__in=TO_DO,
        defaults={
            "as_of": given.as_of,
            "supplier": given.supplier[:100],
            "legal_basis": given.legal_basis[:200],
            "retain_until": given.retain_until,
            "file_name": given.file_name[:200],
            "asked_by": by,
            "asked_at": at,
            "state": ComparisonState.RECEIVED,
        },
    )
    if is_new:
        detail = {"kind": given.kind, "purpose": given.purpose, "until": str(given.retain_until)}
        _told(by, comparison, "receive", detail)
    return comparison, is_new


def _told(
    by: str, comparison: Comparison, what: str, detail: Mapping[str, object] | None = None
) -> None:
    audit.record(
        by=by,
        action=f"comparison.{what}",
        unit=comparison.unit,
        subject=f"comparison:{comparison.pk}",
        detail=detail,
    )


def lease(
    *, by: str, now: dt.datetime, until: dt.datetime, comparison_id: int | None = None
) -> Comparison | None:
    """Take a comparison that waits and is in nobody's hands: the oldest, or the one named."""
    return leasing.lease(Comparison, TO_DO, now=now, until=until, pk=comparison_id)


@transaction.atomic
def begin(*, by: str, comparison: Comparison) -> None:
    """Start from the beginning: what a broken-off run found is taken away."""
    Pair.objects.filter(comparison=comparison).delete()
    Case.objects.filter(comparison=comparison).delete()
    comparison.state, comparison.percent, comparison.stage = ComparisonState.COMPARING, 0, ""
    comparison.save(update_fields=["state", "percent", "stage"])


def advance(
    *, by: str, comparison: Comparison, percent: int, stage: str, until: dt.datetime
) -> None:
    """Say how far a comparison is, and keep it in hand."""
    comparison.percent, comparison.stage = percent, stage
    comparison.leased_until = until
    comparison.save(update_fields=["percent", "stage", "leased_until"])


@transaction.atomic
def own_word(
    *, by: str, given: Given, word: int, case: Mapping[str, object], at: dt.datetime
) -> tuple[int, bool]:
    """Open a case of what a person said of his data, among those of his county's month; once for each word.

    given: the month by its first day; word: its id, kept as the case's row; case: the other columns.
    """
    comparison, _ = Comparison.objects.get_or_create(
        unit=given.unit, as_of=given.as_of, kind=MatchClass.OWN_WORD.value,
        defaults={
            "purpose": given.purpose, "supplier": given.supplier, "legal_basis": given.legal_basis,
            "retain_until": given.retain_until, "asked_by": by, "asked_at": at, "percent": 100,
            "state": ComparisonState.DONE,
        },
    )  # fmt: skip
    row, is_new = Case.objects.get_or_create(
        comparison=comparison, sheet="", row_no=word,
        defaults={**case, "match_class": MatchClass.OWN_WORD.value},
    )  # fmt: skip
    if is_new:
        _about(by, row, "open", {"class": row.match_class})
    return row.pk, is_new


@transaction.atomic
def keep(
    *,
    by: str,
    comparison: Comparison,
    pairs: Sequence[Mapping[str, object]] = (),
    cases: Sequence[Mapping[str, object]] = (),
) -> None:
    """Keep some of what was found, each by the columns of its table."""
    loading.insert(Pair, [{**row, "comparison_id": comparison.pk} for row in pairs])
    loading.insert(Case, [{**row, "comparison_id": comparison.pk} for row in cases])


@transaction.atomic
def finish(*, by: str, comparison: Comparison, state: ComparisonState, notes: str) -> None:
    """A comparison came to its end; its cases can be seen from now on."""
    comparison.state, comparison.notes = state, notes
    comparison.percent, comparison.stage, comparison.leased_until = 100, "", None
    comparison.save()
    _told(by, comparison, state.value)


@transaction.atomic
def judge(
    *,
    by: str,
    case_id: int,
    outcome: CaseOutcome,
    reason: str,
    at: dt.datetime,
    entry_id: int | None = None,
    merge_id: int | None = None,
) -> int:
    """Decide an open case. Raises AlreadyJudged; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a judgement needs a reason")
    closed = Case.objects.filter(pk=case_id, is_open=True).update(
        is_open=False, outcome=outcome.value
    )
    if not closed:
        raise AlreadyJudged(case_id)
    case = Case.objects.get(pk=case_id)
    judgement = Judgement.objects.create(
        case=case,
        outcome=outcome.value,
        proposal=case.proposal,
        reason=reason.strip()[:500],
        judged_by=by,
        judged_at=at,
        entry_id=entry_id,
        merge_id=merge_id,
    )
    _about(by, case, "judge", {"outcome": outcome.value})
    return judgement.pk


@transaction.atomic
def take_back(
    *, by: str, judgement_id: int, reason: str, at: dt.datetime, entry_id: int | None = None
) -> None:
    """Undo the judgement that stands; its case is open again. Raises AlreadyJudged, ValueError."""
    if not reason.strip():
        raise ValueError("taking back needs a reason")
    old = Judgement.objects.select_for_update().get(pk=judgement_id)
    is_standing = old.undoes_id is None and not Judgement.objects.filter(undoes=old).exists()
    if not is_standing or not Case.objects.filter(pk=old.case_id, is_open=False).exists():
        raise AlreadyJudged(judgement_id)
    Judgement.objects.create(
        case_id=old.case_id,
        outcome=old.outcome,
        proposal=old.proposal,
        reason=reason.strip()[:500],
        judged_by=by,
        judged_at=at,
        entry_id=entry_id,
        undoes=old,
    )
    Case.objects.filter(pk=old.case_id).update(is_open=True, outcome="")
    _about(by, Case.objects.get(pk=old.case_id), "take_back", {"outcome": old.outcome})


def _about(by: str, case: Case, what: str, detail: Mapping[str, object]) -> None:
    audit.record(
        by=by, action=f"case.{what}", unit=case.county, subject=f"case:{case.pk}", detail=detail
    )


@transaction.atomic
def clear(*, by: str, comparison: Comparison, at: dt.datetime) -> None:
    """The roster's retention ended: what it said is taken away, what was judged stays."""
    Pair.objects.filter(comparison=comparison).delete()
    Case.objects.filter(comparison=comparison).update(evidence="")
    Comparison.objects.filter(pk=comparison.pk).update(cleared_at=at, digest="")
    _told(by, comparison, "clear")
