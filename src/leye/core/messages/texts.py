"""What a message costs and how it fits: parts of an SMS, fields of a WeChat template."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ALONE, IN_PARTS = 70, 67  # characters of one SMS; of each part of a longer one
FIELD = 20  # characters of a field of a WeChat template, on one line


@dataclass(frozen=True, slots=True)
class Cost:
    """characters, parts, and yuan."""

    characters: int
    parts: int
    yuan: Decimal


def units(text: str) -> int:
    """The length of a text as the operators count it: characters beyond the first 65,536 count as two."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str) -> int:
    """How many parts of an SMS a text takes, signature included; an empty text takes none."""
    return _parts(units(text))


def _parts(length: int) -> int:
    return (1 if length else 0) if length <= ALONE else math.ceil(length / IN_PARTS)


def cost(text: str, yuan_a_part: Decimal) -> Cost:
    """What a text costs to one receiver."""
    length = units(text)
    many = _parts(length)
    return Cost(length, many, many * yuan_a_part)


def field(text: str, most: int = FIELD) -> str:
    """A text as a field takes it: on one line, at most so many characters; what is cut off is marked with …"""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= most else line[: most - 1] + "…"


def joined(items: Sequence[str], most: int, rest: str = "等", between: str = "；") -> str:
    """As many of the items as fit, in their order; at least the first, cut short. rest: said where some are left out."""
    if not items:
        return ""
    whole = between.join(items)
    if len(whole) <= most:
        return whole
    if len(items) == 1:
        return field(items[0], most)
    chosen = field(items[0], max(most - len(rest), 1))
    for item in items[1:]:
        if len(chosen) + len(between) + len(item) + len(rest) > most:
            break
        chosen += between + item
    return field(chosen + rest, most)
