"""A promise to a person as a clock: from when, until when, how much of it was delivered, and how it stands on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leye.core.periods import months_after
from leye.core.vocabulary import Category


class PromiseState(Category):
    RUNNING = "running", "进行中"
    KEPT = "kept", "已兑现"
    LATE = "late", "逾期后兑现"
    BROKEN = "broken", "逾期未兑现"


@dataclass(frozen=True, slots=True)
class Promise:
    """`many` deliveries within so many days or months of its beginning; what was declared when a clock began holds.

    A month from 31 January ends on the last day of February.
    """

    key: str
    title: str
    many: int
    days: int
    cite: str
    months: int = 0

    def due_on(self, since: dt.date) -> dt.date:
        """The last day of a clock that begins on a day."""
        return months_after(since, self.months) + dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a promise stands. due_on: the last day; kept_on: the day on which the last one wanted was delivered."""

    state: PromiseState
    since: dt.date
    due_on: dt.date
    has: int
    kept_on: dt.date | None

    @property
    def why(self) -> str:
        """In words: what it rests on."""
        if self.kept_on is not None:
            return f"{self.since} 起，{self.kept_on} 送达第{self.has}个"
        return f"{self.since} 起，应于 {self.due_on} 前，已送达 {self.has} 个"


def clock(
    promise: Promise, since: dt.date, delivered: Iterable[tuple[int, dt.date]], on: dt.date
) -> Clock:
    """The clock of a promise that began on a day. delivered: (what, day); the same thing twice counts once.

    Only what was delivered from the beginning up to the day counts.
    """
    due_on = promise.due_on(since)
    state, has, kept_on = standing(promise.many, since, due_on, delivered, on)
    return Clock(state, since, due_on, has, kept_on)


def standing(
    many: int, since: dt.date, due_on: dt.date, delivered: Iterable[tuple[int, dt.date]], on: dt.date
) -> tuple[PromiseState, int, dt.date | None]:  # fmt: skip
    """The same in plain values, for counting many: state, how much was delivered, and the day on which it was kept."""
    first: dict[int, dt.date] = {}
    for what, day in delivered:
        if since <= day <= on and (what not in first or day < first[what]):
            first[what] = day
    if len(first) < many:
        return PromiseState.RUNNING if on <= due_on else PromiseState.BROKEN, len(first), None
    kept_on = sorted(first.values())[many - 1]
    return PromiseState.KEPT if kept_on <= due_on else PromiseState.LATE, many, kept_on
