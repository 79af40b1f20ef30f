"""The pages of 补贴: an employer sees its own, a clerk and an approver work, everybody reads the notice; in a browser from the application to the bank's answer."""

import os
import re
import subprocess
import sys

import openpyxl
import pytest

from leye.apps.subsidies.models import Application
from leye.core.scope import Role
from leye.trips.subsidies import paying, publicity
from tests.functional.browsing import BROWSES, ROOT, assert_fits, browser, page, served, sign_in
from tests.functional.conftest import PASSWORD, account
from tests.functional.test_figure_pages import text
from tests.integration.subsidies import (
    APPROVER,
    CLERK,
    FIRM,
    PDF,
    TODAY,
    WORKERS,
    applied,
    employed_county,
    money,
    owner,
    published,
    reviewed,
    worker,
)
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, at, keys, write

__all__ = ["browser", "page"]
BACKEND = "django.contrib.auth.backends.ModelBackend"
MADE = f"""
from pathlib import Path
from tests.integration.subsidies import employed_county, money, firm
from tests.made import at
from leye.apps.places.models import Site
from leye.apps.places import actions as places_again
import tests.made as made, tests.integration.subsidies as own
own.a_county = lambda county: None
with at("2020-06-02"):
    pk = employed_county(Path("."), 2)
with at("2020-07-01"):
    money()
for size in ("desk", "phone"):
    accounts.open_account(by="test", username=size + "-firm", display_name="{FIRM}", password="{PASSWORD}",
        role=Role.EMPLOYER, department=Department.HRSS, unit="{QINGSHUIHE}", employer_id=pk)
    accounts.open_account(by="test", username=size + "-approver", display_name="审核人", password="{PASSWORD}",
        role=Role.APPROVER, department=Department.HRSS, unit="{QINGSHUIHE}")
"""


@pytest.fixture
def employer(tmp_path, db):
    pk = employed_county(tmp_path)
    with at(TODAY):
        money()
    return pk


def signed(client, username, **said):
    client.force_login(account(username, said.pop("unit", QINGSHUIHE), **said), BACKEND)
    return client


def firm_account(employer, username="firm"):
    from leye.apps.accounts import actions
    from leye.core.scope import Department

    return actions.open_account(
        by="test", username=username, display_name=FIRM, password=PASSWORD, role=Role.EMPLOYER,
        department=Department.HRSS, unit=QINGSHUIHE, employer_id=employer,
    )  # fmt: skip


def test_an_employer_signs_in_to_its_own_page_and_sees_nothing_else(employer, client, tmp_path):
    """A25."""
    with at(TODAY):
        firm_account(employer)
        pk = applied(tmp_path, owner(employer), [worker(0)])
        other = applied(tmp_path, CLERK, [worker(1)], key="k2", employer=employer)
        Application.objects.filter(pk=other).update(employer=None)
        entered = client.post("/sign-in/", {"username": "firm", "password": PASSWORD})
        assert entered["Location"] == "/applications/"
        mine = text(client.get("/applications/"))
        assert "我的补贴申请" in mine
        assert f"第{pk}号" in mine
        assert f"第{other}号" not in mine
        seen = text(client.get(f"/subsidies/{pk}/"))
        assert "王*" in seen
        assert "王英" not in seen
        assert "审核通过" not in seen
        assert client.get(f"/subsidies/{other}/").status_code == 404
        assert client.get("/")["Location"] == "/applications/"
        closed_pages = "board ledger subsidies payments budgets objections"
        for closed in (f"/{name}/" for name in closed_pages.split()):
            assert client.get(closed).status_code == 403, closed
        assert client.get("/password/").status_code == 200
        done = client.post(
            f"/subsidies/{pk}/step/", {"step": "withdraw", "why": "填错"}, follow=True
        )
        assert "已撤回" in text(done)


