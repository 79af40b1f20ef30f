"""The one door for bookings, plannings and seats."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps import leasing
from leye.apps.journeys.models import (
    TO_DO,
    Booking,
    Journey,
    PickUp,
    PlanRun,
    Road,
    RunState,
    Seat,
    Unseated,
)
from leye.apps.journeys.noting import told
from leye.core.journeys.vocabulary import Intent, JourneyState, Left
from leye.core.scope import prefix

MOVABLE = (JourneyState.PLANNED.value, JourneyState.ISSUED.value)
UNDER_WAY = (Intent.WAITING.value, Intent.SEATED.value)


class NotPossible(Exception):
    """What was asked does not follow from what is known; its text is for the clerk."""


@transaction.atomic
def set_pick_up(
    *, by: str, county: str, site_id: int, km: int, off_km: int, cut: tuple[dt.date, dt.date] | None
) -> None:
    """Say where a site is picked up, and between which days its road is cut."""
    first, last = cut or (None, None)
    PickUp.objects.update_or_create(
        site_id=site_id,
        defaults={"km": km, "off_km": off_km, "cut_from": first, "cut_to": last, "noted_by": by},
    )
    told(by, county, "pick_up", f"site:{site_id}")


@transaction.atomic
def set_road(*, by: str, county: str, destination: str, km: int) -> None:
    """Say how far a destination is."""
    Road.objects.update_or_create(
        county=county, destination=destination, defaults={"km": km, "noted_by": by}
    )
    told(by, county, "road", f"place:{destination}")


@dataclass(frozen=True, slots=True)
class NewBooking:
    person_id: int
    household_id: int
    county: str
    site_id: int | None
    proposal_id: int
    vacancy_id: int
    start_on: dt.date


@transaction.atomic
def book(*, by: str, at: dt.datetime, new: NewBooking) -> tuple[Booking, bool]:
    """Somebody goes. Who is booked already is not booked twice: another start day replaces the first one."""
    row, is_new = Booking.objects.get_or_create(
        person_id=new.person_id,
        state__in=UNDER_WAY,
        defaults={
            "household_id": new.household_id, "county": new.county, "site_id": new.site_id,
            "proposal_id": new.proposal_id, "vacancy_id": new.vacancy_id, "start_on": new.start_on,
            "state": Intent.WAITING, "noted_by": by, "noted_at": at,
        },
    )  # fmt: skip
    if not is_new and (row.start_on, row.vacancy_id) != (new.start_on, new.vacancy_id):
        if row.state == Intent.SEATED.value:
            raise NotPossible("这个人已经排上车，请先从车上移下来，再改开工日期或岗位。")
        Booking.objects.filter(pk=row.pk).update(
            start_on=new.start_on, vacancy_id=new.vacancy_id, proposal_id=new.proposal_id
        )
    told(by, new.county, "book", f"booking:{row.pk}", {"new": is_new})
    return row, is_new


@transaction.atomic
def drop(*, by: str, at: dt.datetime, booking_ids: Collection[int], why: str) -> list[Booking]:
    """They do not go after all; their seats are free. Returns those who still were to go."""
    going = Booking.objects.select_for_update().filter(pk__in=booking_ids, state__in=UNDER_WAY)
    rows = list(going.order_by("pk"))
    for row in rows:
        _leave_seat(row.pk, why)
        row.state, row.why = Intent.DROPPED.value, why[:40]
        row.save(update_fields=["state", "why"])
        told(by, row.county, "drop", f"booking:{row.pk}")
    return rows


def _leave_seat(booking_id: int, why: str) -> None:
    Seat.objects.filter(booking_id=booking_id, is_standing=True).update(
        is_standing=False, why=why[:60]
    )


@transaction.atomic
def ask_plan(
    *, by: str, at: dt.datetime, unit: str, days: tuple[dt.date, dt.date], may_go_alone: bool
) -> tuple[PlanRun, bool]:
    """Ask for a planning; one that is under way for the unit is not asked for twice."""
    row, is_new = PlanRun.objects.get_or_create(
        unit=unit,
        state__in=TO_DO,
        defaults={
            "from_on": days[0], "to_on": days[1], "may_go_alone": may_go_alone, "asked_by": by,
            "asked_at": at, "state": RunState.RECEIVED,
        },
    )  # fmt: skip
    if is_new:
        told(by, unit, "plan", f"plan:{row.pk}")
    return row, is_new


def lease(
    *, by: str, now: dt.datetime, until: dt.datetime, run_id: int | None = None
) -> PlanRun | None:
    """Take a planning that waits and is in nobody's hands."""
    return leasing.lease(PlanRun, TO_DO, now=now, until=until, pk=run_id)


@dataclass(frozen=True, slots=True)
class NewJourney:
    """A vehicle as planned. given: the journey that stands already, None for a new one; state: as the planning saw it."""

    county: str
    day: dt.date
    mode: str
    kind: str
    destination: str
    km: int
    seats: int
    cost: int
    leaves_at: int
    bookings: tuple[int, ...]
    given: int | None = None
    state: str = JourneyState.PLANNED.value


