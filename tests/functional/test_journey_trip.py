"""劳务输出 in a browser: booked, planned, printed, told, boarded with the network cut, handed over, followed up."""

import pytest
from pypdf import PdfReader

from tests.functional.browsing import BROWSES, SIZES, assert_fits, go, served, sign_in

pytestmark = BROWSES
# Six people who would go; two of them went a week ago and are at work.
MORE = """
import datetime as dt
from pathlib import Path
from tests.integration import vacancies
vacancies.a_county = lambda *names, **said: []
from tests.integration.journeys import going_county, planned, vacancy, vehicles
from tests.made import at, clerk, keys
from leye.trips.journeys import journey_booking, journey_work
going_county(Path("."), 6)
with at("2020-05-21", 11):
    [group] = journey_booking.candidates(clerk(), keys())
    journey_booking.book(clerk(), [one.proposal_id for one in group.people[:2]], dt.date(2020, 5, 25))
planned("2020-05-21", "2020-05-30")
[(journey, riders)] = vehicles()
with at("2020-05-25"):
    journey_work.confirm(clerk(), journey.pk, vacancy().employer_id, riders, is_on_paper=True)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("going"), MORE) as told:
        yield told


def opened(browser, size):
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    return context, page


def told_link(page) -> str:
    found = page.inner_text("#address")
    page.click("text=回到这趟车")
    return found


def test_people_of_a_month_go_out_to_work(browser, address, tmp_path):
    desk_context, desk = opened(browser, "desk")
    sign_in(desk, address, "desk")
    go(desk, "劳务输出", "拟外出清单")
    desk.screenshot(path=tmp_path / "going.png", full_page=True)
    book(desk, 1, "2020-06-20")
    book(desk, 3, "2020-06-02")
    go(desk, "劳务输出", "排车")
    desk.select_option("[name=alone]", "0")
    desk.click("main button:has-text('排车')")
    desk.wait_for_selector("text=与最好的排法相差不超过")
    assert_fits(desk)
    desk.screenshot(path=tmp_path / "planner.png", full_page=True)
    into_one_vehicle(browser, desk, address, tmp_path)
    desk.click(".j-vehicle >> nth=0 >> h2 a")
    desk.fill("[name=vehicle_no]", "蒙A·12345")
    desk.fill("[name=escort_name]", "李建国")
    desk.fill("[name=escort_phone]", "13800000000")
    desk.click("button:has-text('下达')")
    desk.wait_for_selector("text=已下达，通知了")
    desk.screenshot(path=tmp_path / "journey.png", full_page=True)
    with desk.expect_download() as printed:
        desk.click("a:has-text('PDF')")
    printed.value.save_as(tmp_path / "plan.pdf")
    with desk.expect_download() as printed:
        desk.click("a:has-text('Excel')")
    printed.value.save_as(tmp_path / "plan.xlsx")
    assert (
        pages_of(tmp_path / "plan.pdf") >= 2
    )  # the plan with its boarding list, and the employer's hand-over sheet
    desk.click("button:has-text('随车人员手机页')")
    board(browser, told_link(desk), tmp_path)
    desk.click("button:has-text('确认接收')")
    receive(browser, told_link(desk))
    desk.reload()
    assert desk.locator(".state.received").count() == 4
    follow_up(desk, tmp_path)
    desk_context.close()


def pages_of(path) -> int:
    return len(PdfReader(path).pages)


def book(desk, many: int, start_on: str):
    """The first so many of the list go and begin on a day."""
    boxes = desk.locator("input[name=row]")
    for number in range(boxes.count()):
        boxes.nth(number).set_checked(number < many)
    desk.fill("[name=start_on]", start_on)
    desk.click("button:has-text('登记外出')")
    desk.wait_for_selector(f"text=已登记 {many} 人外出")


def into_one_vehicle(browser, desk, address, tmp_path):
    """Who begins later sits in a vehicle of his own: dragged into the first one, taken out and put back without a mouse."""
    vehicles = desk.locator(".j-vehicle")
    assert vehicles.count() == 2
    assert [riders(vehicles.nth(n)) for n in (0, 1)] == [3, 1]
    with desk.expect_navigation():
        vehicles.nth(1).locator("[data-booking]").drag_to(vehicles.nth(0))
    desk.wait_for_selector("text=手工")
    assert riders(desk.locator(".j-vehicle").first) == 4
    context, phone = opened(browser, "phone")
    sign_in(phone, address, "phone")
    phone.goto(f"{address}/journeys/")
    assert_fits(phone)
    moved = phone.locator(".j-riders li:has-text('手工')")
    to = phone.locator(".j-vehicle").first.get_attribute("data-journey")
    with phone.expect_navigation():  # a finger has no drag: the list beside the name does it
        moved.locator("select").select_option("0")
    phone.screenshot(path=tmp_path / "planner-phone.png", full_page=True)
    waiting = phone.locator("tr[data-booking] select")
    with phone.expect_navigation():
        waiting.focus()
        waiting.select_option(to)
    context.close()
    desk.reload()
    assert riders(desk.locator(f"[data-journey='{to}']")) == 4


def riders(vehicle) -> int:
    return vehicle.locator("[data-booking]").count()


def board(browser, link, tmp_path):
    """The escort ticks with the network cut, reloads the page, and it is sent once there is one again."""
    context, phone = opened(browser, "phone")
    phone.goto(link)
    phone.wait_for_selector("[data-person]")
    phone.evaluate("navigator.serviceWorker.ready.then(function () { return true; })")
    phone.wait_for_timeout(1000)
    context.set_offline(True)
    for number in range(4):
        phone.click(f"[data-person] >> nth={number} >> [data-mark=boarded]")
        phone.wait_for_selector(f"text=待发送 {number + 1} 条")
    phone.reload()
    phone.wait_for_selector("text=待发送 4 条")
    phone.screenshot(path=tmp_path / "escort.png", full_page=True)
    assert_fits(phone)
    context.set_offline(False)
    phone.click("#sync")
    phone.wait_for_selector("text=没有待发送的")
    phone.wait_for_selector("text=上车 4/4 人")
    context.close()


def receive(browser, link):
    context, gate = opened(browser, "phone")
    gate.goto(link)
    gate.click("button:has-text('确认接收')")
    gate.wait_for_selector("text=已确认接收 4 人")
    assert_fits(gate)
    context.close()


def follow_up(desk, tmp_path):
    go(desk, "劳务输出", "外出回访")
    desk.screenshot(path=tmp_path / "follow.png", full_page=True)
    for answer in ("working", "returned"):
        desk.select_option("[name=answer] >> nth=0", answer)
        desk.click("button:has-text('记下') >> nth=0")
        desk.wait_for_selector("text=已记下")
    desk.wait_for_selector("text=早退返乡，等待重新对接（1）")
