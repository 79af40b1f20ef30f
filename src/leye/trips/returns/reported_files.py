"""统计上报, an official file comes back: read in the guarded child, compared cell by cell, a case for each difference."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.reports import actions
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Brought, CellCase
from leye.core.reports.brought import WHOLE, Outcome, compared, numbered
from leye.core.reports.identities import label
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import read
from leye.trips.returns.freezing import frozen_tables

MOST = 2_000  # cases of one file; a form that differs more is another form


def bring(scope: Scope, version_id: int, path: Path, name: str, keys: Keyring) -> Brought:
    """Compare a workbook with the version it is about. The same file again is the same.

    Raises OutOfScope, FileRefused, NotPossible.
    """
    if not scope.may(Capability.BRING_LISTS):
        raise OutOfScope(version_id)
    version = reports.version(scope, version_id)
    sheets: dict[str, list[tuple[object, ...]]] = {}
    for batch in read.batches(path):
        sheets.setdefault(batch.sheet, []).extend(values for _, values in batch.rows)
    found = compared(frozen_tables(scope, version), sheets)
    if not found.cells:
        raise actions.NotPossible("文件里没有找到附件1、2、3的表头。请核对是不是这期报表的工作簿。")
    digest = vault.keep(settings.RETURNS, path.read_bytes(), keys)
    unit = version.report.unit
    brought, _ = actions.bring(
        by=scope.actor, at=clock.now(), version=version, unit=unit, file=(name[:200], digest),
        cells=found.cells, notes="".join(found.notes)[:500],
        differing=[
            {
                "annex": one.annex, "key": one.key, "place": one.place[:100], "column": one.column,
                "ours": one.ours, "theirs": one.theirs, "owner": one.code if len(one.code) == 6 else unit,
            }
            for one in list(numbered(found.differing))[:MOST]
        ],
    )  # fmt: skip
    return brought


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as it is shown. mine: it waits for the actor's own unit, or for one below."""

    case: CellCase
    what: str
    outcome: str
    mine: bool


def cases(scope: Scope, brought_id: int) -> tuple[Brought, list[CaseRow]]:
    """The differing cells of a file. Raises OutOfScope."""
    brought = reports.one_brought(scope, brought_id)
    may = scope.may(Capability.PREPARE_RETURN)
    rows = [
        CaseRow(
            case,
            "整行" if case.column == WHOLE else label(case.column),
            Outcome(case.outcome).label if case.outcome else "",
            may and not case.outcome and scope.covers(case.owner),
        )
        for case in reports.cell_cases(scope, brought)
    ]
    return brought, rows


def judge(scope: Scope, case_id: int, outcome: Outcome, words: str) -> CellCase:
    """Say what is right about a cell, in a sentence. Raises OutOfScope, NotPossible."""
    case = reports.cell_case(scope, case_id)
    if not scope.may(Capability.PREPARE_RETURN) or not scope.covers(case.owner):
        raise OutOfScope(case_id)
    if not words.strip():
        raise actions.NotPossible("没有写处理意见。请写一句核对的结果。")
    actions.judge_cell(
        by=scope.actor, at=clock.now(), case_id=case_id, outcome=outcome.value, words=words.strip()[:500]
    )  # fmt: skip
    return case
