"""推送, who is reached how: WeChat bound and let go, 退订 by SMS and at the desk, and a round that counts everybody."""

import datetime as dt
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.matching import selectors as matching
from leye.apps.messages.models import Bound, DeadAddress, Message, Receipt
from leye.apps.passes.models import Pass
from leye.apps.people.models import KeptState
from leye.core.messages.states import FINAL, State
from leye.core.scope import Role, Scope
from leye.demo import run as demo
from leye.gateways import clock
from leye.trips import passing
from leye.trips.outreach import (
    carriers,
    outreach_binding,
    outreach_round,
    outreach_settling,
    promising,
)
from leye.trips.outreach.outreach_sending import Pace, resolve_once, send_once
from leye.trips.passing import Purpose
from tests.functional.conftest import account
from tests.integration.reached import county_with_phones, letter, matched_county, phone, tell
from tests.made import QINGSHUIHE, REGION, at, clerk, keys
from tests.standin import Log, provider

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PACE, KEY = Pace(spread=0), "told"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def channels():
    """An official account and an SMS provider, each with a stand-in: (log of WeChat, log of the SMS provider)."""
    logs = Log(), Log()
    with provider(logs[0]) as wechat, provider(logs[1]) as sms:
        path = Path(settings.HOME) / "channels.json"
        templates = {"vacancies": ["t", ["thing1", "thing2", "amount3"]]}
        told = [
            {"provider": "wechat", "app_id": "i", "secret": "s", "templates": templates, "key": KEY,
             "base": f"http://{wechat}", "at_once": 2},
            {"provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s", "key": KEY,
             "templates": {"vacancies": "1", "journey": "2"}, "endpoint": sms, "scheme": "http", "time_out": 1,
             "at_once": 2},
        ]  # fmt: skip
        path.write_text(json.dumps({"channels": told, "address": "https://leye.test"}))
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()
        yield logs
        path.unlink()
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def event(client, **told):
    """WeChat's call, signed as it signs."""
    body = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in told.items()) + "</xml>"
    signed = hashlib.sha1("".join(sorted([KEY, "1", "2"])).encode()).hexdigest()
    address = f"/receipts/wechat/?timestamp=1&nonce=2&signature={signed}"
    return client.post(address, body, content_type="text/xml")


