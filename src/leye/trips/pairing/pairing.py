"""京蒙结对: which district helps which banner, the projects of a year and its targets, as declared or entered."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leye.apps.pairing import actions, selectors
from leye.apps.pairing.actions import AlreadyThere
from leye.apps.pairing.models import CoopProject, Pair, Reported, Target
from leye.apps.places import selectors as places
from leye.core.pairing.vocabulary import CoopKind, Goal
from leye.core.periods import covers
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.pairing import counted, declared_pairs, districts
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.rosters.intake import NOTICE


def may_edit(scope: Scope, unit: str) -> None:
    """Raises OutOfScope for who may not write about a unit."""
    if not scope.may(Capability.EDIT_JOURNEYS) or not scope.covers(unit):
        raise OutOfScope(unit)


def in_a_county(scope: Scope, county: str) -> None:
    """The same for what belongs to a county. Raises OutOfScope, NotPossible."""
    if county.endswith("00"):
        raise NotPossible("请选到旗县。")
    may_edit(scope, county)


def district_names() -> Mapping[str, str]:
    """The districts of Beijing: code → name."""
    return districts(NOTICE)


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair; id: of one that a clerk entered, None of one that is declared."""

    id: int | None
    district: str
    county: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is known of the pairs of a scope; known: its counties with one. wanted: of the whole region."""

    rows: tuple[PairView, ...]
    known: int
    wanted: int
    cite: str


def pairs(scope: Scope) -> Pairs:
    """The pairs of the scope's counties, declared and entered; and how many of the region's are known."""
    on = clock.today()
    tree = places.tree(scope, on)
    names = districts(NOTICE)
    declared = [one for one in declared_pairs(NOTICE) if scope.covers(one.county)]
    entered = selectors.pairs(scope)
    rows = [
        PairView(
            None, names[one.district], tree.path(one.county), one.valid_from, one.valid_to, one.cite,
            covers(one.valid_from, one.valid_to, on),
        )
        for one in declared
    ] + [
        PairView(
            row.pk, names.get(row.district, row.district), tree.path(row.county), row.valid_from, row.valid_to,
            row.source, covers(row.valid_from, row.valid_to, on),
        )
        for row in entered
    ]  # fmt: skip
    known = {one.county for one in declared} | {one.county for one in entered}
    _, wanted, cite = counted(NOTICE)
    return Pairs(tuple(sorted(rows, key=lambda one: one.county)), len(known), wanted, cite)


def pair_up(
    scope: Scope, county: str, district: str, start: dt.date, end: dt.date | None, source: str
) -> int:
    """Enter a pair with its source; `end` is its last day. Raises OutOfScope, NotPossible."""
    in_a_county(scope, county)
    if district not in districts(NOTICE):
        raise NotPossible("请选北京市的一个区。")
    if not source.strip():
        raise NotPossible("没有填写依据。请写协议或文件名称；没有依据的结对关系不登记。")
    if end is not None and end < start:
        raise NotPossible("截止日早于起始日。请核对。")
    if any((one.county, one.district) == (county, district) for one in declared_pairs(NOTICE)):
        raise NotPossible("这一对已经在公开来源里登记，没有再登记一次。")
    row = Pair(
        county=county, district=district, valid_from=start, source=source.strip()[:200],
        valid_to=end + dt.timedelta(days=1) if end else None,
    )  # fmt: skip
    return _kept(scope, row, "这一对已经登记过。")


def end_pair(scope: Scope, pair_id: int, last_day: dt.date) -> bool:
    """A pair ended; False where that was noted. Raises OutOfScope, NotPossible."""
    row = selectors.pair(scope, pair_id)
    may_edit(scope, row.county)
    if last_day < row.valid_from:
        raise NotPossible("结束日早于起始日。请核对。")
    return actions.end_pair(by=scope.actor, pair=row, on=last_day + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class CoopGiven:
    """What a form tells of a cooperation project."""

    county: str
    district: str
    year: int
    kind: CoopKind
    title: str
    funds_fen: int
    jobs: int
    document: str


def cooperate(scope: Scope, given: CoopGiven) -> int:
    """Note a cooperation project. Raises OutOfScope, NotPossible."""
    in_a_county(scope, given.county)
    if not given.title.strip() or given.district not in districts(NOTICE):
        raise NotPossible("项目名称和北京的区都要填写。")
    if not 1996 <= given.year <= 2100:
        raise NotPossible("年度要写四位年份，如 2020。")
    row = CoopProject(
        county=given.county, district=given.district, year=given.year, kind=given.kind.value,
        title=given.title.strip()[:100], funds_fen=given.funds_fen, jobs=given.jobs,
        document=given.document.strip()[:200],
    )  # fmt: skip
    return _kept(scope, row, "这个项目已经登记过。")


def aim(scope: Scope, unit: str, year: int, goal: Goal, persons: int, document: str) -> int:
    """Set a year's target of a unit with its document. Raises OutOfScope, NotPossible."""
    may_edit(scope, unit)
    if not document.strip():
        raise NotPossible("没有填写目标的文件。请写文号或文件名称。")
    row = Target(
        unit=unit, year=year, goal=goal.value, persons=persons, document=document.strip()[:200]
    )
    return _kept(scope, row, "同一文件的这项目标已经登记过。")


def report_otherwise(
    scope: Scope, unit: str, year: int, figures: tuple[int, int, int], source: str
) -> int:
    """Note (total, to Beijing, local) as reported elsewhere; the remainder is shown. Raises OutOfScope, NotPossible."""
    may_edit(scope, unit)
    if not source.strip():
        raise NotPossible("没有填写出处。请写是哪一份报表或文件。")
    total, beijing, local = figures
    row = Reported(
        unit=unit, year=year, total=total, beijing=beijing, local=local, source=source.strip()[:200]
    )
    return _kept(scope, row, "同一出处的数已经登记过。")


def _kept(scope: Scope, row: actions.Kept, twice: str) -> int:
    try:
        return actions.register(by=scope.actor, at=clock.now(), row=row)
    except AlreadyThere:
        raise NotPossible(twice) from None


@dataclass(frozen=True, slots=True)
class Year:
    """The projects and targets of a year."""

    year: int
    projects: tuple[tuple[CoopProject, str, str], ...]  # project, county, district
    targets: tuple[tuple[str, str, int, str], ...]  # unit, goal, persons, document


def year_of(scope: Scope, year: int) -> Year:
    """A year's projects and targets in the scope."""
    tree = places.tree(scope, clock.today())
    names = districts(NOTICE)
    return Year(
        year,
        tuple(
            (row, tree.name(row.county), names.get(row.district, ""))
            for row in selectors.coop_projects(scope, year)
        ),
        tuple(
            (tree.name(unit), Goal(row.goal).label, row.persons, row.document)
            for unit, rows in selectors.targets(scope, year).items()
            for row in rows
        ),
    )
