"""培训结业名单 by Excel: every row to its class once, and what does not fit is told by row and withdrawn without a trace."""

import datetime as dt

import pytest
from openpyxl import load_workbook

from leye.apps.rosters.models import Upload, UploadRow
from leye.apps.training.models import Course, Enrolment, Result
from leye.core.scope import OutOfScope, Role
from leye.core.training.vocabulary import EnrolmentState
from leye.trips import receiving
from leye.trips.rosters.mending import explain, remarks_workbook
from leye.trips.training import completions, training
from tests.integration.test_training import course, wanting
from tests.made import HELINGEER, at, clerk, id_no, keys, write

pytestmark = pytest.mark.django_db
COLUMNS = ("序号", "姓名", "身份证号", "课程名称", "完成时间", "学习状态", "成绩", "证书编号")
LAW = "安全生产常识"
DAY = dt.date(2020, 6, 2)


def line(order, name, which=LAW, on="2020-06-10", result="已完成", points=90, certificate=""):
    return [1, name, id_no(order), which, on, result, points, certificate]


def bring(tmp_path, *rows, on="2020-06-11", scope=None, record=True) -> Upload:
    path = write(tmp_path / "completions.xlsx", COLUMNS, rows)
    with at(on):
        upload = receiving.check(
            scope or clerk(), completions.asked(scope or clerk(), path, path.name), keys()
        )
        if record:
            receiving.record_now(scope or clerk(), upload.pk, keys())
    upload.refresh_from_db()
    return upload


def rows(upload) -> dict[int, tuple[str, str]]:
    return {row.row_no: (row.outcome, row.codes) for row in UploadRow.objects.filter(upload=upload)}


@pytest.fixture
def enrolled(wanting):
    """The first two people are in the course since 2 June."""
    which = course(title=LAW, activity="urn:course:aq")
    with at("2020-06-02"):
        return [training.enrol(clerk(), which, person, DAY) for person in wanting[:2]]


def states():
    return list(Enrolment.objects.order_by("pk").values_list("state", flat=True))


def test_a_list_ends_each_enrolment_once_whatever_the_platform_calls_the_course(enrolled, tmp_path):
    """A row twice the same counts once: F-group, the file sent again after it was recorded."""
    listed = [
        line(11, "王英一", points="89.5分", certificate="AQ-1"),
        line(13, "王英二", "urn:course:aq", result="未通过", points=40),
        ["合计", None, None, None, None, None, 2, None],
    ]
    upload = bring(tmp_path, *listed)
    assert rows(upload) == {2: ("new", ""), 3: ("new", "")}
    assert states() == ["completed", "failed"]
    first = Enrolment.objects.get(pk=enrolled[0])
    assert (first.points, first.certificate, first.ended_on) == (90, "AQ-1", dt.date(2020, 6, 10))
    again = bring(tmp_path, *listed, on="2020-06-12")
    assert {outcome for outcome, _ in rows(again).values()} == {"same"}
    assert Result.objects.count() == 2


def test_what_does_not_fit_is_told_by_row_and_nothing_of_it_is_lost(enrolled, tmp_path):
    """Unknown person, unknown course, twice, a day to come, no such run, a damaged number, a stranger's certificate."""
    upload = bring(
        tmp_path,
        line(99, "外来人"), line(11, "王英一", "没有的课"), line(13, "王英二"), line(13, "王英二"),
        line(11, "王英一", on="2020-06-20"), line(11, "王英一", on="2020-06-01"), line(11, "王英一", result="不知道"),
        line(11, "王英一", result="学习中", on=None), line(11, "王英一", points=190), [1, "王英一", "1501", LAW, "2020-06-10", "合格", 80, ""],
    )  # fmt: skip
    told = rows(upload)
    assert told[2] == ("refused", "person.unknown")
    assert told[3] == ("refused", "course.unknown")
    assert told[4] == ("new", "")
    assert told[5] == ("refused", "file.person_twice")
    assert told[6] == ("refused", "completed_on.future")
    assert told[7][1] == "file.person_twice"
    assert "result.unreadable" in told[8][1]
    assert told[9][1].startswith("result.not_ended")
    assert "points.unreadable" in told[10][1]
    assert told[11][0] == "refused"
    path = tmp_path / "remarks.xlsx"
    remarks_workbook(clerk(), upload.pk, keys(), path)
    remarks = {row[0].row: str(row[-1].value) for row in load_workbook(path).active.iter_rows()}
    assert "先在培训页登记这个班" in remarks[3]
    assert "还没有发生的不登记" in remarks[6]
    assert sum(1 for _ in told) == 10  # every row is kept, and one of them counts
    assert Result.objects.count() == 1


def test_a_course_with_no_such_run_names_the_runs_that_there_are(enrolled, tmp_path):
    early = bring(tmp_path, line(11, "王英一", on="2020-06-05"))
    assert rows(early) == {2: ("refused", "course.no_run")}
    path = tmp_path / "remarks.xlsx"
    remarks_workbook(clerk(), early.pk, keys(), path)
    said = str(list(load_workbook(path).active.iter_rows(values_only=True))[1][-1])
    assert "2020-06-08 到 2020-06-12" in said
    course(title=LAW, starts_on=dt.date(2020, 6, 3), ends_on=dt.date(2020, 6, 5), activity="")
    later = bring(tmp_path, line(11, "王英一", on="2020-06-05"))
    assert rows(later) == {
        2: ("waiting", "enrolment.none")
    }  # the run is there now, he is not in it


