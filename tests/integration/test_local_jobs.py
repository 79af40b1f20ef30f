"""就地就业: workshops and posts, their people, and what that makes of annex 1."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from leye.apps.local_jobs import selectors
from leye.apps.local_jobs.models import Placement, Post, Recognition, Workshop
from leye.apps.people import selectors as people
from leye.core.local_jobs.vocabulary import Leaving, Proof
from leye.core.periods import Month
from leye.core.scope import Department, OutOfScope, Role, Scope
from leye.trips.local_jobs import local_jobs_placing as placing
from leye.trips.local_jobs import posts, workshops
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_placing import Placing
from leye.trips.local_jobs.local_jobs_spells import follow_recognitions
from tests.integration.local_jobs import county, day, post, put, recognised, row, workshop
from tests.made import (
    HELINGEER,
    QINGSHUIHE,
    WORK,
    at,
    clerk,
    figures,
    keys,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db


def annex1(month: str) -> dict[str, int]:
    return figures("1", month)["清水河县"]


def spells(person: int) -> list[tuple[str, str, str | None, bool]]:
    found = [
        one for one in people.held(clerk(), [person])[person] if one.table == "ledger_employment"
    ]
    return sorted(
        (
            one.values["job_kind"], one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to else None, bool(one.values["is_primary"]),
        )
        for one in found
    )  # fmt: skip


def test_whoever_is_placed_in_a_recognised_workshop_or_a_post_is_counted_in_annex_1(tmp_path):
    one, two, three, _ = county(tmp_path)
    shop = workshop()
    recognised(shop)
    where = Workshop.objects.get(pk=shop)
    put(where, one, "2020-02-10")
    put(where, two, "2020-05-20")
    put(Post.objects.get(pk=post()), three, "2020-05-31")
    told = annex1("2020-05")
    assert (told["workshop"], told["post"], told["local"]) == (2, 1, 3)
    assert annex1("2020-04")["workshop"] == 1
    workers, holders = selectors.counts_on(clerk(), day("2020-05-31"))
    assert (sum(workers.values()), sum(holders.values())) == (told["workshop"], told["post"])


def test_a_cancelled_workshop_keeps_its_workers_employed_but_no_longer_in_a_workshop(tmp_path):
    """DOMAIN 2.3, annex 1 column G: a cancelled workshop's people are still F, not G."""
    one, *_ = county(tmp_path)
    shop = workshop()
    recognised(shop)
    put(Workshop.objects.get(pk=shop), one, "2020-02-10")
    with at("2020-05-20"):
        found = Recognition.objects.get()
        workshops.cancel(clerk(), found.pk, shop, day("2020-05-15"), "清人社发〔2020〕9号")
        with pytest.raises(NotPossible, match="已经撤销"):
            workshops.cancel(clerk(), found.pk, shop, day("2020-05-15"), "再撤一次")
    assert spells(one) == [
        ("unit", "2020-05-15", None, True),
        ("workshop", "2020-02-10", "2020-05-15", True),
    ]
    assert (annex1("2020-04")["workshop"], annex1("2020-05")["workshop"]) == (1, 0)
    assert annex1("2020-05")["local"] == 1
    recognised(shop, "2020-05-28")
    assert annex1("2020-05")["workshop"] == 1


def test_a_recognition_that_runs_out_is_followed_by_the_day_and_only_once(tmp_path):
    one, two, *_ = county(tmp_path)
    shop = workshop()
    recognised(shop, "2020-01-01", "2020-05-31")
    where = Workshop.objects.get(pk=shop)
    put(where, one, "2020-02-10", "2020-05-01")
    gone = put(where, two, "2020-02-10", "2020-05-01")
    with at("2020-05-20"):
        placing.leave(clerk(), gone, day("2020-05-19"), Leaving.RESIGNED)
        assert follow_recognitions(clerk()) == 0
    with at("2020-06-01"):
        assert follow_recognitions(clerk()) == 2  # the spell is split
        assert follow_recognitions(clerk()) == 0
    assert [kind for kind, *_ in spells(one)] == ["unit", "workshop"]
    assert spells(two) == [("workshop", "2020-02-10", "2020-05-20", True)]


