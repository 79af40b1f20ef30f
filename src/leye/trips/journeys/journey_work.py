"""交接上岗: an employer confirms whom it received; whoever begins to work has a spell in the ledger, once."""

import datetime as dt
import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from leye.apps.journeys import selectors, under_way
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Booking, Journey
from leye.apps.journeys.under_way import Seen
from leye.apps.matching.actions import NotPossible as StepNotPossible
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people.models import Source
from leye.apps.vacancies.actions import NoOpeningLeft
from leye.core.journeys.sightings import Sighting, standing
from leye.core.journeys.vocabulary import Intent, JourneyState, Mark
from leye.core.scope import OutOfScope, Scope
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips import passing
from leye.trips.journeys.escorting import scope_of
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.journeys.journey_sheet import RiderView, Sheet, sheet
from leye.trips.passing import Opened, Purpose
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies import proposals

log = logging.getLogger("leye.work")


@dataclass(frozen=True, slots=True)
class Gate:
    """What an employer confirms: a journey's riders who come to it."""

    sheet: Sheet
    employer: str
    riders: tuple[RiderView, ...]
    is_confirmed: bool


def link(scope: Scope, journey_id: int, employer_id: int) -> str:
    """A new link for an employer to confirm by; those before it end. Raises OutOfScope."""
    may_edit(scope, journey_id)
    journey = selectors.journey(scope, journey_id)
    subject = f"handover:{journey.pk}:{employer_id}"
    passing.revoke(scope, Purpose.HANDOVER, subject, journey.county)
    days = (journey.day - clock.today()).days + load_journeys(NOTICE, journey.day).links["handover"]
    return passing.issue(scope, Purpose.HANDOVER, [(subject, journey.county)], max(days, 1))[0]


def opened_by(opened: Opened) -> tuple[Scope, int, int]:
    """The scope, journey and employer of an employer's link."""
    _, journey_id, employer_id = opened.subject.split(":")
    return scope_of(opened), int(journey_id), int(employer_id)


def gate(scope: Scope, journey_id: int, employer_id: int, keys: Keyring) -> Gate:
    """Who comes to an employer with a journey. Raises OutOfScope."""
    told = sheet(scope, journey_id, keys)
    riders = tuple(one for one in told.riders if one.employer_id == employer_id)
    if not riders:
        raise OutOfScope(employer_id)
    is_confirmed = employer_id in selectors.hand_overs(scope, journey_id)
    return Gate(told, riders[0].employer, riders, is_confirmed)


def confirm(
    scope: Scope, journey_id: int, employer_id: int, received: Collection[int], *, is_on_paper: bool
) -> int:
    """An employer received these bookings and not the others of its own; returns how many began to work.

    Whoever begins on a later day begins then. A second confirmation changes nothing. Who cannot begin does not hold up
    the others; that is told at the end. Raises OutOfScope, NotPossible.
    """
    journey = selectors.journey(scope, journey_id)
    if journey.day > clock.today():
        raise NotPossible(f"这趟车 {journey.day} 才出发，还不能交接。")
    if journey.state == JourneyState.CANCELLED.value:
        raise NotPossible("这趟车已经取消，不能交接。")
    own = [
        seat.booking
        for seat in selectors.seats(scope, [journey.pk])[journey.pk]
        if seat.booking.vacancy.employer_id == employer_id
    ]
    if not own:
        raise OutOfScope(employer_id)
    at = clock.now()
    with transaction.atomic():
        if not under_way.hand_over(
            by=scope.actor,
            at=at,
            journey_id=journey.pk,
            employer_id=employer_id,
            is_on_paper=is_on_paper,
        ):
            return 0
        marks = {row.pk: Mark.RECEIVED if row.pk in received else Mark.TURNED_AWAY for row in own}
        seen = [Seen(pk, mark, at, uuid.uuid4().hex) for pk, mark in marks.items()]
        under_way.tick(by=scope.actor, at=at, journey_id=journey.pk, seen=seen)
    began = _started(scope, [(row, _start(row, journey)) for row in own if row.pk in received])
    if began.failed:
        raise NotPossible(
            f"接收情况已登记，{began.many} 人已经上岗；另有 {began.failed} 人没有登记上岗：{began.why}"
        )
    return began.many


@dataclass(frozen=True, slots=True)
class _Began:
    """How many began to work and how many could not, and why the first of them."""

    many: int
    failed: int
    why: str


def _started(scope: Scope, rows: Iterable[tuple[Booking, dt.date]]) -> _Began:
    """Start each on his day; one who cannot is passed over, and is tried again with those that fall due."""
    many, whys = 0, []
    for row, on in rows:
        try:
            many += start(scope, row, on)
        except StepNotPossible as refusal:
            whys.append(str(refusal))
        except Exception as error:
            log.error("start of booking %d: %s", row.pk, type(error).__name__)
            whys.append("系统出错，已记下，到日会再试。")
    return _Began(many, len(whys), whys[0] if whys else "")


def _start(row: Booking, journey: Journey) -> dt.date:
    return max(row.start_on, journey.day)


def start(scope: Scope, row: Booking, on: dt.date) -> bool:
    """Somebody begins to work on a day that has come: his spell goes into the ledger, never twice.

    The truth is recorded also where the vacancy was closed or the proposal taken back since.
    """
    if on > clock.today():
        return False
    proposals.check_age(scope, row.person_id, on)
    with transaction.atomic():
        if not under_way.start(by=scope.actor, booking_id=row.pk, on=on):
            return False
        try:
            with transaction.atomic():
                proposals.note(scope, row.proposal_id, Step.HIRED, on)
        except (OutOfScope, StepNotPossible, NoOpeningLeft):
            _record(scope, row, on)
    projection.follow(by=scope.actor)
    return True


def _record(scope: Scope, row: Booking, on: dt.date) -> None:
    facts = proposals.spell(scope, row.vacancy, row.person_id, row.county, on)
    ledger.add_entry(
        by=scope.actor, source=Source.DESK, unit=row.county, at=clock.now(),
        source_ref=f"booking:{row.pk}", reason="劳务输出交接上岗",
        facts=facts,
    )  # fmt: skip


def start_due(scope: Scope) -> int:
    """Those whom an employer received before their first day of work, and whose day has come."""
    due = []
    for row in selectors.bookings(scope, [Intent.SEATED.value]):
        if row.start_on > clock.today():
            continue
        seat = selectors.seat_of(scope, row.pk)
        if seat is None:
            continue
        ticks = selectors.ticks(scope, [seat.journey_id]).get(row.pk, [])
        at_the_gate = (Mark.RECEIVED.value, Mark.TURNED_AWAY.value)
        seen = [Sighting(Mark(t.mark), t.at, t.noted_by) for t in ticks if t.mark in at_the_gate]
        if standing(seen) is Mark.RECEIVED:
            due.append((row, _start(row, seat.journey)))
    began = _started(scope, due)
    if began.failed:
        log.error("start_due: %d passed over", began.failed)
    return began.many
