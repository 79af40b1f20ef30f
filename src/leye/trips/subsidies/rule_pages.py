"""A rule as everybody in the office reads it: words, numbers over time and who set them, examples that run."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from leye.apps.places import selectors as places
from leye.core.rules.amounts import COSTS
from leye.core.rules.findings import Finding, Verdict
from leye.core.rules.parameters import Parameter, Value
from leye.core.rules.rules import Book, Rule, finding
from leye.core.scope import OutOfScope, Scope
from leye.core.subsidies.values import EVENTS
from leye.notices.subsidies import load_book, load_situations
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies.subsidy_rules import book

ONCE = {
    "ever": "每人只补一次",
    "year": "每人每年一次",
    "months": "同一时段只补一次",
    "days": "同一天只补一次",
}
DURING = {"ever": "不能都领", "year": "同一年不能都领", "months": "同一时段不能都领"}
PAYEES = {"firm": "单位账户", "person": "本人账户"}
WAYS = {
    "once": "每人{rate}", "by_month": "每人每月{rate}，最多{most}", "by_day": "每天{rate}，最多{most}",
    "by_cost": "{cost}的{rate}",
}  # fmt: skip
MARKS = {Verdict.YES: "done", Verdict.NO: "refused", Verdict.UNKNOWN: "waiting"}


@dataclass(frozen=True, slots=True)
class Line:
    """A kind in the list."""

    kind: str
    title: str
    summary: str
    payee: str
    amount: str
    once: str
    article: str
    is_in_force: bool


def kinds(scope: Scope, on: dt.date) -> list[Line]:
    """All kinds with what each comes to in the scope's unit on a day."""
    told = book()
    return [
        Line(
            rule.kind, rule.title, rule.summary, PAYEES[rule.payee], _amount(rule, told, scope.unit, on),
            ONCE[rule.once], rule.article, rule.is_in_force(on),
        )
        for rule in told.rules.values()
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number from a day on: of which place, who set it; is_held: it holds in the unit on the day."""

    label: str
    shown: str
    valid_from: dt.date
    place: str
    level: str
    authority: str
    cite: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A situation with what was found just now. is_as_told: it is what the situation says."""

    says: str
    verdict: str
    mark: str
    amount: str
    finding: Finding
    is_as_told: bool


@dataclass(frozen=True, slots=True)
class RulePage:
    rule: Rule
    payee: str
    once: str
    event: str
    amount: str
    conditions: tuple[tuple[str, str], ...]  # words, article
    excludes: tuple[tuple[str, str, str], ...]  # title, words, citation
    numbers: tuple[NumberLine, ...]
    examples: tuple[Example, ...]
    on: dt.date
    unit: str


def page(scope: Scope, kind: str, on: dt.date) -> RulePage:
    """One rule as it stands in the scope's unit on a day. Raises OutOfScope for a kind that is not declared."""
    told = book()
    rule = told.rules.get(kind)
    if rule is None:
        raise OutOfScope(kind)
    tree = places.tree(scope, on)
    numbers = tuple(
        _number(parameter, value, scope.unit, on, tree.name(value.at))
        for name in rule.parameters()
        for parameter in (told.parameters[name],)
        for value in parameter.in_order()
    )
    excludes = tuple(
        (told.rules[one.kind].title, DURING[one.during], one.cite) for one in rule.excludes
    )
    return RulePage(
        rule, PAYEES[rule.payee], ONCE[rule.once], EVENTS[rule.event][0], _amount(rule, told, scope.unit, on),
        tuple((one.said(_shown(one.numbers, told, scope.unit, on)), one.article) for one in rule.conditions),
        excludes, numbers, examples(rule), on, tree.name(scope.unit),
    )  # fmt: skip


def examples(rule: Rule) -> tuple[Example, ...]:
    """The situations of a kind, judged now under the notice's own numbers."""
    found, told = [], load_book(NOTICE)
    for one in load_situations(NOTICE).get(rule.kind, ()):
        judged = finding(rule, told.parameters, one.case)
        amount = None if judged.amount_fen is None else Decimal(judged.amount_fen) / 100
        words = "算不出来" if amount is None else f"{amount:,.2f}元"
        found.append(
            Example(
                one.says, judged.verdict.label, MARKS[judged.verdict],
                words if judged.verdict is Verdict.YES else "不补" if judged.verdict is Verdict.NO else "待补充",
                judged, judged.verdict is one.expect and amount == one.amount_yuan,
            )
        )  # fmt: skip
    return tuple(found)


def _number(parameter: Parameter, value: Value, unit: str, on: dt.date, place: str) -> NumberLine:
    return NumberLine(
        parameter.label, parameter.shown(value.number), value.valid_from, place, value.level,
        value.authority, value.cite, parameter.on(unit, on) == value,
    )  # fmt: skip


def _shown(numbers: object, told: Book, unit: str, on: dt.date) -> dict[str, str]:
    """Name in the condition → the number as it is shown."""
    names: dict[str, str] = dict(numbers)  # type: ignore[call-overload]
    return {own: _words(told.parameters[name], unit, on) for own, name in names.items()}


def _words(parameter: Parameter, unit: str, on: dt.date) -> str:
    value = parameter.on(unit, on)
    return parameter.shown(value.number) if value else "（未定）"


def _amount(rule: Rule, told: Book, unit: str, on: dt.date) -> str:
    amount = rule.amount
    names = {"rate": amount.rate, "most": amount.most}
    shown = {own: _words(told.parameters[name], unit, on) for own, name in names.items() if name}
    words = WAYS[amount.how].format_map({"most": "不设", "cost": COSTS.get(amount.of, ""), **shown})
    for name in (
        amount.most if amount.how == "by_cost" else "",
        amount.person_year,
        amount.firm_year,
    ):
        if name and (value := told.parameters[name].on(unit, on)) and value.number is not None:
            words += f"，{told.parameters[name].label}{told.parameters[name].shown(value.number)}"
    return words