def test_leaving_ends_the_spell_and_coming_back_begins_another(tmp_path):
    one, *_ = county(tmp_path)
    where = Post.objects.get(pk=post())
    first = put(where, one, "2020-02-10")
    with at("2020-06-01"):
        placing.leave(clerk(), first, day("2020-04-30"), Leaving.RESIGNED)
        with pytest.raises(NotPossible, match="已经登记过离开"):
            placing.leave(clerk(), first, day("2020-04-30"), Leaving.RESIGNED)
    put(where, one, "2020-05-10")
    assert spells(one) == [
        ("public_post", "2020-02-10", "2020-05-01", True),
        ("public_post", "2020-05-10", None, True),
    ]


def test_what_was_noted_by_mistake_leaves_the_ledger_as_it_was(tmp_path):
    one, *_ = county(tmp_path)
    told = worker(2, "王英", 就业形式="务工", 务工所在地="清水河县", 务工开始时间="2019-03-01")
    take_in(write(tmp_path / "w.xlsx", WORK, [told]), "2020-02-29")
    before = spells(one)
    where = Post.objects.get(pk=post())
    made = put(where, one, "2020-05-10")
    assert [kind for kind, *_ in spells(one)] == ["public_post", "unit"]
    with at("2020-06-02"):
        with pytest.raises(NotPossible, match="写清错在哪里"):
            placing.leave(clerk(), made, day("2020-06-01"), Leaving.MISTAKE)
        placing.leave(clerk(), made, day("2020-06-01"), Leaving.MISTAKE, "人名看错")
    assert spells(one) == before
    put(where, one, "2020-05-12")  # the right day can be noted after that


def test_a_spell_that_a_roster_knows_from_an_earlier_day_is_the_same_and_keeps_its_day(tmp_path):
    one, *_ = county(tmp_path)
    told = worker(
        2, "王英", 就业形式="扶贫车间", 务工所在地="清水河县", 务工企业名称="清水河县益民服装有限公司",
        务工开始时间="2019-03-01",
    )  # fmt: skip
    take_in(write(tmp_path / "w.xlsx", WORK, [told]), "2020-02-29")
    shop = workshop()
    recognised(shop, "2019-01-01")
    put(Workshop.objects.get(pk=shop), one, "2020-04-01", contract_months=12)
    assert spells(one) == [("workshop", "2019-03-01", None, True)]


def test_nobody_holds_two_posts_on_one_day_whoever_writes(tmp_path):
    one, *_ = county(tmp_path)
    put(Post.objects.get(pk=post()), one, "2020-02-10")
    other = Post.objects.get(pk=post("护路员", line="林草资金"))
    with pytest.raises(NotPossible, match="一人不能同时占两个岗位"):
        put(other, one, "2020-05-10")
    kept = Placement.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Placement.objects.create(
            person_id=one, county=QINGSHUIHE, post=other, valid_from=day("2020-03-01"),
            valid_to=day("2020-03-02"), left_why="term", noted_by="x", noted_at=kept.noted_at,
        )  # fmt: skip
    assert Placement.objects.count() == 1


def test_more_than_the_places_of_a_post_takes_a_word_of_explanation(tmp_path):
    people_ids = county(tmp_path)
    where = Post.objects.get(pk=post(places=1))
    put(where, people_ids[0], "2020-02-10")
    with pytest.raises(NotPossible, match="名额 1 个，已安置 1 人"):
        put(where, people_ids[1], "2020-05-10")
    put(where, people_ids[1], "2020-05-10", explained="县政府常务会议纪要")
    with at("2020-06-01"):
        assert posts.board(clerk()).posts[0].free == 0


def test_a_post_lasts_three_years_and_longer_only_for_who_is_near_retirement(tmp_path):
    """People of 1985 and, by another number, of 1961: a man of 59 may stay until he is 60 and no less than 3 years."""
    one, *_ = county(tmp_path)
    where = Post.objects.get(pk=post())
    made = put(where, one, "2020-02-10")
    assert row(made).ends_by == day("2023-02-10")
    with at("2022-12-20"):
        flags = posts.page(clerk(), where.pk, keys()).people[0].flags
        assert any("天满期" in flag for flag in flags)
        assert [one.pk for one in selectors.ending(clerk(), day("2023-02-18"))] == [made]
    with at("2023-03-01"):
        flags = posts.page(clerk(), where.pk, keys()).people[0].flags
        assert any("已满最长期限" in flag for flag in flags)


