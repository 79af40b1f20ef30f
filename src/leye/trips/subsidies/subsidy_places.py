"""Where the persons of an application work near home: workshop, post, months and days, as rules and checks read it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from leye.apps.local_jobs import selectors as local_jobs
from leye.apps.local_jobs.models import Placement
from leye.apps.people import selectors as people
from leye.core.ledger import facts as f
from leye.core.local_jobs.spells import Span
from leye.core.periods import Month, months_after
from leye.core.scope import Scope
from leye.core.subsidies.values import Post, Workshop
from leye.core.vocabulary import Standing
from leye.trips.subsidies.subsidy_people import of_table

POOR = {Standing.REGISTERED_POOR.value, Standing.OUT_OF_POVERTY.value}


@dataclass(frozen=True, slots=True)
class Place:
    """One person's placement that meets the span. workshop_id: None for a post."""

    placement: Placement
    workshop_id: int | None
    workshop: Workshop
    post: Post
    days: Mapping[Month, Decimal] = field(default_factory=dict)

    @property
    def employer_id(self) -> int:
        """Of the workshop or the post."""
        place = self.placement.workshop or self.placement.post
        if place is None:
            raise ValueError("a placement is in a workshop or a post")
        return place.employer_id


def places(
    scope: Scope, person_ids: Collection[int], start: dt.date, end: dt.date
) -> dict[int, list[Place]]:
    """Person → the placements that meet [start, end), wherever they are; the scope is the region's."""
    rows = local_jobs.of_persons(scope, person_ids, start, end)
    shops = {row.workshop_id for row in rows if row.workshop_id is not None}
    known = _workshops(scope, shops, start, end)
    worked = local_jobs.months_worked(scope, [row.pk for row in rows])
    found: dict[int, list[Place]] = {}
    for row in rows:
        days = {Month.of(one.month): one.days for one in worked[row.pk]}
        shop = known[row.workshop_id] if row.workshop_id is not None else Workshop()
        found.setdefault(row.person_id, []).append(
            Place(row, row.workshop_id, shop, _post(row), days)
        )
    return found


def _post(row: Placement) -> Post:
    if row.post is None:
        return Post()
    line = row.post.line
    return Post(funded=(Span(line.valid_from, line.valid_to),), held_from=row.valid_from)


def _workshops(
    scope: Scope, ids: Collection[int], start: dt.date, end: dt.date
) -> dict[int, Workshop]:
    told = local_jobs.recognitions(scope, ids)
    first = Month.of(start).first_day
    ran = local_jobs.months_running(scope, ids, first, max(end, months_after(first, 1)))
    return {
        pk: Workshop(
            recognised=tuple(row.span for row in told[pk] if row.span is not None),
            ran=frozenset(Month.of(month) for month in ran[pk]),
            poor_workers=_poor(scope, pk, start),
        )
        for pk in ids
    }


def _poor(scope: Scope, workshop_id: int, on: dt.date) -> int:
    """How many registered poor work in a workshop on a day."""
    ids = {row.person_id for row in local_jobs.placements(scope, workshop_id=workshop_id, on=on)}
    held = people.held(scope, ids)
    return sum(
        1
        for person in ids
        if any(
            x.values["standing"] in POOR and Span(x.valid_from, x.valid_to).covers(on)
            for x in of_table(held.get(person, []), f.STANDING)
        )
    )
