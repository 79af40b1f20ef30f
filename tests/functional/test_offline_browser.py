"""The survey on a phone with the network cut: taken along, answered, kept, sent later, once."""

import re

import pytest

from tests.functional.browsing import BROWSES, assert_fits, served, sign_in
from tests.made import QINGSHUIHE

pytestmark = BROWSES
PEOPLE = f"""
from pathlib import Path
from tests.made import *
from leye.trips.rosters.intake import Roster
folder = Path(".").resolve()
rows = [mover(11, "王英一"), mover(13, "王英二")]
path = write(folder / "r.xlsx", ROSTER, rows)
upload = check(clerk(), Roster(path, path.name, "{QINGSHUIHE}", dt.date(2020, 5, 31)), keys())
record_now(clerk(), upload.pk, keys())
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("served"), PEOPLE) as address:
        yield address


def worker(browser, address, name):
    """A worker with a phone of his own, who has taken the list along."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, address, name)
    page.wait_for_selector("h1")
    page.goto(f"{address}/visits/phone/")
    page.click("button:has-text('益民小区')")
    page.wait_for_selector("text=要走访 2 人")
    page.evaluate("navigator.serviceWorker.ready.then(function () { return 1; })")
    page.wait_for_function(
        "caches.keys().then(n => Promise.all(n.map(k => caches.open(k).then(c => c.match('/visits/phone/'))))).then(f => f.some(Boolean))"
    )
    return context, page


def test_a_survey_without_a_network_is_kept_sent_later_and_two_workers_become_a_case(
    browser, address
):
    context, page = worker(browser, address, "phone")
    other_context, other = worker(browser, address, "desk")
    context.set_offline(True)
    page.goto(f"{address}/visits/phone/")  # opened anew, from the phone alone
    page.wait_for_selector("text=没有网络")
    assert_fits(page)
    page.click("button:has-text('王英一')")
    page.wait_for_selector("text=只用于给您推荐岗位")
    page.click("fieldset:has-text('想不想找工作') label:has-text('不想')")
    page.fill("[name=phone]", "13900001111")
    page.click("button:has-text('记下')")
    page.wait_for_selector("text=待发送 1 条")
    page.click("button:has-text('王英二')")
    page.click("button:has-text('不在家')")
    page.wait_for_selector("text=待发送 2 条")
    page.reload()
    page.wait_for_selector("text=待发送 2 条")  # still there
    other.click("button:has-text('王英一')")
    other.click("fieldset:has-text('想不想找工作') span:text-is('想')")
    other.click("button:has-text('记下')")
    other.wait_for_selector("text=没有待发送的")
    context.set_offline(False)
    page.wait_for_selector("text=没有待发送的")
    page.goto(f"{address}/visits/")
    page.wait_for_selector("text=两份走访不一样")
    page.wait_for_selector("td:has-text('不想')")
    assert_fits(page)
    page.select_option("[name=ruling]", label="以后到的为准")
    page.fill("[name=why]", "电话核实")
    page.click("button:has-text('判定')")
    page.wait_for_selector("text=已判定")
    page.goto(f"{address}/visits/phone/")
    page.click("button:has-text('更新名单')")
    page.wait_for_selector("text=要走访 0 人")
    page.wait_for_selector("text=人都走访过了，还没到再次走访的日子")
    kept = page.evaluate(
        "caches.keys().then(n => Promise.all(n.map(k => caches.open(k).then(c => c.keys())))).then(f => f.flat().map(r => r.url))"
    )
    assert not [url for url in kept if not re.search(r"/static/|/visits/phone/$", url)]
    page.goto(f"{address}/")
    page.click("button:has-text('退出')")
    page.wait_for_selector("[name=username]")
    left = """new Promise(done => { const r = indexedDB.open("leye"); r.onsuccess = () => {
        const q = r.result.transaction("visits.list").objectStore("visits.list").count();
        q.onsuccess = () => done(q.result); }; })"""
    page.wait_for_function(f"{left}.then(many => many === 0)")
    context.close()
    other_context.close()
