"""What an escort's phone may say and see: its own journey's people, by links that are its escort's."""

import json

import pytest

from leye.apps.journeys.models import Journey, Tick
from leye.trips.journeys import escorting, journey_changes
from tests.integration.journeys import booked, going_county, planned, vehicles
from tests.made import at, clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def bus(tmp_path):
    """A planned bus of the morning of 7 June, and who sits in it."""
    going_county(tmp_path)
    booked()
    planned()
    [(journey, riders)] = vehicles()
    return journey, riders


def said(booking_id, mark="boarded", when="2020-06-07T07:30:00+08:00"):
    return {"key": f"{mark}-{booking_id}-{when}"[:40], "booking": booking_id, "mark": mark, "at": when}  # fmt: skip


def test_a_link_names_nobody_who_never_sat_in_its_journey_and_takes_who_was_moved_away(bus, client):
    """A tick that a phone kept for somebody who sits elsewhere by now is still taken: he sat here."""
    journey, riders = bus
    moved = riders[-2:]
    with at("2020-06-07", 8):
        other = Journey.objects.get(pk=journey.pk)
        other.pk = None
        other.save()
        for one in moved:
            journey_changes.move(clerk(), one, other.pk)
        client.post("/p/", {"key": escorting.link(clerk(), other.pk)})
        items = [
            {"uuid": f"phone-tick-{one}", "booking": one, "mark": "boarded", "offset": 0,
             "device_at": "2020-06-07T07:50:00+08:00"}
            for one in range(max(min(riders) - 20, 1), max(riders) + 20)
        ]  # fmt: skip
        sent = json.dumps({"items": items})
        told = client.post("/escort/ticks/", sent, content_type="application/json").json()["items"]
        taken = {int(one["uuid"][11:]) for one in told if one["state"] == "taken"}
        assert taken == set(moved)
        assert "王" not in json.dumps(told, ensure_ascii=False)
        listed = {one["id"] for one in client.get("/escort/list.json").json()["people"]}
        assert listed == set(moved)
        late = escorting.keep(clerk(), journey.pk, [said(moved[0])])
    assert list(late.values()) == ["排车已经改过，这个人现在不在这趟车上"]
    assert set(Tick.objects.filter(journey=journey).values_list("booking_id", flat=True)) == {
        moved[0]
    }


def test_a_strange_tick_is_kept_but_does_not_let_the_journey_leave(bus):
    """Two days before its day the bus still stands, its seats can be changed; on the day it leaves."""
    journey, riders = bus
    with at("2020-06-05", 9):
        early = escorting.keep(
            clerk(), journey.pk, [said(riders[0], when="2020-06-05T08:00:00+08:00")]
        )
        assert list(early.values()) == ["记录时间早于出发日期"]
        journey.refresh_from_db()
        assert journey.state == "planned"
        assert journey_changes.change_vehicle(clerk(), journey.pk, "大客车", 30).left == ()
    with at("2020-06-07", 9):
        assert list(escorting.keep(clerk(), journey.pk, [said(riders[0])]).values()) == [""]
    journey.refresh_from_db()
    assert journey.state == "left"
    assert Tick.objects.count() == 2
