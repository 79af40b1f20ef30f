"""Rows of a list of completions: read as they are written, refused or asked about, never guessed."""

import datetime as dt

import pytest

from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson
from leye.core.training.completion_rows import CompletionReader
from leye.core.training.vocabulary import EnrolmentState
from leye.notices.rosters import load_columns
from tests.made import id_no

KIND = load_columns("nm_2020_84", "training_completions").kinds["completions"]
COLUMNS = (
    (0, "person.name", "姓名"), (1, "person.id_no", "身份证号码"), (2, "course", "培训班"), (3, "completed_on", "结业日期"),
    (4, "result", "结果"), (5, "points", "成绩"), (6, "certificate", "证书编号"), (7, "starts_on", "开班日期"),
)  # fmt: skip


def reader(columns=COLUMNS):
    header = Header(1, 1, KIND, columns, ())
    return CompletionReader(header, frozenset({"150124"}), dt.date(2020, 6, 11))


def row(**said):
    given = {
        "name": "王英", "id_no": id_no(2), "course": "电工班", "on": "2020-06-10", "result": "合格", "points": "88",
        "certificate": "D-1", "starts_on": "2020-06-01", **said,
    }  # fmt: skip
    return list(given.values())


def read(**said):
    return reader().read(2, row(**said))


def codes(**said):
    return [problem.code for problem in read(**said).problems]


def test_a_whole_row_is_read():
    found = read()
    assert (found.state, found.points, found.certificate) == (EnrolmentState.COMPLETED, 88, "D-1")
    assert (found.completed_on, found.starts_on) == (dt.date(2020, 6, 10), dt.date(2020, 6, 1))
    assert found.problems == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"course": ""}, "course.empty"),
        ({"on": ""}, "completed_on.empty"),
        ({"on": "2020-06-31"}, "completed_on.date"),
        ({"on": "2020-06-12"}, "completed_on.future"),
        ({"result": ""}, "result.unreadable"),
        ({"result": "好"}, "result.unreadable"),
        ({"points": "101"}, "points.unreadable"),
        ({"points": "很好"}, "points.unreadable"),
        ({"starts_on": "昨天"}, "starts_on.date"),
    ],
)
def test_what_cannot_be_read_is_refused(said, code):
    assert code in codes(**said)


@pytest.mark.parametrize(
    ("written", "points"),
    [("", None), ("88.5", 89), ("88.4分", 88), (90.0, 90), ("１００", 100), ("0", 0)],
)
def test_points_are_read_as_whole_ones_of_a_hundred(written, points):
    assert read(points=written).points == points


def test_who_still_learns_needs_no_day_and_changes_nothing():
    assert codes(result="在学", on="") == ["result.not_ended"]


def test_a_list_without_results_or_runs_is_one_of_those_who_completed():
    found = reader(COLUMNS[:4]).read(2, row())
    assert (found.state, found.starts_on, found.points) == (EnrolmentState.COMPLETED, None, None)


def test_a_class_that_is_written_once_is_carried_down_to_its_learners():
    one = reader()
    one.read(2, row())
    below = row(course="", starts_on=None)
    assert one.read(3, below).course == "电工班"
    assert one.filled(below[:3])[2] == "电工班"
    assert one.filled(below)[7] == "2020-06-01"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([None, ""], "空行"),
        (["合计", None, "共2人"], "合计行"),
        (["填表人：李", None, None], "表尾"),
        (["姓名", "身份证号码", "培训班", "结业日期"], "重复的表头"),
        ([None, None, "2020年第一期"], "标题或说明"),
    ],
)
def test_rows_that_are_nobody_s_are_passed_over_with_the_reason(values, reason):
    found = reader().read(2, values)
    assert isinstance(found, NotAPerson)
    assert found.reason == reason
