"""名册导入 as its clerk sees it: the list of uploads, how far each is, and its rows by what is wrong."""

import datetime as dt
import json
from dataclasses import dataclass

from leye.apps.rosters import selectors as rosters
from leye.apps.rosters.models import TO_DO, Outcome, Upload, UploadState
from leye.core.identity.masking import mask_found
from leye.core.problems import Problem
from leye.core.scope import Scope
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.lists import TAKEN_OUT
from leye.trips.local_jobs.local_jobs_pay import COLUMNS as PAY_COLUMNS
from leye.trips.local_jobs.local_jobs_people import COLUMNS as WORKER_COLUMNS
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.reviewing import RowView, problem_rows, refusal_of
from leye.trips.training.completions import COLUMNS as COMPLETION_COLUMNS
from leye.trips.vacancies.vacancy_intake import COLUMNS

PAGE = 50
SHOWN = (
    Outcome.WAITING,
    Outcome.REFUSED,
    Outcome.READY,
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.SAME,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is. settled: rows that came to an outcome; of: rows in all, 0 when not known yet."""

    id: int
    file_name: str
    kind: str
    unit: str
    as_of: dt.date
    by: str
    at: dt.datetime
    state: str
    label: str
    is_moving: bool
    read: int
    settled: int
    of: int


def progress(scope: Scope, upload_id: int) -> Progress:
    """How far an upload of the scope is. Raises OutOfScope."""
    return _progress(scope, rosters.upload(scope, upload_id))


def uploads(scope: Scope, *, of_people: bool = True) -> list[Progress]:
    """The newest uploads of the scope: rosters of people, or the other lists."""
    return [_progress(scope, upload) for upload in rosters.uploads(scope, of_people=of_people)]


def _progress(scope: Scope, upload: Upload) -> Progress:
    state = UploadState(upload.state)
    kinds = {
        **load_columns(NOTICE).kinds, **COLUMNS.kinds, **PAY_COLUMNS.kinds, **COMPLETION_COLUMNS.kinds,
        **WORKER_COLUMNS.kinds,
    }  # fmt: skip
    settled = 0
    if state is UploadState.RECORDING:
        counts = rosters.counts(scope, upload.pk)
        settled = sum(counts.values()) - counts["ready"]
    return Progress(
        upload.pk,
        upload.file_name,
        kinds[upload.kind].title if upload.kind in kinds else "",
        upload.unit,
        upload.as_of,
        upload.uploaded_by,
        upload.uploaded_at,
        state.value,
        state.label,
        state in TO_DO,
        upload.rows_seen,
        settled,
        max(upload.rows_total - upload.not_people, 0),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One upload. sums: (outcome, its label, rows); they add up to `people`."""

    progress: Progress
    refusal: Problem | None
    notes: tuple[dict[str, str], ...]
    unread: tuple[str, ...]
    people: int
    not_people: int
    sums: tuple[tuple[str, str, int], ...]
    show: str
    rows: tuple[RowView, ...]
    next_after: int
    can_record: bool
    can_withdraw: bool


def page(scope: Scope, upload_id: int, keys: Keyring, show: str, after: int) -> Page:
    """An upload with its counts and one page of rows. show: an outcome; without one, what needs a hand."""
    upload = rosters.upload(scope, upload_id)
    counts = rosters.counts(scope, upload_id)
    state = UploadState(upload.state)
    if show not in counts:
        show = "waiting" if counts["waiting"] or not counts["refused"] else "refused"
    rows = problem_rows(scope, upload_id, keys, [show], after, PAGE)
    told = json.loads(upload.notes) if upload.notes != "[]" else {}
    return Page(
        _progress(scope, upload),
        refusal_of(upload),
        tuple(told.get("problems", ())) if state is not UploadState.REFUSED else (),
        tuple(told.get("unread", ())),
        upload.rows_seen - upload.not_people,
        upload.not_people,
        tuple((outcome.value, outcome.label, counts[outcome.value]) for outcome in SHOWN),
        show,
        tuple(_shown(row) for row in rows),
        rows[-1].id if len(rows) == PAGE else 0,
        state in (UploadState.CHECKED, UploadState.DONE) and counts["ready"] > 0,
        state in (UploadState.RECEIVED, UploadState.CHECKED)
        or (state is UploadState.DONE and upload.kind in TAKEN_OUT),
    )


def _shown(row: RowView) -> RowView:
    """A row for the screen: long numbers masked, days without their midnight."""
    cells = tuple(_cell(cell) for cell in row.cells)
    problems = tuple(
        Problem(
            p.code, p.severity, p.message, p.remedy, p.column, mask_found(p.found or "") or None
        )
        for p in row.problems
    )
    return RowView(row.id, row.sheet, row.row_no, row.outcome, cells, problems, row.explanation)


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return mask_found(str(cell))
