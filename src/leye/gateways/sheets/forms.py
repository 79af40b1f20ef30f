"""An annex as the official workbook: merged header, notes, footer, print set-up; same figures, same bytes."""

import datetime as dt
import io
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from leye.core.reports.forms import BodyCell, body, header_cells
from leye.core.reports.tables import Table

WIDTHS = {"place": 18, "league": 14, "county": 16, "site": 26, "station": 34, "number": 6}
MADE_ON = dt.datetime(2020, 5, 28)  # noqa: DTZ001 (a fixed property, so that bytes repeat)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who fills the form in and under which telephone he is asked 填表人、联系电话."""

    filler: str = ""
    phone: str = ""


def workbook(table: Table, unit_name: str) -> bytes:
    """The bytes of the workbook of one annex."""
    return return_workbook([table], unit_name, Signed())


def return_workbook(tables: Sequence[Table], unit_name: str, signed: Signed) -> bytes:
    """The bytes of a workbook with a sheet for each annex: a return as it is sent."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        title = tables[0].annex.title if len(tables) == 1 else "易地扶贫搬迁就业帮扶统计表"
        book.set_properties({"created": MADE_ON, "author": "", "title": title})
        for table in tables:
            sheet = book.add_worksheet(f"附件{table.annex.key}")
            _fill(book, sheet, table, unit_name, signed)
    return target.getvalue()


def writer() -> str:
    """What writes the bytes: another release may pack the same cells otherwise."""
    return f"XlsxWriter {xlsxwriter.__version__}, zlib {zlib.ZLIB_RUNTIME_VERSION}"


def _height(cells: Sequence[BodyCell]) -> int:
    """The height of a row in points, so that its longest text is seen whole: two units of width a character."""
    lines = [
        math.ceil(2 * len(cell.value) / WIDTHS.get(cell.column, 11))
        for cell in cells
        if isinstance(cell.value, str) and cell.value
    ]
    return 6 + 15 * max([1, *lines])


def _fill(book: Any, sheet: Any, table: Table, unit_name: str, signed: Signed) -> None:
    annex = table.annex
    width, top = len(annex.columns), 3
    plain = {"font_name": "仿宋_GB2312", "font_size": 11, "valign": "vcenter"}
    boxed = {**plain, "border": 1}
    title = book.add_format(
        {"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}
    )
    head = book.add_format({**boxed, "align": "center", "text_wrap": True, "font_name": "黑体"})
    text = book.add_format({**boxed, "text_wrap": True})
    number = book.add_format({**boxed, "align": "center", "num_format": "0"})
    bold_text = book.add_format({**boxed, "bold": True, "text_wrap": True})
    bold = book.add_format({**boxed, "bold": True, "align": "center", "num_format": "0"})
    line = book.add_format(plain)
    wrapped = book.add_format({**plain, "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, f"附件{annex.key}", line)
    sheet.merge_range(1, 0, 1, width - 1, annex.title, title)
    sheet.set_row(1, 32)
    day = table.on
    told = f"填报单位：{unit_name}　　数据截至：{day.year}年{day.month}月{day.day}日"
    sheet.merge_range(2, 0, 2, width - 1, told, line)
    for label in header_cells(annex):
        row, column = top + label.row, label.column
        if label.across == 1 and label.down == 1:
            sheet.write_string(row, column, label.text, head)
        else:
            last = (row + label.down - 1, column + label.across - 1)
            sheet.merge_range(row, column, *last, label.text, head)
    start = top + len(annex.header)
    for level in range(top, start):
        sheet.set_row(level, 34)
    for offset, (cells, source) in enumerate(zip(body(table), table.lines, strict=True)):
        is_total = source.level in ("region", "league")
        sheet.set_row(start + offset, _height(cells))
        for column, cell in enumerate(cells):
            if isinstance(cell.value, int):
                style = bold if is_total else number
                sheet.write_number(start + offset, column, cell.value, style)
            else:
                style = bold_text if is_total else text
                sheet.write_string(start + offset, column, cell.value or "", style)
    end = start + len(table.lines)
    half = width // 2
    sheet.merge_range(end, 0, end, half - 1, f"填表人：{signed.filler}", line)
    sheet.merge_range(end, half, end, width - 1, f"联系电话：{signed.phone}", line)
    for offset, note in enumerate(annex.notes, start=1):
        sheet.merge_range(end + offset, 0, end + offset, width - 1, note, wrapped)
    for column, name in enumerate(annex.columns):
        sheet.set_column(column, column, WIDTHS.get(name, 11))
    sheet.freeze_panes(start, 1)
    sheet.repeat_rows(top, start - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
