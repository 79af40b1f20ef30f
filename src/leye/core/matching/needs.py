"""What would end a shortage: how many openings of which kind, place by place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """Somebody who has too few. missing: vacancies; is_local: whether one in the own county would be taken;
    is_weak: whether it has to suit the weak."""

    county: str
    missing: int
    is_local: bool
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Need:
    """Vacancies that ask for nothing but hands, in a place, and the people whom they would serve.

    county "": anywhere outside of the region. openings: of each vacancy, the first the most wanted.
    """

    county: str
    suits_weak: bool
    people: int
    openings: tuple[int, ...]


def needs_of(lacks: Iterable[Lack], cap: int) -> list[Need]:
    """The fewest openings that would give everybody what he lacks, if each is put forward to `cap` people.

    One vacancy counts once for a person, so that who lacks three needs three; the r-th is needed by those who
    lack r or more. A vacancy of a county suits everybody there, if any of them is weak it has to suit the weak.
    """
    groups: dict[str, list[Lack]] = {}
    for one in lacks:
        groups.setdefault(one.county if one.is_local else "", []).append(one)
    found = []
    for county, own in sorted(groups.items()):
        many = Counter(one.missing for one in own)
        most = max(many)
        wanted = [sum(many[m] for m in range(r, most + 1)) for r in range(1, most + 1)]
        openings = tuple(-(-people // cap) for people in wanted)
        found.append(Need(county, any(one.is_weak for one in own), len(own), openings))
    return found
