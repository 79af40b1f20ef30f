"""推送轮次: everybody's three vacancies become one message each; what is delivered keeps the promise; nobody is lost."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.matching.models import Proposal
from leye.apps.messages import wishes
from leye.apps.messages.models import Message, Receipt
from leye.core.messages.channels import Report, Why
from leye.core.messages.states import State
from leye.core.scope import OutOfScope, Role
from leye.gateways import clock
from leye.gateways.channels.sms.tencent import Tencent
from leye.trips.outreach import (
    carriers,
    outreach_health,
    outreach_pages,
    outreach_round,
    outreach_settling,
    promising,
)
from leye.trips.outreach.outreach_sending import Pace, resolve_once, send_once
from leye.trips.vacancies import vacancy_keeping
from tests.integration.reached import matched_county
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys
from tests.standin import Log, provider

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PACE = Pace(spread=0)


def send(day: str = "2020-06-02", hour: int = 9, minute: int = 0) -> None:
    with at(day, hour, minute):
        while send_once(keys(), Path(settings.HOME), PACE):
            pass
        resolve_once(keys(), Path(settings.HOME), PACE)


def prepared(day: str = "2020-06-02", **said):
    with at(day):
        return outreach_round.prepare(clerk(**said), QINGSHUIHE)


def begun(round_id: int, day: str = "2020-06-02") -> None:
    with at(day):
        assert outreach_round.begin(clerk(), round_id)
        assert not outreach_round.begin(clerk(), round_id)  # pressed twice


def counts(round_id: int) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in Message.objects.filter(round_id=round_id):
        key = (row.channel, row.state)
        found[key] = found.get(key, 0) + 1
    return found


def promise(day: str) -> dict[str, int]:
    with at("2020-12-01"):
        board = promising.board(clerk(), QINGSHUIHE, dt.date.fromisoformat(day))
    return dict(board.total.many)


@pytest.fixture
def sms():
    """Two SMS providers of which the first has a stand-in, in place of the installation's channels."""
    carriers.carriers.cache_clear()
    log = Log()
    with provider(log) as where:
        path = Path(settings.HOME) / "channels.json"
        told = {
            "provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1400", "sign": "乐业",
            "templates": {"vacancies": "1", "journey": "2"}, "key": "told", "endpoint": where,
            "scheme": "http", "time_out": 1, "at_once": 2,
        }  # fmt: skip
        path.write_text(json.dumps({"channels": [told], "address": "https://leye.test"}))
        carriers._settings.cache_clear()
        yield log
        path.unlink()
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()


def test_a_round_by_the_file_channel_ends_with_everybody_accounted_for(tmp_path):
    """The default without any account: the folder, the list to send, signing off, slips for the rest; run twice."""
    matched_county(tmp_path, 4, {3: ""})
    row, many = prepared()
    assert many == 4
    assert prepared() == (row, 0)  # nothing twice
    begun(row.pk)
    send()
    assert counts(row.pk) == {("file", "handed"): 3, ("slip", "prepared"): 1}
    assert promise("2020-06-02") == {"running": 4}  # handed over is not delivered
    assert prepared("2020-06-02")[1] == 0
    with at("2020-06-03"):
        rows = outreach_pages.file_rows(clerk(), row.pk, keys())
        assert rows[0] == ["编号", "姓名", "联系电话", "内容"]
        assert len(rows) == 4
        assert "/p/#" in str(rows[1][3])
        ids = list(Message.objects.filter(round=row).order_by("pk").values_list("pk", flat=True))
        assert outreach_settling.sign_off(clerk(), row.pk, ids, clock.now()) == 4
        assert outreach_settling.sign_off(clerk(), row.pk, ids, clock.now()) == 0
        view = outreach_pages.view(clerk(), row.pk)
        assert (view.line.many, view.line.done, view.line.delivered) == (4, 4, 4)
        for scope in (clerk(HELINGEER), clerk(role=Role.APPROVER)):
            with pytest.raises(OutOfScope):
                outreach_pages.file_rows(scope, row.pk, keys())
    assert promise("2020-06-02") == {"running": 4}
    assert promise("2020-06-03") == {"kept": 4}


