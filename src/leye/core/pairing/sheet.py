"""The pairing sheet: spells of work in, persons and person-times by where they work out, and what does not add up.

人 and 人次 are two kinds of numbers: a person is counted once, a person-time each time; they are never added.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from leye.core.pairing.vocabulary import Goal, Part

BEIJING, REGION = "11", "15"


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell that the pairing brought, [start, end); county: where the person is settled."""

    person_id: int
    start: dt.date
    end: dt.date | None
    job_place: str | None
    employer: str
    county: str
    is_poor: bool


def part_of(job_place: str | None, county: str) -> Part:
    """Where a spell's work lies for somebody who is settled in a county."""
    if not job_place:
        return Part.UNKNOWN
    if job_place.startswith(BEIJING):
        return Part.BEIJING
    if job_place.startswith(county):
        return Part.LOCAL
    return Part.REGION if job_place.startswith(REGION) else Part.OUTSIDE


def joined(spells: Iterable[Spell]) -> list[Spell]:
    """Spells with one employer in one place that follow each other without a day between are one."""
    found: list[Spell] = []
    for one in sorted(spells, key=lambda spell: (spell.person_id, spell.start)):
        last = found[-1] if found else None
        if (
            last is not None
            and (last.person_id, last.employer, last.job_place)
            == (one.person_id, one.employer, one.job_place)
            and last.end == one.start
        ):
            found[-1] = Spell(
                one.person_id,
                last.start,
                one.end,
                one.job_place,
                one.employer,
                one.county,
                one.is_poor,
            )
            continue
        found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """persons: 人; times: 人次; poor: persons who are registered poor."""

    persons: int = 0
    times: int = 0
    poor: int = 0

    def __post_init__(self) -> None:
        if not self.poor <= self.persons <= self.times:
            raise ValueError("poor ≤ persons ≤ person-times")


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's line. new: begun in the year so far, by part; standing: at work on the last day, by part."""

    new: Mapping[Part, Count] = field(default_factory=dict)
    standing: Mapping[Part, Count] = field(default_factory=dict)

    @property
    def total(self) -> Count:
        return summed(self.new.values())

    @property
    def at_work(self) -> Count:
        return summed(self.standing.values())

    def done(self, goal: Goal) -> int:
        """Persons who count for a target."""
        local, beijing = self.new.get(Part.LOCAL, Count()), self.new.get(Part.BEIJING, Count())
        return {
            Goal.ALL: self.total.persons,
            Goal.POOR: self.total.poor,
            Goal.BEIJING: beijing.persons,
            Goal.BEIJING_POOR: beijing.poor,
            Goal.LOCAL: local.persons,
            Goal.LOCAL_POOR: local.poor,
        }[goal]


def summed(counts: Iterable[Count]) -> Count:
    """Of parts that share no person: each person stands in the part of the last work begun."""
    told = list(counts)
    return Count(
        sum(one.persons for one in told), sum(one.times for one in told), sum(one.poor for one in told)
    )  # fmt: skip


def row(spells: Sequence[Spell], first: dt.date, last: dt.date) -> Row:
    """A unit's line for the days from `first` to `last`, both counted."""
    told = joined(spells)
    new = [one for one in told if first <= one.start <= last]
    standing = [one for one in told if one.start <= last and (one.end is None or one.end > last)]
    return Row(_parts(new), _parts(standing))


def _parts(spells: Sequence[Spell]) -> dict[Part, Count]:
    """Each part's counts: a person stands where the work begun last is, person-times where each was."""
    where: dict[int, Spell] = {}
    times: dict[Part, int] = {}
    for one in spells:  # by person and day, so the last one stands
        where[one.person_id] = one
        part = part_of(one.job_place, one.county)
        times[part] = times.get(part, 0) + 1
    persons: dict[Part, list[Spell]] = {}
    for one in where.values():
        persons.setdefault(part_of(one.job_place, one.county), []).append(one)
    found = {}
    for part in Part:
        own = persons.get(part, [])
        if own or part in times:
            poor = sum(one.is_poor for one in own)
            found[part] = Count(len(own), times.get(part, 0), poor)
    return found


def persons_in(
    spells: Sequence[Spell], first: dt.date, last: dt.date, part: Part | None, *, is_new: bool
) -> list[int]:
    """The persons behind a figure of a line, by id; part None: all of them."""
    chosen: dict[int, Spell] = {}
    for one in joined(spells):
        is_in = (
            first <= one.start <= last
            if is_new
            else one.start <= last and (one.end is None or one.end > last)
        )
        if is_in:  # they come by person and day, so the last one stands
            chosen[one.person_id] = one
    return sorted(
        person
        for person, one in chosen.items()
        if part is None or part_of(one.job_place, one.county) is part
    )


@dataclass(frozen=True, slots=True)
class Parted:
    """A figure that is told with its parts; whatever its kind, the parts are of the same."""

    total: Decimal
    parts: Mapping[str, Decimal]

    @property
    def remainder(self) -> Decimal:
        """What the parts leave over; below zero where they come to more. It is shown, never spread."""
        return self.total - sum(self.parts.values(), Decimal(0))


def completion(done: Decimal, target: Decimal) -> int | None:
    """Whole per cent of a target, half up; None without a target."""
    if not target:
        return None
    return int((done * 100 / target).to_integral_value(ROUND_HALF_UP))


def poor_over_all(figures: Mapping[str, tuple[Decimal, Decimal]]) -> list[str]:
    """Names of the figures (all, poor) in which the poor are more than all."""
    return [name for name, (every, poor) in figures.items() if poor > every]
