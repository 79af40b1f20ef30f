"""Reading bookings and journeys: by the county where a person is settled."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from leye.apps.journeys.models import (
    Booking,
    Call,
    FleetKind,
    HandOver,
    HealthNote,
    Journey,
    PickUp,
    PlanRun,
    Road,
    RunState,
    Seat,
    Tick,
    Unseated,
)
from leye.core.journeys.vocabulary import Answer, Intent, JourneyState
from leye.core.scope import OutOfScope, Scope

UNDER_WAY = (Intent.WAITING.value, Intent.SEATED.value)


def _bookings(scope: Scope) -> QuerySet[Booking]:
    low, high = scope.code_range
    rows = Booking.objects.filter(county__gte=low, county__lt=high)
    return rows.filter(site_id=scope.site) if scope.site is not None else rows


def booking(scope: Scope, booking_id: int) -> Booking:
    """One booking of the scope. Raises OutOfScope."""
    found = _bookings(scope).filter(pk=booking_id).select_related("vacancy__employer").first()
    if found is None:
        raise OutOfScope(booking_id)
    return found


def bookings(scope: Scope, states: Collection[str], limit: int = 20_000) -> list[Booking]:
    """Bookings of the scope in some states, by start and id."""
    rows = _bookings(scope).filter(state__in=list(states)).select_related("vacancy__employer")
    return list(rows.order_by("start_on", "pk")[:limit])


def bookings_by_id(scope: Scope, booking_ids: Collection[int]) -> dict[int, Booking]:
    rows = _bookings(scope).select_related("vacancy__employer")
    ids = sorted(booking_ids)
    return {
        row.pk: row
        for start in range(0, len(ids), 500)
        for row in rows.filter(pk__in=ids[start : start + 500])
    }


def booked_persons(scope: Scope) -> dict[int, Booking]:
    """person → his last booking of the scope."""
    return {row.person_id: row for row in _bookings(scope).order_by("pk")}


def came_home(scope: Scope, on: dt.date) -> dict[int, dt.date]:
    """person → the day on which he came home early, for those whose last booking ended so by a day."""
    last = booked_persons(scope)
    rows = [row for row in last.values() if row.state == Intent.RETURNED.value]
    return {row.person_id: row.ended_on for row in rows if row.ended_on and row.ended_on <= on}


def booking_counts(scope: Scope) -> dict[str, int]:
    """state → how many bookings of the scope."""
    return dict(_bookings(scope).order_by().values_list("state").annotate(Count("pk")))


def booked_people(scope: Scope, states: Collection[str], after: int, limit: int) -> list[int]:
    """Who has a booking of the scope in one of the states: by id, after one of them."""
    rows = (
        _bookings(scope).filter(state__in=list(states), person_id__gt=after).order_by("person_id")
    )
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def _journeys(scope: Scope) -> QuerySet[Journey]:
    low, high = scope.code_range
    return Journey.objects.filter(county__gte=low, county__lt=high)


def journey(scope: Scope, journey_id: int) -> Journey:
    """One journey of the scope. Raises OutOfScope."""
    found = _journeys(scope).filter(pk=journey_id).first()
    if found is None:
        raise OutOfScope(journey_id)
    return found


def journeys_by_id(scope: Scope, journey_ids: Collection[int]) -> dict[int, Journey]:
    """Journeys of the scope by their ids."""
    return {row.pk: row for row in _journeys(scope).filter(pk__in=sorted(journey_ids))}


def journeys(
    scope: Scope, first: dt.date, last: dt.date, limit: int = 500, with_cancelled: bool = False
) -> list[Journey]:
    """Journeys of the scope that leave from one day to another, by day."""
    rows = _journeys(scope).filter(day__gte=first, day__lte=last)
    if not with_cancelled:
        rows = rows.exclude(state=JourneyState.CANCELLED.value)
    return list(rows.order_by("day", "destination", "pk")[:limit])


def seats(scope: Scope, journey_ids: Collection[int]) -> dict[int, list[Seat]]:
    """journey → its seats that are taken, by number; of journeys of the scope."""
    low, high = scope.code_range
    found: dict[int, list[Seat]] = {pk: [] for pk in journey_ids}
    rows = Seat.objects.filter(
        journey_id__in=list(journey_ids), is_standing=True,
        journey__county__gte=low, journey__county__lt=high,
    ).select_related("booking__vacancy__employer")  # fmt: skip
    for row in rows.order_by("journey_id", "number"):
        found[row.journey_id].append(row)
    return found


def seat_of(scope: Scope, booking_id: int) -> Seat | None:
    """Where a booking of the scope sits."""
    low, high = scope.code_range
    rows = Seat.objects.filter(booking_id=booking_id, is_standing=True)
    rows = rows.filter(booking__county__gte=low, booking__county__lt=high)
    return rows.select_related("journey").first()


def ever_seated(scope: Scope, journey_id: int) -> set[int]:
    """The bookings that sit in a journey of the scope or sat in it once."""
    low, high = scope.code_range
    rows = Seat.objects.filter(
        journey_id=journey_id, journey__county__gte=low, journey__county__lt=high
    )
    return set(rows.values_list("booking_id", flat=True))


def seats_ended(scope: Scope, journey_id: int) -> list[Seat]:
    """Who sat in a journey of the scope once and no longer does."""
    low, high = scope.code_range
    rows = Seat.objects.filter(
        journey_id=journey_id, is_standing=False, journey__county__gte=low, journey__county__lt=high
    )
    return list(rows.order_by("pk")[:200])


def ticks(scope: Scope, journey_ids: Collection[int]) -> dict[int, list[Tick]]:
    """booking → what was seen of it in journeys of the scope, by the time at which it was seen."""
    low, high = scope.code_range
    found: dict[int, list[Tick]] = {}
    rows = Tick.objects.filter(
        journey_id__in=list(journey_ids), journey__county__gte=low, journey__county__lt=high
    )
    for row in rows.order_by("at", "pk"):
        found.setdefault(row.booking_id, []).append(row)
    return found


def strange_ticks(scope: Scope, limit: int = 100) -> list[Tick]:
    """What was seen and does not fit, in journeys of the scope, the newest first."""
    low, high = scope.code_range
    rows = Tick.objects.filter(journey__county__gte=low, journey__county__lt=high)
    return list(rows.exclude(strange="").select_related("journey").order_by("-pk")[:limit])


def hand_overs(scope: Scope, journey_id: int) -> dict[int, HandOver]:
    """employer → that it has confirmed whom it received from a journey of the scope."""
    low, high = scope.code_range
    rows = HandOver.objects.filter(
        journey_id=journey_id, journey__county__gte=low, journey__county__lt=high
    )
    return {row.employer_id: row for row in rows}


def runs(scope: Scope, limit: int = 10) -> list[PlanRun]:
    """The newest plannings of the scope's units."""
    low, high = scope.code_range
    return list(PlanRun.objects.filter(unit__gte=low, unit__lt=high).order_by("-pk")[:limit])


