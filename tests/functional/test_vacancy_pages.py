"""岗位 as pages: brought, entered, checked, released, verified; read by everybody without an account."""

import json

import pytest
from django.test import Client

from leye.apps.employers.models import Employer
from leye.apps.vacancies.models import Vacancy
from leye.core.scope import Department, Role
from leye.trips.working import work_once
from tests.functional.test_figure_pages import text
from tests.integration.vacancies import CODE, LIST, TODAY, bring, offer
from tests.made import HELINGEER, QINGSHUIHE, REGION, a_county, at, keys, write

pytestmark = pytest.mark.django_db
FORM = {
    "employer.name": "清水河县惠民餐饮有限公司", "employer.code": CODE, "title": "餐厅服务员", "openings": "5",
    "duties": "负责餐厅摆台和清洁", "place": "清水河县", "terms.pay": "3000-3500", "valid_to": "2020-12-31",
    "verified": "1", "level": "社会公开", "unit": QINGSHUIHE,
}  # fmt: skip


@pytest.fixture(autouse=True)
def today(db):
    a_county()
    with at(TODAY):
        yield


def post(client, address, **said):
    return client.post(address, said, follow=True)


def test_a_clerk_brings_a_list_sees_what_is_wrong_and_takes_it_in(as_user, tmp_path):
    client = as_user()
    path = write(tmp_path / "list.xlsx", LIST, [offer(), offer("保安", 招聘条件="限男性")])
    with path.open("rb") as file:
        answer = post(client, "/vacancies/imports/", file=file, unit=QINGSHUIHE)
    assert answer.status_code == 200
    while work_once(keys()):
        pass
    page = text(client.get("/rosters/1/?show=refused"))
    assert "招聘条件限定了性别" in page
    assert "就业促进法第二十七条" in page
    post(client, "/rosters/1/record/")
    while work_once(keys()):
        pass
    assert "餐厅服务员" in text(client.get("/vacancies/"))
    assert "list.xlsx" in text(client.get("/vacancies/imports/"))
    assert "list.xlsx" not in text(client.get("/rosters/"))
    assert client.get("/rosters/1/remarks/").status_code == 200


def test_a_vacancy_is_entered_by_hand_and_published(as_user, client):
    page = text(post(as_user(), "/vacancies/new/", **FORM))
    assert "已登记" in page
    assert "网页填报" in page
    assert "餐厅服务员" in text(Client().get("/jobs/"))
    again = text(post(client, "/vacancies/new/", **FORM))
    assert "已经登记过" in again
    assert Vacancy.objects.count() == 1


def test_what_may_not_be_published_is_said_with_what_to_write_instead(as_user):
    client = as_user()
    page = text(post(client, "/vacancies/new/", **{**FORM, "demand.words": "女士优先，限本地户口"}))
    assert "招聘条件限定了性别" in page
    assert "招聘条件限定了户籍" in page
    assert "请删去户籍要求" in page
    assert 'value="清水河县惠民餐饮有限公司"' in page  # nothing of what was written is lost
    assert Vacancy.objects.count() == 0


def test_what_is_strange_goes_in_with_a_word_of_explanation(as_user):
    client = as_user()
    strange = {**FORM, "openings": "5000"}
    assert "需要说明" in text(post(client, "/vacancies/new/", **strange))
    assert "已登记" in text(
        post(client, "/vacancies/new/", **strange, explained="园区整体招工，已核实")
    )


def test_release_closing_and_checking_of_papers(as_user, tmp_path):
    bring(tmp_path / "a.xlsx", [offer()])
    Employer.objects.update(verified_on=None)
    client = as_user()
    pk = Vacancy.objects.get().pk
    assert "单位证照还没有核验" in text(client.get(f"/vacancies/{pk}/"))
    assert "没有核验" in text(client.get("/vacancies/employers/"))
    assert "已记下今天核验" in text(
        post(client, "/vacancies/employers/", employer=Employer.objects.get().pk)
    )
    assert "发布范围已改为“本旗县”" in text(
        post(client, f"/vacancies/{pk}/release/", level="county")
    )
    assert "没有选发布范围" in text(post(client, f"/vacancies/{pk}/release/", level="moon"))
    assert "已关闭" in text(post(client, f"/vacancies/{pk}/close/"))
    assert "没有重复操作" in text(post(client, f"/vacancies/{pk}/close/"))
    assert "不能再改发布范围" in text(post(client, f"/vacancies/{pk}/release/", level="public"))


def test_two_that_look_alike_are_judged_on_the_page(as_user, tmp_path):
    bring(tmp_path / "a.xlsx", [offer("缝纫工")])
    bring(tmp_path / "b.xlsx", [offer("服装缝纫工")])
    client = as_user()
    pk = Vacancy.objects.latest("pk").pk
    assert "可能是同一个岗位" in text(client.get(f"/vacancies/{pk}/"))
    assert "已记为两个岗位" in text(post(client, f"/vacancies/{pk}/alike/", same="0"))
    assert "已经处理过" in text(post(client, f"/vacancies/{pk}/alike/", same="1"))


