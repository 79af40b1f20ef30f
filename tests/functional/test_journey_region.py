"""The demo region's going-out people of a month in a browser: from the list to the follow-ups of three months."""

import re

import pytest
from pypdf import PdfReader

from tests.functional.browsing import BROWSES, PASSWORD, SIZES, assert_fits, go, served, sign_in
from tests.functional.test_journey_trip import opened, told_link

pytestmark = [*BROWSES, pytest.mark.nightly]
# The demo region with its rosters, vacancies and sharing-out; of journeys only what is there before anybody is booked.
REGION = f"""
import datetime as dt, django
django.setup()
from pathlib import Path
from django.conf import settings
from leye.apps.accounts import actions as accounts
from leye.core.periods import SHANGHAI
from leye.core.scope import Department, Role, Scope
from leye.demo import journeys, run
from leye.gateways import clock
run.PARTS = ()
run.prepare(Path(settings.HOME), 0.01, 84)
with clock.fixed(dt.datetime(2020, 6, 1, 9, tzinfo=SHANGHAI)):
    journeys.ready(Scope("demo", journeys.COUNTY, Role.CLERK))
for name in {list(SIZES)!r}:
    accounts.open_account(by="test", username=name, display_name="清水河县人社局", password="{PASSWORD}",
        role=Role.CLERK, department=Department.HRSS, unit=journeys.COUNTY)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("region")


def test_the_demo_regions_people_of_a_month_are_planned_told_brought_handed_over_and_followed_up(
    browser, home, tmp_path
):
    with served(home, day="2020-06-01", prepare=REGION) as address:
        context, desk = opened(browser, "desk")
        sign_in(desk, address, "desk")
        booked = book_everybody(desk)
        planned(desk, booked, tmp_path)
        journeys = [one.get_attribute("href") for one in desk.locator(".j-vehicle h2 a").all()]
        told = [issue(desk, address, one, number) for number, one in enumerate(journeys)]
        assert sum(told) == booked
        coach = first_coach(desk, address, journeys, tmp_path)
        names = in_the_messages(desk)
        link = escorts_link(home, address, len(names))
        board(browser, link, len(names), tmp_path)
        context.close()
    with served(home, day="2020-06-02") as address:
        context, desk = opened(browser, "desk")
        sign_in(desk, address, "desk")
        desk.goto(address + coach)
        assert desk.locator(".state.boarded").count() == len(names)
        hand_over(browser, desk, address + coach)
        assert desk.locator("text=已上岗").count() == len(names)
        context.close()
    for days, day in ((7, "2020-06-09"), (30, "2020-07-02"), (90, "2020-08-31")):
        with served(home, day=day) as address:
            follow_up(browser, address, days, len(names) - (days > 7))


def book_everybody(desk) -> int:
    """Each vacancy's people are booked with a day of starting; those of two in three begin tomorrow."""
    go(desk, "劳务输出", "拟外出清单")
    desk.wait_for_selector("text=可以登记外出")
    booked = turns = 0
    while desk.locator(".j-group").count():
        group = desk.locator(".j-group").first
        many = group.locator("[name=row]").count()
        group.locator("[name=start_on]").fill("2020-06-20" if turns % 3 == 2 else "2020-06-02")
        with desk.expect_navigation():
            group.locator("button:has-text('登记外出')").click()
        desk.wait_for_selector(f"text=已登记 {many} 人外出")
        booked, turns = booked + many, turns + 1
    return booked


def planned(desk, booked: int, tmp_path) -> None:
    go(desk, "劳务输出", "排车")
    desk.wait_for_selector(f"text=等待排车 {booked}")
    desk.select_option("[name=alone]", "0")
    desk.click("main button:has-text('排车')")
    desk.wait_for_selector("text=与最好的排法相差不超过")
    desk.wait_for_selector(".j-vehicle")
    assert_fits(desk)
    desk.screenshot(path=tmp_path / "planner.png", full_page=True)
    assert desk.locator(".j-vehicle [data-booking]").count() == booked  # nobody is left


def issue(desk, address: str, path: str, number: int) -> int:
    """Settled and told; printed as a workbook. Returns how many were told."""
    desk.goto(address + path)
    people = desk.locator("tr:has([href^='/people/'])").count()
    if desk.locator("[name=vehicle_no]").count():
        desk.fill("[name=vehicle_no]", f"蒙A·{10000 + number}")
        desk.fill("[name=escort_name]", "李建国")
        desk.fill("[name=escort_phone]", "13800000000")
    with desk.expect_navigation():
        desk.click("button:has-text('下达')")
    desk.wait_for_selector(f"text=已下达，通知了 {people} 人")
    with desk.expect_download() as printed:
        desk.click("a:has-text('Excel')")
    assert printed.value.path().read_bytes()[:2] == b"PK"
    return people


