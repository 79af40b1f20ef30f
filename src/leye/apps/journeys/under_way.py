"""The door for what happens to a journey once it is planned: told, changed, boarded, handed over, followed up."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from leye.apps.journeys.actions import MOVABLE, UNDER_WAY, NotPossible
from leye.apps.journeys.models import Booking, Call, HandOver, HealthNote, Journey, Seat, Tick
from leye.apps.journeys.noting import told
from leye.core.journeys.vocabulary import Answer, Intent, JourneyState, Mark


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a vehicle when its travellers are told; escort_phone is sealed."""

    vehicle_no: str
    escort_name: str
    escort_phone: str
    leaves_at: int


@transaction.atomic
def issue(*, by: str, journey_id: int, details: Details) -> None:
    """The plan of a vehicle is told; from now on planning again leaves it as it is."""
    rows = Journey.objects.filter(pk=journey_id, state__in=MOVABLE)
    if not rows.update(
        vehicle_no=details.vehicle_no, escort_name=details.escort_name, leaves_at=details.leaves_at,
        escort_phone=details.escort_phone, state=JourneyState.ISSUED.value,
    ):  # fmt: skip
        raise NotPossible("这辆车已经发车或取消，不能再改。")
    _told(by, journey_id, "issue")


@transaction.atomic
def cancel(*, by: str, journey_id: int) -> list[int]:
    """The vehicle does not go; its bookings wait again. Returns them. Raises NotPossible once it has left."""
    hold_riders(by=by, journey_ids=[journey_id])
    if not Journey.objects.filter(pk=journey_id, state__in=MOVABLE).update(
        state=JourneyState.CANCELLED.value
    ):
        raise NotPossible("这辆车已经发车或取消。")
    out = list(
        Seat.objects.filter(journey_id=journey_id, is_standing=True).values_list(
            "booking_id", flat=True
        )
    )
    _out(out, "这趟车取消")
    _told(by, journey_id, "cancel")
    return out


def hold_riders(*, by: str, journey_ids: Collection[int]) -> None:
    """Bookings are locked before their vehicles, in the order of their numbers: everybody does, so none waits in a ring."""
    seated = Seat.objects.filter(journey_id__in=journey_ids, is_standing=True).values("booking_id")
    list(Booking.objects.select_for_update().filter(pk__in=seated).order_by("pk").values_list("pk"))


def _out(booking_ids: Collection[int], why: str) -> None:
    Seat.objects.filter(booking_id__in=booking_ids, is_standing=True).update(
        is_standing=False, why=why
    )
    Booking.objects.filter(pk__in=booking_ids, state=Intent.SEATED.value).update(
        state=Intent.WAITING.value
    )


@transaction.atomic
def change_vehicle(
    *, by: str, journey_id: int, kind: str, seats: int, out: Collection[int]
) -> None:
    """Another vehicle with other seats; `out`: the bookings that leave it. Raises NotPossible where they do not fit."""
    hold_riders(by=by, journey_ids=[journey_id])
    if not Journey.objects.filter(pk=journey_id, state__in=MOVABLE).update(kind=kind, seats=seats):
        raise NotPossible("这辆车已经发车或取消，不能再换。")
    _out(out, "换车后座位不够")
    staying = list(Seat.objects.filter(journey_id=journey_id, is_standing=True).order_by("number"))
    if len(staying) > seats:
        raise NotPossible(f"换车后只有 {seats} 座，还有 {len(staying)} 人。")
    for number, row in enumerate(staying, start=1):  # upwards: a number is free before it is given
        Seat.objects.filter(pk=row.pk).update(number=number, seats=seats)
    _told(by, journey_id, "change", {"seats": seats, "out": len(out)})


@dataclass(frozen=True, slots=True)
class Seen:
    """One tick of a device."""

    booking_id: int
    mark: Mark
    at: dt.datetime
    key: str
    strange: str = ""