def test_another_county_sees_what_was_released_and_changes_nothing(as_user, tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("保洁员", 发布范围="本旗县")])
    client = as_user("neighbour", HELINGEER)
    page = text(client.get("/vacancies/"))
    assert "餐厅服务员" in page
    assert "保洁员" not in page
    pk = Vacancy.objects.get(title="餐厅服务员").pk
    assert client.post(f"/vacancies/{pk}/close/").status_code == 404
    assert client.get(f"/vacancies/{Vacancy.objects.get(title='保洁员').pk}/").status_code == 404


def test_industry_brings_vacancies_and_a_reader_only_looks(as_user, client, tmp_path):
    bring(tmp_path / "a.xlsx", [offer()])
    industry = as_user("industry", department=Department.INDUSTRY)
    assert industry.get("/vacancies/new/").status_code == 200
    assert industry.get("/rosters/").status_code == 403
    assert industry.get("/matching/").status_code == 403
    assert industry.get("/rosters/1/").status_code == 200
    reader = as_user("reader", REGION, role=Role.READER)
    assert reader.get("/vacancies/").status_code == 200
    assert reader.get("/vacancies/new/").status_code == 403


def test_everybody_reads_what_is_published_and_no_person_is_in_it(client, tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("保洁员", 发布范围="全自治区")])
    public, inner = Vacancy.objects.get(title="餐厅服务员"), Vacancy.objects.get(title="保洁员")
    page = text(client.get("/jobs/?q=服务"))
    assert "餐厅服务员" in page
    assert "保洁员" not in page
    assert client.get(f"/jobs/{public.pk}/").status_code == 200
    assert client.get(f"/jobs/{inner.pk}/").status_code == 404
    for parameter in (
        "?q=" + "x" * 999,
        "?before=abc",
        "?pay=-1",
        "?place=1;",
        "?occupation=%00",
        "?state=closed",
    ):
        assert client.get("/jobs/" + parameter).status_code == 200
    for address in ("/jobs/", f"/jobs/{public.pk}/", "/jobs.json", "/jobs.csv"):
        answer = client.get(address)
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"county-clerk" not in said
        assert answer["Cache-Control"].startswith("public")


def test_a_page_is_shared_for_a_moment_by_those_without_an_account_only(client, as_user, tmp_path):
    bring(tmp_path / "a.xlsx", [offer()])
    before = text(client.get("/jobs/"))
    Vacancy.objects.update(state="closed", ended="withdrawn")
    assert text(client.get("/jobs/")) == before
    assert "餐厅服务员" not in text(client.get("/jobs/?q=餐厅"))
    assert "餐厅服务员" not in text(as_user().get("/jobs/"))


def test_the_open_feed_is_job_postings_and_a_table(client, tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("=1+1")])
    told = json.loads(b"".join(client.get("/jobs.json").streaming_content))
    assert {one["@type"] for one in told} == {"JobPosting"}
    first = told[0]
    assert (first["title"], first["totalJobOpenings"]) == ("餐厅服务员", 2)
    assert first["baseSalary"]["value"]["minValue"] == 3000
    table = b"".join(client.get("/jobs.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert table[0].startswith("岗位编号,岗位名称")
    assert '"\'=1+1"' in table[2]


def test_a_site_has_a_list_to_be_put_up(as_user, tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("电焊工", 工作地点="北京市朝阳区")])
    from leye.apps.places.models import Site

    page = text(as_user().get(f"/sites/{Site.objects.get().pk}/vacancies/"))
    assert page.index("餐厅服务员") < page.index("电焊工")  # the county's own first
    assert "不收任何费用" in page


def test_a_program_pushes_with_a_token_that_an_administrator_issued(as_user, client):
    admin = as_user("admin", role=Role.ADMINISTRATOR)
    as_user("pusher")
    from leye.apps.accounts.models import Account

    admin.force_login(
        Account.objects.get(username="admin"), "django.contrib.auth.backends.ModelBackend"
    )
    pusher = Account.objects.get(username="pusher").pk
    assert "没有写接口的用途" in text(post(admin, f"/accounts/{pusher}/token/", purpose=" "))
    page = text(post(admin, f"/accounts/{pusher}/token/", purpose="招聘网"))
    key = page.split('<code class="found">')[1].split("</code>")[0]
    body = {
        "unit": QINGSHUIHE, "sender": "某某网", "employer_name": "某某物流", "title": "分拣员", "openings": 3,
        "duties": "负责分拣", "place": "清水河县", "terms_pay": "4000",
    }  # fmt: skip

    def call(token=key, idempotency="key-00001", **said):
        return client.post(
            "/api/v1/vacancies", json.dumps({**body, **said}), "application/json",
            HTTP_AUTHORIZATION=f"Bearer {token}", HTTP_IDEMPOTENCY_KEY=idempotency,
        )  # fmt: skip

    assert call("wrong").status_code == 401
    first = call()
    assert (first.status_code, first.json()["outcome"]) == (201, "new")
    assert call().json() == first.json()
    assert call(idempotency="short").status_code == 422
    assert call(idempotency="key-00002", unit=HELINGEER).status_code == 403
    assert (
        call(idempotency="key-00003", title="保安", demand_words="限男性").json()["problems"][0][
            "code"
        ]
        == "ad.sex"
    )
    listed = client.get("/api/v1/vacancies?q=分拣", HTTP_AUTHORIZATION=f"Bearer {key}")
    assert [one["title"] for one in listed.json()] == ["分拣员"]
    assert "/api/v1/vacancies" in client.get("/api/v1/openapi.json").json()["paths"]
