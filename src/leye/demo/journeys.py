"""The demo's month of going out: one county's interested people booked and planned; one bus is already at its gate."""

import datetime as dt

from django.conf import settings

from leye.apps.matching import selectors as matching
from leye.core.journeys.vocabulary import Mode
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.core.vacancies.vocabulary import Step
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips.journeys import (
    escorting,
    journey_booking,
    journey_fleet,
    journey_pages,
    journey_planning,
    journey_telling,
    journey_work,
)
from leye.trips.journeys.journey_sheet import Sheet
from leye.trips.keys import keys_of
from leye.trips.vacancies import proposals

COUNTY, GOERS = "150124", 60
CARRIER = "清水河县客运公司（示范）"
# What the county's made-up contract says: kind, seats, yuan a trip, yuan a kilometre, so many a day. Trains stay an estimate.
FLEET = (
    ("大客车49座", "49", "750", "6.2", "3"),
    ("中客车35座", "35", "620", "5", "2"),
    ("商务车7座", "7", "120", "2.2", "4"),
)


def play(stage: Stage) -> None:
    """Those to whom a vacancy outside is put forward are interested, go, and some have begun to work."""
    if COUNTY not in {plan.code for plan in stage.plans}:
        return
    scope, keys = Scope(BY, COUNTY, Role.CLERK), keys_of(settings.HOME)
    with clock.fixed(dt.datetime.combine(dt.date(2020, 6, 1), dt.time(11), SHANGHAI)):
        ready(scope)
        for number, group in enumerate(journey_booking.candidates(scope, keys)):
            start = dt.date(2020, 6, 4) + dt.timedelta(days=4 * (number % 4))
            journey_booking.book(scope, [one.proposal_id for one in group.people], start)
        days = (dt.date(2020, 6, 1), dt.date(2020, 6, 30))
        row, is_new = journey_planning.ask(scope, COUNTY, days, True)
        if is_new:
            journey_planning.work(row)
        told = [one for day in journey_pages.board(scope, keys).days for one in day.sheets]
        coaches = [one for one in told if one.journey.mode != Mode.OWN.value]
        for one in (coaches or told)[:1]:
            _under_way(scope, one)


def ready(scope: Scope) -> None:
    """What is there before anybody is booked: vehicles with their prices, people with an interest."""
    _fleet(scope)
    _interested(scope)


def _fleet(scope: Scope) -> None:
    for name, seats, hire, per_km, a_day in FLEET:
        said = {
            "county": COUNTY, "name": name, "carrier": CARRIER, "mode": "coach", "seats": seats, "hire": hire,
            "per_km": per_km, "a_day": a_day, "from": "2020-05-28", "to": "2020-12-31",
            "source": "2020年务工人员运输合同（示范）",
        }  # fmt: skip
        journey_fleet.add(scope, said)


def _interested(scope: Scope) -> None:
    seen: set[int] = set()
    for row in matching.going(scope, [""]):
        if row.vacancy.place == row.county or row.person_id in seen or len(seen) >= GOERS:
            continue
        seen.add(row.person_id)
        proposals.note(scope, row.pk, Step.INTERESTED, clock.today())


def _under_way(scope: Scope, one: Sheet) -> None:
    """The first vehicle is told, boarded and handed over, as far as its day has come."""
    keys = keys_of(settings.HOME)
    escorted = {
        "vehicle_no": "蒙A·12345",
        "escort_name": "李建国",
        "escort_phone": "13800000000",
    }
    said = {"time": "08:00"} | ({} if one.journey.mode == Mode.OWN.value else escorted)
    journey_telling.issue(scope, one.journey.pk, said, keys)
    instant = dt.datetime.combine(one.journey.day, dt.time(7, 30), SHANGHAI).isoformat()
    if one.journey.day > clock.today():
        return
    ticks = [
        {
            "key": f"demo-boarded-{rider.booking_id}",
            "booking": rider.booking_id,
            "mark": "boarded",
            "at": instant,
        }
        for rider in one.riders
    ]
    escorting.keep(scope, one.journey.pk, ticks)
    for employer in one.employers:
        received = [rider.booking_id for rider in one.riders if rider.employer_id == employer]
        journey_work.confirm(scope, one.journey.pk, employer, received, is_on_paper=True)
