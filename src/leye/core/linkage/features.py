"""What a pair of rows has in common and in what they differ, as numbers for the scorer and words for people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leye.core.linkage.numbers import UNKNOWN, Kind, Numbers
from leye.core.linkage.people import People
from leye.core.linkage.texts import U64, Names

Rows = NDArray[np.int64]
Levels = NDArray[np.int8]
# Levels of names, from the same to nothing in common.
SAME, SOUND, LETTERS, SHAPE, BONE, ONE_OFF, PART, FAR, NONE = range(9)
# Levels of birth dates.
B_NONE, B_SAME, B_SWAPPED, B_MONTH, B_YEAR_OFF, B_DAY, B_YEAR, B_FAR = range(8)
FEATURES = (
    "name", "length", "frequency", "differing", "sounds", "surname", "kind", "known", "misses",
    "swapped", "area", "born", "tail", "birth", "sex", "phone", "shared", "county", "township",
    "village", "site", "head", "relation", "two", "candidates", "name_here",
)  # fmt: skip

AT = {name: place for place, name in enumerate(FEATURES)}
LONG_NAME = 4  # characters from which a skeleton of consonants says something
FEWEST_KNOWN = 8  # digits, before a number that fits says something


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often keys stand in the ledger: name texts and telephones, sorted for look-up."""

    names: U64
    names_many: Rows
    phones: NDArray[np.int64]
    phones_many: Rows

    @classmethod
    def of(cls, left: People) -> "Frequency":
        return cls(
            *np.unique(left.names.text, return_counts=True),
            *np.unique(left.phone, return_counts=True),
        )


def frequency(
    keys: NDArray[np.generic], many: Rows, asked: NDArray[np.generic]
) -> NDArray[np.float32]:
    """log2(1 + how often) of each asked key."""
    if not len(keys):
        return np.zeros(len(asked), dtype=np.float32)
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: NDArray[np.float32] = np.log2(1 + np.where(keys[place] == asked, many[place], 0))
    return found.astype(np.float32)


def features(
    left: People, right: People, pairs: tuple[Rows, Rows], often: Frequency
) -> NDArray[np.float32]:
    """(pairs, len(FEATURES)); pairs: rows of the right and the left side, grouped by right row."""
    r, p = pairs
    table = np.zeros((len(r), len(FEATURES)), dtype=np.float32)
    level, differing, sounds = name_level(left.names, p, right.names, r)
    number = number_parts(left.numbers, p, right.numbers, r)
    columns = (
        level,
        right.names.length[r],
        frequency(often.names, often.names_many, left.names.text[p]),
        differing,
        sounds,
        left.names.chars[p, 0] == right.names.chars[r, 0],
        right.numbers.kind[r],
        *number,
        birth_level(left.birth[p], right.birth[r]),
        agreement(left.sex[p], right.sex[r]),
        agreement(left.phone[p], right.phone[r]),
        frequency(often.phones, often.phones_many, left.phone[p]),
        agreement(left.county[p], right.county[r]),
        agreement(left.township[p], right.township[r]),
        agreement(left.village[p], right.village[r]),
        agreement(left.site[p], right.site[r]),
        agreement(left.head[p], right.head[r]),
        agreement(left.relation[p], right.relation[r]),
        left.numbers.is_valid[p] & right.numbers.is_valid[r],
        _candidates(r),
        _frequency_of_right(often, right, r),
    )
    for place, column in enumerate(columns):
        table[:, place] = column
    return table


