"""Reading visits and contradictions: by the county where the person is settled."""

from collections.abc import Collection

from django.db.models import QuerySet

from leye.apps.visits.models import Contradiction, Visit
from leye.core.scope import OutOfScope, Scope


def _visits(scope: Scope) -> QuerySet[Visit]:
    low, high = scope.code_range
    rows = Visit.objects.filter(county__gte=low, county__lt=high)
    return rows.filter(site_id=scope.site) if scope.site is not None else rows


def of_person(scope: Scope, person_id: int) -> list[Visit]:
    """The visits to a person, oldest first, with what is known of their contradictions."""
    rows = _visits(scope).filter(person_id=person_id).select_related("contradiction")
    return list(rows.order_by("answered_at", "pk"))


def last(scope: Scope, person_ids: Collection[int]) -> dict[int, Visit]:
    """The last visit to each person that was not judged wrong, by person."""
    rows = _visits(scope).filter(person_id__in=list(person_ids))
    wrong = overruled(scope, person_ids)
    return {row.person_id: row for row in rows.order_by("answered_at", "pk") if row.pk not in wrong}


def overruled(scope: Scope, person_ids: Collection[int]) -> set[int]:
    """The visits to persons that a judgement says do not count."""
    rows = Contradiction.objects.filter(visit__person_id__in=list(person_ids)).order_by()
    judged = {"first": (True, False), "second": (False, True), "again": (True, True)}
    found: set[int] = set()
    for visit, against, said in rows.values_list("visit_id", "against_id", "judged"):
        both = zip((visit, against), judged.get(said, (False, False)), strict=True)
        found.update(one for one, is_wrong in both if is_wrong)
    return found


def newest(scope: Scope, limit: int = 50) -> list[Visit]:
    """The visits that came last."""
    return list(_visits(scope).order_by("-received_at", "-pk")[:limit])


def clocks_off(scope: Scope) -> int:
    """How many visits came from phones whose clock was wrong."""
    return _visits(scope).filter(is_clock_off=True).count()


def _contradictions(scope: Scope) -> QuerySet[Contradiction]:
    low, high = scope.code_range
    rows = Contradiction.objects.filter(county__gte=low, county__lt=high)
    if scope.site is not None:
        rows = rows.filter(visit__site_id=scope.site)
    return rows.select_related("visit", "against")


def waiting(scope: Scope, limit: int = 50) -> list[Contradiction]:
    """The contradictions that nobody has judged, the oldest first."""
    return list(_contradictions(scope).filter(judged="").order_by("opened_at", "pk")[:limit])


def many_waiting(scope: Scope) -> int:
    """How many contradictions nobody has judged."""
    return _contradictions(scope).filter(judged="").count()


def contradiction(scope: Scope, contradiction_id: int) -> Contradiction:
    """One contradiction of the scope. Raises OutOfScope."""
    found = _contradictions(scope).filter(pk=contradiction_id).first()
    if found is None:
        raise OutOfScope(contradiction_id)
    return found
