"""What a condition or an amount gets to work with: its case, and its numbers of the event's day, each noted when used."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leye.core.rules.findings import Used, Verdict
from leye.core.rules.parameters import Parameters, Value
from leye.core.subsidies.values import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition comes to, in a sentence. seen: (label, value, part of the case) of the facts used."""

    verdict: Verdict
    why: str
    seen: tuple[tuple[str, str, str], ...] = ()


def yes_if(is_met: bool, why: str, *seen: tuple[str, str, str]) -> Outcome:
    return Outcome(Verdict.YES if is_met else Verdict.NO, why, seen)


def unknown(what: str) -> Outcome:
    return Outcome(Verdict.UNKNOWN, f"{what}不明，请补充后再核。")


@dataclass(slots=True)
class Asked:
    """A case under judgement. on: the event's day; places: whose numbers hold."""

    case: Case
    parameters: Parameters
    on: dt.date | None
    used: dict[tuple[str, str], Used] = field(default_factory=dict)

    def value(self, name: str, on: dt.date | None = None, code: str = "") -> Value | None:
        """The value of a number on a day, else on the event's; None where there is none or the day is not known."""
        day = on or self.on
        found = self.parameters[name].on(code or self.case.county, day) if day else None
        if found is not None:
            told = Used.of(self.parameters[name], found)
            self.used[name, told.valid_from + told.level] = told
        return found


@dataclass(frozen=True, slots=True)
class Given:
    """What a condition was declared with, resolved: numbers and days are known when it is asked."""

    numbers: Mapping[str, int]
    days: Mapping[str, dt.date]
    words: Mapping[str, tuple[str, ...]]


SOURCES = {
    "claim": "申请", "person": "台账", "job": "申请", "firm": "单位登记", "workshop": "车间登记", "post": "公岗登记",
    "course": "培训登记", "journey": "输出登记", "had": "补贴台账", "worked": "台账",
}  # fmt: skip
