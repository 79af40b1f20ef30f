"""Pay as it is written in advertisements: whole yuan a month, from and to."""

import re
import unicodedata

from leye.core.vacancies.values import DAYS_A_MONTH, HOURS_A_MONTH

NEGOTIABLE = frozenset({"面议", "面谈", "电议", "待遇面谈", "薪资面议"})
AMOUNT = r"(\d+(?:\.\d+)?)(万|千|k|w)?"
WRITTEN = re.compile(
    rf"(?:月薪|工资|薪资|基本工资|年薪|日薪|时薪|税前|约|不低于)*{AMOUNT}(?:元)?"
    rf"(?:[-~—–至到]{AMOUNT})?(?:元|块)?(?:人民币)?(?:[/每]?(月|年|天|日|小时|时))?(?:人)?(?:以上|起|左右)?"
)
TIMES = {None: 1.0, "": 1.0, "千": 1e3, "k": 1e3, "万": 1e4, "w": 1e4}
MONTHS = {
    "月": 1.0,
    "年": 1 / 12,
    "天": DAYS_A_MONTH,
    "日": DAYS_A_MONTH,
    "小时": HOURS_A_MONTH,
    "时": HOURS_A_MONTH,
}


class NotPay(ValueError):
    """It is no amount."""


def monthly(text: str) -> tuple[int, int] | None:
    """(from, to) in yuan a month; None where it is left to be agreed. Raises NotPay."""
    told = unicodedata.normalize("NFKC", text).lower()
    told = re.sub(r"[\s,，()（）:：]", "", told)
    if not told or told in NEGOTIABLE:
        return None
    found = WRITTEN.fullmatch(told)
    if found is None:
        raise NotPay(text)
    low, low_unit, high, high_unit, period = found.groups()
    if period is None:
        period = (
            "年"
            if told.startswith("年薪")
            else "日"
            if told.startswith("日薪")
            else "时"
            if told.startswith("时薪")
            else "月"
        )
    unit = low_unit or (high_unit if high is not None else None)  # "3-5千" means thousands both
    first = float(low) * TIMES[unit] * MONTHS[period]
    last = (
        float(high) * TIMES[high_unit or low_unit] * MONTHS[period] if high is not None else first
    )
    if first > last:
        first, last = last, first
    if last > 10_000_000:
        raise NotPay(text)
    return round(first), round(last)
