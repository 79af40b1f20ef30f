"""就地就业, person by person: placed in a workshop or a post, the months of it, and leaving."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyLeft, AlreadyThere, HasAPost, NoPlaceLeft
from leye.apps.local_jobs.models import Placement, Post, Workshop
from leye.apps.matching import selectors as matching
from leye.apps.people import selectors as people
from leye.core.local_jobs.terms import (
    Terms,
    days_elsewhere,
    least_fen,
    least_for_hours,
    longest_term,
)
from leye.core.local_jobs.vocabulary import Leaving
from leye.core.payments.money import yuan
from leye.core.periods import age_on
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vocabulary import Sex
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.local_jobs import load_terms
from leye.trips.listing import PersonRow, shown
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_spells import bring, followed, take_back
from leye.trips.rosters.intake import NOTICE

LOWEST_AGE = 16
MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Placing:
    """What is told when somebody is placed."""

    person_id: int
    start: dt.date
    contract_no: str = ""
    contract_months: int | None = None
    is_insured: bool | None = None
    monthly_pay: int | None = None
    explained: str = ""
    weekly_hours: int | None = None


class AlreadyPlaced(NotPossible):
    """The very person is there already."""


def may_place(scope: Scope, county: str) -> None:
    """Raises OutOfScope for who may not put named people there."""
    where_of.may_edit(scope, county)
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(county)


def place(scope: Scope, where: Workshop | Post, told: Placing, *, follows: bool = True) -> int:
    """Put somebody of the scope in a workshop or a post, with the spell of work; returns the placement.

    follows: what is counted is brought up to date at once; a list does it once for all.
    Raises OutOfScope; NotPossible, its text being for the clerk.
    """
    may_place(scope, where.county)
    lines = people.lines(scope, [told.person_id])
    if not lines:
        raise OutOfScope(told.person_id)
    line = lines[0]
    if told.start > clock.today():
        raise NotPossible(f"上岗日期 {told.start} 还没有到。请等上岗以后再登记。")
    if line.birth_date is not None and age_on(line.birth_date, told.start) < LOWEST_AGE:
        raise NotPossible(f"到 {told.start} 不满16周岁，任何单位不得招用（劳动法第十五条）。")
    row = Placement(
        person_id=line.person_id, county=line.county, valid_from=told.start,
        contract_no=told.contract_no.strip()[:60], contract_months=told.contract_months,
        is_insured=told.is_insured, monthly_pay=told.monthly_pay, explained=told.explained.strip()[:200], weekly_hours=told.weekly_hours,
    )  # fmt: skip
    if isinstance(where, Post):
        row.post, row.monthly_pay = where, told.monthly_pay or where.monthly_pay
        row.weekly_hours = told.weekly_hours or where.weekly_hours
        sex = Sex(line.sex) if line.sex else None
        term = longest_term(load_terms(NOTICE, told.start), told.start, sex, line.birth_date)
        row.ends_by, row.term_why = term.last_on, term.why[:200]
    else:
        row.workshop = where
    return _placed(scope, where, row, follows)


def _placed(scope: Scope, where: Workshop | Post, row: Placement, follows: bool) -> int:
    kind = where_of.KIND[type(where)]
    with transaction.atomic():
        try:
            made = actions.place(by=scope.actor, at=clock.now(), row=row)
        except HasAPost:
            raise NotPossible(
                "此人在这些天里已有一个公益性岗位，一人不能同时占两个岗位。请先核对，原岗位确已离开的，先登记离岗。"
            ) from None
        except AlreadyThere:
            raise AlreadyPlaced("此人已登记在这个车间，没有再登记一次。") from None
        except NoPlaceLeft as full:
            raise NotPossible(
                f"这个岗位{full}，没有空余名额。确要超出的，请在“说明”里写清批准依据再提交。"
            ) from None
        bring(scope, [row], f"就地就业：{where_of_words(where)}")
        if not _came_by_vacancy(scope, row, kind, where.pk):
            where_of.taken_on(scope, kind, where.pk)
    if follows:
        followed(scope)
    return made


def where_of_words(where: Workshop | Post) -> str:
    return where.name if isinstance(where, Workshop) else where.title


def _came_by_vacancy(scope: Scope, row: Placement, kind: str, place_id: int) -> bool:
    """Whether the person was taken on through the very vacancy: then its opening was counted there."""
    ids = {vacancy.pk for vacancy in where_of.asking(scope, kind, place_id)}
    return any(
        one.vacancy_id in ids and one.hired_on is not None
        for one in matching.of_person(scope, row.person_id)
    )


def leave(scope: Scope, placement_id: int, on: dt.date, why: Leaving, explained: str = "") -> None:
    """Somebody leaves; `on` is the last day there. Raises OutOfScope, NotPossible."""
    row = _own(scope, placement_id)
    if why is Leaving.MISTAKE:
        if not explained.strip():
            raise NotPossible("登记有误的，请在“说明”里写清错在哪里。")
        _taken_back(scope, row)
        return
    first_without = on + dt.timedelta(days=1)
    if on > clock.today():
        raise NotPossible(f"离开日期 {on} 还没有到。请等离开以后再登记。")
    if on < row.valid_from:
        raise NotPossible(f"离开日期早于上岗日期 {row.valid_from}。请核对。")
    with transaction.atomic():
        try:
            actions.leave(
                by=scope.actor, at=clock.now(), placement=row, on=first_without, why=why.value,
                explained=explained.strip(),
            )  # fmt: skip
        except AlreadyLeft:
            raise NotPossible("已经登记过离开，没有重复登记。") from None
        row.valid_to = first_without
        bring(scope, [row], f"就地就业离开：{why.label}")
    followed(scope)


def _taken_back(scope: Scope, row: Placement) -> None:
    try:
        take_back(scope, row)
    except AlreadyLeft:
        raise NotPossible("这一条已经作废。") from None
    followed(scope)


def _own(scope: Scope, placement_id: int) -> Placement:
    row = selectors.placement(scope, placement_id)
    may_place(scope, county_of(row))
    return row


def county_of(row: Placement) -> str:
    """Where the work is."""
    place = row.workshop or row.post
    if place is None:
        raise ValueError("a placement is in a workshop or in a post")
    return place.county


@dataclass(frozen=True, slots=True)
class Worked:
    """A month that is told of a placement: days, and pay in fen."""

    placement_id: int
    days: Decimal
    pay_fen: int | None


def attend(scope: Scope, where: Workshop | Post, month: dt.date, told: Sequence[Worked]) -> int:
    """Note a month of those who work in a place; returns how many tell something new. Raises NotPossible."""
    may_place(scope, where.county)
    if month.replace(day=1) > clock.today():
        raise NotPossible("这个月还没有到。请登记已经过去的月份。")
    own = {one.pk for one in _those_of(scope, where)}
    if any(one.placement_id not in own for one in told):
        raise OutOfScope(where.pk)
    if any(not 0 <= one.days <= 31 for one in told):
        raise NotPossible("出勤天数要在0到31之间。请核对后再提交。")
    rows = [(one.placement_id, one.days, one.pay_fen) for one in told]
    return actions.attend(
        by=scope.actor, at=clock.now(), unit=where.county, month=month.replace(day=1), rows=rows
    )


def _those_of(scope: Scope, where: Workshop | Post) -> list[Placement]:
    if isinstance(where, Workshop):
        return selectors.placements(scope, workshop_id=where.pk)
    return selectors.placements(scope, post_id=where.pk)


@dataclass(frozen=True, slots=True)
class PlacedView:
    """One who works or worked in a place. flags: what is strange of it, in words."""

    row: Placement
    person: PersonRow | None  # None for who may not see names
    months: tuple[selectors.MonthWorked, ...]
    flags: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        return self.row.valid_to is None


def those_in(scope: Scope, where: Workshop | Post, keys: Keyring) -> list[PlacedView]:
    """Everybody in a place, those there now first, with what is strange of each."""
    rows = _those_of(scope, where)
    on = clock.today()
    months = selectors.months_worked(scope, [row.pk for row in rows])
    names: dict[int, PersonRow] = {}
    if scope.may(Capability.READ_PEOPLE):
        lines = people.lines(scope, sorted({row.person_id for row in rows}))
        names = {one.id: one for one in shown(scope, lines, keys, on)}
    away = _elsewhere(scope, rows, on) if isinstance(where, Post) else {}
    return [
        PlacedView(
            row,
            names.get(row.person_id),
            tuple(months[row.pk]),
            tuple(_flags(row, months[row.pk], away.get(row.pk, 0), on)),
        )
        for row in rows
    ]


def _elsewhere(scope: Scope, rows: Sequence[Placement], on: dt.date) -> dict[int, int]:
    """Placement → days of it that lie in spells of work outside of its county, also side jobs."""
    held = people.held(scope, [row.person_id for row in rows])
    found = {}
    for row in rows:
        end = row.valid_to or on + dt.timedelta(days=1)
        spells = [
            (fact.valid_from, fact.valid_to or end)
            for fact in held[row.person_id]
            if fact.table == "ledger_employment"
            and fact.values["job_place"]
            and not str(fact.values["job_place"]).startswith(county_of(row))
        ]
        if end > row.valid_from:
            found[row.pk] = days_elsewhere((row.valid_from, end), spells)
    return found


def _flags(
    row: Placement, months: Sequence[selectors.MonthWorked], away: int, on: dt.date
) -> list[str]:
    terms = load_terms(NOTICE, on)
    found = []
    if not row.contract_no and not row.contract_months:
        found.append("没有登记合同或协议")
    if row.is_insured is not True:
        found.append("没有登记保险")
    if row.workshop_id and row.contract_months and row.contract_months < terms.workshop_contract:
        found.append(f"合同不足{terms.workshop_contract}个月")
    if row.ends_by is not None and row.valid_to is None:
        found.extend(_term_flags(row.ends_by, row.term_why, terms, on))
    if away > terms.elsewhere_days:
        found.append(f"在岗期间有 {away} 天在外地就业（{terms.elsewhere_cite}）")
    full, hours = terms.full_hours, row.weekly_hours
    part = f"（每周{hours}小时）" if hours else ""
    least = least_for_hours(where_of.least_pay(on)[0], hours, full)
    if row.monthly_pay is not None and row.monthly_pay < least:
        found.append(f"月工资 {row.monthly_pay} 元，低于最低工资 {least} 元{part}")
    for one in months:
        floor = least_fen(least_for_hours(where_of.least_pay(one.month)[0], hours, full), one.days)
        if one.pay_fen is not None and one.days and one.pay_fen < floor:
            found.append(
                f"{one.month.strftime(MONTH)} 出勤 {one.days.normalize():f} 天发 {yuan(one.pay_fen)} 元，"
                f"按最低工资应不少于 {yuan(floor)} 元"
            )
    return found


def _term_flags(ends_by: dt.date, why: str, terms: Terms, on: dt.date) -> list[str]:
    if ends_by <= on:
        return [f"岗位已满最长期限（{why}），应当离岗或说明"]
    if (ends_by - on).days <= terms.near_days:
        return [f"还有 {(ends_by - on).days} 天满期（{why}）"]
    return []


def where_of_kind(scope: Scope, kind: str, place_id: int) -> Workshop | Post:
    """A "workshop" or a "post" of the scope. Raises OutOfScope."""
    if kind == "workshop":
        return selectors.workshop(scope, place_id)
    if kind == "post":
        return selectors.post(scope, place_id)
    raise OutOfScope(kind)


def asker_of_kind(scope: Scope, kind: str, place_id: int) -> where_of.Where:
    """A "workshop", "post" or "project" of the scope. Raises OutOfScope."""
    if kind == "project":
        return selectors.project(scope, place_id)
    return where_of_kind(scope, kind, place_id)


def where_is(scope: Scope, placement_id: int) -> tuple[str, int]:
    """("workshop" or "post", its id) of a placement of the scope. Raises OutOfScope."""
    row = selectors.placement(scope, placement_id)
    return ("workshop", row.workshop_id) if row.workshop_id else ("post", row.post_id or 0)


def one_person(scope: Scope, person_id: int, keys: Keyring) -> list[PersonRow]:
    """One person of the scope as a list shows him; none outside of it."""
    return shown(scope, people.lines(scope, [person_id]), keys, clock.today())
