"""劳务报酬发放表: a project's month of pay in by Excel; its people of the ledger have worked there, the others are kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyThere
from leye.apps.local_jobs.models import PayList, Project
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.core.ledger.additions import Addition
from leye.core.local_jobs.pay_rows import PayCells, PayReader
from leye.core.local_jobs.spells import Span, paid_month, unpaid_month
from leye.core.local_jobs.vocabulary import ProjectKind
from leye.core.periods import Month
from leye.core.problems import Problem, Severity
from leye.core.query.model import Scalar
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson
from leye.core.scope import OutOfScope, Scope
from leye.core.vocabulary import Channel, EmploymentKind
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.identities import ID_CONTEXT
from leye.trips.local_jobs.local_jobs_places import least_pay
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.found_sheets import FoundSheet
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.kept_rows import unpack
from leye.trips.rosters.list_intake import Judge, Judged, refuse, take_in

LABOUR_PAY = "labour_pay"
COLUMNS = load_columns(NOTICE, "local_jobs_pay")
NAME_CONTEXT = "pay.name"
SENDER = "project:"


def read_pay(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a pay list that was received; see `take_in`."""
    take_in(scope, upload, keys, COLUMNS, lambda sheet: _judge(scope, upload, sheet))


def _reader(scope: Scope, header: Header, upload: Upload) -> PayReader:
    tree = places.tree(scope, upload.as_of)
    return PayReader(header, tree.known_counties(), least_pay(upload.as_of)[0])


def _judge(scope: Scope, upload: Upload, sheet: FoundSheet) -> Judge:
    reader = _reader(scope, sheet.header, upload)
    seen: dict[str, int] = {}

    def judge(row_no: int, values: Sequence[object]) -> Judged:
        row = reader.read(row_no, values)
        if isinstance(row, NotAPerson):
            return None
        problems = list(row.problems)
        if row.id_no and seen.setdefault(row.id_no, row_no) != row_no:
            message = f"同一个人在这张表里出现了两次，第一次在第{seen[row.id_no]}行。"
            remedy = "请合并成一行，写这个月的总天数和总报酬。"
            problems.append(Problem("file.person_twice", Severity.REFUSED, message, remedy))
        return problems, tuple(values)

    return judge


