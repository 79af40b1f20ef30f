"""一车一方案 on paper: plan sheet, boarding list and a hand-over sheet for each employer, as Excel and as PDF."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.documents import typeset
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.notices.journeys import load_journeys
from leye.trips.journeys.journey_sheet import Sheet, sheet
from leye.trips.journeys.journey_telling import escort_phone
from leye.trips.rosters.intake import NOTICE

BOARDING = (
    "座位",
    "姓名",
    "性别",
    "年龄",
    "身份证号",
    "上车点",
    "用人单位",
    "岗位",
    "开工日期",
    "上车签字",
)
HANDED = ("序号", "姓名", "性别", "年龄", "身份证号", "岗位", "开工日期", "是否接收", "本人签字")


def _read(scope: Scope, journey_id: int, keys: Keyring, form: str) -> Sheet:
    told = sheet(scope, journey_id, keys)
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="journey.printed", unit=told.journey.county,
            subject=f"journey:{journey_id}", detail={"form": form, "people": len(told.riders)},
        )  # fmt: skip
    return told


def _facts(told: Sheet, keys: Keyring) -> list[tuple[str, str]]:
    one = told.journey
    return [
        ("出发日期", f"{one.day.year}年{one.day.month}月{one.day.day}日"),
        ("出发地", told.county),
        ("去向", f"{told.destination}（约{one.km}公里）"),
        ("出行方式", one.kind if told.mode == one.kind else f"{told.mode}　{one.kind}"),
        ("车牌号（车次）", one.vehicle_no or "待定"),
        ("随车人员", f"{one.escort_name or '待定'}　{escort_phone(told, keys)}".strip()),
        ("座位和乘车人数", f"{one.seats}座　{len(told.riders)}人"),
        ("预计费用", f"{told.yuan}元"),
    ]


def workbook(scope: Scope, journey_id: int, keys: Keyring) -> bytes:
    """The three sheets of one journey. Raises OutOfScope."""
    told = _read(scope, journey_id, keys, "xlsx")
    plan = [("项目", "内容"), *_facts(told, keys), ("", ""), ("上车点", "时间和人数")]
    plan += [(stop.name, f"{stop.at}　{stop.people}人") for stop in told.stops]
    sheets: dict[str, list[Sequence[Value]]] = {
        "一车一方案": [*plan],
        "乘车名单": [BOARDING, *_boarding(told)],
    }
    for number, (employer, name) in enumerate(told.employers.items(), start=1):
        sheets[f"交接单{number}"] = [HANDED, *_handed(told, employer), ("用人单位", name)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journey.xlsx"
        write_table(path, sheets)
        return path.read_bytes()


def _boarding(told: Sheet) -> list[tuple[Value, ...]]:
    return [
        (
            one.number, one.person.name, one.person.sex, one.person.age, one.person.id_no, one.stop or f"{one.person.site}（待核对）",
            one.employer, one.title, one.start_on, "",
        )
        for one in told.riders
    ]  # fmt: skip


def _handed(told: Sheet, employer: int) -> list[tuple[Value, ...]]:
    own = [one for one in told.riders if one.employer_id == employer]
    return [
        (
            n,
            one.person.name,
            one.person.sex,
            one.person.age,
            one.person.id_no,
            one.title,
            one.start_on,
            "",
            "",
        )
        for n, one in enumerate(own, start=1)
    ]


def pdf(scope: Scope, journey_id: int, keys: Keyring) -> bytes:
    """The same, typeset. Raises OutOfScope, NoFonts."""
    told = _read(scope, journey_id, keys, "pdf")
    at = clock.now()
    data = {
        "facts": _facts(told, keys),
        "stops": [[stop.at, stop.name, f"{stop.people}人", f"{stop.km}公里"] for stop in told.stops],
        "boarding": [list(BOARDING), *[[_text(cell) for cell in row] for row in _boarding(told)]],
        "employers": [
            {"name": name, "rows": [list(HANDED), *[[_text(c) for c in row] for row in _handed(told, one)]]}
            for one, name in told.employers.items()
        ],
        "health": list(load_journeys(NOTICE, told.journey.day).health.values()),
        "made": f"{clock.today():%Y年%m月%d日}",
    }  # fmt: skip
    return typeset.pdf("journey_plan", data, at)


def _text(cell: Value) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
