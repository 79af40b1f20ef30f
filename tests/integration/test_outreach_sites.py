"""推送 at a site and at a provider: the van with what it brings, words read out, one county's many, a provider that is silent."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.audit.models import AuditEvent
from leye.apps.messages import actions
from leye.apps.messages.actions import New
from leye.apps.messages.models import Message, VanVisit
from leye.apps.vacancies.models import Vacancy
from leye.core.messages.channels import Way
from leye.core.messages.states import State
from leye.core.scope import OutOfScope
from leye.core.vacancies.vocabulary import Level
from leye.gateways import clock
from leye.trips.annexes import site_pages
from leye.trips.outreach import carriers, outreach_health, outreach_paper, outreach_round, promising
from leye.trips.outreach.outreach_settling import sign_off
from leye.trips.vacancies import vacancy_keeping
from tests.integration.reached import matched_county
from tests.integration.test_matching import TITLES
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys

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


def test_the_van_is_planned_once_brings_its_slips_and_what_is_handed_out_is_signed_off(tmp_path):
    """The words read out and posted hold public vacancies and no person; a post has at most 140 characters."""
    matched_county(tmp_path, 2)
    with at("2020-06-02"):
        scope = clerk()
        for one in Vacancy.objects.exclude(title="餐厅服务员"):
            vacancy_keeping.release(scope, one.pk, Level.COUNTY)
        (site,) = site_pages.own_sites(scope)
        for _ in range(2):
            outreach_paper.plan(scope, site.id, dt.date(2020, 6, 3), "广场")
        visit = VanVisit.objects.get()
        assert outreach_paper.pack(scope, visit.pk, keys()).startswith(b"%PDF")
        told = outreach_paper.aloud(scope, site.id)
        words = told.broadcast + "".join(told.weibo) + "".join(told.desk)
        assert "餐厅服务员" in words
        assert not any(title in words for title in TITLES if title != "餐厅服务员")  # not public
        assert "王英" not in words
        assert all(len(one) <= 140 and site.name in one for one in told.weibo)
        with pytest.raises(OutOfScope):
            outreach_paper.plan(clerk(HELINGEER), site.id, dt.date(2020, 6, 4), "")
        row, _ = outreach_round.prepare(scope, QINGSHUIHE)
    with at("2020-06-03"):
        people = [one.person.id for one in promising.slips(scope, site.id, keys())]
        assert promising.hand_over(scope, site.id, people, dt.date(2020, 6, 3), keys()) == 2
        outreach_paper.visited(scope, visit.pk, 2)
        outreach_paper.visited(scope, visit.pk, 9)  # once only
        assert VanVisit.objects.get().people == 2
        assert promising.board(scope, QINGSHUIHE, dt.date(2020, 6, 3)).total.many == {"kept": 2}
        assert sign_off(scope, row.pk, [], clock.now()) == 0
    assert {"van.plan", "van.visited"} <= set(AuditEvent.objects.values_list("action", flat=True))
