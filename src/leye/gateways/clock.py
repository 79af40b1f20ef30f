"""The one place where the clock is read."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from leye.core.periods import day_of

_fixed: ContextVar[dt.datetime | None] = ContextVar("fixed", default=None)


def now() -> dt.datetime:
    """This instant, in UTC."""
    return _fixed.get() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The Shanghai day of this instant."""
    return day_of(now())


@contextmanager
def fixed(instant: dt.datetime) -> Iterator[None]:
    """Hold the clock at an instant: for tests, and for the demo's past months."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
