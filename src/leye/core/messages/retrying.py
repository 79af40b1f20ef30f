"""When a message is tried again: waits that grow, and an end after which it is expired."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """waits: minutes after the first, second … failed try; hours: after so many no further try is made."""

    waits: tuple[int, ...]
    hours: int


def next_try(
    patience: Patience, tries: int, prepared_at: dt.datetime, failed_at: dt.datetime
) -> dt.datetime | None:
    """The instant of the next try after `tries` failed ones; None when it is given up."""
    wait = patience.waits[min(tries, len(patience.waits)) - 1]
    due_at = failed_at + dt.timedelta(minutes=wait)
    return due_at if due_at <= prepared_at + dt.timedelta(hours=patience.hours) else None


def spread(key: int, seconds: int) -> dt.timedelta:
    """A share of the seconds that is always the same for a key, so that a thousand retries do not come at once."""
    return dt.timedelta(seconds=(key * 2_654_435_761 % 4_294_967_296) * seconds / 4_294_967_296)
