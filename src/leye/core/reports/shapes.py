"""People who answer every question alike: the engine says what each person is like, each likeness is judged once.

Some forty questions about each of 141,597 people took SQLite 3.3 s for a day; the likenesses are a few hundred,
and to read what everybody is like takes 1.1 s.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from leye.core.query.model import (
    And,
    Not,
    Or,
    Predicate,
    Scalar,
    Surely,
    fields_of,
)
from leye.core.query.plain import holds
from leye.core.query.sql import Engine, predicate_sql
from leye.core.reports.sharing import reading_columns

# Columns in which nearly everybody has his own value, or which must be read beside another: the engine judges them.
SPREAD = frozenset({
    "person_id", "household_id", "site_id", "county", "town", "birth_date", "job_place", "job_from", "settled_on",
})  # fmt: skip
NO_DAY = dt.date.min  # ages are judged by the engine; no question that is left asks for the day


@dataclass(frozen=True, slots=True)
class Shapes:
    """columns: read as they are; told: judged by the engine, as t0, t1…; asked: the questions over both."""

    columns: tuple[str, ...]
    told: tuple[Predicate, ...]
    asked: tuple[Predicate, ...]

    def expressions(self, on: dt.date, engine: Engine) -> list[exp.Expr]:
        """What a likeness consists of, in its order, as columns over a state."""
        judged = [
            exp.alias_(exp.paren(predicate_sql(one, on, engine)), f"t{number}")
            for number, one in enumerate(self.told)
        ]
        return [*(exp.column(name) for name in self.columns), *judged]

    def bits(self, likeness: Sequence[Scalar | None]) -> int:
        """Which questions a likeness answers with yes, the first as bit 0."""
        names = (*self.columns, *(f"t{number}" for number in range(len(self.told))))
        row = dict(zip(names, likeness, strict=True))
        return sum(
            1 << number
            for number, question in enumerate(self.asked)
            if holds(question, row, NO_DAY) is True
        )


def shaped(questions: Iterable[Predicate]) -> Shapes:
    """What must be known of a person to answer all of the questions."""
    asked = tuple(questions)
    leaves = dict.fromkeys(leaf for question in asked for leaf in _leaves(question))
    told = tuple(leaf for leaf in leaves if fields_of(leaf) & SPREAD)
    columns: set[str] = set()
    for leaf in leaves:
        if leaf not in told:
            columns |= fields_of(leaf)
    named = {leaf: f"t{number}" for number, leaf in enumerate(told)}
    return Shapes(
        tuple(sorted(columns)), told, tuple(reading_columns(question, named) for question in asked)
    )


def _leaves(predicate: Predicate) -> Iterator[Predicate]:
    if isinstance(predicate, And | Or):
        for part in predicate.parts:
            yield from _leaves(part)
    elif isinstance(predicate, Not | Surely):
        yield from _leaves(predicate.part)
    else:
        yield predicate