def record_pay(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record the rows of a pay list that are ready, all at once; returns the counts of outcomes.

    Whoever calls has the upload in hand. Raises OutOfScope.
    """
    upload = uploads.upload(scope, upload_id)
    project = project_of(scope, upload)
    rows = uploads.rows(scope, upload.pk, [Outcome.READY], limit=20_000)
    headers = json.loads(upload.notes).get("headers", {})
    readers = {
        name: _reader(scope, restore_header(raw, COLUMNS), upload) for name, raw in headers.items()
    }
    try:
        with transaction.atomic():
            pay_list = actions.open_pay_list(
                by=scope.actor, at=clock.now(), project=project, month=upload.as_of.replace(day=1),
                upload_id=upload.pk,
            )  # fmt: skip
            told = [(kept, _read(readers, kept, keys)) for kept in rows]
            _Recording(scope, project, pay_list, keys).take(told)
            rosters.set_state(by=scope.actor, upload=upload, state=UploadState.DONE)
    except AlreadyThere:
        message = f"{Month.of(upload.as_of)} 的发放表已经有一份，没有再记一份。"
        remedy = "先作废原来的那一份，再上传这一份。"
        refuse(scope, upload, Problem("pay_list.twice", Severity.REFUSED, message, remedy))
    projection.follow(by=scope.actor)
    return uploads.counts(scope, upload.pk)


def _read(readers: Mapping[str, PayReader], kept: UploadRow, keys: Keyring) -> PayCells:
    cells, _ = unpack(keys, kept.sealed, "filled")
    row = readers[kept.sheet].read(kept.row_no, cells)
    if isinstance(row, NotAPerson):
        raise RuntimeError(f"row {kept.row_no} is read differently now")
    return row


def project_of(scope: Scope, upload: Upload) -> Project:
    """The project whose pay an upload lists. Raises OutOfScope."""
    number = upload.sender.removeprefix(SENDER)
    if not number.isdecimal():
        raise OutOfScope(upload.pk)
    return selectors.project(scope, int(number))


def month_of(project: Project, month: Month) -> Span | None:
    """The days of a month on which a project ran; None where it did not."""
    start = max(month.first_day, project.starts_on)
    end = month.shifted(1).first_day
    if project.ends_on is not None:
        end = min(end, project.ends_on)
    return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class _Recording:
    """Keeps rows of a pay list; whoever is in the ledger has worked there in the month."""

    scope: Scope
    project: Project
    pay_list: PayList
    keys: Keyring

    def take(self, told: Sequence[tuple[UploadRow, PayCells]]) -> None:
        index = {
            kept.pk: sealing.index(self.keys, row.id_no or "", ID_CONTEXT) for kept, row in told
        }
        known = people.persons_by_id_index(self.scope, list(set(index.values())))
        persons = {pk: known[one][0] for pk, one in index.items() if known.get(one)}
        county = {
            line.person_id: line.county
            for line in people.lines(self.scope, sorted(set(persons.values())))
        }
        # Whoever is settled elsewhere is an outside worker here: a county learns nothing of others' people.
        persons = {pk: one for pk, one in persons.items() if one in county}
        facts, side = self._facts(sorted(set(persons.values())))
        entry_id = record(self.scope, self.pay_list, facts, "劳务报酬发放表")
        brought = {fact.person_id for fact in facts}
        rows = [
            {
                "row_no": kept.row_no, "person_id": persons.get(kept.pk),
                "county": county.get(persons.get(kept.pk, 0), ""),
                "name_cipher": sealing.seal(self.keys, row.name, NAME_CONTEXT),
                "id_cipher": sealing.seal(self.keys, row.id_no or "", ID_CONTEXT),
                "id_index": index[kept.pk], "days": row.days, "pay_fen": row.pay_fen,
                "is_side_job": persons.get(kept.pk) in side,
                "entry_id": entry_id if persons.get(kept.pk) in brought else None,
            }
            for kept, row in told
        ]  # fmt: skip
        actions.add_pay(by=self.scope.actor, pay_list=self.pay_list, rows=rows)
        outcomes = [(kept.pk, Outcome.NEW, persons.get(kept.pk)) for kept, _ in told]
        rosters.settle_rows(by=self.scope.actor, outcomes=outcomes)

    def _facts(self, persons: Sequence[int]) -> tuple[list[Addition], set[int | None]]:
        month = month_of(self.project, Month.of(self.pay_list.month))
        if month is None:
            return [], set()
        values = values_of(self.project)
        held = people.held(self.scope, persons)
        facts: list[Addition] = []
        side: set[int | None] = set()
        for person in persons:
            own, is_side_job = paid_month(
                held[person], person, month, values, f"pay_list:{self.pay_list.pk}"
            )
            facts.extend(own)
            if is_side_job:
                side.add(person)
        return facts, side


def values_of(project: Project) -> dict[str, Scalar | None]:
    """The columns of a spell of work at a project."""
    is_relief = project.kind == ProjectKind.RELIEF.value
    return {
        "job_kind": (EmploymentKind.WORK_RELIEF if is_relief else EmploymentKind.UNIT).value,
        "job_channel": Channel.LOCAL.value, "job_place": project.county,
        "job_place_text": project.place_text, "employer": project.employer.name,
        "trade": project.name[:100],
    }  # fmt: skip


def record(scope: Scope, pay_list: PayList, facts: Sequence[Addition], reason: str) -> int | None:
    """Add the facts of a pay list to the ledger; returns the entry, None without facts."""
    if not facts:
        return None
    by, now = scope.actor, clock.now()
    return ledger.add_entry(
        by=by, source=Source.DEPARTMENT, unit=pay_list.project.county, at=now,
        source_ref=f"pay_list:{pay_list.pk}", reason=reason,
        facts=facts,
    )  # fmt: skip


@transaction.atomic
def take_out(scope: Scope, pay_list: PayList) -> None:
    """What a pay list brought into the ledger is taken out again; the months around it stay."""
    rows = selectors.pay_rows(scope, pay_list.pk)
    persons = sorted({row.person_id for row in rows if row.person_id and row.entry_id})
    month = month_of(pay_list.project, Month.of(pay_list.month))
    if month is not None:
        held = people.held(scope, persons)
        values, origin = values_of(pay_list.project), f"pay_list:{pay_list.pk}"
        facts = [fact for one in persons for fact in unpaid_month(held[one], month, values, origin)]
        record(scope, pay_list, facts, "发放表作废")
    actions.withdraw_pay_list(by=scope.actor, at=clock.now(), pay_list=pay_list)
