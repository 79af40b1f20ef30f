"""One journey on its page; its plan told to travellers, its health checklist noted, its subsidies drafted."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.journeys import selectors, under_way
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Journey
from leye.apps.journeys.under_way import Details
from leye.core.journeys.vocabulary import JourneyState, Mode
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips.identities import ESCORT_CONTEXT
from leye.trips.journeys.escorting import Traveller, end_links, travellers
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.journeys.journey_letters import tell_escort, tell_journey
from leye.trips.journeys.journey_sheet import Sheet, sheet
from leye.trips.keys import keys_of
from leye.trips.rosters.intake import NOTICE

WIDE, LEVEL = 640, 60


@dataclass(frozen=True, slots=True)
class Point:
    """A stop on the schematic: where it is drawn, its words, and whether it is cut off."""

    x: int
    name: str
    at: str
    people: int
    is_cut: bool
    is_low: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A journey as its page shows it. health: item → words; fine: "booking:item" that are noted."""

    sheet: Sheet
    points: tuple[Point, ...]
    people: tuple[Traveller, ...]
    confirmed: Mapping[int, bool]
    health: Mapping[str, str]
    health_cite: str
    fine: frozenset[str]
    can_change: bool
    can_hand_over: bool
    time: str


def page(scope: Scope, journey_id: int, keys: Keyring) -> Page:
    """One journey. Reading the health checklist is audited. Raises OutOfScope."""
    told = sheet(scope, journey_id, keys)
    journey = told.journey
    declared = load_journeys(NOTICE, journey.day)
    fine: set[str] = set()
    if declared.health and scope.may(Capability.READ_PEOPLE):
        with transaction.atomic():
            audit.record(
                by=scope.actor, action="journey.health_read", unit=journey.county,
                subject=f"journey:{journey.pk}", detail={},
            )  # fmt: skip
        fine = {
            f"{booking}:{item}"
            for booking, items in selectors.health(scope, journey.pk).items()
            for item, is_fine in items.items()
            if is_fine
        }
    can_change = journey.state in (JourneyState.PLANNED, JourneyState.ISSUED)
    return Page(
        told, points(told), tuple(travellers(scope, journey, keys)),
        {one: row.is_on_paper for one, row in selectors.hand_overs(scope, journey.pk).items()},
        declared.health, declared.health_cite, frozenset(fine), can_change,
        journey.day <= clock.today() and journey.state != JourneyState.CANCELLED.value,
        f"{journey.leaves_at // 60:02}:{journey.leaves_at % 60:02}",
    )  # fmt: skip


def points(told: Sheet) -> tuple[Point, ...]:
    """The stops on a line, the farthest at the left; their kilometres are drawn to scale, names above and below."""
    many = len(told.stops)
    if not many:
        return ()
    step = (WIDE - 160) / max(many, 1)
    return tuple(
        Point(round(60 + number * step), one.name, one.at, one.people, one.is_cut, bool(number % 2))
        for number, one in enumerate(told.stops)
    )


def issue(scope: Scope, journey_id: int, said: Mapping[str, str], keys: Keyring) -> int:
    """The plan of a vehicle is settled, its travellers and its escort are told; the links of another escort end.

    Returns how many travellers. Raises OutOfScope, NotPossible.
    """
    may_edit(scope, journey_id)
    journey = selectors.journey(scope, journey_id)
    if journey.mode == Mode.OWN.value:  # nobody drives or escorts who goes by himself
        said = {"time": said.get("time", "")}
    phone, is_another = _escort(journey, said, keys)
    if journey.mode != Mode.OWN.value and not (said.get("vehicle_no") and said.get("escort_name")):
        raise NotPossible("请写车牌号（车次）和随车人员。")
    try:
        time = dt.time.fromisoformat(said.get("time", ""))
    except ValueError:
        raise NotPossible("上路时间请写成 08:00。") from None
    details = Details(
        said.get("vehicle_no", "")[:20], said.get("escort_name", "")[:40],
        sealing.seal(keys, phone, ESCORT_CONTEXT) if phone else "", time.hour * 60 + time.minute,
    )  # fmt: skip
    with transaction.atomic():
        under_way.issue(by=scope.actor, journey_id=journey.pk, details=details)
        if is_another:
            end_links(scope, journey)
    told = sheet(scope, journey_id, keys)
    if phone:
        tell_escort(scope, told, sealing.index(keys, phone, ESCORT_CONTEXT))
    return tell_journey(scope, told)


def told_again(scope: Scope, journey_ids: Collection[int]) -> int:
    """Whoever came since to sit in a vehicle whose plan was told hears it as well, and its escort how many ride now.

    Nobody hears the same twice. Returns how many travellers were told.
    """
    keys, many = keys_of(settings.HOME), 0
    for journey_id in sorted(set(journey_ids)):
        if selectors.journey(scope, journey_id).state != JourneyState.ISSUED.value:
            continue
        told = sheet(scope, journey_id, keys)
        if phone := escort_phone(told, keys):
            tell_escort(scope, told, sealing.index(keys, phone, ESCORT_CONTEXT))
        many += tell_journey(scope, told)
    return many


def _escort(journey: Journey, said: Mapping[str, str], keys: Keyring) -> tuple[str, bool]:
    """The escort's number, and whether it is another escort than was named before. Raises NotPossible."""
    phone = "".join(said.get("escort_phone", "").split())
    if phone and not (phone.isdecimal() and 7 <= len(phone) <= 12):
        raise NotPossible("随车人员电话应是7到12位数字。")
    before, name = "", said.get("escort_name", "")[:40]
    if journey.escort_phone:
        before = sealing.unseal(keys, journey.escort_phone, ESCORT_CONTEXT)
    if not phone and name == journey.escort_name:
        phone = before  # told again, the number stays
    is_another = bool(journey.escort_name) and (name, phone) != (journey.escort_name, before)
    return phone, is_another


def escort_phone(told: Sheet, keys: Keyring) -> str:
    """The escort's number in clear, for the printed plan sheet."""
    kept = told.journey.escort_phone
    return sealing.unseal(keys, kept, ESCORT_CONTEXT) if kept else ""


def note_health(scope: Scope, journey_id: int, fine: Collection[str]) -> int:
    """The checklist of a journey, as ticked now; it can only be noted while the notice asks for it.

    fine: "booking:item". Raises OutOfScope, NotPossible.
    """
    may_edit(scope, journey_id)
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(journey_id)
    journey = selectors.journey(scope, journey_id)
    items = load_journeys(NOTICE, journey.day).health
    if not items:
        raise NotPossible("这一天已经不查验健康和隔离情况，没有要登记的。")
    seats = selectors.seats(scope, [journey.pk])[journey.pk]
    answers = {
        (seat.booking_id, item): f"{seat.booking_id}:{item}" in fine
        for seat in seats
        for item in items
    }
    return under_way.note_health(
        by=scope.actor, at=clock.now(), on=clock.today(), journey_id=journey.pk, answers=answers
    )
