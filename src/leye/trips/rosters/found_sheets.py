"""The sheets of an uploaded file that hold a roster: a path in, header and rows out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import SEARCHED_ROWS, Columns, Header, find_header
from leye.gateways.sheets import read
from leye.gateways.sheets.limits import DEFAULT, Limits
from leye.gateways.sheets.refusals import FileRefused


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet with a header; `batches` are all of its rows, also those above the header."""

    name: str
    header: Header
    notes: tuple[Problem, ...]
    batches: Iterator[read.Rows]


def found_sheets(
    path: Path, columns: Columns, kind: str | None, limits: Limits = DEFAULT
) -> Iterator[FoundSheet]:
    """The sheets that have a header, each with its rows; a sheet without one is a problem only if all are."""
    refusal: Problem | None = None
    found = False
    stream = read.batches(path, limits)
    batch = next(stream, None)
    while batch is not None:
        name, notes = batch.sheet, batch.notes
        header = find_header(batch.rows[: 2 * SEARCHED_ROWS], columns, kind)
        left: list[read.Batch | None] = [batch]

        def rest(name: str = name, left: list[read.Batch | None] = left) -> Iterator[read.Rows]:
            while left[0] is not None and left[0].sheet == name:
                yield left[0].rows
                left[0] = next(stream, None)

        if isinstance(header, Header):
            found = True
            yield FoundSheet(name, header, notes, rest())
        else:
            refusal = refusal or header
        for _ in rest():  # what was not read of this sheet
            pass
        batch = left[0]
    if refusal is not None and (not found or refusal.code != "header.unknown"):
        raise FileRefused(refusal)
    if not found:
        empty = "文件里没有任何内容。"
        raise FileRefused(Problem("file.empty", Severity.REFUSED, empty, "请确认选对了文件。"))