def test_whoever_did_not_enrol_waits_for_a_word_and_takes_a_seat_only_where_one_is_left(
    wanting, tmp_path
):
    which = course(title=LAW, seats=1)
    upload = bring(tmp_path, line(11, "王英一"), line(13, "王英二"))
    assert {outcome for outcome, _ in rows(upload).values()} == {"waiting"}
    with at("2020-06-11", 15):
        kept = UploadRow.objects.filter(upload=upload)
        explain(clerk(), upload.pk, [row.pk for row in kept], "在平台上自己报的名，已核对")
        receiving.record_now(clerk(), upload.pk, keys())
    told = rows(upload)
    assert told[2][0] == "new"
    assert told[3] == ("waiting", "enrolment.none seats.none")
    assert (Course.objects.get(pk=which).taken, states()) == (1, ["completed"])


def test_another_result_than_the_one_that_stands_waits_and_corrects_it_with_a_word(
    enrolled, tmp_path
):
    with at("2020-06-10"):
        training.end(
            clerk(), enrolled[0], EnrolmentState.FAILED, dt.date(2020, 6, 10), 50, why="提前考"
        )
    upload = bring(tmp_path, line(11, "王英一", points=70), line(13, "王英三"))
    assert rows(upload)[2] == ("waiting", "result.differs")
    assert rows(upload)[3] == ("waiting", "person.name_differs")
    with at("2020-06-11", 15):
        explain(clerk(), upload.pk, [UploadRow.objects.get(upload=upload, row_no=2).pk], "补考合格")
        receiving.record_now(clerk(), upload.pk, keys())
    assert rows(upload)[2][0] == "changed"
    assert states()[0] == "completed"
    assert list(Result.objects.order_by("pk").values_list("before", "state")) == [
        ("enrolled", "failed"), ("failed", "completed"),
    ]  # fmt: skip


def test_a_list_that_was_wrong_is_withdrawn_before_and_after_it_is_recorded(wanting, tmp_path):
    which = course(title=LAW)
    with at("2020-06-02"):
        one, two = (training.enrol(clerk(), which, person, DAY) for person in wanting[:2])
    unrecorded = bring(tmp_path, line(11, "王英一"), record=False)
    with at("2020-06-11", 10):
        assert receiving.withdraw(clerk(), unrecorded.pk)
    assert states() == ["enrolled", "enrolled"]
    with at("2020-06-09"):
        training.end(clerk(), two, EnrolmentState.FAILED, dt.date(2020, 6, 9), 55, why="提前考")
    upload = bring(tmp_path, line(11, "王英一", certificate="A-1"), line(13, "王英二", points=88))
    with at("2020-06-11", 15):
        explain(clerk(), upload.pk, [UploadRow.objects.get(upload=upload, row_no=3).pk], "补考")
        receiving.record_now(clerk(), upload.pk, keys())
        assert states() == ["completed", "completed"]
        assert receiving.withdraw(clerk(), upload.pk)
        assert not receiving.withdraw(clerk(), upload.pk)
    assert states() == ["enrolled", "failed"]
    assert Enrolment.objects.get(pk=two).points == 55
    assert Enrolment.objects.get(pk=one).certificate == ""
    assert Course.objects.get(pk=which).taken == 2
    assert {outcome for outcome, _ in rows(upload).values()} == {"ready"}


def test_a_seat_that_came_with_a_list_goes_with_it_and_a_later_word_stays(enrolled, tmp_path):
    Course.objects.update(seats=3)
    upload = bring(tmp_path, line(11, "王英一"), line(15, "王英三"))
    with at("2020-06-11", 15):
        explain(
            clerk(), upload.pk, [UploadRow.objects.get(upload=upload, row_no=3).pk], "自己报的名"
        )
        receiving.record_now(clerk(), upload.pk, keys())
    newer = bring(tmp_path, line(11, "王英一", result="不合格"), on="2020-06-12")
    with at("2020-06-12", 15):
        explain(clerk(), newer.pk, [UploadRow.objects.get(upload=newer).pk], "平台更正")
        receiving.record_now(clerk(), newer.pk, keys())
        receiving.withdraw(clerk(), upload.pk)
    assert states() == ["failed", "enrolled", "left"]
    assert Course.objects.get().taken == 2


def test_another_county_s_people_are_told_as_unknown_and_a_reader_brings_nothing(
    enrolled, tmp_path
):
    """A10: no hint that somebody exists elsewhere."""
    upload = bring(tmp_path, line(11, "王英一"), scope=clerk(HELINGEER))
    assert rows(upload) == {2: ("refused", "person.unknown")}
    assert states() == ["enrolled", "enrolled"]
    with pytest.raises(OutOfScope), at("2020-06-11"):
        completions.asked(clerk(role=Role.READER), tmp_path, "x.xlsx")


__all__ = ["wanting"]
