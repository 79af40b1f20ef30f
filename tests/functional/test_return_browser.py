"""The return in a real browser, by county clerk, league, region and reader: sent, sent back on a cell, accepted, explained."""

import pytest

from tests.functional.browsing import BROWSES, assert_fits, go, served, sign_in
from tests.made import LEAGUE, QINGSHUIHE, REGION

pytestmark = BROWSES
MORE = f"""
from pathlib import Path
from tests.made import ROSTER, WORK, mover, take_in, worker, write
names = ("王秀英", "李秀兰", "张桂英")
home = Path(".")
take_in(write(home / "r.xlsx", ROSTER, [mover(2 * n + 1, name) for n, name in enumerate(names)]), "2018-12-31")
spell = worker(1, "王秀英", 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2020-05-10")
take_in(write(home / "w.xlsx", WORK, [spell]), "2020-05-31")
for name, unit, role in (("league", "{LEAGUE}", Role.CLERK), ("region", "{REGION}", Role.CLERK), ("reader", "{REGION}", Role.READER)):
    accounts.open_account(by="test", username=name, display_name=name, password="a-long-password",
        role=role, department=Department.HRSS, unit=unit)
"""


@pytest.fixture
def address(tmp_path):
    with served(tmp_path, MORE, day="2020-06-02") as address:
        yield address


def again(page, address, username) -> None:
    page.context.clear_cookies()
    sign_in(page, address, username)


def send(page) -> None:
    """Every check gets its word, and the return goes up."""
    for field in page.locator("label.field input[name^=w]").all():
        field.fill("已核对，情况属实")
    page.fill("[name=filler]", "张三")
    page.fill("[name=phone]", "0471-1234567")
    assert_fits(page)
    page.click("form button:has-text('上报')")
    page.wait_for_selector("text=已上报。")
    assert_fits(page)


def accept(page) -> None:
    go(page, "上报", "上报报表")
    page.click("a:has-text('审看')")
    page.click("button:has-text('接收')")
    page.wait_for_selector("text=已接收。")


def test_four_roles_walk_a_return_from_county_to_region(page, address):
    sign_in(page, address)
    go(page, "上报", "上报报表")
    assert_fits(page)
    page.click("a:has-text('准备上报')")
    send(page)
    again(page, address, "league")
    go(page, "上报", "上报报表")
    assert_fits(page)
    page.click("a:has-text('审看')")
    page.click(f"td[data-cell='1|{QINGSHUIHE}|away']")
    page.fill("#remarks label:last-child [name=words]", "请核对外出人数")
    page.click("button:has-text('退回')")
    page.wait_for_selector("text=已退回")
    again(page, address, page.size)
    go(page, "上报", "上报报表")
    page.click("a:has-text('已报的表')")
    page.wait_for_selector("text=请核对外出人数")
    go(page, "上报", "上报报表")
    page.click("a:has-text('查看和更正')")
    send(page)
    again(page, address, "league")
    accept(page)
    go(page, "上报", "上报报表")
    page.click("a:has-text('准备上报')")
    send(page)
    again(page, address, "region")
    accept(page)
    go(page, "上报", "变动说明")
    page.wait_for_selector("text=没有剩余")
    assert_fits(page)
    page.locator("td.fig a").first.click()
    page.wait_for_selector("#drawer h2")
    again(page, address, "reader")
    go(page, "上报", "上报报表")
    page.click("a:has-text('打开')")
    with page.expect_download() as file:
        page.click("a:has-text('下载所报工作簿')")
    assert file.value.suggested_filename.startswith("return-2020-05-")
    assert page.locator("button:has-text('接收')").count() == 0
    assert page.said == []
