"""The main trip in a real browser, at a desk and on a phone, against a server with its own worker."""

import pytest

from tests.functional.browsing import BROWSES, assert_fits, go, served, sign_in
from tests.integration.vacancies import LIST, offer
from tests.made import ROSTER, id_no, mover, write

pytestmark = BROWSES


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served")) as address:
        yield address


def test_a_clerk_works_through_the_cases_of_a_list_of_others(page, address, tmp_path):
    numbers = (31, 33) if page.size == "desk" else (41, 43)
    movers = [mover(numbers[0], "郝福生"), mover(numbers[1], "郝小云")]
    rows = [
        [name, id_no(number), "青山食品厂", "2020-03-01", "北京市朝阳区"]
        for name, number in zip(("郝福生", "郝小云"), numbers, strict=True)
    ]
    columns = ("姓名", "社会保障号码", "参保单位", "参保时间", "工作地点")
    sign_in(page, address)
    go(page, "台账", "名册")
    page.set_input_files("[name=file]", write(tmp_path / "movers.xlsx", ROSTER, movers))
    page.fill("[name=as_of]", "2020-05-31")
    page.click("button:has-text('上传')")
    page.click("button:has-text('入账')")
    page.wait_for_selector("text=已入账")
    go(page, "台账", "信息比对")
    assert_fits(page)
    page.set_input_files("[name=file]", write(tmp_path / "insured.xlsx", columns, rows))
    page.fill("[name=supplier]", "县社保中心")
    page.fill("[name=legal_basis]", "84号文三(一)")
    page.click("button:has-text('开始比对')")
    page.wait_for_selector("text=已比对")
    assert_fits(page)
    page.click("a:has-text('郝福生')")
    page.wait_for_selector("h2:has-text('判定')")
    assert_fits(page)
    page.keyboard.press("1")
    assert page.locator("input[value=corrected]").is_checked()
    page.fill("[name=reason]", "电话核实")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('郝小云')")
    page.keyboard.press("2")
    page.fill("[name=reason]", "本人未在该单位")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已判定")
    page.goto(f"{address}/comparisons/sources/")
    page.wait_for_selector("text=与建议相同")
    assert_fits(page)
    assert page.said == []


def test_a_clerk_goes_from_a_file_to_the_people_behind_a_figure(page, address, tmp_path):
    first, second = (11, 13) if page.size == "desk" else (21, 23)
    rows = [mover(first), mover(second, "李建国", 安置点名称="没有这个点")]
    path = write(tmp_path / "roster.xlsx", ROSTER, rows)
    sign_in(page, address)
    page.wait_for_selector("h1:text-is('2020年5月报表')")
    assert_fits(page)
    go(page, "台账", "名册")
    page.set_input_files("[name=file]", path)
    page.fill("[name=as_of]", "2020-05-31")
    page.click("button:has-text('上传')")
    page.click("button:has-text('入账')")
    page.wait_for_selector("text=台账里没有这个安置点")
    assert_fits(page)
    page.check("[name=row] >> nth=0")
    page.fill("[name=words]", "确属分散安置")
    page.click("button:has-text('提交说明')")
    page.click("button:has-text('入账')")
    page.wait_for_selector(".state.new")
    page.wait_for_selector("text=已入账")
    go(page, "上报", "统计表")
    assert_fits(page)
    page.click("td.fig a >> nth=0")
    page.wait_for_selector("#drawer .list")
    page.locator("#drawer a:has-text('李建国')").first.click()
    page.wait_for_selector(".timeline li")
    assert_fits(page)
    go(page, "台账", "安置点")
    page.wait_for_selector("h1:has-text('安置点')")
    assert_fits(page)
    assert page.said == []


def test_a_clerk_brings_vacancies_matches_them_and_notes_who_was_taken_on(page, address, tmp_path):
    number, unit = (51, "甲食品厂") if page.size == "desk" else (61, "乙食品厂")
    columns = (*ROSTER, "就业意愿", "期望月薪")
    movers = [[*mover(number, "郝喜梅" if page.size == "desk" else "郝喜兰"), "有", "3000"]]
    titles = ("包装工", "保洁员", "搬运工")
    rows = [offer(title, 单位名称=unit, 统一社会信用代码=None, 招聘人数="9") for title in titles]
    sign_in(page, address)
    go(page, "台账", "名册")
    page.set_input_files("[name=file]", write(tmp_path / "movers.xlsx", columns, movers))
    page.fill("[name=as_of]", "2020-05-31")
    page.click("button:has-text('上传')")
    page.click("button:has-text('入账')")
    page.wait_for_selector("text=已入账")
    go(page, "岗位", "岗位归集")
    assert_fits(page)
    page.click("a:has-text('导入清单')")
    assert_fits(page)
    page.set_input_files("[name=file]", write(tmp_path / "list.xlsx", LIST, rows))
    page.click("button:has-text('上传核对')")
    page.click("button:has-text('入账')")
    page.wait_for_selector("text=已入账")
    page.goto(f"{address}/vacancies/new/")
    assert_fits(page)
    page.fill("[name='employer.name']", unit)
    page.fill(
        "[name='employer.code']",
        "91150124MA0N0UMC75" if page.size == "desk" else "91150124MA0N0UMC88",
    )
    page.fill("[name=title]", f"{unit[0]}线质检员")
    page.fill("[name=openings]", "3")
    page.fill("[name=place]", "清水河县")
    page.fill("[name=valid_to]", "2020-12-31")
    page.fill("[name=duties]", "负责成品检验")
    page.fill("[name='terms.pay']", "6200")
    page.fill("[name='demand.words']", "女士优先")
    page.check("[name=verified]")
    page.click("button:has-text('登记并发布')")
    page.wait_for_selector("text=招聘条件限定了性别")
    page.fill("[name='demand.words']", "视力好")
    page.check("[name=verified]")
    page.click("button:has-text('登记并发布')")
    page.wait_for_selector("text=已登记")
    assert_fits(page)
    go(page, "岗位", "人岗对接")
    assert_fits(page)
    page.click("button:has-text('开始匹配')")
    page.wait_for_selector("h2:has-text('证明')")
    assert_fits(page)
    page.goto(f"{address}/vacancies/?q={unit}")
    page.click(f"a:has-text('{unit[0]}线质检员')")
    page.click("a:has-text('郝喜')")
    page.wait_for_selector("h2:has-text('推荐岗位')")
    line = page.locator("tr", has=page.locator(f"a:has-text('{unit[0]}线质检员')"))
    line.locator("[name=step]").select_option("hired")
    line.locator("button").click()
    page.wait_for_selector("text=已记下“已录用”")
    page.wait_for_selector("span.state:has-text('已录用')")
    assert_fits(page)
    page.goto(f"{address}/jobs/?q={unit}")
    page.click("a.job:has-text('包装工')")
    page.wait_for_selector("text=还招 9 人")
    assert_fits(page)
    assert page.said == []
