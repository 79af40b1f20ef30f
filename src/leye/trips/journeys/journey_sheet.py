"""一车一方案: what stands of a journey on a page, a plan sheet, a boarding list and a hand-over sheet."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leye.apps.journeys import selectors
from leye.apps.journeys.models import Journey, Seat
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.journeys.order import calls
from leye.core.journeys.vocabulary import JourneyState, Mode
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys, priced
from leye.trips.journeys.journey_instance import stop_of, stops
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.rosters.intake import NOTICE

STATION = "旗县汽车站（分散安置）"  # where those get on who live at no site
CLOSED = "（安置点已撤销）"


@dataclass(frozen=True, slots=True)
class StopView:
    """A stop of a journey: when the vehicle leaves it, how many get on, and how far along the way out it lies."""

    id: int
    name: str
    at: str
    people: int
    km: int
    off_km: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class RiderView:
    """One line of a boarding list. stop: where the vehicle calls for him; "" where he does not live at any stop of it."""

    booking_id: int
    number: int
    person: PersonRow
    employer_id: int
    employer: str
    title: str
    start_on: dt.date
    is_by_hand: bool
    state: str
    stop: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A journey with its stops and riders, in words; yuan: its cost."""

    journey: Journey
    county: str
    destination: str
    mode: str
    state: str
    yuan: str
    stops: tuple[StopView, ...]
    riders: tuple[RiderView, ...]

    @property
    def free(self) -> int:
        return self.journey.seats - len(self.riders)

    @property
    def astray(self) -> tuple[RiderView, ...]:
        """Riders of a vehicle of whom it is not known where they get on: a clerk has to ask them."""
        if self.journey.mode == Mode.OWN.value:
            return ()
        return tuple(rider for rider in self.riders if not rider.stop)

    @property
    def employers(self) -> dict[int, str]:
        return {rider.employer_id: rider.employer for rider in self.riders}


def clock_time(minute: int) -> str:
    """07:05; what lies before midnight is said of the day before."""
    day = "前一天" if minute < 0 else ""
    minute %= 24 * 60
    return f"{day}{minute // 60:02}:{minute % 60:02}"


def stop_views(
    scope: Scope, journey: Journey, seats: Sequence[Seat] | None = None
) -> list[StopView]:
    """The stops of a journey in the order of calling."""
    if seats is None:
        seats = selectors.seats(scope, [journey.pk])[journey.pk]
    declared = load_journeys(NOTICE, journey.day)
    many = Counter(stop_of(seat.booking.county, seat.booking.site_id) for seat in seats)
    where = {(seat.booking.county, seat.booking.site_id) for seat in seats}
    known = stops(scope, declared, where)
    _, rules = priced(declared, {}, False)
    wide = Scope(scope.actor, scope.unit, scope.role, scope.department)
    names = {site.id: site.name for site in places.sites(wide, journey.day)}
    return [
        StopView(
            one, names.get(one, STATION if one < 0 else CLOSED), clock_time(minute), many[one],
            known[one].km, known[one].off_km, known[one].is_cut(journey.day.toordinal()),
        )
        for one, minute in calls(list(known.values()), rules, journey.leaves_at)
    ]  # fmt: skip


def sheet(scope: Scope, journey_id: int, keys: Keyring) -> Sheet:
    """One journey. Raises OutOfScope."""
    journey = selectors.journey(scope, journey_id)
    return sheets(scope, [journey], keys)[0]


def sheets(scope: Scope, journeys: Sequence[Journey], keys: Keyring) -> list[Sheet]:
    """Journeys in their order."""
    seats = selectors.seats(scope, [one.pk for one in journeys])
    persons = [seat.person_id for own in seats.values() for seat in own]
    today = clock.today()
    names: dict[int, PersonRow] = {}
    lives: dict[int, int] = {}  # person → the stop at which he lives
    for start in range(0, len(persons), 500):
        lines = people.lines(scope, persons[start : start + 500])
        lives |= {line.person_id: stop_of(line.county, line.site_id) for line in lines}
        names |= {one.id: one for one in shown_people(scope, lines, keys, today)}
    tree = places.tree(scope, today)
    called = {one.pk: tuple(stop_views(scope, one, seats[one.pk])) for one in journeys}
    return [
        Sheet(
            one, tree.name(one.county), tree.name(one.destination), Mode(one.mode).label,
            JourneyState(one.state).label, f"{one.cost / 100:,.2f}", called[one.pk],
            tuple(
                _rider(seat, names[seat.person_id], called[one.pk], lives[seat.person_id])
                for seat in seats[one.pk] if seat.person_id in names
            ),
        )
        for one in journeys
    ]  # fmt: skip


def _rider(seat: Seat, person: PersonRow, stops: Sequence[StopView], lives_at: int) -> RiderView:
    stop = next((one.name for one in stops if one.id == lives_at and one.name != CLOSED), "")
    vacancy = seat.booking.vacancy
    return RiderView(
        seat.booking_id, seat.number, person, vacancy.employer_id, vacancy.employer.name, vacancy.title,
        seat.booking.start_on, seat.is_by_hand, seat.booking.state, stop,
    )  # fmt: skip
