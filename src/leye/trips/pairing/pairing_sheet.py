"""京蒙劳务协作月报: persons and person-times of a unit for a month, part by part, with targets and what does not add up."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from leye.apps.pairing import selectors
from leye.apps.people import selectors as people
from leye.apps.people import working
from leye.apps.places import selectors as places
from leye.core.pairing.sheet import Count, Parted, Row, Spell, completion, persons_in, row
from leye.core.pairing.vocabulary import Goal, Part
from leye.core.periods import Month
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vocabulary import Channel, Standing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.trips.listing import PersonRow, shown

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Achieved:
    """A target and how much of it is done."""

    goal: Goal
    done: int
    target: int | None

    @property
    def percent(self) -> int | None:
        return completion(Decimal(self.done), Decimal(self.target)) if self.target else None


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of the sheet."""

    code: str
    name: str
    row: Row
    goals: tuple[Achieved, ...]

    def new(self, part: Part) -> Count:
        return self.row.new.get(part, Count())

    def standing(self, part: Part) -> Count:
        return self.row.standing.get(part, Count())


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A figure that was reported otherwise, with the remainder that its parts leave."""

    source: str
    total: int
    beijing: int
    local: int
    remainder: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a unit: the sum first, then the units below."""

    unit: str
    name: str
    month: Month
    first: dt.date
    total: Line
    lines: tuple[Line, ...]
    reported: tuple[ReportedLine, ...]
    visitors: tuple[int, int]  # persons and person-times at recruitment sessions in the year


def sheet(scope: Scope, unit: str, month: Month) -> Sheet:
    """The sheet of a unit as of a month's end, the year so far. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    first, last = dt.date(month.year, 1, 1), month.last_day
    spells = _spells(scope, month)
    tree = places.tree(scope, last)
    told = selectors.targets(scope, month.year)
    below: dict[str, list[Spell]] = {}
    for one in spells:
        below.setdefault(_below(unit, one.county), []).append(one)

    def line(code: str, own: list[Spell]) -> Line:
        wanted = {one.goal: one.persons for one in told.get(code, ())}
        made = row(own, first, last)
        goals = tuple(
            Achieved(goal, made.done(goal), wanted.get(goal.value)) for goal in Goal
        )  # fmt: skip
        return Line(code, tree.name(code), made, goals)

    lines = tuple(line(code, own) for code, own in sorted(below.items()) if code != unit)
    reported = tuple(
        ReportedLine(
            one.source, one.total, one.beijing, one.local,
            int(Parted(Decimal(one.total), {"b": Decimal(one.beijing), "l": Decimal(one.local)}).remainder),
        )
        for one in selectors.reported(scope, unit, month.year)
    )  # fmt: skip
    visitors = selectors.visitors(scope, first, last)
    return Sheet(unit, tree.name(unit), month, first, line(unit, spells), lines, reported, visitors)


def _below(unit: str, county: str) -> str:
    if unit.endswith("0000"):
        return county[:4] + "00"
    return county


def _spells(scope: Scope, month: Month) -> list[Spell]:
    first, end = dt.date(month.year, 1, 1), month.shifted(1).first_day
    found = working.spells_by_channel(
        scope, Channel.PAIRING.value, first - dt.timedelta(days=1), end, month.last_day
    )
    poor = Standing.REGISTERED_POOR.value
    return [
        Spell(
            one.person_id, one.valid_from, one.valid_to, one.job_place, one.employer, one.county,
            one.standing == poor,
        )
        for one in found
    ]  # fmt: skip


def behind(
    scope: Scope, unit: str, month: Month, part: Part | None, keys: Keyring, *, is_new: bool
) -> tuple[list[PersonRow], int]:
    """The people behind a figure, the first of them, and how many they are. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(unit)
    first, last = dt.date(month.year, 1, 1), month.last_day
    found = persons_in(_spells(scope, month), first, last, part, is_new=is_new)
    lines = people.lines(scope, found[:SHOWN])
    return shown(scope, lines, keys, last), len(found)


HEADER = (
    "地区", "本年新增就业（人）", "本年新增就业（人次）", "其中建档立卡（人）",
    *(f"{part.label}（人）" for part in Part), *(f"{part.label}（人次）" for part in Part),
    "到北京就业其中建档立卡（人）", "就地就近其中建档立卡（人）", "人数余差（合计－各分项）", "月底在岗（人）",
    *(f"月底在岗：{part.label}（人）" for part in Part), "年度目标（人）", "完成（%）",
)  # fmt: skip


def cells(line: Line) -> tuple[str | int, ...]:
    """A line under HEADER."""
    total = line.row.total
    parts: Mapping[str, Decimal] = {part.value: Decimal(line.new(part).persons) for part in Part}
    goal = next(one for one in line.goals if one.goal is Goal.ALL)
    return (
        line.name, total.persons, total.times, total.poor, *(line.new(part).persons for part in Part),
        *(line.new(part).times for part in Part), line.new(Part.BEIJING).poor, line.new(Part.LOCAL).poor,
        int(Parted(Decimal(total.persons), parts).remainder), line.row.at_work.persons,
        *(line.standing(part).persons for part in Part),
        "" if goal.target is None else goal.target, "" if goal.percent is None else goal.percent,
    )  # fmt: skip


def workbook(found: Sheet, path: Path) -> None:
    """Write the sheet as a workbook."""
    title = f"京蒙劳务协作{found.month.year}年{found.month.number}月"
    rows = [HEADER, *(cells(line) for line in (found.total, *found.lines))]
    said: list[tuple[Value, ...]] = [
        ("说明", ""),
        ("统计期", f"{found.first} 至 {found.month.last_day}"),
        ("人与人次", "人：每人只计一次，归入本年最后一次就业的地方；人次：每次就业各计一次。两种数不相加。"),
        ("地点不明", "没有写工作地点的，单列，不分摊到别的分项。"),
        ("远程招聘会（人）", found.visitors[0]),
        ("远程招聘会（人次）", found.visitors[1]),
        *(
            (f"另有上报：{one.source}", f"合计 {one.total}，到北京 {one.beijing}，就地就近 {one.local}，余差 {one.remainder}")
            for one in found.reported
        ),
    ]  # fmt: skip
    write_table(path, {title: rows, "说明": said})
