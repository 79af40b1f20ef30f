"""Conditions on the work: contract, insurance, pay, place, attendance, workshop and post."""

import datetime as dt
from collections.abc import Iterable, Sequence

from leye.core.local_jobs.spells import Span
from leye.core.payments.money import yuan
from leye.core.periods import Month, months_after
from leye.core.rules.asked import Given, Outcome, unknown, yes_if
from leye.core.scope import prefix
from leye.core.subsidies.values import Case
from leye.core.vocabulary import Channel


def contract_at_least(case: Case, given: Given) -> Outcome:
    months = case.job.contract_months
    if months is None:
        return unknown("合同期限")
    met = months >= given.numbers["months"]
    return yes_if(met, f"合同{months}个月。", ("合同期限", f"{months}个月", "job"))


def insured_on(case: Case, given: Given) -> Outcome:
    on, told = given.days["when"], case.job.insured
    if told is None:
        return unknown("参保情况")
    met = any(span.covers(on) for span in told)
    words = "由该单位参保" if met else "没有由该单位参保"
    return yes_if(met, f"{on}时{words}。", ("参保情况", words, "job"))


def insured_in_months(case: Case, given: Given) -> Outcome:
    return _in_months(case, case.job.insured, "参保情况", "没有由该单位参保", "job")


def not_at_firm_before(case: Case, given: Given) -> Outcome:
    hired, told, months = case.job.hired_on, case.person.worked, given.numbers["months"]
    if hired is None:
        return unknown("招用日期")
    if told is None:
        return unknown("以前的就业记录")
    window = Span(months_after(hired, -months), hired)
    found = [one for one in told if one.firm == case.job.firm and one.span.meets(window)]
    if not found:
        return yes_if(True, f"{window.start}至{hired}没有在本单位的记录。")
    seen = [("以前的就业", _days(one.span), "worked") for one in found]
    return yes_if(False, f"{found[0].source}记载{_days(found[0].span)}已在本单位。", *seen)


def pay_at_least(case: Case, given: Given) -> Outcome:
    pay, wage = case.job.monthly_pay_fen, given.numbers["wage"]
    if pay is None:
        return unknown("月工资")
    told = f"{yuan(pay)}元"
    return yes_if(
        pay >= wage * 100, f"月工资{told}，当地最低工资{wage}元。", ("月工资", told, "job")
    )


def stayed(case: Case, given: Given) -> Outcome:
    hired = case.job.hired_on
    if hired is None:
        return unknown("招用日期")
    due = months_after(hired, given.numbers["months"])
    last = min(case.job.left_on or case.applied_on, case.applied_on)
    return yes_if(last >= due, f"{hired}招用，到{last}为止。", ("招用日期", str(hired), "job"))


def out_of(case: Case, given: Given) -> Outcome:
    """Work outside the own county, league or region, by division codes."""
    place, home = case.job.place or case.journey.place, case.person.county
    if place is None:
        return unknown("工作地点")
    if home is None:
        return unknown("安置地")
    (beyond,) = given.words["beyond"]
    unit = {"county": home, "league": home[:4] + "00", "region": home[:2] + "0000"}[beyond]
    met = not place.startswith(prefix(unit))
    return yes_if(met, f"工作地点{place}，安置地{home}。", ("工作地点", place, "job"))


def attended_at_least(case: Case, given: Given) -> Outcome:
    months, told = case.months, case.job.days
    if months is None:
        return unknown("补贴月份")
    if told is None:
        return unknown("出勤天数")
    missing = [month for month in months if month not in told]
    if missing:
        return unknown(f"{_listed(missing)}出勤天数")
    few = [month for month in months if told[month] < given.numbers["days"]]
    seen = [(f"{month}出勤", f"{told[month].normalize():f}天", "job") for month in months]
    return yes_if(not few, f"{_listed(few)}出勤不够。" if few else "各月出勤都够。", *seen)


def firm_kind_in(case: Case, given: Given) -> Outcome:
    if case.firm.kind is None:
        return unknown("单位类型")
    return yes_if(
        case.firm.kind in given.words["kinds"],
        "按单位登记的类型判断。",
        ("单位类型", case.firm.kind, "firm"),
    )


def key_firm_on(case: Case, given: Given) -> Outcome:
    on, told = given.days["when"], case.firm.key
    if told is None:
        return unknown("是否在重点企业名单")
    met = any(span.covers(on) for span in told)
    words = "在重点企业名单" if met else "不在重点企业名单"
    return yes_if(met, f"{on}时{words}。", ("重点企业", words, "firm"))


def firm_licensed(case: Case, given: Given) -> Outcome:
    if case.firm.licence is None:
        return unknown("人力资源服务许可证")
    words = "有许可证" if case.firm.licence else "没有许可证"
    return yes_if(bool(case.firm.licence), f"{words}。", ("人力资源服务许可证", words, "firm"))


def channel_in(case: Case, given: Given) -> Outcome:
    channel = Channel.read_code(case.job.channel or "")
    if channel is None:
        return unknown("就业渠道")
    return yes_if(
        channel.value in given.words["kinds"],
        f"{channel.label}。",
        ("就业渠道", channel.label, "job"),
    )


def workshop_recognised(case: Case, given: Given) -> Outcome:
    return _in_months(
        case, case.workshop.recognised, "车间认定情况", "车间不在认定期内", "workshop"
    )


def workshop_ran(case: Case, given: Given) -> Outcome:
    months, told = case.months, case.workshop.ran
    if months is None:
        return unknown("补贴月份")
    if told is None:
        return unknown("车间生产情况")
    idle = [month for month in months if month not in told]
    why = f"{_listed(idle)}没有车间生产的凭证。" if idle else "各月都有生产凭证。"
    return yes_if(not idle, why, ("有凭证的月份", _listed(sorted(told)) or "无", "workshop"))


def workshop_workers_at_least(case: Case, given: Given) -> Outcome:
    told = case.workshop.poor_workers
    if told is None:
        return unknown("车间吸纳贫困劳动力人数")
    met = told >= given.numbers["people"]
    return yes_if(met, f"车间吸纳{told}人。", ("吸纳贫困劳动力", f"{told}人", "workshop"))


def post_funded(case: Case, given: Given) -> Outcome:
    return _in_months(case, case.post.funded, "岗位资金来源", "岗位没有资金", "post")


def post_within_term(case: Case, given: Given) -> Outcome:
    start, end = case.post.held_from, case.end
    if start is None:
        return unknown("上岗日期")
    if end is None:
        return unknown("补贴月份")
    last = months_after(start, given.numbers["months"])
    return yes_if(end <= last, f"{start}上岗，期满日{last}。", ("上岗日期", str(start), "post"))


def _in_months(
    case: Case, spans: Sequence[Span] | None, what: str, lacking: str, part: str
) -> Outcome:
    """Each month claimed has a day in one of the spans."""
    months = case.months
    if months is None:
        return unknown("补贴月份")
    if spans is None:
        return unknown(what)
    out = [month for month in months if not any(span.meets(_whole(month)) for span in spans)]
    seen = (what, "；".join(_days(span) for span in spans) or "无", part)
    return yes_if(not out, f"{_listed(out)}{lacking}。" if out else "各月都在期内。", seen)


def _whole(month: Month) -> Span:
    return Span(month.first_day, month.last_day + dt.timedelta(days=1))


def _listed(months: Iterable[Month]) -> str:
    return "、".join(str(month) for month in months)


def _days(span: Span) -> str:
    return f"{span.start}至{span.end or '今'}"
