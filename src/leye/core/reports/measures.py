"""What a column counts: a label, a base, a predicate; bound to a day's parameters and place codes."""

from dataclasses import dataclass, replace
from enum import StrEnum

from leye.core.query.model import (
    EVERYONE,
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    OneOf,
    Or,
    Predicate,
    Prefix,
    Recode,
    Surely,
    Term,
    Value,
)
from leye.core.reports.places import Level, Recodes


class Counts(StrEnum):
    """What one unit of a figure is."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"  # with at least one such person
    TEXT = "text"  # words of the site master, no figure


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of a table.

    key        a name made of a-z, 0-9 and _; unique in the table
    label      the words of the form
    base       whom the table is about; `predicate` which of them are counted here
    parts      keys of the columns that are "of which" of this one
    without    only households in which nobody answers to this (零就业家庭); for HOUSEHOLDS alone
    master     name of the column of `SiteFigures` (or "station") that the form prints in place of the
               ledger's own count; the ledger's count is carried beside it
    """

    key: str
    label: str
    base: Predicate = EVERYONE
    predicate: Predicate = EVERYONE
    parts: tuple[str, ...] = ()
    counts: Counts = Counts.PERSONS
    without: Predicate | None = None
    master: str = ""

    def __post_init__(self) -> None:
        if not (self.key.isascii() and self.key.isidentifier() and self.key == self.key.lower()):
            raise ValueError(f"not a name for a column: {self.key!r}")
        if self.without is not None and self.counts is not Counts.HOUSEHOLDS:
            raise ValueError(f"{self.key}: only households can be without somebody")

    @property
    def question(self) -> Predicate:
        """Who is counted, as one predicate over the state row."""
        parts = tuple(part for part in (self.base, self.predicate) if part != EVERYONE)
        return parts[0] if len(parts) == 1 else And(parts)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """Places × measures.

    among      whom the table can count at all (annex 3: those who live at a site)
    levels     the levels that have rows, from the top
    threshold  a site with fewer registered-poor households is not listed
    recodes    codes of counties and towns that have been renamed: (old, new) as of the day
    """

    key: str
    label: str
    measures: tuple[Measure, ...]
    among: Predicate = EVERYONE
    levels: tuple[Level, ...] = (Level.REGION, Level.LEAGUE, Level.COUNTY)
    threshold: int | None = None
    recodes: Recodes = ()

    @property
    def by_site(self) -> bool:
        return Level.SITE in self.levels

    @property
    def counted(self) -> tuple[Measure, ...]:
        """The measures that the ledger counts, in order."""
        return tuple(measure for measure in self.measures if measure.counts is not Counts.TEXT)

    def measure(self, key: str) -> Measure:
        """A measure by its key. Raises KeyError when the table has none such."""
        for measure in self.measures:
            if measure.key == key:
                return measure
        raise KeyError(key)

    def with_recodes(self, recodes: Recodes) -> "TableSpec":
        """The same table, reading renamed codes as they are called on the day."""
        return replace(
            self,
            recodes=recodes,
            measures=tuple(
                replace(
                    measure,
                    base=recoded(measure.base, recodes),
                    predicate=recoded(measure.predicate, recodes),
                    without=measure.without and recoded(measure.without, recodes),
                )
                for measure in self.measures
            ),
        )


def recoded(predicate: Predicate, recodes: Recodes) -> Predicate:
    """The predicate with each prefix of a code read under today's name.

    A prefix of n digits is renamed by the pairs of n digits alone: a renamed county says nothing about
    the codes of its towns, which have pairs of their own.
    """
    match predicate:
        case Compare(_, Field(name), Prefix(Field(same), _)) if name == same:
            return predicate  # how fine a code is, does not hang on its name
        case Compare(sign, left, right):
            return Compare(sign, _term(left, recodes), _term(right, recodes))
        case OneOf(of, values):
            return OneOf(_term(of, recodes), values)
        case Known(of):
            return Known(_term(of, recodes))
        case OfAge():
            return predicate
        case Surely(part):
            return Surely(recoded(part, recodes))
        case Not(part):
            return Not(recoded(part, recodes))
        case And(parts):
            return And(tuple(recoded(part, recodes) for part in parts))
        case Or(parts):
            return Or(tuple(recoded(part, recodes) for part in parts))


def _term(term: Term, recodes: Recodes) -> Term:
    match term:
        case Prefix(of, length):
            pairs = tuple(pair for pair in recodes if len(pair[0]) == length)
            return Recode(Prefix(of, length), pairs) if pairs else term
        case Recode(of, pairs):
            return Recode(_term(of, recodes), pairs)
        case Field() | Value():
            return term
