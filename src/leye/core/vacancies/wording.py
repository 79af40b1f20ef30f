"""Whether an advertisement may be published as it is written: which rule it breaks, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leye.core.problems import Problem, Severity
from leye.core.vacancies.values import VacancyRow
from leye.core.vacancies.vocabulary import EmployerKind

LOWEST_AGE = 16


@dataclass(frozen=True, slots=True)
class WordingRule:
    """words: what may not stand in it, `unless` these do, which makes it a thing to be explained."""

    code: str
    severity: Severity
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    message: str
    instead: str
    cite: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Ages in years, pay in yuan a month, times in days and months, as a notice declares them for a day."""

    young: int
    remarked: int
    longest_days: int
    default_days: int
    many: int
    high_pay: int
    least_pay: int
    least_pay_cite: str
    verified_months: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The rules of a day. harmless: words that only look like a condition."""

    harmless: re.Pattern[str]
    rules: tuple[WordingRule, ...]
    numbers: Numbers


def faults(row: VacancyRow, wording: Wording) -> Iterator[Problem]:
    """Everything that the law has against the advertisement, or that should be asked about."""
    text = wording.harmless.sub("", re.sub(r"\s", "", row.text()))
    for rule in wording.rules:
        found = rule.words.search(text)
        if found is None:
            continue
        is_excused = rule.unless is not None and rule.unless.search(text) is not None
        severity = Severity.STRANGE if is_excused else rule.severity
        message = f"{rule.message}（{rule.cite}）"
        yield Problem(rule.code, severity, message, rule.instead, None, found[0])
    yield from _ages(row, wording.numbers)
    yield from _terms(row, wording.numbers)
    yield from _missing(row)


def _ages(row: VacancyRow, numbers: Numbers) -> Iterator[Problem]:
    low, high = row.demand.min_age, row.demand.max_age
    if low is not None and low < LOWEST_AGE:
        message = f"最低年龄写的是{low}岁，不满16周岁的任何单位不得招用。（劳动法第十五条）"
        yield Problem("ad.under_16", Severity.REFUSED, message, "请改为16岁或以上。")
    if low is not None and high is not None and high < low:
        message = f"年龄上限{high}岁小于下限{low}岁。"
        yield Problem("demand.ages", Severity.REFUSED, message, "请核对年龄要求。")
    elif high is not None and high < numbers.remarked:
        severity = Severity.STRANGE if high <= numbers.young else Severity.NOTE
        message = f"年龄限在{high}岁以下，会把许多搬迁群众挡在门外。"
        remedy = "请放宽；工作确有需要的，请说明理由。"
        yield Problem("ad.age", severity, message, remedy)


def _terms(row: VacancyRow, numbers: Numbers) -> Iterator[Problem]:
    high = row.terms.pay_to
    if high is not None and high < numbers.least_pay:
        message = f"月工资{high}元低于最低工资{numbers.least_pay}元。（{numbers.least_pay_cite}）"
        remedy = "请核对；非全日制的请写明每小时工资和工作时间，再说明。"
        yield Problem("ad.minimum_wage", Severity.STRANGE, message, remedy)
    if high is not None and high >= numbers.high_pay:
        message = f"月工资写到{high}元，与一般岗位相差很大。"
        yield Problem(
            "ad.high_pay", Severity.STRANGE, message, "请核对是不是多写了0；属实的请说明。"
        )
    if row.openings is not None and row.openings > numbers.many:
        message = f"招聘人数{row.openings}人，一般单位不会一次招这么多。"
        yield Problem("openings.many", Severity.STRANGE, message, "请向单位核实；属实的请说明。")
    if row.valid_from and row.valid_to:
        days = (row.valid_to - row.valid_from).days
        if days > numbers.longest_days:
            message = f"有效期长达{days}天。"
            remedy = "岗位信息要及时更新，请写近期的截止日期；确实长期招用的请说明。"
            yield Problem("valid.long", Severity.STRANGE, message, remedy)


LEGAL = "就业服务与就业管理规定第十一条"


def _missing(row: VacancyRow) -> Iterator[Problem]:
    """What the law wants in an advertisement (招聘简章): unit, number, conditions, duties, place, pay, validity."""
    if not row.duties:
        message = f"没有写工作内容。（{LEGAL}）"
        yield Problem(
            "ad.duties",
            Severity.STRANGE,
            message,
            "请补上，如“负责后厨洗菜、切配”；岗位名称已经说清的，写一句说明，就按岗位名称登记。",
            "工作内容",
        )
    if row.terms.pay_from is None and not any(
        p.code == "terms.pay.unreadable" for p in row.problems
    ):
        message = f"没有写劳动报酬。（{LEGAL}）"
        yield Problem(
            "ad.pay", Severity.REFUSED, message, "请写月薪，如“3000-3500”；不能写“面议”。", "月薪"
        )
    if row.employer.kind is EmployerKind.AGENCY and not row.employer.licence:
        message = "人力资源服务机构没有写许可证号。（人力资源市场暂行条例第十八条）"
        remedy = "请补上人力资源服务许可证号；没有许可的不得发布招聘信息。"
        yield Problem("employer.licence", Severity.REFUSED, message, remedy, "人力资源服务许可证号")
