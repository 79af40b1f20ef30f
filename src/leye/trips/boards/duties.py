"""部门任务: what each department owes for a month, who has brought it, who is late; and the state of sites as 发改 tells it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leye.apps.duties import actions, selectors
from leye.apps.duties.models import Delivery, SiteProgress, Stage
from leye.apps.places import selectors as places
from leye.core.periods import Month, day_of, deadline
from leye.core.places.sites import SiteFigures
from leye.core.scope import Capability, Department, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.duties import DueDay, Duty, load_due_day, load_duties
from leye.trips.rosters.intake import NOTICE


class NotAccepted(Exception):
    """What was given cannot be read; its text is for the user."""


class Standing(StrEnum):
    BROUGHT = "brought"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return {"brought": "按期", "late": "迟交", "waiting": "未到期", "overdue": "逾期未交"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One duty of one county for the month."""

    duty: Duty
    unit: str
    standing: Standing
    brought: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def overdue(self) -> int:
        return sum(cell.standing is Standing.OVERDUE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """Every county of a unit that has sites, with each duty; and how many of each standing."""

    unit: str
    name: str
    month: Month
    due_on: dt.date
    due: DueDay
    duties: tuple[Duty, ...]
    rows: tuple[Row, ...]
    many: Mapping[str, int]


def duty_of(key: str) -> Duty:
    """A duty by its key. Raises OutOfScope for none."""
    for duty in load_duties(NOTICE):
        if duty.key == key:
            return duty
    raise OutOfScope(key)


def every() -> tuple[Duty, ...]:
    """The duties that the notice assigns."""
    return load_duties(NOTICE)


def board(scope: Scope, unit: str, month: Month) -> Board:
    """Who has brought what for a month. Raises OutOfScope."""
    own = scope.narrowed(unit)
    on = min(month.last_day, clock.today())
    tree, duties = places.tree(own, on), load_duties(NOTICE)
    due = load_due_day(NOTICE, month.last_day)
    late_from = deadline(month, due.day)
    found = selectors.deliveries(own, str(month))
    counties = sorted({tree.canonical(site.county) for site in places.sites(own, on)})
    rows = []
    for county in counties:
        cells = []
        for duty in duties:
            brought = tuple(found.get((duty.key, county), ()))
            cells.append(Cell(duty, county, _standing(brought, late_from), brought))
        rows.append(Row(county, tree.name(county), tuple(cells)))
    rows.sort(key=lambda row: (-row.overdue, row.code))
    every = [cell.standing.value for row in rows for cell in row.cells]
    many = {one.value: every.count(one.value) for one in Standing}
    due_on = day_of(late_from) - dt.timedelta(days=1)
    return Board(unit, tree.name(unit), month, due_on, due, duties, tuple(rows), many)


def _standing(brought: tuple[Delivery, ...], late_from: dt.datetime) -> Standing:
    if brought:
        return Standing.BROUGHT if brought[0].delivered_at < late_from else Standing.LATE
    return Standing.WAITING if clock.now() < late_from else Standing.OVERDUE


def may_bring(scope: Scope, duty: Duty) -> bool:
    """The department itself, or 人社 on its behalf from what it sent; at the county."""
    is_county = not scope.unit.endswith("00") and scope.site is None
    return (
        is_county
        and scope.may(Capability.BRING_LISTS)
        and scope.department in (duty.department, Department.HRSS)
    )


def deliver(
    scope: Scope, key: str, month: Month, many: int | None, what: str, document: str
) -> bool:
    """Note that the own county's department brought it. Returns whether it is new. Raises OutOfScope, NotAccepted."""
    duty = duty_of(key)
    if not may_bring(scope, duty):
        raise OutOfScope(key)
    if month > Month.of(clock.today()):
        raise NotAccepted(f"{month} 还没有开始。请选已经开始的月份。")
    if not what.strip():
        raise NotAccepted("没有写提供了什么。请写一句，如“6月岗位清单，42个岗位”。")
    if scope.department is not duty.department and not document.strip():
        raise NotAccepted(f"替{duty.department.label}部门登记的，请写明对方来文或来件的名称。")
    _, is_new = actions.deliver(
        by=scope.actor, duty=key, unit=scope.unit, month=str(month), department=scope.department.value,
        many=many, what=what.strip()[:200], document=document.strip()[:100], at=clock.now(),
    )  # fmt: skip
    return is_new


@dataclass(frozen=True, slots=True)
class Progress:
    """A site: what 发改 says, what the region's list says, and what is strange between them."""

    site: int
    name: str
    county: str
    told: SiteProgress | None
    listed: SiteFigures | None
    remarks: tuple[str, ...]

    @property
    def stage(self) -> str:
        return Stage(self.told.stage).label if self.told else "没有提供"


def progress(scope: Scope, unit: str, on: dt.date) -> list[Progress]:
    """How the sites of a unit stand on a day. Raises OutOfScope."""
    own = scope.narrowed(unit)
    tree, told, listed = (
        places.tree(own, on),
        selectors.progress(own, on),
        places.site_figures(own, on),
    )
    return [
        Progress(
            site.id, site.name, tree.name(site.county), told.get(site.id), listed.get(site.id),
            _remarks(told.get(site.id), listed.get(site.id)),
        )
        for site in places.sites(own, on)
    ]  # fmt: skip


def _remarks(told: SiteProgress | None, listed: SiteFigures | None) -> tuple[str, ...]:
    if told is None:
        return ()
    found = []
    if told.built > told.dwellings:
        found.append(f"竣工 {told.built} 套，多于计划的 {told.dwellings} 套，请核对。")
    if told.households > told.built:
        found.append(f"入住 {told.households} 户，多于竣工的 {told.built} 套，请核对。")
    if told.people < told.households:
        found.append(f"入住 {told.people} 人，少于 {told.households} 户，请核对。")
    if listed and told.stage == Stage.OCCUPIED and told.households != listed.households:
        found.append(
            f"全部入住 {told.households} 户，自治区名单是 {listed.households} 户，请核对。"
        )
    return tuple(found)


def record_progress(
    scope: Scope, site_id: int, as_of: dt.date, stage: str, numbers: Mapping[str, int], document: str
) -> bool:  # fmt: skip
    """Note how a site of the own county stands. Returns whether it is new. Raises OutOfScope, NotAccepted."""
    if not may_bring(scope, duty_of("construction")):
        raise OutOfScope(site_id)
    unit = next((s.county for s in places.sites(scope, clock.today()) if s.id == site_id), None)
    if unit is None:
        raise OutOfScope(site_id)
    if stage not in Stage.values:
        raise NotAccepted("没有选建设阶段。请从列表里选。")
    if as_of > clock.today():
        raise NotAccepted("截至日期不能晚于今天。")
    return actions.record_progress(
        by=scope.actor, site_id=site_id, unit=unit, as_of=as_of, stage=stage, dwellings=numbers["dwellings"],
        built=numbers["built"], households=numbers["households"], people=numbers["people"],
        document=document.strip()[:100], at=clock.now(),
    )  # fmt: skip


STAGES = tuple(Stage.choices)
