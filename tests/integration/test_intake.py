"""Rosters against the ledger: nothing twice, nothing half done, the sum always balances."""

import datetime as dt

import openpyxl
import pytest

from leye.apps.people.models import FACT_MODELS, Entry, KeptState, Person
from leye.apps.people.projection import follow, rebuild
from leye.apps.rosters.models import Upload, UploadRow
from leye.trips import receiving
from leye.trips.rosters import mending, recording
from leye.trips.rosters.intake import Roster
from leye.trips.rosters.reviewing import summary
from tests.made import (
    LEAGUE,
    QINGSHUIHE,
    ROSTER,
    WORK,
    a_county,
    at,
    clerk,
    figures,
    id_no,
    keys,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db
MOVERS = [mover(n, name) for n, name in ((1, "王秀英"), (3, "李建国"), (5, "巴特尔·宝音"))]


@pytest.fixture(autouse=True)
def county():
    return a_county("益民小区", "紫竹苑")


def facts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in FACT_MODELS}


def test_the_same_roster_again_changes_nothing(tmp_path):
    path = write(tmp_path / "r.xlsx", ROSTER, MOVERS)
    assert take_in(path, "2018-12-31")[1] == {"new": 3}
    before = facts()
    assert take_in(path, "2018-12-31")[1] == {"same": 3}
    assert take_in(path, "2019-12-31")[1] == {"same": 3}
    assert facts() == before


def test_the_sum_balances_whatever_the_rows_are(tmp_path):
    rows = [
        *MOVERS,
        mover(7, "没有号码", 身份证号码=""),
        mover(9, "别的点", 安置点名称="没有这个点"),
        ["合计", None, "4户", "5人", None, None, None, None],
        ["填表人：", "联系电话：", None, None, None, None, None, None],
    ]
    upload, counts = take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2018-12-31")
    assert counts == {"new": 3, "refused": 1, "waiting": 1}
    told = summary(clerk(), upload.pk, keys())
    assert (told["people"], told["not_people"], told["balances"]) == (5, 2, True)


def test_a_mended_workbook_goes_in_where_the_first_was_refused(tmp_path):
    rows = [mover(1), mover(3, "李建国", 身份证号码=id_no(3)[:17])]
    upload, counts = take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2018-12-31")
    assert counts == {"new": 1, "refused": 1}
    mended = tmp_path / "mended.xlsx"
    mending.remarks_workbook(clerk(), upload.pk, keys(), mended)
    book = openpyxl.load_workbook(mended)
    book.active.cell(3, 2).value = id_no(3)
    book.save(mended)
    assert take_in(mended, "2018-12-31")[1] == {"new": 1, "same": 1}


def test_a_person_who_stands_in_a_roster_twice_waits_the_second_time(tmp_path):
    rows = [mover(1), mover(1)]
    upload, counts = take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2018-12-31")
    assert counts == {"new": 1, "waiting": 1}
    assert upload.rows.get(outcome="waiting").codes == "file.person_twice"


def test_a_household_with_two_heads_waits(tmp_path):
    rows = [mover(1, 户编号="h"), mover(3, "李建国", 户编号="h")]
    upload, _ = take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2018-12-31")
    assert upload.rows.get(outcome="waiting").codes == "file.two_heads"


def test_another_name_under_a_known_number_waits_and_goes_in_when_explained(tmp_path):
    take_in(write(tmp_path / "r.xlsx", ROSTER, MOVERS), "2018-12-31")
    path = write(tmp_path / "r2.xlsx", ROSTER, [mover(1, "王秀瑛")])
    upload, counts = take_in(path, "2019-12-31")
    assert counts == {"waiting": 1}
    row = upload.rows.get()
    assert row.codes == "person.name_differs"
    assert mending.explain(clerk(), upload.pk, [row.pk], "改名，已核对户口本") == 1
    with at("2020-01-02"):
        assert receiving.record_now(clerk(), upload.pk, keys())["changed"] == 1
    row.refresh_from_db()
    assert (row.explanation, row.explained_by) == ("改名，已核对户口本", "county-clerk")


def test_somebody_nobody_knows_waits_in_an_employment_list(tmp_path):
    spell = worker(
        31, "从没见过", 就业形式="务工", 务工所在地="清水河县", 务工开始时间="2019-02-01"
    )
    upload, counts = take_in(write(tmp_path / "w.xlsx", WORK, [spell]), "2019-12-31")
    assert counts == {"waiting": 1}
    assert upload.rows.get().codes == "person.unknown"


