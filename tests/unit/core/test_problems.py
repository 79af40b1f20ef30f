"""Problems: the gravest is what a row is kept back for."""

from itertools import permutations

import pytest

from leye.core.problems import Problem, Severity, worst


def a(severity: Severity) -> Problem:
    return Problem("some.code", severity, "有问题。", "请核对。")


@pytest.mark.parametrize("order", list(permutations(Severity)))
def test_one_refusal_among_notes_refuses_the_row(order):
    assert worst([a(severity) for severity in order]) is Severity.REFUSED
    without = tuple(a(severity) for severity in order if severity is not Severity.REFUSED)
    assert worst(without) is Severity.STRANGE


def test_a_row_without_problems_has_no_severity():
    assert worst(()) is None


def test_severities_are_named_in_the_words_of_a_clerk():
    assert [severity.label for severity in Severity] == ["不能读取", "需要说明", "提示"]


def test_a_problem_of_a_whole_row_names_no_column():
    assert (a(Severity.NOTE).column, a(Severity.NOTE).found) == (None, None)
