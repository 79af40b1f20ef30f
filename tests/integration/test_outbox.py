"""推送, the outbox: one message a person, channel, content and cycle; claimed once; sent once; settled by receipts."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction

from leye.apps.messages import actions, receiving
from leye.apps.messages.models import Message, Receipt, Try
from leye.apps.people.models import KeptState
from leye.core.messages.channels import Report, Why
from leye.core.messages.states import State
from leye.gateways import clock
from leye.trips.outreach import telling
from leye.trips.outreach.outreach_sending import send_once
from tests.integration.reached import county_with_phones, letter, tell
from tests.made import HELINGEER, at, clerk, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tmp_path):
    """Three people with telephones and one without."""
    shutil.rmtree(Path(settings.HOME) / "outbox", ignore_errors=True)  # of another test's numbers
    county_with_phones(tmp_path, 4, {3: ""})
    return sorted(
        KeptState.objects.filter(seq_to=None).values_list("person_id", flat=True).distinct()
    )


def send(day: str = "2020-06-02", hour: int = 9) -> None:
    with at(day, hour):
        while send_once(keys(), Path(settings.HOME)):
            pass


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Message.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def handed(ref: str, provider: str = "cloud") -> Message:
    """A message that a provider has taken under its number."""
    row = Message.objects.order_by("pk").first()
    Message.objects.filter(pk=row.pk).update(state=State.HANDED, provider=provider, ref=ref)
    return Message.objects.get(pk=row.pk)


def report(ref: str, state: State, code: str = "", why: Why = Why.NONE) -> Report:
    return Report(None, ref, code or state.value, state, why)


def test_a_letter_told_twice_is_one_message_and_goes_by_the_way_that_reaches_the_person(people):
    with at("2020-06-02"):
        assert tell(*(letter(one) for one in people)) == 4
        assert tell(*(letter(one) for one in people)) == 0
        assert tell(letter(people[0], "another bus")) == 1
    by = dict(Message.objects.filter(fields="").order_by("pk").values_list("person_id", "channel"))
    assert [by[one] for one in people] == ["file", "file", "file", "slip"]  # no telephone: on paper


def test_another_countys_person_is_not_told_anything(people):
    with at("2020-06-02"):
        assert telling.tell(clerk(HELINGEER), [letter(people[0])]) == 0


def test_the_file_channel_writes_each_message_once_without_name_or_number(people):
    with at("2020-06-02"):
        tell(*(letter(one) for one in people))
    send()
    assert states() == {"handed": 3, "prepared": 1}
    row = Message.objects.filter(channel="file").first()
    path = Path(settings.HOME) / "outbox" / f"{row.pk // 1000:06d}" / f"{row.pk}.txt"
    assert path.read_text() == "【乐业就业服务】6月3日8点在小区门口上车\n"
    assert path.stat().st_mode & 0o077 == 0
    send()
    assert Try.objects.count() == 3


def test_the_database_refuses_a_second_message_of_the_same_content_under_way(people):
    with at("2020-06-02"):
        tell(letter(people[0]))
    row = Message.objects.get()
    row.pk, row.key = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_two_workers_take_the_same_row_and_one_has_it(people):
    """C9: the claim is a conditional update."""
    with at("2020-06-02"):
        tell(*(letter(one) for one in people))
        now = clock.now()
        assert actions.claim(by="a", channel="file", token="a", now=now, limit=2) == 2
        assert actions.claim(by="b", channel="file", token="b", now=now, limit=9) == 1
        assert actions.claim(by="b", channel="file", token="c", now=now, limit=9) == 0


def test_a_dead_workers_messages_go_back_and_those_it_called_out_are_of_unknown_state(people):
    """K4: before the call nothing went out; after it nobody knows."""
    with at("2020-06-02"):
        tell(*(letter(one) for one in people))
        now = clock.now()
        actions.claim(by="a", channel="file", token="a", now=now, limit=3)
        first = Message.objects.filter(claim="a").order_by("pk").first()
        assert actions.calling(by="a", token="a", ids=[first.pk], provider="file", at=now) == 1
        later = now + dt.timedelta(minutes=5)
        assert actions.give_back(by="b", before=later, ask_at=later) == 3
    assert states() == {"prepared": 3, "unsure": 1}
    Path(settings.HOME, "outbox", f"{first.pk // 1000:06d}", f"{first.pk}.txt").unlink(
        missing_ok=True
    )


@pytest.mark.parametrize(
    "order", [("handed", "failed", "delivered"), ("delivered", "failed", "handed", "delivered")]
)
def test_receipts_twice_late_and_out_of_order_come_to_the_same_end(people, order):
    """D4: whoever has the message has it, whatever else is reported before or after."""
    with at("2020-06-02"):
        tell(letter(people[0]))
        handed("7")
        for one in order:
            receiving.note(
                by="t", provider="cloud", reports=[report("7", State(one))], at=clock.now()
            )
    assert states() == {"delivered": 1}
    assert Receipt.objects.count() == len(set(order))


def test_a_receipt_for_a_message_that_we_never_sent_is_kept_and_changes_nothing(people):
    """D4: unknown ids."""
    with at("2020-06-02"):
        tell(letter(people[0]))
        receiving.note(
            by="t", provider="cloud", reports=[report("9", State.DELIVERED)], at=clock.now()
        )
        row = Message.objects.get()
        strange = Report(row.pk, "8", "d", State.DELIVERED, Why.NONE)
        receiving.note(by="t", provider="other", reports=[strange], at=clock.now())
    assert states() == {"prepared": 1}
    assert Receipt.objects.filter(message=None).count() == 2


def test_a_receipt_that_comes_before_the_answer_to_the_call_finds_its_message(people):
    """D4: before the send answer."""
    with at("2020-06-02"):
        tell(letter(people[0]))
        receiving.note(
            by="t", provider="cloud", reports=[report("7", State.DELIVERED)], at=clock.now()
        )
        row = handed("7")
        led = receiving.match(by="t", provider="cloud", message_ids=[row.pk], at=clock.now())
        assert led.delivered == [row.pk]
    assert states() == {"delivered": 1}


def test_tries_are_only_added_to(people):
    with at("2020-06-02"):
        tell(letter(people[0]))
    send()
    with pytest.raises(DatabaseError), transaction.atomic():
        Try.objects.update(code="x")
