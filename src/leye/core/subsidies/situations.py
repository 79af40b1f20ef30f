"""A situation in a caseworker's words: plain values in, a case and what is to be found out. They run and they show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month
from leye.core.rules.findings import Verdict
from leye.core.subsidies.values import (
    Case,
    Course,
    Firm,
    Had,
    Job,
    Journey,
    Person,
    Post,
    Standing,
    Worked,
    Workshop,
)


@dataclass(frozen=True, slots=True)
class Situation:
    """says: the sentence. amount_yuan: what it comes to, None where it cannot be worked out."""

    says: str
    case: Case
    expect: Verdict
    amount_yuan: Decimal | None


def read_situation(kind: str, raw: Mapping[str, Any], usual: Mapping[str, Any]) -> Situation:
    """What differs from the usual case, merged into it. Raises TypeError or KeyError for an unknown word."""
    amount = raw["amount"]
    return Situation(
        raw["says"],
        read_case(kind, merged(usual, raw.get("case", {}))),
        Verdict(raw["expect"]),
        None if amount is None else Decimal(str(amount)),
    )


def merged(usual: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The usual with what differs; parts are merged, all else replaced."""
    found = dict(usual)
    for name, value in other.items():
        if isinstance(value, Mapping) and isinstance(found.get(name), Mapping) and name in PARTS:
            found[name] = {**found[name], **value}
        else:
            found[name] = value
    return found


def read_case(kind: str, raw: Mapping[str, Any]) -> Case:
    """A case that plain values tell."""
    told: dict[str, Any] = {}
    for name, value in raw.items():
        if name in PARTS:
            told[name] = PARTS[name](**{key: _read(key, one) for key, one in value.items()})
        elif name == "evidence":
            told[name] = None if value is None else frozenset(value)
        else:
            told[name] = _read(name, value)
    return Case(kind=kind, **told)


def _read(name: str, value: Any) -> Any:
    if value is None or name not in SHAPES:
        return value
    return SHAPES[name](value)


def _spans(raw: Any) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in raw)


PARTS: dict[str, Callable[..., Any]] = {
    "person": Person, "job": Job, "firm": Firm, "workshop": Workshop, "post": Post, "course": Course,
    "journey": Journey, "had": Had,
}  # fmt: skip
SHAPES: dict[str, Callable[[Any], Any]] = {
    "standings": lambda raw: tuple(Standing(kind, Span(start, end)) for kind, start, end in raw),
    "worked": lambda raw: tuple(Worked(firm, Span(start, end)) for firm, start, end in raw),
    "settled": _spans,
    "insured": _spans,
    "key": _spans,
    "recognised": _spans,
    "funded": _spans,
    "ran": lambda raw: frozenset(Month.parse(one) for one in raw),
    "days": lambda raw: {Month.parse(month): Decimal(str(one)) for month, one in raw.items()},
    "county": str,
    "place": str,
}
