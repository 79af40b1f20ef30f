"""部门任务: what each department owes for a month, who has brought it, who is late; what 发改 says of the sites."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leye.apps.duties.models import Delivery, SiteProgress
from leye.core.periods import Month
from leye.core.scope import Department, OutOfScope, Role, Scope
from leye.notices.duties import load_duties
from leye.trips.boards import duties
from tests.functional.conftest import account
from tests.functional.test_figure_pages import text
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, a_county, at, clerk, listed

pytestmark = pytest.mark.django_db
MAY = Month.parse("2020-05")
NDRC = Scope("ndrc-clerk", QINGSHUIHE, Role.CLERK, Department.NDRC)
INDUSTRY = Scope("industry-clerk", QINGSHUIHE, Role.CLERK, Department.INDUSTRY)


@pytest.fixture
def site():
    (found,) = a_county()
    listed(found, 524, 1263, 524, 1263)
    return found


def standing(day, hour=9, minute=0, key="construction", scope=None):
    with at(day, hour, minute):
        rows = duties.board(scope or clerk(), QINGSHUIHE, MAY).rows
    return next(cell.standing.value for cell in rows[0].cells if cell.duty.key == key)


def bring(day, key="construction", scope=NDRC, what="5月进展", document="", hour=9, minute=0):
    with at(day, hour, minute):
        return duties.deliver(scope, key, MAY, 11, what, document)


def test_every_duty_of_the_notice_has_its_department_its_words_and_its_day(site):
    assert {d.department.value for d in load_duties("nm_2020_84")} == {
        "ndrc",
        "industry",
        "poverty",
    }
    with at("2020-05-31"):
        board = duties.board(clerk(REGION), REGION, MAY)
    assert board.due_on == dt.date(2020, 6, 1)
    assert "通知" in board.due.cite
    assert [row.code for row in board.rows] == [QINGSHUIHE]
    assert board.many == {"brought": 0, "late": 0, "waiting": 6, "overdue": 0}


def test_what_is_brought_on_the_last_day_is_in_time_and_a_minute_later_late(site):
    assert standing("2020-06-01", 23, 59) == "waiting"
    assert standing("2020-06-02", 0, 1) == "overdue"
    bring("2020-06-01", hour=23, minute=59)
    assert standing("2020-06-05") == "brought"
    bring("2020-06-02", "vacancies", INDUSTRY, "42个岗位", hour=0, minute=1)
    assert standing("2020-06-05", key="vacancies") == "late"
    assert standing("2020-06-05", key="workshops") == "overdue"


def test_the_same_twice_is_once_and_a_supplement_keeps_the_first_day(site):
    assert bring("2020-06-01")
    assert not bring("2020-06-02")
    assert bring("2020-06-03", what="补充一个点")
    assert [row.number for row in Delivery.objects.order_by("pk")] == [1, 2]
    assert standing("2020-06-05") == "brought"


def test_a_department_brings_its_own_only_and_the_leading_one_names_the_paper(site):
    with pytest.raises(OutOfScope):
        bring("2020-06-01", "vacancies", NDRC)
    with pytest.raises(OutOfScope):
        bring("2020-06-01", "nothing", NDRC)
    with pytest.raises(duties.NotAccepted, match="来文"):
        bring("2020-06-01", scope=clerk())
    assert bring("2020-06-01", scope=clerk(), document="发改函〔2020〕1号")
    with pytest.raises(duties.NotAccepted, match="没有写提供了什么"):
        bring("2020-06-01", what=" ")
    for scope in (clerk(LEAGUE), Scope("r", QINGSHUIHE, Role.READER, Department.NDRC)):
        with pytest.raises(OutOfScope):
            bring("2020-06-01", scope=scope)
    with at("2020-04-30"), pytest.raises(duties.NotAccepted, match="还没有开始"):
        duties.deliver(NDRC, "construction", MAY, None, "x", "")


def test_another_county_sees_no_delivery_and_no_progress(site):
    bring("2020-06-01")
    other = clerk(HELINGEER)
    with at("2020-06-05"):
        assert duties.board(other, HELINGEER, MAY).rows == ()
        assert duties.progress(other, HELINGEER, dt.date(2020, 6, 5)) == []
        for call in (duties.board, duties.progress):
            with pytest.raises(OutOfScope):
                call(other, QINGSHUIHE, MAY if call is duties.board else dt.date(2020, 6, 5))
        foreign = Scope("n", HELINGEER, Role.CLERK, Department.NDRC)
        with pytest.raises(OutOfScope):
            tell(foreign, site)


def tell(scope, site, day="2020-06-01", **numbers):
    told = {"dwellings": 524, "built": 524, "households": 524, "people": 1263, **numbers}
    return duties.record_progress(scope, site, dt.date.fromisoformat(day), "occupied", told, "")


def test_what_is_strange_about_a_site_is_kept_and_told(site):
    with at("2020-06-02"):
        assert tell(NDRC, site)
        assert not tell(NDRC, site)
        assert duties.progress(clerk(), QINGSHUIHE, dt.date(2020, 6, 2))[0].remarks == ()
        assert tell(NDRC, site, "2020-06-02", built=530, households=540, people=12)
        found = duties.progress(clerk(), QINGSHUIHE, dt.date(2020, 6, 2))[0]
        assert len(found.remarks) == 4
        assert duties.progress(clerk(), QINGSHUIHE, dt.date(2020, 6, 1))[0].told.built == 524
        with pytest.raises(duties.NotAccepted, match="不能晚于今天"):
            tell(NDRC, site, "2020-06-03")
    assert SiteProgress.objects.count() == 2


def test_the_database_refuses_a_delivery_twice_and_one_without_an_author(site):
    bring("2020-06-01")
    said = {"duty": "construction", "unit": QINGSHUIHE, "month": "2020-05", "department": "ndrc", "what": "y", "delivered_at": timezone.now()}  # fmt: skip
    for wrong in ({"number": 1, "delivered_by": "x"}, {"number": 9, "delivered_by": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(**said, **wrong)


def test_the_pages_show_who_is_late_and_take_what_is_brought(site, client):
    client.force_login(
        account("ndrc", QINGSHUIHE, department=Department.NDRC),
        "django.contrib.auth.backends.ModelBackend",
    )
    with at("2020-06-05", 10):
        assert "逾期未交" in text(client.get("/duties/"))
        page = "/duties/construction/?month=2020-05"
        assert "没有写提供了什么" in text(client.post(page, {"what": ""}, follow=True))
        assert "已登记" in text(client.post(page, {"what": "11个点", "many": "11"}, follow=True))
        assert "没有重复登记" in text(
            client.post(page, {"what": "11个点", "many": "11"}, follow=True)
        )
        assert client.post("/duties/vacancies/", {"what": "x"}).status_code == 404
        assert client.get("/duties/?unit=150123").status_code == 404
        assert client.get("/duties/?month=x").status_code == 404
        said = {"site": site, "as_of": "2020-06-05", "stage": "occupied", "dwellings": "1", "built": "2", "households": "3", "people": "2", "document": ""}  # fmt: skip
        assert "请核对" in text(client.post("/progress/", said, follow=True))
        assert "都要填整数" in text(client.post("/progress/", {**said, "built": "二"}, follow=True))
        assert "没有写清截至日期" in text(
            client.post("/progress/", {**said, "as_of": ""}, follow=True)
        )
        assert "没有选建设阶段" in text(
            client.post("/progress/", {**said, "stage": "x"}, follow=True)
        )
        assert client.post("/progress/", {**said, "site": "999"}).status_code == 404
