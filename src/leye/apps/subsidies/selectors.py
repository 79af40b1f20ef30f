"""Reading applications: an employer's account sees its own, a unit those of its counties."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from leye.apps.subsidies.models import (
    Application,
    Budget,
    BudgetMove,
    Claim,
    Evidence,
    Objection,
    Publicity,
    Slot,
)
from leye.apps.subsidies.models import Step as StepRow
from leye.core.payments.steps import State
from leye.core.scope import OutOfScope, Role, Scope


def _visible(scope: Scope) -> QuerySet[Application]:
    if scope.role is Role.EMPLOYER:
        return Application.objects.filter(employer_id=scope.employer or 0)
    low, high = scope.code_range
    return Application.objects.filter(county__gte=low, county__lt=high)


def application(scope: Scope, application_id: int) -> Application:
    """One application. Raises OutOfScope."""
    rows = _visible(scope).filter(pk=application_id).select_related("employer", "agent", "budget")
    found = rows.first()
    if found is None:
        raise OutOfScope(application_id)
    return found


def applications(
    scope: Scope, states: Collection[State] = (), kind: str = "", before: int = 0, limit: int = 50
) -> list[Application]:
    """The newest first; before: ids below it, for the next page."""
    rows = _visible(scope).select_related("employer")
    if states:
        rows = rows.filter(state__in=[state.value for state in states])
    if kind:
        rows = rows.filter(kind=kind)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])


def some(scope: Scope, application_ids: Collection[int]) -> list[Application]:
    """These of the scope, the newest first."""
    return list(_visible(scope).filter(pk__in=list(application_ids)).order_by("-pk"))


def counts(scope: Scope) -> dict[str, int]:
    """State → how many."""
    return dict(_visible(scope).order_by().values_list("state").annotate(Count("pk")))


def heads(scope: Scope, application_ids: Collection[int]) -> dict[int, int]:
    """Application → how many persons it counts."""
    rows = Claim.objects.filter(application_id__in=list(application_ids), is_counted=True)
    found = rows.order_by().values_list("application_id").annotate(Count("pk"))
    return dict(found)


def claims(scope: Scope, application_id: int) -> list[Claim]:
    """The persons of an application of the scope, in the order in which they were brought."""
    application(scope, application_id)
    return list(Claim.objects.filter(application_id=application_id).order_by("pk"))


def evidence(scope: Scope, application_id: int) -> list[Evidence]:
    """The papers of an application of the scope."""
    application(scope, application_id)
    return list(Evidence.objects.filter(application_id=application_id).order_by("kind", "pk"))


def steps(scope: Scope, application_id: int) -> list[StepRow]:
    """What was done with an application of the scope, the oldest first."""
    application(scope, application_id)
    return list(StepRow.objects.filter(application_id=application_id).order_by("pk"))


def by_source(scope: Scope, source: str, source_ref: str) -> Application | None:
    """The application that somebody brought under a key, if the scope covers it."""
    return _visible(scope).filter(source=source, source_ref=source_ref).first()


@dataclass(frozen=True, slots=True)
class Touching:
    """What claims may have in common: persons; keyed digests of accounts, telephones and papers."""

    persons: Collection[int] = ()
    accounts: Collection[str] = ()
    phones: Collection[str] = ()
    papers: Collection[str] = ()


MOST_TOUCHED = 2_000


def others_of(scope: Scope, wanted: Touching, but: Application) -> list[Claim]:
    """Claims anywhere that live and share something with an application: the checks before paying need them all.

    The account and the papers of a firm are its own in all of its applications: those are not told. What of them
    may be shown to whom is decided by the trip: rows of another county without its names.
    """
    touches = Q(person_id__in=list(wanted.persons))
    touches |= Q(account_index__in=[one for one in wanted.accounts if one])
    touches |= Q(phone_index__in=[one for one in wanted.phones if one])
    payee = but.agent_id or but.employer_id
    own = Q(application__agent=payee) | Q(application__agent=None, application__employer=payee)
    strange = ~own if payee else Q()
    touches |= strange & Q(application__account_index__in=[one for one in wanted.accounts if one])
    papers = Evidence.objects.filter(digest__in=[one for one in wanted.papers if one])
    touches |= strange & Q(application__in=papers.values("application_id"))
    rows = Claim.objects.filter(touches, is_counted=True).exclude(application_id=but.pk)
    rows = rows.exclude(application__state__in=["draft", "refused", "withdrawn", "recovered"])
    rows = rows.select_related("application__employer", "application__agent")
    return list(rows.order_by("pk")[:MOST_TOUCHED])


def papers_of(scope: Scope, application_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Application → the digests of its files."""
    found: dict[int, set[str]] = {}
    rows = Evidence.objects.filter(application_id__in=list(application_ids)).exclude(digest="")
    for pk, digest in rows.values_list("application_id", "digest"):
        found.setdefault(pk, set()).add(digest)
    return {pk: frozenset(digests) for pk, digests in found.items()}


