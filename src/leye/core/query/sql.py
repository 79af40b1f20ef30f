"""A predicate as SQL: sqlglot expressions in, one text for each engine out.

Dates are the one place where the engines differ: SQLite keeps text, the others a DATE.
"""

import datetime as dt
from enum import StrEnum

from sqlglot import exp

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


class Engine(StrEnum):
    SQLITE = "sqlite"
    POSTGRES = "postgres"
    DUCKDB = "duckdb"
    SPARK = "spark"


COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def text_of(statement: exp.Expr, engine: Engine) -> str:
    """The statement in the words of an engine."""
    return statement.sql(dialect=engine.value)


def literal(value: Scalar, engine: Engine) -> exp.Expr:
    """A constant in the words of an engine."""
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return exp.Literal.number(value)
    if isinstance(value, dt.date):
        text = exp.Literal.string(value.isoformat())
        return text if engine is Engine.SQLITE else exp.cast(text, "date")
    return exp.Literal.string(value)


def term_sql(term: Term, engine: Engine) -> exp.Expr:
    """A term as an expression over the columns of a relation that holds the state row."""
    match term:
        case Field(name):
            return exp.column(name)
        case Value(value):
            return literal(value, engine)
        case Prefix(of, length):
            return exp.Substring(
                this=term_sql(of, engine),
                start=exp.Literal.number(1),
                length=exp.Literal.number(length),
            )
        case Recode(of, pairs):
            inner = term_sql(of, engine)
            if not pairs:
                return inner
            case = exp.Case()
            for old, new in pairs:
                old_is = exp.EQ(this=inner.copy(), expression=exp.Literal.string(old))
                case = case.when(old_is, exp.Literal.string(new))
            return case.else_(inner)


def predicate_sql(predicate: Predicate, on: dt.date, engine: Engine) -> exp.Expr:
    """A predicate as a boolean expression; `on` is the day of the question."""
    match predicate:
        case Compare(sign, left, right):
            return COMPARISONS[sign](
                this=term_sql(left, engine), expression=term_sql(right, engine)
            )
        case OneOf(of, values):
            return term_sql(of, engine).isin(*(literal(value, engine) for value in values))
        case Known(of):
            return exp.not_(exp.Is(this=term_sql(of, engine), expression=exp.null()))
        case OfAge(years):
            born = Compare("<=", Field("birth_date"), Value(born_by(on, years)))
            return predicate_sql(born, on, engine)
        case Surely(part):
            inner = exp.paren(predicate_sql(part, on, engine))
            return exp.Coalesce(this=inner, expressions=[exp.false()])
        case Not(part):
            return exp.Not(this=exp.paren(predicate_sql(part, on, engine)))
        case And(parts):
            if not parts:
                return exp.true()
            return exp.and_(*(exp.paren(predicate_sql(part, on, engine)) for part in parts))
        case Or(parts):
            if not parts:
                return exp.false()
            return exp.or_(*(exp.paren(predicate_sql(part, on, engine)) for part in parts))
