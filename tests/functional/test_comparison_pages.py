"""信息比对 on the pages: a list of others brought, cases worked through, one taken back, a ticket sent."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leye.apps.comparisons.models import Case, Comparison
from leye.core.scope import Department, Role
from leye.trips.working import work_once
from tests.integration.test_comparing import INSURED, PEOPLE, insured
from tests.made import (
    HELINGEER,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    id_no,
    keys,
    mover,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db
GIVEN = {
    "unit": QINGSHUIHE, "as_of": "2020-05-15", "kind": "insurance", "purpose": "employment",
    "supplier": "县社保中心", "legal_basis": "84号文三(一)", "retain_until": "2020-12-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def may(tmp_path):
    a_county()
    rows = [mover(2 * n + 2, name) for n, name in enumerate(PEOPLE)]
    take_in(write(tmp_path / "movers.xlsx", ROSTER, rows), "2020-04-30")
    with at("2020-05-20"):
        yield


def bring(client, path, **said):
    file = SimpleUploadedFile("参保名单.xlsx", path.read_bytes())
    answer = client.post("/comparisons/", {"file": file, **GIVEN, **said}, follow=True)
    while work_once(keys()):
        pass
    return answer


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def insurance(tmp_path):
    masked = id_no(6)[:6] + "********" + id_no(6)[14:]
    rows = [insured(0), insured(1), insured(2, None, masked, 性别="女")]
    return write(tmp_path / "i.xlsx", INSURED, rows)


def test_a_list_of_others_becomes_cases_and_a_case_becomes_a_fact(as_user, insurance):
    client = as_user()
    page = bring(client, insurance).redirect_chain[-1][0]
    told = text(client.get(page))
    assert "已比对" in told
    assert "王秀英" in told
    assert "内人社办发" not in told or "县社保中心" in told
    case = Case.objects.order_by("pk").first()
    shown = text(client.get(f"/comparisons/cases/{case.pk}/"))
    assert id_no(2) not in shown
    assert "青山食品厂" in shown
    answer = client.post(
        f"/comparisons/cases/{case.pk}/judge/",
        {"outcome": "corrected", "reason": "电话核实"},
        follow=True,
    )
    assert "已判定" in text(answer)
    done = text(client.get(f"/comparisons/cases/{case.pk}/"))
    assert "已判定：名册属实，更正台账" in done
    back = client.post(f"/comparisons/cases/{case.pk}/back/", {"reason": "认错了人"}, follow=True)
    assert "已撤回判定" in text(back)
    assert "撤回“名册属实，更正台账”" in text(back)


def test_a_judgement_needs_an_outcome_and_a_reason(as_user, insurance):
    client = as_user()
    bring(client, insurance)
    case = Case.objects.order_by("pk").first()
    address = f"/comparisons/cases/{case.pk}/judge/"
    assert "没有选怎么判定" in text(
        client.post(address, {"outcome": "?", "reason": "x"}, follow=True)
    )
    assert "没有写理由" in text(
        client.post(address, {"outcome": "confirmed", "reason": ""}, follow=True)
    )
    client.post(address, {"outcome": "confirmed", "reason": "核实"})
    again = client.post(address, {"outcome": "confirmed", "reason": "核实"}, follow=True)
    assert "已经有人处理过" in text(again)


def test_marked_cases_are_decided_together(as_user, insurance):
    client = as_user()
    page = bring(client, insurance).redirect_chain[-1][0]
    rows = list(Case.objects.filter(match_class="differs").values_list("pk", flat=True))
    asked = {
        "row": rows,
        "outcome": "confirmed",
        "reason": "核对",
        "comparison": page.strip("/").split("/")[-1],
    }
    assert f"已判定 {len(rows)} 条" in text(
        client.post("/comparisons/cases/judge/", asked, follow=True)
    )
    assert "请先勾选" in text(client.post("/comparisons/cases/judge/", {}, follow=True))
    assert "与建议相同" in text(client.get("/comparisons/sources/"))
    ticket = client.get(page + "ticket/")
    lines = openpyxl.load_workbook(io.BytesIO(ticket.content)).active.max_row
    assert lines == len(rows) + 1
    assert client.get(page + "only-roster/").status_code == 200
    assert "已办" in text(client.get("/comparisons/cases/?done=1"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"file": ""}, "没有选文件"),
        ({"as_of": "去年"}, "没有写清数据截至"),
        ({"as_of": "2020-06-30"}, "不能晚于今天"),
        ({"retain_until": "2020-05-20"}, "必须在今天以后"),
        ({"supplier": ""}, "没有写清提供单位和依据"),
        ({"purpose": "x"}, "没有选用途"),
        ({"kind": "x"}, "没有选名册的种类"),
        ({"unit": HELINGEER}, "不在你的管辖范围"),
    ],
)
def test_what_must_be_told_is_asked_for(as_user, insurance, said, words):
    assert words in text(bring(as_user(), insurance, **said))
    assert not Comparison.objects.exists()


def test_a_file_that_is_no_roster_is_refused_with_a_reason(as_user, tmp_path):
    client = as_user()
    path = write(tmp_path / "x.xlsx", ("甲", "乙"), [["1", "2"]])
    page = bring(client, path).redirect_chain[-1][0]
    assert "没有找到认识的表头" in text(client.get(page))


def test_swapped_columns_are_told_of(as_user, tmp_path):
    client = as_user()
    rows = [[id_no(2 * n + 2), name] for n, name in enumerate(PEOPLE)]
    page = bring(client, write(tmp_path / "x.xlsx", ("姓名", "身份证号码"), rows)).redirect_chain[
        -1
    ][0]
    assert "可能两列写反了" in text(client.get(page))


def test_the_ledger_is_compared_with_itself_without_a_file(as_user):
    client = as_user()
    answer = client.post("/comparisons/", {"itself": "1", **GIVEN}, follow=True)
    while work_once(keys()):
        pass
    assert "疑似重复 <b>0</b>对" in text(client.get(answer.redirect_chain[-1][0]))


def test_comparisons_are_not_for_readers_and_not_for_other_counties(as_user, insurance):
    client = as_user()
    page = bring(client, insurance).redirect_chain[-1][0]
    case = Case.objects.first()
    other = as_user("other", unit=HELINGEER)
    assert other.get(page).status_code == 404
    assert other.get(f"/comparisons/cases/{case.pk}/").status_code == 404
    reader = as_user("reader", role=Role.READER, department=Department.NDRC)
    assert reader.get("/comparisons/").status_code == 403


def test_a_masked_number_of_theirs_does_not_open_ours(as_user, insurance):
    client = as_user()
    bring(client, insurance)
    shown = [text(client.get(f"/comparisons/cases/{case.pk}/")) for case in Case.objects.all()]
    assert any(PEOPLE[2] in page for page in shown)
    assert not any(
        id_no(6)[6:14] in page.replace("<mark>", "").replace("</mark>", "") for page in shown
    )


def test_digits_that_differ_are_marked_and_only_they_are_shown(as_user, tmp_path):
    wrong = id_no(8)[:15] + str((int(id_no(8)[15]) + 1) % 10) + id_no(8)[16:]
    client = as_user()
    bring(client, write(tmp_path / "w.xlsx", INSURED, [insured(3, None, wrong, 性别="女")]))
    case = Case.objects.get()
    page = text(client.get(f"/comparisons/cases/{case.pk}/"))
    assert f"<mark>{wrong[15]}</mark>" in page
    assert page.count("<mark>") == 2


def test_who_has_one_site_is_told_who_compares(as_user):
    (site,) = a_county("紫竹苑")
    page = text(as_user("site", site=site).get("/comparisons/"))
    assert "安置点账号不发起比对" in page
    assert "开始比对" not in page


def test_a_person_of_another_county_is_not_linked_to(as_user, insurance):
    client = as_user()
    bring(client, insurance)
    case = Case.objects.order_by("pk").first()
    Case.objects.filter(pk=case.pk).update(county=HELINGEER)
    page = text(as_user("other", unit=HELINGEER).get(f"/comparisons/cases/{case.pk}/"))
    assert "个人台账由安置地管理" in page
    assert "/people/" not in page
