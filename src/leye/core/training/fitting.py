"""Which courses suit a wish: a person's wish and the courses with seats in, those that suit with reasons out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leye.core.scope import prefix


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants training, where he is settled, and in which trade ("" where he did not say)."""

    person_id: int
    county: str
    trade: str


@dataclass(frozen=True, slots=True)
class Seats:
    """A course that can still be joined. unit: whose people it is for; left: seats."""

    course_id: int
    unit: str
    trade: str
    title: str
    is_online: bool
    left: int


@dataclass(frozen=True, slots=True)
class Fit:
    person_id: int
    course_id: int
    reasons: str


def fits(wishes: Sequence[Wish], courses: Sequence[Seats], most: int) -> list[Fit]:
    """The offers: the wished trade first, then any near; nobody is offered what has no seat left.

    most: courses to one person at a time. A seat is not kept by an offer: informing promises no seat, and says so.
    """
    found = []
    for wish in wishes:
        own = [one for one in courses if one.left > 0 and wish.county.startswith(prefix(one.unit))]
        own.sort(key=lambda one: (not _is_wished(wish.trade, one), one.is_online, one.course_id))
        found += [Fit(wish.person_id, one.course_id, _reasons(wish, one)) for one in own[:most]]
    return found


def lasting(reasons: str) -> str:
    """Reasons without the seats that were left when they were noted: offers of before still have them, and they pass."""
    return re.sub("；?还有[0-9]+个名额", "", reasons)


def _is_wished(trade: str, course: Seats) -> bool:
    """Whether a course teaches a trade by either's words: 电工 in 低压电工 and the other way round."""
    return bool(trade) and any(
        trade in said or said in trade for said in (course.trade, course.title) if said
    )


def _reasons(wish: Wish, course: Seats) -> str:
    parts = []
    if _is_wished(wish.trade, course):
        parts.append(f"想学{wish.trade}")
    parts.append("线上学习，不用出门" if course.is_online else "在本地开班")
    return "；".join(parts)
