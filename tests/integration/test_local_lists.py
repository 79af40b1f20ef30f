"""就地就业 by list, by vacancy and in numbers: workers by Excel, a hire that becomes a placement, part time, gauges."""

import datetime as dt

import pytest

from leye.apps.local_jobs.models import Placement, Post, Workshop
from leye.apps.matching.models import Proposal
from leye.apps.rosters.models import UploadRow
from leye.core.scope import OutOfScope
from leye.gateways import clock
from leye.trips.lists import read_list
from leye.trips.local_jobs import (
    local_jobs_bringing,
    local_jobs_differences,
    local_jobs_due,
    local_jobs_gauges,
    local_jobs_places,
    posts,
)
from leye.trips.local_jobs.local_jobs_places import Asked
from leye.trips.local_jobs.local_jobs_placing import those_in
from leye.trips.receiving import record_now, take
from tests.integration.local_jobs import county, day, post, put, recognised, row, workshop
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, figures, id_no, keys, write

pytestmark = pytest.mark.django_db
COLUMNS = ("姓名", "身份证号码", "上岗时间", "合同起始日期", "合同终止日期", "月工资", "备注")


def listed(n: int, start: str = "2020-05-01", **said: object) -> list[object]:
    told = {
        "姓名": "王" + "英兰芳玲霞红"[n], "身份证号码": id_no(2 * n + 2), "上岗时间": start,
        "合同起始日期": start, "合同终止日期": "2020-12-31", "月工资": "2000", **said,
    }  # fmt: skip
    return [told.get(column) for column in COLUMNS]


def brought(folder, kind: str, place_id: int, rows) -> dict[str, int]:
    path = write(folder / "people.xlsx", COLUMNS, rows)
    upload = local_jobs_bringing.bring_people(clerk(), kind, place_id, path, "名单.xlsx", keys())
    read_list(clerk(), take(clerk(), upload.pk), keys())
    return record_now(clerk(), upload.pk, keys())


def test_workers_of_a_workshop_come_by_list_and_each_is_placed_once(tmp_path):
    county(tmp_path)
    with at("2020-06-01"):
        shop = workshop()
        recognised(shop)
        rows = [
            listed(0), listed(1, 上岗时间=""), listed(2, 身份证号码=id_no(90)), listed(0),
            listed(3, 合同起始日期="2000-01-01", 上岗时间="2020-05-02"),
        ]  # fmt: skip
        counts = brought(tmp_path, "workshop", shop, rows)
        assert (counts["new"], counts["refused"], counts["waiting"]) == (1, 2, 2)
        (one,) = Placement.objects.all()
        assert (one.workshop_id, one.contract_months, one.monthly_pay) == (shop, 8, 2000)
        codes = set(UploadRow.objects.values_list("codes", flat=True))
        assert {"local.hired", "local.twice", "local.place", "contract.age"} <= {
            x for c in codes for x in c.split()
        }
        again = brought(tmp_path, "workshop", shop, [listed(0)])
        assert (again["same"], again["new"]) == (1, 0)
        assert [len(x.rows) for x in local_jobs_differences.differences(clerk(), QINGSHUIHE, day("2020-06-01"), keys())] == [0, 0]  # fmt: skip
        with pytest.raises(OutOfScope):
            local_jobs_bringing.bring_people(clerk(HELINGEER), "workshop", shop, tmp_path / "people.xlsx", "x.xlsx", keys())  # fmt: skip


def test_holders_of_a_post_come_by_list_and_nobody_holds_two(tmp_path):
    people = county(tmp_path)
    with at("2020-06-01"):
        first, second = post(), post("护林员", 1, "另一笔资金")
        put(Post.objects.get(pk=second), people[0], "2020-05-01")
        counts = brought(tmp_path, "post", first, [listed(0), listed(1), listed(2), listed(3)])
        assert (counts["new"], counts["waiting"]) == (
            2,
            2,
        )  # one has a post, for one there is no place left
    assert Placement.objects.filter(post_id=first).count() == 2


def test_whoever_is_taken_on_through_a_workshops_vacancy_works_there_from_that_day(tmp_path):
    people = county(tmp_path)
    with at("2020-06-01"):
        shop = Workshop.objects.get(pk=workshop())
        recognised(shop.pk)
        asked = Asked(2, "缝纫工", "缝纫", "2500元", dt.date(2020, 12, 31))
        vacancy = local_jobs_places.ask_for_workers(clerk(), shop, asked, keys())
        assert local_jobs_bringing.place_hired(clerk()) == 0
        Proposal.objects.create(
            person_id=people[0], vacancy_id=vacancy, county=QINGSHUIHE, points=1, step="hired",
            hired_on=day("2020-05-20"), is_standing=True, reasons="x", made_at=clock.now(),
        )  # fmt: skip
        assert local_jobs_bringing.place_hired(clerk()) == 1
        assert local_jobs_bringing.place_hired(clerk()) == 0
    one = Placement.objects.get()
    assert (one.workshop_id, one.valid_from, one.person_id) == (
        shop.pk,
        day("2020-05-20"),
        people[0],
    )


def test_a_part_time_post_is_held_against_its_hours(tmp_path):
    people = county(tmp_path)
    with at("2020-06-01"):
        line = Post.objects.get(pk=post()).line_id
        given = posts.PostGiven(line, "半日保洁员", "城关镇人民政府", 2, 800, weekly_hours=20)
        half = posts.open_post(clerk(), given)
        low = posts.open_post(
            clerk(), posts.PostGiven(line, "钟点保洁员", "城关镇人民政府", 1, 700, weekly_hours=20)
        )
        good = put(Post.objects.get(pk=half), people[0], "2020-05-01")
        bad = put(Post.objects.get(pk=low), people[1], "2020-05-01")
        assert (row(good).weekly_hours, row(bad).weekly_hours) == (20, 20)
        due = local_jobs_due.due(clerk(), keys())
        assert [one.row.pk for one in due.pay] == [bad]
        (seen,) = those_in(clerk(), Post.objects.get(pk=low), keys())
        assert any("每周20小时" in flag for flag in seen.flags)
        (seen,) = those_in(clerk(), Post.objects.get(pk=half), keys())
        assert not any("最低工资" in flag for flag in seen.flags)


def test_heads_registered_agree_with_annexes_1_and_3_and_the_gauges_add_up(tmp_path):
    people = county(tmp_path)
    with at("2020-06-01"):
        shop = Workshop.objects.get(pk=workshop())
        recognised(shop.pk)
        held = Post.objects.get(pk=post())
        put(shop, people[0], "2020-05-01")
        put(shop, people[1], "2020-05-01")
        put(held, people[2], "2020-05-01")
        on = day("2020-06-01")
        told = local_jobs_gauges.gauges(clerk(), on)
        assert told[QINGSHUIHE] == local_jobs_gauges.Gauge(1, 2, 2, 1, 0)
        workers, holders = local_jobs_differences.differences(clerk(), QINGSHUIHE, on, keys())
        assert (workers.ledger, workers.registered, workers.many) == (2, 2, 0)
        assert (holders.ledger, holders.registered, holders.many) == (1, 1, 0)
        told = figures("1", "2020-05")["清水河县"]
        assert (told["workshop"], told["post"]) == (workers.registered, holders.registered)
        assert figures("3", "2020-05")["益民小区"]["employed"] == 3  # the same heads, by site
        region = local_jobs_gauges.gauges(clerk("150000"), on)
        assert sum(one.workers for one in region.values()) == 2
        assert len(region) > 100
