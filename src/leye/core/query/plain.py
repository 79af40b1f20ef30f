"""The reference: a predicate evaluated on one row in plain Python, with SQL's three answers."""

import datetime as dt
import operator
from collections.abc import Callable, Mapping

from leye.core.periods import born_by
from leye.core.query.model import (
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
    Scalar,
    Surely,
    Term,
    Value,
)

Row = Mapping[str, Scalar | None]
COMPARISONS: dict[str, Callable[..., bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def value_of(term: Term, row: Row) -> Scalar | None:
    """What a term stands for in a row; None when that is not known."""
    match term:
        case Field(name):
            return row[name]
        case Value(value):
            return value
        case Prefix(of, length):
            code = value_of(of, row)
            return None if code is None else str(code)[:length]
        case Recode(of, pairs):
            code = value_of(of, row)
            return None if code is None else dict(pairs).get(str(code), code)


def holds(predicate: Predicate, row: Row, on: dt.date) -> bool | None:
    """True, False, or None when the row does not tell."""
    match predicate:
        case Compare(sign, left, right):
            one, other = value_of(left, row), value_of(right, row)
            return None if one is None or other is None else COMPARISONS[sign](one, other)
        case OneOf(of, values):
            found = value_of(of, row)
            return None if found is None else found in values
        case Known(of):
            return value_of(of, row) is not None
        case OfAge(years):
            return holds(Compare("<=", Field("birth_date"), Value(born_by(on, years))), row, on)
        case Surely(part):
            return holds(part, row, on) is True
        case Not(part):
            answer = holds(part, row, on)
            return None if answer is None else not answer
        case And(parts):
            answers = [holds(part, row, on) for part in parts]
            return False if False in answers else None if None in answers else True
        case Or(parts):
            answers = [holds(part, row, on) for part in parts]
            return True if True in answers else None if None in answers else False
