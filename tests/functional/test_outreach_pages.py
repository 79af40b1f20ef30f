"""A clerk's round in a browser through the file channel, and the person's own page on a phone."""

import re
import socket
import time

import pytest

from leye.apps.matching.models import Proposal
from leye.apps.messages.models import Answered, Message, Remark
from leye.apps.passes.models import Pass
from leye.apps.people.models import KeptState
from leye.core.scope import Department
from leye.trips import passing
from leye.trips.outreach import outreach_round
from leye.trips.passing import Purpose
from tests.functional.browsing import (
    BROWSES,
    PASSWORD,
    assert_fits,
    assert_sees,
    go,
    served,
    sign_in,
)
from tests.functional.test_figure_pages import text
from tests.integration.reached import matched_county
from tests.made import HELINGEER, QINGSHUIHE, at, clerk

MADE = """
from pathlib import Path
from tests.integration import reached
reached.a_county = lambda *names: None
reached.matched_county(Path("."), 3, {2: ""})
"""


@pytest.fixture
def county(tmp_path):
    matched_county(tmp_path, 2)


def entered(client, person: int) -> None:
    """The browser comes in by the person's link."""
    with at("2020-06-02"):
        (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
        assert client.post("/p/", {"key": key}).status_code == 302


@pytest.mark.django_db
def test_the_own_page_shows_ones_vacancies_and_takes_ones_word(county, client):
    """A22, A23: another's proposal, a guessed number and a link taken back open nothing."""
    first, other = sorted({row.person_id for row in KeptState.objects.filter(seq_to=None)})
    entered(client, first)
    with at("2020-06-02"):
        page = text(client.get("/mine/"))
        own = list(
            Proposal.objects.filter(person_id=first, is_standing=True).order_by("-points", "pk")
        )
        assert all(one.reasons in page for one in own)
        assert "王英一" not in page
        assert {one.step for one in Proposal.objects.filter(person_id=first)} == {"opened"}
        client.post("/mine/say/", {"proposal": own[0].pk, "step": "interested"})
        client.post("/mine/say/", {"proposal": own[1].pk, "step": "refused", "why": "far"})
        strange = Proposal.objects.filter(person_id=other).first()
        assert (
            client.post("/mine/say/", {"proposal": strange.pk, "step": "interested"}).status_code
            == 404
        )
        steps = dict(Proposal.objects.filter(person_id=first).values_list("pk", "step"))
        assert (steps[own[0].pk], steps[own[1].pk]) == ("interested", "refused")
        assert "暂" not in text(client.get("/mine/?lang=zh"))
        assert "译文" in text(client.get("/mine/?lang=mn"))
        for _ in range(2):
            client.post("/mine/stop/", {"takes": "0"})
            client.post("/mine/wrong/", {"kind": "wrong", "text": "电话换了"})
        assert Answered.objects.get().text_version == "2020-05"
        assert "电话" not in Remark.objects.get().text_cipher
        for _ in range(5):
            assert "对不上" in text(client.post("/mine/seen/", {"tail": "0000"}))
        assert "太多" in text(client.post("/mine/seen/", {"tail": "0000"}))
        client.post("/mine/wrong/", {"kind": "not_me"})
        assert client.get("/mine/").status_code == 404
        assert not Pass.objects.filter(subject=f"person:{first}", revoked_at=None).exists()
    with at("2020-06-20"):
        entered_key = client.post("/p/", {"key": "x" * 24})
        assert entered_key.status_code == 404


@pytest.mark.django_db
def test_rounds_are_for_those_who_may_send_and_pages_say_what_is_there(county, as_user, client):
    with at("2020-06-02"):
        as_user()
        assert "还没有推送过" in text(client.get("/outreach/"))
        answer = client.post("/outreach/", {"unit": QINGSHUIHE}, follow=True)
        assert "正在准备" in text(answer)
        address = answer.redirect_chain[-1][0]
        assert "在手机上的样子" not in text(answer)
        client.post(
            f"{address}begin/"
        )  # too early: nothing is sent of a round that is half written
        assert outreach_round.prepare_once()
        assert not outreach_round.prepare_once()
        answer = client.get(address)
        assert "发送 2 条" in text(answer)
        assert "在手机上的样子" in text(answer)
        assert "通道" in text(client.get("/outreach/health/"))
        assert client.post("/outreach/", {"unit": HELINGEER}).status_code == 403
        assert client.get("/remarks/").status_code == client.get("/van/").status_code == 200
        client.post("/van/", {"site": "1", "on": "2020-06-05", "place": "广场"}, follow=True)
        assert (
            client.post("/receipts/nobody/", b"[]", content_type="application/json").status_code
            == 404
        )
        assert (
            client.post("/receipts/file/", b"[]", content_type="application/json").status_code
            == 403
        )
        client.logout()
        as_user("other", unit=HELINGEER)
        assert client.get(address).status_code == 404
        client.logout()
        as_user("ndrc", department=Department.NDRC)
        assert client.get("/outreach/").status_code == 403


@pytest.mark.django_db
def test_a_message_can_be_read_whole_in_its_round_and_among_its_person_s_messages(
    county, as_user, client
):
    with at("2020-06-02"):
        as_user()
        row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
        one = Message.objects.first()
        whole = one.text.replace("{link}", "（本人页面链接）")
        round_page = client.get(f"/outreach/{row.pk}/").content.decode()
        assert f'<td class="small words">{whole}</td>' in round_page  # also on a phone
        assert whole in text(client.get(f"/people/{one.person_id}/messages/"))


@pytest.mark.django_db
def test_a_clerk_signs_in_while_every_provider_is_down(as_user, client, monkeypatch):
    """D11: nothing outside is asked at sign-in; there is no mail and no identity provider that could be down."""
    as_user("alone")
    client.logout()
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    answer = client.post("/sign-in/", {"username": "alone", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/outreach/").status_code == 200


def refused(*_: object, **__: object) -> None:
    raise ConnectionRefusedError


@BROWSES[0]
@BROWSES[1]
def test_a_clerk_prepares_sends_and_signs_off_a_round_and_a_person_answers_on_a_phone(
    browser, tmp_path
):
    with served(tmp_path, MADE, "2020-06-02") as address:
        desk = browser.new_context(
            viewport={"width": 1366, "height": 800}, locale="zh-CN"
        ).new_page()
        sign_in(desk, address, "desk")
        go(desk, "服务", "推送轮次")
        desk.click("button:has-text('准备一轮')")
        desk.click("button:has-text('发送 3 条')", timeout=60_000)  # a worker prepares it
        desk.wait_for_selector("text=已开始发送")
        desk.wait_for_selector("text=已交通道 2", timeout=60_000)  # the page follows by itself
        assert_fits(desk)
        desk.screenshot(path=str(tmp_path / "round.png"), full_page=True)
        (folder,) = (tmp_path / "outbox").iterdir()
        link = re.search(r"https?://\S+/p/#\S+", sorted(folder.iterdir())[0].read_text())
        phone = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="zh-CN"
        ).new_page()
        phone.goto(address + "/p/#" + link[0].partition("#")[2])
        phone.wait_for_selector("button:has-text('有意向')")
        assert_fits(phone)
        phone.screenshot(path=str(tmp_path / "own.png"), full_page=True)
        phone.click("button:has-text('有意向') >> nth=0")
        phone.wait_for_selector("text=已经告诉就业服务站")
        desk.reload()
        desk.check("input[data-mark-all]")
        desk.click("button:has-text('勾选的人已送达')")
        desk.wait_for_selector("text=/已登记 [23] 人送达/")  # who opened the page has it already
        go(desk, "服务", "承诺兑现")
        assert_sees(desk, "3/3")
        desk.set_viewport_size({"width": 390, "height": 844})
        for place in ("/promises/", "/outreach/1/"):  # each row is a card, all of it in sight
            desk.goto(address + place)
            assert_fits(desk)
            assert desk.locator("table.list tr td:visible").count() > 4
            assert all(
                one.evaluate("e => e.scrollWidth <= e.clientWidth")
                for one in desk.locator(".card.scroll").all()
            )


@pytest.mark.nightly
@BROWSES[0]
@BROWSES[1]
def test_the_own_page_on_a_line_of_three_megabits_that_loses_five_of_a_hundred_is_there_in_three_seconds(
    browser, tmp_path
):
    """By Chromium's own throttle: 3 Mbit/s, 100 ms, packetLoss 5; asked at most 100 kB without photos, ours 40."""
    with served(tmp_path, MADE, "2020-06-02") as address:
        desk = browser.new_context(viewport={"width": 1366, "height": 800}).new_page()
        sign_in(desk, address, "desk")
        go(desk, "服务", "推送轮次")
        desk.click("button:has-text('准备一轮')")
        desk.click("button:has-text('发送 3 条')", timeout=60_000)
        desk.wait_for_selector("text=已开始发送")
        desk.wait_for_selector("text=已交通道 2", timeout=60_000)
        (folder,) = (tmp_path / "outbox").iterdir()
        link = re.search(r"https?://\S+/p/#\S+", sorted(folder.iterdir())[0].read_text())
        phone = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        line = phone.context.new_cdp_session(phone)
        line.send("Network.enable")
        seen = []
        line.on("Network.loadingFinished", lambda told: seen.append(told["encodedDataLength"]))
        line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False, "latency": 100, "downloadThroughput": 3_000_000 / 8,
                "uploadThroughput": 3_000_000 / 8, "packetLoss": 5,
            },
        )  # fmt: skip
        begun = time.monotonic()
        phone.goto(address + "/p/#" + link[0].partition("#")[2])
        phone.wait_for_selector("button:has-text('有意向')")
        seconds = time.monotonic() - begun
        phone.wait_for_load_state("networkidle")
        print(f"own page: {seconds:.2f} s, {sum(seen):,} bytes in {len(seen)} answers")
        assert seconds <= 3
        assert sum(seen) <= 40_000
