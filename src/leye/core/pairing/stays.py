"""Stays of people whom an agency brought into work: which are due, and what each rests on."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leye.core.periods import covers, months_after


@dataclass(frozen=True, slots=True)
class StayDue:
    """A stay of so many months: from when it can be verified, and what the ledger says of that day."""

    months: int
    due_on: dt.date
    is_verified: bool
    is_at_work: bool  # by the ledger, on the day it is due


def stays(
    start: dt.date,
    spell: tuple[dt.date, dt.date | None] | None,
    wanted: Sequence[int],
    verified: Collection[int],
) -> tuple[StayDue, ...]:
    """The stays of somebody who began on a day. spell: as the ledger believes it now, None where it knows none."""
    found = []
    for months in wanted:
        due_on = months_after(start, months)
        is_at_work = spell is not None and covers(*spell, due_on)
        found.append(StayDue(months, due_on, months in verified, is_at_work))
    return tuple(found)
