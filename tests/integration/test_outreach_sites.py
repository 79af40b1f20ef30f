"""推送, fair and seen: a county with many does not keep others waiting, and a provider that is silent is told of."""

from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.messages import actions
from leye.apps.messages.actions import New
from leye.apps.messages.models import Message
from leye.core.messages.channels import Way
from leye.core.messages.states import State
from leye.gateways import clock
from leye.trips.outreach import carriers, outreach_health
from tests.made import HELINGEER, QINGSHUIHE, at, clerk

pytestmark = pytest.mark.django_db


def new(unit: str, number: int) -> New:
    return New(
        key=f"{unit}-{number}", about=f"{unit}-{number}", subject=f"unit:{unit}", unit=unit,
        kind="reminder", channel=Way.SMS, text="车来了",
    )  # fmt: skip


def test_a_county_with_many_messages_does_not_keep_one_with_few_waiting():
    """D10: fair share; each county's first goes before anybody's second, put in in however many parts."""
    with at("2020-06-02"):
        now = clock.now()
        for part in range(3):
            many = [new(QINGSHUIHE, n) for n in range(part * 20, part * 20 + 20)]
            actions.put(by="t", unit=QINGSHUIHE, new=many, at=now, due_at=now)
        few = [new(HELINGEER, n) for n in range(5)]
        actions.put(by="t", unit=HELINGEER, new=few, at=now, due_at=now)
        actions.claim(by="t", channel="sms", token="t", now=now, limit=12)
    rows = list(Message.objects.filter(claim="t").values_list("unit", flat=True))
    assert (rows.count(HELINGEER), rows.count(QINGSHUIHE)) == (5, 7)


def test_a_provider_that_takes_and_never_delivers_is_told_of_after_a_quarter_of_an_hour():
    """D8."""
    carriers._settings.cache_clear()
    carriers.carriers.cache_clear()
    path = Path(settings.HOME) / "channels.json"
    path.write_text(
        '{"channels": [{"provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s",'
        '"templates": {}, "key": "k"}]}'
    )
    try:
        with at("2020-06-02"):
            now = clock.now()
            actions.put(by="t", unit=QINGSHUIHE, new=[new(QINGSHUIHE, n) for n in range(30)], at=now, due_at=now)  # fmt: skip
            Message.objects.update(state=State.HANDED, provider="tencent", handed_at=now)
        for minute, is_silent in ((14, False), (16, True)):
            with at("2020-06-02", 9, minute):
                (one,) = [x for x in outreach_health.health(clerk()) if x.provider == "tencent"]
                assert one.is_silent is is_silent
    finally:
        path.unlink()
        carriers._settings.cache_clear()
        carriers.carriers.cache_clear()
