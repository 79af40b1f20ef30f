"""以工代赈: pay lists by Excel, the share of labour pay by the year's rule, and what they say in the ledger."""

import pytest

from leye.apps.local_jobs.models import PayRow
from leye.apps.rosters.models import Upload, UploadRow
from leye.core.local_jobs.vocabulary import ProjectKind
from leye.core.periods import Month
from leye.core.scope import OutOfScope
from leye.trips.lists import read_list
from leye.trips.local_jobs import projects
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.receiving import record_now, take
from leye.trips.rosters.mending import explain
from tests.integration.local_jobs import county, day
from tests.integration.test_local_jobs import annex1, spells
from tests.made import (
    HELINGEER,
    QINGSHUIHE,
    WORK,
    at,
    clerk,
    id_no,
    keys,
    take_in,
    worker,
    write,
)  # fmt: skip

pytestmark = pytest.mark.django_db
COLUMNS = ("序号", "姓名", "身份证号码", "出工天数", "劳务报酬（元）", "签字")


def project(year: int = 2020, central: int = 100_000_00, **said) -> int:
    given = projects.Given(
        QINGSHUIHE, ProjectKind.RELIEF, f"{year}年通村道路", "清水河县长城路桥有限公司", year, central,
        day(f"{year}-03-10"), **said,
    )  # fmt: skip
    with at(f"{year}-06-01"):
        return projects.register(clerk(), given)


def line(order: int, name: str, days: object, pay: object) -> list[object]:
    return [1, name, id_no(order), days, pay, None]


def bring(tmp_path, project_id: int, month: str, rows, on: str = "2020-07-01") -> Upload:
    path = write(tmp_path / f"pay-{month}.xlsx", COLUMNS, [*rows, ["合计", None, None, None, 9]])
    with at(on):
        upload = projects.bring_list(
            clerk(), project_id, Month.parse(month), path, "发放表.xlsx", keys()
        )
        read_list(clerk(), take(clerk(), upload.pk), keys())
        record_now(clerk(), upload.pk, keys())
    upload.refresh_from_db()
    return upload


def test_a_pay_list_gives_work_to_people_of_the_ledger_and_keeps_the_others(tmp_path):
    one, two, *_ = county(tmp_path)
    where = project()
    rows = [
        line(2, "王英", 20, "3,000.50"),
        line(99, "外来工", 10, 1500.0),
        line(4, "王兰", "15.5", 2000),
    ]
    bring(tmp_path, where, "2020-04", rows)
    assert spells(one) == [("work_relief", "2020-04-01", "2020-05-01", True)]
    assert PayRow.objects.filter(person_id=None).count() == 1
    assert annex1("2020-04")["employed"] == 2
    with at("2020-07-01"):
        page = projects.page(clerk(), where)
    assert (page.paid, page.lists[0].many, page.lists[0].known) == (650_050, 3, 2)
    bring(tmp_path, where, "2020-05", [line(2, "王英", 20, 3000)])
    assert spells(one) == [("work_relief", "2020-04-01", "2020-06-01", True)]
    assert spells(two) == [("work_relief", "2020-04-01", "2020-05-01", True)]


def test_the_first_month_begins_with_the_project_and_other_work_makes_it_a_side_job(tmp_path):
    one, *_ = county(tmp_path)
    told = worker(2, "王英", 就业形式="务工", 务工所在地="清水河县", 务工开始时间="2019-03-01")
    take_in(write(tmp_path / "w.xlsx", WORK, [told]), "2020-02-29")
    where = project()
    bring(tmp_path, where, "2020-03", [line(2, "王英", 10, 1500), line(4, "王兰", 10, 1500)])
    assert spells(one) == [
        ("unit", "2019-03-01", None, True),
        ("work_relief", "2020-03-10", "2020-04-01", False),
    ]
    assert list(PayRow.objects.order_by("row_no").values_list("is_side_job", flat=True)) == [
        True,
        False,
    ]


