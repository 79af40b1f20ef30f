"""Later merge: a visit that comes in and those that stand for the same person in, what of it counts out.

Nothing is lost: each answer is taken, or says what stands already, or gives way to a later word of the same
worker, or is put to somebody who judges.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leye.core.query.model import Scalar
from leye.core.visits.answers import Outcome

OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker brought of one person."""

    key: uuid.UUID
    by: str
    at: dt.datetime
    outcome: Outcome
    answers: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Merged:
    """takes: questions whose answers count now. against: the visit that it contradicts, and in which questions."""

    takes: tuple[str, ...]
    against: uuid.UUID | None = None
    unlike: tuple[str, ...] = ()


def merge(new: Told, standing: Sequence[Told], one_round: dt.timedelta) -> Merged:
    """What of a new visit counts beside those that stand, in whichever order they came.

    one_round: two workers within it met the family on the same round.
    """
    near = [one for one in standing if abs(one.at - new.at) <= one_round]
    for one in near:
        unlike = contradictions(new, one)
        if unlike:
            return Merged((), one.key, unlike)
    own = [one for one in near if one.by == new.by and one.at > new.at]
    later = {name for one in own for name in one.answers}
    return Merged(tuple(name for name in new.answers if name not in later))


def contradictions(one: Told, other: Told) -> tuple[str, ...]:
    """The questions in which two workers brought different answers; a worker does not contradict himself."""
    if one.by == other.by:
        return ()
    outcomes = {one.outcome, other.outcome}
    if outcomes == {Outcome.DONE, Outcome.REFUSED}:
        return (OUTCOME,)
    both = [name for name in one.answers if name in other.answers]
    return tuple(name for name in both if one.answers[name] != other.answers[name])