@transaction.atomic
def keep_plan(
    *,
    by: str,
    at: dt.datetime,
    run: PlanRun,
    journeys: Sequence[NewJourney],
    unseated: Mapping[int, str],
    planned: Collection[int],
    note: str,
) -> None:
    """Seat everybody as planned. planned: all bookings that took part; what a hand has placed stays where it is.

    Who was seated or given up by somebody while the planning ran keeps what that hand did. Who was to sit in a vehicle
    that was told, left or was cancelled meanwhile waits, with that as the reason.
    """
    movable = _got_up(planned)
    whys = dict(unseated)
    for new in journeys:
        riders = [one for one in new.bookings if one in movable]
        journey = _vehicle(by, at, run, new) if riders or new.given else None
        if journey is None:
            whys |= dict.fromkeys(riders, Left.GONE.value)
            continue
        sit(by=by, at=at, journey=journey, booking_ids=riders)
        Journey.objects.filter(pk=journey.pk).update(cost=new.cost)
    _cancel_empty(run.unit)
    for booking_id, why in whys.items():
        if booking_id in movable:
            Unseated.objects.create(run=run, booking_id=booking_id, why=why)
    run.state, run.told, run.leased_until, run.ended_at = RunState.DONE, note, None, at
    run.save()
    told(by, run.unit, "planned", f"plan:{run.pk}", {"journeys": len(journeys)})


def _got_up(planned: Collection[int]) -> set[int]:
    """Those of a planning whom it may seat; they get up from where they sit."""
    still = set(
        Booking.objects.select_for_update()
        .filter(pk__in=planned, state__in=UNDER_WAY)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    kept = Seat.objects.filter(booking_id__in=still, is_standing=True)
    fixed = set(kept.filter(is_by_hand=True).values_list("booking_id", flat=True))
    fixed |= set(
        kept.exclude(journey__state=JourneyState.PLANNED.value).values_list("booking_id", flat=True)
    )
    movable = still - fixed
    Seat.objects.filter(booking_id__in=movable, is_standing=True).update(
        is_standing=False, why="重新排车"
    )
    Booking.objects.filter(pk__in=movable).update(state=Intent.WAITING.value)
    return movable


def _vehicle(by: str, at: dt.datetime, run: PlanRun, new: NewJourney) -> Journey | None:
    """A planned vehicle, held until the plan is kept; None where it no longer stands as the planning saw it."""
    if new.given:
        rows = Journey.objects.select_for_update().filter(pk=new.given, state__in=MOVABLE)
        return rows.filter(state=new.state).first()
    return Journey.objects.create(
        county=new.county, run=run, day=new.day, mode=new.mode, kind=new.kind,
        destination=new.destination, km=new.km, seats=new.seats, cost=new.cost,
        leaves_at=new.leaves_at, state=JourneyState.PLANNED, made_by=by, made_at=at,
    )  # fmt: skip


def _cancel_empty(unit: str) -> None:
    """Vehicles that were only planned and carry nobody are no longer needed."""
    taken = Seat.objects.filter(is_standing=True).values("journey_id")
    rows = Journey.objects.filter(state=JourneyState.PLANNED.value, county__startswith=prefix(unit))
    rows.exclude(pk__in=taken).update(state=JourneyState.CANCELLED.value)


@transaction.atomic
def fail_plan(*, by: str, at: dt.datetime, run: PlanRun, note: str) -> None:
    """The planning could not be made; note says why."""
    run.state, run.told, run.leased_until, run.ended_at = RunState.FAILED, note, None, at
    run.save()
    told(by, run.unit, "plan_failed", f"plan:{run.pk}")


@transaction.atomic
def sit(
    *, by: str, at: dt.datetime, journey: Journey, booking_ids: Sequence[int], by_hand: bool = False
) -> None:
    """Give bookings seats in a journey, leaving those they have. Raises NotPossible where it is full."""
    journey = Journey.objects.select_for_update().get(pk=journey.pk)
    taken = Seat.objects.filter(journey=journey, is_standing=True).exclude(
        booking_id__in=booking_ids
    )
    numbers = set(taken.values_list("number", flat=True))
    free = [number for number in range(1, journey.seats + 1) if number not in numbers]
    if len(free) < len(booking_ids):
        raise NotPossible(
            f"这辆车 {journey.seats} 座，还剩 {len(free)} 座，坐不下 {len(booking_ids)} 人。请换大车，或移到别的车。"
        )
    Seat.objects.filter(booking_id__in=booking_ids, is_standing=True).update(
        is_standing=False, why="换车" if by_hand else "重新排车"
    )
    persons = dict(Booking.objects.filter(pk__in=booking_ids).values_list("pk", "person_id"))
    Seat.objects.bulk_create(
        Seat(
            journey=journey, booking_id=one, person_id=persons[one], day=journey.day, number=number,
            seats=journey.seats, is_by_hand=by_hand, made_by=by, made_at=at,
        )
        for one, number in zip(booking_ids, free, strict=False)
    )  # fmt: skip
    Booking.objects.filter(pk__in=booking_ids).update(state=Intent.SEATED.value)


@transaction.atomic
def move(*, by: str, at: dt.datetime, booking_id: int, journey: Journey | None) -> None:
    """Put a booking into a journey by hand, or (None) take it out of its vehicle. Raises NotPossible."""
    booking = Booking.objects.select_for_update().get(pk=booking_id)
    if booking.state not in UNDER_WAY:
        raise NotPossible("这个人已经上岗、返乡或不去了，不能再排车。")
    now = (
        Seat.objects.filter(booking_id=booking_id, is_standing=True)
        .select_related("journey")
        .first()
    )
    if now is not None and now.journey.state not in MOVABLE:
        raise NotPossible("他坐的车已经发车，不能再换车。")
    if journey is None:
        _leave_seat(booking_id, "从车上移下")
        Booking.objects.filter(pk=booking_id).update(state=Intent.WAITING.value)
    elif now is None or now.journey_id != journey.pk:
        if journey.state not in MOVABLE:
            raise NotPossible("这辆车已经发车或取消，不能再加人。")
        sit(by=by, at=at, journey=journey, booking_ids=[booking_id], by_hand=True)
    elif not now.is_by_hand:
        Seat.objects.filter(pk=now.pk).update(is_by_hand=True)
    told(
        by,
        booking.county,
        "move",
        f"booking:{booking_id}",
        {"journey": journey.pk if journey else 0},
    )
