"""Working days by the Chinese calendar of public holidays and shifted working days."""

import datetime as dt

import chinese_calendar


def is_working_day(day: dt.date) -> bool:
    """Whether a day is worked; in a year whose holidays are not announced yet, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_announced(day: dt.date) -> bool:
    """Whether the holidays of the day's year are known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def after_working_days(day: dt.date, many: int) -> dt.date:
    """The last of so many working days that follow a day; the day itself does not count."""
    while many:
        day += dt.timedelta(days=1)
        many -= is_working_day(day)
    return day
