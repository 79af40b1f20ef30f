"""Journeys that change under a planning, an escort, a clerk's hand: nobody is lost, and nothing is guessed."""

import datetime as dt

import pytest

from leye.apps.journeys import actions
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Booking, Journey, Seat, Unseated
from leye.apps.matching.models import Proposal
from leye.apps.messages.models import Message
from leye.apps.people.models import IdentityFact, KeptState
from leye.core.vacancies.vocabulary import Refusal, Step
from leye.trips import passing
from leye.trips.journeys import (
    escorting,
    journey_booking,
    journey_changes,
    journey_planning,
    journey_sheet,
    journey_telling,
    journey_work,
)
from leye.trips.vacancies import proposals
from leye.trips.working import tidy
from tests.integration.journeys import START, booked, going_county, planned, vacancy, vehicles
from tests.integration.vacancies import TODAY
from tests.made import QINGSHUIHE, at, clerk, keys

pytestmark = pytest.mark.django_db
SAID = {"vehicle_no": "蒙A1", "escort_name": "甲", "escort_phone": "13900000001", "time": "08:00"}


@pytest.fixture
def bus(tmp_path):
    """A planned bus of the morning of 7 June, and who sits in it."""
    going_county(tmp_path)
    booked()
    planned()
    [(journey, riders)] = vehicles()
    return journey, riders


def planned_while(monkeypatch, happens) -> None:
    """Something happens to the vehicles after the plan was made and before it is kept."""
    keep = actions.keep_plan

    def late(**said):
        with at(TODAY, 13):
            happens()
        keep(**said)

    monkeypatch.setattr(journey_planning.actions, "keep_plan", late)
    planned()


def test_whoever_was_to_sit_in_a_bus_that_is_cancelled_meanwhile_waits_and_the_reason_is_said(
    bus, monkeypatch
):
    journey, riders = bus
    with at(TODAY, 12):
        journey_changes.move(clerk(), riders[0], journey.pk)  # by hand: the vehicle is given
    planned_while(monkeypatch, lambda: journey_changes.cancel(clerk(), journey.pk))
    assert not Seat.objects.filter(is_standing=True).exists()
    assert set(Booking.objects.values_list("state", flat=True)) == {"waiting"}
    assert set(Unseated.objects.values_list("why", flat=True)) == {"gone"}
    assert list(Journey.objects.values_list("state", flat=True)) == ["cancelled"]


def test_nobody_is_put_untold_into_a_bus_that_is_told_meanwhile(bus, monkeypatch):
    journey, riders = bus
    with at(TODAY, 12):
        journey_changes.move(clerk(), riders[0], journey.pk)
        journey_changes.move(clerk(), riders[1], 0)
    planned_while(monkeypatch, lambda: journey_telling.issue(clerk(), journey.pk, SAID, keys()))
    assert set(vehicles()[0][1]) == set(riders) - {riders[1]}
    assert list(Unseated.objects.values_list("booking_id", "why")) == [(riders[1], "gone")]


def test_whoever_comes_to_sit_in_a_bus_that_is_told_already_hears_it_and_nobody_hears_it_twice(bus):
    """By a planning, by a hand: a seat that nobody was told of is a bus that is missed."""
    journey, riders = bus

    def told() -> list[int]:
        sent = Message.objects.filter(kind="journey", person_id__isnull=False)
        persons = sent.values_list("person_id", flat=True)
        return sorted(Booking.objects.filter(person_id__in=persons).values_list("pk", flat=True))

    late = sorted(riders[-2:])
    with at(TODAY, 12):
        for one in late:
            journey_changes.move(clerk(), one, 0)
        assert journey_telling.issue(clerk(), journey.pk, SAID, keys()) == len(riders) - 2
    assert told() == sorted(set(riders) - set(late))
    with at(TODAY, 13):
        journey_changes.move(clerk(), late[0], journey.pk)
    assert told() == sorted(set(riders) - {late[1]})
    planned()
    assert late[1] in dict(vehicles())[journey]
    assert told() == sorted(riders)
    sent = Message.objects.filter(kind="journey", person_id__isnull=False)
    assert sent.count() == len(riders)


