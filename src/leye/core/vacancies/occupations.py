"""Occupations by the middle classes of the 职业分类大典 (2022) and industries by GB/T 4754-2017: words in, codes out.

A trade in free words is laid to the class of the longest word that it contains; what contains none has no
class, and is not guessed.
"""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

CODE = re.compile(r"[1-8]-\d{2}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Classes:
    """titles: class code → its title; words: a trade's word → class code; industries: letter or two digits → title."""

    titles: Mapping[str, str]
    words: Mapping[str, str]
    industries: Mapping[str, str]

    def occupation(self, text: str) -> str | None:
        """The class "4-03" of a code of the dictionary or of a trade in words; None where it is not known."""
        return _occupation(self, unicodedata.normalize("NFKC", text).strip())

    def title(self, code: str) -> str:
        return self.titles.get(code, "")

    def number(self, text: str) -> int:
        """The class of a trade as a number for matching, 0 where it is not known: "4-03" → 403."""
        code = self.occupation(text)
        return int(code.replace("-", "")) if code else 0

    def industry(self, text: str) -> str:
        """The letter of GB/T 4754 that a cell names by letter, by code ("H61") or by title; "" where none."""
        told = unicodedata.normalize("NFKC", text).strip()
        if re.fullmatch(r"[A-T]\d{0,4}", told):
            return told[0]
        for letter, title in self.industries.items():
            if told and (told in title or title in told):
                return letter
        return ""

    def __hash__(self) -> int:
        return id(self)


@functools.lru_cache(maxsize=20_000)
def _occupation(classes: Classes, text: str) -> str | None:
    if CODE.fullmatch(text):
        return text[:4] if text[:4] in classes.titles else None
    found = [word for word in classes.words if word in text]
    if not found:
        return None
    return classes.words[max(found, key=len)]
