"""A course in a real browser, at a desk and on a phone: offered, enrolled, attended, completed, on the subsidy's roster."""

import pytest
from openpyxl import load_workbook

from tests.functional.browsing import BROWSES, assert_fits, served, sign_in
from tests.made import QINGSHUIHE, id_no

pytestmark = BROWSES
PEOPLE = f"""
from tests.made import *
folder = Path(".").resolve()
rows = [mover(11, "王英一"), mover(13, "王英二")]
path = write(folder / "r.xlsx", ROSTER, rows)
upload = check(clerk(), Roster(path, path.name, "{QINGSHUIHE}", dt.date(2020, 5, 30)), keys())
record_now(clerk(), upload.pk, keys())
told = [[name, id_no(n), "普通劳动力", "有", "电工"] for n, name in ((11, "王英一"), (13, "王英二"))]
path = write(folder / "w.xlsx", ("姓名", "身份证号码", "劳动技能", "培训意愿", "意向培训工种"), told)
upload = check(clerk(), Roster(path, path.name, "{QINGSHUIHE}", dt.date(2020, 5, 31)), keys())
record_now(clerk(), upload.pk, keys())
from leye.apps.people.models import Person
from leye.trips import passing
from leye.trips.passing import Purpose
one = Person.objects.order_by("pk").first().pk
(folder / "pass.txt").write_text(passing.issue(clerk(), Purpose.PERSON, [(f"person:{{one}}", "{QINGSHUIHE}")], 30)[0])
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    home = tmp_path_factory.mktemp("served")
    with served(home, PEOPLE) as address:
        yield address, home


def test_a_course_goes_from_the_offer_to_the_roster_for_the_subsidy(page, place, tmp_path):
    address, _ = place
    title = f"电工班{page.size}"
    sign_in(page, address)
    page.goto(f"{address}/training/")
    assert_fits(page)
    for name, value in {
        "title": title, "trade": "电工", "provider": "职业技术学校", "hours": "16", "seats": "1",
        "starts_on": "2020-06-01", "ends_on": "2020-06-10",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=mode]", label="线上")
    page.click("button:text-is('登记')")
    page.wait_for_selector("text=培训班已登记")
    own = page.url
    page.goto(f"{address}/training/")
    page.click("button:has-text('推荐培训班')")
    page.wait_for_selector("text=新推荐 2 人次")
    page.goto(own)
    assert_fits(page)
    assert page.locator("text=想学电工").count() == 2
    page.check("input[aria-label='王英一']")
    page.click("button:has-text('勾选的已告知')")
    page.wait_for_selector("text=已记下 1 人得到培训信息")
    page.click("tr:has-text('王英一') button:has-text('报名')")
    page.wait_for_selector("text=已报名")
    page.wait_for_selector(
        "tr:has-text('王英二') >> text=已报满"
    )  # no button for a seat that is not there
    assert page.locator("button:text-is('报名')").count() == 0
    assert_fits(page)
    page.fill("[name=seats]", "2")
    page.click("button:has-text('改名额')")
    page.wait_for_selector("text=名额改为 2")
    page.click("button:has-text('登记考勤')")
    page.wait_for_selector("text=已登记 1 人的考勤")
    page.select_option("[aria-label=结果]", "completed")
    page.fill("[aria-label=说明]", "提前考完")
    page.fill("[aria-label=分数]", "92")
    page.fill("[aria-label=证书编号]", f"DG-{page.size}")
    page.click("form[action$='/result/'] button")
    page.wait_for_selector(f"text=证书 DG-{page.size}")
    assert_fits(page)
    with page.expect_download() as kept:
        page.click("text=下载培训花名册")
    kept.value.save_as(tmp_path / "roster.xlsx")
    rows = list(load_workbook(tmp_path / "roster.xlsx").active.iter_rows(values_only=True))
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["身份证号码"], told["出勤天数"], told["证书编号"]) == (id_no(11), 1, f"DG-{page.size}")  # fmt: skip
    assert page.said == []


def test_the_person_finds_his_lessons_from_his_own_page(page, place):
    address, home = place
    page.goto(f"{address}/p/#{(home / 'pass.txt').read_text()}")
    page.wait_for_selector("text=培训信息")
    page.click("a:has-text('网上学习')")
    page.wait_for_selector("h1:has-text('我的培训')")
    assert_fits(page)