def promising(table: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Pairs worth a score: alike names, a number nearly the same, or two other things that agree."""
    named = table[:, AT["name"]] < FAR
    numbered = (table[:, AT["misses"]] <= 2) & (table[:, AT["known"]] >= FEWEST_KNOWN)
    others = (table[:, AT["birth"]] == B_SAME).astype(np.int8)
    for name in ("phone", "head", "site", "village"):
        others += table[:, AT[name]] == 1
    found: NDArray[np.bool_] = named | numbered | (others >= 3)
    return found


def _candidates(r: Rows) -> NDArray[np.float32]:
    if not len(r):
        return np.zeros(0, dtype=np.float32)
    many = np.bincount(r)
    return np.log2(many[r]).astype(np.float32)


def _frequency_of_right(often: Frequency, right: People, r: Rows) -> NDArray[np.float32]:
    return frequency(often.names, often.names_many, right.names.text[r])


def agreement(one: NDArray[np.generic], other: NDArray[np.generic]) -> Levels:
    """0 where a side is not known, 1 the same, 2 not."""
    known = (one != 0) & (other != 0)
    return np.where(known, np.where(one == other, 1, 2), 0).astype(np.int8)


def name_level(
    left: Names,
    p: Rows,
    right: Names,
    r: Rows,
) -> tuple[Levels, NDArray[np.int16], NDArray[np.int16]]:
    """(level, differing characters, differing readings) of each pair of names."""
    a, b = left.chars[p], right.chars[r]
    size_a, size_b = left.length[p], right.length[r]
    differing = np.count_nonzero(a != b, axis=1).astype(np.int16)
    sounds = np.count_nonzero(left.sounds[p] != right.sounds[r], axis=1).astype(np.int16)
    level = np.full(len(a), FAR, dtype=np.int8)
    longer = np.maximum(size_a, size_b)
    uneven = np.flatnonzero((size_a != size_b) & (np.minimum(size_a, size_b) >= 2))
    level[uneven[_is_part(a[uneven], b[uneven], size_a[uneven], size_b[uneven])]] = PART
    level[(size_a == size_b) & (differing == 1) & (size_a >= 2)] = ONE_OFF
    bone = (left.bone[p] == right.bone[r]) & (longer >= LONG_NAME)
    level[bone] = BONE
    shape = (size_a == size_b) & (differing >= 1) & (differing <= 2)
    rows = np.flatnonzero(shape)
    if len(rows):
        alike = (left.shape_of(p[rows]) == right.shape_of(r[rows])).all(axis=1)
        level[rows[alike]] = SHAPE
    level[left.letters[p] == right.letters[r]] = LETTERS
    level[left.sound[p] == right.sound[r]] = SOUND
    level[left.text[p] == right.text[r]] = SAME
    level[(size_a == 0) | (size_b == 0)] = NONE
    return level, differing, sounds


def _is_part(
    a: NDArray[np.uint16],
    b: NDArray[np.uint16],
    size_a: NDArray[np.int16],
    size_b: NDArray[np.int16],
) -> NDArray[np.bool_]:
    """Whether the shorter name is the longer one with a stretch left out."""
    shorter = np.minimum(size_a, size_b)
    in_front = np.minimum(np.cumprod(a == b, axis=1).sum(axis=1), shorter)
    found: NDArray[np.bool_] = in_front + _from_the_end(a, b, size_a, size_b) >= shorter
    return found


def _from_the_end(
    a: NDArray[np.uint16],
    b: NDArray[np.uint16],
    size_a: NDArray[np.int16],
    size_b: NDArray[np.int16],
) -> NDArray[np.int16]:
    """How many characters are the same from the end on."""
    width = a.shape[1]
    back = np.arange(1, width + 1)
    rows = np.arange(len(a))[:, None]
    at_a, at_b = size_a[:, None] - back, size_b[:, None] - back
    same = (
        (at_a >= 0) & (at_b >= 0) & (a[rows, np.maximum(at_a, 0)] == b[rows, np.maximum(at_b, 0)])
    )
    found: NDArray[np.int16] = np.cumprod(same, axis=1).sum(axis=1).astype(np.int16)
    return found


def number_parts(
    left: Numbers,
    p: Rows,
    right: Numbers,
    r: Rows,
) -> tuple[NDArray[np.generic], ...]:
    """(known digits, misses, swapped, agreeing of the area, of the birth date, of the last four)."""
    a, b = left.digits[p], right.digits[r]
    known = (a != UNKNOWN) & (b != UNKNOWN)
    same = known & (a == b)
    many = known.sum(axis=1)
    misses = many - same.sum(axis=1)
    off = known & ~same
    turned = np.zeros(len(p), dtype=bool)
    two = np.flatnonzero(misses == 2)
    if len(two):
        first = off[two].argmax(axis=1)
        following = np.minimum(first + 1, 17)
        rows = np.arange(len(two))
        x, y = a[two], b[two]
        turned[two] = (
            off[two][rows, following]
            & (x[rows, first] == y[rows, following])
            & (x[rows, following] == y[rows, first])
        )
    for kind in (Kind.SHORT, Kind.LONG):
        odd = np.flatnonzero(right.kind[r] == kind)
        if len(odd):
            misses[odd] = _shifted(a[odd], b[odd], right.spare[r[odd]], kind)
    area, born, tail = same[:, :6].sum(axis=1), same[:, 6:14].sum(axis=1), same[:, 14:].sum(axis=1)
    return many, misses, turned, area, born, tail


def _shifted(
    a: NDArray[np.uint8], b: NDArray[np.uint8], spare: NDArray[np.uint8], kind: Kind
) -> NDArray[np.int64]:
    """0 where leaving out one character makes two numbers the same, else how far from it."""
    longer = np.hstack([b, spare[:, None]]) if kind is Kind.LONG else a
    shorter = a if kind is Kind.LONG else b[:, :17]
    size = shorter.shape[1]
    front = np.cumprod(longer[:, :size] == shorter, axis=1).sum(axis=1)
    back = np.cumprod((longer[:, 1:] == shorter)[:, ::-1], axis=1).sum(axis=1)
    found: NDArray[np.int64] = np.maximum(size - front - back, 0)
    return found


def birth_level(one: NDArray[np.int64], other: NDArray[np.int64]) -> Levels:
    """How two birth dates agree, by `B_…`; a day or month that is not told does not disagree."""
    year_a, month_a, day_a = one // 10_000, one // 100 % 100, one % 100
    year_b, month_b, day_b = other // 10_000, other // 100 % 100, other % 100
    level = np.full(len(one), B_FAR, dtype=np.int8)
    level[year_a == year_b] = B_YEAR
    level[(month_a == month_b) & (day_a == day_b) & (day_a > 0)] = B_DAY
    apart = np.abs(year_a - year_b)
    is_off = (
        (month_a == month_b) & (day_a == day_b) & ((apart == 10) | (apart == 1) | (apart == 100))
    )
    level[is_off & (day_a > 0)] = B_YEAR_OFF
    level[(year_a == year_b) & (month_a == month_b)] = B_MONTH
    level[(year_a == year_b) & (month_a == day_b) & (day_a == month_b)] = B_SWAPPED
    level[one == other] = B_SAME
    level[(one == 0) | (other == 0)] = B_NONE
    return level
