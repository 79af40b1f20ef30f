"""Writing tables: plain lists, and the clerk's own rows with a column of remarks. Nothing is a formula."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from leye.core.problems import Severity
from leye.gateways.sheets.cells import Value

REMARKS = "乐业核对意见"
COLOURS = {Severity.REFUSED: "#F8CBAD", Severity.STRANGE: "#FFE699", Severity.NOTE: "#E2EFDA"}
Grid = Iterable[tuple[int, Sequence[Value]]]


def write_table(path: Path, sheets: Mapping[str, Iterable[Sequence[Value]]]) -> None:
    """Write lists as .xlsx: texts stay texts, also those that look like a number or a formula."""
    write_rows(path, {name: list(enumerate(rows, start=1)) for name, rows in sheets.items()}, {})


def write_rows(
    path: Path,
    sheets: Mapping[str, Grid],
    remarks: Mapping[tuple[str, int], tuple[Severity, str]],
) -> None:
    """Write rows at their own row numbers; remarks by (sheet, row number) stand in a last column."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        plain = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        marks = {s: book.add_format({"bg_color": c, "text_wrap": True}) for s, c in COLOURS.items()}
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name[:31])
            rows = list(grid)
            width = max((len(values) for _, values in rows), default=0)
            for number, values in rows:
                for column, value in enumerate(values):
                    _put(sheet, number - 1, column, value, plain, day)
                remark = remarks.get((name, number))
                if remark is not None:
                    sheet.write_string(number - 1, width, remark[1], marks[remark[0]])
            sheet.set_column(0, max(width - 1, 0), 14, plain)
            if remarks:
                sheet.set_column(width, width, 60)


def _put(sheet, row: int, column: int, value: Value, plain, day) -> None:  # type: ignore[no-untyped-def]
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", plain)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, plain)
    else:
        sheet.write_datetime(row, column, value, day)


def write_csv(path: Path, rows: Iterable[Sequence[Value]]) -> None:
    """Write a list as CSV that Excel opens rightly; what it would take for a formula gets an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([guarded(value) for value in row])


def guarded(value: Value) -> Value:
    """The value for a CSV file: a text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
