"""One claim against what the ledger knows of its person, firm and workshop."""

import datetime as dt
from collections.abc import Iterator

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month, birthday, months_after
from leye.core.subsidies.claims import Claim, Ground, Hit, Known, Side
from leye.core.subsidies.values import Worked
from leye.core.vocabulary import EmploymentKind

EMPLOYED = frozenset({EmploymentKind.UNIT, EmploymentKind.WORKSHOP, EmploymentKind.PUBLIC_POST})


def working(claim: Claim, ground: Ground) -> Span:
    """The days on which a claim says the person works: since hired up to the application, or the months claimed."""
    hired = claim.hired_on or claim.start
    if ground.rule(claim).event == "hired_on":
        return Span(hired, max(claim.end, claim.applied_on))
    return Span(max(hired, claim.start) if hired < claim.end else claim.start, claim.end)


def is_by_months(claim: Claim, ground: Ground) -> bool:
    """Whether it is months of work that are claimed, which must have been worked by then."""
    return ground.rule(claim).event == "period_start"


def overlap(one: Span, other: Span) -> int:
    return (min(one.last, other.last) - max(one.start, other.start)).days


def record(title: str, *lines: tuple[str, object]) -> Side:
    return Side(title, tuple((label, str(value)) for label, value in lines))


def single_hits(claim: Claim, ground: Ground) -> Iterator[Hit]:
    """Everything that the ledger says against one claim."""
    yield from _in_time(claim, ground)
    yield from _workshop(claim, ground)
    yield from _own_agent(claim, ground)
    known = ground.persons.get(claim.person)
    if known is None:
        yield Hit("not_in_ledger", claim, "台账里没有这个人。")
        return
    yield from _age(claim, known, ground)
    yield from _alive_and_settled(claim, known, ground)
    marks = ground.rule(claim).marks
    for spell in known.worked:
        if "work" in marks:
            yield from _elsewhere(claim, spell, ground)
            yield from _before(claim, spell, ground)
        if "course" in marks:
            yield from _away_from_course(claim, known, spell)
    if is_by_months(claim, ground):
        yield from _left(claim, known)


def _in_time(claim: Claim, ground: Ground) -> Iterator[Hit]:
    last = Month.of(claim.end - dt.timedelta(days=1))
    if is_by_months(claim, ground) and last.first_day > claim.applied_on:
        yield Hit("not_yet", claim, f"{claim.applied_on}申请，却包含了还没有到的{last}。")
    for month, days in claim.days.items():
        if days > month.last_day.day:
            words = f"{month}只有{month.last_day.day}天，写了出勤{days.normalize():f}天。"
            yield Hit("too_many_days", claim, words)


def _workshop(claim: Claim, ground: Ground) -> Iterator[Hit]:
    known = ground.workshops.get(claim.workshop) if claim.workshop is not None else None
    if known is None:
        return
    ran = "、".join(str(month) for month in sorted(known.ran)) or "无"
    for month in claim.months:
        whole = Span(month.first_day, month.shifted(1).first_day)
        if month not in known.ran:
            side = record("车间登记", ("有生产凭证的月份", ran))
            yield Hit("workshop_idle", claim, f"车间{month}没有生产。", record=side)
        if not any(span.meets(whole) for span in known.recognised):
            side = record(
                "车间登记", ("认定期", "；".join(_days(s) for s in known.recognised) or "无")
            )
            yield Hit("workshop_unrecognised", claim, f"{month}车间不在认定期内。", record=side)


def _own_agent(claim: Claim, ground: Ground) -> Iterator[Hit]:
    if "agency" not in ground.rule(claim).marks or not claim.employer:
        return
    if claim.firm == claim.employer:
        yield Hit("own_agent", claim, "用人单位自己介绍自己招用的人。")
    elif ground.are_kin(claim.firm, claim.employer):
        yield Hit("kin_agent", claim, "中介机构与用人单位是同一个账户或电话。")


def _age(claim: Claim, known: Known, ground: Ground) -> Iterator[Hit]:
    born, youngest = known.birth_date, ground.number("youngest", claim)
    if born is None:
        return
    told = {"招用": claim.hired_on, "合同起始": claim.contract_from, "补贴开始": claim.start}
    side = record("台账", ("出生日期", born))
    for label, day in told.items():
        if youngest is not None and day is not None and day < birthday(born, youngest):
            yield Hit("under_age", claim, f"{label}{day}时不满{youngest}周岁。", record=side)
            break
    oldest = ground.number("oldest_men" if known.sex == "m" else "oldest_women", claim)
    if oldest is not None and known.sex and birthday(born, oldest) <= claim.start:
        words = f"补贴开始{claim.start}时已满{oldest}周岁。"
        yield Hit("over_age", claim, words, record=side)