def test_the_link_of_an_escort_ends_when_another_is_named_and_when_the_journey_does_not_go(bus):
    journey, _ = bus
    with at("2020-06-05", 9):
        journey_telling.issue(clerk(), journey.pk, SAID, keys())
        first = escorting.link(clerk(), journey.pk)
        journey_telling.issue(clerk(), journey.pk, {**SAID, "escort_phone": ""}, keys())
        assert passing.enter(first)  # told again, the same escort
        journey_telling.issue(
            clerk(),
            journey.pk,
            {**SAID, "escort_name": "乙", "escort_phone": "13900000002"},
            keys(),
        )
        assert passing.enter(first) is None
        second = escorting.link(clerk(), journey.pk)
        assert passing.enter(second)
        journey_changes.cancel(clerk(), journey.pk)
        assert passing.enter(second) is None


def a_minor(booking_id) -> None:
    """The birth date of somebody who is booked turns out to be another: he is fifteen."""
    fact = IdentityFact.objects.get(person_id=Booking.objects.get(pk=booking_id).person_id)
    fact.pk, fact.corrects_id, fact.birth_date = None, fact.pk, dt.date(2005, 1, 1)
    fact.save(force_insert=True)


def moved_away(person_id) -> None:
    """He lives at no site any more."""
    KeptState.objects.filter(person_id=person_id).update(site_id=None)


def test_one_who_may_not_begin_to_work_holds_up_nobody_else_when_the_day_comes(tmp_path):
    going_county(tmp_path)
    booked(start=dt.date(2020, 6, 20))
    planned()
    [(journey, riders)] = vehicles()
    with at(str(journey.day), 12):
        journey_work.confirm(clerk(), journey.pk, vacancy().employer_id, riders, is_on_paper=True)
    a_minor(riders[0])
    with at("2020-06-21", 12):
        tidy()
    states = dict(Booking.objects.values_list("pk", "state"))
    assert states.pop(riders[0]) == "seated"
    assert set(states.values()) == {"started"}


def test_one_who_may_not_begin_holds_up_nobody_else_at_the_gate_and_it_is_said(bus):
    journey, riders = bus
    a_minor(riders[0])
    with (
        at("2020-06-08", 12),
        pytest.raises(NotPossible, match=r"5 人已经上岗；另有 1 人.*不满16周岁"),
    ):
        journey_work.confirm(clerk(), journey.pk, vacancy().employer_id, riders, is_on_paper=True)
    assert Booking.objects.filter(state="started").count() == 5


def test_a_traveller_who_lives_at_no_stop_is_told_no_stop_and_a_clerk_sees_it(bus):
    """He was settled dispersed since; the bus does not call at the county's station."""
    journey, riders = bus
    booking = Booking.objects.get(pk=riders[-1])
    moved_away(booking.person_id)
    with at("2020-06-05", 9):
        assert journey_telling.issue(clerk(), journey.pk, SAID, keys()) == 5
        told = journey_sheet.sheet(clerk(), journey.pk, keys())
    assert [one.booking_id for one in told.astray] == [riders[-1]]
    sent = Message.objects.filter(kind="journey", person_id__isnull=False)
    assert not sent.filter(person_id=booking.person_id).exists()


def test_the_dispersed_are_told_the_station_of_their_county_not_the_first_stop(bus):
    journey, riders = bus
    booking = Booking.objects.get(pk=riders[-1])
    moved_away(booking.person_id)
    Booking.objects.filter(pk=booking.pk).update(site=None)
    with at("2020-06-05", 9):
        assert journey_telling.issue(clerk(), journey.pk, SAID, keys()) == 6
    sent = Message.objects.get(kind="journey", person_id=booking.person_id)
    assert "在旗县汽车站（分散安置）上车" in sent.text


def test_only_who_said_yes_to_a_vacancy_outside_is_booked_and_all_or_none(tmp_path):
    going_county(tmp_path)
    with at(TODAY, 11):
        first, second, *_ = Proposal.objects.filter(is_standing=True).order_by("pk")
        proposals.note(clerk(), second.pk, Step.REFUSED, dt.date(2020, 6, 1), Refusal.FAMILY.value)
        with pytest.raises(NotPossible, match="有意愿或已录用"):
            journey_booking.book(clerk(), [first.pk, second.pk], START)
        vacancy().__class__.objects.update(place=QINGSHUIHE)
        with pytest.raises(NotPossible, match="就在本旗县"):
            journey_booking.book(clerk(), [first.pk], START)
    assert not Booking.objects.exists()
