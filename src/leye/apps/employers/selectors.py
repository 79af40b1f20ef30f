"""Reading employers. They are known to all: a vacancy of another county is offered by the same one."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.core.scope import OutOfScope, Scope


def employer(scope: Scope, employer_id: int) -> Employer:
    """One employer. Raises OutOfScope where there is none."""
    found = Employer.objects.filter(pk=employer_id).first()
    if found is None:
        raise OutOfScope(employer_id)
    return found


def employers(scope: Scope, employer_ids: Collection[int]) -> dict[int, Employer]:
    """Employers by id."""
    return Employer.objects.in_bulk(list(employer_ids))


def to_verify(scope: Scope, verified_before: dt.date, limit: int = 200) -> list[Employer]:
    """Employers of the scope's units whose papers were never looked at, or not since a day; the oldest first."""
    low, high = scope.code_range
    rows = Employer.objects.filter(unit__gte=low, unit__lt=high)
    due = rows.filter(Q(verified_on=None) | Q(verified_on__lt=verified_before))
    return list(due.order_by(F("verified_on").asc(nulls_first=True), "pk")[:limit])


def named(scope: Scope, name_key: str, limit: int = 50) -> list[Employer]:
    """Employers whose folded name begins with a text."""
    rows = Employer.objects.filter(name_key__gte=name_key, name_key__lt=name_key + "\U0010ffff")
    return list(rows.order_by("name_key", "pk")[:limit])
