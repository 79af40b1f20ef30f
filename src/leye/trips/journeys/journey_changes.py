"""Changes after the planning: a person moved by hand, another bus on the morning, a journey that does not go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from leye.apps.journeys import actions, selectors, under_way
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Booking, Journey
from leye.core.journeys.destinations import destination_of
from leye.core.journeys.packed import Effort
from leye.core.journeys.values import Given, Instance
from leye.core.journeys.vocabulary import JourneyState, Mode
from leye.core.late import Late
from leye.core.scope import Scope
from leye.gateways import clock
from leye.notices.journeys import load_journeys
from leye.trips.journeys.escorting import end_links
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.journeys.journey_instance import draw
from leye.trips.journeys.journey_telling import told_again
from leye.trips.rosters.intake import NOTICE

if TYPE_CHECKING:
    from leye.core.journeys import replanning
else:
    replanning = Late("leye.core.journeys.replanning")

AT_ONCE = Effort(4)  # of the five seconds in which a clerk on the morning wants his answer
OPEN = (JourneyState.PLANNED.value, JourneyState.ISSUED.value)


@dataclass(frozen=True, slots=True)
class Changed:
    """moved: booking → journey; left: bookings without a seat; at_least: so many must change their seat at any rate."""

    moved: dict[int, int]
    left: tuple[int, ...]
    staying: int
    at_least: int

    @property
    def is_least(self) -> bool:
        return len(self.moved) + len(self.left) <= self.at_least


def move(scope: Scope, booking_id: int, journey_id: int) -> str:
    """Put somebody into a vehicle by hand, or (0) take him out. Returns what is strange about it, in words.

    Raises OutOfScope, NotPossible.
    """
    may_edit(scope, booking_id)
    row = selectors.booking(scope, booking_id)
    journey = selectors.journey(scope, journey_id) if journey_id else None
    if journey is not None and journey.county != row.county:
        raise NotPossible("这辆车是别的旗县的，不能跨旗县坐车。")
    actions.move(by=scope.actor, at=clock.now(), booking_id=row.pk, journey=journey)
    if journey is None:
        return ""
    told_again(scope, [journey.pk])
    return _strange(row, journey)


def _strange(row: Booking, journey: Journey) -> str:
    """What a hand may do and should have looked at: a start before the journey, another place, a long wait."""
    found = []
    if row.start_on <= journey.day:
        found.append(f"他 {row.start_on} 开工，这趟车 {journey.day} 才出发，赶不上开工。")
    wait = load_journeys(NOTICE, journey.day).longest_wait
    if (row.start_on - journey.day).days > wait:
        found.append(f"他 {row.start_on} 才开工，早到超过 {wait} 天。")
    if destination_of(row.vacancy.place) != journey.destination:
        found.append("他的岗位不在这趟车的去向。")
    return "".join(found)


def change_vehicle(scope: Scope, journey_id: int, kind: str, seats: int) -> Changed:
    """Another vehicle with other seats; who no longer fits is seated elsewhere, moving as few as can be.

    Raises OutOfScope, NotPossible.
    """
    may_edit(scope, journey_id)
    journey = selectors.journey(scope, journey_id)
    if journey.state not in OPEN or journey.mode == Mode.OWN.value:
        raise NotPossible("这趟已经发车、取消，或者是自行前往，不能换车。")
    if not 1 <= seats <= 200:
        raise NotPossible("座位数要在1到200之间。")
    others = [one for one in _beside(scope, journey) if one.pk != journey.pk]
    moves = _moves(
        scope,
        [_as_given(journey, seats), *(_as_given(o, o.seats) for o in others)],
        [journey, *others],
    )
    with transaction.atomic():
        _hold(scope, [journey, *others])
        own = {seat.booking_id for seat in selectors.seats(scope, [journey.pk])[journey.pk]}
        gone = own & (set(moves.to) | set(moves.left) | set(moves.alone))
        under_way.change_vehicle(
            by=scope.actor, journey_id=journey.pk, kind=kind, seats=seats, out=gone
        )
        _seat(scope, moves, [journey, *others])
    told_again(scope, moves.to.values())
    return _told(moves, len(own) - len(gone))


def cancel(scope: Scope, journey_id: int) -> Changed:
    """The vehicle does not go; its people sit elsewhere as far as there is room, its escort's links end.

    Raises OutOfScope, NotPossible.
    """
    may_edit(scope, journey_id)
    journey = selectors.journey(scope, journey_id)
    others = [one for one in _beside(scope, journey) if one.pk != journey.pk]
    moves = _moves(scope, [_as_given(one, one.seats) for one in others], [journey, *others])
    with transaction.atomic():
        _hold(scope, [journey, *others])
        under_way.cancel(by=scope.actor, journey_id=journey.pk)
        end_links(scope, journey)
        _seat(scope, moves, others)
    told_again(scope, moves.to.values())
    return _told(moves, 0)


def _told(moves: "replanning.Moves", staying: int) -> Changed:
    """Where fewer could be left, the number of moves beside them says nothing: what is proven is told for as few left."""
    out = (*moves.left, *moves.alone)
    return Changed(dict(moves.to), out, staying, moves.many if moves.is_least else moves.least[1])


def _as_given(journey: Journey, seats: int) -> Given:
    day = journey.day.toordinal()
    return Given(journey.pk, day, journey.kind, journey.county, journey.destination, seats)


def _beside(scope: Scope, journey: Journey) -> list[Journey]:
    """Vehicles to the same place from the same county within the longest wait, which have not left yet."""
    wait = dt.timedelta(days=load_journeys(NOTICE, journey.day).longest_wait)
    first = max(journey.day - wait, clock.today())
    return [
        one
        for one in selectors.journeys(scope.narrowed(journey.county), first, journey.day + wait)
        if one.destination == journey.destination
        and one.state in OPEN
        and one.mode != Mode.OWN.value
    ]


def _moves(scope: Scope, given: Sequence[Given], journeys: Sequence[Journey]) -> "replanning.Moves":
    seats = selectors.seats(scope, [one.pk for one in journeys])
    sits = {seat.booking_id: pk for pk, own in seats.items() for seat in own}
    rows: list[Booking] = [seat.booking for own in seats.values() for seat in own]
    if not rows:
        return replanning.Moves({}, (), ())
    days = (clock.today(), max(one.day for one in journeys))
    drawn = draw(scope, rows, days, False, []).instance
    instance = Instance(drawn.riders, drawn.stops, drawn.kinds, drawn.rules, tuple(given))
    return replanning.replan(instance, sits, AT_ONCE)


def _hold(scope: Scope, journeys: Sequence[Journey]) -> None:
    under_way.hold_riders(by=scope.actor, journey_ids=[one.pk for one in journeys])


def _seat(scope: Scope, moves: "replanning.Moves", journeys: Sequence[Journey]) -> None:
    """First those who leave a vehicle get up, then all sit down: two may change places."""
    by_journey: dict[int, list[int]] = {}
    for booking_id, journey_id in moves.to.items():
        by_journey.setdefault(journey_id, []).append(booking_id)
    for booking_id in (*moves.to, *moves.left, *moves.alone):
        actions.move(by=scope.actor, at=clock.now(), booking_id=booking_id, journey=None)
    known = {one.pk: one for one in journeys}
    for journey_id, booking_ids in sorted(by_journey.items()):
        fresh = selectors.journey(scope, known[journey_id].pk)
        actions.sit(by=scope.actor, at=clock.now(), journey=fresh, booking_ids=booking_ids)
