"""When something happened, told by a phone whose clock may be wrong: two measured differences in, one instant out."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instant:
    """at: by the server's clock. is_off: the phone's clock was wrong by more than is tolerated, or was changed."""

    at: dt.datetime
    is_off: bool


def corrected(
    device_at: dt.datetime, then: float | None, at_sync: float, now: dt.datetime, tolerated: dt.timedelta
) -> Instant:  # fmt: skip
    """The instant of an answer. then, at_sync: seconds to add to the phone's clock, measured when the list was
    fetched and now; an answer is never later than now.

    tolerated: how far a clock may differ. Where both differ the phone's clock was changed in between: the earlier difference is believed, since it
    was measured before the answer, unless it would put the answer into the future.
    """
    known = at_sync if then is None else then
    at = device_at + dt.timedelta(seconds=known)
    is_off = abs(dt.timedelta(seconds=known)) > tolerated
    if abs(dt.timedelta(seconds=known - at_sync)) > tolerated:
        is_off = True
        if at > now + tolerated:
            at = device_at + dt.timedelta(seconds=at_sync)
    return Instant(min(at, now), is_off or at > now + tolerated)


def off_by(device_at: dt.datetime, at: dt.datetime) -> str:
    """How a phone's clock stood beside the instant, in words: 快365天, 慢2小时, 快9分钟."""
    seconds = (device_at - at).total_seconds()
    size = abs(seconds)
    many, unit = (
        (size / 86400, "天")
        if size >= 2 * 86400
        else (size / 3600, "小时")
        if size >= 7200
        else (size / 60, "分钟")
    )
    return f"{'快' if seconds > 0 else '慢'}{round(many)}{unit}"
