"""推送, what goes wrong for long or at the edge of a month: an hour of 500s, the last day, a link that is over, training brought along."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client

from leye.apps.messages.models import Message
from leye.apps.people.models import KeptState
from leye.apps.training.actions import NewCourse
from leye.apps.training.models import Course, Offer
from leye.core.messages.states import FINAL, State
from leye.core.training.vocabulary import CourseState, Mode
from leye.gateways import clock
from leye.trips import passing
from leye.trips.outreach import (
    carriers,
    outreach_health,
    outreach_remarks,
    outreach_round,
    outreach_settling,
    promising,
)
from leye.trips.outreach.outreach_sending import Pace, resolve_once, send_once
from leye.trips.passing import Purpose
from leye.trips.training import training
from tests.integration.reached import county_with_phones, letter, matched_county, tell
from tests.integration.vacancies import answers
from tests.made import QINGSHUIHE, at, clerk, keys
from tests.standin import Log, provider

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
PACE, KEY = Pace(spread=0), "told"


@pytest.fixture
def sms():
    """The log of an SMS provider's stand-in, which is the installation's only channel beside paper and file."""
    log = Log()
    with provider(log) as where:
        told = {
            "provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s", "key": KEY,
            "templates": {"vacancies": "1", "journey": "2", "training": "3"}, "endpoint": where, "scheme": "http",
            "time_out": 1, "at_once": 2,
        }  # fmt: skip
        path = Path(settings.HOME) / "channels.json"
        path.write_text(json.dumps({"channels": [told], "address": "https://leye.test"}))
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()
        yield log
        path.unlink()
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()


def wanting(folder: Path, many: int) -> None:
    """People who want work and training, with telephones."""
    county_with_phones(folder, many)
    answers(folder, range(many), "2020-05-31", 培训意愿="有", 就业意愿="有")


def course_for(title: str) -> int:
    said = {
        "title": title, "trade": title.removesuffix("班"), "mode": Mode.IN_CLASS, "hours": 40, "provider": "清水河县职业技术学校",
        "place": "县城", "starts_on": dt.date(2020, 6, 8), "ends_on": dt.date(2020, 6, 12), "seats": 5,
    }  # fmt: skip
    return training.open_course(clerk(), NewCourse(**said))[0]


def unsent_training() -> int:
    """What the start page says of people whose training was not told of."""
    (found,) = [x.many for x in outreach_remarks.awaiting(clerk()) if x.route == "training"]
    return found


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def send(day: str, hour: int, minute: int = 0) -> None:
    with at(day, hour, minute):
        while send_once(keys(), Path(settings.HOME), PACE):
            pass
        resolve_once(keys(), Path(settings.HOME), PACE)


def receipts(client, log: Log, day: str, hour: int, minute: int = 0) -> None:
    with at(day, hour, minute):
        told = [{"sid": f"ref-{one}", "report_status": "SUCCESS", "errmsg": "DELIVRD"} for one in log.taken]  # fmt: skip
        client.post(f"/receipts/tencent/?key={KEY}", told, content_type="application/json")


def test_a_provider_that_says_500_for_an_hour_is_left_alone_and_then_everybody_is_told_once(
    tmp_path, sms, client
):
    """D2, D7: the clock is moved; 500 after the call may mean that it was taken, so it is asked before it is said again."""
    county_with_phones(tmp_path, 8)
    people = everybody()
    with at("2020-06-02"):
        assert tell(*(letter(one) for one in people)) == 8
    sms.fault = lambda number: "500"
    were_open = []
    for minutes in range(0, 60, 3):
        send("2020-06-02", 9, minutes)
        with at("2020-06-02", 9, minutes):
            (one,) = [x for x in outreach_health.health(clerk()) if x.provider == "tencent"]
            were_open.append(one.open_until is not None)
    asked = sms.calls
    assert any(were_open)
    assert asked < 8 * 20  # it was left alone for most of the hour
    assert not sms.taken
    sms.fault = lambda number: ""
    for day, hour in (("2020-06-02", 10), ("2020-06-02", 11), ("2020-06-02", 17), ("2020-06-03", 9), ("2020-06-04", 9)):  # fmt: skip
        send(day, hour, 5)
        receipts(client, sms, day, hour, 6)
    assert len(sms.taken) == len(set(sms.taken))
    with at("2020-06-05", 12):
        (one,) = [x for x in outreach_health.health(clerk()) if x.provider == "tencent"]
        assert one.open_until is None
    rows = Message.objects.all()
    assert {State(one.state) for one in rows} == {State.DELIVERED}
    assert sorted(one.person_id for one in rows) == people


def test_a_message_of_the_months_last_evening_is_of_that_month_and_is_not_told_again_by_it(
    tmp_path, sms, client
):
    """A clock change of the month's end: prepared on the 30th, waits over the quiet hours into July, expires after three days."""
    matched_county(tmp_path, 2)
    with at("2020-06-30", 23, 30):
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert (many, row.cycle) == (2, "2020-06")
        outreach_round.begin(clerk(), row.pk)
    send("2020-06-30", 23, 50)
    send("2020-07-01", 0, 10)
    assert sms.calls == 0  # at night nobody is told
    with at("2020-07-01", 0, 20):  # what is under way of June is not told again as July's
        assert outreach_round.prepare(clerk(), QINGSHUIHE)[1] == 0
    send("2020-07-01", 8, 5)
    receipts(client, sms, "2020-07-01", 8, 30)
    assert len(sms.taken) == 2
    rows = Message.objects.filter(round=row)
    assert {(one.cycle, State(one.state)) for one in rows} == {("2020-06", State.DELIVERED)}
    with at("2020-12-01"):  # the day of the receipt counts, not the day of preparing
        for day, state in (("2020-06-30", "running"), ("2020-07-01", "late")):
            found = promising.stands(clerk(), dt.date.fromisoformat(day))
            assert len(found) == 2
            kept = {one.clock.kept_on for one in found.values()}
            assert kept == ({None} if state == "running" else {dt.date(2020, 7, 1)})


