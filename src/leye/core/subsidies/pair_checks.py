"""Claims of one person against each other: twice, side by side, one too many."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from leye.core.subsidies.claims import Claim, Ground, Hit
from leye.core.subsidies.single_checks import overlap, window_before, working


def in_order(claims: Sequence[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda one: (one.applied_on, one.key))


def pair_hits(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    """Everything that one person's claims say against each other; the later one is the one that is met."""
    told = in_order(claims)
    for earlier, later in combinations(told, 2):
        if earlier.kind == later.kind:
            yield from _same_kind(later, earlier, ground)
        else:
            yield from _excluded(later, earlier, ground)
        yield from _two_firms(later, earlier, ground)
        yield from _hired_again(later, earlier, ground)
        yield from _hired_again(earlier, later, ground)
    yield from _totals(told, ground)


def _same_kind(later: Claim, earlier: Claim, ground: Ground) -> Iterator[Hit]:
    rule = ground.rule(later)
    is_twice = {
        "ever": True,
        "year": later.start.year == earlier.start.year,
        "months": later.span.meets(earlier.span),
        "days": later.span.meets(earlier.span),
    }[rule.once]
    if is_twice:
        words = f"同一人的{rule.title}申请了两次。"
        yield Hit("twice", later, words, earlier)
    elif "course" in rule.marks and later.trade and later.trade == earlier.trade:
        words = f"同一工种“{later.trade}”已经补贴过。"
        yield Hit("same_course", later, words, earlier)


def _excluded(later: Claim, earlier: Claim, ground: Ground) -> Iterator[Hit]:
    during = _during(later, earlier, ground) or _during(earlier, later, ground)
    is_met = {
        "": False,
        "ever": True,
        "year": later.start.year == earlier.start.year,
        "months": working(later, ground).meets(working(earlier, ground)),
    }[during]
    if is_met:
        one, other = ground.rule(later).title, ground.rule(earlier).title
        yield Hit("excluded", later, f"{one}与{other}不能同时领。", earlier)


def _during(one: Claim, other: Claim, ground: Ground) -> str:
    return next((x.during for x in ground.rule(one).excludes if x.kind == other.kind), "")


def _two_firms(later: Claim, earlier: Claim, ground: Ground) -> Iterator[Hit]:
    """Two firms that both have the person working for them, longer than a change of firms takes."""
    if not all("work" in ground.rule(one).marks for one in (later, earlier)):
        return
    if later.employer == earlier.employer or later.kind == earlier.kind:
        return
    days = overlap(working(later, ground), working(earlier, ground))
    if days > (ground.number("check.overlap", later) or 0):
        yield Hit("two_firms", later, f"两家单位都说这个人在岗，重叠{days}天。", earlier)


def _hired_again(one: Claim, other: Claim, ground: Ground) -> Iterator[Hit]:
    """A claim of the same firm shows that the person was there before being hired."""
    window = window_before(one, ground)
    if window is None or other.firm != one.firm or "work" not in ground.rule(other).marks:
        return
    if working(other, ground).meets(window):
        yield Hit("same_firm_before", one, "本单位另一份申请表明招用前已在本单位。", other)


def _totals(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    """More months of a kind, more courses a year, more days a month than there may be."""
    months: dict[str, int] = {}
    times: dict[tuple[str, int], int] = {}
    days: dict[dt.date, int] = {}
    last: dict[str, Claim] = {}
    for claim in claims:
        rule = ground.rule(claim)
        months[claim.kind] = months.get(claim.kind, 0) + sum(1 for _ in claim.months)
        is_by_month = rule.amount.how == "by_month" and rule.amount.most
        most = ground.number(rule.amount.most, claim) if is_by_month else None
        if most is not None and months[claim.kind] > most and claim.kind in last:
            words = f"{rule.title}合计{months[claim.kind]}个月，最多{most}个月。"
            yield Hit("too_many_months", claim, words, last[claim.kind])
        year = (claim.kind, claim.start.year)
        times[year] = times.get(year, 0) + 1
        limit = _times(claim, ground)
        if limit is not None and times[year] > limit and claim.kind in last:
            words = f"{claim.start.year}年第{times[year]}次，最多{limit}次。"
            yield Hit("too_often", claim, words, last[claim.kind])
        for month, many in claim.days.items():
            before = days.get(month.first_day, 0)
            days[month.first_day] = before + int(many)
            if before and before + int(many) > month.last_day.day:
                words = f"{month}在各申请中出勤合计{before + int(many)}天。"
                yield Hit("too_many_days", claim, words, next(iter(last.values())))
        last[claim.kind] = claim


def _times(claim: Claim, ground: Ground) -> int | None:
    """How often a year, where the rule's conditions say so."""
    for condition in ground.rule(claim).conditions:
        if condition.name == "times_at_most":
            return ground.number(condition.numbers["times"], claim)
    return None
