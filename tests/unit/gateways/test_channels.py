"""Each provider's client against its stand-in: taken, refused, broken, silent, lost, nonsense; receipts true and forged."""

import dataclasses
import gc
import hashlib
import json
import threading
import warnings
from dataclasses import replace

import pytest

from leye.core.messages.channels import Outcome, Parcel, Why
from leye.core.messages.states import State
from leye.gateways.channels.carrier import Forged
from leye.gateways.channels.file.carrier import FileCarrier
from leye.gateways.channels.sms.aliyun import Aliyun
from leye.gateways.channels.sms.tencent import Tencent
from leye.gateways.channels.wechat.account import WeChat
from tests.standin import Log, certificate, provider

PARCEL = Parcel(
    17, "13800000000", "文字", "http://127.0.0.1/p/#k", ("餐厅\n服务员" * 9, "3000元"), "vacancies"
)
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
KEY = "told-to-the-provider"


@pytest.fixture(autouse=True)
def sockets_are_collected():
    """The providers' libraries leave their sockets to the collector."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


def made(name, where):
    if name == "tencent":
        return Tencent("i", "k", "1400", "乐业", {"vacancies": "1"}, KEY, where, "http", time_out=1)
    if name == "aliyun":
        told = {"vacancies": ("SMS_1", ("things", "pay", "link"))}
        return Aliyun("i", "k", "乐业", told, KEY, where, "http", time_out=1)
    return WeChat(
        "i", "s", {"vacancies": ("t", ("thing1", "amount2"))}, KEY, base=f"http://{where}"
    )


@pytest.fixture(params=["tencent", "aliyun", "wechat"])
def told(request):
    """(log of the stand-in, client)."""
    log = Log()
    with provider(log) as where:
        yield log, made(request.param, where)


def test_a_message_is_taken_once_with_our_own_number(told):
    log, carrier = told
    answer = carrier.hand(PARCEL)
    assert (answer.outcome, log.taken) == (Outcome.TAKEN, ["17"])
    assert answer.ref == "ref-17"


def test_an_answer_that_is_lost_broken_or_nonsense_leaves_the_message_unsure_and_is_not_sent_again(
    told,
):
    """D1, D3: whether the provider has it is asked for; WeChat cannot tell."""
    log, carrier = told
    for fault in ("lost", "500", "nonsense"):
        log.fault = lambda number, fault=fault: fault
        assert carrier.hand(PARCEL).outcome is Outcome.UNSURE, fault
    assert log.calls == 3  # no client tried again by itself
    found = carrier.find(PARCEL, "20200601")
    assert found is None if carrier.provider == "wechat" else found.outcome is Outcome.TAKEN


def test_a_message_without_a_template_is_not_sent(told):
    log, carrier = told
    other = Parcel(1, "1", "", "", (), "journey")
    assert carrier.hand(other).why is Why.CONTENT
    assert log.calls == 0


@pytest.mark.parametrize(
    ("name", "code", "outcome", "why"),
    [
        ("tencent", "LimitExceeded.PhoneNumberDailyLimit", Outcome.NEVER, Why.DAY_LIMIT),
        ("tencent", "FailedOperation.PhoneNumberInBlacklist", Outcome.NEVER, Why.BLACKLISTED),
        ("tencent", "Something.New", Outcome.AGAIN, Why.UNKNOWN),
        ("aliyun", "isv.MOBILE_NUMBER_ILLEGAL", Outcome.NEVER, Why.DEAD_NUMBER),
        ("aliyun", "isv.AMOUNT_NOT_ENOUGH", Outcome.AGAIN, Why.ACCOUNT),
        ("wechat", "43004", Outcome.NEVER, Why.NOT_FOLLOWING),
        ("wechat", "43101", Outcome.NEVER, Why.NOT_SUBSCRIBED),
        ("wechat", "43019", Outcome.NEVER, Why.BLACKLISTED),
        ("wechat", "-1", Outcome.AGAIN, Why.BUSY),
    ],
)
def test_codes_of_a_provider_mean_what_their_table_says(name, code, outcome, why):
    """D6: unsubscribed, dead number, daily limit."""
    log = Log(fault=lambda number: code)
    with provider(log) as where:
        answer = made(name, where).hand(PARCEL)
    assert (answer.outcome, answer.why, answer.code) == (outcome, why, code)
    assert log.taken == []


@pytest.mark.parametrize("name", ["tencent", "wechat"])
def test_a_silent_provider_is_waited_for_no_longer_than_its_time(name):
    """D1."""
    log = Log(fault=lambda number: "silent")
    with provider(log) as where:
        carrier = made(name, where)
        if name == "wechat":
            carrier.http.timeout = 1
        assert carrier.hand(PARCEL).outcome is Outcome.UNSURE


@pytest.mark.parametrize("name", ["tencent", "aliyun", "wechat"])
def test_nobody_listening_is_no_message_sent(name):
    """D7, D9."""
    answer = made(name, "127.0.0.1:9").hand(PARCEL)
    assert answer.outcome in {Outcome.UNSURE, Outcome.AGAIN}


def test_a_token_that_runs_out_is_fetched_once_for_all_who_send():
    """D5."""
    log = Log()
    with provider(log) as where:
        carrier = made("wechat", where)
        carrier.hand(PARCEL)
        over = {f"{n}" for n in range(8)}
        log.fault = lambda number: "42001" if 1 < number <= 1 + len(over) else ""
        threads = [threading.Thread(target=carrier.hand, args=(PARCEL,)) for _ in over]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert log.tokens <= 3
        assert len(log.taken) >= 1


def test_fields_of_wechat_are_short_lines():
    log = Log()
    with provider(log) as where:
        made("wechat", where).hand(PARCEL)
    value = log.bodies[0]["data"]["thing1"]["value"]
    assert len(value) == 20
    assert "\n" not in value


def test_receipts_are_read_and_forged_ones_refused():
    """D4."""
    tencent, aliyun = made("tencent", "x"), made("aliyun", "x")
    body = json.dumps([{"sid": "s", "report_status": "FAIL", "errmsg": "MK:0001"}]).encode()
    (one,) = tencent.reports({}, {"key": KEY}, body)
    assert (one.ref, one.state, one.why) == ("s", State.FAILED, Why.DEAD_NUMBER)
    body = json.dumps(
        [{"biz_id": "b", "out_id": "5", "success": True, "err_code": "DELIVERED"}]
    ).encode()
    (one,) = aliyun.reports({}, {"key": KEY}, body)
    assert (one.id, one.state) == (5, State.DELIVERED)
    for carrier in (tencent, aliyun):
        for key in ("", "guess"):
            with pytest.raises(Forged):
                carrier.reports({}, {"key": key}, body)


def test_receipts_of_wechat_are_signed():
    wechat = made("wechat", "x")
    body = (
        b"<xml><Event>TEMPLATESENDJOBFINISH</Event><MsgID>9</MsgID><Status>success</Status></xml>"
    )
    signed = hashlib.sha1("".join(sorted([KEY, "1", "2"])).encode()).hexdigest()
    said = {"timestamp": "1", "nonce": "2", "signature": signed}
    (one,) = wechat.reports({}, said, body)
    assert (one.ref, one.state) == ("9", State.DELIVERED)
    with pytest.raises(Forged):
        wechat.reports({}, {**said, "nonce": "3"}, body)
    with pytest.raises(Forged):
        wechat.reports({}, said, b"<!DOCTYPE x>" + body)


@pytest.mark.parametrize(
    ("code", "state", "why"),
    [("0", State.DELIVERED, Why.NONE), ("43101", State.FAILED, Why.NOT_SUBSCRIBED), ("43019", State.REFUSED, Why.BLACKLISTED),
     ("-1", State.FAILED, Why.BUSY), ("999", State.FAILED, Why.BUSY)],
)  # fmt: skip
def test_what_became_of_a_subscription_message_is_a_receipt_by_wechat_s_event(code, state, why):
    """Not the account's words, its number: with the kind of the template and the account that it went to."""
    log = Log(bodies=[{"touser": "openid-1", "template_id": "t"}])
    carrier = WeChat("i", "s", {"vacancies": ("t", ("thing1",))}, KEY, "subscription", "http://x")
    signed = hashlib.sha1("".join(sorted([KEY, "1", "2"])).encode()).hexdigest()
    said = {"timestamp": "1", "nonce": "2", "signature": signed}
    (one,) = carrier.reports({}, said, log.sent_event(0, code).encode())
    assert (one.ref, one.code, one.state, one.why) == ("ref-bizsend-1", code, state, why)
    assert (one.to, one.kind) == ("openid-1", "vacancies")
    assert "openid" not in repr(one)
    with pytest.raises(Forged):
        carrier.reports({}, {**said, "nonce": "3"}, log.sent_event(0).encode())
    with pytest.raises(ValueError, match="invalid literal"):
        carrier.reports({}, said, log.sent_event(0, "fine").encode())


