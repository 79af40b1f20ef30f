"""Money as whole fen: written with thousands, in capital characters 大写金额, and read from what a bank or a clerk writes."""

import re
import unicodedata
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("", "万", "亿", "万亿")
WRITTEN = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?|-?\d+(\.\d{1,2})?")
MOST_FEN = 10**18 - 1


def yuan(fen: int) -> str:
    """1234567 → "12,345.67"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def plain_yuan(fen: int) -> str:
    """1234567 → "12345.67", as a bank's file wants it."""
    return yuan(fen).replace(",", "")


def read_yuan(value: object) -> int | None:
    """Fen of "1,000", "1000.00元", "￥1000", 1000 or Decimal("1000.5"); None for all else, also for tenths of a fen."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        value = f"{value:f}" if isinstance(value, Decimal) else repr(value)
    text = unicodedata.normalize("NFKC", str(value)).replace(" ", "").strip("¥元")
    if re.fullmatch(r"-?\d+\.\d{3,}", text) and not text[text.index(".") + 3 :].strip("0"):
        text = text[: text.index(".") + 3]
    if not WRITTEN.fullmatch(text):
        return None
    fen = int(Decimal(text.replace(",", "")) * 100)
    return fen if abs(fen) <= MOST_FEN else None


def capitals(fen: int) -> str:
    """An amount in the capital characters of 票据: 100000 → 壹仟元整, 10500 → 壹佰零伍元整, 107 → 壹元零柒分.

    Raises ValueError for an amount below nothing, or of 万亿 × 万 yuan and more.
    """
    if not 0 <= fen <= MOST_FEN:
        raise ValueError("no capital characters for this amount")
    whole, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    told = f"{_whole(whole)}元" if whole else ""
    if not jiao and not cents:
        return (told or "零元") + "整"
    if jiao:
        told += ("零" if whole and whole % 10 == 0 else "") + DIGITS[jiao] + "角"
    elif whole:
        told += "零"
    return told + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    """The capital characters of a whole number of yuan above 0."""
    groups = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    told = ""
    is_gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            is_gap = bool(told)
            continue
        if told and (is_gap or group < 1000):
            told += "零"
        told += _group(group) + GROUPS[place]
        is_gap = False
    return told


def _group(group: int) -> str:
    """1 to 9999 without a leading 零."""
    told = ""
    is_gap = False
    for digit, place in zip(f"{group:04d}", PLACES, strict=True):
        if digit == "0":
            is_gap = bool(told)
            continue
        told += ("零" if is_gap else "") + DIGITS[int(digit)] + place
        is_gap = False
    return told
