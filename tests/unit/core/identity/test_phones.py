"""Telephone numbers: digits out, never a refusal."""

import pytest

from leye.core.identity.phones import read
from leye.core.problems import Severity


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13900000001", "13900000001"),
        (13900000001.0, "13900000001"),
        (13900000001, "13900000001"),
        ("139-0000-0001", "13900000001"),
        ("139 0000 0001", "13900000001"),
        ("１３９００００００01", "13900000001"),
        ("+86 13900000001", "13900000001"),
        ("8613900000001", "13900000001"),
        ("'13900000001", "13900000001"),
        ('="13900000001"', "13900000001"),
        ("0471-6200000", "04716200000"),
        ("(0471)6200000", "04716200000"),
        ("6200000", "6200000"),
    ],
)
def test_a_number_is_read_in_any_writing(cell, number):
    reading = read(cell, "联系电话")
    assert (reading.number, reading.problems) == (number, ())


@pytest.mark.parametrize("cell", [None, "", " ", "无数据", "-", "/"])
def test_an_empty_cell_is_no_number(cell):
    assert read(cell, "联系电话").number is None
    assert read(cell, "联系电话").problems == ()


@pytest.mark.parametrize(
    ("cell", "number", "code"),
    [
        ("13900000001、13900000002", "13900000001", "phone.several"),
        ("13900000001/13900000002", "13900000001", "phone.several"),
        ("13900000001或13900000002", "13900000001", "phone.several"),
        ("1390000000", "1390000000", "phone.length"),
        ("12900000001", "12900000001", "phone.length"),
        ("1" * 30, "1" * 20, "phone.length"),
        ("没有", None, "phone.unreadable"),
    ],
)
def test_what_is_strange_about_a_number_is_only_noted(cell, number, code):
    reading = read(cell, "联系电话")
    (problem,) = reading.problems
    assert (reading.number, problem.code, problem.severity) == (number, code, Severity.NOTE)
    assert problem.column == "联系电话"