def test_a_message_whose_time_ends_with_the_month_expires_and_its_person_gets_a_slip(tmp_path, sms):
    """72 hours from the 28th end on 1 July; nothing is sent after them, whatever the clock does."""
    county_with_phones(tmp_path, 1)
    with at("2020-06-28", 9):
        tell(letter(everybody()[0]))
    sms.fault = lambda number: "InternalError"
    for day, hour in (("2020-06-28", 9), ("2020-06-29", 9), ("2020-06-30", 20), ("2020-07-01", 12), ("2020-07-02", 12)):  # fmt: skip
        send(day, hour)
    calls = sms.calls
    send("2020-07-03", 12)
    assert sms.calls == calls
    first, *others = Message.objects.order_by("pk")
    assert State(first.state) in FINAL
    assert [one.channel for one in others] in (["slip"], ["file", "slip"], ["file"])
    assert not sms.taken


@pytest.mark.parametrize(
    ("day", "state"), [("2020-06-29", "running"), ("2020-06-30", "running"), ("2020-07-01", "broken")]
)  # fmt: skip
def test_a_month_of_training_from_the_thirty_first_ends_on_the_thirtieth(tmp_path, day, state):
    county_with_phones(tmp_path, 1)
    answers(tmp_path, range(1), "2020-05-31", 培训意愿="有", 就业意愿="有")
    with at("2020-12-01"):
        found = promising.stands(clerk(), dt.date.fromisoformat(day), promising.TRAINING)
    (one,) = found.values()
    assert (one.clock.due_on, one.clock.state.value) == (dt.date(2020, 6, 30), state)


