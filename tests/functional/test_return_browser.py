"""Board and return in a real browser by four roles: county clerk, league, region, and 发改, who sees figures and no names."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.functional.browsing import BROWSES, SIZES, assert_fits, go, served, sign_in
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION

pytestmark = BROWSES
NAME = "王秀英"
MORE = f"""
from pathlib import Path
from tests.made import ROSTER, WORK, mover, take_in, worker, write
names = ("{NAME}", "李秀兰", "张桂英")
home = Path(".")
take_in(write(home / "r.xlsx", ROSTER, [mover(2 * n + 1, name) for n, name in enumerate(names)]), "2018-12-31")
spell = worker(1, "{NAME}", 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2020-05-10")
take_in(write(home / "w.xlsx", WORK, [spell]), "2020-05-31")
for name, unit, department in (("league", "{LEAGUE}", "hrss"), ("region", "{REGION}", "hrss"), ("ndrc", "{REGION}", "ndrc")):
    accounts.open_account(by="test", username=name, display_name=name, password="a-long-password",
        role=Role.CLERK, department=Department(department), unit=unit)
"""


@pytest.fixture
def desk(browser, tmp_path):
    """One desk at which four people sign in, one after another; what every page says; its address."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), SIZES["desk"], strict=True)), locale="zh-CN")  # fmt: skip
    page, said = context.new_page(), []
    page.set_default_timeout(30_000)
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with served(tmp_path, MORE, day="2020-06-02") as address:
        yield SimpleNamespace(page=page, address=address, said=said)
    context.close()


def comes(desk, username) -> None:
    desk.page.context.clear_cookies()
    sign_in(desk.page, desk.address, username)
    desk.page.wait_for_selector("nav")


def fits(page) -> None:
    """The page is not wider than a desk's screen, nor than a telephone's."""
    assert_fits(page)
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    assert_fits(page)
    width, height = SIZES["desk"]
    page.set_viewport_size({"width": width, "height": height})


def status(desk, path) -> int:
    return desk.page.request.get(desk.address + path, max_redirects=0).status


def board(desk, unit_name) -> None:
    desk.page.click("nav a:has-text('总览')")
    desk.page.wait_for_selector(f"h1:has-text('{unit_name}工作总览')")
    fits(desk.page)


def send(page) -> None:
    """Every check gets its word, and the return goes up."""
    for field in page.locator("label.field input[name^=w]").all():
        field.fill("已核对，情况属实")
    page.fill("[name=filler]", "张三")
    page.fill("[name=phone]", "0471-1234567")
    fits(page)
    page.click("form button:has-text('上报')")
    page.wait_for_selector("text=已上报。")
    fits(page)


def accept(page) -> None:
    go(page, "上报", "上报报表")
    page.click("a:has-text('审看')")
    page.wait_for_selector("#answer")
    page.click("button:has-text('接收')")
    page.wait_for_selector("text=已接收。")


def test_four_roles_walk_the_board_and_a_return_and_each_sees_what_is_his(desk):
    page = desk.page
    the_county(desk)
    the_league_sends_back_on_a_cell(desk)
    comes(desk, "phone")  # another clerk of the county
    go(page, "上报", "上报报表")
    page.click("a:has-text('已报的表')")
    page.wait_for_selector("text=请核对外出人数")
    go(page, "上报", "上报报表")
    page.click("a:has-text('看退回意见，核对后再报')")
    send(page)
    comes(desk, "league")
    accept(page)
    go(page, "上报", "上报报表")
    page.click("a:has-text('准备上报')")
    send(page)
    the_region(desk)
    assert desk.said == []
    another_department(desk)


def the_county(desk) -> None:
    page = desk.page
    comes(desk, "desk")
    board(desk, "清水河县")
    page.click(".tile.lead small a >> nth=0")
    page.wait_for_selector(f"#drawer td:has-text('{NAME}')")
    page.click("#drawer [data-close]")
    assert status(desk, f"/board/?unit={LEAGUE}") == 404
    assert status(desk, f"/board/?unit={HELINGEER}") == 404
    assert status(desk, f"/returns/2020-05/{HELINGEER}/") == 404
    go(page, "上报", "上报报表")
    fits(page)
    page.click("a:has-text('准备上报')")
    send(page)
    page.wait_for_load_state("load")
    expect(page.locator("button:has-text('接收')")).to_have_count(0)  # not by who sent it


def the_league_sends_back_on_a_cell(desk) -> None:
    page = desk.page
    comes(desk, "league")
    board(desk, "呼和浩特市")
    page.click(".list.board a:has-text('清水河县')")
    page.wait_for_selector("h1:has-text('清水河县工作总览')")
    assert status(desk, f"/board/?unit={REGION}") == 404
    go(page, "上报", "上报报表")
    fits(page)
    page.click("a:has-text('审看')")
    page.click(f"td[data-cell='1|{QINGSHUIHE}|away']")
    page.fill("#remarks label:last-child [name=words]", "请核对外出人数")
    page.click("button:has-text('退回')")
    page.wait_for_selector("text=已退回")


def the_region(desk) -> None:
    page = desk.page
    comes(desk, "region")
    board(desk, "内蒙古自治区")
    accept(page)
    go(page, "上报", "变动说明")
    page.wait_for_selector("text=没有剩余")
    fits(page)
    page.locator("td.fig a").first.click()
    page.wait_for_selector("#drawer table a:has-text('人')")
    page.click("#drawer table a:has-text('人') >> nth=0")
    page.wait_for_selector(f"td:has-text('{NAME}')")
    fits(page)


def another_department(desk) -> None:
    """发改 of the region: the same figures; no name, no way to names, nothing to send or to answer."""
    page = desk.page
    comes(desk, "ndrc")
    board(desk, "内蒙古自治区")
    assert "1/3" in page.inner_text(".tile.lead")
    assert page.locator("[href*='board/people'], [hx-get*='people']").count() == 0
    assert page.locator("nav a:has-text('台账查询'), nav a:has-text('名册')").count() == 0
    pages = [page.content()]
    go(page, "上报", "上报报表")
    expect(page.locator("a:has-text('准备上报')")).to_have_count(0)
    page.click("a:has-text('打开')")
    page.wait_for_selector("h2:has-text('经过')")
    with page.expect_download() as file:
        page.click("a:has-text('下载所报工作簿')")
    assert file.value.suggested_filename.startswith("return-2020-05-")
    expect(page.locator("button:has-text('接收'), input[type=file]")).to_have_count(0)
    pages.append(page.content())
    go(page, "上报", "变动说明")
    page.wait_for_selector("text=没有剩余")
    page.locator("td.fig a").first.click()
    page.wait_for_selector("#drawer h2")
    expect(page.locator("#drawer a")).to_have_count(0)
    pages.append(page.content())
    go(page, "上报", "逐人核查")
    page.wait_for_load_state("load")
    pages.append(page.content())
    for name in (NAME, "李秀兰", "张桂英"):
        assert all(name not in one for one in pages)
    people = f"unit={REGION}&month=2020-05&what=employed"
    assert status(desk, f"/board/people/?{people}") == 403
    assert status(desk, f"/explanations/people/?unit={REGION}") == 403
    assert status(desk, f"/returns/2020-05/{REGION}/") == 403
