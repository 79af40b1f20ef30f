"""What is readable but strange about a row: each rule a value, each finding in a caseworker's words."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from leye.core.periods import age_on
from leye.core.problems import Problem, Severity
from leye.core.rosters.values import RosterRow
from leye.core.vocabulary import EmploymentKind, LabourSkill, Schooling


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the national system's data checks (DOMAIN.md 2.4); `breaks(row, on)` says whether it is broken."""

    code: str
    breaks: Callable[[RosterRow, dt.date], bool]
    message: str
    remedy: str


def _works(row: RosterRow) -> bool:
    return row.job.is_employed is True


def _age(row: RosterRow, on: dt.date) -> int:
    return age_on(row.person.birth_date, on) if row.person.birth_date else 40


def _is_outside(row: RosterRow) -> bool:
    return bool(row.job.place and row.place.county and row.job.place[:6] != row.place.county)


SPECIAL = (EmploymentKind.WORKSHOP, EmploymentKind.PUBLIC_POST)
RULES = (
    Rule(
        "job.under_16",
        lambda row, on: _works(row) and _age(row, on) < 16,
        "未满16周岁，登记为在业。",
        "请核对年龄和就业情况；用人单位不得招用未满16周岁的人。",
    ),
    Rule(
        "job.over_70_in_post",
        lambda row, on: (
            _works(row) and row.job.kind is EmploymentKind.PUBLIC_POST and _age(row, on) >= 70
        ),
        "70周岁以上，登记在公益性岗位。",
        "请核对；确有其事请说明。",
    ),
    Rule(
        "job.without_capacity",
        lambda row, on: (
            _works(row) and row.capacity.labour_skill in (LabourSkill.LOST, LabourSkill.NONE)
        ),
        "丧失劳动力或无劳动力，登记为在业。",
        "请核对劳动技能或就业情况；确有其事请说明。",
    ),
    Rule(
        "job.in_school",
        lambda row, on: _works(row) and row.capacity.schooling is Schooling.IN_SCHOOL,
        "在校生登记为在业。",
        "请核对在校状况；确有其事请说明。",
    ),
    Rule(
        "job.special_outside",
        lambda row, on: _works(row) and row.job.kind in SPECIAL and _is_outside(row),
        "扶贫车间或公益性岗位，就业地却在旗县以外。",
        "请核对就业地；确有其事请说明。",
    ),
    Rule(
        "job.not_ended",
        lambda row, on: (
            row.job.is_employed is False
            and row.job.started_on is not None
            and row.job.ended_on is None
        ),
        "写了未就业，务工却没有结束时间。",
        "请补结束时间；说明后按名册日期结束。",
    ),
)


def strange(row: RosterRow, on: dt.date) -> tuple[Problem, ...]:
    """Every rule that the row breaks on the roster's day."""
    return tuple(
        Problem(rule.code, Severity.STRANGE, rule.message, rule.remedy)
        for rule in RULES
        if rule.breaks(row, on)
    )