def test_a_clerk_opens_an_employers_account_and_administrators_none_without_an_employer(
    employer, client
):
    with at(TODAY):
        signed(client, "clerk")
        assert FIRM in text(client.get("/applications/?q=清水河县惠民"))
        asked = {
            "employer": employer,
            "username": "firm2",
            "password": PASSWORD,
            "unit": QINGSHUIHE,
        }
        address = "/applications/accounts/"
        assert "单位账号已开立" in text(client.post(address, asked, follow=True))
        assert "已经有人用了" in text(client.post(address, asked, follow=True))
        weak = {**asked, "username": "f3", "password": "1"}
        assert "密码太弱" in text(client.post(address, weak, follow=True))
        assert client.post(address, {**asked, "unit": HELINGEER}).status_code == 404
        assert "没有选单位" in text(client.post(address, {}, follow=True))
        listed = text(client.get("/applications/"))
        assert "firm2" in listed
        pk = re.search(r'name="close" value="(\d+)"', client.get("/applications/").content.decode())
        assert "已停用" in text(client.post(address, {"close": pk[1]}, follow=True))
        signed(client, "admin", role=Role.ADMINISTRATOR, unit=LEAGUE)
        assert 'value="employer"' not in client.get("/accounts/").content.decode()
        said = {"username": "x", "display_name": "x", "password": PASSWORD, "role": "employer",
                "department": "hrss", "unit": QINGSHUIHE}  # fmt: skip
        assert "角色或部门没有选" in text(client.post("/accounts/", said, follow=True))


def test_clerk_and_approver_work_through_the_pages(employer, client, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, owner(employer), [worker(0), worker(1, 月工资="100")])
        step = f"/subsidies/{pk}/step/"
        signed(client, "clerk")
        assert "补贴申请待核对材料" in text(client.get("/"))
        assert f"第{pk}号" in text(client.get("/subsidies/"))
        for show in ("all", "paid", "stopped", "nonsense"):
            assert client.get(f"/subsidies/?show={show}&before=999").status_code == 200
        client.post(step, {"step": "accept"})
        seen = text(client.get(f"/subsidies/{pk}/"))
        assert "不符合" in seen
        assert "最低工资" in seen
        assert "写明理由后报上级" in text(client.post(step, {"step": "review"}, follow=True))
        claim = re.findall(
            r'name="claim" value="(\d+)"', client.get(f"/subsidies/{pk}/").content.decode()
        )[1]
        done = client.post(
            step, {"step": "leave_out", "claim": claim, "why": "工资低于标准"}, follow=True
        )
        assert "已去掉这个人" in text(done)
        assert "没有这一步" in text(client.post(step, {"step": "pay"}, follow=True))
        assert "审核通过" in text(client.post(step, {"step": "review"}, follow=True))
        signed(client, "approver", role=Role.APPROVER)
        assert "没有写原因" in text(client.post(step, {"step": "send_back"}, follow=True))
        assert "复核通过" in text(client.post(step, {"step": "approve"}, follow=True))
        board = text(client.get("/budgets/"))
        assert "99,000.00" in board
        done = client.post(
            "/budgets/",
            {"unit": QINGSHUIHE, "line": "poverty", "total": "5万", "document": "x"},
            follow=True,
        )
        assert "额度不是金额" in text(done)
        paper = Application.objects.get(pk=pk).evidence.get(kind="contract").pk
        assert client.get(f"/subsidies/{pk}/papers/{paper}/").content.startswith(b"%PDF")
        client.logout()
        signed(client, "other", unit=HELINGEER)
        assert client.get(f"/subsidies/{pk}/").status_code == 404
        assert client.post(step, {"step": "accept"}).status_code == 404


