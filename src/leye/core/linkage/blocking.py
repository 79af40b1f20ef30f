"""Which pairs are looked at at all: equal 64-bit keys, none of them shared by more than a few hundred."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from leye.core.linkage.numbers import UNKNOWN
from leye.core.linkage.people import People
from leye.core.linkage.texts import U64, joined

Rows = NDArray[np.int64]
WIDEST = 60  # persons of the ledger under one key
SLOTS = np.uint64((1 << 22) - 1)
RARE = 3  # bearers of a name that is a key by itself


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of the ledger's rows: distinct keys in order, where their rows begin and how many they are.

    seen: by the lowest bits of a key, whether any such key is there; most that is asked is not.
    """

    keys: U64
    first: Rows
    many: Rows
    rows: Rows
    seen: NDArray[np.bool_]

    @classmethod
    def of(cls, keys: U64) -> "_Key":
        rows = np.flatnonzero(keys)
        rows = rows[np.argsort(keys[rows], kind="stable")]
        distinct, first, many = np.unique(keys[rows], return_index=True, return_counts=True)
        seen = np.zeros(int(SLOTS) + 1, dtype=bool)
        seen[distinct & SLOTS] = True
        return cls(distinct, first, many, rows, seen)


@dataclass(slots=True)
class Blocks:
    """The ledger's side: each key sorted once, and looked up by every roster."""

    left: People
    _sorted: dict[str, "_Key"] = field(default_factory=dict)

    def pairs(self, right: People, has_number: bool) -> tuple[Rows, Rows]:
        """(right row, left row) of every pair that shares a key, once each, by right row.

        has_number: whether the rows bear valid numbers, which nobody in the ledger bears; then only what
        speaks for a wrong number is looked for.
        """
        n = len(self.left)
        if not self._sorted:
            for name, keys in _keys(self.left, has_number=False):
                self._sorted[name] = _Key.of(keys)
        found = [self._equal(name, keys) for name, keys in _keys(right, has_number)]
        codes = np.sort(np.concatenate(found))
        codes = codes[np.r_[True, codes[1:] != codes[:-1]]] if len(codes) else codes
        return codes // n if n else codes, codes % n if n else codes

    def _equal(self, name: str, theirs: U64) -> Rows:
        """right * n + left of the rows with equal keys."""
        own = self._sorted[name]
        asked = np.flatnonzero(own.seen[theirs & SLOTS] & (theirs != 0))
        if not len(asked) or not len(own.keys):
            return np.zeros(0, dtype=np.int64)
        place = np.minimum(np.searchsorted(own.keys, theirs[asked]), len(own.keys) - 1)
        many = np.where(own.keys[place] == theirs[asked], own.many[place], 0)
        kept = (many > 0) & (many <= (RARE if name == "rare name" else WIDEST))
        asked, low, many = asked[kept], own.first[place[kept]], many[kept]
        first = np.repeat(np.cumsum(many) - many, many)
        place = np.repeat(low, many) + np.arange(many.sum()) - first
        found: Rows = np.repeat(asked, many) * len(self.left) + own.rows[place]
        return found


def _keys(of: People, has_number: bool) -> Iterator[tuple[str, U64]]:
    name, sound, bone = of.names.text, of.names.sound, of.names.bone
    full = np.where(of.birth % 100 > 0, of.birth, 0)
    yield "name birth", joined(name, full)
    yield "name phone", joined(name, of.phone)
    yield "name village", joined(name, of.village, of.township)
    yield "name site", joined(name, of.site)
    yield "name head", joined(name, of.head)
    yield "sound birth", joined(sound, full)
    yield "phone birth", joined(of.phone, full)
    if has_number:
        return
    month = of.birth // 100
    yield "bone birth", joined(bone, full)
    yield "letters birth", joined(of.names.letters, of.birth // 10_000)
    yield "phone sex", joined(of.phone, of.sex)
    yield "birth county sex", joined(full, of.county, of.sex)
    yield "birth site", joined(full, of.site)
    yield "birth head", joined(full, of.head)
    yield "sound county", joined(sound, of.county, np.maximum(of.birth // 10_000, 1))
    yield "sound month", joined(sound, np.where(month % 100 > 0, month, 0))
    yield "name county", joined(name, of.county)
    yield "sound head", joined(sound, of.head)
    yield "rare name", name
    digits = of.numbers.digits
    yield "first 14", joined(_digits(digits, 0, 14), of.sex)
    yield "first 15", _digits(digits, 0, 15)
    yield "birth to end", _digits(digits, 6, 18)
    yield "last 4 name", joined(_digits(digits, 14, 18), name)
    yield "last 4 sound", joined(_digits(digits, 14, 18), sound)
    yield "last 4 birth", joined(_digits(digits, 14, 18), full)
    yield "area name", joined(_digits(digits, 0, 6), name)
    yield "without 1 to 4", _digits(digits, 4, 17)


def _digits(digits: NDArray[np.uint8], first: int, last: int) -> U64:
    """A part of the numbers as a key; 0 where any digit of it is not known."""
    part = digits[:, first:last]
    key = np.zeros(len(part), dtype=np.uint64)
    for column in range(part.shape[1]):
        key = key * np.uint64(11) + part[:, column].astype(np.uint64)
    return np.where((part == UNKNOWN).any(axis=1), np.uint64(0), key + np.uint64(1))
