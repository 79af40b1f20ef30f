"""名册导入, first half: a file in, every row kept with every problem, before anything is recorded."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters.models import Outcome, Upload, UploadState
from leye.core.problems import Problem, Severity, worst
from leye.core.rosters.columns import letters
from leye.core.rosters.rows import Context, NotAPerson, RowReader
from leye.core.rosters.sense import strange
from leye.core.rosters.values import RosterRow
from leye.core.rosters.whole import WholeFile
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import refusals
from leye.gateways.sheets.limits import DEFAULT, MEGABYTE, Limits
from leye.gateways.sheets.refusals import FileRefused
from leye.notices.rosters import load_columns
from leye.trips.columns_kept import keep_header
from leye.trips.found_sheets import FoundSheet, found_sheets
from leye.trips.kept_rows import pack

NOTICE = "nm_2020_84"
LEASE = dt.timedelta(minutes=2)  # a worker renews it with every step, and a step takes seconds


@dataclass(frozen=True, slots=True)
class Roster:
    """What is asked of somebody who brings a roster. kind None: recognised from the header."""

    path: Path
    name: str
    unit: str
    as_of: dt.date
    kind: str | None = None


def context_for(scope: Scope, unit: str, as_of: dt.date) -> Context:
    """What the rows of a unit's roster are read against."""
    tree = places.tree(scope, as_of)
    return Context(as_of, unit, tree.resolve, tree.known_counties())


def read_in(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a roster that was received, and keep every row with all that is wrong with it.

    Nothing is recorded yet. A file that cannot be read is kept as refused. A reading that was broken off
    starts again from the first row.
    """
    rosters.begin_reading(by=scope.actor, upload=upload)
    told: dict[str, object] = {}
    try:
        with vault.opened(settings.UPLOADS, upload.digest, keys, upload.file_name) as path:
            told = _read(scope, upload, path, keys)
    except FileRefused as refusal:
        refuse(scope, upload, refusal.problem)
        return
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


def _read(scope: Scope, upload: Upload, path: Path, keys: Keyring) -> dict[str, object]:
    notes: list[Problem] = []
    unread: list[str] = []
    headers: dict[str, object] = {}
    for sheet in found_sheets(path, load_columns(NOTICE), upload.kind or None):
        notes.extend(sheet.notes)
        unread.extend(f"{letters(index)}列“{label}”" for index, label in sheet.header.unread)
        upload.kind = sheet.header.kind.key
        headers[sheet.name] = keep_header(sheet.header)
        _keep(scope, upload, sheet, keys)
    return {"problems": [asdict(x) for x in notes], "unread": unread, "headers": headers}


def _keep(scope: Scope, upload: Upload, sheet: FoundSheet, keys: Keyring) -> None:
    context = context_for(scope, upload.unit, upload.as_of)
    reader = RowReader(sheet.header, sheet.name, context)
    whole = WholeFile(sheet.header.kind)
    sites = {site.name: site.id for site in places.sites(replace(scope, site=None), upload.as_of)}
    for rows in sheet.batches:
        kept: list[dict[str, object]] = []
        nobody = 0
        for row_no, values in rows:
            if row_no <= sheet.header.last_row:
                continue
            row = reader.read(row_no, values)
            if isinstance(row, NotAPerson):
                nobody += 1
                continue
            problems = [
                *row.problems,
                *strange(row, upload.as_of),
                *whole.repeated(row),
                *_beyond(scope, row, sites),
            ]
            kept.append(_kept(row, problems, pack(keys, values, problems, reader.filled(values))))
        rosters.keep_rows(by=scope.actor, upload=upload, rows=kept, not_people=nobody)
        rosters.renew(by=scope.actor, upload=upload, until=clock.now() + LEASE)


def _beyond(scope: Scope, row: RosterRow, sites: Mapping[str, int]) -> Iterator[Problem]:
    """A row about a place that is not the actor's."""
    remedy = "请交给所属单位上传，或删去这一行。"
    if row.place.county is not None and not scope.covers(row.place.county):
        message = "这一行属于别的旗县，不在你的管辖范围。"
        yield Problem("place.out_of_scope", Severity.REFUSED, message, remedy)
    elif scope.site is not None and sites.get(row.place.site_name, scope.site) != scope.site:
        message = "这一行属于别的安置点，不在你的管辖范围。"
        yield Problem("site.out_of_scope", Severity.REFUSED, message, remedy)


OUTCOMES = {
    Severity.REFUSED: Outcome.REFUSED,
    Severity.STRANGE: Outcome.WAITING,
    Severity.NOTE: Outcome.READY,
}


def _kept(row: RosterRow, problems: list[Problem], sealed: str) -> dict[str, object]:
    gravest = worst(problems)
    outcome = Outcome.READY if gravest is None else OUTCOMES[gravest]
    return {
        "sheet": row.sheet,
        "row_no": row.row_no,
        "outcome": outcome.value,
        "severity": gravest.value if gravest else "",
        "codes": " ".join(problem.code for problem in problems),
        "sealed": sealed,
    }