def test_everybody_reads_the_notice_and_may_object(employer, client, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        published(pk)
        shown = text(client.get("/publicity/"))
        assert FIRM in shown
        assert "王*" in shown
        assert "王英" not in shown
        assert "没有正在公示" in text(client.get(f"/publicity/?county={HELINGEER}"))
        notice = publicity.notices()[0].id
        address = f"/publicity/{notice}/objection/"
        assert "写清哪一条" in text(client.post(address, {"words": "a", "key": "1"}, follow=True))
        done = client.post(address, {"words": "这个人没有上班", "key": "1"}, follow=True)
        assert "异议已收到" in text(done)
        assert (
            client.post("/publicity/999/objection/", {"words": "这个人没有上班"}).status_code == 404
        )
        signed(client, "clerk")
        assert "这个人没有上班" in text(client.get("/objections/"))
        objection = re.search(r"/objections/(\d+)/", client.get("/objections/").content.decode())[1]
        done = client.post(
            f"/objections/{objection}/",
            {"outcome": "dismissed", "words": "到场核实，在岗"},
            follow=True,
        )
        assert "异议已处理" in text(done)


def test_lists_and_answers_on_their_pages(employer, client, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        published(pk)
    with at("2020-07-10"):
        publicity.take_down_due(CLERK)
        signed(client, "clerk")
        form = {"unit": QINGSHUIHE, "line": "employment"}
        shown = text(client.post("/payments/", form, follow=True))
        assert "壹仟元整" in shown
        assert "没有公示期满" in text(client.post("/payments/", form, follow=True))
        list_id = paying.listed(CLERK)[0].id
        paying.sign(APPROVER, list_id, keys())
        assert "壹仟元整" in client.get(f"/payments/{list_id}/csv/").content.decode("utf-8-sig")
        header = ("序号", "金额（元）", "处理结果", "失败原因")
        rows = [[1, "900.00", "成功", ""], [7, "1", "成功", ""]]
        with write(tmp_path / "a.xlsx", header, rows).open("rb") as file:
            done = client.post(f"/payments/{list_id}/answer/", {"file": file}, follow=True)
        assert "金额不符" in text(done)
        assert "清单里没有" in text(done)
        assert "没有选文件" in text(client.post(f"/payments/{list_id}/answer/", {}, follow=True))
        assert "没有可抽查的" in text(
            client.post("/payments/samples/", {"unit": QINGSHUIHE}, follow=True)
        )
        signed(client, "other", unit=HELINGEER)
        assert client.get(f"/payments/{list_id}/").status_code == 404
        assert client.get(f"/payments/{list_id}/csv/").status_code == 404


def as_account(page, address, username):
    page.context.clear_cookies()
    sign_in(page, address, username)


def bank_says(folder, name, rows):
    header = ("序号", "收款户名", "金额（元）", "处理结果", "失败原因")
    return str(write(folder / name, header, rows))


@pytest.mark.parametrize("page", ["desk"], indirect=True)
@BROWSES[0]
@BROWSES[1]
@pytest.mark.nightly  # ten sign-ins on three days: minutes on a busy machine
def test_from_the_employer_to_the_banks_answer_in_a_browser(page, tmp_path, tmp_path_factory):
    """Employer, clerk and approver, one after the other, over five working days, the bank's no and its yes."""
    home = tmp_path_factory.mktemp("subsidies")
    with served(home, MADE, "2020-07-01") as address:
        own = apply_and_publish(page, address, tmp_path)
    path = own.removeprefix(address)
    assert run_worker(home, "2020-07-08") == 0  # the fifth working day still counts
    assert run_worker(home, "2020-07-09") == 1
    with served(home, "", "2020-07-09") as address:
        pay_and_settle(page, address, path, tmp_path)
    assert page.said == []


def run_worker(home, day):
    """What the worker does for money on a day; returns how many applications it moved."""
    code = """
import django; django.setup()
from leye.core.scope import Role, Scope
from leye.trips.subsidies.subsidy_queue import daily
print(daily(Scope("worker", "150000", Role.CLERK)))
"""
    environment = {
        **os.environ, "LEYE_HOME": str(home), "LEYE_DEMO_DAY": day, "DJANGO_SETTINGS_MODULE": "leye.web.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    for name in ("LEYE_DATABASE", "LEYE_TEST"):
        environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, cwd=home, stdout=subprocess.PIPE
    )
    return int(ran.stdout)


def apply_and_publish(page, address, folder):
    """On the first day: the employer applies, the clerk reviews, another approves, the notice hangs."""
    as_account(page, address, "desk-firm")
    page.wait_for_selector("h1:has-text('我的补贴申请')")
    page.fill("[name=start]", "2020-06-01")
    page.fill("[name=end]", "2021-05-31")
    page.click("button:has-text('开始填写')")
    page.wait_for_selector("button:has-text('上传花名册')")
    own = page.url
    page.goto(f"{address}/applications/")  # the draft is kept
    page.click("table.list a:has-text('一次性')")
    roster = write(folder / "w.xlsx", WORKERS, [worker(0), worker(1)])
    page.set_input_files("form[action$='/roster/'] [name=file]", str(roster))
    page.click("button:has-text('上传花名册')")
    page.click("a:has-text('继续填写')")
    page.fill("[name=bank]", "农行清水河县支行")
    page.fill("[name=number]", "05412301040009999")
    page.click("button:has-text('保存账户')")
    for kind in ("contract", "pay"):
        (folder / f"{kind}.pdf").write_bytes(PDF + kind.encode() + b"%%EOF")
        page.select_option("form[action$='/paper/'] [name=kind]", kind)
        page.set_input_files("form[action$='/paper/'] [name=file]", str(folder / f"{kind}.pdf"))
        page.click("button:has-text('上传材料')")
        page.wait_for_selector("text=材料已上传")
    page.click("button:has-text('提交申请')")
    page.wait_for_selector("text=已提交")
    assert_fits(page)
    as_account(page, address, "desk")
    page.goto(own)
    page.click("button:has-text('材料齐全')")
    page.click("button:has-text('审核通过')")
    page.wait_for_selector("text=等待另一人复核")
    assert_fits(page)
    as_account(page, address, "desk-approver")
    page.goto(own)
    page.click("button:has-text('复核通过')")
    page.wait_for_selector("text=可以公示")
    as_account(page, address, "desk")
    page.goto(own)
    page.click("button:has-text('开始公示')")
    page.wait_for_selector("text=已公示，到 2020-07-08 为止")
    page.context.clear_cookies()
    page.goto(f"{address}/publicity/")
    page.wait_for_selector("text=2,000.00")
    assert_fits(page)
    return own


def pay_and_settle(page, address, own, folder):
    """The notice has ended: a list, signed by another, to the bank; its answer, cleared up; the account mended; paid."""
    page.goto(f"{address}/publicity/")
    assert page.locator("text=2,000.00").count() == 0
    as_account(page, address, "desk")
    made = make_list(page, address)
    as_account(page, address, "desk-approver")
    page.goto(made)
    page.click("button:has-text('签批')")
    page.wait_for_selector("text=已签批")
    as_account(page, address, "desk")
    page.goto(made)
    with page.expect_download() as told:
        page.click("a:has-text('银行文件（Excel）')")
    told.value.save_as(folder / "bank.xlsx")
    sheet = openpyxl.load_workbook(folder / "bank.xlsx").active
    line = [cell.value for cell in sheet[2]]
    assert line[3:6] == ["05412301040009999", "农行清水河县支行", "2000.00"]
    rows = [[1, FIRM, "1000", "成功", ""], [9, "某某", "5", "成功", ""]]
    page.set_input_files("[name=file]", bank_says(folder, "a.xlsx", rows))
    page.click("button:has-text('登记回单')")
    page.wait_for_selector("h2:has-text('待核销')")
    assert page.locator("text=金额不符").count() >= 1
    assert page.locator("button:has-text('核销')").count() == 0  # not by who brought the answer
    assert_fits(page)
    as_account(page, address, "desk-approver")
    page.goto(made)
    for outcome, why in (("returned", "银行电话核实，未付出"), ("foreign", "别的单位的款项")):
        form = page.locator("form[action$='/settle/']").first
        form.locator("[name=outcome]").select_option(outcome)
        form.locator("[name=why]").fill(why)
        form.locator("button").click()
        page.wait_for_selector("text=已核销。")
    assert page.locator("h2:has-text('待核销')").count() == 0
    assert_fits(page)
    as_account(page, address, "desk")
    page.goto(f"{address}{own}")
    page.fill("[name=bank]", "农行营业部")
    page.fill("[name=number]", "05412301040008888")
    page.locator("form:has(button[value=mend]) [name=why]").fill("开户许可证复印件")
    page.click("button[value=mend]")
    page.wait_for_selector("text=收款账户已更正")
    again = make_list(page, address)
    as_account(page, address, "desk-approver")
    page.goto(again)
    page.click("button:has-text('签批')")
    page.wait_for_selector("text=已签批")
    as_account(page, address, "desk")
    page.goto(again)
    page.set_input_files(
        "[name=file]", bank_says(folder, "b.xlsx", [[1, FIRM, "2000", "成功", ""]])
    )
    page.click("button:has-text('登记回单')")
    page.wait_for_selector("text=已到账")
    as_account(page, address, "desk-firm")
    page.goto(f"{address}{own}")
    page.wait_for_selector("text=已拨付")
    assert_fits(page)


def make_list(page, address):
    page.goto(f"{address}/payments/")
    page.select_option("[name=line]", "employment")
    page.click("button:has-text('清单')")
    page.wait_for_selector("text=贰仟元整")
    return page.url
