"""Journeys as values: riders, pick-up stops, kinds of vehicles and an area's rules in; vehicles with their riders out.

Days are ordinals (`date.toordinal`), money is integer fen, ways are kilometres, times are minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rider:
    """Somebody who goes. post: the vacancy (who shares it is a work mate); to: the destination;
    earliest … latest: days of leaving; start: first day of work; kept: the vehicle into which a hand has put him."""

    id: int
    household: int
    post: int
    stop: int
    to: str
    earliest: int
    latest: int
    start: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A pick-up stop on its area's way out. km: along the way to where it ends; off_km: aside of it; fee: of stopping.

    cut_from … cut_to: days on which nobody gets there.
    """

    id: int
    area: str
    km: int
    off_km: int
    fee: int
    cut_from: int = 0
    cut_to: int = -1

    def is_cut(self, day: int) -> bool:
        return self.cut_from <= day <= self.cut_to


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of vehicle. hire: fen a trip by destination; each: fen a rider by destination; a_day: None, any number."""

    key: str
    seats: int
    hire: Mapping[str, int]
    each: Mapping[str, int]
    a_day: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A vehicle that stands before the planning: made by hand, or told to its travellers already."""

    id: int
    day: int
    kind: str
    area: str
    to: str
    seats: int


@dataclass(frozen=True, slots=True)
class Rules:
    """own: fen a head of going by oneself, by destination ({}: nobody may). left: what a person left behind counts.

    mates: so many who share vacancy, stop and start stay together at most; wait: fen a head a day of waiting there.
    """

    stops: int
    pick_up: int
    dwell: int
    per_km: float
    mates: int
    wait: int
    own: Mapping[str, int]
    left: int


@dataclass(frozen=True, slots=True)
class Instance:
    riders: tuple[Rider, ...]
    stops: Mapping[int, Stop]
    kinds: tuple[Kind, ...]
    rules: Rules
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Riders who are not parted: a household, work mates. days: on which they can leave, in order."""

    riders: tuple[Rider, ...]
    stop: int
    to: str
    days: tuple[int, ...]

    @property
    def many(self) -> int:
        return len(self.riders)

    def waiting(self, day: int) -> int:
        """Days of waiting at the destination, of all together."""
        return sum(max(one.start - 1 - day, 0) for one in self.riders)


@dataclass(frozen=True, slots=True)
class Slot:
    """A vehicle that may run. taken, at: riders and stops that are fixed in it; given: its id if it stood before."""

    day: int
    kind: str
    area: str
    to: str
    seats: int
    hire: int
    each: int
    given: int = 0
    taken: int = 0
    at: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle of a plan. riders: ids; stops: in the order of calling, the farthest first. given: 0 for a new one."""

    day: int
    kind: str
    area: str
    to: str
    seats: int
    riders: tuple[int, ...]
    stops: tuple[int, ...]
    cost: int
    given: int = 0


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody who goes by himself on a day."""

    rider: int
    day: int
    cost: int


@dataclass(frozen=True, slots=True)
class Plan:
    """cost: fen, what counts (hire, stops, tickets, waiting); bound: nothing that keeps the rules counts less.

    left: rider → why.
    """

    vehicles: tuple[Vehicle, ...]
    alone: tuple[Alone, ...]
    left: Mapping[int, str]
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        return (self.cost - self.bound) / self.cost if self.cost else 0.0
