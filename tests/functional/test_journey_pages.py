"""Pages of 劳务输出: what a clerk sees and does, what a neighbour, a reader and a stranger with a link do not."""

import json

import pytest
from django.conf import settings
from django.urls import reverse

from leye.apps.audit.models import AuditEvent
from leye.apps.journeys.models import Journey
from leye.core.scope import Role
from leye.trips import passing
from leye.trips.journeys import escorting, journey_booking, journey_work
from leye.trips.keys import keys_of
from tests.functional.test_figure_pages import text
from tests.integration.journeys import booked, going_county, planned, vacancy, vehicles
from tests.integration.vacancies import TODAY
from tests.made import HELINGEER, at, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    going_county(tmp_path)


def test_a_clerk_books_plans_tells_and_prints(county, as_user):
    with at(TODAY, 12, 45):
        client = as_user()
        page = text(client.get("/going-out/"))
        assert "北京朝阳电子有限公司" in page
        assert "登记外出" in page
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at(TODAY, 13):
        assert "与最好的排法相差不超过" in text(client.get("/journeys/"))
        here = f"/journeys/one/{journey.pk}/"
        assert "健康码为绿码" in text(client.get(here))
        said = {
            "what": "issue",
            "vehicle_no": "蒙A·12345",
            "escort_name": "李建国",
            "escort_phone": "13800000000",
            "time": "07:30",
        }
        assert "已下达" in text(client.post(f"{here}do/", said, follow=True))
        assert "一车一方案" in text(client.get(here))
        fine = {"what": "health", "fine": [f"{riders[0]}:code"]}
        assert "已记下" in text(client.post(f"{here}do/", fine, follow=True))
        assert "请随车" not in text(client.post(f"{here}do/", {"what": "escort"}))
        assert client.get(f"{here}sheet.xlsx/").content[:2] == b"PK"
        assert client.get(f"{here}sheet.pdf/").content[:4] == b"%PDF"
        assert "估算" in text(client.get("/journeys/stops/"))
        moved = client.post("/journeys/move/", {"booking": riders[0], "to": "0"}, follow=True)
        assert "等待排车" in text(moved)
        assert "没有要回访的人" in text(client.get("/follow-ups/"))
    assert AuditEvent.objects.filter(action="journey.health_read").exists()
    assert AuditEvent.objects.filter(action="journey.printed").count() == 2


def test_a_start_that_has_gone_by_is_said_at_once_and_in_the_planner(county, as_user):
    with at(TODAY, 12, 45):
        [group] = journey_booking.candidates(clerk(), keys_of(settings.HOME))
        said = {"row": [one.proposal_id for one in group.people], "start_on": "2020-05-01"}
        assert "2020-05-01 已经过去" in text(as_user().post("/going-out/book/", said, follow=True))
    planned()
    with at(TODAY, 13):
        page = text(as_user("later").get("/journeys/"))
    assert "开工日期已过（2020-05-01）" in page
    assert "太近" not in page
    assert "与最好的排法" not in page  # nobody was seated: there is nothing to compare


def test_what_was_typed_stays_in_a_form_that_is_refused(county, as_user):
    booked()
    planned()
    [(journey, _)] = vehicles()
    said = {
        "what": "issue", "vehicle_no": "蒙A·12345", "escort_name": "李建国", "escort_phone": "138", "time": "07:30",
    }  # fmt: skip
    with at(TODAY, 13):
        page = text(as_user().post(f"/journeys/one/{journey.pk}/do/", said, follow=True))
    assert "7到12位" in page
    for words in ("蒙A·12345", "李建国", "138", "07:30"):
        assert f'value="{words}"' in page


def test_who_goes_by_himself_has_no_plate_and_no_escort(county, as_user):
    booked()
    planned()
    [(journey, _)] = vehicles()
    Journey.objects.filter(pk=journey.pk).update(mode="own", kind="自行前往", vehicle_no="旧号")
    said = {"what": "issue", "vehicle_no": "蒙A·12345", "escort_name": "李建国", "time": "07:30"}
    with at(TODAY, 13):
        client = as_user()
        assert "旧号" not in text(client.get("/journeys/"))
        client.post(f"/journeys/one/{journey.pk}/do/", said)
    journey.refresh_from_db()
    assert (journey.vehicle_no, journey.escort_name) == ("", "")


