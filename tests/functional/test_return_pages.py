"""The return at its desks: prepared, sent, looked at, sent back with a remark on a cell, accepted."""

import datetime as dt
import re

import pytest

from leye.apps.accounts.models import Account
from leye.apps.reports.models import Remark, Return, Version
from leye.core.scope import Department, Role
from tests.integration.test_returns import ledger, work
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION

pytestmark = pytest.mark.django_db
PAGE = f"/returns/2020-05/{QINGSHUIHE}/"
__all__ = ["ledger"]


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def fill(client, page=PAGE, **more) -> dict[str, str]:
    """The form of a return with a word for everything that asks for one."""
    shown = text(client.get(page))
    fields = re.findall(r'name="(w[0-9a-f]{12})"', shown)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)[1]
    said = {"filler": "张三", "phone": "0471-1234567", "seen": seen}
    return {**dict.fromkeys(fields, "情况属实"), **said, **more}


def test_figures_that_changed_after_the_page_was_opened_are_looked_at_again_before_they_are_sent(
    ledger, as_user, client
):
    as_user()
    said = fill(client)
    work("李秀兰", since=dt.date(2020, 5, 1))
    told = text(client.post(PAGE, said))
    assert "数字已经变化，没有上报" in told
    assert not Version.objects.exists()
    assert client.post(PAGE, fill(client)).status_code == 302


def test_an_office_that_is_renamed_is_called_by_its_new_name_in_steps_that_it_did_before(
    ledger, as_user, client
):
    """Steps name who did them by office and never by the name of an account."""
    as_user("county-clerk")
    sent = client.post(PAGE, fill(client))["Location"]
    account = Account.objects.get(username="county-clerk")
    for name in ("清水河县人社局", "清水河县人力资源和社会保障局"):
        Account.objects.filter(pk=account.pk).update(display_name=name)
        for page in (text(client.get("/returns/?month=2020-05")), text(client.get(sent))):
            assert name in page
            assert "county-clerk" not in page


def test_a_clerk_sends_and_the_league_sends_back_and_accepts(ledger, as_user, client):
    as_user()
    assert "逾期" not in text(client.get("/returns/"))
    told = text(client.post(PAGE, {"filler": "", "phone": "12"}))
    assert "没有写填表人" in told
    assert "看不懂" in told
    answer = client.post(PAGE, fill(client))
    assert answer.status_code == 302
    page = text(client.get(answer["Location"]))
    assert "张三" in page
    assert "审看" not in page  # its own sender has no answer to give
    client.post(PAGE, fill(client))
    assert Version.objects.count() == 1
    as_user("league-clerk", LEAGUE)
    row = Return.objects.get()
    assert "审看" in text(client.get("/returns/?month=2020-05"))
    cell = f"1|{QINGSHUIHE}|away"
    said = {"turn": row.turn, "version": row.newest_id, "words": ["", "请核对"], "cell": ["", cell]}
    client.post(f"/returns/answer/{row.pk}/now/", {**said, "do": "back"})
    assert Remark.objects.get().column == "away"
    as_user("county-clerk-2")
    assert "请核对" in text(client.get(f"/returns/version/{row.newest_id}/sent/"))
    client.post(PAGE, fill(client))
    as_user("league-clerk-2", LEAGUE)
    row.refresh_from_db()
    accepted = {"turn": row.turn, "version": row.newest_id, "do": "accept"}
    told = text(client.post(f"/returns/answer/{row.pk}/now/", accepted, follow=True))
    assert "已接收" in told
    told = text(client.post(f"/returns/answer/{row.pk}/now/", accepted, follow=True))
    assert "已经做过" in told


def test_others_see_what_is_theirs_and_nothing_else(ledger, as_user, client):
    as_user()
    client.post(PAGE, fill(client))
    row = Return.objects.get()
    version = f"/returns/version/{row.newest_id}"
    as_user("neighbour", HELINGEER)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {}).status_code == 404
    assert client.get(f"{version}/sent/").status_code == 404
    assert client.get(f"{version}/workbook/").status_code == 404
    assert client.post(f"/returns/answer/{row.pk}/now/", {"do": "accept"}).status_code == 404
    as_user("reader", REGION, role=Role.READER, department=Department.NDRC)
    assert client.get(f"{version}/workbook/").content[:2] == b"PK"
    assert client.get(PAGE).status_code == 403
    assert client.post(f"/returns/answer/{row.pk}/now/", {"do": "accept"}).status_code == 404
    assert client.get("/returns/nonsense/150124/").status_code == 403
    as_user("clerk-3")
    assert client.get("/returns/nonsense/150124/").status_code == 404
    assert "还没有结束" in text(client.get(f"/returns/2020-06/{QINGSHUIHE}/"))
