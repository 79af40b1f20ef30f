"""What a notice declares of comparisons: rosters of others, purposes, and who is believed about what."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leye.core.cases.vocabulary import Section


@dataclass(frozen=True, slots=True)
class Supply:
    """A kind of roster that others give.

    tells: what it is used to compare; holds: the declared predicate of those whom it should hold, or None.
    """

    key: str
    title: str
    supplier: str
    tells: frozenset[Section]
    holds: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """What given data may be used for, and by which departments."""

    key: str
    title: str
    departments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Belief:
    """About one section, the suppliers from the most to the least believed, from a day on."""

    section: Section
    valid_from: dt.date
    order: tuple[str, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class OwnWord:
    """What persons say of their own data. grounds: (from which day, the law that gives them the word)."""

    title: str
    supplier: str
    purpose: str
    grounds: tuple[tuple[dt.date, str], ...]

    def ground(self, on: dt.date) -> str:
        """The law in force on a day; before the first, the first."""
        standing = [law for start, law in self.grounds if start <= on]
        return standing[-1] if standing else self.grounds[0][1]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Everything declared about comparisons. due_days: of a case; retention_days: of a roster, by default.

    own: the supplier of the ledger's own rosters.
    """

    suppliers: Mapping[str, str]
    kinds: Mapping[str, Supply]
    purposes: Mapping[str, Purpose]
    beliefs: tuple[Belief, ...]
    own: str
    due_days: int
    retention_days: int
    own_word: OwnWord

    def belief(self, section: Section, on: dt.date) -> Belief:
        """Who is believed about a section on a day; before the first declaration, the first.

        Raises LookupError where nothing is declared.
        """
        declared = [b for b in self.beliefs if b.section is section]
        if not declared:
            raise LookupError(section.value)
        standing = [b for b in declared if b.valid_from <= on]
        return standing[-1] if standing else declared[0]

    def prefers(self, section: Section, on: dt.date, supplier: str, other: str) -> bool:
        """Whether a supplier is believed before another; who is not listed comes last."""
        order = self.belief(section, on).order
        rank = {key: place for place, key in enumerate(order)}
        return rank.get(supplier, len(order)) < rank.get(other, len(order))
