"""推送, from one way to the next: nobody is lost between them, nobody is told twice, and no stranger is told at all."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from leye.apps.comparisons.models import Case
from leye.apps.messages.models import Message, Receipt
from leye.apps.passes.models import Pass
from leye.apps.people.models import KeptState
from leye.core.cases.vocabulary import CaseOutcome
from leye.core.messages.channels import Report, Why
from leye.core.messages.states import UNDER_WAY, State
from leye.gateways import clock
from leye.trips import passing
from leye.trips.comparisons import case_judging
from leye.trips.outreach import outreach_pages, outreach_round, outreach_settling, own_page
from leye.trips.outreach.outreach_sending import (
    WORKER,
    Pace,
    match_all_late,
    resolve_once,
    send_once,
)
from leye.trips.passing import Opened, Purpose
from tests.integration.reached import county_with_phones, letter, matched_county, phone, tell
from tests.integration.test_rounds import sms as sms
from tests.made import QINGSHUIHE, at, clerk, keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PACE, DEAD = Pace(spread=0), "InvalidParameterValue.IncorrectPhoneNumber"


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def opened(person: int) -> Opened:
    (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
    return passing.enter(key)


def send() -> None:
    while send_once(keys(), Path(settings.HOME), PACE):
        pass
    resolve_once(keys(), Path(settings.HOME), PACE)


def ways(**chosen: object) -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(**chosen).order_by("pk")
    return list(rows.values_list("channel", "state", "why"))


def report(row: Message, state: State, why: Why = Why.NONE) -> Report:
    return Report(None, row.ref, state.value, state, why)


@pytest.mark.parametrize("many", [1, 2])
def test_what_was_put_in_before_this_is_not_me_does_not_go_to_the_stranger(tmp_path, sms, many):
    """A22: neither the message nor a fresh link, be the number his own or one that he shares; he has it on paper."""
    matched_county(tmp_path, many, dict.fromkeys(range(many), phone(7)))
    with at("2020-06-02"):
        row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
        outreach_round.begin(clerk(), row.pk)
        person = everybody()[0]
        own_page.remark(opened(person), "not_me", "打错了")
        send()
        why = "not_his" if many == 1 else "opted_out"
        found = ways(person_id=person)
        assert [(way, reason) for way, _, reason in found] == [("sms", why), ("slip", "")]
        assert not Pass.objects.filter(subject=f"person:{person}", revoked_at=None).exists()
    assert sms.calls == many - 1


def test_a_list_that_a_clerk_is_still_to_send_leaves_out_whoever_stopped_or_is_not_meant(tmp_path):
    """A22, D12: by the file channel a message waits in a clerk's hands; those two have it on paper."""
    matched_county(tmp_path, 3)
    first, second, third = everybody()
    with at("2020-06-02"):
        row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
        outreach_round.begin(clerk(), row.pk)
        send()
        assert len(outreach_pages.file_rows(clerk(), row.pk, keys())) == 4
        own_page.remark(opened(first), "not_me", "打错了")
        own_page.stop(opened(second), False)
        for _ in range(2):
            (_, line) = outreach_pages.file_rows(clerk(), row.pk, keys())
            assert str(line[2]) == phone(2)
        assert [ways(person_id=one)[-1][:2] for one in (first, second, third)] == [
            ("slip", "prepared"), ("slip", "prepared"), ("file", "handed"),
        ]  # fmt: skip
        case_judging.judge(clerk(), Case.objects.get().pk, CaseOutcome.CONFIRMED, "是他", keys())
        assert len(outreach_pages.file_rows(clerk(), row.pk, keys())) == 2


class Died(Exception):
    """The worker is gone."""


@contextmanager
def dying(at_statement: int) -> Iterator[list[str]]:
    """A worker that is gone before a statement that writes something; yields what it wrote."""
    wrote: list[str] = []

    def execute(run, sql, params, many, context):
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            if len(wrote) == at_statement:
                raise Died
            wrote.append(sql)
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield wrote
    transaction.set_rollback(False)  # what it had committed is there


