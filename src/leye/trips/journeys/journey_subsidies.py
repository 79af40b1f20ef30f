"""补贴 that follow from a journey: transport and job-search, drafted once for whoever began to work, with the journey as evidence."""

import datetime as dt

from django.conf import settings

from leye.apps.journeys import selectors
from leye.apps.journeys.models import Booking, Seat
from leye.core.journeys.destinations import destination_of, distance_of
from leye.core.journeys.vocabulary import Intent
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.keys import keys_of
from leye.trips.subsidies.subsidy_drafts import Asked, NotAccepted, Paper, Person, draft

SOURCE, LOOKED_BACK = "journey", 60
OUTSIDE = "outside"


def draft_due(scope: Scope) -> int:
    """Drafts for those who began to work within the last days; a second time it is the same drafts. Returns how many people."""
    first = clock.today() - dt.timedelta(days=LOOKED_BACK)
    keys = keys_of(settings.HOME)
    rows = [
        row
        for row in selectors.bookings(scope, [Intent.STARTED.value])
        if row.started_on is not None and row.started_on >= first
    ]
    return sum(draft_for(scope, row, keys) for row in rows)


def draft_for(scope: Scope, row: Booking, keys: Keyring) -> bool:
    """The applications of one person; False where he sits in no journey or an application was not accepted."""
    seat, on = selectors.seat_of(scope, row.pk), row.started_on
    if seat is None or on is None:
        return False
    kinds = ["job_search"]
    if distance_of(row.county, destination_of(row.vacancy.place)) == OUTSIDE:
        kinds.append("transport")
    fare = _share(scope, seat)
    try:
        for kind in kinds:
            asked = Asked(
                kind, row.county, on, on + dt.timedelta(days=1), SOURCE, f"booking:{row.pk}:{kind}",
                note=f"劳务输出{seat.journey.day}出发",
                papers=(Paper("tickets", f"journey:{seat.journey_id} 上车和交接记录"),) if kind == "transport" else (),
            )  # fmt: skip
            person = Person(
                row.person_id, hired_on=on, asked_fen=fare if kind == "transport" else None,
                reference=f"journey:{seat.journey_id}:seat:{seat.number}",
            )  # fmt: skip
            draft(scope, asked, [person], keys)
    except NotAccepted:
        return False
    return True


def _share(scope: Scope, seat: Seat) -> int:
    """What the journey cost a head; who has a ticket puts its price in its place."""
    many = len(selectors.seats(scope, [seat.journey_id])[seat.journey_id])
    return round(seat.journey.cost / max(many, 1))
