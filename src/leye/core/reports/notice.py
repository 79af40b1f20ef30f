"""A notice as values: its measures, its annexes, and each open word as a dated choice."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leye.core.query.model import (
    And,
    Compare,
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
)
from leye.core.query.reading import read_predicate


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that holds from a day on, and what it rests on."""

    valid_from: dt.date
    value: str
    cite: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """An open word. unsettled: what the notice left open and what was taken, or ""."""

    key: str
    label: str
    unsettled: str
    values: tuple[Choice, ...]
    choices: Mapping[str, object]

    def on(self, day: dt.date) -> Choice:
        """The reading in force on a day; before the first, the first."""
        standing = [choice for choice in self.values if choice.valid_from <= day]
        return standing[-1] if standing else self.values[0]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that the checks use: values by date, each with its citation. unit: what it counts."""

    key: str
    label: str
    unit: str
    values: tuple[tuple[dt.date, int, str], ...]

    def on(self, day: dt.date) -> int:
        """The number in force on a day; before the first, the first."""
        standing = [value for since, value, _ in self.values if since <= day]
        return standing[-1] if standing else self.values[0][1]


@dataclass(frozen=True, slots=True)
class Apart:
    """Counties and cities that stand as lines of their own beside the leagues, from a day on."""

    valid_from: dt.date
    units: tuple[str, ...]
    cite: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A form: header levels in which "<" goes on from the left and "^" from above."""

    key: str
    title: str
    base: str
    rows: str  # counties | sites
    columns: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    key: str
    number: str
    title: str
    issued_on: dt.date
    due_day: int
    parameters: Mapping[str, Parameter]
    predicates: Mapping[str, object]
    measures: Mapping[str, str]
    by_household: frozenset[str]
    thresholds: Mapping[str, Threshold]
    annexes: Mapping[str, Annex]
    listed_apart: tuple[Apart, ...] = ()

    def apart(self, day: dt.date) -> frozenset[str]:
        """Codes of the counties that a day's tables list beside the leagues and not under theirs."""
        standing = [choice for choice in self.listed_apart if choice.valid_from <= day]
        return frozenset(standing[-1].units if standing else ())

    def numbers(self, day: dt.date) -> dict[str, int]:
        """Every threshold in force on a day."""
        return {key: threshold.on(day) for key, threshold in self.thresholds.items()}

    def bound(
        self, day: dt.date, recodes: tuple[tuple[str, str], ...] = ()
    ) -> Mapping[str, Predicate]:
        """Every predicate by name, with the readings of a day. Raises UnreadableDeclaration.

        recodes: (former county code, code in force), so that a renamed county is not a move.
        """
        made: dict[str, Predicate] = {}
        waiting = {key: p.choices[p.on(day).value] for key, p in self.parameters.items()}
        raw = {**self.predicates, **waiting}
        for _ in raw:
            for key, declared in raw.items():
                if key not in made and _uses(declared) <= made.keys():
                    made[key] = read_predicate(declared, made)
        for key, declared in raw.items():
            if key not in made:
                made[key] = read_predicate(declared, made)  # says what is missing
        return {key: recoded(predicate, recodes) for key, predicate in made.items()}


def _uses(declared: object) -> frozenset[str]:
    if isinstance(declared, Mapping):
        own = {str(declared["use"])} if "use" in declared else set()
        return frozenset(own).union(*(_uses(part) for part in declared.values()))
    if isinstance(declared, list):
        return frozenset[str]().union(*(_uses(part) for part in declared))
    return frozenset()


def uses(notice: Notice, names: Iterable[str]) -> frozenset[str]:
    """The predicates that some rest on, and these themselves, in the readings of any day."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        parameter = notice.parameters.get(name)
        declared = list(parameter.choices.values()) if parameter else [notice.predicates[name]]
        waiting.extend(_uses(declared))
    return frozenset(found)


def recoded(node: Predicate, pairs: tuple[tuple[str, str], ...]) -> Predicate:
    """The predicate with every county code read as it is called on the day."""

    def term(of: Term) -> Term:
        is_county = isinstance(of, Prefix) and of.length == 6
        return Recode(of, pairs) if is_county and pairs else of

    match node:
        case Compare(sign, left, right):
            return Compare(sign, term(left), term(right))
        case Surely(part):
            return Surely(recoded(part, pairs))
        case Not(part):
            return Not(recoded(part, pairs))
        case And(parts):
            return And(tuple(recoded(part, pairs) for part in parts))
        case Or(parts):
            return Or(tuple(recoded(part, pairs) for part in parts))
        case OneOf() | Known() | OfAge():
            return node