def test_a_vacancy_that_closes_between_preparing_and_sending_is_not_sent_and_its_person_is_told_anew(
    tmp_path,
):
    matched_county(tmp_path, 2)
    row, _ = prepared()
    one = Proposal.objects.filter(is_standing=True).order_by("pk").first()
    had = set(
        Proposal.objects.filter(vacancy=one.vacancy_id, is_standing=True).values_list(
            "person_id", flat=True
        )
    )
    with at("2020-06-02"):
        vacancy_keeping.close(clerk(), one.vacancy_id)
    begun(row.pk)
    send()
    dropped = Message.objects.filter(state=State.DROPPED, why=Why.CLOSED)
    assert set(dropped.values_list("person_id", flat=True)) == had
    again, many = prepared("2020-06-02")
    assert many == len(had)
    assert again.number == 2


def test_a_round_by_sms_with_faults_loses_and_doubles_nobody(tmp_path, sms):
    """D3, D4, D6, D12: an answer lost after acceptance, a 500, a dead number, somebody who opted out meanwhile."""
    matched_county(tmp_path, 5)
    row, _ = prepared()
    people = list(Message.objects.order_by("pk").values_list("person_id", flat=True))
    with at("2020-06-02"):
        wishes.answer(
            by=f"person:{people[4]}", unit=QINGSHUIHE, person_id=people[4], channel="", is_yes=False,
            version="2020-05", source="page", at=clock.now(),
        )  # fmt: skip
    begun(row.pk)
    faults = {1: "lost", 2: "500", 3: "InvalidParameterValue.IncorrectPhoneNumber"}
    sms.fault = lambda number: faults.get(number, "")
    send(hour=22)
    assert sms.calls == 0  # nobody is disturbed at night
    send("2020-06-03")
    assert sms.calls == 4
    send("2020-06-03", 9, 30)  # those of unknown state are asked for
    send("2020-06-03", 9, 31)
    found = counts(row.pk)
    assert found[("sms", "handed")] == 3
    assert found[("sms", "refused")] == 1
    assert found[("sms", "failed")] == 1
    assert found[("slip", "prepared")] == 2  # whom no message reaches is on the printed round
    assert len(sms.taken) == len(set(sms.taken)) == 3
    assert all(len(body["TemplateParamSet"][-1]) == 24 for body in sms.bodies)  # the link's key
    ref = Message.objects.filter(state=State.HANDED).order_by("pk").first().ref or sms.ref(
        sms.taken[0]
    )
    report = Report(None, ref, "DELIVRD", State.DELIVERED, Why.NONE)
    with at("2020-06-04"):
        assert outreach_settling.receive("tencent", [report], clock.now()) == 1
        assert outreach_settling.receive("tencent", [report], clock.now()) == 0
        assert Receipt.objects.count() == 1
        (health,) = [x for x in outreach_health.health(clerk()) if x.provider == "tencent"]
        assert (health.taken, health.delivered) == (3, 1)
        (shown,) = [x for x in outreach_pages.view(clerk(), row.pk).ways if x.way == "sms"]
        assert shown.parts >= 5
    assert promise("2020-06-04")["kept"] == 1


def test_a_phone_shared_by_six_has_three_messages_a_day_and_a_broken_provider_is_left_alone(
    tmp_path, sms
):
    """D2, D7: the queue keeps; after the pause everything goes out."""
    matched_county(tmp_path, 6, dict.fromkeys(range(6), "13800000000"))
    row, _ = prepared()
    begun(row.pk)
    sms.fault = lambda number: "InternalError"
    send()
    send("2020-06-02", 9, 5)
    with at("2020-06-02", 9, 5):
        assert outreach_health.health(clerk())[0].open_until is not None
    before = sms.calls
    send("2020-06-02", 9, 6)
    assert sms.calls == before  # left alone
    sms.fault = lambda number: ""
    send("2020-06-02", 10)
    assert len(sms.taken) == 3
    send("2020-06-03", 10)
    assert len(set(sms.taken)) == len(sms.taken) == 6
    assert isinstance(carriers.named(Path(settings.HOME), "tencent"), Tencent)
