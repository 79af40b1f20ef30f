"""走访, the paper survey coming back: each answered row is a visit too, so that it and a phone's visit of the same
family are held against each other, whichever comes first.

A row that contradicts another worker's visit waits and is a case; the others are recorded as any roster is.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping

from django.db import transaction

from leye.apps.people import selectors as people
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow
from leye.apps.visits import actions as visits
from leye.core.periods import SHANGHAI
from leye.core.problems import Problem, Severity
from leye.core.query.model import Scalar
from leye.core.rosters.rows import NotAPerson, RowReader
from leye.core.rosters.values import RosterRow
from leye.core.scope import Scope
from leye.core.visits.answers import Outcome as Went
from leye.core.visits.answers import Visit
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.notices.survey import load_survey
from leye.trips.identities import index_of
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.intake import NOTICE, context_for
from leye.trips.rosters.kept_rows import pack, unpack
from leye.trips.rosters.recording import record
from leye.trips.rosters.survey_merging import taken

SHEET = "调查表"  # by its name it is known again when it comes back
PART = 500
NOON = dt.time(12)
BY_SHEET = "（调查表）"  # who walked with the sheet is not known: it gives way to nobody silently


def record_survey(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record a roster of people; of a survey sheet the answers are held against the visits first."""
    upload = uploads.upload(scope, upload_id)
    is_survey = SHEET in json.loads(upload.notes or "{}").get("headers", {})
    if is_survey:
        _hold_against(scope, upload, keys)
    counts = record(scope, upload_id, keys)
    if is_survey:
        _note_entry(scope, upload)
    return counts


def _note_entry(scope: Scope, upload: Upload) -> None:
    """The visits of a sheet know the entry that they came in with: what is judged wrong is taken back out of it."""
    entry_id, after = people.last_entry(scope, f"upload:{upload.pk}"), 0
    while entry_id and (
        rows := uploads.rows(scope, upload.pk, [Outcome.NEW, Outcome.CHANGED], after, PART)
    ):
        after = rows[-1].pk
        keys = [_key(upload, kept) for kept in rows if kept.sheet == SHEET]
        visits.came_with(by=scope.actor, keys=keys, entry_id=entry_id)


def _key(upload: Upload, kept: UploadRow) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{upload.digest}:{kept.row_no}")


def _hold_against(scope: Scope, upload: Upload, keys: Keyring) -> None:
    raw = json.loads(upload.notes)["headers"][SHEET]
    header = restore_header(raw, load_columns(NOTICE))
    reader = RowReader(header, SHEET, context_for(scope, upload.unit, upload.as_of))
    after = 0
    while rows := uploads.rows(scope, upload.pk, [Outcome.READY], after, PART):
        after = rows[-1].pk
        for kept in rows:
            if kept.sheet == SHEET and not kept.explanation:
                _one(scope, upload, reader, kept, keys)


def _one(scope: Scope, upload: Upload, reader: RowReader, kept: UploadRow, keys: Keyring) -> None:
    cells, problems = unpack(keys, kept.sealed, "filled")
    row = reader.read(kept.row_no, cells)
    told = {} if isinstance(row, NotAPerson) else answers(row)
    if isinstance(row, NotAPerson) or not told:
        return
    index = index_of(keys, row)
    persons = people.persons_by_id_index(scope, [index]).get(index, [])
    lines = people.lines(scope, persons) if len(persons) == 1 else []
    if not lines:
        return  # whom the ledger does not know is for the intake of rosters
    now = clock.now()
    at = min(dt.datetime.combine(upload.as_of, NOON, SHANGHAI), now)
    form = load_survey(NOTICE, upload.as_of).number
    visit = Visit(_key(upload, kept), persons[0], form, Went.DONE, at, None, told)
    with transaction.atomic():
        if not taken(scope, visit, lines[0], at, keys, BY_SHEET):
            uploaded, _ = unpack(keys, kept.sealed)
            problem = _problem()
            rosters.let_wait(
                by=scope.actor, row=kept, code=problem.code,
                sealed=pack(keys, uploaded, [*problems, problem], cells),
            )  # fmt: skip


def _problem() -> Problem:
    return Problem(
        "visit.contradicts", Severity.STRANGE, "另一位工作人员走访时登记的不一样，两份都留着。",
        "请到“走访”页面核实后判定；判定以后这一行不用再导入。", None, "",
    )  # fmt: skip


def answers(row: RosterRow) -> Mapping[str, Scalar]:
    """What a row of the sheet answers, by the questions of the survey; what was left open is not in it."""
    wish, capacity = row.wish, row.capacity
    said: dict[str, Scalar | None] = {
        "wants_work": wish.wants_work, "wants_training": wish.wants_training, "wish_area": wish.area,
        "wish_trade": wish.trade, "wish_pay": wish.pay, "training_trade": wish.training_trade,
        "only_local": wish.only_local, "labour_skill": capacity.labour_skill, "health": capacity.health,
        "phone": row.person.phone,
    }  # fmt: skip
    return {
        name: getattr(value, "value", value)
        for name, value in said.items()
        if value is not None and value != ""
    }
