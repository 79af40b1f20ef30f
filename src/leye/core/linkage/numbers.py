"""Identity numbers in bulk: what is certain as one code, what is damaged as the digits that are left.

The rules are those of `leye.core.identity.id_number` (GB 11643), on whole columns.
"""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int16)
CHECK = np.array([1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.uint8)  # by the sum modulo 11
UNKNOWN = np.uint8(255)
LENGTH = 18
STARS = r"^[0-9]*[*#X]{2,}[0-9X]*$"
FIRST_YEAR, LAST_YEAR = 1900, 2035


class Kind(IntEnum):
    """How a number was read."""

    EMPTY = 0
    VALID = 1
    MASKED = 2
    SPOILT = 3  # 1.50102E+17, or a tail of zeros
    WRONG = 4  # 18 characters that do not fit together
    SHORT = 5  # one too few
    LONG = 6  # one too many
    OTHER = 7


@dataclass(frozen=True, slots=True)
class Numbers:
    """n numbers. code: the first 17 digits of a valid one, else 0; digits: (n, 18), 10 for X, 255 unknown.

    spare: (n,) the 19th character of a number that is one too long, else 255.
    """

    kind: NDArray[np.uint8]
    code: NDArray[np.int64]
    digits: NDArray[np.uint8]
    spare: NDArray[np.uint8]

    def take(self, rows: NDArray[Any]) -> "Numbers":
        """The numbers of some rows."""
        return Numbers(*(getattr(self, f.name)[rows] for f in fields(self)))

    @property
    def is_valid(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.kind == Kind.VALID
        return found

    def birth(self) -> NDArray[np.int64]:
        """The birth dates of valid numbers as yyyymmdd, else 0."""
        return np.where(self.is_valid, self.code // 1000 % 100_000_000, 0)

    def sex(self) -> NDArray[np.uint8]:
        """1 male, 2 female of valid numbers, else 0."""
        return np.where(self.is_valid, 2 - self.code % 2, 0).astype(np.uint8)


def numbers(texts: pl.Series) -> Numbers:
    """Read a column of numbers as people write them."""
    n = len(texts)
    kind = np.zeros(n, dtype=np.uint8)
    code = np.zeros(n, dtype=np.int64)
    digits = np.full((n, LENGTH), UNKNOWN, dtype=np.uint8)
    spare = np.full(n, UNKNOWN, dtype=np.uint8)
    raw = texts.fill_null("")
    usual = np.flatnonzero(
        ((raw.str.len_bytes() == LENGTH) & (raw.str.len_chars() == LENGTH)).to_numpy()
    )
    matrix = _matrix(raw.gather(usual), LENGTH)
    is_plain = (matrix[:, :17] < 10).all(axis=1) & (matrix[:, 17] <= 10)
    _take_whole(matrix[is_plain], usual[is_plain], kind, code, digits)
    rest = np.flatnonzero(_is_left(raw, usual[is_plain]))
    clean = _clean(raw.gather(rest))
    length = clean.str.len_chars().to_numpy()
    kind[rest[length > 0]] = Kind.OTHER
    is_plain = clean.str.contains(PLAIN).to_numpy()
    for size in (15, 17, 18, 19, 20, 22):
        own = np.flatnonzero(is_plain & (length == size))
        if not len(own):
            continue
        rows, matrix = rest[own], _matrix(clean.gather(own), size)
        if size == 15:
            matrix = _lengthened(matrix)
        if size >= 20:
            matrix = matrix[:, :LENGTH]
        if size in (15, 18, 20, 22):
            _take_whole(matrix, rows, kind, code, digits)
        elif size == 17:
            digits[rows, :17], kind[rows] = matrix, Kind.SHORT
        else:
            digits[rows], spare[rows], kind[rows] = matrix[:, :LENGTH], matrix[:, LENGTH], Kind.LONG
    _zeros(kind, digits, code)
    odd = np.flatnonzero((kind[rest] == Kind.OTHER) & (length > 0))
    _partly(clean.gather(odd), kind, digits, rest[odd])
    return Numbers(kind, code, digits, spare)


PLAIN = r"^([0-9]{15}|[0-9]{17}|[0-9]{17}[0-9X]|[0-9]{18}[0-9X]|[0-9]{17}[0-9X][0-9]{2}|[0-9]{17}[0-9X][0-9]{4})$"


def _is_left(raw: pl.Series, done: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Rows that hold something and were not read yet."""
    left: NDArray[np.bool_] = (raw != "").to_numpy().copy()
    left[done] = False
    return left


def _take_whole(
    matrix: NDArray[np.uint8],
    rows: NDArray[np.intp],
    kind: NDArray[np.uint8],
    code: NDArray[np.int64],
    digits: NDArray[np.uint8],
) -> None:
    """Put down rows of 18 characters, valid or not."""
    digits[rows] = matrix
    fits = _fits(matrix)
    kind[rows] = np.where(fits, Kind.VALID, Kind.WRONG)
    code[rows] = np.where(fits, matrix[:, :17].astype(np.int64) @ POWERS, 0)


POWERS = (10 ** np.arange(16, -1, -1)).astype(np.int64)


def _clean(texts: pl.Series) -> pl.Series:
    """Without spaces, quotes, hyphens and the ="…" guard; full-width digits narrow; upper case."""
    raw = texts.fill_null("")
    if not raw.is_empty() and bool((raw.str.len_bytes() != raw.str.len_chars()).any()):
        raw = raw.str.normalize("NFKC")
    return raw.str.replace_all(r"[\s'\"=‘’“”`\-\u200b\ufeff]", "").str.to_uppercase()


def _matrix(texts: pl.Series, size: int) -> NDArray[np.uint8]:
    """(n, size) digits of texts of ASCII digits and X; 10 for X."""
    wide = np.asarray(texts.to_list(), dtype=f"S{size}").view(np.uint8).reshape(-1, size)
    return np.where(wide == ord("X"), 10, wide - ord("0")).astype(np.uint8)


def _lengthened(matrix: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """15 digits of the old form as 18: the century 19 and the check digit added."""
    century = np.broadcast_to(np.array([1, 9], dtype=np.uint8), (len(matrix), 2))
    body = np.hstack([matrix[:, :6], century, matrix[:, 6:]])
    check = CHECK[(body.astype(np.int16) @ WEIGHTS) % 11]
    return np.hstack([body, check[:, None]])


def _fits(matrix: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether the check digit fits and the birth date can be one."""
    body = matrix[:, :17].astype(np.int16)
    year = body[:, 6:10] @ np.array([1000, 100, 10, 1], dtype=np.int16)
    month, day = body[:, 10] * 10 + body[:, 11], body[:, 12] * 10 + body[:, 13]
    is_date = (
        (year >= FIRST_YEAR) & (year <= LAST_YEAR)
        & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    )  # fmt: skip
    own: NDArray[np.bool_] = is_date & (CHECK[(body @ WEIGHTS) % 11] == matrix[:, 17])
    return own & (body < 10).all(axis=1) & (body[:, 0] > 0)


def _zeros(kind: NDArray[np.uint8], digits: NDArray[np.uint8], code: NDArray[np.int64]) -> None:
    """Spreadsheets keep 15 digits and write zeros for the rest: those are not known."""
    spoilt = (kind == Kind.WRONG) & (digits[:, 15:] == 0).all(axis=1)
    kind[spoilt] = Kind.SPOILT
    digits[np.ix_(spoilt, [15, 16, 17])] = UNKNOWN
    code[spoilt] = 0


def _partly(
    clean: pl.Series,
    kind: NDArray[np.uint8],
    digits: NDArray[np.uint8],
    rows: NDArray[np.intp],
) -> None:
    """Masked numbers and those in exponent form: few, and read one by one."""
    usual = np.flatnonzero(
        (clean.str.len_bytes() == LENGTH).to_numpy() & clean.str.contains(STARS).to_numpy()
    )
    signs = (
        np.asarray(clean.gather(usual).to_list(), dtype=f"S{LENGTH}")
        .view(np.uint8)
        .reshape(-1, LENGTH)
    )
    is_digit = (signs >= ord("0")) & (signs <= ord("9"))
    last = signs[:, LENGTH - 1] == ord("X")
    found = np.where(is_digit, signs - ord("0"), UNKNOWN).astype(np.uint8)
    found[last, LENGTH - 1] = 10
    digits[rows[usual]], kind[rows[usual]] = found, Kind.MASKED
    others = np.delete(np.arange(len(rows)), usual)
    clean, rows = clean.gather(others), rows[others]
    for row, text in zip(rows, clean.to_list(), strict=True):
        if "E+" in text:
            head = text.partition("E+")[0].replace(".", "")[:15]
            if head.isdigit():
                kind[row] = Kind.SPOILT
                known = head.rstrip("0") or head
                digits[row, : len(known)] = [int(c) for c in known]
        elif any(mark in text for mark in "*#×?"):
            kind[row] = Kind.MASKED
            _masked(text, digits[row])


def _masked(text: str, digits: NDArray[np.uint8]) -> None:
    """Known digits of a masked number: in place when it has 18 characters, else from both ends."""
    head = len(text) - len(text.lstrip("0123456789"))
    tail = len(text) - len(text.rstrip("0123456789X"))
    if len(text) == LENGTH:
        places = list(enumerate(text))
    else:
        places = list(enumerate(text[:head]))[:LENGTH]
        places += [(LENGTH - tail + i, c) for i, c in enumerate(text[len(text) - tail :][-LENGTH:])]
    for place, character in places:
        if 0 <= place < LENGTH and character.isdigit():
            digits[place] = int(character)
        elif place == LENGTH - 1 and character == "X":
            digits[place] = 10
