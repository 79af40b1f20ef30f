"""Quiet hours: when people are not to be disturbed, and the next instant at which they may be."""

import datetime as dt
from dataclasses import dataclass

from leye.core.periods import SHANGHAI


@dataclass(frozen=True, slots=True)
class Quiet:
    """From an hour of the evening to one of the morning, Shanghai time; both None-free hours of 0–23."""

    begins: int
    ends: int

    def holds(self, at: dt.datetime) -> bool:
        """Whether an instant lies within the quiet hours."""
        hour = at.astimezone(SHANGHAI).hour
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def until(self, at: dt.datetime) -> dt.datetime:
        """The instant itself outside of the quiet hours, else the instant at which they end."""
        if not self.holds(at):
            return at
        local = at.astimezone(SHANGHAI)
        end = local.replace(hour=self.ends, minute=0, second=0, microsecond=0)
        return end if end > local else end + dt.timedelta(days=1)
