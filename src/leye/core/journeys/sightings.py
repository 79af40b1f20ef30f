"""What was seen of travellers on the way: marks with the times at which they were seen in, where each is out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leye.core.journeys.vocabulary import Mark
from leye.core.periods import SHANGHAI, day_of

AGAINST = {
    Mark.BOARDED: Mark.ABSENT,
    Mark.ABSENT: Mark.BOARDED,
    Mark.RECEIVED: Mark.TURNED_AWAY,
    Mark.TURNED_AWAY: Mark.RECEIVED,
}
AHEAD = dt.timedelta(minutes=10)  # by so much a telephone's clock may go fast


@dataclass(frozen=True, slots=True)
class Sighting:
    """mark: what was seen; at: when, by the clock of whoever saw it; by: who."""

    mark: Mark
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a traveller when a tick comes in. sits: in this journey; runs: the journey was not cancelled."""

    sits: bool
    runs: bool
    day: dt.date
    seen: Sequence[Sighting]


def standing(seen: Sequence[Sighting]) -> Mark | None:
    """Where a traveller is: what was seen last, whenever it was heard of."""
    return max(seen, key=lambda one: one.at).mark if seen else None


def strange(new: Sighting, known: Known, heard_at: dt.datetime) -> str:
    """What does not fit, in words; "" where all does. A tick is kept in any case, with its own time."""
    if not known.runs:
        return "这趟车在系统里已经取消"
    if not known.sits:
        return "排车已经改过，这个人现在不在这趟车上"
    if new.at > heard_at + AHEAD:
        return "手机时间比实际快"
    if day_of(new.at) < known.day - dt.timedelta(days=1):
        return "记录时间早于出发日期"
    against = AGAINST.get(new.mark)
    other = next((one for one in known.seen if one.mark is against and one.by != new.by), None)
    if other is not None:
        return f"与别人记的“{other.mark.label}”（{other.at.astimezone(SHANGHAI):%m月%d日 %H:%M}）不一致"
    is_over = any(one.mark in (Mark.RECEIVED, Mark.TURNED_AWAY) for one in known.seen)
    if new.mark is Mark.ABSENT and is_over:
        return "单位已经登记过接收情况"
    return ""
