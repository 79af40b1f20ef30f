"""Annexes, their cells, people, sites, the log and the accounts, each for whom it is meant."""

import io

import openpyxl
import pytest

from leye.apps.audit.models import AuditEvent
from leye.core.scope import Department, Role
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    ROSTER,
    WORK,
    a_county,
    at,
    id_no,
    listed,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_ledger(tmp_path):
    (site,) = a_county()
    listed(site, 3, 3, 2, 2)
    movers = [mover(1), mover(3, "李建国", 脱贫属性="随迁户")]
    take_in(write(tmp_path / "r.xlsx", ROSTER, movers), "2018-12-31")
    spell = worker(1, 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2019-02-01")
    take_in(write(tmp_path / "w.xlsx", WORK, [spell]), "2020-05-31")
    with at("2020-06-01", hour=10):
        yield site


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_an_annex_shows_its_header_its_figures_and_the_open_words(as_user, key):
    told = text(as_user().get(f"/annexes/{key}/"))
    assert "数据截至2020年5月31日" in told
    assert "通知没有写明、本表的取法" in told
    assert "清水河县" in told


def test_a_cell_opens_to_its_people_masked_and_written_down(as_user):
    client = as_user()
    told = text(client.get(f"/annexes/1/people/?column=away&code={QINGSHUIHE}"))
    assert "王秀英" in told
    assert "李建国" not in told
    assert id_no(1) not in told
    assert id_no(1)[:6] in told
    assert AuditEvent.objects.filter(action="list.read", subject="annex:1:2020-05:away").exists()


def test_a_cell_beside_the_table_comes_without_the_frame(as_user):
    answer = as_user().get(
        f"/annexes/1/people/?column=away&code={QINGSHUIHE}", headers={"HX-Request": "true"}
    )
    assert "<html" not in text(answer)
    assert "王秀英" in text(answer)


@pytest.mark.parametrize(
    "address",
    [
        f"/annexes/1/?unit={HELINGEER}",
        f"/annexes/1/people/?column=away&code={HELINGEER}",
        f"/annexes/1/download/xlsx/?unit={REGION}",
        f"/annexes/3/rows/?unit={HELINGEER}",
        f"/annexes/1/checks/?unit={LEAGUE}",
        "/annexes/1/?month=2020-13",
        "/annexes/1/people/?column=nonsense&code=150124",
        "/annexes/9/",
        "/annexes/1/download/exe/",
        "/annexes/1/?known=yesterday",
    ],
)
def test_what_is_foreign_or_nonsense_is_not_there(as_user, address):
    answer = as_user().get(address)
    assert answer.status_code == 404
    assert "不在你的管辖范围" in text(answer)


def test_a_month_that_is_not_over_gets_a_sentence(as_user):
    assert "2020-06 还没有结束" in text(as_user().get("/annexes/1/?month=2020-06"))


def test_the_table_can_be_asked_as_it_was_known(as_user):
    client = as_user()
    assert "&amp;column=away" in text(client.get("/annexes/1/?month=2020-05"))
    then = text(client.get("/annexes/1/?month=2020-05&known=2019-06-01"))
    assert "按 2019-06-01 所知" in then
    assert "&amp;column=away" not in then


def test_the_official_workbook_and_the_csv_hold_the_same_figures(as_user):
    client = as_user()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/annexes/1/download/xlsx/").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    line = next(row for row in rows if str(row[0]).strip() == "清水河县")
    csv = client.get("/annexes/1/download/csv/").content.decode("utf-8-sig").splitlines()
    found = next(row for row in csv if "清水河县" in row).split(",")
    assert [str(value) for value in line[1:]] == found[1:]
    assert line[1:5] == [2, 2, 1, 1]


def test_the_ledger_beside_the_regions_list_shows_the_difference(as_user, a_ledger):
    client = as_user()
    assert "自治区名单 3，台账 2，差 -1" in text(client.get("/annexes/3/"))
    assert "-1" in text(client.get(f"/sites/{a_ledger}/"))
    assert "(-1)" in text(client.get("/sites/"))


def test_relations_between_annexes_are_fetched_when_asked_for(as_user):
    told = text(as_user().get("/annexes/1/checks/"))
    assert "附件3的搬迁人口数 3 大于附件1的搬迁人口数 2" in told


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("王秀", "王秀英"),
        ("wxy", "王秀英"),
        ("LJG", "李建国"),
        (id_no(3), "李建国"),
        (id_no(1)[-4:], "王秀英"),
    ],
)
def test_somebody_is_found_by_what_is_at_hand(as_user, words, name):
    told = text(as_user().post("/ledger/", {"words": words}))
    assert name in told
    assert id_no(1) not in told.replace(f'value="{words}"', "")


def test_nobody_is_found_beyond_the_own_county(as_user):
    told = text(as_user("helingeer", HELINGEER).post("/ledger/", {"words": "王秀英"}))
    assert "没有找到" in told


def the_person(client) -> str:
    told = text(client.post("/ledger/", {"words": "王秀英"}))
    return told.split('href="/people/')[1].split('"')[0]