def test_the_folder_holds_a_message_once(tmp_path):
    carrier = FileCarrier(tmp_path)
    assert carrier.find(PARCEL, "").outcome is Outcome.NEVER
    assert carrier.hand(PARCEL).outcome is carrier.hand(PARCEL).outcome is Outcome.TAKEN
    assert carrier.find(PARCEL, "").outcome is Outcome.TAKEN
    assert len(list(tmp_path.rglob("*.txt"))) == 1
    with pytest.raises(Forged):
        carrier.reports({}, {}, b"")
    blocked = FileCarrier(next(tmp_path.rglob("*.txt")))
    assert blocked.hand(PARCEL).outcome is Outcome.AGAIN


def test_a_message_with_the_number_of_one_before_the_backup_was_restored_has_its_own_text(tmp_path):
    carrier = FileCarrier(tmp_path)
    carrier.hand(replace(PARCEL, text="of a day that was restored away"))
    carrier.hand(replace(PARCEL, text="now"))
    assert carrier.text_of(PARCEL.id) == "now"


def test_subscription_messages_of_wechat_open_the_page_and_take_short_fields():
    """The answer's codes mean what they mean for templates: 43101 says that the person has no subscription (any more)."""
    log = Log()
    with provider(log) as where:
        told = {"vacancies": ("t", ("thing1", "amount2"))}
        carrier = WeChat("i", "s", told, KEY, "subscription", f"http://{where}")
        assert carrier.hand(PARCEL).outcome is Outcome.TAKEN
        log.fault = lambda number: {2: "43101", 3: "42001", 5: "500", 6: "lost", 7: "nonsense"}.get(number, "")  # fmt: skip
        refused = carrier.hand(PARCEL)
        again = carrier.hand(PARCEL)  # with the next token
        others = [carrier.hand(PARCEL).outcome for _ in range(3)]
    assert (refused.outcome, refused.why) == (Outcome.NEVER, Why.NOT_SUBSCRIBED)
    assert again.outcome is Outcome.TAKEN
    assert set(others) == {Outcome.UNSURE}
    assert log.tokens == 2
    body = log.bodies[0]
    assert (body["page"], body["template_id"], body["touser"]) == (PARCEL.link, "t", PARCEL.to)
    assert "url" not in body
    assert len(body["data"]["thing1"]["value"]) == 20


