"""总览, behind the figures of the rooms: who was trained, paid for, at work in a post or workshop, taken to work."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.journeys import selectors as journeys
from leye.apps.local_jobs import selectors as local_jobs
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.subsidies import money_selectors as subsidies
from leye.apps.training import selectors as training
from leye.core.journeys.vocabulary import Intent
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import PersonRow, shown

PAGE = 50
STARTED = (Intent.STARTED.value, Intent.RETURNED.value)
Asked = Callable[[Scope, dt.date, int, int], list[int]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list. elsewhere: of them those who live elsewhere now; next_after: where the next page begins, or 0."""

    title: str
    people: tuple[PersonRow, ...]
    elsewhere: int
    next_after: int


def _trained(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    return training.completed_people(scope, on, after, limit)


def _paid(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    return subsidies.paid_people(scope, on.year, after, limit)


def _holders(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    return local_jobs.holders_on(scope, on, after, limit)


def _workers(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    return local_jobs.workers_on(scope, on, after, limit)


def _taken(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    return journeys.booked_people(scope, STARTED, after, limit)


NAMED: Mapping[str, tuple[str, Asked]] = {
    "trained": ("本年培训合格结业的人", _trained),
    "paid": ("本年领到补贴的人", _paid),
    "posts": ("公益性岗位在岗的人", _holders),
    "workshops": ("认定的扶贫车间在岗的人", _workers),
    "journeys": ("有组织外出并已上岗的人", _taken),
}


def people_of(scope: Scope, key: str, unit: str, keys: Keyring, after: int = 0) -> Listed:
    """The people behind a room's figure today; reading the list is an audit event. Raises OutOfScope, KeyError."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(unit)
    words, asked = NAMED[key]
    own, on = scope.narrowed(unit), clock.today()
    ids = asked(own, on, after, PAGE)
    lines = people.lines(own, ids)
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=unit, subject=f"board:{on}:{key}",
            detail={"people": len(lines)},
        )  # fmt: skip
    return Listed(
        f"{places.tree(own, on).name(unit)} · {words}", tuple(shown(own, lines, keys, on)),
        len(ids) - len(lines), ids[-1] if len(ids) == PAGE else 0,
    )  # fmt: skip
