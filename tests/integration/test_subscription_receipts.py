"""微信订阅消息: what became of each comes as an event; it is a receipt, whether or not the answer had a number."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.matching.models import ProposalStep
from leye.apps.messages import wishes
from leye.apps.messages.models import Message, Receipt
from leye.core.messages.channels import Way
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.trips.outreach import carriers, outreach_round
from leye.trips.outreach.outreach_sending import BOUND_CONTEXT, Pace, send_once
from tests.integration.reached import matched_county
from tests.integration.test_promises_told import everybody
from tests.made import QINGSHUIHE, at, clerk, keys
from tests.standin import Log, provider

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
KEY = "told"


@pytest.fixture(params=[True, False], ids=["answers with a number", "answers without one"])
def account(request):
    """An official account for subscription messages; its stand-in answers with the message's number, or without."""
    log = Log(has_ids=request.param)
    with provider(log) as where:
        path = Path(settings.HOME) / "channels.json"
        told = {"provider": "wechat", "app_id": "i", "secret": "s", "key": KEY, "kind": "subscription",
                "templates": {"vacancies": ["t", ["thing1", "thing2", "amount3"]]}, "base": f"http://{where}", "at_once": 1}  # fmt: skip
        path.write_text(json.dumps({"channels": [told], "address": "https://leye.test"}))
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()
        yield log
        path.unlink()
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()


def call_back(client, body: str, key: str = KEY) -> int:
    signed = hashlib.sha1("".join(sorted([key, "1", "2"])).encode()).hexdigest()
    where = f"/receipts/wechat/?timestamp=1&nonce=2&signature={signed}"
    return client.post(where, body, content_type="text/xml").status_code


def bind(person: int, account: str) -> None:
    wishes.bind(
        by="test", unit=QINGSHUIHE, person_id=person, channel=Way.WECHAT.value,
        cipher=sealing.seal(keys(), account, BOUND_CONTEXT), index=sealing.index(keys(), account, BOUND_CONTEXT),
        at=clock.now(),
    )  # fmt: skip


def sent_round(tmp_path, accounts: list[str]) -> list[int]:
    matched_county(tmp_path, len(accounts))
    people = everybody()
    for person, name in zip(people, accounts, strict=True):
        bind(person, name)
    row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
    outreach_round.begin(clerk(), row.pk)
    while send_once(keys(), Path(settings.HOME), Pace(spread=0)):
        pass
    return people


def test_a_subscription_message_counts_as_delivered_once_wechat_says_so_twice_late_or_forged(
    tmp_path, account, client
):
    """A3, A4: of a failure the next way is told, and a call that nobody signed changes nothing."""
    with at("2020-06-02"):
        people = sent_round(tmp_path, ["openid-1", "openid-2"])
        assert set(Message.objects.values_list("state", flat=True)) == {"handed"}
        assert call_back(client, account.sent_event(0), key="guess") == 403
        assert call_back(client, account.sent_event(0, "fine")) == 400
        assert not Receipt.objects.exists()
    with at("2020-06-02", 10):
        for _ in range(2):
            assert call_back(client, account.sent_event(0)) == 200
        assert call_back(client, account.sent_event(1, "43101")) == 200
        found = {row.person_id: (row.channel, row.state) for row in Message.objects.order_by("pk")}
        assert sorted(found) == people
        assert sorted(found.values()) == [("file", "prepared"), ("wechat", "delivered")]
        assert Message.objects.get(state="failed").why == "not_subscribed"
        assert Receipt.objects.count() == 2
        assert not Receipt.objects.filter(message=None).exists()
        assert ProposalStep.objects.count() == 3  # the three posts of the one who has them


def test_where_two_share_an_account_a_receipt_without_a_number_of_ours_counts_for_nobody(
    tmp_path, account, client
):
    """A3: whose message it was cannot be told; it is kept, and nobody is counted who may not have had it."""
    with at("2020-06-02"):
        sent_round(tmp_path, ["openid-1", "openid-1"])
        assert Message.objects.filter(channel="wechat", state="handed").count() == 2
        assert call_back(client, account.sent_event(0)) == 200
    known = Message.objects.filter(state="delivered").count()
    assert known == (1 if account.has_ids else 0)
    assert Receipt.objects.filter(message=None).count() == 1 - known