def test_work_far_away_during_a_post_and_pay_below_the_minimum_are_flagged_not_forbidden(tmp_path):
    one, *_ = county(tmp_path)
    where = Post.objects.get(pk=post())
    made = put(where, one, "2020-02-10", monthly_pay=1200)
    told = worker(
        2, "王英", 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2020-03-01", 务工结束时间="2020-05-30",
    )  # fmt: skip
    take_in(write(tmp_path / "w.xlsx", WORK, [told]), "2020-05-31")
    with at("2020-06-01"):
        month = [placing.Worked(made, placing.Decimal("21.5"), 90_000)]
        assert placing.attend(clerk(), where, day("2020-05-01"), month) == 1
        assert placing.attend(clerk(), where, day("2020-05-01"), month) == 0
        page = posts.page(clerk(), where.pk, keys())
    flags = "".join(page.people[0].flags)
    assert "天在外地就业" in flags
    assert "月工资 1200 元，低于最低工资 1460 元" in flags
    assert "2020-05 出勤 21.5 天发 900.00 元" in flags


def test_nobody_under_sixteen_is_placed_and_nothing_lies_in_the_future(tmp_path):
    one, *_ = county(tmp_path)
    where = Post.objects.get(pk=post())
    with pytest.raises(NotPossible, match="不满16周岁"):
        put(where, one, "2001-03-11")
    with pytest.raises(NotPossible, match="还没有到"):
        put(where, one, "2020-06-02")


def test_a_workshop_runs_in_months_that_an_invoice_or_attendance_shows(tmp_path):
    one, *_ = county(tmp_path)
    shop = workshop()
    where = Workshop.objects.get(pk=shop)
    made = put(where, one, "2020-02-10")
    with at("2020-06-01"):
        month = [placing.Worked(made, placing.Decimal(20), 200_000)]
        placing.attend(clerk(), where, day("2020-03-01"), month)
        assert workshops.prove(clerk(), shop, Month(2020, 4), Proof.INVOICE, "No.0417")
        assert not workshops.prove(clerk(), shop, Month(2020, 4), Proof.INVOICE, "No.0417")
        first, last = day("2020-01-01"), day("2020-06-01")
        found = selectors.months_running(clerk(), [shop], first, last)
        page = workshops.page(clerk(), shop, keys())
    assert found == {shop: {day("2020-03-01"), day("2020-04-01")}}
    assert [str(one.month) for one in page.months if one.is_running] == ["2020-04", "2020-03"]
    assert page.short == (
        "在岗建档立卡劳动力 1 人，不足 5 人", "1 人没有登记 6 个月以上的合同或协议",
    )  # fmt: skip


def test_another_county_sees_and_changes_nothing(tmp_path):
    """A3: a foreign workshop, post or placement answers as one that does not exist."""
    one, two, *_ = county(tmp_path)
    shop = workshop()
    where = Post.objects.get(pk=post())
    made = put(where, one, "2020-02-10")
    other = clerk(HELINGEER)
    with at("2020-06-01"):
        assert workshops.listed(other) == []
        assert posts.board(other).posts == ()
        for leak in (
            lambda: workshops.page(other, shop, keys()),
            lambda: posts.page(other, where.pk, keys()),
            lambda: placing.leave(other, made, day("2020-05-01"), Leaving.OTHER),
            lambda: placing.place(other, where, Placing(two, day("2020-05-01"))),
            lambda: workshops.register(other, workshops.Given(QINGSHUIHE, "甲", "乙")),
            lambda: workshops.recognise(other, shop, day("2020-01-01"), None, "文"),
        ):
            with pytest.raises(OutOfScope):
                leak()


def test_another_department_registers_workshops_but_reads_no_names(tmp_path):
    """A4: 发改 sees figures; names belong to 人社 and 扶贫."""
    one, *_ = county(tmp_path)
    ndrc = Scope("ndrc", QINGSHUIHE, Role.CLERK, Department.NDRC)
    shop = workshop(scope=ndrc)
    put(Workshop.objects.get(pk=shop), one, "2020-02-10")
    with at("2020-06-01"):
        assert workshops.page(ndrc, shop, keys()).people[0].person is None
        with pytest.raises(OutOfScope):
            placing.place(ndrc, Workshop.objects.get(), Placing(one, dt.date(2020, 5, 1)))
