"""Figures for other systems: annexes, cells, boards, the state of returns, duties; within the token's scope, no names."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from leye.core.periods import Month
from leye.core.reports.identities import label
from leye.core.scope import Capability, OutOfScope, Scope
from leye.trips.annexes import annex_pages, reporting
from leye.trips.boards import board_page, boards, duties
from leye.trips.boards.boards import own_unit
from leye.trips.returns import returns_pages

router = Router()
MONTH, UNIT = r"^(\d{4}-\d{2})?$", r"^(\d{6})?$"


class Said(Schema):
    message: str


class Asked(Schema):
    month: str = Field("", pattern=MONTH, description="月份，如 2020-05；空着是上个月")
    unit: str = Field("", pattern=UNIT, description="行政区划代码；空着是令牌自己的单位")


class AnnexAsked(Asked):
    known: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="按哪天所知；空着是现在")


class CellAsked(AnnexAsked):
    column: str = Field(max_length=40, description="列，见 annexes 的 columns")
    code: str = Field("", pattern=UNIT)
    site: int | None = None


class LineOut(Schema):
    level: str
    code: str
    name: str
    site: int | None
    figures: dict[str, int | None] = Field(description="不知道的是 null，不是 0")


class AnnexOut(Schema):
    annex: str
    title: str
    on: str
    seq: int = Field(description="台账的第几笔；同一笔的数字不会变")
    columns: dict[str, str]
    lines: list[LineOut]
    broken: list[str] = Field(description="不成立的表内关系")


class CellOut(Schema):
    what: str
    value: int | None
    on: str
    seq: int


class BoardLine(Schema):
    code: str
    name: str
    site: int | None
    group: str = Field(description="与总体比较，人数少的不比较")
    employed: int
    labour: int
    bounds: list[float] | None
    counts: dict[str, int]


class BoardOut(Schema):
    unit: str
    month: str
    seq: int
    made_at: str
    total: dict[str, int]
    gauges: dict[str, int]
    lines: list[BoardLine]


class ReturnOut(Schema):
    unit: str
    name: str
    state: str
    sent_at: str | None
    is_late: bool
    is_missing: bool


class DutyOut(Schema):
    duty: str
    department: str
    unit: str
    standing: str
    due_on: str
    brought: list[str]


class Bring(Schema):
    month: str = Field(pattern=r"^\d{4}-\d{2}$")
    what: str = Field(min_length=1, max_length=200, description="提供了什么")
    many: int | None = Field(None, ge=0, lt=100_000_000)
    document: str = Field("", max_length=100, description="来文或来件的名称")


Answers = {403: Said, 404: Said, 422: Said}
NOT_HERE = {"message": "没有这个单位或内容，或不在令牌的管辖范围。"}


def scope_of(request: HttpRequest) -> Scope:
    scope: Scope = request.auth  # type: ignore[attr-defined]
    if not scope.may(Capability.READ_FIGURES):
        raise OutOfScope(scope.unit)
    return scope


class Unclear(Exception):
    """A month or day of a question that is none, or is not over."""


def month_of(text: str) -> Month:
    """Raises Unclear for one that is none, or is not over."""
    try:
        month = Month.parse(text) if text else boards.last_month()
    except ValueError:
        raise Unclear from None
    if month > boards.last_month():
        raise Unclear
    return month


def _annex(scope: Scope, key: str, asked: AnnexAsked) -> tuple[reporting.Ask, Any, Any]:
    if key not in ("1", "2", "3"):
        raise OutOfScope(key)
    month_of(asked.month)
    try:
        ask = annex_pages.asked(key, asked.month, asked.unit, asked.known, scope)
    except ValueError:
        raise Unclear from None
    own_unit(scope, asked.unit)
    table, broken = reporting.annex_table(scope, ask)
    return ask, table, broken


@router.get("/annexes/{key}", response={200: AnnexOut, **Answers}, summary="一张统计表的全部数字")
def annex(request: HttpRequest, key: str, asked: Query[AnnexAsked]) -> Status[Any]:
    _, table, broken = _annex(scope_of(request), key, asked)
    columns = {c: label(c) for c in table.annex.columns}
    lines = [
        {
            "level": x.level, "code": x.code, "name": x.texts.get("site") or x.name, "site": x.site_id,
            "figures": {c: x.figures.get(c) for c in columns if c in x.figures},
        }
        for x in table.lines
    ]  # fmt: skip
    told = {
        "annex": key, "title": table.annex.title, "on": table.on.isoformat(), "seq": table.seq, "columns": columns,
        "lines": lines, "broken": [one.message for one in broken if one.is_hard],
    }  # fmt: skip
    return Status(200, told)


@router.get("/annexes/{key}/cell", response={200: CellOut, **Answers}, summary="一个数字和它的来处")
def cell(request: HttpRequest, key: str, asked: Query[CellAsked]) -> Status[Any]:
    scope = scope_of(request)
    ask, table, _ = _annex(scope, key, asked)
    code = asked.code or ask.unit
    for line in table.lines:
        if line.code == code and line.site_id == asked.site and asked.column in line.figures:
            what = reporting.cell_title(scope, ask, reporting.Cell(asked.column, code, asked.site))
            told = {
                "what": what,
                "value": line.figures[asked.column],
                "on": table.on.isoformat(),
                "seq": table.seq,
            }
            return Status(200, told)
    return Status(404, NOT_HERE)


@router.get("/boards", response={200: BoardOut, **Answers}, summary="总览：本单位和下一级的数字")
def board(request: HttpRequest, asked: Query[Asked]) -> Status[Any]:
    scope = scope_of(request)
    page = board_page.page(scope, own_unit(scope, asked.unit), month_of(asked.month))
    lines = [
        {
            "code": row.line.code, "name": row.line.name, "site": row.line.site, "group": row.group.label,
            "employed": row.rate.part, "labour": row.rate.whole, "bounds": row.rate.bounds, "counts": row.line.counts,
        }
        for row in page.rows
    ]  # fmt: skip
    told = {
        "unit": page.told.unit, "month": str(page.told.month), "seq": page.told.seq,
        "made_at": page.told.made_at.isoformat(), "total": page.told.total,
        "gauges": {g.key: g.value for g in page.told.gauges}, "lines": lines,
    }  # fmt: skip
    return Status(200, told)


@router.get(
    "/returns", response={200: list[ReturnOut], **Answers}, summary="报表的上报情况：本单位和下一级"
)
def returns(request: HttpRequest, asked: Query[Asked]) -> Status[Any]:
    scope = scope_of(request)
    if scope.site is not None:
        return Status(404, NOT_HERE)
    found = returns_pages.board(scope, month_of(asked.month), own_unit(scope, asked.unit), "")
    told = [
        {
            "unit": one.unit, "name": one.name, "state": one.label, "is_late": one.is_late, "is_missing": one.is_missing,
            "sent_at": one.report.sent_at.isoformat() if one.report and one.report.sent_at else None,
        }
        for one in (found.own, *found.below)
    ]  # fmt: skip
    return Status(200, told)


@router.get(
    "/duties",
    response={200: list[DutyOut], **Answers},
    summary="各部门按通知要提供的内容，谁已提供",
)
def duties_of(request: HttpRequest, asked: Query[Asked]) -> Status[Any]:
    scope = scope_of(request)
    found = duties.board(scope, own_unit(scope, asked.unit), month_of(asked.month))
    told = [
        {
            "duty": cell.duty.key, "department": cell.duty.department.label, "unit": cell.unit,
            "standing": cell.standing.label, "due_on": found.due_on.isoformat(),
            "brought": [one.what for one in cell.brought],
        }
        for row in found.rows
        for cell in row.cells
    ]  # fmt: skip
    return Status(200, told)


@router.post(
    "/duties/{key}",
    response={201: Said, 200: Said, **Answers},
    summary="登记本部门已提供；同样的内容只算一次",
)
def bring(
    request: HttpRequest, key: Annotated[str, Path(max_length=20)], said: Bring
) -> Status[Any]:
    scope = scope_of(request)
    try:
        is_new = duties.deliver(
            scope, key, Month.parse(said.month), said.many, said.what, said.document
        )
    except ValueError:
        raise Unclear from None
    except duties.NotAccepted as refused:
        return Status(422, {"message": str(refused)})
    return Status(201 if is_new else 200, {"message": "已登记。" if is_new else "已经登记过。"})
