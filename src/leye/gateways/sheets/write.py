"""Writing tables: plain lists, and the clerk's own rows with a column of remarks. Nothing is a formula."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from leye.core.problems import Severity
from leye.gateways.sheets.cells import Value

REMARKS = "乐业核对意见"
COLOURS = {Severity.REFUSED: "#F8CBAD", Severity.STRANGE: "#FFE699", Severity.NOTE: "#E2EFDA"}
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4, NARROWEST, WIDEST, LOOKED_AT = 9, 6, 36, 500
Grid = Iterable[tuple[int, Sequence[Value]]]


def write_table(path: Path, sheets: Mapping[str, Iterable[Sequence[Value]]]) -> None:
    """Write lists as .xlsx to be read and printed: the first row of each is its header.

    Texts stay texts, also those that look like a number or a formula.
    """
    with xlsxwriter.Workbook(str(path), PLAIN) as book:
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "border": 1})
        amount = book.add_format({"valign": "top", "border": 1})
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#E2EFDA", "text_wrap": True}
        )
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name[:31])
            rows = list(grid)
            for number, values in enumerate(rows):
                for column, value in enumerate(values):
                    _put(
                        sheet,
                        number,
                        column,
                        "" if value is None else value,
                        text if number else head,
                        day,
                        amount,
                    )
            for column, width in enumerate(_widths(rows)):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C第 &P 页，共 &N 页")


def _widths(rows: Sequence[Sequence[Value]]) -> list[int]:
    """What the first rows need, a Chinese character counting twice; long texts are wrapped."""
    many = max((len(values) for values in rows), default=0)
    widths = [NARROWEST] * many
    for values in rows[:LOOKED_AT]:
        for column, value in enumerate(values):
            wide = sum(2 if ord(c) > 0x2E80 else 1 for c in str(value or ""))
            widths[column] = min(max(widths[column], wide + 2), WIDEST)
    return widths


def write_rows(
    path: Path,
    sheets: Mapping[str, Grid],
    remarks: Mapping[tuple[str, int], tuple[Severity, str]],
) -> None:
    """Write rows at their own row numbers; remarks by (sheet, row number) stand in a last column."""
    with xlsxwriter.Workbook(str(path), PLAIN) as book:
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


def _put(  # type: ignore[no-untyped-def]
    sheet, row: int, column: int, value: Value, plain, day, amount=None
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", plain)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, amount)
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
