"""The explanation of change: why each cell of the annexes differs between two days, person by person, with nothing left over.

Three steps lie between one side and the other. Paperwork: the same day, asked again with later knowledge.
Reading: the same people, counted by later declarations and divisions. World: the day moves on.
In each step a person who is counted in a cell on one side only is one transition with one reason.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from leye.core.query.model import NOBODY, Predicate
from leye.core.reports.notice import Notice, uses
from leye.core.reports.tables import MASTER, cell_predicate


class Step(StrEnum):
    PAPERWORK = "paperwork"
    READING = "reading"
    WORLD = "world"

    @property
    def label(self) -> str:
        return {"paperwork": "账面变动", "reading": "口径和区划变动", "world": "实际变动"}[
            self.value
        ]


LABELS = {
    "moved_in": "迁入", "moved_out": "迁出", "born": "出生", "died": "死亡", "turned_16": "年满16周岁",
    "past_age": "超过劳动年龄", "capacity": "劳动能力变化", "schooling": "入学或毕业", "standing": "身份类别变化",
    "found_work": "实现就业", "lost_work": "失去就业", "changed_work": "就业地点或渠道变化",
    "became_willing": "转为有就业意愿", "no_longer_willing": "不再有就业意愿", "merged": "重复人员合并或拆分",
    "recorded_late": "迟录", "corrected": "更正", "definition": "口径变化", "boundary": "区划调整",
    "listed": "安置点名单变动", "other": "其他",
}  # fmt: skip


class Reason(StrEnum):
    """Why a person is counted on one side and not on the other."""

    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    BORN = "born"
    DIED = "died"
    TURNED_16 = "turned_16"
    PAST_AGE = "past_age"
    CAPACITY = "capacity"
    SCHOOLING = "schooling"
    STANDING = "standing"
    FOUND_WORK = "found_work"
    LOST_WORK = "lost_work"
    CHANGED_WORK = "changed_work"
    BECAME_WILLING = "became_willing"
    NO_LONGER_WILLING = "no_longer_willing"
    MERGED = "merged"
    RECORDED_LATE = "recorded_late"
    CORRECTED = "corrected"
    DEFINITION = "definition"
    BOUNDARY = "boundary"
    LISTED = "listed"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS[self.value]


@dataclass(frozen=True, slots=True)
class Because:
    """When a predicate of the notice changed: why, by its direction."""

    when: str
    gained: Reason
    lost: Reason


class Seen(NamedTuple):
    """One person on one side: the cells that count him and the predicates that he fits, as bits."""

    county: str
    site: int | None
    born: str
    cells: int
    fits: int


class Cell(NamedTuple):
    """A column of an annex that counts people; is_site: its rows are sites."""

    annex: str
    column: str
    is_site: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of each person. cells, because: in the order of their bits; rests: per cell, the reasons it rests on."""

    cells: tuple[Cell, ...]
    questions: tuple[Predicate, ...]
    because: tuple[Because, ...]
    stages: tuple[Predicate, ...]
    rests: tuple[tuple[int, ...], ...]


def cells_of(notice: Notice) -> tuple[Cell, ...]:
    """The columns of all annexes that count people from the ledger."""
    return tuple(
        Cell(annex.key, column, annex.rows == "sites")
        for annex in notice.annexes.values()
        for column in annex.columns
        if column.rpartition(".")[2] in notice.measures
        and not (annex.rows == "sites" and column in MASTER)
    )


def plan(
    cells: Sequence[Cell],
    notice: Notice,
    bound: Mapping[str, Predicate],
    because: Sequence[Because],
) -> Plan:
    """The questions for some cells under a notice's readings; a column that it does not have counts nobody."""
    known = [one for one in because if one.when in bound]
    questions: list[Predicate] = []
    rests: list[tuple[int, ...]] = []
    for cell in cells:
        annex = notice.annexes.get(cell.annex)
        group, _, measure = cell.column.rpartition(".")
        if annex is None or measure not in notice.measures:
            questions.append(NOBODY)
            rests.append(())
            continue
        questions.append(cell_predicate(notice, annex, cell.column, bound))
        used = uses(notice, (group or annex.base, notice.measures[measure]))
        rests.append(tuple(n for n, one in enumerate(known) if one.when in used))
    stages = tuple(bound[one.when] for one in known)
    return Plan(tuple(cells), tuple(questions), tuple(known), stages, tuple(rests))


BEYOND = 10**12
"""Returns of two counties may know one person at two moments, each as its own: the second is himself plus this."""

Key = tuple[str, str, int | None]  # league, county, site as a side's tree has them
Place = Callable[[str, int | None], Key | None]


@dataclass(frozen=True, slots=True)
class Side:
    """Everybody whom one side may count, and where its tree puts them; None: not in the unit. sites: those it lists."""

    people: Mapping[int, Seen]
    place: Place
    sites: frozenset[int]


class Change(NamedTuple):
    """One person who enters (+1) or leaves (-1) a cell on a level: at 0 region, 1 league, 2 county, 3 site."""

    person: int
    cell: int
    level: int
    at: str | int
    sign: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Why:
    """What the state rows do not tell: who died, whose record was merged or split, whose facts were corrected."""

    on_before: str
    died: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    corrected: frozenset[int] = frozenset()


Namer = Callable[[int, int, "Seen | None", "Seen | None", bool, bool], Reason]


