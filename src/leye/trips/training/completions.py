"""培训结业名单: another platform's list of completions in by Excel, each row with all that is wrong beside the classes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.apps.training import actions, results, selectors
from leye.apps.training.models import Course, Enrolment
from leye.apps.training.results import Ended
from leye.core.identity import names
from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.rows import NotAPerson
from leye.core.scope import Scope
from leye.core.training.completion_rows import CompletionCells, CompletionReader
from leye.core.training.vocabulary import EnrolmentState
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.identities import ID_CONTEXT
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.found_sheets import FoundSheet
from leye.trips.rosters.intake import NOTICE, Roster
from leye.trips.rosters.kept_rows import pack, unpack
from leye.trips.rosters.list_intake import LEASE, Judge, Judged, take_in
from leye.trips.training import training

COMPLETIONS = "completions"
COLUMNS = load_columns(NOTICE, "training_completions")
STEP = 200


def asked(scope: Scope, path: Path, name: str) -> Roster:
    """A list of completions as it is to be received: nothing in it can lie after today. Raises OutOfScope."""
    training.allowed(scope)
    return Roster(path, name, scope.unit, clock.today(), COMPLETIONS)


def read_completions(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a list of completions that was received; see `take_in`."""
    take_in(scope, upload, keys, COLUMNS, lambda sheet: _judge(scope, upload, sheet, keys))


def _reader(scope: Scope, header: Header, upload: Upload) -> CompletionReader:
    counties = places.tree(scope, upload.as_of).known_counties()
    return CompletionReader(header, counties, upload.as_of)


def _judge(scope: Scope, upload: Upload, sheet: FoundSheet, keys: Keyring) -> Judge:
    reader, beside = _reader(scope, sheet.header, upload), Beside(scope, keys)
    seen: dict[tuple[str, str], int] = {}

    def judge(row_no: int, values: Sequence[object]) -> Judged:
        row = reader.read(row_no, values)
        if isinstance(row, NotAPerson):
            return None
        problems = list(row.problems)
        first = seen.setdefault((row.id_no or f"row {row_no}", plain(row.course)), row_no)
        if first != row_no:
            message = f"同一个人的同一门课在这张表里出现了两次，第一次在第{first}行。"
            remedy = "请只留一行；补考的留最后的结果。"
            problems.append(Problem("file.person_twice", Severity.REFUSED, message, remedy))
        elif _is_whole(row) and (found := beside.look(row).problem):
            problems.append(found)
        return problems, reader.filled(values)

    return judge


def _is_whole(row: CompletionCells) -> bool:
    return all(problem.severity is not Severity.REFUSED for problem in row.problems)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a row is about beside the classes. seat: the person's in the course; problem: what speaks against it."""

    problem: Problem | None = None
    person_id: int | None = None
    county: str = ""
    course: Course | None = None
    seat: Enrolment | None = None


@dataclass(slots=True)
class Beside:
    """Holds rows against the ledger and the classes of an actor's scope, as they are now."""

    scope: Scope
    keys: Keyring

    def look(self, row: CompletionCells) -> Looked:
        """Who and which class a readable row tells of, and the gravest thing that speaks against it."""
        index = sealing.index(self.keys, row.id_no or "", ID_CONTEXT)
        persons = people.persons_by_id_index(self.scope, [index]).get(index, [])
        lines = people.lines(self.scope, persons)
        if len(lines) != 1:  # the same words for nobody and for somebody of another county
            message, remedy = "台账里没有这个人，或不在你的管辖范围。", "请核对号码；新搬来的先导入搬迁对象花名册，再传这张表。"  # fmt: skip
            return Looked(_refused("person.unknown", message, remedy, row.name))
        line = lines[0]
        runs = selectors.runs(self.scope, row.course)
        if not runs:
            message, remedy = "没有登记这门课。", "请先在培训页登记这个班（班名或课程编号一致），再传这张表；已经记下的行不会重复。"  # fmt: skip
            return Looked(_refused("course.unknown", message, remedy, row.course), line.person_id)
        seats = {s.course_id: s for s in selectors.enrolments_of(self.scope, line.person_id)}
        course = _run(row, runs, seats)
        if course is None:
            held = "；".join(f"{one.starts_on} 到 {one.ends_on}" for one in runs[:5])
            message, remedy = (
                f"这门课没有这一期，登记的有：{held}。",
                "请核对日期，或先登记这一期，再传这张表。",
            )
            found = f"{row.starts_on or row.completed_on}"
            return Looked(_refused("course.no_run", message, remedy, found), line.person_id)
        seat = seats.get(course.pk)
        problem = self._against(row, line.name, course, seat)
        return Looked(problem, line.person_id, line.county, course, seat)

    def _against(
        self, row: CompletionCells, name: str, course: Course, seat: Enrolment | None
    ) -> Problem | None:
        if row.certificate and selectors.is_certificate_taken(self.scope, row.certificate, seat):
            remedy = "请核对证书编号。"
            return _refused(
                "certificate.taken", "这个证书编号已经登记给别人。", remedy, row.certificate
            )
        if names.key(row.name) != names.key(name):
            message, remedy = (
                "同一个号码，台账里是另一个姓名。",
                "请核对证件；改名或写错的，请说明。",
            )
            return _strange("person.name_differs", message, remedy, row.name)
        if seat is None:
            message, remedy = (
                f"这个人没有报名“{course.title}”。",
                "确实参加了的，请写一句说明，入账时补上报名。",
            )
            return _strange("enrolment.none", message, remedy, row.name)
        return _unlike(row, seat)


