"""劳务输出 from the going-out list to the gate and the first months at work, and what goes wrong on the way."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Booking, Call, Seat, Tick, Unseated
from leye.apps.matching.models import Proposal
from leye.apps.messages.models import Message
from leye.apps.people.models import EmploymentFact
from leye.core.journeys.vocabulary import Answer
from leye.core.scope import OutOfScope, Role
from leye.core.vacancies.vocabulary import Refusal, Step
from leye.trips import passing
from leye.trips.journeys import (
    escorting,
    follow_ups,
    going_out,
    journey_booking,
    journey_changes,
    journey_planning,
    journey_work,
)
from leye.trips.vacancies import proposals, vacancy_keeping
from leye.trips.working import work_once
from tests.integration.journeys import booked, going_county, planned, vacancy, vehicles
from tests.integration.vacancies import TODAY
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    going_county(tmp_path)


def ticks_of(booking_ids, mark, at_time):
    return [
        {"key": f"{mark}-{one}-{at_time}"[:40], "booking": one, "mark": mark, "at": at_time}
        for one in booking_ids
    ]


def test_people_are_planned_boarded_received_and_at_work_once(county):
    rows = booked()
    told = planned()
    assert (told["people"], told["seated"], told["left"]) == (6, 6, 0)
    assert told["cost"] == told["bound"]
    [(journey, riders)] = vehicles()
    assert journey.kind in {"小客车19座", "火车团体"}  # whichever the declared prices make cheaper
    assert journey.day == dt.date(2020, 6, 7)  # the day before work begins
    with at("2020-06-07", 8):
        escorting.keep(
            clerk(), journey.pk, ticks_of(riders, "boarded", "2020-06-07T07:30:00+08:00")
        )
        employer = vacancy().employer_id
        assert (
            journey_work.confirm(clerk(), journey.pk, employer, riders[:5], is_on_paper=True) == 0
        )
    assert EmploymentFact.objects.count() == 0
    with at("2020-06-08", 8):
        assert journey_work.start_due(clerk()) == 5
        assert journey_work.start_due(clerk()) == 0
        again = journey_work.confirm(clerk(), journey.pk, employer, riders, is_on_paper=False)
        assert again == 0
    facts = EmploymentFact.objects.filter(is_primary=True)
    assert {(fact.valid_from, fact.job_place) for fact in facts} == {
        (dt.date(2020, 6, 8), "110105")
    }
    assert facts.count() == 5
    assert Proposal.objects.filter(step="hired", is_standing=True).count() == 5
    assert vacancy().filled == 5
    assert [Booking.objects.get(pk=row.pk).state for row in rows].count("started") == 5


def test_early_return_ends_the_spell_and_puts_the_person_back_into_matching_and_the_list(county):
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at("2020-06-08"):
        journey_work.confirm(clerk(), journey.pk, vacancy().employer_id, riders, is_on_paper=True)
        assert going_out.listed(clerk(), keys()).many == 0
    with at("2020-06-15"):
        due = follow_ups.due(clerk(), keys())
        assert [one.days for one in due] == [7] * 6
        first, second, *_ = due
        day = dt.date(2020, 6, 15)
        assert follow_ups.note(clerk(), first.booking.pk, 7, Answer.RETURNED, day)
        assert not follow_ups.note(clerk(), first.booking.pk, 7, Answer.WORKING, day)
        assert follow_ups.note(clerk(), second.booking.pk, 7, Answer.UNREACHED, day)
        assert len(follow_ups.due(clerk(), keys())) == 5  # who was not reached is called again
        while work_once(keys()):
            pass
        [back] = follow_ups.back_home(clerk(), keys())
        assert back.booking.pk == first.booking.pk
        going = going_out.listed(clerk(), keys())
    assert (going.many, going.people[0].source) == (1, "2020-06-15 返乡")
    ended = EmploymentFact.objects.filter(person_id=first.booking.person_id, corrects__isnull=False)
    assert [fact.valid_to for fact in ended] == [dt.date(2020, 6, 15)]
    assert Call.objects.count() == 2


def test_the_list_is_kept_by_wishes_and_refusals(county):
    with at(TODAY):
        assert going_out.listed(clerk(), keys()).many == 6
        one, other = Proposal.objects.filter(is_standing=True).order_by("pk")[:2]
        proposals.note(clerk(), one.pk, Step.REFUSED, dt.date(2020, 6, 1), Refusal.FAMILY.value)
        proposals.note(clerk(), other.pk, Step.REFUSED, dt.date(2020, 6, 1), Refusal.PAY.value)
        going = going_out.listed(clerk(), keys())
    assert (going.many, going.at_home) == (5, 1)  # pay is another vacancy's matter; family is not
    assert [view.title for view in going.vacancies] == ["普工"]


def test_what_a_hand_has_moved_stays_when_it_is_planned_again(county):
    rows = booked()
    planned()
    [(journey, riders)] = vehicles()
    with at(TODAY, 13):
        journey_changes.move(clerk(), riders[0], 0)
        assert Booking.objects.get(pk=riders[0]).state == "waiting"
        journey_changes.move(clerk(), riders[0], journey.pk)
    planned()
    [(again, sitting)] = vehicles()
    assert again.pk == journey.pk
    assert set(sitting) == {row.pk for row in rows}
    assert Seat.objects.filter(is_standing=True, is_by_hand=True).count() == 1


def test_a_smaller_bus_on_the_morning_moves_the_fewest_and_says_who_is_left(tmp_path):
    """The one bus of 19 becomes one of 4: there is no other, and two of six have no seat."""
    going_county(tmp_path)
    booked()
    planned()
    [(journey, _)] = vehicles()
    with at("2020-06-07", 6):
        changed = journey_changes.change_vehicle(clerk(), journey.pk, "面包车", 4)
    assert (len(changed.left), changed.staying, changed.moved) == (2, 4, {})
    [(journey, riders)] = vehicles()
    assert (journey.seats, len(riders)) == (4, 4)
    assert sorted(Seat.objects.filter(is_standing=True).values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
    ]
    assert Booking.objects.filter(state="waiting").count() == 2


def test_more_people_than_a_vehicle_holds_are_refused_by_hand_with_the_way_out(county):
    booked()
    planned()
    [(journey, _)] = vehicles()
    with at(TODAY, 13):
        journey_changes.change_vehicle(clerk(), journey.pk, "面包车", 4)
        waiting = Booking.objects.filter(state="waiting").first()
        with pytest.raises(NotPossible, match="还剩 0 座"):
            journey_changes.move(clerk(), waiting.pk, journey.pk)


def test_a_start_that_is_too_near_and_a_road_that_is_cut_are_told_with_the_reason(county):
    rows = booked()
    with at(TODAY):
        Booking.objects.filter(pk=rows[0].pk).update(start_on=dt.date(2020, 6, 1))
        journey_planning_days = (dt.date(2020, 6, 1), dt.date(2020, 6, 30))
        from leye.apps.journeys import actions

        actions.set_pick_up(
            by="clerk", county=QINGSHUIHE, site_id=rows[1].site_id, km=30, off_km=1,
            cut=journey_planning_days,
        )  # fmt: skip
    told = planned()
    assert told["left"] == 6
    whys = dict(Unseated.objects.values_list("booking_id", "why"))
    assert whys == {rows[0].pk: "start"} | {row.pk: "cut" for row in rows[1:]}


def test_a_start_before_the_journey_is_kept_when_a_hand_wants_it_and_said_to_be_strange(county):
    """The planner never does it; a clerk may know of a later start that nobody has noted yet."""
    rows = booked()
    planned()
    [(journey, _)] = vehicles()
    with at(TODAY, 13):
        journey_changes.move(clerk(), rows[0].pk, 0)
        Booking.objects.filter(pk=rows[0].pk).update(start_on=journey.day)
        words = journey_changes.move(clerk(), rows[0].pk, journey.pk)
        assert "赶不上开工" in words
        Booking.objects.filter(pk=rows[1].pk).update(start_on=dt.date(2020, 7, 1))
        assert journey_changes.move(clerk(), rows[1].pk, 0) == ""
        assert "早到超过 7 天" in journey_changes.move(clerk(), rows[1].pk, journey.pk)
    assert Seat.objects.filter(booking=rows[0].pk, is_standing=True).exists()


def test_people_of_a_withdrawn_vacancy_are_told_each_once(county):
    rows = booked()
    planned()
    with at("2020-06-02"):
        vacancy_keeping.close(clerk(), vacancy().pk)
        assert journey_booking.withdraw(clerk()) == 6
    told = Message.objects.filter(kind="journey", text__contains="撤回了")
    assert {one.person_id for one in told} == {row.person_id for row in rows}


def test_one_person_has_one_journey_a_day_and_seats_end_at_the_last(county):
    booked()
    planned()
    seat = Seat.objects.filter(is_standing=True).first()
    for said in ({"number": 20, "seats": 19}, {"number": 19, "seats": 19}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(
                journey_id=seat.journey_id, booking_id=seat.booking_id, person_id=seat.person_id,
                day=seat.day, made_by="test", made_at="2020-06-01T00:00Z", **said,
            )  # fmt: skip


def test_an_employer_that_withdraws_after_the_plan_frees_its_people_for_others(county):
    booked()
    planned()
    with at("2020-06-02"):
        vacancy_keeping.close(clerk(), vacancy().pk)
        assert journey_booking.withdraw(clerk()) == 6
        assert journey_booking.withdraw(clerk()) == 0
        assert going_out.listed(clerk(), keys()).many == 6
    assert set(Booking.objects.values_list("state", "why")) == {("dropped", "单位撤回了岗位")}
    assert Proposal.objects.filter(is_standing=True).count() == 0
    assert Seat.objects.filter(is_standing=True).count() == 0


def test_a_phone_that_comes_back_after_two_days_loses_nothing_and_conflicts_are_seen(county):
    """Ticks keep their own times; what was noted in the meantime stays; sent twice they are kept once."""
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at("2020-06-07", 9):
        escorting.keep(
            clerk(), journey.pk, ticks_of(riders[:1], "absent", "2020-06-07T08:30:00+08:00")
        )
        key = escorting.link(clerk(), journey.pk)
        opened = passing.enter(key)
    phone = escorting.scope_of(opened)
    late = ticks_of(riders, "boarded", "2020-06-07T07:50:00+08:00")
    with at("2020-06-09", 18):
        said = escorting.keep(phone, journey.pk, late)
        assert escorting.keep(phone, journey.pk, late).keys() == said.keys()
    assert Tick.objects.count() == 7
    assert {tick.at.isoformat()[:16] for tick in Tick.objects.filter(mark="boarded")} == {
        "2020-06-06T23:50"
    }
    assert [words for words in said.values() if words] == [
        "与别人记的“未到”（06月07日 08:30）不一致"
    ]
    with at("2020-06-09", 18):
        seen = {one.booking_id: one.label for one in escorting.travellers(clerk(), journey, keys())}
    assert seen[riders[0]] == "未到"  # what was seen last, whenever it was heard of
    assert seen[riders[1]] == "已上车"


def test_neighbours_and_readers_reach_nothing_of_it(county):
    rows = booked()
    planned()
    [(journey, _)] = vehicles()
    with at(TODAY, 14):
        for scope in (clerk(HELINGEER), clerk(role=Role.APPROVER)):
            with pytest.raises(OutOfScope):
                journey_changes.move(scope, rows[0].pk, 0)
            with pytest.raises(OutOfScope):
                journey_changes.change_vehicle(scope, journey.pk, "x", 4)
            with pytest.raises(OutOfScope):
                escorting.link(scope, journey.pk)
            with pytest.raises(OutOfScope):
                follow_ups.note(scope, rows[0].pk, 7, Answer.WORKING, dt.date(2020, 6, 1))
        assert going_out.listed(clerk(HELINGEER), keys()).many == 0
        with pytest.raises(OutOfScope):
            journey_planning.ask(
                clerk(HELINGEER), QINGSHUIHE, (dt.date(2020, 6, 1), dt.date(2020, 6, 9)), True
            )