def test_an_escort_and_an_employer_come_in_by_links_and_reach_one_journey_only(county, client):
    booked()
    planned()
    [(journey, riders)] = vehicles()
    assert client.get(reverse("escort")).status_code == 404
    assert client.get(reverse("gate")).status_code == 404
    with at("2020-06-08"):
        escort, employer = escorting.link(clerk(), journey.pk), vacancy().employer_id
        gate = journey_work.link(clerk(), journey.pk, employer)
        client.post("/p/", {"key": escort})
        assert "王英" not in text(
            client.get("/escort/")
        )  # the shell that a phone keeps names nobody
        told = client.get("/escort/list.json").json()
        assert {one["id"] for one in told["people"]} == set(riders)
        item = {
            "uuid": "a" * 36,
            "booking": riders[0],
            "mark": "boarded",
            "device_at": "2020-06-07T23:40:00Z",
            "offset": 0,
        }
        strange = {"uuid": "b" * 36, "booking": 999_999, "mark": "boarded", "device_at": "x"}
        sent = json.dumps({"device_now": "2020-06-08T01:00:00Z", "items": [item, strange]})
        answer = client.post("/escort/ticks/", sent, content_type="application/json").json()
        assert [one["state"] for one in answer["items"]] == ["taken", "refused"]
        assert (
            client.post("/escort/ticks/", "x", content_type="application/json").status_code == 400
        )
        client.post("/p/", {"key": gate})
        page = text(client.post("/gate/", {"row": riders[:4]}, follow=True))
        assert "已经确认过" in page
    with at("2020-07-01"):
        assert passing.enter(escort) is None


def test_neighbours_readers_and_approvers_see_and_do_nothing(county, as_user):
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at(TODAY, 14):
        neighbour = as_user("neighbour", HELINGEER)
        here = f"/journeys/one/{journey.pk}/"
        assert neighbour.get(here).status_code == 404
        assert neighbour.get(f"{here}sheet.pdf/").status_code == 404
        assert neighbour.post(f"{here}do/", {"what": "cancel"}).status_code == 404
        assert (
            neighbour.post("/journeys/move/", {"booking": riders[0], "to": "0"}).status_code == 404
        )
        assert "王英" not in text(neighbour.get("/journeys/"))
        reader = as_user("reader", role=Role.READER)
        assert reader.get("/going-out/").status_code == 403
        approver = as_user("approver", role=Role.APPROVER)
        assert (
            approver.post("/journeys/move/", {"booking": riders[0], "to": "0"}).status_code == 403
        )


def test_a_clerk_says_which_vehicles_there_are_and_a_reader_of_another_county_sees_none(
    county, as_user
):
    said = {
        "county": "150124", "name": "面包车7座", "carrier": "客运公司", "mode": "coach", "seats": "7", "hire": "100",
        "per_km": "1.5", "from": "2020-06-01", "source": "合同",
    }  # fmt: skip
    with at(TODAY, 14):
        client = as_user()
        assert "还没有登记车辆" in text(client.get("/journeys/fleet/"))
        page = text(client.post("/journeys/fleet/", said, follow=True))
        assert "客运公司" in page
        assert "每公里 1.5" in page
        assert "写的是" in text(
            client.post("/journeys/fleet/", said | {"seats": "很多"}, follow=True)
        )
        pk = client.get("/journeys/fleet/").context["lines"][0].id
        ended = client.post("/journeys/fleet/", {"kind": pk, "end": "2020-06-30"}, follow=True)
        assert "至 2020-06-30" in text(ended)
        neighbour = as_user("neighbour", HELINGEER)
        assert "客运公司" not in text(neighbour.get("/journeys/fleet/"))
