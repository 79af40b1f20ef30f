"""Predicates read from a notice's declarations: plain mappings in, predicates out; nothing is evaluated.

all: [...] | any: [...] | not: {...} | surely: {...}
field: labour_skill, in: [ordinary, skilled]
field: job_kind, is: workshop | known: true
age_at_least: 16 | age_below: 60
place: job_place, digits: 6, differs_from: county | same_as: county
place: job_place, finer_than: 6    the code has more than six digits
use: labour            another predicate declared by name
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from leye.core.query.model import (
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    OneOf,
    Operator,
    Or,
    Predicate,
    Prefix,
    Scalar,
    Surely,
    Value,
)


class UnreadableDeclaration(ValueError):
    """A declaration that says something this program does not know; names the part."""


Names = Mapping[str, Predicate]


def read_predicate(raw: object, names: Names) -> Predicate:
    """One predicate. Raises UnreadableDeclaration for unknown words or left-over keys."""
    if not isinstance(raw, Mapping) or not raw:
        raise UnreadableDeclaration(f"a predicate is a mapping, not {raw!r}")
    keys = frozenset(str(key) for key in raw)
    for wanted, reader in READERS:
        if keys == wanted:
            return reader({str(key): value for key, value in raw.items()}, names)
    raise UnreadableDeclaration(f"no predicate has just these keys: {sorted(keys)}")


def _parts(raw: object, names: Names) -> tuple[Predicate, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise UnreadableDeclaration(f"a list of predicates is wanted, not {raw!r}")
    return tuple(read_predicate(part, names) for part in raw)


def _use(raw: dict[str, object], names: Names) -> Predicate:
    try:
        return names[str(raw["use"])]
    except KeyError:
        raise UnreadableDeclaration(f"no predicate is declared as {raw['use']!r}") from None


def _place(raw: dict[str, object], sign: Operator) -> Predicate:
    digits = _number(raw["digits"])
    other = raw["differs_from"] if sign == "<>" else raw["same_as"]
    return Compare(
        sign,
        Prefix(Field(str(raw["place"])), digits),
        Prefix(Field(str(other)), digits),
    )


def _finer(raw: dict[str, object]) -> Predicate:
    code = Field(str(raw["place"]))  # as text a longer code comes after its own beginning
    return Compare(">", code, Prefix(code, _number(raw["finer_than"])))


def _number(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise UnreadableDeclaration(f"a whole number is wanted, not {raw!r}")
    return raw


def _values(raw: object) -> tuple[Scalar, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        raise UnreadableDeclaration(f"a list of values is wanted, not {raw!r}")
    return tuple(_value(value) for value in raw)


def _value(raw: object) -> Scalar:
    if isinstance(raw, str | int | dt.date):
        return raw
    raise UnreadableDeclaration(f"a text, number, truth or day is wanted, not {raw!r}")


def _known(raw: dict[str, object]) -> Predicate:
    known = Known(Field(str(raw["field"])))
    if raw["known"] is True:
        return known
    if raw["known"] is False:
        return Not(known)
    raise UnreadableDeclaration(f"true or false is wanted, not {raw['known']!r}")


Reader = Callable[[dict[str, object], Names], Predicate]
READERS: tuple[tuple[frozenset[str], Reader], ...] = (
    (frozenset({"all"}), lambda raw, names: And(_parts(raw["all"], names))),
    (frozenset({"any"}), lambda raw, names: Or(_parts(raw["any"], names))),
    (frozenset({"not"}), lambda raw, names: Not(read_predicate(raw["not"], names))),
    (frozenset({"surely"}), lambda raw, names: Surely(read_predicate(raw["surely"], names))),
    (frozenset({"use"}), _use),
    (frozenset({"age_at_least"}), lambda raw, names: OfAge(_number(raw["age_at_least"]))),
    (frozenset({"age_below"}), lambda raw, names: Not(OfAge(_number(raw["age_below"])))),
    (
        frozenset({"field", "in"}),
        lambda raw, names: OneOf(Field(str(raw["field"])), _values(raw["in"])),
    ),
    (
        frozenset({"field", "is"}),
        lambda raw, names: Compare("=", Field(str(raw["field"])), Value(_value(raw["is"]))),
    ),
    (frozenset({"field", "known"}), lambda raw, names: _known(raw)),
    (frozenset({"place", "finer_than"}), lambda raw, names: _finer(raw)),
    (frozenset({"place", "digits", "differs_from"}), lambda raw, names: _place(raw, "<>")),
    (frozenset({"place", "digits", "same_as"}), lambda raw, names: _place(raw, "=")),
)
