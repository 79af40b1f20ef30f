"""名册导入, first half: a file in, every row kept with every problem, before anything is recorded."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.core.problems import Problem, Severity, worst
from leye.core.rosters.columns import SEARCHED_ROWS, Columns, Header, find_header, letters
from leye.core.rosters.rows import Context, NotAPerson, RowReader
from leye.core.rosters.sense import strange
from leye.core.rosters.values import RosterRow
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import read
from leye.gateways.sheets.refusals import FileRefused
from leye.notices.rosters import load_columns
from leye.trips.columns_kept import keep_header
from leye.trips.kept_rows import pack

NOTICE = "nm_2020_84"


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


def check(scope: Scope, roster: Roster, keys: Keyring) -> Upload:
    """Read a roster and keep every row with all that is wrong with it. Nothing is recorded yet.

    Raises OutOfScope when the unit is not the actor's. A file that cannot be read is kept as refused.
    """
    scope = scope.narrowed(roster.unit)
    upload = rosters.receive(
        by=scope.actor,
        file_name=roster.name,
        digest=hashlib.sha256(roster.path.read_bytes()).hexdigest(),
        unit=roster.unit,
        kind=roster.kind or "",
        as_of=roster.as_of,
        at=clock.now(),
    )
    notes: list[Problem] = []
    unread: list[str] = []
    headers: dict[str, object] = {}
    try:
        for sheet in _sheets(roster.path, load_columns(NOTICE), roster.kind):
            notes.extend(sheet.notes)
            unread.extend(f"{letters(index)}列“{label}”" for index, label in sheet.header.unread)
            upload.kind = sheet.header.kind.key
            headers[sheet.name] = keep_header(sheet.header)
            _keep(scope, upload, sheet, keys)
    except FileRefused as refusal:
        told = json.dumps({"problems": [asdict(refusal.problem)], "unread": []}, ensure_ascii=False)
        rosters.set_state(by=scope.actor, upload=upload, state=UploadState.REFUSED, notes=told)
        return upload
    said = {"problems": [asdict(x) for x in notes], "unread": unread, "headers": headers}
    told = json.dumps(said, ensure_ascii=False)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.CHECKED, notes=told)
    return upload


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    header: Header
    notes: tuple[Problem, ...]
    batches: Iterator[read.Rows]


def _sheets(path: Path, columns: Columns, kind: str | None) -> Iterator[_Sheet]:
    """The sheets that have a header, each with its rows; a sheet without one is a problem only if all are."""
    refusal: Problem | None = None
    found = False
    stream = read.batches(path)
    batch = next(stream, None)
    while batch is not None:
        name, notes = batch.sheet, batch.notes
        header = find_header(batch.rows[: 2 * SEARCHED_ROWS], columns, kind)
        left: list[read.Batch | None] = [batch]

        def rest(name: str = name, left: list[read.Batch | None] = left) -> Iterator[read.Rows]:
            while left[0] is not None and left[0].sheet == name:
                yield left[0].rows
                left[0] = next(stream, None)

        if isinstance(header, Header):
            found = True
            yield _Sheet(name, header, notes, rest())
        else:
            refusal = refusal or header
        for _ in rest():  # what was not read of this sheet
            pass
        batch = left[0]
    if refusal is not None and (not found or refusal.code != "header.unknown"):
        raise FileRefused(refusal)
    if not found:
        empty = "文件里没有任何内容。"
        raise FileRefused(Problem("file.empty", Severity.REFUSED, empty, "请确认选对了文件。"))


def _keep(scope: Scope, upload: Upload, sheet: _Sheet, keys: Keyring) -> None:
    context = context_for(scope, upload.unit, upload.as_of)
    reader = RowReader(sheet.header, sheet.name, context)
    for rows in sheet.batches:
        kept: list[UploadRow] = []
        nobody = 0
        for row_no, values in rows:
            if row_no <= sheet.header.last_row:
                continue
            row = reader.read(row_no, values)
            if isinstance(row, NotAPerson):
                nobody += 1
                continue
            filled = reader.filled(values)
            kept.append(_row(scope, upload, row, partial(_seal, keys, values, filled)))
        rosters.keep_rows(by=scope.actor, upload=upload, rows=kept, not_people=nobody)


def _seal(
    keys: Keyring,
    values: tuple[object, ...],
    filled: tuple[object, ...],
    problems: list[Problem],
) -> str:
    return pack(keys, values, problems, filled)


def _row(
    scope: Scope, upload: Upload, row: RosterRow, seal: Callable[[list[Problem]], str]
) -> UploadRow:
    problems = [*row.problems, *strange(row, upload.as_of)]
    if row.place.county is not None and not scope.covers(row.place.county):
        message = "这一行属于别的旗县，不在你的管辖范围。"
        remedy = "请交给所属旗县上传，或删去这一行。"
        problems.append(Problem("place.out_of_scope", Severity.REFUSED, message, remedy))
    gravest = worst(problems)
    outcomes = {Severity.REFUSED: Outcome.REFUSED, Severity.STRANGE: Outcome.WAITING}
    return UploadRow(
        upload=upload,
        sheet=row.sheet,
        row_no=row.row_no,
        outcome=outcomes.get(gravest, Outcome.READY) if gravest else Outcome.READY,
        severity=gravest.value if gravest else "",
        codes=" ".join(problem.code for problem in problems),
        sealed=seal(problems),
    )