def test_work_wechat_takes_the_text_itself_and_is_asked_not_to_double_it():
    """企业微信: nobody of that account is a failure for good, a silent line leaves the message unsure."""
    log = Log()
    with provider(log) as where:
        carrier = WeChat("i", "s", {}, KEY, "work", f"http://{where}", 7, "work_wechat")
        assert carrier.hand(PARCEL).outcome is Outcome.TAKEN
        log.fault = lambda number: {2: "81013", 3: "45009", 4: "lost"}.get(number, "")
        answers = [carrier.hand(PARCEL) for _ in range(3)]
    assert [(one.outcome, one.why) for one in answers] == [
        (Outcome.NEVER, Why.NO_MEMBER), (Outcome.AGAIN, Why.ACCOUNT), (Outcome.UNSURE, Why.NO_ANSWER),
    ]  # fmt: skip
    body = log.bodies[0]
    assert (body["touser"], body["agentid"], body["text"]["content"]) == (PARCEL.to, 7, PARCEL.text)
    assert body["enable_duplicate_check"] == 1


@pytest.mark.parametrize(
    "left_out", ["invaliduser", "invalidparty", "invalidtag", "unlicenseduser"]
)
def test_work_wechat_that_says_ok_and_names_the_person_among_those_left_out_has_not_told_him(
    left_out,
):
    """D6: with errcode 0 the lists say who did not get it; that is for good, and the next way is taken."""
    log = Log(also={left_out: "somebody"})
    with provider(log) as where:
        carrier = WeChat("i", "s", {}, KEY, "work", f"http://{where}", 7, "work_wechat")
        answer = carrier.hand(PARCEL)
        log.also = {left_out: ""}
        fine = carrier.hand(PARCEL)
    assert (answer.outcome, answer.why, answer.code) == (Outcome.NEVER, Why.NO_MEMBER, left_out)
    assert answer.why.label == "企业微信里没有这个账号，或不在应用的可见范围"
    assert fine.outcome is Outcome.TAKEN


@pytest.mark.parametrize("name", ["tencent", "aliyun", "wechat"])
def test_a_provider_with_a_strange_certificate_is_told_nothing(name, tmp_path):
    """D9: the line is refused before anything is said; the message waits, and nothing went out in the clear."""
    log = Log()
    with provider(log, certificate(tmp_path)) as where:
        carrier = made(name, where)
        said = {"base": f"https://{where}"} if name == "wechat" else {"scheme": "https"}
        answer = dataclasses.replace(carrier, **said).hand(PARCEL)
    assert answer.outcome in {Outcome.AGAIN, Outcome.UNSURE}
    assert answer.why in {Why.BUSY, Why.NO_ANSWER}
    assert (log.taken, log.bodies, log.tokens) == ([], [], 0)