def first_coach(desk, address: str, journeys: list[str], tmp_path) -> str:
    """The page of the vehicle with the most people that leaves today; its plan is printed."""
    many = {}
    for path in journeys:
        desk.goto(address + path)
        if desk.locator("h1:has-text('6月1日')").count():
            many[path] = desk.locator("td [href^='/people/']").count()
    path = max(many, key=many.get)
    assert many[path] > 1
    desk.goto(address + path)
    with desk.expect_download() as printed:
        desk.click("a:has-text('PDF')")
    printed.value.save_as(tmp_path / "plan.pdf")
    assert len(PdfReader(tmp_path / "plan.pdf").pages) >= 2
    desk.screenshot(path=tmp_path / "journey.png", full_page=True)
    return path


def in_the_messages(desk) -> list[str]:
    """Every traveller's message is sent and stands on his page. Returns their names."""
    people = desk.locator("td [href^='/people/']")
    pages = {one.inner_text(): one.get_attribute("href") for one in people.all()}
    base = desk.url.split("/journeys/")[0]
    for path in pages.values():
        desk.goto(f"{base}{path}messages/")
        row = desk.locator("tr:has-text('随车李建国')")
        row.wait_for()
        for _ in range(60):
            if row.locator("text=已交通道").count():
                break
            desk.wait_for_timeout(1_000)
            desk.reload()
        else:
            raise AssertionError(f"not sent: {row.inner_text()}")
        assert "请带身份证" in row.inner_text()
    return list(pages)


def escorts_link(home, address: str, many: int) -> str:
    """As it was sent to the escort of the vehicle that leaves today."""
    [text] = [
        words
        for one in sorted((home / "outbox").rglob("*.txt"))
        if "由你随车" in (words := one.read_text("utf-8"))
        and "6月1日" in words
        and f"上车点{many}人" in words
    ][:1]
    return f"{address}/p/#{re.search(r'#([-_A-Za-z0-9]+)', text)[1]}"


def board(browser, link: str, many: int, tmp_path) -> None:
    """The escort comes in by the link of his message and ticks with the network cut."""
    context, phone = opened(browser, "phone")
    phone.goto(link)
    phone.wait_for_selector("[data-person]")
    assert phone.locator("[data-person]").count() == many
    phone.evaluate("navigator.serviceWorker.ready.then(function () { return true; })")
    phone.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    for number in range(many):
        phone.click(f"[data-person] >> nth={number} >> [data-mark=boarded]")
        phone.wait_for_selector(f"text=待发送 {number + 1} 条")
    phone.screenshot(path=tmp_path / "escort.png", full_page=True)
    assert_fits(phone)
    context.set_offline(False)
    phone.click("#sync")
    phone.wait_for_selector("text=没有待发送的")
    phone.wait_for_selector(f"text=上车 {many}/{many} 人")
    context.close()


def hand_over(browser, desk, here: str) -> None:
    """Each employer confirms by a link of his own, with a phone."""
    many = desk.locator("button:has-text('确认接收')").count()
    for number in range(many):
        desk.goto(here)
        desk.locator("button:has-text('确认接收')").nth(number).click()
        desk.wait_for_selector("#address")
        context, gate = opened(browser, "phone")
        gate.goto(told_link(desk))
        gate.wait_for_selector("h1:has-text('确认接收')")
        assert_fits(gate)
        gate.click("button:has-text('确认接收')")
        gate.wait_for_selector("text=已确认接收")
        context.close()
    desk.goto(here)


def follow_up(browser, address: str, days: int, many: int) -> None:
    """The call list of the day; at the first one somebody has come home and is matched anew."""
    context, desk = opened(browser, "desk")
    sign_in(desk, address, "desk")
    go(desk, "劳务输出", "外出回访")
    desk.wait_for_selector(f"text=今天要打的电话（{many}）")
    assert desk.locator(f"td:has-text('{days} 天')").count() == many
    home_again = desk.locator("table.list a").first.inner_text() if days == 7 else ""
    for number in range(many):
        answer = "returned" if home_again and not number else "working"
        desk.select_option("[name=answer] >> nth=0", answer)
        with desk.expect_navigation():
            desk.click("button:has-text('记下') >> nth=0")
        desk.wait_for_selector("text=已记下")
    desk.wait_for_selector("text=早退返乡，等待重新对接（1）")
    desk.wait_for_selector("text=今天没有要回访的人")
    if home_again:
        go(desk, "劳务输出", "拟外出清单")
        back = desk.locator(f"tr:has-text('{home_again}'):has-text('2020-06-09 返乡')")
        back.wait_for()
        for _ in range(90):  # the worker matches him anew
            if back.locator("td.fig").inner_text() != "0":
                break
            desk.wait_for_timeout(1_000)
            desk.reload()
        else:
            raise AssertionError("he was not matched anew")
    context.close()
