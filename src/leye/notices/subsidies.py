"""What a notice declares of subsidies: YAML in, kinds, numbers and situations out; a county's own numbers beside them."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from leye.core.local_jobs.spells import Span
from leye.core.query.reading import UnreadableDeclaration
from leye.core.rules.amounts import COSTS, WAYS, Amount
from leye.core.rules.conditions import VOCABULARY, Condition
from leye.core.rules.parameters import Parameter, Value
from leye.core.rules.rules import Book, Excluded, InForce, Rule
from leye.core.subsidies.checks import CODES
from leye.core.subsidies.claims import Check, Gravity
from leye.core.subsidies.situations import Situation, read_situation
from leye.core.subsidies.values import EVENTS

MARKS = {"work", "post", "away", "course", "agency"}
ONCE, DURING, PAYEES = (
    {"ever", "year", "months", "days"},
    {"ever", "year", "months"},
    {"firm", "person"},
)
RULE = {
    "title", "summary", "applicant", "payee", "once", "event", "article", "authority", "in_force", "amount",
    "conditions", "excludes", "evidence", "marks",
}  # fmt: skip
AMOUNT = {"how", "rate", "most", "each_month", "of", "person_year", "firm_year"}


@functools.cache
def _text(notice: str, name: str) -> str:
    return (
        resources.files(f"leye.notices.{notice}")
        .joinpath(f"{name}.yaml")
        .read_text(encoding="utf-8")
    )


@functools.cache
def load_book(notice: str, local: str = "") -> Book:
    """All kinds and numbers; local: the text of a league's or county's own declaration of numbers.

    Raises UnreadableDeclaration for a word that is not known or a number that lacks.
    """
    own = yaml.safe_load(local) if local else {}
    return read_book(yaml.safe_load(_text(notice, "subsidies")), own or {})


def read_book(raw: Mapping[str, Any], local: Mapping[str, Any]) -> Book:
    """The book that plain values declare."""
    _only(local, {"parameters"}, "own numbers")
    more: Mapping[str, Any] = local.get("parameters", {})
    _only(more, set(raw["parameters"]), "own numbers")
    parameters = {
        name: Parameter(
            name,
            item["label"],
            item["unit"],
            tuple(_value(one) for one in (*item["values"], *more.get(name, []))),
        )
        for name, item in raw["parameters"].items()
    }
    rules = {kind: _rule(kind, item, parameters) for kind, item in raw["kinds"].items()}
    for rule in rules.values():
        for one in rule.excludes:
            _known(one.kind, rules, rule.kind)
    return Book(rules, parameters)


def _value(raw: Mapping[str, Any]) -> Value:
    number = raw["value"]
    if number is not None and (type(number) is not int or number < 0):
        raise UnreadableDeclaration(f"not a whole number: {number!r}")
    if not raw["cite"] or not raw["by"]:
        raise UnreadableDeclaration("a number without a citation")
    return Value(str(raw["at"]), raw["from"], number, raw["cite"], raw["by"])


def _rule(kind: str, raw: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> Rule:
    if set(raw) != RULE:
        raise UnreadableDeclaration(f"{kind}: unknown or missing {sorted(set(raw) ^ RULE)}")
    _known(raw["once"], ONCE, kind)
    _known(raw["payee"], PAYEES, kind)
    _known(raw["event"], EVENTS, kind)
    return Rule(
        kind, raw["title"], raw["summary"], raw["applicant"], raw["payee"], raw["once"], raw["event"],
        _amount(kind, raw["amount"], parameters),
        tuple(InForce(Span(one["from"], one.get("to")), one["cite"]) for one in raw["in_force"]),
        tuple(_condition(kind, one, parameters) for one in raw["conditions"]),
        tuple(Excluded(one["kind"], _known(one["during"], DURING, kind), one["cite"]) for one in raw["excludes"]),
        dict(raw["evidence"]), raw["article"], raw["authority"],
        frozenset(_known(one, MARKS, kind) for one in raw["marks"]),
    )  # fmt: skip


def _amount(kind: str, raw: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> Amount:
    _only(raw, AMOUNT, kind)
    amount = Amount(**raw)
    _known(amount.how, WAYS, kind)
    if amount.how == "by_cost":
        _known(amount.of, COSTS, kind)
    for name in (amount.rate, amount.most, amount.person_year, amount.firm_year):
        if name:
            _known(name, parameters, kind)
    return amount


def _condition(kind: str, raw: Mapping[str, Any], parameters: Mapping[str, Parameter]) -> Condition:
    name = _known(raw["is"], VOCABULARY, kind)
    word = VOCABULARY[name]
    lists = word.lists or {}
    wanted = {"is", "article", *word.numbers, *word.days, *lists}
    if set(raw) != wanted:
        raise UnreadableDeclaration(
            f"{kind}, {name}: unknown or missing {sorted(set(raw) ^ wanted)}"
        )
    told = {one: tuple(_known(code, lists[one], kind) for code in raw[one]) for one in lists}
    return Condition(
        name,
        {one: _known(raw[one], parameters, kind) for one in word.numbers},
        {one: _known(raw[one], EVENTS, kind) for one in word.days},
        told,
        raw["article"],
    )


def _known(word: str, words: Any, kind: str) -> str:
    if word not in words:
        raise UnreadableDeclaration(f"{kind}: {word!r} is not known")
    return word


def _only(raw: Mapping[str, Any], words: set[str], kind: str) -> None:
    if set(raw) - words:
        raise UnreadableDeclaration(f"{kind}: unknown {sorted(set(raw) - words)}")


@functools.cache
def load_checks(notice: str) -> Mapping[str, Check]:
    """The checks before paying, by code. Raises UnreadableDeclaration where the code knows others."""
    raw = yaml.safe_load(_text(notice, "subsidies"))["checks"]
    if set(raw) != CODES:
        raise UnreadableDeclaration(f"checks: unknown or missing {sorted(set(raw) ^ CODES)}")
    return {
        code: Check(code, one["title"], Gravity(one["gravity"]), one["article"], one["remedy"])
        for code, one in raw.items()
    }


@functools.cache
def load_situations(notice: str) -> Mapping[str, tuple[Situation, ...]]:
    """The situations of each kind. Raises UnreadableDeclaration for one that is not whole."""
    raw = yaml.safe_load(_text(notice, "subsidy_situations"))
    rules = load_book(notice).rules
    return {
        kind: tuple(
            read_situation(_known(kind, rules, kind), one, raw["usual"].get(kind, {}))
            for one in raw["situations"].get(kind, [])
        )
        for kind in raw["situations"]
    }
