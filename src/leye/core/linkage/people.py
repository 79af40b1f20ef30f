"""A roster as columns of numbers: what a frame of texts says, made ready to be compared."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leye.core.linkage.numbers import Numbers, numbers
from leye.core.linkage.texts import U64, Names, cleaned, is_blank, key_of, keyed, names, once

FIELDS = (
    "name", "id_no", "sex", "birth_date", "phone", "county", "township", "village", "site",
    "head_name", "relation",
)  # fmt: skip
FIRST_SERIAL, LAST_SERIAL = 1, 80_000  # days since 1899-12-30, as spreadsheets count
SUFFIXES = r"(自治旗|联合旗|苏木|街道|安置点|安置区|社区|旗|县|区|市|镇|乡|村|嘎查)$"
SHORTEST_PLACE = 3


@dataclass(frozen=True, slots=True)
class People:
    """n rows. birth: yyyymmdd, month or day 0 where not told, 0 unknown; sex: 0 unknown, 1 male, 2 female.

    told_birth, told_sex: what the roster's own columns say; birth and sex fall back on a valid number.
    phone: digits as one number, 0 unknown. Keys of places and heads are 64-bit, 0 unknown.
    """

    names: Names
    numbers: Numbers
    birth: NDArray[np.int64]
    sex: NDArray[np.uint8]
    told_birth: NDArray[np.int64]
    told_sex: NDArray[np.uint8]
    phone: NDArray[np.int64]
    county: U64
    township: U64
    village: U64
    site: U64
    head: U64
    relation: U64
    household: U64

    def __len__(self) -> int:
        return len(self.birth)

    def take(self, rows: NDArray[np.intp]) -> "People":
        """The rows by their places."""
        taken = {f.name: getattr(self, f.name) for f in fields(self)}
        for name, part in taken.items():
            taken[name] = part.take(rows) if isinstance(part, Names | Numbers) else part[rows]
        return People(**taken)


def people(frame: pl.DataFrame) -> People:
    """Read a frame of texts; any of `FIELDS` and household_id may be absent."""

    def column(name: str) -> pl.Series:
        if name in frame.columns:
            texts = frame[name]
            texts = texts if texts.dtype == pl.String else texts.cast(pl.String)
            return texts.fill_null("") if texts.null_count() else texts
        return pl.repeat("", frame.height, dtype=pl.String, eager=True)

    own = numbers(column("id_no"))
    birth = once(column("birth_date"), _births)
    sex = once(column("sex"), _each(_sex)).astype(np.uint8)
    phone = once(column("phone"), _phones)
    return People(
        names(column("name")),
        own,
        np.where(birth > 0, birth, own.birth()),
        np.where(sex > 0, sex, own.sex()).astype(np.uint8),
        birth,
        sex,
        phone,
        _place(column("county")),
        _place(column("township")),
        _place(column("village")),
        _place(column("site")),
        keyed(column("head_name")),
        keyed(column("relation")),
        keyed(column("household_id")),
    )


def _phones(texts: pl.Series) -> NDArray[np.int64]:
    digits = texts.str.replace_all(r"\D", "").str.slice(-11)
    numbers_only = digits.cast(pl.Int64, strict=False).fill_null(0).to_numpy()
    return np.where((digits.str.len_chars() >= 7).to_numpy(), numbers_only, 0)


def _each(read: Callable[[str], int]) -> Callable[[pl.Series], NDArray[np.int64]]:
    return lambda texts: np.array([read(text) for text in texts.to_list()], dtype=np.int64)


def _sex(text: str) -> int:
    return {"男": 1, "男性": 1, "1": 1, "M": 1, "女": 2, "女性": 2, "2": 2, "F": 2}.get(
        text.strip(), 0
    )


MARKS = str.maketrans({"/": "-", ".": "-", "年": "-", "月": "-", "日": None, " ": None})


def _births(texts: pl.Series) -> NDArray[np.int64]:
    """The usual form in one go, any other one by one."""
    days = texts.str.to_date("%Y-%m-%d", strict=False)
    year, month, day = (
        part.cast(pl.Int64) for part in (days.dt.year(), days.dt.month(), days.dt.day())
    )
    usual = (year * 10_000 + month * 100 + day).fill_null(0)
    found = usual.to_numpy().copy()
    rest = np.flatnonzero(found == 0)
    found[rest] = [_birth(text) for text in texts.gather(rest).to_list()]
    return found


def _birth(text: str) -> int:
    """yyyymmdd of a date in any of the usual forms; yyyymm00 and yyyy0000 where that is all; 0 for none."""
    if len(text) == 8 and text.isdecimal():
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    parts = text.translate(MARKS).split("-")
    if len(parts) == 3 and len(parts[0]) == 4:
        try:
            return _day(int(parts[0]), int(parts[1]), int(parts[2]))
        except ValueError:
            return _unusual(text.strip())
    return _unusual(text.strip()) if text else 0


def _day(year: int, month: int, day: int) -> int:
    if not 1880 <= year <= 2100 or month > 12 or day > 31:
        return 0
    return year * 10_000 + month * 100 + day


def _unusual(text: str) -> int:
    if re.fullmatch(r"\d{5}(\.0)?", text) and FIRST_SERIAL <= int(float(text)) <= LAST_SERIAL:
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(text)))
        return day.year * 10_000 + day.month * 100 + day.day
    if (found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", text)) or (
        found := re.match(r"(\d{4})\D+(\d{1,2})(?:\D+(\d{1,2}))?", text)
    ):
        year, month, day_no = found[1], found[2], found[3] or "0"
    elif found := re.match(r"(\d{4})", text):
        year, month, day_no = found[1], "0", "0"
    else:
        return 0
    return _day(int(year), int(month), int(day_no))


def _place(texts: pl.Series) -> U64:
    """Keys of places without the names above them and their kind: 内蒙古…清水河县 and 清水河 are one."""
    return once(texts, _place_keys)


def _place_keys(texts: pl.Series) -> U64:
    if is_blank(texts):
        return np.zeros(1, dtype=np.uint64)
    clean = cleaned(texts)
    short = clean.str.replace(r"^.*(自治区|省)", "").str.replace(r"^..+?(市|盟|州)(.{2,})$", "$2")
    short = short.str.replace(SUFFIXES, "")
    return key_of(
        pl.select(pl.when(short.str.len_chars() >= 2).then(short).otherwise(clean)).to_series()
    )
