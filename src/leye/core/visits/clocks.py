"""When something happened, told by a phone whose clock may be wrong: two measured differences in, one instant out."""

import datetime as dt
from dataclasses import dataclass

TOLERATED = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Instant:
    """at: by the server's clock. is_off: the phone's clock was wrong by more than is tolerated, or was changed."""

    at: dt.datetime
    is_off: bool


def corrected(
    device_at: dt.datetime, then: float | None, at_sync: float, now: dt.datetime
) -> Instant:
    """The instant of an answer. then, at_sync: seconds to add to the phone's clock, measured when the list was
    fetched and now; an answer is never later than now.

    Where both differ the phone's clock was changed in between: the earlier difference is believed, since it
    was measured before the answer, unless it would put the answer into the future.
    """
    known = at_sync if then is None else then
    at = device_at + dt.timedelta(seconds=known)
    is_off = abs(dt.timedelta(seconds=known)) > TOLERATED
    if abs(dt.timedelta(seconds=known - at_sync)) > TOLERATED:
        is_off = True
        if at > now + TOLERATED:
            at = device_at + dt.timedelta(seconds=at_sync)
    return Instant(min(at, now), is_off or at > now + TOLERATED)
