"""The one place where the clock is read."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from leye.core.periods import day_of

_fixed: ContextVar[dt.datetime | None] = ContextVar("fixed", default=None)


def now() -> dt.datetime:
    """This instant, in UTC."""
    return _fixed.get() or dt.datetime.now(dt.UTC) + _SHIFT


def demo_day() -> dt.date | None:
    """The day on which a demo was started as if it were today; None where the clock is the real one."""
    told = os.environ.get("LEYE_DEMO_DAY")
    return dt.date.fromisoformat(told) if told else None


def _shift() -> dt.timedelta:
    day = demo_day()
    return dt.timedelta() if day is None else day - day_of(dt.datetime.now(dt.UTC))


def today() -> dt.date:
    """The Shanghai day of this instant."""
    return day_of(now())


_SHIFT = _shift()


@contextmanager
def fixed(instant: dt.datetime) -> Iterator[None]:
    """Hold the clock at an instant: for tests, and for the demo's past months."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
