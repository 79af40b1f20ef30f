"""重点企业: which employers are on a county's list, and how many relocated people they employ by the ledger."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyThere
from leye.apps.local_jobs.models import KeyEnterprise
from leye.apps.people import working
from leye.apps.places import selectors as places
from leye.core.local_jobs.vocabulary import KeyKind
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import EmployerKind
from leye.gateways import clock
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.local_jobs.local_jobs_places import NotPossible

EMPLOYERS = {KeyKind.LEADING: EmployerKind.LEADING}


@dataclass(frozen=True, slots=True)
class Given:
    """What a form tells of a key enterprise; last_day: of the list it is on."""

    county: str
    employer: str
    code: str
    kind: KeyKind
    start: dt.date
    last_day: dt.date | None
    document: str


def register(scope: Scope, given: Given) -> int:
    """Put an employer on a county's list; returns it. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.EDIT_LOCAL_JOBS):
        raise OutOfScope(given.county)
    where_of.may_edit(scope, given.county)
    if given.last_day is not None and given.last_day < given.start:
        raise NotPossible("截止日早于起始日。请核对。")
    with transaction.atomic():
        kind = EMPLOYERS.get(given.kind, EmployerKind.KEY)
        employer = where_of.employer_of(scope, given.county, given.employer, given.code, kind)
        row = KeyEnterprise(
            county=given.county, employer_id=employer, kind=given.kind.value, valid_from=given.start,
            valid_to=given.last_day + dt.timedelta(days=1) if given.last_day else None,
            document=given.document.strip()[:200],
        )  # fmt: skip
        try:
            return actions.register(by=scope.actor, at=clock.now(), row=row)
        except AlreadyThere:
            raise NotPossible("这个企业已在名单里，没有再列一次。") from None


@dataclass(frozen=True, slots=True)
class Line:
    """A key enterprise; employed: relocated people of the scope who work there today by the ledger."""

    row: KeyEnterprise
    county: str
    label: str
    employed: int


def listed(scope: Scope) -> list[Line]:
    """The key enterprises of the scope today."""
    on = clock.today()
    rows = selectors.key_enterprises(scope, on)
    heads = working.heads_by_employer(scope, sorted({row.employer.name for row in rows}), on)
    tree = places.tree(scope, on)
    return [
        Line(row, tree.name(row.county), KeyKind(row.kind).label, heads.get(row.employer.name, 0))
        for row in rows
    ]
