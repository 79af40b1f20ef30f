"""One cell of a row by its meaning: a value, or one problem that says what to do."""

import datetime as dt

import pytest

from leye.core.problems import Severity
from leye.core.rosters.reading import CellReader
from leye.core.vocabulary import LabourSkill


def cell(value: object) -> CellReader:
    return CellReader(dt.date(2020, 5, 31), {"k": "列名"}, {"k": value})


def said(reader: CellReader) -> list[tuple[str, Severity]]:
    assert all(problem.column == "列名" for problem in reader.problems)
    return [(problem.code, problem.severity) for problem in reader.problems]


def test_text_is_cut_to_its_longest():
    assert cell(" 长长长 ").text("k", 2) == "长长"
    assert cell(None).text("k") == cell("x").text("other") == ""


def test_an_unknown_word_is_a_problem_of_the_severity_that_is_asked_for():
    reader = cell("大力士")
    assert reader.category("k", LabourSkill, Severity.REFUSED) is None
    assert said(reader) == [("k.word", Severity.REFUSED)]
    assert reader.problems[0].found == "大力士"
    assert "技能劳动力" in reader.problems[0].remedy


def test_a_known_word_and_a_blank_are_no_problem():
    reader = cell("技能劳动力")
    assert reader.category("k", LabourSkill, Severity.REFUSED) is LabourSkill.SKILLED
    assert cell("").category("k", LabourSkill, Severity.REFUSED) is None
    assert said(reader) == []


@pytest.mark.parametrize(
    ("value", "end", "day", "code"),
    [
        ("2020-05-31", False, dt.date(2020, 5, 31), None),
        ("2020-05-31", True, dt.date(2020, 6, 1), None),
        ("2020-06-01", False, None, "k.future"),
        ("2020-06-01", True, None, "k.future"),
        ("2020-02-30", False, None, "k.date"),
        ("9999-12-31", True, None, "k.date"),
        (None, False, None, None),
    ],
)
def test_a_day_that_is_none_or_lies_ahead_is_refused(value, end, day, code):
    reader = cell(value)
    assert reader.day("k", end=end) == day
    assert said(reader) == ([(code, Severity.REFUSED)] if code else [])


def test_yes_no_and_money_that_cannot_be_read_say_nothing_and_are_told():
    reader = cell("也许")
    assert reader.yes_no("k") is reader.money("k") is None
    assert said(reader) == [("k.word", Severity.STRANGE), ("k.money", Severity.NOTE)]
    assert (cell("是").yes_no("k"), cell("3000元").money("k")) == (True, 3000)