def test_a_persons_page_shows_facts_on_both_axes_with_their_document(as_user):
    client = as_user()
    told = text(client.get(f"/people/{the_person(client)}"))
    assert "2019年2月1日" in told
    assert "录入，来自" in told
    assert "名册" in told
    assert AuditEvent.objects.filter(action="person.read").exists()


def test_a_number_is_opened_with_a_reason_only(as_user):
    client = as_user()
    page = f"/people/{the_person(client)}reveal/"
    assert "没有写查看的理由" in text(
        client.post(page, {"what": "id_no", "reason": " "}, follow=True)
    )
    told = text(client.post(page, {"what": "id_no", "reason": "核对证件"}))
    assert id_no(1) in told
    assert AuditEvent.objects.filter(action="person.reveal.id_no").count() == 1
    assert client.post(page, {"what": "name", "reason": "x"}).status_code == 404


def test_another_countys_person_does_not_exist(as_user, client):
    person = the_person(as_user())
    client.logout()
    other = as_user("helingeer", HELINGEER)
    assert other.get(f"/people/{person}").status_code == 404
    assert (
        other.post(f"/people/{person}reveal/", {"what": "id_no", "reason": "x"}).status_code == 404
    )


def test_a_station_is_recorded_and_stands_in_annex_3(as_user, a_ledger):
    client = as_user()
    said = {
        "state": "已建",
        "kind": "就业服务站",
        "place": "党群中心",
        "staff": "2",
        "phone": "0471-1234567",
    }
    assert "已登记" in text(client.post(f"/stations/{a_ledger}/", said, follow=True))
    assert "请选已建" in text(client.post(f"/stations/{a_ledger}/", {"state": "?"}, follow=True))
    with at("2020-07-02"):
        client = as_user("later")
        assert "已建，就业服务站，设在党群中心，工作人员2名" in text(client.get("/annexes/3/"))


def test_the_start_page_says_how_many_days_are_left_or_lost(as_user, client):
    """A county's own day comes before that of the league that collates it."""
    assert "还有 1 天" in text(as_user().get("/"))
    assert "还有 2 天" in text(as_user("league", LEAGUE).get("/"))
    with at("2020-06-02", hour=23):
        assert "今天截止" in text(as_user("b").get("/"))
    with at("2020-06-03", hour=0):
        assert "已过期 1 天" in text(as_user("c").get("/"))


FORBIDDEN = {
    "reader": [
        "/ledger/",
        "/people/1/",
        "/rosters/",
        "/audit/",
        "/accounts/",
        "/annexes/1/people/",
    ],
    "clerk": ["/audit/", "/accounts/"],
    "auditor": ["/ledger/", "/people/1/", "/rosters/", "/accounts/", "/annexes/1/people/"],
    "administrator": ["/ledger/", "/people/1/", "/rosters/", "/audit/"],
    "approver": ["/rosters/", "/audit/", "/accounts/"],
}


@pytest.mark.parametrize("role", FORBIDDEN)
def test_a_role_is_kept_from_what_is_not_its_own(as_user, role):
    client = as_user(role, role=Role(role))
    for address in ["/", "/sites/", "/annexes/1/", "/annexes/1/state/"]:
        assert client.get(address).status_code == 200, address
    for address in FORBIDDEN[role]:
        assert client.get(address).status_code == 403, address
    assert AuditEvent.objects.filter(action="access.denied", actor=role).count() == len(
        FORBIDDEN[role]
    )


@pytest.mark.parametrize("department", [Department.NDRC, Department.INDUSTRY])
def test_departments_without_files_of_people_see_figures_only(as_user, department):
    client = as_user("other", department=department)
    assert client.get("/annexes/1/").status_code == 200
    assert (
        "hx-target" not in text(client.get("/annexes/1/")).split("<tbody>")[1].split("</tbody>")[0]
    )
    assert client.get("/ledger/").status_code == 403


def test_the_auditor_reads_the_log_and_walks_the_chain(as_user):
    client = as_user("auditor", REGION, role=Role.AUDITOR)
    assert "上传名册" in text(client.get("/audit/"))
    assert "链条完整" in text(client.post("/audit/verify/"))


def test_an_administrator_opens_and_ends_accounts_of_the_own_unit(as_user):
    client = as_user("boss", LEAGUE, role=Role.ADMINISTRATOR)
    said = {
        "username": "new-clerk",
        "display_name": "新来的",
        "password": "quite-a-long-one",
        "role": "clerk",
        "department": "hrss",
        "unit": QINGSHUIHE,
    }
    assert "账号已开立" in text(client.post("/accounts/", said, follow=True))
    assert "已经有人用了" in text(client.post("/accounts/", said, follow=True))
    weak = {**said, "username": "other", "password": "1234567890"}
    assert "密码太弱" in text(client.post("/accounts/", weak, follow=True))
    assert client.post("/accounts/", {**said, "username": "x", "unit": "150900"}).status_code == 404
    told = text(client.get("/accounts/"))
    number = told.split("/accounts/")[-1].split("/disable")[0]
    assert "已停用" in text(client.post(f"/accounts/{number}/disable/", follow=True))


def test_a_form_without_its_token_is_refused_in_words(as_user):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "这个表单已经失效" in text(answer)


def test_an_unknown_page_is_said_to_be_unknown(as_user):
    answer = as_user().get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这一页" in text(answer)
