"""Conditions on a course and on when it was applied for."""

import datetime as dt

from leye.core.rules.asked import Given, Outcome, unknown, yes_if
from leye.core.subsidies.values import Case


def hours_at_least(case: Case, given: Given) -> Outcome:
    hours = case.course.hours
    if hours is None:
        return unknown("培训课时")
    met = hours >= given.numbers["hours"]
    return yes_if(met, f"课时{hours}。", ("培训课时", str(hours), "course"))


def attended_course(case: Case, given: Given) -> Outcome:
    days = case.course.days_attended
    if days is None:
        return unknown("培训出勤天数")
    met = days >= given.numbers["days"]
    return yes_if(met, f"出勤{days}天。", ("培训出勤", f"{days}天", "course"))


def certified(case: Case, given: Given) -> Outcome:
    told = case.course.is_certified
    if told is None:
        return unknown("是否取得证书")
    words = "已取得证书" if told else "没有取得证书"
    return yes_if(told, f"{words}。", ("证书", words, "course"))


def course_reported(case: Case, given: Given) -> Outcome:
    told, start = case.course.reported_on, case.course.started_on
    if told is None:
        return unknown("开班备案日期")
    if start is None:
        return unknown("开班日期")
    return yes_if(told <= start, f"{told}备案，{start}开班。", ("开班备案", str(told), "course"))


def applied_within(case: Case, given: Given) -> Outcome:
    last = given.days["after"] + dt.timedelta(days=given.numbers["days"])
    return yes_if(
        case.applied_on <= last,
        f"{case.applied_on}申请，最迟{last}。",
        ("申请日期", str(case.applied_on), "claim"),
    )
