"""Reading comparisons and cases: within the scope, and only by departments that a purpose allows."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from leye.apps.comparisons.models import Case, Comparison, ComparisonState, Judgement, Pair
from leye.core.cases.vocabulary import MatchClass
from leye.core.scope import OutOfScope, Scope

Purposes = Collection[
    str
]  # those that the actor's department may use; asked of the notice by the trip


def comparisons(scope: Scope, purposes: Purposes, limit: int = 50) -> list[Comparison]:
    """The newest comparisons of the scope's units."""
    return list(_visible(scope, purposes).order_by("-pk")[:limit])


def comparison(scope: Scope, purposes: Purposes, comparison_id: int) -> Comparison:
    """One comparison. Raises OutOfScope for what the actor may not see."""
    found = _visible(scope, purposes).filter(pk=comparison_id).first()
    if found is None:
        raise OutOfScope(comparison_id)
    return found


def _visible(scope: Scope, purposes: Purposes) -> QuerySet[Comparison]:
    low, high = scope.code_range
    found = Comparison.objects.filter(unit__gte=low, unit__lt=high, purpose__in=purposes)
    return found if scope.site is None else found.none()


def _cases(scope: Scope, purposes: Purposes) -> QuerySet[Case]:
    """Cases of finished comparisons: those that the scope owns, and those of comparisons it asked for."""
    low, high = scope.code_range
    own = Q(county__gte=low, county__lt=high)
    asked = Q(comparison__unit__gte=low, comparison__unit__lt=high)
    rows = Case.objects.filter(
        own | asked,
        comparison__purpose__in=purposes,
        comparison__state=ComparisonState.DONE,
    )
    return rows if scope.site is None else rows.none()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases of a queue: of one comparison or all, a class, a state of work; after: (weight, id)."""

    comparison_id: int | None = None
    match_class: str = ""
    is_open: bool = True
    after: tuple[int, int] | None = None


def queue(scope: Scope, purposes: Purposes, wanted: Wanted, limit: int = 50) -> list[Case]:
    """Cases, the weightiest first."""
    rows = _cases(scope, purposes).filter(is_open=wanted.is_open)
    if wanted.comparison_id is not None:
        rows = rows.filter(comparison_id=wanted.comparison_id)
    if wanted.match_class:
        rows = rows.filter(match_class=wanted.match_class)
    if wanted.after is not None:
        weight, pk = wanted.after
        rows = rows.filter(Q(weight__lt=weight) | Q(weight=weight, pk__gt=pk))
    return list(rows.select_related("comparison").order_by("-weight", "pk")[:limit])


def waiting(scope: Scope, purposes: Purposes) -> int:
    """How many open cases the scope owns."""
    low, high = scope.code_range
    rows = _cases(scope, purposes).filter(is_open=True, county__gte=low, county__lt=high)
    return rows.count()


def case(scope: Scope, purposes: Purposes, case_id: int) -> Case:
    """One case. Raises OutOfScope."""
    found = _cases(scope, purposes).filter(pk=case_id).select_related("comparison").first()
    if found is None:
        raise OutOfScope(case_id)
    return found


def next_case(scope: Scope, purposes: Purposes, after: Case) -> int | None:
    """The open case of the same comparison that follows in the queue."""
    where = Wanted(after.comparison_id, "", True, (after.weight, after.pk))
    found = queue(scope, purposes, where, 1)
    return found[0].pk if found else None


def judgements(scope: Scope, purposes: Purposes, case_id: int) -> list[Judgement]:
    """Everything decided about a case, the oldest first."""
    rows = Judgement.objects.filter(case=case(scope, purposes, case_id))
    return list(rows.select_related("undone_by").order_by("pk"))


def standing(scope: Scope, purposes: Purposes, case_id: int) -> Judgement | None:
    """The judgement that stands; None for an open case."""
    rows = [j for j in judgements(scope, purposes, case_id) if j.undoes_id is None]
    last = rows[-1] if rows else None
    return last if last is not None and getattr(last, "undone_by", None) is None else None


def of_own_words(scope: Scope, purposes: Purposes, words: Collection[int]) -> dict[int, int]:
    """What a person said (by its id) → its case, of those that the scope may see."""
    rows = _cases(scope, purposes).filter(match_class=MatchClass.OWN_WORD.value, row_no__in=words)
    return {word: case for word, case in rows.values_list("row_no", "pk") if word is not None}


def counts(scope: Scope, purposes: Purposes, comparison_id: int) -> dict[tuple[str, bool], int]:
    """(class, is open) → how many cases of a comparison."""
    rows = _cases(scope, purposes).filter(comparison_id=comparison_id)
    found = rows.order_by().values_list("match_class", "is_open").annotate(Count("pk"))
    return {(kind, is_open): many for kind, is_open, many in found}


def closed_with(scope: Scope, purposes: Purposes, comparison_id: int, outcome: str) -> list[Case]:
    """The cases of a comparison that were closed with an outcome, in the order of the roster."""
    rows = _cases(scope, purposes).filter(comparison_id=comparison_id, outcome=outcome)
    return list(rows.order_by("sheet", "row_no", "pk"))


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a proposal was what a person decided. by class: (class, judged, as proposed)."""

    match_class: str
    judged: int
    as_proposed: int


def hits(scope: Scope, purposes: Purposes) -> list[Hits]:
    """Over the judgements that stand, by class."""
    rows = Judgement.objects.filter(
        case__in=_cases(scope, purposes), undoes=None, undone_by=None
    ).order_by()
    found = rows.values_list("case__match_class").annotate(
        judged=Count("pk"), as_proposed=Count("pk", filter=Q(outcome=F("proposal")))
    )
    return [Hits(*row) for row in sorted(found)]


def expired(scope: Scope, on: dt.date) -> list[Comparison]:
    """Comparisons whose rosters may no longer be kept."""
    low, high = scope.code_range
    rows = Comparison.objects.filter(unit__gte=low, unit__lt=high, cleared_at=None)
    return list(rows.filter(retain_until__lt=on).exclude(state__in=["received", "comparing"]))


def is_kept(scope: Scope, digest: str) -> bool:
    """Whether any comparison still needs a file."""
    return bool(digest) and Comparison.objects.filter(digest=digest).exists()


def rows_found(scope: Scope, purposes: Purposes, comparison_id: int) -> set[tuple[str, int]]:
    """(sheet, row number) of every row that fits somebody."""
    found = comparison(scope, purposes, comparison_id)
    return set(Pair.objects.filter(comparison=found).values_list("sheet", "row_no"))
