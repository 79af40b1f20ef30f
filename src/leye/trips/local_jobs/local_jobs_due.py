"""就地就业, what falls due: posts whose term ends, recognitions that run out, pay below the minimum wage."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leye.apps.local_jobs import selectors
from leye.apps.local_jobs.models import Placement, Workshop
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.local_jobs import load_terms
from leye.trips.awaiting import Awaiting
from leye.trips.listing import PersonRow, shown
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.rosters.intake import NOTICE


def _until(on: dt.date) -> dt.date:
    return on + dt.timedelta(days=load_terms(NOTICE, on).near_days)


def awaiting(scope: Scope) -> list[Awaiting]:
    """What of work near home waits for an actor."""
    if not scope.may(Capability.EDIT_LOCAL_JOBS) or not scope.may(Capability.READ_PEOPLE):
        return []
    on = clock.today()
    least, _ = where_of.least_pay(on)
    days = load_terms(NOTICE, on).near_days
    route = "local_due"
    return [
        Awaiting("公益性岗位期满", f"{days}天内期满或已期满", len(selectors.ending(scope, _until(on))), route),
        Awaiting("车间认定到期", f"{days}天内到期", len(_running_out(scope, on)), route),
        Awaiting(
            "工资低于最低工资", f"{least} 元/月", len(selectors.paid_below(scope, least, on, load_terms(NOTICE, on).full_hours)), route
        ),
    ]  # fmt: skip


def _running_out(scope: Scope, on: dt.date) -> list[tuple[Workshop, dt.date]]:
    """Workshops that are recognised today and will not be for long: (workshop, the first day without)."""
    rows = selectors.workshops_ending(scope, on, _until(on))
    told = selectors.recognitions(scope, [row.pk for row in rows])
    found = []
    for row in rows:
        spans = [one.span for one in told[row.pk] if one.span]
        ends = [span.last for span in spans if span.covers(on)]
        if ends and max(ends) <= _until(on):
            found.append((row, max(ends)))
    return found


@dataclass(frozen=True, slots=True)
class DuePerson:
    """Somebody in a workshop or a post of whom something is due."""

    row: Placement
    person: PersonRow | None
    kind: str
    place_id: int
    place: str


@dataclass(frozen=True, slots=True)
class Due:
    """Everything that is due. recognitions: (workshop, its county, the last day)."""

    posts: tuple[DuePerson, ...]
    recognitions: tuple[tuple[Workshop, str, dt.date], ...]
    pay: tuple[DuePerson, ...]
    least: int
    least_cite: str


def due(scope: Scope, keys: Keyring) -> Due:
    """What falls due in the scope. Raises OutOfScope for who may not see people."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(scope.unit)
    on = clock.today()
    least, cite = where_of.least_pay(on)
    tree = places.tree(scope, on)
    return Due(
        _people(scope, selectors.ending(scope, _until(on)), keys, on),
        tuple(
            (row, tree.name(row.county), end - dt.timedelta(days=1))
            for row, end in _running_out(scope, on)
        ),
        _people(
            scope,
            selectors.paid_below(scope, least, on, load_terms(NOTICE, on).full_hours),
            keys,
            on,
        ),
        least,
        cite,
    )


def _people(
    scope: Scope, rows: Sequence[Placement], keys: Keyring, on: dt.date
) -> tuple[DuePerson, ...]:
    lines = people.lines(scope, sorted({row.person_id for row in rows}))
    names = {one.id: one for one in shown(scope, lines, keys, on)}
    found = []
    for row in rows:
        if row.workshop is not None:
            where = ("workshop", row.workshop.pk, row.workshop.name)
        elif row.post is not None:
            where = ("post", row.post.pk, row.post.title)
        else:
            continue
        found.append(DuePerson(row, names.get(row.person_id), *where))
    return tuple(found)
