"""Reading payment lists, answers, samples and recoveries, by county."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet, Sum

from leye.apps.subsidies.models import (
    Application,
    BankAnswer,
    Budget,
    Claim,
    PaymentLine,
    PaymentList,
    Recovery,
    Sample,
    SampleItem,
)
from leye.apps.subsidies.money import ListState
from leye.core.payments.steps import State
from leye.core.scope import OutOfScope, Scope


def _of(scope: Scope, name: str = "county") -> Q:
    low, high = scope.code_range
    return Q(**{f"{name}__gte": low, f"{name}__lt": high})


def lists(scope: Scope, limit: int = 100) -> list[PaymentList]:
    """The newest payment lists of the scope."""
    return list(PaymentList.objects.filter(_of(scope)).order_by("-pk")[:limit])


def one_list(scope: Scope, list_id: int) -> PaymentList:
    """One list of the scope. Raises OutOfScope."""
    found = PaymentList.objects.filter(_of(scope), pk=list_id).first()
    if found is None:
        raise OutOfScope(list_id)
    return found


def lines(scope: Scope, list_id: int) -> list[PaymentLine]:
    """The lines of a list of the scope, in their order."""
    one_list(scope, list_id)
    rows = PaymentLine.objects.filter(list_id=list_id)
    return list(rows.select_related("application__employer").order_by("no"))


def answers(scope: Scope, list_id: int) -> list[BankAnswer]:
    """What the bank answered to a list of the scope, with every line."""
    one_list(scope, list_id)
    rows = BankAnswer.objects.filter(list_id=list_id).prefetch_related("lines__settlement")
    return list(rows.order_by("pk"))


def waiting_for_answer(scope: Scope, limit: int = 200) -> list[PaymentList]:
    """Lists of the scope that the bank has answered and of which something waits to be cleared up, perhaps."""
    return list(
        PaymentList.objects.filter(_of(scope), state=ListState.ANSWERED).order_by("-pk")[:limit]
    )


def year_sums(scope: Scope, year: int) -> tuple[int, int, int]:
    """Of the scope's budgets of a year, in fen: what may be paid, what was; and the persons for whom."""
    sums = Budget.objects.filter(_of(scope), year=year).aggregate(
        total=Sum("total_fen"), paid=Sum("paid_fen")
    )
    people = _paid(scope, year).aggregate(many=Count("person_id", distinct=True))["many"]
    return sums["total"] or 0, sums["paid"] or 0, people


def _paid(scope: Scope, year: int) -> QuerySet[Claim]:
    return Claim.objects.filter(
        _of(scope, "application__county"), application__state=State.PAID.value,
        application__budget__year=year, is_counted=True,
    )  # fmt: skip


def paid_people(scope: Scope, year: int, after: int, limit: int) -> list[int]:
    """For whom was paid from the scope's budgets of a year, as year_sums counts them: by id, after one of them."""
    rows = _paid(scope, year).filter(person_id__gt=after).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def payable(scope: Scope, county: str, budget_line: str, limit: int = 2000) -> list[Application]:
    """Applications of a county that wait to be listed, the oldest first; of a person-paid kind with every claim."""
    scope.narrowed(county)
    rows = Application.objects.filter(
        county=county,
        state__in=[State.CLEARED.value, State.BOUNCED.value],
        budget__line=budget_line,
    )
    return list(rows.select_related("employer", "agent", "budget").order_by("pk")[:limit])


def listed_once(scope: Scope, application_ids: list[int]) -> set[tuple[int, int]]:
    """(application, claim) that is on a list and was neither returned nor given up."""
    rows = PaymentLine.objects.filter(application_id__in=application_ids, answer__in=["", "paid"])
    return set(rows.values_list("application_id", "claim_id"))


def paid_claims(scope: Scope, county: str, year: int) -> list[int]:
    """Claims of a county that were paid out of a year's budgets, by id."""
    scope.narrowed(county)
    rows = Claim.objects.filter(
        application__county=county, application__budget__year=year, is_counted=True,
        application__state__in=[State.PAID.value, State.RECOVERING.value],
    )  # fmt: skip
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _samples(scope: Scope) -> QuerySet[Sample]:
    return Sample.objects.filter(_of(scope))


def samples(scope: Scope, limit: int = 50) -> list[Sample]:
    """The newest draws of the scope, with their items."""
    rows = _samples(scope).prefetch_related("items__claim__application__employer")
    return list(rows.order_by("-pk")[:limit])


def item(scope: Scope, item_id: int) -> SampleItem:
    """One claim of a draw of the scope. Raises OutOfScope."""
    rows = SampleItem.objects.filter(_of(scope, "sample__county"), pk=item_id)
    found = rows.select_related("sample", "claim__application").first()
    if found is None:
        raise OutOfScope(item_id)
    return found


def recovery(scope: Scope, application_id: int) -> Recovery | None:
    """What is asked back of an application of the scope."""
    rows = Recovery.objects.filter(_of(scope, "application__county"))
    return rows.filter(application_id=application_id).first()


def paid_of(scope: Scope, application_ids: Collection[int]) -> dict[int, int]:
    """Application → fen that the bank said it has paid."""
    rows = PaymentLine.objects.filter(
        _of(scope, "application__county"), application_id__in=list(application_ids), answer="paid"
    ).order_by()
    return dict(rows.values_list("application_id").annotate(Sum("fen")))