def test_a_worker_that_dies_between_failed_and_the_next_way_leaves_nobody_without_a_way(
    tmp_path, sms
):
    """K4: gone before each of the statements that a refused message leads to; a person without any way is lost."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    sms.fault = lambda number: DEAD
    died, statement = True, 0
    while died:
        with at("2020-06-02"):
            Message.objects.filter(state__in=UNDER_WAY).update(
                state="dropped", why="closed", claim=""
            )
            tell(letter(person, f"bus {statement}"))
            with dying(statement):
                try:
                    send_once(keys(), Path(settings.HOME), PACE)
                    died = False
                except Died:
                    statement += 1
        about = Message.objects.latest("pk").about
        assert Message.objects.filter(about=about, state__in=UNDER_WAY).exists(), statement
        clear_dead()
    assert statement > 6
    assert ways(about=about) == [("sms", "failed", "dead_number"), ("slip", "prepared", "")]


def clear_dead() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM message_dead_address")


def test_a_person_whose_message_ran_out_or_may_not_go_has_his_next_way_at_every_moment(
    tmp_path, sms
):
    """K4: the same where no receipt came within the time, and where he stopped messages after it was put in."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    for day, work in (("2020-06-30", resolve_once), ("2020-06-02", send_once)):
        died, statement = True, 0
        while died:
            with at("2020-06-02"):
                Message.objects.filter(state__in=UNDER_WAY).update(state="dropped", why="closed")
                own_page.stop(opened(person), True)
                tell(letter(person, f"{work.__name__} {statement}"))
                if work is resolve_once:
                    Message.objects.filter(state="prepared").update(state="handed", ref="r")
                else:
                    own_page.stop(opened(person), False)
            with at(day), dying(statement):
                try:
                    work(keys(), Path(settings.HOME), PACE)
                    died = False
                except Died:
                    statement += 1
            about = Message.objects.latest("pk").about
            assert Message.objects.filter(about=about, state__in=UNDER_WAY).exists(), statement
        assert [way for way, _, _ in ways(about=about)] == ["sms", "file" if work is resolve_once else "slip"]  # fmt: skip


def test_a_failure_that_was_reported_before_the_answer_to_the_call_takes_the_next_way_too(
    tmp_path, sms
):
    """D4: the receipt is kept until we know the message; then its person has a slip."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-02"):
        tell(letter(person))
        early = Report(None, sms.ref(str(Message.objects.get().pk)), "x", State.FAILED, Why.SWITCHED_OFF)  # fmt: skip
        outreach_settling.receive("tencent", [early], clock.now())
        send()
    assert ways() == [("sms", "failed", "switched_off"), ("file", "handed", "")]


def test_a_receipt_that_missed_the_answer_while_all_workers_stood_still_is_matched_days_later(
    tmp_path, sms
):
    """D4: the receipt and the answer were written in the same moment, neither saw the other, and the power went off."""
    county_with_phones(tmp_path, 1)
    with at("2020-06-02"):
        tell(letter(everybody()[0]))
        send()
        row = Message.objects.get()
        outreach_settling.receive("tencent", [report(row, State.DELIVERED)], clock.now())
        Receipt.objects.update(message=None)  # as they were written before either was seen
        Message.objects.update(state=State.HANDED, ended_at=None)
    with at("2020-06-04"):
        resolve_once(keys(), Path(settings.HOME), PACE)
        assert Message.objects.get().state == State.HANDED  # the quick look is for what just came
        assert match_all_late(WORKER) == 1
        assert match_all_late(WORKER) == 0
    assert Message.objects.get().state == State.DELIVERED


@pytest.mark.parametrize("state", ["prepared", "handed"])
def test_whoever_has_the_message_after_all_is_not_told_a_second_time_by_the_next_way(
    tmp_path, sms, state
):
    """D4: DELIVERED after FAILED: what waits in the next way, or on a clerk's list, is dropped; another's stays."""
    county_with_phones(tmp_path, 2)
    with at("2020-06-02"):
        tell(*(letter(one) for one in everybody()))
        send()
        rows = list(Message.objects.order_by("pk"))
        bad = [report(row, State.FAILED, Why.SWITCHED_OFF) for row in rows]
        outreach_settling.receive("tencent", bad, clock.now())
        Message.objects.filter(channel="file").update(state=state)  # handed: on a clerk's list
        assert outreach_settling.receive("tencent", [report(rows[0], State.DELIVERED)], clock.now()) == 1  # fmt: skip
    assert ways(about=rows[0].about) == [("sms", "delivered", ""), ("file", "dropped", "elsewhere")]  # fmt: skip
    assert ways(about=rows[1].about)[1] == ("file", state, "")
    assert Message.objects.filter(ended_at__lt=clock.now() + dt.timedelta(days=1)).count() == 3
