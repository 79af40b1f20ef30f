"""Single cells of rosters: days in their many writings, yes and no, money. Never a guess."""

import datetime as dt
import re
import unicodedata

from leye.core.periods import Month
from leye.core.vocabulary import BLANKS

DAY = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")
TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}.*", re.DOTALL)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
EPOCH = dt.date(1899, 12, 30)
YES = frozenset(
    {"是", "有", "√", "Y", "y", "yes", "已", "已就业", "就业", "已务工", "1", "参加", "已签"}
)
NO = frozenset(
    {
        "否",
        "无",
        "×",
        "N",
        "n",
        "no",
        "未",
        "未就业",
        "失业",
        "未务工",
        "0",
        "未参加",
        "未签",
        "没有",
    }
)


class Unreadable(ValueError):
    """The cell holds something that has no one meaning."""


def text_of(value: object) -> str:
    """A cell as text; a whole number without its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    text = unicodedata.normalize("NFC", str(value)).strip()
    return "" if text in BLANKS else text


def day_of(value: object, *, end: bool = False) -> dt.date | None:
    """A day. A month alone means its first day; with `end` the first day after the month or day named.

    Raises Unreadable.
    """
    try:
        named = _days(value)
        if named is None or not end:
            return named[0] if named else None
        return named[-1] + dt.timedelta(days=1)
    except (ValueError, OverflowError):  # no such day, or none after it
        raise Unreadable(text_of(value)) from None


def _days(value: object) -> tuple[dt.date, ...] | None:
    """The first and the last day that a cell names; None for a blank. Raises ValueError."""
    if isinstance(value, dt.datetime):
        return (value.date(),)
    if isinstance(value, dt.date):
        return (value,)
    if isinstance(value, float) and 20_000 <= value < 60_000:
        return (EPOCH + dt.timedelta(days=int(value)),)
    text = TIME.sub("", unicodedata.normalize("NFKC", text_of(value))).replace(" ", "")
    if not text:
        return None
    found = DAY.fullmatch(text) or COMPACT.fullmatch(text)
    if found is None:
        raise Unreadable(text)
    year, month, day_number = int(found[1]), int(found[2]), found[3]
    if day_number:
        return (dt.date(year, month, int(day_number)),)
    return dt.date(year, month, 1), Month(year, month).last_day


def yes_no(value: object) -> bool | None:
    """Yes, no, or None for a blank. Raises Unreadable."""
    if isinstance(value, bool):
        return value
    text = text_of(value)
    if not text:
        return None
    if text in YES:
        return True
    if text in NO:
        return False
    raise Unreadable(text)


def money(value: object) -> int | None:
    """Whole yuan; a range gives its lower end. Raises Unreadable."""
    text = unicodedata.normalize("NFKC", text_of(value)).replace(",", "").replace("元", "")
    if not text:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:[-~至]\d+(?:\.\d+)?)?(?:/月|以上|左右)?", text)
    if found is None:
        raise Unreadable(text)
    return int(float(found[1]))
