"""The guarded child: reads one file that nobody trusts and writes its rows as lines of JSON.

Lines: {"sheet": name, "notes": [[code, fields]…]} · {"rows": [[number, [value…]]…]} · {"end": true} or
{"refused": [code, fields]}. A day is {"d": "2020-05-31"}, an instant {"t": "2020-05-31T08:00:00"}.
"""

import datetime as dt
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import python_calamine

from leye.gateways.sheets import csv_text, job_feed, slow
from leye.gateways.sheets.archive import Archive
from leye.gateways.sheets.cells import Row, fill_merged
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable
from leye.gateways.sheets.workbook import Plan, SheetPlan, plan_workbook

BATCH = 500
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


def guard(limits: Limits) -> None:
    """Bound memory, processor time and what may be written."""
    memory = limits.child_memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.child_cpu_seconds, limits.child_cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(**line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat(timespec="seconds")}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    return str(value)


def main(path: Path, limits: Limits) -> None:
    """Read the file and say what was found; every refusal is said, too."""
    guard(limits)
    try:
        head = path.read_bytes()[:4096] if path.stat().st_size < limits.upload_bytes else b""
        if path.stat().st_size > limits.upload_bytes:
            raise Unreadable("file.too_large", what=f"{path.stat().st_size // 1_000_000} MB")
        if not head.strip():
            raise Unreadable("file.empty")
        if head.startswith(ZIP):
            _xlsx(path, limits)
        elif head.startswith(OLE):
            _xls(path, limits)
        else:
            _text(path, head, limits)
        say(end=True)
    except Unreadable as error:
        say(refused=[error.code, error.fields])
    except MemoryError:
        say(refused=["file.too_large", {"what": "读取时内存不够"}])


def _send(rows: Iterable[Row], limits: Limits) -> None:
    batch: list[object] = []
    many = 0
    for number, values in rows:
        if all(value is None for value in values):
            continue
        many += 1
        if many > limits.rows:
            raise Unreadable("file.too_large", what=f"超过 {limits.rows:,} 行")
        batch.append((number, values))
        if len(batch) == BATCH:
            say(rows=batch)
            batch = []
    if batch:
        say(rows=batch)


def _xlsx(path: Path, limits: Limits) -> None:
    with path.open("rb") as file:
        archive = Archive(file, limits)
        plan = plan_workbook(archive, limits)
        hidden = [sheet.name for sheet in plan.sheets if sheet.is_hidden]
        shown = [sheet for sheet in plan.sheets if not sheet.is_hidden]
        if hidden and not any(sheet.scan.cells for sheet in shown):
            raise Unreadable("file.only_hidden", names="、".join(hidden))
        strings: list[str] | None = None
        fast: Any = None
        for sheet in shown:
            notes = _notes(plan, sheet)
            if sheet is shown[0] and hidden:
                notes.append(("file.hidden_sheets", {"names": "、".join(hidden)}))
            say(sheet=sheet.name, notes=notes)
            if plan.is_odd or sheet.scan.is_odd or sheet.scan.rows > 2 * sheet.scan.cells + 1_000:
                strings = slow.shared_strings(archive, plan) if strings is None else strings
                rows = slow.rows(archive, plan, sheet.part, sheet.name, strings, limits)
            else:
                fast = fast or python_calamine.CalamineWorkbook.from_path(str(path))
                rows = _calamine(fast, sheet.name)
            _send(fill_merged(rows, sheet.scan.merges, limits.columns), limits)


def _notes(plan: Plan, sheet: SheetPlan) -> list[tuple[str, dict[str, object]]]:
    scan = sheet.scan
    notes: list[tuple[str, dict[str, object]]] = []
    if scan.hidden_rows:
        notes.append(("file.hidden_rows", {"sheet": sheet.name, "count": scan.hidden_rows}))
    if scan.has_hidden_columns:
        notes.append(("file.hidden_columns", {"sheet": sheet.name}))
    if scan.formulas:
        notes.append(("file.formulas", {"sheet": sheet.name, "count": scan.formulas}))
    if plan.has_external:
        notes.append(("file.external_links", {}))
    return notes


def _calamine(book: Any, name: str) -> Iterator[Row]:
    sheet = book.get_sheet_by_name(name)
    start = sheet.start
    if start is None:
        return
    first_row, first_column = start
    margin = (None,) * first_column
    for number, values in enumerate(sheet.iter_rows(), start=1):
        row = tuple(None if value == "" else value for value in values)
        if number > first_row:
            yield number, row if len(row) > first_column or not margin else (*margin, *row)


def _xls(path: Path, limits: Limits) -> None:
    raw = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise Unreadable("file.password")
    if "_VBA_PROJECT".encode("utf-16-le") in raw:
        raise Unreadable("file.macro")
    if "WordDocument".encode("utf-16-le") in raw:
        raise Unreadable("file.not_a_sheet", what=" Word 文档")
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
    except python_calamine.PasswordError:
        raise Unreadable("file.password") from None
    except python_calamine.CalamineError:
        raise Unreadable("file.damaged") from None
    hidden = [
        one.name
        for one in book.sheets_metadata
        if one.visible is not python_calamine.SheetVisibleEnum.Visible
    ]
    for name in book.sheet_names:
        if name not in hidden:
            say(
                sheet=name,
                notes=[["file.hidden_sheets", {"names": "、".join(hidden)}]] if hidden else [],
            )
            _send(_calamine(book, name), limits)


def _text(path: Path, head: bytes, limits: Limits) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        raise Unreadable("file.html")
    if start.startswith(b"<"):
        raise Unreadable("file.xml")
    for magic, what in (
        (b"%PDF", " PDF"),
        (b"MZ", "程序"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"Rar!", "压缩包"),
    ):
        if head.startswith(magic):
            raise Unreadable("file.not_a_sheet", what=what)
    if start.startswith((b"[", b"{")):
        say(sheet="JSON", notes=[])
        _send(job_feed.rows(path, limits), limits)
        return
    say(sheet="CSV", notes=[])
    _send(csv_text.rows(path, limits), limits)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Limits.from_json(sys.argv[2]))
