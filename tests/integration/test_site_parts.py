"""A site's share of the return: signed at the site, sent back by the county, signed again, taken; the county's return says what is open."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from leye.apps.messages.models import Message
from leye.apps.places.models import Site
from leye.apps.reports.actions import NotPossible
from leye.apps.reports.models import SitePart
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.core.scope import OutOfScope, Role, Scope
from leye.trips.annexes.reporting import NotYet
from leye.trips.returns import return_reminders, returning, site_parts
from leye.trips.returns.returning import Blocked
from leye.trips.returns.site_parts import Said
from tests.functional.conftest import as_user
from tests.functional.test_return_pages import text
from tests.integration.test_returns import MAY, PHONE, add, ledger, person, scope, send, work
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at, keys

pytestmark = pytest.mark.django_db
__all__ = ["as_user", "ledger"]


def the_site() -> int:
    return Site.objects.get(county_code=QINGSHUIHE).pk


def at_site(actor="site-clerk", role=Role.CLERK) -> Scope:
    return Scope(actor, QINGSHUIHE, role, site=the_site())


def sign(actor="site-clerk", words="", turn=0, phone=PHONE) -> bool:
    return site_parts.send(
        at_site(actor), MAY, the_site(), Said("李四", phone, words, turn), keys()
    )


def state() -> str:
    return site_parts.page(scope("c"), MAY, the_site()).place.state


def open_sites() -> list[str]:
    ready = returning.prepare(scope("c"), MAY, QINGSHUIHE)
    return [x.found.message for x in ready.checks if x.found.check == "R03"]


def test_a_site_signs_the_county_sends_back_and_takes_and_the_return_says_what_is_open(ledger):
    assert (state(), open_sites()) == (
        "missing",
        [],
    )  # no site of the county signs: nothing is asked
    assert sign(words="两户外出未归")
    assert not sign(turn=1)  # the very same again
    assert (state(), open_sites()) == ("sent", [])
    part = SitePart.objects.get()
    with pytest.raises(NotPossible, match="没有写退回意见"):
        site_parts.answer(scope("c"), part.pk, False, "", " ")
    site_parts.answer(scope("c"), part.pk, False, "labour", "请核对劳动力人数")
    assert state() == "returned"
    assert open_sites() == ["1 个安置点被退回后没有重新核对：益民小区。"]
    with pytest.raises(NotPossible, match="已经做过"):
        site_parts.answer(scope("d"), part.pk, True, "", "")
    assert sign(turn=1)
    site_parts.answer(scope("c"), SitePart.objects.latest("pk").pk, True, "", "")
    assert (state(), open_sites()) == ("taken", [])
    work("李秀兰")
    with at("2020-06-02", 10):
        assert state() == "changed"
        assert open_sites() == ["1 个安置点核对以后数字有变动：益民小区。"]
        assert send().is_new  # with a word for it, which travels


def test_who_may_not_sign_or_answer_a_share_and_what_is_no_share(ledger):
    for who in (scope("he", HELINGEER), scope("lg", LEAGUE), at_site(role=Role.READER)):
        with pytest.raises(OutOfScope):
            site_parts.send(who, MAY, the_site(), Said("李四", PHONE, "", 0), keys())
    with pytest.raises(Blocked):
        sign(phone="1")
    with pytest.raises(NotYet):
        site_parts.send(at_site(), Month(2020, 6), the_site(), Said("李四", PHONE, "", 0), keys())
    sign()
    part = SitePart.objects.get()
    with pytest.raises(OutOfScope):  # the site does not answer for the county
        site_parts.answer(at_site("other"), part.pk, True, "", "")
    with pytest.raises(OutOfScope):
        site_parts.answer(scope("he", HELINGEER), part.pk, True, "", "")
    with pytest.raises(NotPossible, match="不能接收自己"):
        site_parts.answer(scope("site-clerk"), part.pk, True, "", "")
    with pytest.raises(DatabaseError), transaction.atomic():
        SitePart.objects.update(figures="{}")


def test_two_who_sign_at_once_are_one_and_the_other_is_told(ledger):
    sign()
    add_a_death()
    with at("2020-06-02", 10):
        sign("first", turn=1)
        work("李秀兰")
    with at("2020-06-02", 11), pytest.raises(NotPossible, match="刚刚核对过"):
        sign("second", turn=1)  # an old page
    part = SitePart.objects.latest("pk")
    part.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        part.save(force_insert=True)


def test_a_site_with_its_own_account_is_reminded_on_the_declared_days_until_its_share_is_there(ledger, as_user, client):  # fmt: skip
    as_user("site", site=the_site())
    other = Site.objects.get(county_code=HELINGEER).pk  # nobody has an account there

    def told() -> list[str]:
        return [x.words for x in return_reminders.everywhere() if x.site is not None]

    def waits() -> int:
        return sum(x.many for x in return_reminders.awaiting(at_site()))

    with at("2020-06-01"):
        assert "2020-05，未核对，应于6月2日前签报" in (start := text(client.get("/")))
        assert "已逾期" not in start
    with at("2020-06-03"):
        assert told() == ["益民小区2020年5月的数未核对，应于6月2日前核对签报，报清水河县。"]
        assert waits() == 1
        assert [x.note for x in return_reminders.awaiting(at_site())] == [
            "2020-05，未核对，应于6月2日前签报，已逾期"
        ]
        many = return_reminders.remind(scope("worker", REGION))
        assert many == len(return_reminders.everywhere())
        assert return_reminders.remind(scope("worker", REGION)) == 0
        assert not Message.objects.filter(subject=f"site:{other}").exists()
        sign()
        assert (told(), waits()) == ([], 0)
        site_parts.answer(scope("c"), SitePart.objects.get().pk, False, "labour", "请核对")
        assert ["已退回" in x for x in told()] == [True]
        assert waits() == 1
    with at("2020-06-04"):
        assert told() == []
    with at("2020-06-15"):
        assert told() == []


def add_a_death() -> None:
    add(Addition("ledger_death", person("赵红霞"), dt.date(2020, 5, 1), {}))


def test_a_site_account_comes_from_the_menu_to_its_own_share_and_sees_no_other(ledger, as_user, client):  # fmt: skip
    as_user("site", site=the_site())
    page = text(client.get("/returns/?month=2020-05", follow=True))
    assert "核对无误，报旗县" in page
    assert "旗县审看" not in page
    mine = f"/returns/2020-05/sites/{the_site()}/"
    assert "没有写填表人" in text(client.post(mine, {"filler": "", "phone": PHONE, "turn": 0}))
    told = text(client.post(mine, {"filler": "李四", "phone": PHONE, "turn": 0}, follow=True))
    assert "已核对，报旗县。" in told
    other = Site.objects.get(county_code=HELINGEER).pk
    assert client.get(f"/returns/2020-05/sites/{other}/").status_code == 404
    assert client.get(f"/returns/2020-05/{QINGSHUIHE}/").status_code == 404
    assert "还没有结束" in text(client.get(f"/returns/2020-06/sites/{the_site()}/"))
    as_user("county")
    assert "已核对" in text(client.get(f"/returns/2020-05/{QINGSHUIHE}/"))
    part = SitePart.objects.get().pk
    said = {"do": "back", "words": "", "back": mine}
    answered = f"/returns/sites/{part}/answer/"
    assert "没有写退回意见" in text(client.post(answered, said, follow=True))
    told = text(client.post(answered, {**said, "words": "请核对"}, follow=True))
    assert "旗县意见：请核对" in told
