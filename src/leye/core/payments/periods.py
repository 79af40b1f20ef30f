"""For what span a person is paid once: the keys that no second payment of the kind may share."""

import datetime as dt
from enum import StrEnum

from leye.core.periods import Month


class Once(StrEnum):
    EVER = "ever"  # once in a life
    MONTH = "months"  # once for each month
    YEAR = "year"  # once in a calendar year
    DAY = "days"  # once for each day: courses may follow each other within a month

    @property
    def label(self) -> str:
        return {"ever": "每人一次", "months": "每人每月一次", "year": "每人每年一次", "days": "同一天只补一次"}[self.value]  # fmt: skip


def spans(once: Once, start: dt.date, end: dt.date) -> tuple[str, ...]:
    """The keys of [start, end): "ever" | "2020-05", "2020-06" … | "2020" … | "2020-05-03", "2020-05-04" …."""
    if end <= start:
        raise ValueError("a period has a day at least")
    if once is Once.EVER:
        return ("ever",)
    last = end - dt.timedelta(days=1)
    if once is Once.YEAR:
        return tuple(str(year) for year in range(start.year, last.year + 1))
    if once is Once.DAY:
        return tuple((start + dt.timedelta(days=n)).isoformat() for n in range((end - start).days))
    month, keys = Month.of(start), []
    while month <= Month.of(last):
        keys.append(str(month))
        month = month.shifted(1)
    return tuple(keys)


def lasts_until(fen: list[int], left: int) -> int:
    """How many amounts, in their order, a sum of money bears: the row at which a cap is reached."""
    spent = 0
    for place, one in enumerate(fen):
        spent += one
        if spent > left:
            return place
    return len(fen)
