"""Returns for other systems: versions as they were sent, what would change, and why each figure changed; no name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from leye.core.periods import Month
from leye.core.reports.identities import label
from leye.core.scope import OutOfScope
from leye.trips.keys import keys_of
from leye.trips.returns import explaining_pages, late_changes, returns_pages
from leye.trips.returns.explaining_pages import Pair
from leye.web.api.figures import UNIT, Answers, Asked, Unclear, month_of, scope_of

router = Router()
SIDE = r"^(v\d{1,12}|\d{4}-\d{2}-\d{2})?$"


class VersionShort(Schema):
    id: int
    number: int
    made_at: str
    reason: str = Field(description="迟报或更正的原因；按期首报是空的")
    figures: str = Field(description="全部数字的摘要；同一摘要的数字完全一样")


class SheetLine(Schema):
    level: str
    code: str
    name: str
    site: int | None
    figures: dict[str, int | None] = Field(description="不知道的是 null，不是 0")


class FindingOut(Schema):
    check: str
    place: str
    message: str
    explanation: str


class RemarkOut(Schema):
    where: str
    words: str
    at: str


class StepOut(Schema):
    step: str
    unit: str
    version: int
    at: str
    words: str


class VersionOut(VersionShort):
    unit: str
    month: str
    state: str
    on: str
    seq: int = Field(description="台账的第几笔")
    known_at: str
    definitions: str = Field(description="所用口径的摘要")
    tree: str = Field(description="所用区划的摘要")
    facts: str = Field(description="所据事实的摘要")
    workbook: str = Field(description="所报工作簿的摘要")
    annexes: dict[str, list[SheetLine]]
    findings: list[FindingOut]
    remarks: list[RemarkOut]
    steps: list[StepOut]
    versions: list[VersionShort]


class ChangedCell(Schema):
    row: str
    column: str
    sent: int
    now: int


class ChangedOut(Schema):
    unit: str
    name: str
    version: int
    many: int = Field(description="会变的格数；cells 最多列出40格")
    cells: list[ChangedCell]
    broken: list[str] = Field(description="更正以后不成立的关系，要先改好")


class ExplainAsked(Schema):
    unit: str = Field("", pattern=UNIT, description="行政区划代码；空着是令牌自己的单位")
    annex: str = Field("1", pattern=r"^[123]$")
    before: str = Field("", pattern=SIDE, description="v加版本号，或某一天；两边都空着是最近两期")
    after: str = Field("", pattern=SIDE)


class PartOut(Schema):
    step: str
    reason: str
    many: int


class ExplainedCell(Schema):
    row: str = Field(description="行政区划代码，或 site:安置点号")
    name: str
    column: str
    what: str
    before: int
    after: int
    remainder: int = Field(description="没有原因的差额；总是0")
    parts: list[PartOut]


class ExplainOut(Schema):
    unit: str
    annex: str
    before: str
    after: str
    left_over: int = Field(description="三张表没有原因的差额合计；总是0")
    paragraphs: list[str]
    cells: list[ExplainedCell] = Field(description="有变动的格")


def _short(version: Any) -> dict[str, Any]:
    return {
        "id": version.pk, "number": version.number, "made_at": version.made_at.isoformat(),
        "reason": version.reason, "figures": version.figures,
    }  # fmt: skip


@router.get(
    "/returns/versions/{version_id}",
    response={200: VersionOut, **Answers},
    summary="一版报表：所报的数字、说明、退回意见和经过",
)
def version(request: HttpRequest, version_id: int) -> Status[Any]:
    page = returns_pages.version_page(scope_of(request), version_id, keys_of(settings.HOME))
    one = page.version
    told = {
        **_short(one), "unit": page.report.unit, "month": str(page.month), "state": page.state,
        "on": one.on.isoformat(), "seq": one.seq, "known_at": one.known_at.isoformat(),
        "definitions": one.definitions_id, "tree": one.tree_id, "facts": one.facts, "workbook": one.workbook,
        "annexes": {
            sheet.key: [
                {
                    "level": x.level, "code": x.code, "name": x.texts.get("site") or x.name, "site": x.site_id,
                    "figures": x.figures,
                }
                for x, _ in sheet.rows
            ]
            for sheet in page.sheets
        },
        "findings": [
            {"check": x.check_id, "place": x.place, "message": x.message, "explanation": x.explanation}
            for x in page.findings
        ],
        "remarks": [
            {"where": x.where, "words": x.remark.words, "at": x.remark.at.isoformat()} for x in page.remarks
        ],
        "steps": [
            {
                "step": x.get_step_display(), "unit": x.unit, "version": x.version.number,
                "at": x.at.isoformat(), "words": x.words,
            }
            for x, _ in page.steps
        ],
        "versions": [_short(x) for x in page.others],
    }  # fmt: skip
    return Status(200, told)


@router.get(
    "/returns/changes",
    response={200: list[ChangedOut], **Answers},
    summary="迟到的更正：已报的表按现在所知会有什么不同",
)
def changes(request: HttpRequest, asked: Query[Asked]) -> Status[Any]:
    scope = scope_of(request)
    month: Month = month_of(asked.month)
    told = [
        {
            "unit": one.unit, "name": one.name, "version": one.version.pk, "many": one.many,
            "broken": list(one.broken),
            "cells": [
                {"row": row, "column": column, "sent": sent, "now": now}
                for row, column, sent, now in one.shown
            ],
        }
        for one in late_changes.otherwise(scope, month, asked.unit or scope.unit)
    ]  # fmt: skip
    return Status(200, told)


@router.get(
    "/explanations",
    response={200: ExplainOut, **Answers},
    summary="变动说明：两期之间每一格的差额由哪些原因组成",
)
def explanation(request: HttpRequest, asked: Query[ExplainAsked]) -> Status[Any]:
    scope = scope_of(request)
    unit = asked.unit or scope.unit
    pair = explaining_pages.default_pair(scope, unit)
    pair = Pair(unit, asked.before or pair.before, asked.after or pair.after)
    try:
        page = explaining_pages.page(scope, pair, asked.annex)
    except OutOfScope:
        raise
    except ValueError:
        raise Unclear from None
    cells = [
        {
            "row": row.line.key, "name": row.line.texts.get("site") or row.line.name, "column": column,
            "what": label(column), "before": cell.before, "after": cell.after, "remainder": cell.remainder,
            "parts": [
                {"step": part.step.label, "reason": part.reason.label, "many": part.many} for part in cell.parts
            ],
        }
        for row in page.rows
        for column, cell in row.cells
        if cell.parts or cell.difference
    ]  # fmt: skip
    told = {
        "unit": unit, "annex": page.annex, "before": pair.before, "after": pair.after,
        "left_over": page.left_over, "paragraphs": list(page.paragraphs), "cells": cells,
    }  # fmt: skip
    return Status(200, told)