def scan(client, person: int, account: str, kind: str = "subscribe") -> None:
    """The person scans the code of his page with his WeChat."""
    (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
    opened = passing.enter(key)
    held = outreach_binding.code(opened).rpartition("/")[2]
    scene = f"qrscene_{held}" if kind == "subscribe" else held
    assert event(client, FromUserName=account, Event=kind, EventKey=scene).status_code == 200


def test_a_code_that_is_scanned_binds_the_account_sealed_and_it_can_be_let_go(
    tmp_path, channels, client
):
    """A strange or altered key binds nobody; a forged call nothing."""
    county_with_phones(tmp_path, 2)
    first, second = everybody()
    with at("2020-06-02"):
        scan(client, first, "openid-1")
        scan(client, second, "openid-2", "SCAN")
        rows = Bound.objects.filter(ended_at=None)
        assert set(rows.values_list("person_id", flat=True)) == {first, second}
        assert not any("openid" in row.address_cipher + row.address_index for row in rows)
        event(client, FromUserName="openid-3", Event="SCAN", EventKey="x" * 24)
        assert client.post("/receipts/wechat/?signature=no", "<xml/>", content_type="text/xml").status_code == 403  # fmt: skip
        assert Bound.objects.count() == 2
        event(client, FromUserName="openid-2", Event="unsubscribe")
        (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{first}", QINGSHUIHE)], 7)
        client.post("/p/", {"key": key})
        assert "解除绑定" in client.get("/mine/wechat/").content.decode()
        client.post("/mine/wechat/")
        passes = Pass.objects.count()
        assert "data:image/svg" not in client.get("/mine/wechat/").content.decode()
        assert Pass.objects.count() == passes  # a look makes no link; asking for the code does
        assert "data:image/svg" in client.post("/mine/wechat/", {"do": "show"}).content.decode()
        assert Pass.objects.count() == passes + 1
        assert not Bound.objects.filter(ended_at=None).exists()


def test_whoever_writes_back_that_he_wants_no_more_has_no_more_sms(tmp_path, channels, client):
    """D12: a word that is no 退订, and one with a guessed key, change nothing; a shared number is everybody's."""
    county_with_phones(tmp_path, 3, {0: phone(7), 1: phone(7)})
    people = everybody()
    told = {"mobile": phone(7), "nationcode": "86", "text": "退订", "sign": "s", "time": 1}
    with at("2020-06-02"):
        address = "/receipts/tencent/"
        for key, words in (("guess", "退订"), (KEY, "好的")):
            client.post(f"{address}?key={key}", {**told, "text": words}, content_type="application/json")  # fmt: skip
        tell(*(letter(one) for one in people))
        assert client.post(f"{address}?key={KEY}", told, content_type="application/json").status_code == 200  # fmt: skip
        send_once(keys(), Path(settings.HOME), PACE)
        assert tell(*(letter(one, "again") for one in people)) == 3
    assert len(channels[1].taken) == 1
    again = Message.objects.order_by("-pk")[:3]
    assert Counter(row.channel for row in again) == {"slip": 2, "sms": 1}


def test_a_word_at_the_desk_stops_messages_and_starts_them_again(tmp_path, client):
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-02"):
        client.force_login(account("desk", QINGSHUIHE), BACKEND)
        address = f"/people/{person}/messages/"
        assert "本人接收推送" in client.get(address).content.decode()
        page = client.post(address, {"takes": "0"}, follow=True).content.decode()
        assert "窗口登记：不接收" in page
        tell(letter(person))
        assert Message.objects.get().channel == "slip"
        client.post(address, {"takes": "1"})
        tell(letter(person, "another"))
        assert Message.objects.latest("pk").channel == "file"


def carried_out(scope, round_id: int, client, wechat: Log, sms: Log) -> None:
    """Four days of a round: sent, asked for, receipts twice, out of order, forged and of strangers; the rest signed off."""
    for day, hour in [("2020-06-02", 9), ("2020-06-02", 12), ("2020-06-02", 15), ("2020-06-03", 9), ("2020-06-03", 12)]:  # fmt: skip
        with at(day, hour):
            while send_once(keys(), Path(settings.HOME), PACE):
                pass
            resolve_once(keys(), Path(settings.HOME), PACE)
            receipts = [{"sid": f"ref-{one}", "report_status": "SUCCESS", "errmsg": "DELIVRD"} for one in sms.taken]  # fmt: skip
            for told in (receipts, receipts[::-1]):  # twice, and out of order
                client.post(f"/receipts/tencent/?key={KEY}", told, content_type="application/json")
            client.post("/receipts/tencent/?key=guess", [{"sid": "ref-1", "report_status": "FAIL"}], content_type="application/json")  # fmt: skip
            client.post(f"/receipts/tencent/?key={KEY}", [{"sid": "never", "report_status": "FAIL", "errmsg": "MK:0001"}], content_type="application/json")  # fmt: skip
            for one in wechat.taken:
                event(client, Event="TEMPLATESENDJOBFINISH", MsgID=f"ref-{one}", Status="success")
    with at(
        "2020-06-06"
    ):  # of what WeChat took without an answer no receipt could be joined: it has run out
        while resolve_once(keys(), Path(settings.HOME), PACE) or send_once(keys(), Path(settings.HOME), PACE):  # fmt: skip
            pass
        receipts = [{"sid": f"ref-{one}", "report_status": "SUCCESS", "errmsg": "DELIVRD"} for one in sms.taken]  # fmt: skip
        client.post(f"/receipts/tencent/?key={KEY}", receipts, content_type="application/json")
        slips = list(Message.objects.filter(round_id=round_id, channel__in=["slip", "file"]).values_list("pk", flat=True))  # fmt: skip
        outreach_settling.sign_off(scope, round_id, slips, clock.now())


def test_a_round_by_wechat_and_sms_with_faults_on_ends_with_every_person_accounted_for(
    tmp_path, channels, client
):
    """Everybody is delivered, or on the printed round with the reason why no message reached him; nobody is left."""
    wechat, sms = channels
    matched_county(tmp_path, 12, {10: "", 11: phone(1)})
    people = everybody()
    with at("2020-06-02"):
        for number, one in enumerate(people[:4]):
            scan(client, one, f"openid-{number}")
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == len(people) == 12
        outreach_round.begin(clerk(), row.pk)
    wechat.fault = lambda n: {1: "43004", 2: "lost", 3: "42001"}.get(n, "")
    faults = {1: "lost", 2: "500", 3: "silent", 4: "InvalidParameterValue.IncorrectPhoneNumber", 5: "FailedOperation.PhoneNumberInBlacklist"}  # fmt: skip
    sms.fault = lambda n: faults.get(n, "")
    carried_out(clerk(), row.pk, client, wechat, sms)
    rows = Message.objects.filter(round=row)
    assert {one.person_id for one in rows if one.state == State.DELIVERED} == set(people)
    assert {State(one.state) for one in rows} <= FINAL
    assert all(one.why for one in rows if one.state != State.DELIVERED)
    for log in channels:
        assert len(log.taken) == len(set(log.taken))
    strange = Receipt.objects.filter(
        message=None
    )  # of none of ours, and of the one whose answer WeChat lost
    assert strange.count() == 2
    assert DeadAddress.objects.count() == 1


@pytest.mark.nightly
@pytest.mark.parametrize("by", ["file", "wechat and sms"])
def test_a_round_of_the_demo_region_ends_with_everybody_accounted_for_and_the_board_opens_to_names(
    by, request, client, monkeypatch
):
    """Files of all counties, intake, vacancies and sharing-out as in the demo; a tenth of the calls breaks (D3, D4, D6)."""
    monkeypatch.setattr(demo, "PARTS", ())  # the other rooms have nothing to do with a round
    wechat, sms = request.getfixturevalue("channels") if by != "file" else (Log(), Log())
    with at("2020-06-01"):
        demo.prepare(Path(settings.HOME) / "region", 0.002, 84)
    region, day = Scope("region-clerk", REGION, Role.CLERK), dt.date(2020, 6, 2)
    with at("2020-06-02"):
        promised = promising.stands(region, day)
        due = {person for person, _, _ in matching.to_tell(region, day)} & promised.keys()
        own = sorted(one for one in due if promised[one].county == QINGSHUIHE)
        for number, one in enumerate(own[:4] if by != "file" else []):
            scan(client, one, f"openid-{number}")
        row, many = outreach_round.prepare(region, REGION)
        assert many == len(due) > 50
        outreach_round.begin(region, row.pk)
    wechat.fault = lambda n: {1: "43004", 2: "lost", 3: "42001"}.get(n, "")
    faults = {1: "lost", 11: "500", 21: "InvalidParameterValue.IncorrectPhoneNumber", 31: "silent"}
    sms.fault = lambda n: faults.get(n % 40, "")
    carried_out(region, row.pk, client, wechat, sms)
    rows = Message.objects.filter(round=row)
    assert {one.person_id for one in rows if one.state == State.DELIVERED} == due
    assert {State(one.state) for one in rows} <= FINAL
    for log in (wechat, sms):
        assert len(log.taken) == len(set(log.taken))
    assert {one.channel for one in rows} >= (
        {"file"} if by == "file" else {"sms", "wechat", "slip"}
    )
    with at("2020-06-07"):
        on = dt.date(2020, 6, 6)
        top = promising.board(region, REGION, on)
        counties = [x for one in top.lines for x in promising.board(region, one.code, on).lines]
        names = [promising.owed(region, one.code, on, keys())[0] for one in counties]
    assert [len(some) for some in names] == [one.people for one in counties]
    assert sum(map(len, names)) == top.total.people == len(promised)
    assert all(one.person.name for some in names for one in some)
    kept = sum(one.clock.kept_on is not None for some in names for one in some)
    assert kept == top.total.kept > 0
    assert "broken" not in top.total.many
