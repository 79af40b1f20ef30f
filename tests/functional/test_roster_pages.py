"""A roster's way through the pages: brought, read by a worker, explained, recorded, taken home again."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leye.apps.rosters.models import Upload
from leye.trips.working import work_once
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    id_no,
    keys,
    mover,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def june():
    with at("2020-06-01"):
        a_county()
        yield


def bring(client, path, unit=QINGSHUIHE, as_of="2020-05-31", name="花名册.xlsx"):
    file = SimpleUploadedFile(name, path.read_bytes())
    return client.post("/rosters/", {"file": file, "unit": unit, "as_of": as_of}, follow=True)


def work():
    while work_once(keys()):
        pass


def text(answer) -> str:
    return answer.content.decode()


def test_a_roster_is_read_checked_and_recorded(as_user, tmp_path):
    client = as_user()
    answer = bring(client, write(tmp_path / "r.xlsx", ROSTER, [mover(1), mover(3, "李建国")]))
    assert "等待读取" in text(answer)
    work()
    page = answer.redirect_chain[-1][0]
    assert "待入账</span> <b>2</b>" in text(client.get(page))
    client.post(page + "record/")
    work()
    told = text(client.get(page))
    assert "已入账" in told
    assert "新增</span> <b>2</b>" in told


def test_a_row_that_is_strange_waits_for_a_word_and_then_goes_in_flagged(as_user, tmp_path):
    client = as_user()
    rows = [mover(1, 搬迁入住时间="2018-10-01", 安置点名称="没有这个点")]
    page = bring(client, write(tmp_path / "r.xlsx", ROSTER, rows)).redirect_chain[-1][0]
    work()
    client.post(page + "record/")
    work()
    told = text(client.get(page))
    assert "台账里没有这个安置点" in told
    row = Upload.objects.get().rows.get()
    assert "没有写说明" in text(
        client.post(page + "explain/", {"row": [row.pk], "words": " "}, follow=True)
    )
    said = {"row": [row.pk], "words": "确属分散安置"}
    assert "已说明 1 行" in text(client.post(page + "explain/", said, follow=True))
    assert "没有可以说明的行" in text(client.post(page + "explain/", said, follow=True))
    client.post(page + "record/")
    work()
    assert "新增</span> <b>1</b>" in text(client.get(page))
    assert "说明：确属分散安置" in text(client.get(page + "?show=new"))


def test_a_row_that_cannot_be_read_says_what_was_found_and_what_to_do(as_user, tmp_path):
    client = as_user()
    wrong = id_no(1)[:17] + ("1" if id_no(1)[17] != "1" else "2")
    page = bring(
        client, write(tmp_path / "r.xlsx", ROSTER, [mover(1, 身份证号码=wrong)])
    ).redirect_chain[-1][0]
    work()
    told = text(client.get(page))
    assert "最后一位校验码不符" in told
    assert wrong[:6] in told
    assert wrong not in told
    assert "通常是某一位数字写错" in told


def test_the_clerk_takes_home_her_own_workbook_with_remarks(as_user, tmp_path):
    client = as_user()
    rows = [mover(1), mover(3, "李建国", 身份证号码="")]
    page = bring(client, write(tmp_path / "r.xlsx", ROSTER, rows)).redirect_chain[-1][0]
    work()
    book = openpyxl.load_workbook(io.BytesIO(client.get(page + "remarks/").content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][: len(ROSTER)] == list(ROSTER)
    assert "没有填身份证号码" in sheet.cell(3, len(ROSTER) + 1).value
    original = client.get(page + "original/")
    assert original.content == (tmp_path / "r.xlsx").read_bytes()
    assert "花名册" not in original.headers["Content-Disposition"]


def test_the_same_file_sent_twice_is_taken_in_once(as_user, tmp_path):
    client = as_user()
    path = write(tmp_path / "r.xlsx", ROSTER, [mover(1)])
    first = bring(client, path)
    with at("2020-06-01", minute=10):
        again = bring(client, path)
    assert "已经传过" in text(again)
    assert Upload.objects.count() == 1
    work()
    page = first.redirect_chain[-1][0]
    client.post(page + "record/")
    assert "没有重复提交" in text(client.post(page + "record/", follow=True))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.xlsx", b"", "没有任何内容"),
        ("不是.xlsx", b"%PDF-1.4 hello", "不是表格文件"),
        ("坏.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("没有表头.csv", "甲,乙\n1,2\n".encode(), "没有找到认识的表头"),
        ("两列.csv", "姓名,成员姓名,身份证号码,安置点\n甲,乙,1,2\n".encode(), "同一个意思"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_a_reason(
    as_user, tmp_path, name, content, words
):
    client = as_user()
    path = tmp_path / "f"
    path.write_bytes(content)
    answer = bring(client, path, name=name)
    if not content:
        assert "没有选文件" in text(answer) or "空" in text(answer)
        return
    work()
    told = text(client.get(answer.redirect_chain[-1][0]))
    assert words in told
    assert "一行也没有进入台账" in told


def test_a_roster_for_another_county_is_not_taken(as_user, tmp_path):
    answer = bring(as_user(), write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), unit=HELINGEER)
    assert answer.status_code == 403
    assert Upload.objects.count() == 0


def test_rows_of_another_county_are_refused_row_by_row(as_user, tmp_path):
    columns = ("旗县", *ROSTER)
    rows = [["清水河县", *mover(1)], ["和林格尔县", *mover(3, "李建国")]]
    client = as_user()
    page = bring(client, write(tmp_path / "r.xlsx", columns, rows)).redirect_chain[-1][0]
    work()
    assert "这一行属于别的旗县" in text(client.get(page + "?show=refused"))


def test_a_day_that_is_not_here_yet_is_not_a_rosters_day(as_user, tmp_path):
    path = write(tmp_path / "r.xlsx", ROSTER, [mover(1)])
    assert "还没有到" in text(bring(as_user(), path, as_of="2020-06-30"))
    assert Upload.objects.count() == 0


def test_an_upload_that_is_not_in_the_ledger_can_be_withdrawn(as_user, tmp_path):
    client = as_user()
    page = bring(client, write(tmp_path / "r.xlsx", ROSTER, [mover(1)])).redirect_chain[-1][0]
    work()
    assert "已撤回" in text(client.post(page + "withdraw/", follow=True))
    assert "不能撤回" in text(client.post(page + "withdraw/", follow=True))


def test_another_countys_upload_does_not_exist_for_a_clerk(as_user, client, tmp_path):
    page = bring(as_user(), write(tmp_path / "r.xlsx", ROSTER, [mover(1)])).redirect_chain[-1][0]
    client.logout()
    other = as_user("helingeer", HELINGEER)
    for part in ("", "state/", "remarks/", "original/"):
        assert other.get(page + part).status_code == 404
    for part in ("explain/", "record/", "withdraw/"):
        assert other.post(page + part, {"words": "x"}).status_code == 404


def test_the_league_sees_its_counties_uploads(as_user, client, tmp_path):
    page = bring(as_user(), write(tmp_path / "r.xlsx", ROSTER, [mover(1)])).redirect_chain[-1][0]
    client.logout()
    assert as_user("league", LEAGUE).get(page).status_code == 200


def test_columns_that_are_not_read_are_named(as_user, tmp_path):
    rows = [[*mover(1), "红色"]]
    client = as_user()
    page = bring(client, write(tmp_path / "r.xlsx", (*ROSTER, "门的颜色"), rows)).redirect_chain[
        -1
    ][0]
    work()
    assert "I列“门的颜色”" in text(client.get(page))
