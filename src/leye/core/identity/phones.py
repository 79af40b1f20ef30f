"""Telephone numbers of roster cells."""

import re
import unicodedata
from dataclasses import dataclass

from leye.core.problems import Problem, Severity
from leye.core.vocabulary import BLANKS

SEPARATORS = re.compile(r"[,;、/，；]+|或")
NOISE = re.compile(r"[\-—()（）\s]")


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """number: the digits of the first number, or None; problems: what to say about the cell."""

    number: str | None
    problems: tuple[Problem, ...] = ()


def read(value: object, column: str) -> PhoneReading:
    """Read a cell: text, or a number that kept all of its digits."""
    if value is None:
        return PhoneReading(None)
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    text = unicodedata.normalize("NFKC", text).strip().strip("'=\"")
    if text in BLANKS:
        return PhoneReading(None)
    numbers = [digits for part in _parts(text) if (digits := _digits(part))]
    if not numbers:
        return PhoneReading(None, (_note("unreadable", "联系电话认不出号码。", column, text),))
    notes = []
    if len(numbers) > 1:
        notes.append(_note("several", "填了几个电话，已取第一个。", column, text))
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|\d{7,8}", numbers[0]):
        notes.append(_note("length", "联系电话的位数不对。", column, text))
    return PhoneReading(numbers[0][:20], tuple(notes))


def _parts(text: str) -> list[str]:
    joined = NOISE.sub("", text)
    return [joined] if joined.lstrip("+").isdigit() else SEPARATORS.split(text)


def _digits(part: str) -> str:
    digits = re.sub(r"\D", "", NOISE.sub("", part))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _note(code: str, message: str, column: str, found: str) -> Problem:
    remedy = "不影响导入；请在走访时补正。"
    return Problem(f"phone.{code}", Severity.NOTE, message, remedy, column, found)