def _alive_and_settled(claim: Claim, known: Known, ground: Ground) -> Iterator[Hit]:
    died = known.died_on
    last = Month.of(claim.end - dt.timedelta(days=1)).first_day
    is_too_late = not is_by_months(claim, ground) or (died is not None and died <= last)
    if died is not None and is_too_late:
        yield Hit("dead", claim, f"台账记载{died}死亡。", record=record("台账", ("死亡日期", died)))
    day = claim.hired_on or claim.start
    if known.settled is not None and not any(span.covers(day) for span in known.settled):
        told = "；".join(_days(span) for span in known.settled) or "无"
        yield Hit("moved", claim, f"{day}时已不在安置地。", record=record("台账", ("安置", told)))


def _elsewhere(claim: Claim, spell: Worked, ground: Ground) -> Iterator[Hit]:
    """Work of the same time with somebody else; days of handing over between two firms are allowed."""
    allowed = ground.number("check.overlap", claim) or 0
    own = {claim.firm, claim.employer}
    if spell.kind not in EMPLOYED or spell.firm in own:
        return
    days = overlap(working(claim, ground), spell.span)
    if days <= allowed:
        return
    side = _record(spell)
    is_post = "post" in ground.rule(claim).marks
    if is_post and spell.kind == EmploymentKind.PUBLIC_POST:
        yield Hit("two_posts", claim, f"同时在另一个公益性岗位{days}天。", record=side)
    elif is_post and spell.place and not spell.place.startswith(claim.county):
        yield Hit("post_and_away", claim, f"在岗期间在旗县以外就业{days}天。", record=side)
    elif spell.is_insured:
        yield Hit("insured_elsewhere", claim, f"同时由别的单位参保{days}天。", record=side)
    else:
        yield Hit("works_elsewhere", claim, f"同时在别的单位就业{days}天。", record=side)


def _before(claim: Claim, spell: Worked, ground: Ground) -> Iterator[Hit]:
    """With the same firm, or one that is its kin, within the window before being hired."""
    window = window_before(claim, ground)
    if window is None or not spell.span.meets(window):
        return
    if spell.firm == claim.firm:
        words = f"{spell.source}记载招用前已在本单位。"
        yield Hit("same_firm_before", claim, words, record=_record(spell))
    elif ground.are_kin(spell.firm, claim.firm):
        words = "招用前在账户或电话相同的另一家单位就业。"
        yield Hit("kin_firm_before", claim, words, record=_record(spell))


def window_before(claim: Claim, ground: Ground) -> Span | None:
    """The months before being hired in which the person may not have been with the firm."""
    for condition in ground.rule(claim).conditions:
        if condition.name == "not_at_firm_before" and claim.hired_on:
            months = ground.number(condition.numbers["months"], claim)
            return Span(months_after(claim.hired_on, -months), claim.hired_on) if months else None
    return None


def _left(claim: Claim, known: Known) -> Iterator[Hit]:
    """Months claimed after the last day with the firm."""
    own = [one for one in known.worked if one.firm in {claim.firm, claim.employer}]
    if not own or any(one.span.last >= claim.end for one in own):
        return
    last = max(own, key=lambda one: one.span.last)
    if Month.of(claim.end - dt.timedelta(days=1)).first_day >= last.span.last:
        words = f"{last.source}记载{last.span.end}已离开，却申请到{claim.end}以前。"
        yield Hit("left_before", claim, words, record=_record(last))


def _away_from_course(claim: Claim, known: Known, spell: Worked) -> Iterator[Hit]:
    place = spell.place
    if place is None or place.startswith(known.county[:6]) or not known.county:
        return
    if spell.span.start <= claim.start and spell.span.last >= claim.end:
        words = "培训期间一直在旗县以外就业。"
        yield Hit("course_while_away", claim, words, record=_record(spell))


def _record(spell: Worked) -> Side:
    kind = EmploymentKind.read_code(spell.kind)
    return record(
        spell.source, ("就业形式", kind.label if kind else "未填"), ("起止", _days(spell.span)),
        ("就业地", spell.place or "未填"), ("参保", {True: "是", False: "否", None: "不明"}[spell.is_insured]),
    )  # fmt: skip


def _days(span: Span) -> str:
    return f"{span.start}至{span.end or '今'}"