def test_training_that_a_round_brings_counts_as_told_on_the_day_of_its_receipt(
    tmp_path, sms, client
):
    """Offers of trips/training go with the round, once; a course that filled up is not told of."""
    wanting(tmp_path, 2)
    with at("2020-06-02"):
        course_for("低压电工班")
        assert training.match(clerk()) == 2
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == 2
        assert outreach_round.prepare(clerk(), QINGSHUIHE)[1] == 0
        outreach_round.begin(clerk(), row.pk)
        assert "低压电工班（县城，2020-06-08 开班）" in Message.objects.first().text
    send("2020-06-02", 10)
    assert not Offer.objects.exclude(told_on=None).exists()  # taken is not delivered
    receipts(client, sms, "2020-06-03", 10)
    assert list(Offer.objects.values_list("told_on", flat=True)) == [dt.date(2020, 6, 3)] * 2
    with at("2020-12-01"):
        board = promising.board(clerk(), QINGSHUIHE, dt.date(2020, 6, 30), promising.TRAINING)
    assert board.total.many == {"kept": 2}
    assert outreach_settling.sign_off(clerk(), row.pk, [], clock.now()) == 0


@pytest.mark.parametrize("end", ["full", "cancelled"])
def test_a_course_that_fills_or_is_not_held_after_preparing_is_not_told_of_and_its_people_get_others(
    tmp_path, sms, end
):
    """As a vacancy that closes: not sent by any way, the rest of the letter goes with the next round, with the next offers."""
    wanting(tmp_path, 2)
    with at("2020-06-02"):
        course, other = course_for("低压电工班"), course_for("焊工班")
        assert training.match(clerk()) == 4
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == 2
        outreach_round.begin(clerk(), row.pk)
        if end == "full":
            Course.objects.filter(pk=course).update(taken=F("seats"))
        else:
            training.end_course(clerk(), course, CourseState.CANCELLED)
    send("2020-06-02", 10)
    assert sms.calls == 0
    assert set(Message.objects.values_list("channel", "state", "why")) == {
        ("sms", "dropped", "no_seat")
    }
    with at("2020-06-02", 11):
        assert unsent_training() == 2
        third = course_for("厨师班")
        assert training.match(clerk()) == 2  # back to the offers
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == 2
        outreach_round.begin(clerk(), row.pk)
        assert unsent_training() == 0
    send("2020-06-02", 12)
    receipts(client=Client(), log=sms, day="2020-06-03", hour=10)
    told = Offer.objects.exclude(told_on=None).values_list("course_id", flat=True)
    assert sorted(told) == sorted([other, third] * 2)


def test_a_course_that_has_a_seat_again_after_it_was_full_is_told_of_after_all(tmp_path, sms):
    wanting(tmp_path, 1)
    with at("2020-06-02"):
        course = course_for("低压电工班")
        training.match(clerk())
        row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
        outreach_round.begin(clerk(), row.pk)
        Course.objects.update(taken=F("seats"))
    send("2020-06-02", 10)
    with at("2020-06-02", 11):
        assert outreach_round.prepare(clerk(), QINGSHUIHE)[1] == 0
        Course.objects.filter(pk=course).update(taken=0)
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == 1
        outreach_round.begin(clerk(), row.pk)
    send("2020-06-02", 12)
    assert sms.calls == 1


def test_a_link_that_is_over_opens_nothing_and_closes_the_page_that_it_opened(tmp_path, client):
    """A link that is old: on its last day it opens, a week later neither the link nor the page that is open still."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-02", 9):
        (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
    with at("2020-06-09", 8, 59):
        assert client.post("/p/", {"key": key}).status_code == 302
        assert client.get("/mine/").status_code == 200
    with at("2020-06-09", 9, 1):
        assert client.get("/mine/").status_code == 404
        answer = client.post("/p/", {"key": key})
        assert answer.status_code == 404
        assert "可能已经过期" in answer.content.decode()
        assert client.post("/mine/wrong/", {"kind": "not_me"}).status_code == 404
