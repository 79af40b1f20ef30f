"""培训, files: the class roster that a training subsidy needs, and completions that another platform tells."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.training import actions, results, selectors
from leye.apps.training.actions import NotPossible
from leye.apps.training.results import Ended
from leye.core.identity.id_number import read as read_id
from leye.core.periods import day_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.training.statements import Completion, Unusable, read
from leye.core.training.vocabulary import EnrolmentState, Mode, Presence
from leye.core.vocabulary import Sex
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.write import write_table
from leye.trips.identities import ID_CONTEXT, PHONE_CONTEXT
from leye.trips.training import training

MOST = 20_000
ROSTER = (
    "序号", "姓名", "性别", "身份证号码", "联系电话", "培训工种", "培训形式", "课时", "开班日期", "结束日期", "出勤天数", "缺勤天数",
    "考核成绩", "结果", "证书编号", "学员账号", "本人签字",
)  # fmt: skip


def roster(scope: Scope, course_id: int, keys: Keyring) -> bytes:
    """The roster of a class as a workbook, with full numbers; taking it is an audit event. Raises OutOfScope."""
    if not scope.may(Capability.REVEAL):
        raise OutOfScope(course_id)
    training.allowed(scope)
    row = selectors.course(scope, course_id)
    seats = selectors.enrolments(scope, course_id)
    persons = [seat.person_id for seat in seats]
    lines = {line.person_id: line for line in people.lines(scope, persons)}
    phones = people.phones(scope, persons)
    days = selectors.attendance(scope, course_id)
    rows: list[list[str | int]] = []
    for seat in seats:
        line = lines.get(seat.person_id)
        if line is None:
            continue
        told = list(days.get(seat.pk, {}).values())
        absent = told.count(Presence.ABSENT.value)
        rows.append(
            [
                len(rows) + 1, line.name, Sex(line.sex).label if line.sex else "",
                sealing.unseal(keys, line.id_cipher, ID_CONTEXT) if line.id_cipher else "",
                sealing.unseal(keys, phones[seat.person_id], PHONE_CONTEXT) if seat.person_id in phones else "",
                row.trade, Mode(row.mode).label, row.hours, row.starts_on.isoformat(), row.ends_on.isoformat(),
                len(told) - absent, absent, "" if seat.points is None else seat.points,
                EnrolmentState(seat.state).label, seat.certificate, f"leye-{seat.pk}", "",
            ]
        )  # fmt: skip
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="training.roster", unit=scope.unit, subject=f"course:{course_id}",
            detail={"people": len(rows)},
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "roster.xlsx"
        write_table(path, {"培训花名册": [list(ROSTER), *rows]})
        return path.read_bytes()


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import came to; read = taken + known + other + unusable. problems: of the unusable, with their numbers."""

    read: int
    taken: int
    known: int
    other: int
    problems: tuple[str, ...]


def statements(text: str) -> Iterator[object]:
    """The statements of a file: a list, {"statements": [...]}, or one a line. Raises NotPossible."""
    try:
        raw = json.loads(text)
    except ValueError:
        try:
            raw = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise NotPossible(
                "文件不是xAPI记录（JSON）。请从学习平台导出JSON，或导出Excel结业名单后从“导入结业名单”上传。"
            ) from None
    found = raw.get("statements", [raw]) if isinstance(raw, dict) else raw
    if not isinstance(found, list) or len(found) > MOST:
        raise NotPossible(f"文件里没有记录，或超过{MOST}条。请分开导出。")
    yield from found


def bring(scope: Scope, text: str, keys: Keyring) -> Brought:
    """Take in completions, each once by the platform's key. Raises OutOfScope; NotPossible for a file without any.

    A learner is known by the account on the roster that we gave ("leye-17") or by the identity number.
    """
    training.allowed(scope)
    told = [read(raw) for raw in statements(text)]
    courses = selectors.by_activity(
        scope, {one.activity for one in told if isinstance(one, Completion)}
    )
    taken = known = other = 0
    problems: list[str] = []
    for number, one in enumerate(told, start=1):
        if isinstance(one, Unusable):
            other += one.is_other
            if not one.is_other:
                problems.append(f"第{number}条：{one.why}")
            continue
        course = courses.get(one.activity)
        try:
            if course is None:
                raise NotPossible("没有登记这门课。请在培训班里填上平台的课程编号")
            is_new = _take(scope, one, course.pk, keys)
        except NotPossible as error:
            actions.keep_statement(by=scope.actor, at=clock.now(), key=one.key, enrolment_id=None, problem=str(error))  # fmt: skip
            problems.append(f"第{number}条：{error}")
            continue
        taken, known = taken + is_new, known + (not is_new)
    return Brought(len(told), taken, known, other, tuple(problems))


@transaction.atomic
def _take(scope: Scope, one: Completion, course_id: int, keys: Keyring) -> bool:
    seats = selectors.enrolments(scope, course_id)
    seat = next((s for s in seats if s.pk == _account(one.learner)), None)
    if seat is None:
        persons = _bearers(scope, one.learner, keys)
        seat = next((s for s in seats if s.person_id in persons), None)
    if seat is None:
        raise NotPossible("这个账号没有在这个班报名")
    if not actions.keep_statement(
        by=scope.actor, at=clock.now(), key=one.key, enrolment_id=seat.pk
    ):
        return False
    state = EnrolmentState.COMPLETED if one.is_passed else EnrolmentState.FAILED
    on = min(day_of(one.on), clock.today())
    ended = Ended(state=state, on=on, points=one.points, source="xapi")
    results.end(by=scope.actor, at=clock.now(), enrolment_id=seat.pk, ended=ended)
    return True


def _account(learner: str) -> int:
    said = learner.removeprefix("leye-")
    return int(said) if said != learner and said.isascii() and said.isdigit() else 0


def _bearers(scope: Scope, learner: str, keys: Keyring) -> Sequence[int]:
    number = read_id(learner).canonical
    if number is None:
        return ()
    index = sealing.index(keys, number, ID_CONTEXT)
    return people.persons_by_id_index(scope, [index]).get(index, ())