def test_the_share_is_that_of_the_plans_year_15_percent_in_2020_and_30_from_2023(tmp_path):
    """DOMAIN 1.5: 15 % of central funds in 2020, 30 % from 2023."""
    county(tmp_path)
    where, later = project(2020, 20_000_00), project(2023, 20_000_00)
    bring(tmp_path, where, "2020-04", [line(2, "王英", 20, 3000)])
    bring(tmp_path, later, "2023-04", [line(2, "王英", 20, "3000.00")], on="2023-07-01")
    with at("2023-07-01"):
        told = {row.row.plan_year: row.share for row in projects.listed(clerk())}
    assert (told[2020].percent, told[2020].is_kept, told[2020].owed) == (15, True, 0)
    assert (told[2023].percent, told[2023].is_kept, told[2023].owed) == (15, False, 300_000)


def test_what_cannot_be_read_is_refused_and_what_is_strange_waits_for_a_word(tmp_path):
    county(tmp_path)
    where = project()
    rows = [
        line(2, "王英", 32, 3000), line(4, "王兰", 20, "三千"), line(6, "王芳", 20, 100), line(8, "王玲", 20, 3000),
        line(8, "王玲", 5, 500),
    ]  # fmt: skip
    upload = bring(tmp_path, where, "2020-04", rows)
    kept = {row.row_no: row for row in UploadRow.objects.filter(upload=upload)}
    assert {no: row.outcome for no, row in kept.items()} == {
        2: "refused", 3: "refused", 4: "waiting", 5: "new", 6: "refused",
    }  # fmt: skip
    assert "pay.minimum" in kept[4].codes
    assert "file.person_twice" in kept[6].codes
    with at("2020-07-02"):
        explain(clerk(), upload.pk, [kept[4].pk], "只干了一个上午，误记为20天，已改")
        record_now(clerk(), upload.pk, keys())
    assert PayRow.objects.count() == 2


def test_one_list_stands_a_month_and_a_wrong_one_is_withdrawn_with_its_work(tmp_path):
    one, *_ = county(tmp_path)
    where = project()
    bring(tmp_path, where, "2020-04", [line(2, "王英", 20, 3000)])
    with pytest.raises(NotPossible, match="已经有一份"):
        bring(tmp_path, where, "2020-04", [line(4, "王兰", 20, 3000)])
    with pytest.raises(NotPossible, match="没有施工"):
        bring(tmp_path, where, "2020-02", [line(4, "王兰", 20, 3000)])
    bring(tmp_path, where, "2020-05", [line(2, "王英", 20, 3000)])
    bring(tmp_path, where, "2020-06", [line(2, "王英", 20, 3000)])
    april, may, june = PayRow.objects.order_by("pk").values_list("pay_list_id", flat=True)
    with at("2020-07-02"):
        projects.withdraw(clerk(), may)
        assert spells(one) == [
            ("work_relief", "2020-04-01", "2020-05-01", True),
            ("work_relief", "2020-06-01", "2020-07-01", True),
        ]
        projects.withdraw(clerk(), april)
        projects.withdraw(clerk(), june)
    assert spells(one) == []
    bring(tmp_path, where, "2020-04", [line(4, "王兰", 20, 3000)])


def test_the_sheet_at_the_project_is_masked_adds_up_and_is_closed_to_other_counties(tmp_path):
    county(tmp_path)
    where = project()
    bring(tmp_path, where, "2020-04", [line(2, "王英", "20.5", 3000.1), line(99, "外来工", 1, 200)])
    pk = PayRow.objects.first().pay_list_id
    with at("2020-07-01"):
        assert projects.post_board(clerk(), pk)
        assert not projects.post_board(clerk(), pk)
        board = projects.board(clerk(), pk, keys())
        assert [one.name for one in board.rows] == ["王*", "外**"]
        assert all("********" in one.id_no for one in board.rows)
        assert (str(board.days), board.paid, board.until) == ("21.5", 320_010, day("2020-07-08"))
        for leak in (
            lambda: projects.board(clerk(HELINGEER), pk, keys()),
            lambda: projects.withdraw(clerk(HELINGEER), pk),
            lambda: projects.page(clerk(HELINGEER), where),
        ):
            with pytest.raises(OutOfScope):
                leak()
