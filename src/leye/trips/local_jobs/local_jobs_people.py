"""在岗人员名单: the workers of a workshop or the holders of a post by Excel, each placed as one is on the page."""

import json
from collections.abc import Mapping, Sequence

from django.db import transaction

from leye.apps.local_jobs.models import Post, Workshop
from leye.apps.people import selectors as people
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.core.payments.roster_rows import WorkerReader, WorkerRow
from leye.core.periods import Month
from leye.core.problems import Problem, Severity
from leye.core.scope import OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.identities import ID_CONTEXT
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_placing import (
    AlreadyPlaced,
    Placing,
    place,
    where_of_kind,
)
from leye.trips.local_jobs.local_jobs_spells import followed
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.found_sheets import FoundSheet
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.kept_rows import pack, unpack
from leye.trips.rosters.list_intake import Judge, Judged, take_in

LOCAL_WORKERS = "local_workers"
COLUMNS = load_columns(NOTICE, "local_jobs_people")


def read_people(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a list of workers that was received; see `take_in`."""
    take_in(scope, upload, keys, COLUMNS, lambda sheet: _judge(upload, sheet))


def _judge(upload: Upload, sheet: FoundSheet) -> Judge:
    reader = WorkerReader(sheet.header, upload.as_of)
    seen: dict[str, int] = {}

    def judge(row_no: int, values: Sequence[object]) -> Judged:
        row = reader.read(row_no, values)
        if row is None:
            return None
        problems = list(row.problems)
        if row.hired_on is None:
            problems.append(_refused("hired", "没有写清上岗时间。", "请写成 2020-06-01。"))
        if row.id_no and seen.setdefault(row.id_no, row_no) != row_no:
            message = f"同一个人在这张表里出现了两次，第一次在第{seen[row.id_no]}行。"
            problems.append(_refused("twice", message, "请只留一行。"))
        return problems, tuple(values)

    return judge


def _refused(code: str, message: str, remedy: str) -> Problem:
    return Problem(f"local.{code}", Severity.REFUSED, message, remedy)


def where_is(scope: Scope, upload: Upload) -> Workshop | Post:
    """The workshop or post whose people an upload lists. Raises OutOfScope."""
    kind, _, number = upload.sender.partition(":")
    if not number.isdecimal():
        raise OutOfScope(upload.pk)
    return where_of_kind(scope, kind, int(number))


def record_people(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Place everybody of a list whose row is ready; whoever cannot be placed waits with the reason.

    Whoever calls has the upload in hand. Raises OutOfScope.
    """
    upload = uploads.upload(scope, upload_id)
    scope = scope.narrowed(upload.unit)
    where = where_is(scope, upload)
    kept = uploads.rows(scope, upload.pk, [Outcome.READY], limit=20_000)
    headers = json.loads(upload.notes).get("headers", {})
    readers = {
        name: WorkerReader(restore_header(raw, COLUMNS), upload.as_of)
        for name, raw in headers.items()
    }
    rows = [(one, _read(readers, one, keys)) for one in kept]
    who = _known(scope, [row for _, row in rows], keys)
    with transaction.atomic():
        for one, row in rows:
            _take(scope, where, one, row, who.get(row.id_no or ""), keys)
        rosters.set_state(by=scope.actor, upload=upload, state=UploadState.DONE)
    followed(scope)
    return uploads.counts(scope, upload.pk)


def _read(readers: Mapping[str, WorkerReader], kept: UploadRow, keys: Keyring) -> WorkerRow:
    cells, _ = unpack(keys, kept.sealed, "filled")
    row = readers[kept.sheet].read(kept.row_no, cells)
    if row is None:
        raise RuntimeError(f"row {kept.row_no} is read differently now")
    return row


def _known(scope: Scope, rows: Sequence[WorkerRow], keys: Keyring) -> dict[str, int]:
    """Number → the person of the county's ledger who bears it."""
    indexes = {sealing.index(keys, row.id_no, ID_CONTEXT): row.id_no for row in rows if row.id_no}
    found = people.persons_by_id_index(scope, list(indexes))
    inside = {one.person_id for one in people.lines(scope, [x for many in found.values() for x in many])}  # fmt: skip
    return {indexes[key]: many[0] for key, many in found.items() if many and many[0] in inside}


def _take(
    scope: Scope, where: Workshop | Post, kept: UploadRow, row: WorkerRow, person: int | None, keys: Keyring
) -> None:  # fmt: skip
    try:
        if person is None:
            raise NotPossible(
                "本旗县的台账里没有这个人。请核对号码；安置在别的旗县的，由那个旗县登记。"
            )
        with transaction.atomic():
            place(scope, where, _placing(row, person, kept.explanation), follows=False)
        outcome = Outcome.NEW
    except AlreadyPlaced:
        outcome = Outcome.SAME
    except NotPossible as refused:
        cells, problems = unpack(keys, kept.sealed, "filled")
        uploaded, _ = unpack(keys, kept.sealed)
        told = Problem(
            "local.place", Severity.STRANGE, str(refused), "请核对；属实的写明说明再入账。"
        )
        sealed = pack(keys, uploaded, list(dict.fromkeys([*problems, told])), cells)
        rosters.let_wait(by=scope.actor, row=kept, code=told.code, sealed=sealed)
        return
    rosters.settle_rows(by=scope.actor, outcomes=[(kept.pk, outcome, person)])


def _placing(row: WorkerRow, person: int, explained: str) -> Placing:
    months = None
    if row.contract_from and row.contract_to:
        first, last = Month.of(row.contract_from), Month.of(row.contract_to)
        months = (last.year - first.year) * 12 + last.number - first.number
    pay = None if row.monthly_pay_fen is None else row.monthly_pay_fen // 100
    return Placing(
        person, row.hired_on or clock.today(), contract_months=months, monthly_pay=pay, explained=explained
    )  # fmt: skip
