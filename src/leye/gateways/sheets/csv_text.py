"""Text tables: comma, semicolon or tab, in UTF-8, UTF-16 with a mark, or GB18030; never a guess."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from leye.gateways.sheets.cells import Row
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(raw: bytes) -> str:
    """The text of a file. Raises Unreadable when it is no encoding in use, or mixed."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable("file.encoding") from None
    if b"\0" in raw:
        raise Unreadable("file.nul", row=raw[: raw.index(b"\0")].count(b"\n") + 1)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("file.encoding")


def rows(path: Path, limits: Limits) -> Iterator[Row]:
    """The rows of a text table that hold anything; a row's number is that of its first line."""
    text = decoded(path.read_bytes())
    csv.field_size_limit(limits.quoted_characters)
    head = text[:20_000]
    delimiter = max((",", "\t", ";"), key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                if len(values) > limits.columns:
                    raise Unreadable("file.too_large", what=f"第 {line} 行有 {len(values)} 列")
                yield line, tuple(_cell(value, limits) for value in values)
            if reader.line_num - line > 200:
                raise Unreadable("file.quotes", row=line)
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable("file.quotes", row=line) from None


def _cell(value: str, limits: Limits) -> str | None:
    """A cell's text; the apostrophe that our own export puts before = + - @ is taken off again."""
    if len(value) > 1 and value[0] == "'" and value[1] in "=+-@\t\r":
        value = value[1:]
    return value[: limits.cell_characters] if value.strip() else None