def _run(
    row: CompletionCells, runs: Sequence[Course], seats: dict[int, Enrolment]
) -> Course | None:
    """The run of a course: by its first day where the list tells it, else the person's own, else the last begun by then."""
    if row.starts_on is not None:
        return next((one for one in runs if one.starts_on == row.starts_on), None)
    on = row.completed_on
    begun = [one for one in runs if on is None or one.starts_on <= on]
    own = [one for one in begun if one.pk in seats]
    found = own or begun
    return found[-1] if found else None


def _unlike(row: CompletionCells, seat: Enrolment) -> Problem | None:
    if row.completed_on is None or row.state is None:
        return None
    stands = EnrolmentState(seat.state)
    if stands is EnrolmentState.ENROLLED:
        if row.completed_on >= seat.enrolled_on:
            return None
        message = f"结业日期早于报名日期 {seat.enrolled_on}。"
        remedy = "请核对；报名登记晚了的，请说明，报名日期随着改。"
        return _strange("enrolment.later", message, remedy, f"{row.completed_on}")
    if stands is row.state:
        return None
    message = f"以前登记的是“{stands.label}”，这里是“{row.state.label}”。"
    return _strange(
        "result.differs", message, "请核对；补考或以前记错的，请说明。", row.state.label
    )


def _refused(code: str, message: str, remedy: str, found: str) -> Problem:
    return Problem(code, Severity.REFUSED, message, remedy, None, found or None)


def _strange(code: str, message: str, remedy: str, found: str) -> Problem:
    return Problem(code, Severity.STRANGE, message, remedy, None, found or None)


def record_completions(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record the rows that are ready, step by step; returns the counts of outcomes. Raises OutOfScope.

    Whoever calls has the upload in hand. What has changed since the reading is seen here again.
    """
    training.allowed(scope)
    upload = uploads.upload(scope, upload_id)
    headers = json.loads(upload.notes).get("headers", {})
    readers = {
        name: _reader(scope, restore_header(raw, COLUMNS), upload) for name, raw in headers.items()
    }
    recording = _Recording(scope, upload, keys, lambda sheet: readers[sheet])
    while rows := uploads.rows(scope, upload.pk, [Outcome.READY], limit=STEP):
        recording.step(rows)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.DONE)
    return uploads.counts(scope, upload.pk)


@dataclass(frozen=True, slots=True)
class _Recording:
    scope: Scope
    upload: Upload
    keys: Keyring
    reader_of: Callable[[str], CompletionReader]

    @transaction.atomic
    def step(self, rows: Sequence[UploadRow]) -> None:
        """Rows become results; one that cannot waits with the reason."""
        outcomes = []
        for kept in rows:
            cells, problems = unpack(self.keys, kept.sealed, "filled")
            row = self.reader_of(kept.sheet).read(kept.row_no, cells)
            if isinstance(row, NotAPerson):
                raise RuntimeError(f"row {kept.row_no} is read differently now")
            looked = Beside(self.scope, self.keys).look(row)
            problem = looked.problem
            is_told = (
                problem is not None and problem.severity is Severity.STRANGE and kept.explanation
            )
            if problem is None or is_told:
                try:
                    with transaction.atomic():
                        outcomes.append((kept.pk, self._take(row, looked), looked.person_id))
                    continue
                except actions.NoSeatLeft as error:
                    problem = _strange(
                        "seats.none", str(error), "增加以后再说明、入账。", row.course
                    )
                except actions.NotPossible as error:
                    message = "请看过现在的结果；以这张表为准的，说明后再入账。"
                    problem = _strange("result.changed", str(error), message, row.course)
            self._let_wait(kept, cells, [*problems, problem])
        rosters.settle_rows(by=self.scope.actor, outcomes=outcomes)
        rosters.renew(by=self.scope.actor, upload=self.upload, until=clock.now() + LEASE)

    def _let_wait(
        self, kept: UploadRow, cells: Sequence[object], problems: Sequence[Problem]
    ) -> None:
        uploaded, _ = unpack(self.keys, kept.sealed)
        sealed = pack(self.keys, uploaded, list(dict.fromkeys(problems)), cells)
        rosters.let_wait(by=self.scope.actor, row=kept, code=problems[-1].code, sealed=sealed)

    def _take(self, row: CompletionCells, looked: Looked) -> Outcome:
        seat, course = looked.seat, looked.course
        if row.completed_on is None or row.state in (None, EnrolmentState.ENROLLED):
            return Outcome.SAME  # still learning: nothing ended
        ended = Ended(
            state=row.state or EnrolmentState.COMPLETED, on=row.completed_on, points=row.points,
            certificate=row.certificate, source=source_of(self.upload),
        )  # fmt: skip
        by, at = self.scope.actor, clock.now()
        if seat is None and course is not None and looked.person_id is not None:
            results.brought(
                by=by, at=at, course_id=course.pk, person_id=looked.person_id, county=looked.county, ended=ended
            )  # fmt: skip
            return Outcome.NEW
        if seat is None or seat.state == ended.state.value:
            return Outcome.SAME
        if not results.correct(by=by, at=at, enrolment_id=seat.pk, was=seat.state, ended=ended):
            raise actions.NotPossible("别人刚刚登记了这个人的结果。")
        return Outcome.NEW if seat.state == EnrolmentState.ENROLLED.value else Outcome.CHANGED


def source_of(upload: Upload) -> str:
    """How results name the list that told them."""
    return f"upload:{upload.pk}"


def take_out(scope: Scope, upload: Upload) -> None:
    """A list was wrong: its results are taken back, but for those that somebody has judged since."""
    training.allowed(scope)
    results.take_back(by=scope.actor, at=clock.now(), source=source_of(upload))