def live_claims(scope: Scope, states: Collection[State], size: int = 500) -> Iterator[list[Claim]]:
    """Counted claims of applications in the states, in parts, by id."""
    inside = _visible(scope).filter(state__in=[state.value for state in states])
    rows = Claim.objects.filter(application__in=inside, is_counted=True)
    rows, after = rows.select_related("application").order_by("pk"), 0
    while part := list(rows.filter(pk__gt=after)[:size]):
        after = part[-1].pk
        yield part


def taken(scope: Scope, kind: str, person_ids: Collection[int]) -> dict[int, list[str]]:
    """Person → the spans for which the kind is approved or paid, anywhere."""
    found: dict[int, list[str]] = {}
    rows = Slot.objects.filter(kind=kind, person_id__in=list(person_ids), freed_at=None)
    for person, span in rows.order_by("span").values_list("person_id", "span"):
        found.setdefault(person, []).append(span)
    return found


def budgets(scope: Scope, year: int) -> list[Budget]:
    """The budgets of the scope's counties in a year."""
    low, high = scope.code_range
    rows = Budget.objects.filter(county__gte=low, county__lt=high, year=year)
    return list(rows.order_by("county", "line"))


def budget(scope: Scope, county: str, line: str, year: int) -> Budget | None:
    """What a county may pay of a line in a year; None where nobody has said."""
    if not scope.covers(county):
        raise OutOfScope(county)
    return Budget.objects.filter(county=county, line=line, year=year).first()


def moves(scope: Scope, budget_id: int, limit: int = 100) -> list[BudgetMove]:
    """The last moves of a budget of the scope."""
    low, high = scope.code_range
    rows = BudgetMove.objects.filter(
        budget_id=budget_id, budget__county__gte=low, budget__county__lt=high
    )
    return list(rows.select_related("other").order_by("-pk")[:limit])


def one_budget(scope: Scope, budget_id: int) -> Budget:
    """A budget of the scope. Raises OutOfScope."""
    low, high = scope.code_range
    found = Budget.objects.filter(pk=budget_id, county__gte=low, county__lt=high).first()
    if found is None:
        raise OutOfScope(budget_id)
    return found


def published(scope: Scope, on: object, county: str = "", limit: int = 200) -> list[Publicity]:
    """The notices that everybody may read on a day; the last day still counts."""
    rows = Publicity.objects.filter(taken_down_on=None, opened_on__lte=on, closes_on__gte=on)
    if county:
        rows = rows.filter(county=county)
    return list(rows.order_by("-opened_on", "-pk")[:limit])


def ended(scope: Scope, on: object) -> list[Publicity]:
    """Notices of the scope whose last day has passed and that were not taken down."""
    low, high = scope.code_range
    rows = Publicity.objects.filter(county__gte=low, county__lt=high, taken_down_on=None)
    return list(rows.filter(closes_on__lt=on).select_related("application").order_by("pk"))


def publicities(scope: Scope, application_id: int) -> list[Publicity]:
    """All notices of an application of the scope, with what was objected."""
    application(scope, application_id)
    rows = Publicity.objects.filter(application_id=application_id).prefetch_related("objections")
    return list(rows.order_by("pk"))


def objection(scope: Scope, objection_id: int) -> Objection:
    """One objection against a notice of the scope. Raises OutOfScope."""
    low, high = scope.code_range
    rows = Objection.objects.filter(publicity__county__gte=low, publicity__county__lt=high)
    found = rows.select_related("publicity__application").filter(pk=objection_id).first()
    if found is None:
        raise OutOfScope(objection_id)
    return found


def objections_open(scope: Scope) -> list[Objection]:
    """Objections of the scope that nobody has answered, the oldest first."""
    low, high = scope.code_range
    rows = Objection.objects.filter(
        publicity__county__gte=low, publicity__county__lt=high, outcome=""
    )
    return list(rows.select_related("publicity").order_by("pk")[:200])


def paid_in_year(scope: Scope, employer_id: int, kind: str, year: int) -> int:
    """Fen that are approved or paid to an employer for a kind in a year, anywhere."""
    rows = Application.objects.filter(employer_id=employer_id, kind=kind, budget__year=year)
    rows = rows.exclude(state__in=["draft", "refused", "withdrawn", "recovered"])
    return rows.aggregate(sum=Sum("fen"))["sum"] or 0
