"""The main trip in a real browser, at a desk and on a phone, against a server with its own worker."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.integration.vacancies import LIST, offer
from tests.made import QINGSHUIHE, ROSTER, id_no, mover, write

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
PASSWORD = "a-long-password"
SIZES = {"desk": (1366, 800), "phone": (390, 844)}
PREPARE = f"""
import datetime as dt, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from leye.apps.accounts import actions as accounts
from leye.apps.places import actions as places
from leye.core.scope import Department, Role
places.load_divisions(by="test")
places.add_site(by="test", name="益民小区", county="{QINGSHUIHE}", valid_from=dt.date(2018, 1, 1))
for name in {list(SIZES)!r}:
    accounts.open_account(by="test", username=name, display_name="清水河县人社局", password="{PASSWORD}",
        role=Role.CLERK, department=Department.HRSS, unit="{QINGSHUIHE}")
"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server as `leye serve` starts it, on a day in 2020."""
    environment = {
        **os.environ,
        "LEYE_HOME": str(tmp_path_factory.mktemp("served")),
        "LEYE_DEMO_DAY": "2020-06-01",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    environment.pop("LEYE_DATABASE", None)
    environment.pop("LEYE_TEST", None)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", bind]
    server = subprocess.Popen(command, env=environment)
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://{bind}/sign-in/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://{bind}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=list(SIZES))
def page(browser, request):
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.size, page.said = request.param, []
    page.on("console", lambda said: page.said.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def assert_fits(page) -> None:
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def go(page, group, place) -> None:
    """By the menu: a group opens to its places."""
    page.click(f"nav summary:has-text('{group}')")
    page.click(f"nav details[open] a:has-text('{place}')")


def sign_in(page, address) -> None:
    page.goto(address)
    page.fill("[name=username]", page.size)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('登录')")


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
    assert page.locator("h1").inner_text() == "2020年5月报表"
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
    page.click("nav >> text=统计表")
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
