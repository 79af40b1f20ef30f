"""Bookings, sites, roads and vehicles that stand, as an instance of the planner."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from leye.apps.journeys import selectors
from leye.apps.journeys.models import Booking, Journey, PickUp, Seat
from leye.core.journeys.destinations import destination_of, distance_of
from leye.core.journeys.values import Given, Instance, Rider, Stop
from leye.core.journeys.vocabulary import JourneyState, Mode
from leye.core.scope import Scope
from leye.notices.journeys import Declared, VehicleKind, load_journeys, priced
from leye.trips.rosters.intake import NOTICE

FAR_AWAY = dt.date(9999, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Drawn:
    """An instance with the kilometres that it was made of."""

    instance: Instance
    km: Mapping[tuple[str, str], int]
    declared: Declared


def stop_of(county: str, site_id: int | None) -> int:
    """The number of a stop: the site's; of those who live dispersed, one a county."""
    return site_id if site_id is not None else -int(county)


def stops(
    scope: Scope, declared: Declared, wanted: Collection[tuple[str, int | None]]
) -> dict[int, Stop]:
    """The stops of (county, site); where nobody has said where one lies, by the declared estimate."""
    known = selectors.pick_ups(scope)
    return {
        stop_of(county, site): _stop(county, site, known.get(site or 0), declared)
        for county, site in wanted
    }


def _stop(county: str, site: int | None, row: PickUp | None, declared: Declared) -> Stop:
    price = declared.stop
    km, off = (row.km, row.off_km) if row else (price.km, price.off_km)
    cut = (0, -1)
    if row and row.cut_from and row.cut_to:
        cut = (row.cut_from.toordinal(), row.cut_to.toordinal())
    return Stop(stop_of(county, site), county, km, off, price.fee + 2 * off * price.per_km, *cut)


def kilometres(
    scope: Scope, declared: Declared, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """(county, destination) → kilometres, as said or as declared."""
    said = selectors.roads(scope)
    return {pair: said.get(pair, declared.distances[distance_of(*pair)]) for pair in wanted}


def with_fleet(scope: Scope, county: str, declared: Declared, on: dt.date) -> Declared:
    """The declared kinds, those of a mode replaced where the county has said which vehicles of it there are.

    From how many kilometres on a mode pays stays as declared: a county says its prices, not that.
    """
    rows = selectors.fleet(scope.narrowed(county), on)
    said = {row.mode for row in rows}
    least = {kind.mode: kind.from_km for kind in declared.kinds}
    kinds = [kind for kind in declared.kinds if kind.mode not in said]
    kinds += [
        VehicleKind(
            row.name, row.mode, row.seats, row.hire, row.per_km, row.each_km, least.get(row.mode, 0), row.a_day
        )
        for row in rows
    ]  # fmt: skip
    return replace(declared, kinds=tuple(kinds))


def draw(
    scope: Scope,
    bookings: Sequence[Booking],
    days: tuple[dt.date, dt.date],
    may_go_alone: bool,
    standing: Sequence[tuple[Journey, Sequence[Seat]]],
) -> Drawn:
    """The instance of bookings of one county that leave within `days`; standing: vehicles with those fixed in them."""
    declared = load_journeys(NOTICE, days[0])
    for county in {row.county for row in bookings[:1]}:  # all of them are of one county
        declared = with_fleet(scope, county, declared, days[0])
    kept = {seat.booking_id: journey.pk for journey, own in standing for seat in own}
    where = {(row.county, row.site_id) for row in bookings}
    ways = {(row.county, destination_of(row.vacancy.place)) for row in bookings}
    ways |= {(journey.county, journey.destination) for journey, _ in standing}
    km = kilometres(scope, declared, ways)
    kinds, rules = priced(declared, {to: way for (_, to), way in km.items()}, may_go_alone)
    first, last = (day.toordinal() for day in days)
    riders = tuple(
        Rider(
            row.pk, row.household_id, row.vacancy_id, stop_of(row.county, row.site_id),
            destination_of(row.vacancy.place),
            max(first, row.start_on.toordinal() - declared.longest_wait),
            min(last, row.start_on.toordinal() - 1), row.start_on.toordinal(), kept.get(row.pk, 0),
        )
        for row in bookings
    )  # fmt: skip
    given = tuple(
        Given(one.pk, one.day.toordinal(), one.kind, one.county, one.destination, one.seats)
        for one, _ in standing
    )
    return Drawn(Instance(riders, stops(scope, declared, where), kinds, rules, given), km, declared)


def standing(scope: Scope, first: dt.date) -> tuple[list[tuple[Journey, list[Seat]]], set[int]]:
    """Vehicles that planning leaves as they are with those who stay in them, and bookings that take no part.

    A vehicle that was told keeps everybody; one that is only planned, those whom a hand has put there. Who goes by
    himself and was told so, or has left already, takes no part.
    """
    rows = selectors.journeys(scope, first, dt.date.max, limit=5_000)
    seats = selectors.seats(scope, [row.pk for row in rows])
    found: list[tuple[Journey, list[Seat]]] = []
    out: set[int] = set()
    for row in rows:
        is_told = row.state != JourneyState.PLANNED.value
        own = [seat for seat in seats[row.pk] if is_told or seat.is_by_hand]
        if row.mode == Mode.OWN.value or row.state not in (
            JourneyState.PLANNED,
            JourneyState.ISSUED,
        ):
            out |= {seat.booking_id for seat in own}
        elif own or is_told:
            found.append((row, own))
    return found, out
