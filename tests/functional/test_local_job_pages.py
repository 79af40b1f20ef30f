"""The pages of 就地就业: registered, placed, attended, left; projects with their pay; differences and what is due."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leye.apps.local_jobs.models import PayList, Placement, Post, Project, Workshop
from leye.core.scope import Department
from leye.gateways.documents.typeset import has_fonts
from leye.trips.working import work_once
from tests.functional.test_figure_pages import text
from tests.integration.local_jobs import county, post, recognised, workshop
from tests.integration.test_pay_lists import COLUMNS, line
from tests.made import HELINGEER, QINGSHUIHE, at, keys, write

pytestmark = pytest.mark.django_db


def test_a_workshop_walks_from_registration_to_a_worker_who_leaves(tmp_path, as_user):
    county(tmp_path)
    browser = as_user()
    with at("2020-06-01"):
        made = browser.post(
            "/workshops/new/",
            {
                "county": QINGSHUIHE,
                "name": "益民制衣车间",
                "employer": "益民服装有限公司",
                "places": "10",
            },
            follow=True,
        )
        shop = Workshop.objects.get()
        assert "未认定或已失效" in text(made)
        where = f"/workshops/{shop.pk}/"
        told = {"start": "2020-01-01", "end": "2020-07-15", "document": "清人社发〔2020〕1号"}
        assert "认定期内" in text(browser.post(f"{where}recognise/", told, follow=True))
        place = f"/local/workshop/{shop.pk}/place/"
        found = browser.post(place, {"words": "王英"})
        assert "王英" in text(found)
        told = {"person": found.context["found"][0].id, "start": "2020-05-10", "pay": "1300"}
        page = browser.post(place, told, follow=True)
        assert "低于最低工资" in text(page)
        again = browser.post(place, told, follow=True)
        assert "没有再登记一次" in text(again)
        kept = Placement.objects.get()
        attend = {"month": "2020-05", f"days-{kept.pk}": "15.5", f"pay-{kept.pk}": "1200.00"}
        page = browser.post(f"/local/workshop/{shop.pk}/attend/", attend, follow=True)
        assert "15.5 天 1,200.00 元" in text(page)
        proof = {"month": "2020-04", "proof": "invoice", "document": "No.17"}
        assert "2020-04" in text(browser.post(f"{where}prove/", proof, follow=True))
        home = text(browser.get("/"))
        assert "车间认定到期" in home
        assert "工资低于最低工资" in home
        assert "益民制衣车间" in text(browser.get("/local/due/"))
        left = browser.post(
            f"/local/placements/{kept.pk}/leave/",
            {"on": "2020-05-31", "why": "resigned"},
            follow=True,
        )
        assert "已登记离开" in text(left)
        assert "1/10" not in text(browser.get("/workshops/"))


def test_open_places_become_one_vacancy_and_placing_people_fills_and_closes_it(tmp_path, as_user):
    one, two, *_ = county(tmp_path)
    where = Post.objects.get(pk=post(places=2))
    browser = as_user()
    asked = {
        "title": "保洁员",
        "many": "2",
        "pay": "1500",
        "until": "2020-12-31",
        "duties": "打扫楼道",
    }
    with at("2020-06-01"):
        for _ in range(2):
            page = browser.post(f"/local/post/{where.pk}/ask/", asked, follow=True)
        assert "已招 0/2" in text(page)
        place = f"/local/post/{where.pk}/place/"
        for person in (one, two):
            browser.post(place, {"person": person, "start": "2020-06-01"})
        page = text(browser.get(f"/posts/{where.pk}/"))
    assert "已招 2/2" in page
    assert "已关闭" in page
    assert "空余 0" in page.replace("空余0", "空余 0")


def test_a_pay_list_is_brought_recorded_hung_up_and_withdrawn(tmp_path, as_user):
    county(tmp_path)
    browser = as_user()
    with at("2020-06-01"):
        told = {
            "kind": "relief", "county": QINGSHUIHE, "name": "通村路", "employer": "长城路桥有限公司", "year": "2020",
            "central": "20000.00", "start": "2020-03-01",
        }  # fmt: skip
        browser.post("/projects/new/", told)
        where = Project.objects.get()
        path = write(tmp_path / "p.xlsx", COLUMNS, [line(2, "王英", 20, 3000)])
        file = SimpleUploadedFile("发放表.xlsx", path.read_bytes())
        page = browser.post(
            f"/projects/{where.pk}/pay/", {"month": "2020-04", "file": file}, follow=True
        )
        assert "劳务报酬发放表" in text(page)
        assert work_once(keys())
        upload = page.redirect_chain[-1][0]
        browser.post(f"{upload}record/")
        assert work_once(keys())
        assert "15.00%" in text(browser.get("/projects/"))
        kept = PayList.objects.get()
        sheet = text(browser.get(f"/projects/pay/{kept.pk}/"))
        assert "王*" in sheet
        assert "王英" not in sheet
        if has_fonts():
            assert browser.get(f"/projects/pay/{kept.pk}/pdf/").content.startswith(b"%PDF")
        assert "今天张贴" in text(browser.post(f"/projects/pay/{kept.pk}/posted/", follow=True))
        assert "已作废" in text(browser.post(f"/projects/pay/{kept.pk}/withdraw/", follow=True))
        browser.post("/key-enterprises/", {"county": QINGSHUIHE, "employer": "益民服装有限公司", "kind": "leading", "start": "2020-01-01"})  # fmt: skip
        assert "扶贫龙头企业" in text(browser.get("/key-enterprises/"))


def test_differences_name_who_is_counted_on_one_side_only(tmp_path, as_user):
    one, *_ = county(tmp_path)
    shop = workshop()
    recognised(shop)
    where = Workshop.objects.get(pk=shop)
    browser = as_user()
    with at("2020-06-10"):
        browser.post(f"/local/workshop/{shop}/place/", {"person": one, "start": "2020-05-10"})
        Placement.objects.update(valid_from="2020-04-10")  # as if the ledger had never heard
        page = text(browser.get("/local/differences/?on=2020-04-30"))
        assert "仅登记" in page
        assert "这一天没有就业" in page
        assert "逐人一致" in text(browser.get("/local/differences/?on=2020-05-31"))
        assert where.name in text(browser.get("/workshops/"))


def test_other_counties_get_404_and_other_departments_no_names(tmp_path, as_user):
    """A1, A3, A4."""
    one, *_ = county(tmp_path)
    shop, where = workshop(), post()
    other = as_user("other", unit=HELINGEER)
    with at("2020-06-01"):
        for address in (
            f"/workshops/{shop}/", f"/posts/{where}/", f"/local/workshop/{shop}/place/",
            f"/local/differences/?unit={QINGSHUIHE}", "/local/nothing/1/place/",
        ):  # fmt: skip
            assert other.get(address).status_code == 404, address
        assert other.post(f"/local/post/{where}/place/", {"person": one}).status_code == 404
        ndrc = as_user("ndrc", department=Department.NDRC)
        assert ndrc.get(f"/workshops/{shop}/").status_code == 200
        assert ndrc.get(f"/local/workshop/{shop}/place/").status_code == 403


def test_whoever_cannot_be_served_is_listed_beside_free_posts(tmp_path, as_user):
    from leye.apps.matching.models import Run, Shortfall

    one, *_ = county(tmp_path)
    post()
    run = Run.objects.create(
        unit=QINGSHUIHE, on="2020-06-01", asked_by="x", asked_at="2020-06-01T00:00Z", state="done",
        ended_at="2020-06-01T00:00Z",
    )  # fmt: skip
    Shortfall.objects.create(
        run=run, person_id=one, county=QINGSHUIHE, has=0, suiting=0, rule="work", opens=0,
        for_public_post=True,
    )  # fmt: skip
    browser = as_user()
    with at("2020-06-01"):
        page = browser.get("/posts/unserved/")
        assert "王英" in text(page)
        assert "保洁员（空 2）" in text(page)
        where = Post.objects.get()
        form = text(browser.post(f"/local/post/{where.pk}/place/", {"person": one}))
        assert "王英" in form
        assert "没有写清上岗日期" not in form
        browser.post(f"/local/post/{where.pk}/place/", {"person": one, "start": "2020-06-01"})
        assert "没有这样的人" in text(browser.get("/posts/unserved/"))
