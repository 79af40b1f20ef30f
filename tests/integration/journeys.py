"""A county whose people go out to work, for the tests of journeys: booked, planned, under way."""

import datetime as dt

from leye.apps.journeys import selectors
from leye.apps.journeys.models import Booking
from leye.apps.matching import actions as matching
from leye.apps.matching.models import Proposal
from leye.apps.people.models import Person
from leye.apps.vacancies.models import Vacancy
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock
from leye.trips.journeys import journey_booking, journey_planning
from leye.trips.vacancies import proposals
from leye.trips.working import work_once
from tests.integration.vacancies import TODAY, answers, bring, offer, willing_county
from tests.made import QINGSHUIHE, at, clerk, keys

START = dt.date(2020, 6, 8)
BEIJING = "北京市朝阳区"


def going_county(folder, many: int = 6, openings: int = 60) -> None:
    """So many people who would go outside, a vacancy in Beijing, a run; all of them interested."""
    willing_county(folder, many)
    answers(folder, range(many), "2020-05-20", 就业意愿="有", 就业意向地="省外")
    bring(
        folder / "away.xlsx",
        [
            offer(
                "普工",
                工作地点=BEIJING,
                招聘人数=str(openings),
                发布范围="社会公开",
                单位名称="北京朝阳电子有限公司",
            )
        ],
    )
    with at(TODAY, 10):
        rows = [
            {"person_id": person, "vacancy_id": vacancy().pk, "county": QINGSHUIHE, "points": 5_000, "reasons": "省外", "made_at": clock.now()}
            for person in Person.objects.order_by("pk").values_list("pk", flat=True)
        ]  # fmt: skip
        matching.put_forward(by="test", rows=rows)
        for one in Proposal.objects.filter(is_standing=True):
            proposals.note(clerk(), one.pk, Step.INTERESTED, dt.date(2020, 6, 1))


def booked(day: str = TODAY, start: dt.date = START) -> list[Booking]:
    """Everybody who could go is booked."""
    with at(day, 11):
        found = [
            one for group in journey_booking.candidates(clerk(), keys()) for one in group.people
        ]
        journey_booking.book(clerk(), [one.proposal_id for one in found], start)
    return list(Booking.objects.order_by("pk"))


def planned(day: str = TODAY, last: str = "2020-06-30", may_go_alone: bool = False) -> dict:
    """The bookings are planned; returns what the planning came to."""
    with at(day, 12):
        days = (dt.date.fromisoformat(day), dt.date.fromisoformat(last))
        row, _ = journey_planning.ask(clerk(), QINGSHUIHE, days, may_go_alone)
        while work_once(keys()):
            pass
        row.refresh_from_db()
        assert row.state == "done"
        return dict(journey_planning.shown(clerk(), row).told)


def vehicles() -> list:
    """The journeys that stand, with who sits in each: [(journey, [booking ids])]."""
    rows = selectors.journeys(clerk(), dt.date(2020, 1, 1), dt.date(2021, 1, 1))
    seats = selectors.seats(clerk(), [row.pk for row in rows])
    return [(row, [seat.booking_id for seat in seats[row.pk]]) for row in rows]


def vacancy() -> Vacancy:
    return Vacancy.objects.get(title="普工")