@transaction.atomic
def tick(*, by: str, at: dt.datetime, journey_id: int, seen: Sequence[Seen]) -> list[str]:
    """Keep what was seen on the way, each once by its key; returns the keys that were new.

    What is strange is kept and shown, but the journey does not go on by it: there is no way back.
    """
    known = set(
        Tick.objects.filter(key__in=[one.key for one in seen]).values_list("key", flat=True)
    )
    new = {one.key: one for one in seen if one.key not in known}
    for one in new.values():
        Tick.objects.create(
            journey_id=journey_id, booking_id=one.booking_id, mark=one.mark.value, at=one.at,
            key=one.key, strange=one.strange[:120], noted_by=by, noted_at=at,
        )  # fmt: skip
    marks = {one.mark for one in new.values() if not one.strange}
    if marks & {Mark.BOARDED, Mark.ARRIVED, Mark.RECEIVED}:
        open_states = (*MOVABLE, JourneyState.LEFT.value)
        to = JourneyState.LEFT if marks <= {Mark.BOARDED, Mark.ABSENT} else JourneyState.ARRIVED
        Journey.objects.filter(pk=journey_id, state__in=open_states).update(state=to.value)
    if new:
        _told(by, journey_id, "tick", {"ticks": len(new)})
    return list(new)


@transaction.atomic
def hand_over(
    *, by: str, at: dt.datetime, journey_id: int, employer_id: int, is_on_paper: bool
) -> bool:
    """An employer has confirmed; False where it had before."""
    _, is_new = HandOver.objects.get_or_create(
        journey_id=journey_id,
        employer_id=employer_id,
        defaults={"is_on_paper": is_on_paper, "noted_by": by, "noted_at": at},
    )
    if is_new:
        _told(by, journey_id, "hand_over", {"employer": employer_id, "paper": is_on_paper})
    return is_new


@transaction.atomic
def start(*, by: str, booking_id: int, on: dt.date) -> bool:
    """Somebody has begun to work; False where that was known."""
    rows = Booking.objects.filter(pk=booking_id, state__in=UNDER_WAY)
    if not rows.update(state=Intent.STARTED.value, started_on=on):
        return False
    _told_booking(by, booking_id, "start")
    return True


@transaction.atomic
def come_home(*, by: str, booking_id: int, on: dt.date) -> bool:
    """Somebody came home early; False where that was known. Raises NotPossible for who never began."""
    row = Booking.objects.select_for_update().get(pk=booking_id)
    if row.state == Intent.RETURNED.value:
        return False
    if row.state != Intent.STARTED.value or (row.started_on and on < row.started_on):
        raise NotPossible("还没有登记上岗，或返乡日期早于上岗日期。请核对日期。")
    row.state, row.ended_on = Intent.RETURNED.value, on
    row.save(update_fields=["state", "ended_on"])
    _told_booking(by, booking_id, "come_home")
    return True


@transaction.atomic
def call(
    *, by: str, at: dt.datetime, booking_id: int, days: int, answer: Answer, on: dt.date
) -> bool:
    """Note a follow-up; False where it was answered before."""
    answered = Call.objects.filter(booking_id=booking_id, days=days)
    if answered.exclude(answer=Answer.UNREACHED.value).exists():
        return False
    try:
        with transaction.atomic():
            Call.objects.create(
                booking_id=booking_id,
                days=days,
                answer=answer.value,
                on=on,
                noted_by=by,
                noted_at=at,
            )
    except IntegrityError:
        return False  # two clerks at once: the first answer stands
    _told_booking(by, booking_id, "call", {"days": days, "answer": answer.value})
    return True


@transaction.atomic
def note_health(
    *,
    by: str,
    at: dt.datetime,
    on: dt.date,
    journey_id: int,
    answers: Mapping[tuple[int, str], bool],
) -> int:
    """Answers of the health checklist by (booking, item); the last of a day stands. Returns how many are new."""
    many = 0
    for (booking_id, item), is_fine in answers.items():
        _, is_new = HealthNote.objects.update_or_create(
            booking_id=booking_id, journey_id=journey_id, item=item, on=on,
            defaults={"is_fine": is_fine, "noted_by": by, "noted_at": at},
        )  # fmt: skip
        many += is_new
    _told(by, journey_id, "health", {"answers": len(answers)})
    return many


def _told(by: str, journey_id: int, what: str, detail: Mapping[str, object] | None = None) -> None:
    unit = Journey.objects.values_list("county", flat=True).get(pk=journey_id)
    told(by, unit, what, f"journey:{journey_id}", detail)


def _told_booking(
    by: str, booking_id: int, what: str, detail: Mapping[str, object] | None = None
) -> None:
    unit = Booking.objects.values_list("county", flat=True).get(pk=booking_id)
    told(by, unit, what, f"booking:{booking_id}", detail)
