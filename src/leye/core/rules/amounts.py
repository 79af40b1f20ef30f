"""What a case comes to in fen: four ways of working it out, then the caps, each step in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leye.core.payments.money import yuan
from leye.core.periods import Month
from leye.core.rules.asked import Asked
from leye.core.rules.findings import Step


@dataclass(frozen=True, slots=True)
class Amount:
    """how: once, by_month, by_day or by_cost; the others are names of parameters, "" where there is none.

    rate: yuan, of by_cost the percentage. most: months, days, or yuan of one case. each_month: the rate of each
    month's own first day, else that of the event. of: what by_cost is a share of.
    """

    how: str
    rate: str
    most: str = ""
    each_month: bool = False
    of: str = ""
    person_year: str = ""
    firm_year: str = ""


Worked = tuple[list[Step], int | None]


def worked_out(amount: Amount, asked: Asked) -> Worked:
    """The steps and what comes out; None where something is missing."""
    steps, fen = WAYS[amount.how](amount, asked)
    case = asked.case.had
    for name, used, whose in (
        (amount.person_year, case.fen_year, "本人本年"),
        (amount.firm_year, case.fen_firm_year, "单位本年"),
    ):
        if name and fen is not None:
            fen = _capped(name, used, whose, fen, steps, asked)
    return steps, fen


def _missing(what: str) -> Worked:
    return [Step(f"{what}不明，金额算不出来。", None)], None


def _once(amount: Amount, asked: Asked) -> Worked:
    rate = asked.value(amount.rate)
    if rate is None or rate.number is None:
        return _missing(asked.parameters[amount.rate].label)
    fen = rate.number * 100
    return [Step(f"1人 × {rate.number:,}元 = {yuan(fen)}元", fen)], fen


def _by_month(amount: Amount, asked: Asked) -> Worked:
    months = asked.case.months
    if months is None:
        return _missing("补贴月份")
    steps: list[Step] = []
    if amount.most:
        most = asked.value(amount.most)
        if most is None:
            return _missing(asked.parameters[amount.most].label)
        if most.number is not None:
            if asked.case.had.months is None:
                return _missing("以前已补贴的月数")
            left = max(most.number - asked.case.had.months, 0)
            words = f"最多{most.number}个月，以前已补贴{asked.case.had.months}个月，还可补贴{left}个月；申请{len(months)}个月"
            months = months[:left]
            steps.append(Step(f"{words}，计{len(months)}个月", None if months else 0))
    parts = _rates(amount, asked, months)
    if parts is None:
        return _missing(asked.parameters[amount.rate].label)
    fen = sum(many * rate * 100 for many, rate in parts)
    words = " + ".join(f"{many}个月 × {rate:,}元" for many, rate in parts) or "0个月"
    return [*steps, Step(f"{words} = {yuan(fen)}元", fen)], fen


def _rates(amount: Amount, asked: Asked, months: Sequence[Month]) -> list[tuple[int, int]] | None:
    """(months, rate in yuan), months of one rate together; None where a rate is missing."""
    found: list[tuple[int, int]] = []
    for month in months:
        value = asked.value(amount.rate, month.first_day if amount.each_month else None)
        if value is None or value.number is None:
            return None
        if found and found[-1][1] == value.number:
            found[-1] = (found[-1][0] + 1, value.number)
        else:
            found.append((1, value.number))
    return found


def _by_day(amount: Amount, asked: Asked) -> Worked:
    days, rate = asked.case.course.days_attended, asked.value(amount.rate)
    if days is None:
        return _missing("培训出勤天数")
    if rate is None or rate.number is None:
        return _missing(asked.parameters[amount.rate].label)
    steps: list[Step] = []
    if amount.most:
        most = asked.value(amount.most)
        if most is None:
            return _missing(asked.parameters[amount.most].label)
        if most.number is not None and days > most.number:
            steps.append(Step(f"出勤{days}天，最多计{most.number}天", None))
            days = most.number
    fen = days * rate.number * 100
    return [*steps, Step(f"{days}天 × {rate.number:,}元 = {yuan(fen)}元", fen)], fen


def _by_cost(amount: Amount, asked: Asked) -> Worked:
    label, cost = _cost(amount.of, asked)
    share = asked.value(amount.rate)
    if cost is None:
        return _missing(label)
    if share is None or share.number is None:
        return _missing(asked.parameters[amount.rate].label)
    fen = cost * share.number // 100
    steps = [Step(f"{label}{yuan(cost)}元 × {share.number}% = {yuan(fen)}元", fen)]
    if amount.most:
        most = asked.value(amount.most)
        if most is None:
            return _missing(asked.parameters[amount.most].label)
        if most.number is not None and fen > most.number * 100:
            fen = most.number * 100
            steps.append(Step(f"最高{most.number:,}元，计{yuan(fen)}元", fen))
    return steps, fen


def _cost(of: str, asked: Asked) -> tuple[str, int | None]:
    """What was really spent. Raises KeyError for a name that is none of COSTS."""
    case = asked.case
    spent = {
        "insurance": case.job.insurance_fen,
        "fare": case.journey.fare_fen,
        "course": case.course.cost_fen,
    }
    return COSTS[of], spent[of]


def _capped(
    name: str, used: int | None, whose: str, fen: int, steps: list[Step], asked: Asked
) -> int | None:
    cap = asked.value(name)
    if cap is not None and cap.number is None:
        return fen
    if cap is None or used is None:
        lacking = asked.parameters[name].label if cap is None else f"{whose}已享受的金额"
        steps.append(Step(f"{lacking}不明，金额算不出来。", None))
        return None
    left = max((cap.number or 0) * 100 - used, 0)
    if fen > left:
        steps.append(
            Step(f"{whose}最高{cap.number:,}元，已用{yuan(used)}元，计{yuan(left)}元", left)
        )
    return min(fen, left)


WAYS: dict[str, Callable[[Amount, Asked], Worked]] = {
    "once": _once,
    "by_month": _by_month,
    "by_day": _by_day,
    "by_cost": _by_cost,
}
COSTS = {"insurance": "单位缴费", "fare": "交通费", "course": "培训费"}
