"""A kind of subsidy as it is declared, and a case judged under it: `finding(rule, parameters, case)`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leye.core.local_jobs.spells import Span
from leye.core.rules.amounts import Amount, worked_out
from leye.core.rules.asked import SOURCES, Asked
from leye.core.rules.conditions import Condition, judged
from leye.core.rules.findings import Finding, Judged, Seen, Verdict, together
from leye.core.rules.parameters import Parameters
from leye.core.subsidies.values import EVENTS, Case, day_of


@dataclass(frozen=True, slots=True)
class InForce:
    """When a kind can be paid, and what says so."""

    span: Span
    cite: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """Another kind that is not paid beside this one. during: "months" the same ones, "year", or "ever"."""

    kind: str
    during: str
    cite: str


@dataclass(frozen=True, slots=True)
class Rule:
    """payee: whose account it goes to ("firm" or "person"). event: the day whose numbers hold.

    marks: what it is about, for the checks: "work", "post", "away", "course", "agency".
    """

    kind: str
    title: str
    summary: str
    applicant: str
    payee: str
    once: str  # "ever", "year", "months" or "days": how often a person can have it
    event: str
    amount: Amount
    in_force: tuple[InForce, ...]
    conditions: tuple[Condition, ...]
    excludes: tuple[Excluded, ...]
    evidence: Mapping[str, str]
    article: str
    authority: str
    marks: frozenset[str] = frozenset()

    def parameters(self) -> tuple[str, ...]:
        """The names of all numbers that it uses, in the order in which they are used."""
        amount = self.amount
        names = [amount.rate, amount.most, amount.person_year, amount.firm_year]
        for condition in self.conditions:
            names += condition.numbers.values()
        return tuple(dict.fromkeys(name for name in names if name))

    def is_in_force(self, on: dt.date) -> bool:
        return any(one.span.covers(on) for one in self.in_force)


def finding(rule: Rule, parameters: Parameters, case: Case) -> Finding:
    """Every condition with its verdict and facts, and the amount; the numbers are those of the event's day."""
    on = day_of(case, rule.event)
    asked = Asked(case, parameters, on)
    told = [_in_force(rule, case, on), *(judged(one, asked) for one in rule.conditions)]
    if rule.evidence:
        told.append(_complete(rule, case))
    steps, fen = worked_out(rule.amount, asked)
    return Finding(
        rule.kind, rule.title, case.county, EVENTS[rule.event][0], on, rule.article,
        together(one.verdict for one in told), tuple(told), tuple(steps), fen, tuple(asked.used.values()),
    )  # fmt: skip


def _in_force(rule: Rule, case: Case, on: dt.date | None) -> Judged:
    words, part = EVENTS[rule.event]
    if on is None:
        return Judged(
            "在政策有效期内", Verdict.UNKNOWN, f"{words}不明，请补充后再核。", rule.article, ()
        )
    held = [one for one in rule.in_force if one.span.covers(on)]
    cite = held[0].cite if held else rule.article
    verdict = Verdict.YES if held else Verdict.NO
    why = f"{words}{on}，{'在' if held else '不在'}有效期内。"
    source = {**SOURCES, **case.sources}[part]
    return Judged("在政策有效期内", verdict, why, cite, (Seen(words, str(on), source),))


def _complete(rule: Rule, case: Case) -> Judged:
    """Evidence that lacks leaves open what it would show; it does not show the contrary."""
    told = case.evidence
    missing = [label for key, label in rule.evidence.items() if told is None or key not in told]
    verdict = Verdict.UNKNOWN if missing else Verdict.YES
    why = f"还缺：{'、'.join(missing)}。" if missing else "材料齐全。"
    kept = "、".join(label for label in rule.evidence.values() if label not in missing) or "无"
    return Judged("申请材料齐全", verdict, why, rule.article, (Seen("已交材料", kept, "申请"),))


@dataclass(frozen=True, slots=True)
class Book:
    """All kinds and numbers that hold."""

    rules: Mapping[str, Rule]
    parameters: Parameters