def run(scope: Scope, run_id: int) -> PlanRun:
    """One planning of the scope. Raises OutOfScope."""
    low, high = scope.code_range
    found = PlanRun.objects.filter(pk=run_id, unit__gte=low, unit__lt=high).first()
    if found is None:
        raise OutOfScope(run_id)
    return found


def unseated(scope: Scope, run_id: int) -> list[Unseated]:
    """Whom a planning of the scope could take nowhere and who still waits."""
    low, high = scope.code_range
    rows = Unseated.objects.filter(run_id=run_id, booking__state=Intent.WAITING.value)
    rows = rows.filter(booking__county__gte=low, booking__county__lt=high)
    return list(rows.select_related("booking__vacancy__employer").order_by("pk")[:500])


def pick_ups(scope: Scope) -> dict[int, PickUp]:
    """site → where it is picked up, of the scope's sites."""
    low, high = scope.code_range
    rows = PickUp.objects.filter(site__county_code__gte=low, site__county_code__lt=high)
    return {row.site_id: row for row in rows.order_by("pk")}


def roads(scope: Scope) -> dict[tuple[str, str], int]:
    """(county, destination) → kilometres, as far as somebody has said."""
    low, high = scope.code_range
    rows = Road.objects.filter(county__gte=low, county__lt=high)
    return {(row.county, row.destination): row.km for row in rows.order_by("pk")}


def fleet(scope: Scope, on: dt.date | None = None) -> list[FleetKind]:
    """Kinds of vehicles of the scope's counties, those that hold on a day or (None) all, the newest first."""
    low, high = scope.code_range
    rows = FleetKind.objects.filter(county__gte=low, county__lt=high)
    if on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return list(rows.order_by("county", "name", "-valid_from")[:500])


def calls(scope: Scope, booking_ids: Collection[int]) -> dict[int, list[Call]]:
    """booking → its follow-ups so far."""
    low, high = scope.code_range
    found: dict[int, list[Call]] = {pk: [] for pk in booking_ids}
    rows = Call.objects.filter(booking_id__in=list(booking_ids))
    for row in rows.filter(booking__county__gte=low, booking__county__lt=high).order_by("pk"):
        found[row.booking_id].append(row)
    return found


def to_call(
    scope: Scope, due: Mapping[int, dt.date], limit: int = 200
) -> list[tuple[Booking, int]]:
    """(booking, days) of those who work and whose follow-up is due and not answered; due: days → started by that day."""
    found: list[tuple[Booking, int]] = []
    for days, day in due.items():
        answered = Call.objects.filter(booking_id=OuterRef("pk"), days=days)
        rows = _bookings(scope).filter(state=Intent.STARTED.value, started_on__lte=day)
        rows = rows.exclude(Exists(answered.exclude(answer=Answer.UNREACHED.value)))
        rows = rows.select_related("vacancy__employer").order_by("started_on", "pk")
        found += [(row, days) for row in rows[:limit]]
    return found


def health(scope: Scope, journey_id: int) -> dict[int, dict[str, bool]]:
    """booking → item → answer of the checklist, for a journey of the scope."""
    low, high = scope.code_range
    found: dict[int, dict[str, bool]] = {}
    rows = HealthNote.objects.filter(
        journey_id=journey_id, journey__county__gte=low, journey__county__lt=high
    )
    for row in rows.order_by("pk"):
        found.setdefault(row.booking_id, {})[row.item] = row.is_fine
    return found


def with_closed_vacancy(scope: Scope) -> list[Booking]:
    """Bookings under way whose vacancy its employer has withdrawn since."""
    rows = _bookings(scope).filter(state__in=UNDER_WAY)
    gone = Q(vacancy__state="closed", vacancy__ended__in=["withdrawn", "unverified"])
    return list(rows.filter(gone).select_related("vacancy__employer").order_by("pk")[:500])


def last_run(scope: Scope, unit: str) -> PlanRun | None:
    """The last planning of a unit of the scope that was done."""
    low, high = scope.code_range
    rows = PlanRun.objects.filter(unit=unit, unit__gte=low, unit__lt=high, state=RunState.DONE)
    return rows.order_by("-pk").first()