def namer(step: Step, asked: Plan, why: Why) -> Namer:
    """How a step names a transition: (person, cell, before, after, whether the place changed, whether he enters)."""

    def paperwork(
        person: int, cell: int, one: Seen | None, two: Seen | None, moved: bool, enters: bool
    ) -> Reason:
        if person % BEYOND in why.merged:
            return Reason.MERGED
        return Reason.CORRECTED if person % BEYOND in why.corrected else Reason.RECORDED_LATE

    def reading(
        person: int, cell: int, one: Seen | None, two: Seen | None, moved: bool, enters: bool
    ) -> Reason:
        if not moved:
            return Reason.DEFINITION
        return Reason.LISTED if asked.cells[cell].is_site else Reason.BOUNDARY

    def world(
        person: int, cell: int, one: Seen | None, two: Seen | None, moved: bool, enters: bool
    ) -> Reason:
        if one is None:
            is_born = two is not None and two.born > why.on_before
            return Reason.BORN if is_born else Reason.MOVED_IN
        if two is None:
            return Reason.DIED if person % BEYOND in why.died else Reason.MOVED_OUT
        if moved:
            return Reason.MOVED_IN if enters else Reason.MOVED_OUT
        changed = one.fits ^ two.fits
        for number in asked.rests[cell]:
            if changed >> number & 1:
                because = asked.because[number]
                return because.gained if two.fits >> number & 1 else because.lost
        return Reason.OTHER

    return {Step.PAPERWORK: paperwork, Step.READING: reading, Step.WORLD: world}[step]


def changes(asked: Plan, before: Side, after: Side, name: Namer) -> Iterator[Change]:
    """Every transition of one step."""
    is_same_place = before.place is after.place and before.sites == after.sites
    for person in {**before.people, **after.people}:
        one, two = before.people.get(person), after.people.get(person)
        if one == two and is_same_place:
            continue
        yield from _of_person(
            asked, person, one, two, _levels(before, one), _levels(after, two), name
        )


def _levels(side: Side, seen: Seen | None) -> tuple[tuple[str | int | None, ...], bool]:
    """Where somebody is counted, by level, and whether his site is listed; nowhere: no levels."""
    key = side.place(seen.county, seen.site) if seen is not None else None
    if key is None:
        return (), False
    league, county, site = key
    return ("", league, county, site), site is not None and site in side.sites


def _of_person(
    asked: Plan,
    person: int,
    one: Seen | None,
    two: Seen | None,
    was: tuple[tuple[str | int | None, ...], bool],
    now: tuple[tuple[str | int | None, ...], bool],
    name: Namer,
) -> Iterator[Change]:
    ours = one.cells if one is not None and was[0] else 0
    theirs = two.cells if two is not None and now[0] else 0
    worth = ours | theirs if was != now else ours ^ theirs
    for number, cell in enumerate(asked.cells):
        if not worth >> number & 1:
            continue
        is_in = bool(ours >> number & 1) and (was[1] or not cell.is_site)
        stays_in = bool(theirs >> number & 1) and (now[1] or not cell.is_site)
        for level in range(4 if cell.is_site else 3):
            left = was[0][level] if is_in else None
            reached = now[0][level] if stays_in else None
            if left == reached:
                continue
            moved = _is_elsewhere(was, now, level, cell.is_site)
            if left is not None:
                yield Change(
                    person, number, level, left, -1, name(person, number, one, two, moved, False)
                )
            if reached is not None:
                yield Change(
                    person, number, level, reached, 1, name(person, number, one, two, moved, True)
                )


def _is_elsewhere(
    was: tuple[tuple[str | int | None, ...], bool],
    now: tuple[tuple[str | int | None, ...], bool],
    level: int,
    is_site: bool,
) -> bool:
    """Whether the place, and not the person, is the reason on a level."""
    if not was[0] or not now[0]:
        return True
    return was[0][level] != now[0][level] or (is_site and was[1] != now[1])


Sums = Counter[tuple[int, int, str | int, Step, Reason]]
"""(cell, level, place, step, reason) → how many more."""


def summed(step: Step, found: Iterator[Change], into: Sums) -> None:
    """Add a step's transitions up by cell, place and reason; entering and leaving stay apart by their reason."""
    for one in found:
        into[(one.cell, one.level, one.at, step, one.reason)] += one.sign


@dataclass(frozen=True, slots=True)
class Part:
    """So many more or fewer for one reason."""

    step: Step
    reason: Reason
    many: int


@dataclass(frozen=True, slots=True)
class Explained:
    """One cell: its figures on both sides and what lies between. remainder: what no reason covers; it is 0."""

    annex: str
    column: str
    before: int
    after: int
    parts: tuple[Part, ...]

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def remainder(self) -> int:
        return self.difference - sum(part.many for part in self.parts)

    def of(self, step: Step) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.step is step)


def told(name: str, what: str, days: tuple[str, str], cell: Explained) -> str:
    """The difference of a cell as a paragraph. name: the row; what: the column; days: both sides in words."""
    if not cell.difference and not cell.parts:
        return f"{name}{what}{days[1]}为 {cell.after} 人，与{days[0]}相同。"
    way = "增加" if cell.difference > 0 else "减少"
    change = f"{way} {abs(cell.difference)} 人" if cell.difference else "总数不变"
    sentences = [
        f"{name}{what}{days[1]}为 {cell.after} 人，{days[0]}为 {cell.before} 人，{change}。"
    ]
    for step in (Step.WORLD, Step.PAPERWORK, Step.READING):
        parts = sorted(cell.of(step), key=lambda part: -abs(part.many))
        if parts:
            net = sum(part.many for part in parts)
            each = "，".join(f"{part.reason.label} {part.many:+d} 人" for part in parts)
            way = f"净 {net:+d} 人" if net else "增减相抵"
            sentences.append(f"{step.label}{way}：{each}。")
    if cell.remainder:
        sentences.append(f"另有 {cell.remainder:+d} 人没有找到原因。")
    return "".join(sentences)