def test_rows_of_one_person_are_taken_one_after_another(tmp_path):
    take_in(write(tmp_path / "r.xlsx", ROSTER, MOVERS), "2018-12-31")
    spells = [
        worker(
            1,
            就业形式="务工",
            务工所在地="清水河县",
            务工开始时间=f"2019-0{month}-01",
            务工结束时间=f"2019-0{month}-20",
        )
        for month in range(1, 7)
    ]
    assert take_in(write(tmp_path / "w.xlsx", WORK, spells), "2019-12-31")[1] == {"changed": 6}
    assert figures("1", "2019-03")["清水河县"]["employed"] == 0


def test_until_an_upload_is_whole_none_of_it_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "STEP", 1)
    path = write(tmp_path / "r.xlsx", ROSTER, MOVERS)
    steps = []
    take = recording._Recording.take

    def dies_at_the_third(self, rows):
        if len(steps) == 2:
            raise KeyboardInterrupt
        steps.append(rows)
        take(self, rows)

    monkeypatch.setattr(recording._Recording, "take", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        take_in(path, "2018-12-31")
    assert Person.objects.count() == 2
    assert figures("1", "2018-12") == {}
    monkeypatch.setattr(recording._Recording, "take", take)
    with at("2019-01-01", hour=12):  # its lease ran out
        upload = receiving.check(
            clerk(), Roster(path, path.name, QINGSHUIHE, Upload.objects.get().as_of), keys()
        )
        counts = receiving.record_now(clerk(), upload.pk, keys())
    assert counts["new"] == 3
    assert Person.objects.count() == 3
    assert figures("1", "2018-12")["清水河县"]["people"] == 3
    assert Upload.objects.count() == 1


def test_a_broken_recording_can_be_withdrawn_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "STEP", 1)
    path = write(tmp_path / "r.xlsx", ROSTER, MOVERS)
    monkeypatch.setattr(
        recording._Recording, "close", lambda self: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        take_in(path, "2018-12-31")
    upload = Upload.objects.get()
    with at("2019-01-02"):
        assert receiving.withdraw(clerk(), upload.pk) is True
    assert facts() == dict.fromkeys(facts(), 0)
    assert UploadRow.objects.filter(outcome="ready").count() == 3
    monkeypatch.undo()
    assert take_in(path, "2018-12-31")[1] == {"new": 3}


def test_while_a_worker_has_an_upload_nobody_else_takes_it(tmp_path):
    path = write(tmp_path / "r.xlsx", ROSTER, MOVERS)
    with at("2019-01-01"):
        roster = Roster(path, path.name, QINGSHUIHE, dt.date(2018, 12, 31))
        upload = receiving.receive(clerk(), roster, keys())
        receiving.take(clerk(), upload.pk)
        with pytest.raises(receiving.InOtherHands):
            receiving.check(clerk(), roster, keys())
    with at("2019-01-01", minute=3):
        assert receiving.check(clerk(), roster, keys()).state == "checked"


def test_a_site_clerk_writes_about_the_own_site_only(tmp_path, county):
    own = clerk(site=county[0])
    rows = [mover(1), mover(3, "李建国", 安置点名称="紫竹苑")]
    path = write(tmp_path / "r.xlsx", ROSTER, rows)
    upload, counts = take_in(path, "2018-12-31", scope=own)
    assert counts == {"new": 1, "refused": 1}
    assert upload.rows.get(outcome="refused").codes == "site.out_of_scope"


def test_a_league_may_bring_rows_of_all_its_counties(tmp_path):
    columns = ("旗县", *ROSTER)
    rows = [["清水河县", *mover(1)], ["和林格尔县", *mover(3, "李建国", 安置点名称="")]]
    path = write(tmp_path / "r.xlsx", columns, rows)
    _, counts = take_in(path, "2018-12-31", unit=LEAGUE)
    assert counts == {"new": 1, "waiting": 1}


def test_the_kept_state_rebuilt_is_the_kept_state(tmp_path):
    take_in(write(tmp_path / "r.xlsx", ROSTER, MOVERS), "2018-12-31")
    spell = worker(1, 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2019-02-01")
    take_in(write(tmp_path / "w.xlsx", WORK, [spell]), "2019-12-31")

    def kept():
        return sorted(
            map(
                str,
                KeptState.objects.values_list(
                    "person_id", "on_from", "on_to", "seq_from", "seq_to", "job_kind"
                ),
            )
        )

    before = kept()
    rebuild(by="test")
    assert kept() == before
    assert follow(by="test") == 0
    assert Entry.objects.count() == 2
