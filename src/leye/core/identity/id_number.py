"""Citizen identity numbers (GB 11643-1999): what stands in a cell, and which number it means.

The address code is never tied to the birth year: a number is given at first registration, which can
be years after birth. An unknown county is a note. A number that a spreadsheet rounded is lost.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from leye.core.problems import Problem, Severity
from leye.core.vocabulary import BLANKS, Sex

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # ISO 7064 MOD 11-2
CHECKS = "10X98765432"
LOOK_ALIKES = str.maketrans("OQDIL|ZSBХ×", "000111258XX")  # after upper-casing
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
GUARD = re.compile(r'^=\s*"([^"]*)"$')
SCIENTIFIC = re.compile(r"^\d(\.\d+)?[eE]\+?\d+$")
# The identity number, kind and degree, and after a loss "B" with the number of the replacement.
DISABILITY_CARD = re.compile(r"[0-9]{17}[0-9X][0-9]{2}([0-9]{2}|B[0-9]|[0-9]B)?")
PLAIN = re.compile(r"[0-9]{17}[0-9X]")


class IdKind(StrEnum):
    VALID = "valid"
    UPGRADED_15 = "upgraded_15"
    DISABILITY_CARD = "disability_card"
    MASKED = "masked"
    LOST = "lost"
    MALFORMED = "malformed"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class IdReading:
    """canonical: 18 characters, or None when the cell does not tell; reason: why it is malformed."""

    kind: IdKind
    canonical: str | None = None
    reason: str = ""  # length | characters | date | check_digit
    cleaned: bool = False
    look_alike: bool = False


def check_digit(first17: str) -> str:
    """The last character that belongs to the first seventeen digits."""
    return CHECKS[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


def read(value: object) -> IdReading:
    """Read a cell: text, or the float that a spreadsheet made of a number typed without quotes."""
    if isinstance(value, str) and PLAIN.fullmatch(value):
        return _judge(value, IdReading(IdKind.VALID))
    if value is None:
        return IdReading(IdKind.EMPTY)
    if isinstance(value, float | int):
        return _from_number(value)
    text = str(value)
    cleaned = _clean(text)
    reading = IdReading(IdKind.VALID, cleaned=cleaned != text)
    if cleaned in BLANKS:
        return IdReading(IdKind.EMPTY)
    if SCIENTIFIC.match(cleaned):
        return IdReading(IdKind.LOST)
    if "*" in cleaned or re.search(r"\d[Xx×?？#]{3,}", cleaned):
        return IdReading(IdKind.MASKED)
    if re.fullmatch(r"[0-9]{15}", cleaned):
        return _upgrade(cleaned, reading)
    if DISABILITY_CARD.fullmatch(cleaned):
        return _judge(cleaned[:18], IdReading(IdKind.DISABILITY_CARD, cleaned=reading.cleaned))
    if PLAIN.fullmatch(cleaned):
        return _judge(cleaned, reading)
    mended = cleaned.translate(LOOK_ALIKES)
    if len(cleaned) == 18 and PLAIN.fullmatch(mended):
        return _judge(mended, IdReading(IdKind.VALID, cleaned=True, look_alike=True))
    reason = "length" if re.fullmatch(r"[0-9X]+", cleaned) else "characters"
    return IdReading(IdKind.MALFORMED, reason=reason)


def _from_number(value: float | int) -> IdReading:
    digits = str(value) if isinstance(value, int) else f"{value:.0f}"
    if not digits.isdecimal():  # below zero, or no number at all
        return IdReading(IdKind.MALFORMED, reason="length")
    if len(digits) == 15:  # fifteen digits fit into a spreadsheet's number without loss
        return _upgrade(digits, IdReading(IdKind.UPGRADED_15, cleaned=True))
    if len(digits) >= 16:
        return IdReading(IdKind.LOST)
    return IdReading(IdKind.MALFORMED, reason="length")


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    guarded = GUARD.match(text)
    text = guarded.group(1) if guarded else text
    text = INVISIBLE.sub("", text).lstrip("'‘’`").rstrip("'’`")
    return text.replace("-", "").upper() if len(text) > 1 else text


def _upgrade(digits: str, reading: IdReading) -> IdReading:
    first17 = f"{digits[:6]}19{digits[6:]}"
    upgraded = IdReading(IdKind.UPGRADED_15, cleaned=reading.cleaned)
    return _judge(first17 + check_digit(first17), upgraded)


def _judge(number: str, reading: IdReading) -> IdReading:
    if birth_date(number) is None:
        return IdReading(IdKind.MALFORMED, reason="date", cleaned=reading.cleaned)
    if check_digit(number[:17]) != number[17]:
        return IdReading(IdKind.MALFORMED, reason="check_digit", cleaned=reading.cleaned)
    return IdReading(reading.kind, number, "", reading.cleaned, reading.look_alike)


def birth_date(number: str) -> dt.date | None:
    """The birth date that a number holds; None when there is no such day."""
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1880 else None


def sex(number: str) -> Sex:
    """The sex that a number holds: the seventeenth digit is odd for men."""
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


REASONS = {
    "length": ("位数不对", "请核对身份证，应为18位（一代证15位）。"),
    "characters": ("含有不该出现的字符", "请核对身份证，按证件重新填写18位号码。"),
    "date": ("出生日期段不是真实日期", "请核对身份证第7至14位。"),
    "check_digit": ("最后一位校验码不符", "请核对身份证，通常是某一位数字写错或两位写反。"),
}


def problems_of(
    reading: IdReading, column: str, raw: object, known_counties: frozenset[str]
) -> tuple[Problem, ...]:
    """What a clerk should know about a number, in the order of weight."""
    found = str(raw) if raw is not None else ""

    def problem(code: str, severity: Severity, message: str, remedy: str) -> Problem:
        return Problem(f"id_no.{code}", severity, message, remedy, column, found)

    match reading.kind:
        case IdKind.EMPTY:
            return (
                problem("empty", Severity.REFUSED, "没有填身份证号码。", "请补填18位身份证号码。"),
            )
        case IdKind.LOST:
            message = "身份证号码被表格软件变成了数字，后几位已经丢失。"
            remedy = "请把该列设为“文本”格式，按证件重新填写，不能由系统猜测。"
            return (problem("lost", Severity.REFUSED, message, remedy),)
        case IdKind.MASKED:
            message = "身份证号码被遮盖，认不出是谁。"
            return (problem("masked", Severity.REFUSED, message, "请向来源单位索取完整号码。"),)
        case IdKind.MALFORMED:
            what, remedy = REASONS[reading.reason]
            message = f"身份证号码{what}。"
            return (problem(reading.reason, Severity.REFUSED, message, remedy),)
    return tuple(_notes(reading, problem, known_counties))


def _notes(
    reading: IdReading,
    problem: Callable[[str, Severity, str, str], Problem],
    known_counties: frozenset[str],
) -> Iterator[Problem]:
    if reading.look_alike:
        message = "身份证号码里有形近字符（如字母O代替0），已按数字读取。"
        yield problem("look_alike", Severity.STRANGE, message, "请核对证件后说明。")
    elif reading.cleaned:
        message = "身份证号码里的空格、全角或引号等已清理。"
        yield problem("cleaned", Severity.NOTE, message, "无需处理。")
    if reading.kind is IdKind.UPGRADED_15:
        message = "15位号码已换算为18位。"
        yield problem("upgraded", Severity.NOTE, message, "如有新证请按新证填写。")
    if reading.kind is IdKind.DISABILITY_CARD:
        message = "填的是残疾人证号，已取前18位作身份证号码。"
        yield problem("disability_card", Severity.NOTE, message, "无需处理。")
    if known_counties and reading.canonical and reading.canonical[:6] not in known_counties:
        message = f"号码前6位 {reading.canonical[:6]} 不在已知的行政区划代码里。"
        yield problem(
            "county_unknown", Severity.NOTE, message, "请看一眼是否写错；没有错就不必处理。"
        )
