"""Texts as numbers: characters and readings of names in fixed-width tables, 64-bit keys of anything.

All functions take polars series of texts and return numpy arrays of the same length.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leye.core.identity.traditional import SIMPLIFIED
from leye.core.linkage.shapes import GROUPS
from leye.core.linkage.sounds import READINGS

U64 = NDArray[np.uint64]
WIDTH = 12  # characters of a name that are looked at
NOISE = r"[\s·•‧∙・･⋅．。˙●ᐧ᛫⸱﹒.\-'’`]"
PRIME = np.uint64(0x9E3779B97F4A7C15)
SPREAD = np.uint64(0xBF58476D1CE4E5B9)
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxzcsryw")
# Initials that one Mongolian sound is written with, by turns.
CLASSES = {
    "b": 1, "p": 1, "m": 2, "f": 3, "d": 4, "t": 4, "n": 5, "l": 6, "g": 7, "k": 7, "h": 7,
    "j": 8, "q": 8, "x": 9, "zh": 10, "z": 10, "ch": 10, "c": 10, "sh": 9, "s": 9, "r": 11,
    "y": 12, "w": 13, "": 14,
}  # fmt: skip


@functools.cache
def _tables() -> tuple[
    NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint8], NDArray[np.uint16]
]:
    """By code point: simplified form, reading, consonant class, look-alike group."""
    plain = np.arange(65_536, dtype=np.uint16)
    for old, new in SIMPLIFIED.items():
        plain[old] = ord(new)
    sound = np.arange(65_536, dtype=np.uint16)  # what has no reading sounds like itself
    skeleton = np.zeros(65_536, dtype=np.uint8)
    numbers: dict[str, int] = {}
    for part in READINGS.split():
        if part.isascii():
            reading = _blurred(part)
            number = numbers.setdefault(reading, len(numbers) + 1)
            bone = _bone(part)
        else:
            codes = [ord(c) for c in part]
            sound[codes], skeleton[codes] = number, bone
    shape = np.arange(65_536, dtype=np.uint16)
    for group in GROUPS.split():
        shape[[ord(c) for c in group]] = ord(group[0])
    return plain, sound, skeleton, shape


def _blurred(reading: str) -> str:
    """A reading without what dialects confuse: zh=z, ch=c, sh=s, -ng=-n."""
    start = {"zh": "z", "ch": "c", "sh": "s"}.get(reading[:2])
    reading = start + reading[2:] if start else reading
    return reading.removesuffix("g") if reading.endswith("ng") else reading


def _bone(reading: str) -> int:
    if reading == "er":
        return CLASSES["r"]
    initial = next((i for i in INITIALS if reading.startswith(i)), "")
    return CLASSES[initial]


@dataclass(frozen=True, slots=True)
class Names:
    """n names. chars, sounds, shapes: (n, WIDTH) codes, 0 beyond the end; keys: (n,), 0 for no name."""

    chars: NDArray[np.uint16]
    sounds: NDArray[np.uint16]
    bones: NDArray[np.uint8]
    length: NDArray[np.int16]
    text: U64
    sound: U64
    bone: U64
    letters: U64

    def take(self, rows: NDArray[Any]) -> "Names":
        """The names of some rows."""
        return Names(*(getattr(self, f.name)[rows] for f in fields(self)))

    def shape_of(self, rows: NDArray[np.int64]) -> NDArray[np.uint16]:
        """The look-alike group of each character of some rows."""
        return _tables()[3][self.chars[rows]]


Read = Callable[[pl.Series], NDArray[Any]]


def once(texts: pl.Series, read: Read) -> NDArray[Any]:
    """A function of texts over a column, worked out once for each text that stands there."""
    distinct, places = _distinct(texts)
    found: NDArray[Any] = read(distinct)[places]
    return found


def _distinct(texts: pl.Series) -> tuple[pl.Series, NDArray[Any]]:
    """The distinct texts of a column, and for each row which of them it is."""
    if len(texts) == 1:  # one row against the ledger: nothing to gather
        return texts, np.zeros(1, dtype=np.int64)
    texts = texts.fill_null("")
    codes = texts.cast(pl.Categorical(pl.Categories.random())).to_physical().to_numpy()
    first = np.full(int(codes.max()) + 1 if len(codes) else 0, -1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    used = np.flatnonzero(first >= 0)
    place = np.zeros(len(first), dtype=np.int64)
    place[used] = np.arange(len(used))
    return texts.gather(first[used]), place[codes]


def names(texts: pl.Series) -> Names:
    """Names without separators and in simplified characters, their readings and keys."""
    distinct, places = _distinct(texts)
    return _names(distinct).take(places)


def _names(texts: pl.Series) -> Names:
    clean = cleaned(texts)
    wide = np.asarray(clean.str.slice(0, WIDTH).to_list(), dtype=f"U{WIDTH}")
    codes = wide.view(np.uint32).reshape(len(texts), WIDTH)
    plain, sound, skeleton, _ = _tables()
    chars = plain[(codes & 0xFFFF).astype(np.uint16)]
    sounds = np.where(chars > 0, sound[chars], 0).astype(np.uint16)
    bones = np.where(chars > 0, skeleton[chars], 0).astype(np.uint8)
    length = np.count_nonzero(chars, axis=1).astype(np.int16)
    letters = -np.sort(-chars.astype(np.int32), axis=1)
    return Names(
        chars, sounds, bones, length,
        folded(chars), folded(sounds), folded(bones), folded(letters.astype(np.uint16)),
    )  # fmt: skip


def cleaned(texts: pl.Series) -> pl.Series:
    """Texts for comparison: full-width to narrow, separators and spaces away, upper case; "" for none."""
    return texts.fill_null("").str.normalize("NFKC").str.replace_all(NOISE, "").str.to_uppercase()


def folded(codes: NDArray[np.uint16] | NDArray[np.uint8]) -> U64:
    """A 64-bit key of each row of codes; 0 where the row is all 0."""
    key = np.zeros(len(codes), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in range(codes.shape[1]):
            key = (key ^ codes[:, column].astype(np.uint64)) * PRIME
            key ^= key >> np.uint64(29)
    return np.where(codes.any(axis=1), key | np.uint64(1), np.uint64(0))


def keyed(texts: pl.Series) -> U64:
    """A 64-bit key of each cleaned text; 0 for an empty one."""
    return once(texts, _cleaned_keys)


def _cleaned_keys(texts: pl.Series) -> U64:
    return np.zeros(1, dtype=np.uint64) if is_blank(texts) else key_of(cleaned(texts))


def is_blank(texts: pl.Series) -> bool:
    """Whether a column is one empty text, as most columns of a single row are."""
    return len(texts) == 1 and not texts[0]


def key_of(clean: pl.Series) -> U64:
    """A 64-bit key of each text as it is; 0 for an empty one."""
    keys = clean.hash(seed=7).to_numpy().astype(np.uint64)
    return np.where((clean == "").to_numpy(), np.uint64(0), keys | np.uint64(1))


def joined(*parts: NDArray[np.generic]) -> U64:
    """One key of several; 0 where any of them is 0."""
    key = np.zeros(len(parts[0]), dtype=np.uint64)
    known = np.ones(len(parts[0]), dtype=bool)
    with np.errstate(over="ignore"):
        for place, part in enumerate(parts, start=1):
            own = part.astype(np.uint64)
            known &= own != 0
            key = (key ^ (own + np.uint64(place))) * SPREAD
            key ^= key >> np.uint64(31)
    return np.where(known, key | np.uint64(1), np.uint64(0))
