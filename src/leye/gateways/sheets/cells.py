"""Cell addresses and merged ranges: "C5" to numbers and back, and a merged value carried to its cells."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Value = str | float | bool | dt.date | dt.datetime | None
Row = tuple[int, tuple[Value, ...]]


class Merge(NamedTuple):
    """A merged range. Rows count from 1 as the user sees them, columns from 0; ends inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def column_letters(index: int) -> str:
    """The name of a column counted from 0: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column counted from 0 of a name. Raises ValueError unless it is one to three letters."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"not a column: {letters!r}")
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def split_address(address: str) -> tuple[int, int]:
    """The row (from 1) and the column (from 0) of an address such as "$C$5" or "C5"."""
    plain = address.replace("$", "")
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if not (1 <= len(digits) <= 7):
        raise ValueError(f"not an address: {address!r}")
    return int(digits), column_index(letters)


def read_merge(reference: str) -> Merge:
    """A merged range from "A1:B3". Raises ValueError."""
    first, _, last = reference.partition(":")
    first_row, first_column = split_address(first)
    last_row, last_column = split_address(last or first)
    if first_row > last_row or first_column > last_column:
        raise ValueError(f"not a range: {reference!r}")
    return Merge(first_row, first_column, last_row, last_column)


def fill_merged(rows: Iterable[Row], merges: Iterable[Merge], columns: int) -> Iterator[Row]:
    """The rows with the value of each merged range in all its cells.

    A row without any value of its own stays as it is not there; a cell with a value of its own
    keeps it. Ranges are followed up to `columns` columns. Rows must come in ascending order.
    """
    waiting = sorted(merges, reverse=True)
    # Ranges of one sheet never overlap, so two active ones never begin in the same column;
    # the key bounds the work when a forged file says otherwise.
    active: dict[int, tuple[Merge, Value]] = {}
    for number, values in rows:
        active = {key: pair for key, pair in active.items() if pair[0].last_row >= number}
        while waiting and waiting[-1].first_row <= number:
            merge = waiting.pop()
            if merge.first_row == number and merge.first_column < min(len(values), columns):
                active[merge.first_column] = merge, values[merge.first_column]
        yield (number, _filled(values, active.values(), columns)) if active else (number, values)


def _filled(
    values: tuple[Value, ...], active: Iterable[tuple[Merge, Value]], columns: int
) -> tuple[Value, ...]:
    cells = list(values)
    for merge, value in active:
        if value is None:
            continue
        end = min(merge.last_column + 1, columns)
        cells.extend([None] * (end - len(cells)))
        for index in range(merge.first_column, end):
            if cells[index] is None:
                cells[index] = value
    return tuple(cells)
