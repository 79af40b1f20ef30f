"""The numbers of work near home, and what they say of one post, project or workshop: plain values in, words out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from leye.core.periods import birthday, months_after
from leye.core.vacancies.values import DAYS_A_MONTH
from leye.core.vocabulary import Sex


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds on a day. near_days: how long ahead an end is told of. retire: age by sex, None where each person has a day of one's own."""

    post_months: int
    post_cite: str
    near_retirement: int  # years
    retire: dict[str, int | None]
    retire_cite: str
    workshop_least: int  # registered poor workers
    workshop_contract: int  # months
    workshop_cite: str
    elsewhere_days: int
    elsewhere_cite: str
    near_days: int
    full_hours: int  # a week


@dataclass(frozen=True, slots=True)
class Term:
    """The longest time of a post. is_known False: whether the exception holds cannot be worked out."""

    last_on: dt.date  # the first day on which it must be over
    is_extended: bool
    is_known: bool
    why: str


def longest_term(terms: Terms, start: dt.date, sex: Sex | None, birth_date: dt.date | None) -> Term:
    """How long a post that begins on a day may last: the usual months, or up to retirement for who is near it."""
    usual = months_after(start, terms.post_months)
    if sex is None or birth_date is None:
        return Term(usual, False, False, "性别或出生日期不明，不能判断是否临近退休")
    age = terms.retire[sex.value]
    if age is None:
        return Term(usual, False, False, f"{terms.retire_cite}，是否临近退休由经办人核对")
    retired_on = birthday(birth_date, age)
    near_from = birthday(birth_date, age - terms.near_retirement)
    if near_from <= start < retired_on and retired_on > usual:
        why = f"距退休不足{terms.near_retirement}年，可到 {retired_on}"
        return Term(retired_on, True, True, why)
    return Term(usual, False, True, f"不超过{terms.post_months}个月，到 {usual}")


@dataclass(frozen=True, slots=True)
class Share:
    """Labour pay over central funds, both in fen; the percentage is made on reading."""

    paid: int
    central: int
    least: Decimal  # the configured share, 0.15

    @property
    def owed(self) -> int:
        """What is still to be paid as labour pay to come to the share, in fen; rounded up to a fen."""
        wanted = (Decimal(self.central) * self.least).to_integral_value(rounding="ROUND_CEILING")
        return max(int(wanted) - self.paid, 0)

    @property
    def is_kept(self) -> bool:
        return self.owed == 0

    @property
    def wanted(self) -> str:
        """The configured share in per cent."""
        return f"{(self.least * 100).normalize():f}"

    @property
    def percent(self) -> Decimal | None:
        """With two places, half up; nothing of nothing has none."""
        if not self.central:
            return None
        told = Decimal(self.paid) * 100 / Decimal(self.central)
        return told.quantize(Decimal("0.01"), ROUND_HALF_UP)


def days_elsewhere(post: tuple[dt.date, dt.date], spells: Sequence[tuple[dt.date, dt.date]]) -> int:
    """Days of a post's time, both half open, that lie in spells of work elsewhere; each day once."""
    days = 0
    reached = post[0]
    for start, end in sorted(spells):
        first, last = max(start, reached), min(end, post[1])
        if last > first:
            days += (last - first).days
            reached = last
    return days


def least_for_hours(least_pay: int, weekly_hours: int | None, full_hours: int) -> int:
    """The minimum wage of a month for so many hours a week, in yuan, rounded down; None: full time."""
    if weekly_hours is None or weekly_hours >= full_hours:
        return least_pay
    return least_pay * weekly_hours // full_hours


def least_fen(least_pay: int, days: Decimal) -> int:
    """The minimum wage for so many days of a month, in fen, rounded down; a full month has 21.75 days of work."""
    told = (
        Decimal(least_pay)
        * 100
        * min(days, Decimal(str(DAYS_A_MONTH)))
        / Decimal(str(DAYS_A_MONTH))
    )
    return int(told)
