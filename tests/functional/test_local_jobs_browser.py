"""就地就业 in a browser, at a desk and on a phone: a post from its money to the person who holds it and who leaves it."""

import pytest

from tests.functional.browsing import BROWSES, assert_fits, assert_sees, go, served, sign_in

pytestmark = BROWSES
PEOPLE = """
import tempfile
from pathlib import Path
from tests.made import ROSTER, at, mover, take_in, write
rows = [mover(2, "王英"), mover(4, "王兰")]
take_in(write(Path(tempfile.mkdtemp()) / "movers.xlsx", ROSTER, rows), "2020-01-31")
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("local"), PEOPLE) as found:
        yield found


def test_a_public_post_is_opened_filled_attended_and_left(page, address):
    person, title = {"desk": ("王英", "保洁员"), "phone": ("王兰", "护路员")}[page.size]
    sign_in(page, address)
    go(page, "就地就业", "公益性岗位")
    page.click("a:has-text('登记资金和名额')")
    page.fill("[name=title]", f"2020年{title}补贴")
    page.fill("[name=quota]", "5")
    page.fill("[name=start]", "2020-01-01")
    page.fill("[name=document]", "清财社〔2020〕3号")
    page.click("main button:has-text('登记')")
    page.select_option("[name=line]", label=f"清水河县 2020年{title}补贴（就业补助资金，名额 5）")
    page.fill("[name=title]", title)
    page.fill("[name=places]", "2")
    page.fill("[name=pay]", "1500")
    page.fill("[name=employer]", "城关镇人民政府")
    page.click("main button:has-text('登记')")
    page.click("a:has-text('登记上岗')")
    page.fill("[name=words]", person)
    page.click("button:has-text('查找')")
    page.fill("[name=start]", "2020-05-01")
    page.fill("[name=contract_months]", "12")
    page.click("button:has-text('登记上岗')")
    assert_sees(page, "已登记上岗")
    assert_fits(page)
    page.fill("[name^=days-]", "21.5")
    page.fill("[name^=pay-]", "1500.00")
    page.click("button:has-text('记下这个月的出勤')")
    assert_sees(page, "1 人有新的内容")
    page.click("details summary:has-text('登记离开')")
    page.select_option("[name=why]", "resigned")
    page.click("form button:has-text('登记离开')")
    assert_sees(page, "已登记离开")
    go(page, "就地就业", "与台账不一致")
    assert page.locator("text=逐人一致").count() == 2
    assert_fits(page)
    assert page.said == []
