"""The pages of 京蒙协作 and of agencies, from a planned session and a licence to the sheet and the fee's list."""

import io

import openpyxl
import pytest

from leye.apps.pairing.models import Agency, Brought, Session
from leye.apps.vacancies.models import Vacancy
from tests.functional.test_figure_pages import text
from tests.integration.local_jobs import county
from tests.integration.test_pairing import sent
from tests.integration.vacancies import bring, offer
from tests.made import HELINGEER, QINGSHUIHE, at

pytestmark = pytest.mark.django_db


def test_the_sheet_opens_to_its_people_and_comes_as_a_workbook(tmp_path, as_user):
    county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01")
    browser = as_user()
    with at("2020-06-10"):
        told = {
            "what": "target",
            "county": QINGSHUIHE,
            "year": "2020",
            "goal": "all",
            "persons": "4",
            "document": "文",
        }
        assert "已登记" in text(browser.post("/pairing/year/", told, follow=True))
        told = {
            "what": "reported",
            "county": QINGSHUIHE,
            "year": "2020",
            "total": "9",
            "beijing": "1",
            "local": "7",
            "document": "简报",
        }
        browser.post("/pairing/year/", told)
        told = {
            "what": "project",
            "county": QINGSHUIHE,
            "district": "110105",
            "year": "2020",
            "kind": "labour",
            "title": "劳务协作站",
            "funds": "100000",
        }
        browser.post("/pairing/year/", told)
        assert "劳务协作站" in text(browser.get("/pairing/year/"))
        page = text(browser.get("/pairing/"))
        assert "25%" in page
        assert "简报" in page
        people = text(browser.get("/pairing/people/?part=beijing"))
        assert "王英" in people
        book = openpyxl.load_workbook(io.BytesIO(browser.get("/pairing/?as=xlsx").content))
        rows = [[cell.value for cell in row] for row in book.worksheets[0]]
        assert rows[1][:4] == ["清水河县", 1, 1, 1]
        assert browser.get(f"/pairing/?unit={HELINGEER}").status_code == 404
        assert browser.get("/pairing/?month=nonsense").status_code == 200


def test_a_pair_is_entered_with_its_source_and_ended(tmp_path, as_user):
    county(tmp_path)
    browser = as_user()
    with at("2020-06-10"):
        told = {"county": QINGSHUIHE, "district": "110105", "start": "2018-05-01", "source": "协议"}
        page = browser.post("/pairing/pairs/", told, follow=True)
        assert "已登记结对关系" in text(page)
        pk = page.context["pairs"].rows[0].id
        page = browser.post("/pairing/pairs/", {"pair": pk, "end": "2020-05-31"}, follow=True)
        assert "已登记结对结束" in text(page)


def test_a_session_walks_from_plan_to_results(tmp_path, as_user):
    county(tmp_path)
    bring(tmp_path / "v.xlsx", [offer("装配工", 工作地点="北京市朝阳区")])
    vacancy = Vacancy.objects.get().pk
    browser = as_user()
    with at("2020-06-10"):
        told = {
            "title": "线上招聘会",
            "county": QINGSHUIHE,
            "district": "110105",
            "on": "2020-06-10",
            "at": "09:30",
            "platform": "直播",
        }
        browser.post("/pairing/sessions/", told)
        where = f"/pairing/sessions/{Session.objects.get().pk}/"
        browser.post(f"{where}note/", {"what": "offer", "number": vacancy})
        found = browser.post(f"{where}note/", {"what": "find", "words": "王英"})
        person = found.context["found"][0].id
        visit = {"person": person, "result": "hired", "vacancy": vacancy}
        assert "装配工" in text(browser.post(f"{where}visit/", visit, follow=True))
        browser.post(f"{where}note/", {"what": "hold", "number": "120"})
        page = text(browser.get(where))
        assert "已录用 <b>1</b>人" in page
        assert "120" in page
        assert "已举办" in text(browser.get("/pairing/sessions/"))


def test_an_agency_walks_from_its_licence_to_the_fees_list(tmp_path, as_user):
    county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01")
    browser = as_user()
    with at("2020-06-10"):
        browser.post(
            "/agencies/", {"kind": "agency", "county": QINGSHUIHE, "name": "蒙劳人力资源公司"}
        )
        where = f"/agencies/{Agency.objects.get().pk}/"
        license = {"number": "150124001", "start": "2020-01-01", "end": "2020-07-01"}
        assert "证在有效期" in text(browser.post(f"{where}license/", license, follow=True))
        assert "机构许可证到期" in text(browser.get("/"))
        found = browser.post(f"{where}bring/", {"words": "王英"})
        person = found.context["found"][0].id
        assert "北京市" in text(browser.post(f"{where}bring/", {"person": person}))
        told = {"person": person, "spell": "2020-03-01", "contract_months": "12"}
        assert "已记到这家名下" in text(browser.post(f"{where}bring/", told, follow=True))
        assert "只能记一家" in text(browser.post(f"{where}bring/", told, follow=True))
        one = Brought.objects.get().pk
        stay = {"months": "3", "on": "2020-06-05", "how": "phone"}
        assert "已核验" in text(browser.post(f"/agencies/brought/{one}/", stay, follow=True))
        book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{where}list/").content))
        assert [cell.value for cell in book.worksheets[0][2]][7:9] == ["", "已核验"]
        void = {"what": "void", "why": "不是这家介绍的"}
        assert "还没有记到这家名下的人" in text(
            browser.post(f"/agencies/brought/{one}/", void, follow=True)
        )
        broker = {"kind": "broker", "county": QINGSHUIHE, "name": "赵经纪", "id_no": "1"}
        assert "号码要正确" in text(browser.post("/agencies/", broker, follow=True))
    other = as_user("other", unit=HELINGEER)
    with at("2020-06-10"):
        assert other.get(where).status_code == 404
