"""车辆和价格: what a county has said of its vehicles and carriers; planning takes them in place of the estimates."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from leye.apps.journeys import fleet, selectors
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.fleet import NewKind
from leye.apps.journeys.models import FleetKind
from leye.apps.places import selectors as places
from leye.core.journeys.vocabulary import Mode
from leye.core.scope import Scope
from leye.gateways import clock
from leye.notices.journeys import load_journeys
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.rosters.intake import NOTICE

MODES = (Mode.COACH, Mode.TRAIN)
MOST_YUAN = Decimal(100_000)


@dataclass(frozen=True, slots=True)
class FleetLine:
    """A kind of vehicle in words; money in yuan. until: its last day."""

    id: int
    county: str
    row: FleetKind
    mode: str
    hire: Decimal
    per_km: Decimal
    each_km: Decimal
    until: dt.date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """A declared kind, used where a county has said nothing of its mode."""

    name: str
    mode: str
    seats: int
    hire: Decimal
    per_km: Decimal
    each_km: Decimal
    cite: str


def lines(scope: Scope) -> list[FleetLine]:
    """What the scope's counties have said, also what no longer holds."""
    today = clock.today()
    tree = places.tree(scope, today)
    return [
        FleetLine(
            row.pk, tree.name(row.county), row, Mode(row.mode).label, _yuan(row.hire), _yuan(row.per_km),
            _yuan(row.each_km), row.valid_to - dt.timedelta(days=1) if row.valid_to else None,
            row.valid_from <= today and (row.valid_to is None or row.valid_to > today),
        )
        for row in selectors.fleet(scope)
    ]  # fmt: skip


def estimates() -> list[Estimate]:
    """The declared kinds of today."""
    declared = load_journeys(NOTICE, clock.today())
    cite = declared.cites[3]
    return [
        Estimate(
            kind.key, Mode(kind.mode).label, kind.seats, _yuan(kind.hire), _yuan(kind.per_km),
            _yuan(kind.each_km), cite,
        )
        for kind in declared.kinds
    ]  # fmt: skip


def add(scope: Scope, said: Mapping[str, str]) -> FleetKind:
    """A kind of vehicle as a form says it. Raises OutOfScope, NotPossible."""
    may_edit(scope, "fleet")
    county = scope.narrowed(said.get("county", "") or scope.unit).unit
    if county.endswith("00"):
        raise NotPossible("没有选旗县。请选这些车属于哪个旗县。")
    name, carrier = said.get("name", "").strip()[:30], said.get("carrier", "").strip()[:60]
    source = said.get("source", "").strip()[:200]
    if not name or not carrier or not source:
        raise NotPossible("车型、承运单位、依据（合同或报价）都要写。")
    if said.get("mode") not in {mode.value for mode in MODES}:
        raise NotPossible("没有选包车还是火车团体。")
    first, last = _day(said.get("from", "")), said.get("to", "")
    new = NewKind(
        county, name, carrier, said["mode"], _whole(said.get("seats", ""), "座位数", 200),
        _fen(said.get("hire", ""), "每趟起步价"), _fen(said.get("per_km", ""), "每公里价"),
        _fen(said.get("each_km", "") or "0", "每人每公里价"),
        _whole(said["a_day"], "每天辆数", 500) if said.get("a_day") else None,
        first, _day(last) + dt.timedelta(days=1) if last else None, source,
    )  # fmt: skip
    if new.valid_to is not None and new.valid_to <= first:
        raise NotPossible("止的日期早于起的日期。")
    return fleet.add(by=scope.actor, at=clock.now(), new=new)


def end(scope: Scope, kind_id: int, last: str) -> None:
    """Its last day. Raises OutOfScope, NotPossible."""
    may_edit(scope, f"fleet:{kind_id}")
    row = next((one for one in selectors.fleet(scope) if one.pk == kind_id), None)
    if row is None:
        raise NotPossible("没有这一条。请刷新页面。")
    first_not = _day(last) + dt.timedelta(days=1)
    fleet.end(by=scope.actor, county=row.county, kind_id=row.pk, first_not=first_not)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def _fen(text: str, what: str) -> int:
    try:
        yuan = Decimal(text.strip())
    except InvalidOperation:
        raise NotPossible(f"{what}要写元，如 6.5；写的是“{text[:20]}”。") from None
    if not 0 <= yuan <= MOST_YUAN:
        raise NotPossible(f"{what}写的是 {text[:20]} 元，请核对（0 到 {MOST_YUAN} 元）。")
    return int((yuan * 100).to_integral_value())


def _whole(text: str, what: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,4}", text.strip()) or not 1 <= int(text) <= most:
        raise NotPossible(f"{what}要写 1 到 {most} 的整数；写的是“{text[:20]}”。")
    return int(text)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotPossible(f"日期要写成 2020-06-01；写的是“{text[:20]}”。") from None
