"""随车: the escort's phone ticks who boarded and arrived, without an account and without a network."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.journeys import selectors, under_way
from leye.apps.journeys.models import Booking, Journey, Tick
from leye.apps.journeys.under_way import Seen
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.journeys.sightings import Known, Sighting, standing, strange
from leye.core.journeys.vocabulary import JourneyState, Mark
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips import passing
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.journeys.journey_sheet import StopView, stop_views
from leye.trips.listing import shown as shown_people
from leye.trips.passing import Opened, Purpose
from leye.trips.rosters.intake import NOTICE

ON_THE_WAY = (Mark.BOARDED, Mark.ABSENT, Mark.ARRIVED, Mark.LOST)
MOST = 1_000  # ticks that are taken at a time


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody of a journey as the escort sees him: no numbers, where he gets on, what was seen last."""

    booking_id: int
    name: str
    stop: str
    employer: str
    mark: str
    label: str
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnThePhone:
    """The escort's page."""

    journey: Journey
    destination: str
    stops: tuple[StopView, ...]
    people: tuple[Traveller, ...]


def link(scope: Scope, journey_id: int) -> str:
    """A new link for the escort of a journey; those before it end. Raises OutOfScope."""
    may_edit(scope, journey_id)
    journey = selectors.journey(scope, journey_id)
    end_links(scope, journey)
    days = (journey.day - clock.today()).days + load_journeys(NOTICE, journey.day).links["escort"]
    return passing.issue(
        scope, Purpose.ESCORT, [(_subject(journey), journey.county)], max(days, 1)
    )[0]


def end_links(scope: Scope, journey: Journey) -> int:
    """Take back the links of a journey's escorts: another one rides with it, or it does not go. Raises OutOfScope."""
    return passing.revoke(scope, Purpose.ESCORT, _subject(journey), journey.county)


def _subject(journey: Journey) -> str:
    return f"journey:{journey.pk}"


def scope_of(opened: Opened) -> Scope:
    """Whoever came in by a link acts in its unit, under the link's own name."""
    return Scope(f"link:{opened.id}", opened.unit, Role.CLERK)


def page(opened: Opened, keys: Keyring) -> OnThePhone:
    """What the escort's phone shows. Raises OutOfScope where the journey is gone."""
    scope = scope_of(opened)
    journey = selectors.journey(scope, opened.number)
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="journey.escort_read",
            unit=journey.county,
            subject=opened.subject,
        )
    stops = stop_views(scope, journey)
    destination = places.tree(scope, journey.day).name(journey.destination)
    return OnThePhone(journey, destination, tuple(stops), tuple(travellers(scope, journey, keys)))


def travellers(scope: Scope, journey: Journey, keys: Keyring) -> list[Traveller]:
    """Everybody who sits in a journey, and whoever was seen in it although he does not."""
    seats = selectors.seats(scope, [journey.pk])[journey.pk]
    seen = selectors.ticks(scope, [journey.pk])
    rows = {seat.booking_id: seat.booking for seat in seats}
    rows |= selectors.bookings_by_id(scope, set(seen) - set(rows))
    lines = people.lines(scope, [row.person_id for row in rows.values()])
    names = {one.id: one for one in shown_people(scope, lines, keys, journey.day)}
    return [
        _traveller(row, names[row.person_id].name, names[row.person_id].site, seen.get(pk, []))
        for pk, row in rows.items()
        if row.person_id in names
    ]


def _traveller(row: Booking, name: str, stop: str, seen: Sequence[Tick]) -> Traveller:
    mark = standing([_sighting(one) for one in seen])
    return Traveller(
        row.pk, name, stop, row.vacancy.employer.name, mark.value if mark else "",
        mark.label if mark else "未登记", tuple(one.strange for one in seen if one.strange),
    )  # fmt: skip


def _sighting(row: Tick) -> Sighting:
    return Sighting(Mark(row.mark), row.at, row.noted_by)


def keep(scope: Scope, journey_id: int, said: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Keep ticks of a phone, each once with its own time, whatever was noted in the meantime.

    said: {key, booking, mark, at (ISO)}. Returns key → "" or what does not fit; a key that is not returned could not
    be read, or is of somebody who never sat in this journey: it is refused. Raises OutOfScope.
    """
    journey = selectors.journey(scope, journey_id)
    seats = {seat.booking_id for seat in selectors.seats(scope, [journey.pk])[journey.pk]}
    seen = selectors.ticks(scope, [journey.pk])
    wanted = [one for one in map(_read, said[:MOST]) if one is not None]
    known = selectors.ever_seated(scope, journey.pk)
    heard_at, runs = clock.now(), journey.state != JourneyState.CANCELLED.value
    told: list[Seen] = []
    for one in sorted(wanted, key=lambda tick: tick.at):
        if one.booking_id not in known:
            continue
        before = [_sighting(row) for row in seen.get(one.booking_id, [])]
        new = Sighting(one.mark, one.at, scope.actor)
        words = strange(new, Known(one.booking_id in seats, runs, journey.day, before), heard_at)
        told.append(Seen(one.booking_id, one.mark, one.at, one.key, words))
    under_way.tick(by=scope.actor, at=heard_at, journey_id=journey.pk, seen=told)
    return {one.key: one.strange for one in told}


def _read(said: Mapping[str, object]) -> Seen | None:
    """One tick as a phone sends it; None where it cannot be read."""
    mark = Mark.read_code(str(said.get("mark", "")))
    key, booking = str(said.get("key", "")), str(said.get("booking", ""))
    try:
        at = dt.datetime.fromisoformat(str(said.get("at", "")).replace("Z", "+00:00"))
    except ValueError:
        return None
    if (
        mark not in ON_THE_WAY
        or not booking.isdecimal()
        or len(booking) > 18
        or not 8 <= len(key) <= 40
    ):
        return None
    return Seen(int(booking), mark, at if at.tzinfo else at.replace(tzinfo=SHANGHAI), key)


def as_said(item: Mapping[str, object]) -> dict[str, object]:
    """An item of a phone's queue as `keep` takes it: its time mended by how far the phone's clock is off."""
    at = str(item.get("device_at", ""))
    offset = item.get("offset")
    if isinstance(offset, int | float) and abs(offset) < 10 * 365 * 86_400:
        try:
            told = dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
            at = (told + dt.timedelta(seconds=offset)).isoformat()
        except (ValueError, OverflowError):
            at = ""
    return {
        "key": str(item.get("uuid", "")), "booking": item.get("booking", ""), "mark": item.get("mark", ""), "at": at,
    }  # fmt: skip
