"""Months, month ends, ages and deadlines: dates in, dates out. The clock is read elsewhere.

A day is a day in Asia/Shanghai. Intervals are half open: [valid_from, valid_to).
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written "2020-05"."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9998):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2020-05". Raises ValueError for anything else."""
        year, dash, number = text.partition("-")
        if (
            dash
            and year.isascii()
            and number.isascii()
            and year.isdigit()
            and number.isdigit()
            and len(year) == 4
            and len(number) == 2
        ):
            return cls(int(year), int(number))
        raise ValueError(f"not a month: {text!r}")

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        return self.shifted(1).first_day - dt.timedelta(days=1)

    def shifted(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def birthday(birth_date: dt.date, age: int) -> dt.date:
    """The day on which somebody reaches `age` full years.

    Someone born on 29 February reaches an age on 1 March of a common year
    (the day after the last day before the anniversary; 民法典 第十三条、第二百零三条 count whole days).
    """
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return dt.date(birth_date.year + age, 3, 1)


def born_by(on: dt.date, age: int) -> dt.date:
    """The latest birth date with which somebody is at least `age` full years old on `on`.

    `birth_date <= born_by(on, age)` says the same as `birthday(birth_date, age) <= on`.
    """
    try:
        return on.replace(year=on.year - age)
    except ValueError:  # on = 29 February, no such day `age` years before
        return dt.date(on.year - age, 2, 28)


def age_on(birth_date: dt.date, on: dt.date) -> int:
    """Full years of age on a day; negative before birth."""
    years = on.year - birth_date.year
    return years if birthday(birth_date, years) <= on else years - 1


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    last = Month.of(day).shifted(months).last_day
    return last.replace(day=min(day.day, last.day))


def day_of(instant: dt.datetime) -> dt.date:
    """The Shanghai day of an instant. Raises ValueError when it has no time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(SHANGHAI).date()


def deadline(month: Month, day: int) -> dt.datetime:
    """The instant at which the return about `month` is late: the end of day `day` of the next month."""
    due = month.shifted(1).first_day + dt.timedelta(days=day)
    return dt.datetime.combine(due, dt.time(), tzinfo=SHANGHAI)


def covers(valid_from: dt.date, valid_to: dt.date | None, on: dt.date) -> bool:
    """Whether the half-open interval [valid_from, valid_to) holds on a day."""
    return valid_from <= on and (valid_to is None or on < valid_to)
