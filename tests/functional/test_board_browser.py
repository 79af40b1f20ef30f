"""The board in a browser at both sizes: from a figure to its people, from a unit to the one below."""

import pytest

from tests.functional.browsing import BROWSES, assert_fits, served, sign_in

pytestmark = BROWSES
LEDGER = """
from pathlib import Path
from tests.made import ROSTER, WORK, mover, take_in, worker, write
folder = Path("files"); folder.mkdir(exist_ok=True)
take_in(write(folder / "r.xlsx", ROSTER, [mover(n, "王英" + c) for n, c in enumerate("一二三四")]), "2020-04-20")
told = [worker(0, "王英一", 就业形式="单位就业", 务工所在地="北京市朝阳区", 务工开始时间="2020-03-01"), worker(1, "王英二", 就业意愿="有")]
take_in(write(folder / "w.xlsx", WORK, told), "2020-05-20")
from tests.functional.browsing import PASSWORD
for name in ("league-desk", "league-phone"):
    accounts.open_account(by="test", username=name, display_name="呼和浩特市人社局", password=PASSWORD,
        role=Role.CLERK, department=Department.HRSS, unit="150100")
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home"), LEDGER) as address:
        yield address


def test_a_league_walks_from_its_board_to_a_county_and_to_people(page, address):
    sign_in(page, address, f"league-{page.size}")
    page.wait_for_selector("text=承诺兑现")
    page.click("nav a:has-text('总览')")
    page.wait_for_selector("h1:has-text('呼和浩特市工作总览')")
    assert_fits(page)
    page.click(".list.board a:has-text('清水河县')")
    page.wait_for_selector("h1:has-text('清水河县工作总览')")
    assert_fits(page)
    page.click(".tile.lead small a >> nth=0")
    page.wait_for_selector("#drawer td:has-text('王英一')")
    page.click("#drawer [data-close]")
    page.click(".tile:has-text('零就业家庭') b a")
    page.wait_for_selector("#drawer td:has-text('王英二')")
    page.click("#drawer a:has-text('王英二')")
    page.wait_for_selector(".timeline li")
    page.go_back()
    page.click(".tile.lead a:has-text('附件1')")
    page.wait_for_selector("table.sheet")
    assert_fits(page)
    assert page.said == []
