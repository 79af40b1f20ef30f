"""A list in, whatever it lists: every row is kept with every problem before anything of it is recorded."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from leye.apps.rosters import actions as rosters
from leye.apps.rosters.models import Outcome, Upload, UploadState
from leye.core.problems import Problem, Severity, worst
from leye.core.rosters.columns import Columns, letters
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import refusals
from leye.gateways.sheets.limits import DEFAULT, MEGABYTE, Limits
from leye.gateways.sheets.refusals import FileRefused
from leye.trips.rosters.columns_kept import keep_header
from leye.trips.rosters.found_sheets import FoundSheet, found_sheets
from leye.trips.rosters.kept_rows import pack

LEASE = dt.timedelta(minutes=2)  # a worker renews it with every step, and a step takes seconds
OUTCOMES = {
    Severity.REFUSED: Outcome.REFUSED,
    Severity.STRANGE: Outcome.WAITING,
    Severity.NOTE: Outcome.READY,
}
# What is wrong with a row, and its cells as they are to be read again; None where it lists nothing.
Judged = tuple[list[Problem], tuple[object, ...]] | None
Judge = Callable[[int, Sequence[object]], Judged]


def take_in(
    scope: Scope,
    upload: Upload,
    keys: Keyring,
    columns: Columns,
    judge_of: Callable[[FoundSheet], Judge],
) -> None:
    """Read a list that was received, and keep every row with all that is wrong with it.

    Nothing is recorded yet. A file that cannot be read is kept as refused. A reading that was broken off
    starts again from the first row.
    """
    rosters.begin_reading(by=scope.actor, upload=upload)
    notes: list[Problem] = []
    unread: list[str] = []
    headers: dict[str, object] = {}
    try:
        with vault.opened(settings.UPLOADS, upload.digest, keys, upload.file_name) as path:
            for sheet in found_sheets(path, columns, upload.kind or None):
                notes.extend(sheet.notes)
                unread.extend(
                    f"{letters(index)}列“{label}”" for index, label in sheet.header.unread
                )
                upload.kind = sheet.header.kind.key
                headers[sheet.name] = keep_header(sheet.header)
                _keep(scope, upload, sheet, keys, judge_of(sheet))
    except FileRefused as refusal:
        refuse(scope, upload, refusal.problem)
        return
    told = {"problems": [asdict(x) for x in notes], "unread": unread, "headers": headers}
    said = json.dumps(told, ensure_ascii=False)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.CHECKED, notes=said)


def refuse(scope: Scope, upload: Upload, problem: Problem) -> None:
    """Keep an upload as one that cannot be read, with the reason."""
    told = json.dumps({"problems": [asdict(problem)], "unread": []}, ensure_ascii=False)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.REFUSED, notes=told)


def too_large(path: Path, limits: Limits = DEFAULT) -> Problem:
    """What is said of a file that is too large even to be looked at."""
    size = f"{path.stat().st_size / MEGABYTE:.0f} MB，最多 {limits.upload_bytes // MEGABYTE} MB"
    return refusals.problem("file.too_large", {"what": size})


def _keep(scope: Scope, upload: Upload, sheet: FoundSheet, keys: Keyring, judge: Judge) -> None:
    for rows in sheet.batches:
        kept: list[dict[str, object]] = []
        nothing = 0
        for row_no, values in rows:
            if row_no <= sheet.header.last_row:
                continue
            judged = judge(row_no, values)
            if judged is None:
                nothing += 1
                continue
            problems, filled = judged
            sealed = pack(keys, values, problems, filled)
            kept.append(_kept(sheet.name, row_no, problems, sealed))
        rosters.keep_rows(by=scope.actor, upload=upload, rows=kept, not_people=nothing)
        rosters.renew(by=scope.actor, upload=upload, until=clock.now() + LEASE)


def _kept(sheet: str, row_no: int, problems: list[Problem], sealed: str) -> dict[str, object]:
    gravest = worst(problems)
    outcome = Outcome.READY if gravest is None else OUTCOMES[gravest]
    return {
        "sheet": sheet,
        "row_no": row_no,
        "outcome": outcome.value,
        "severity": gravest.value if gravest else "",
        "codes": " ".join(problem.code for problem in problems),
        "sealed": sealed,
    }
