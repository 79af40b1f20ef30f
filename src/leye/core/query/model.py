"""Predicates over one state row: the vocabulary in which measures are declared.

A predicate answers True, False or None (not known), as SQL does. A count takes only True.
`leye.core.query.sql` renders a predicate for an engine, `leye.core.query.plain` evaluates it in Python.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal as Choice

Scalar = str | int | bool | dt.date
Operator = Choice["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the state row."""

    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A constant."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Prefix:
    """The first `length` characters of a code: the county of a workplace."""

    of: "Term"
    length: int


@dataclass(frozen=True, slots=True)
class Recode:
    """A code as it is called in the tree of the day: pairs (old, new); others stay."""

    of: "Term"
    pairs: tuple[tuple[str, str], ...]


Term = Field | Value | Prefix | Recode


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Operator
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class OneOf:
    """The term is one of the values; there is at least one."""

    of: Term
    values: tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("one of no values is never true: say NOBODY")


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the term has a value at all; never itself unknown."""

    of: Term


@dataclass(frozen=True, slots=True)
class OfAge:
    """At least `years` full years old on the day of the question (column birth_date)."""

    years: int


@dataclass(frozen=True, slots=True)
class Surely:
    """True where the part is True; False where it is False or not known."""

    part: "Predicate"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Predicate"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Predicate", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Predicate", ...]


Predicate = Compare | OneOf | Known | OfAge | Surely | Not | And | Or

EVERYONE = And(())
NOBODY = Or(())


def both(*parts: Predicate) -> Predicate:
    """All of the parts, flattened: `both(p)` is p itself, `both()` is everyone."""
    flat: list[Predicate] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def fields_of(node: Predicate | Term) -> frozenset[str]:
    """The names of the columns that a predicate reads."""
    match node:
        case Field(name):
            return frozenset({name})
        case Value():
            return frozenset()
        case OfAge():
            return frozenset({"birth_date"})
        case Compare(_, left, right):
            return fields_of(left) | fields_of(right)
        case And(parts) | Or(parts):
            return frozenset[str]().union(*(fields_of(part) for part in parts))
        case Prefix(of, _) | Recode(of, _) | OneOf(of, _) | Known(of):
            return fields_of(of)
        case Surely(part) | Not(part):
            return fields_of(part)
