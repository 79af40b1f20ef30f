"""The slow reader: one worksheet parsed exactly, row by row, in bounded memory."""

import datetime as dt
from collections.abc import Iterator

from leye.gateways.sheets.archive import Archive
from leye.gateways.sheets.cells import Row, Value, column_letters, split_address
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable
from leye.gateways.sheets.workbook import Plan
from leye.gateways.sheets.xml_parts import feed, forbidding_parser, local

EPOCH, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 (no zone in a cell)
STRINGS_CHARACTERS = 100_000_000


def shared_strings(archive: Archive, plan: Plan) -> list[str]:
    """The workbook's shared strings, without phonetic guides. Raises Unreadable beyond their bound."""
    if plan.shared_strings is None:
        return []
    found: list[str] = []
    pieces: list[str] = []
    path: list[str] = []
    total = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(local(name))

    def text(data: str) -> None:
        nonlocal total
        if path and path[-1] == "t" and "rPh" not in path:
            total += len(data)
            if total > STRINGS_CHARACTERS:
                raise Unreadable("file.bomb")
            pieces.append(data)

    def end(name: str) -> None:
        path.pop()
        if local(name) == "si":
            found.append("".join(pieces))
            pieces.clear()

    parser = forbidding_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    for chunk in archive.chunks(plan.shared_strings):
        feed(parser, chunk)
    feed(parser, b"", is_final=True)
    return found


class _Sheet:
    """Collects the cells of finished rows."""

    def __init__(self, plan: Plan, strings: list[str], limits: Limits, name: str) -> None:
        self.plan, self.strings, self.limits, self.name = plan, strings, limits, name
        self.done: list[Row] = []
        self.row, self.column, self.cells = 0, -1, dict[int, Value]()
        self.kind = self.style = ""
        self.texts: list[str] = []
        self.path: list[str] = []

    def start(self, raw: str, given: dict[str, str]) -> None:
        name = local(raw)
        self.path.append(name)
        if len(self.path) > self.limits.depth:
            raise Unreadable("file.bomb")
        if name == "row":
            number = given.get("r", "")
            self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
            self.column, self.cells = -1, {}
        elif name == "c":
            if "r" in given:
                try:
                    _, self.column = split_address(given["r"])
                except ValueError:
                    raise Unreadable("file.damaged") from None
            else:
                self.column += 1
            self.kind, self.style, self.texts = given.get("t", "n"), given.get("s", ""), []

    def text(self, data: str) -> None:
        inline = self.path[-1] == "t" and "is" in self.path and "rPh" not in self.path
        is_short = sum(map(len, self.texts)) <= self.limits.cell_characters
        if is_short and (inline or self.path[-1] == "v"):
            self.texts.append(data)

    def end(self, raw: str) -> None:
        name = local(raw)
        self.path.pop()
        if name == "c" and self.texts:
            value = self.value("".join(self.texts))
            if isinstance(value, str) and not value.strip():
                return
            if self.column >= self.limits.columns:
                cell = f"{column_letters(self.column)}{self.row}"
                raise Unreadable(
                    "file.too_wide", sheet=self.name, cell=cell, limit=self.limits.columns
                )
            self.cells[self.column] = value
        elif name == "row" and self.cells:
            width = max(self.cells) + 1
            self.done.append((self.row, tuple(self.cells.get(n) for n in range(width))))

    def value(self, text: str) -> Value:
        if self.kind == "s":
            number = int(text) if text.isascii() and text.isdigit() else -1
            return self.strings[number] if 0 <= number < len(self.strings) else None
        if self.kind in ("str", "inlineStr"):
            return text
        if self.kind == "b":
            return text == "1"
        if self.kind == "e":
            return text
        try:
            number_value = float(text)
        except ValueError:
            return text
        style = int(self.style) if self.style.isascii() and self.style.isdigit() else -1
        dates = self.plan.dates
        if 0 <= style < len(dates) and dates[style] == "date":
            return _moment(number_value, self.plan.is_1904)
        return number_value


def _moment(number: float, is_1904: bool) -> Value:
    try:
        moment = (EPOCH_1904 if is_1904 else EPOCH) + dt.timedelta(days=number)
    except OverflowError:
        return number
    return moment.date() if moment.time() == dt.time() else moment.replace(microsecond=0)


def rows(
    archive: Archive, plan: Plan, part: str, name: str, strings: list[str], limits: Limits
) -> Iterator[Row]:
    """The rows of a worksheet that hold anything, in the order of the file."""
    sheet = _Sheet(plan, strings, limits, name)
    parser = forbidding_parser()
    parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
    parser.CharacterDataHandler = sheet.text
    for chunk in archive.chunks(part):
        feed(parser, chunk)
        yield from sheet.done
        sheet.done.clear()
    feed(parser, b"", is_final=True)
    yield from sheet.done
