"""岗位归集, afterwards: mended, released upward, counted down, closed; two that are one are made one."""

import datetime as dt
import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from leye.apps.employers import actions as employers
from leye.apps.employers import selectors as known_employers
from leye.apps.places import selectors as places
from leye.apps.rosters.models import Outcome
from leye.apps.vacancies import actions, selectors
from leye.apps.vacancies.actions import Brought
from leye.apps.vacancies.models import VacancyState
from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.values import VacancyRow
from leye.core.vacancies.vocabulary import Ended, Level, Origin
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.matching.matching_ledger import checked_from
from leye.trips.vacancies.vacancy_intake import COLUMNS, VACANCIES, reader_of
from leye.trips.vacancies.vacancy_recording import Recording


def close_due(scope: Scope) -> int:
    """Close what is over by today: past its last day, or its employer's papers not looked at for too long."""
    today, now = clock.today(), clock.now()
    stale = Q(employer__verified_on__lte=checked_from(today))
    expired = Q(valid_to__lt=today)
    many = actions.close(
        by=scope.actor, at=now, where=expired, ended=Ended.EXPIRED, unit=scope.unit
    )
    return many + actions.close(
        by=scope.actor, at=now, where=stale, ended=Ended.UNVERIFIED, unit=scope.unit
    )


def row_of(scope: Scope, unit: str, given: Mapping[str, object], on: dt.date) -> VacancyRow:
    """A vacancy told by the keys of the columns, read as a row of a list would be."""
    labels = {key: own[0][-1] for key, own in COLUMNS.labels.items()}
    columns = tuple((place, key, labels[key]) for place, key in enumerate(labels))
    header = Header(0, 0, COLUMNS.kinds[VACANCIES], columns, ())
    reader = reader_of(scope, header, "", unit, on)
    row = reader.read(1, [given.get(key) or None for key in labels])
    if isinstance(row, NotAPerson):
        empty = Problem(
            "title.empty", Severity.REFUSED, "没有填写岗位。", "请填写单位、岗位和人数。"
        )
        return VacancyRow("", 1, problems=(empty,))
    return row


def note(
    scope: Scope,
    unit: str,
    row: VacancyRow,
    how: Brought,
    keys: Keyring,
    *,
    verified: bool,
    explained: str = "",
) -> tuple[int, Outcome] | None:
    """Keep one vacancy that was told by a form or a call; None where something of it must be mended first.

    What is strange needs a word of explanation. Raises OutOfScope.
    """
    scope = scope.narrowed(unit)
    if not scope.may(Capability.EDIT_VACANCIES):
        raise OutOfScope(unit)
    grave = {problem.severity for problem in row.problems}
    if Severity.REFUSED in grave or (Severity.STRANGE in grave and not explained.strip()):
        return None
    tree = places.tree(scope, clock.today())
    kept = Recording(scope, unit, tree, keys).take([row], [how], verified=verified)[0]
    return kept.vacancy_id, kept.outcome


def brought_by_hand(unit: str, name: str) -> Brought:
    """How a vacancy comes that a clerk enters."""
    return Brought(Origin.FORM, name, "", unit)


def release(scope: Scope, vacancy_id: int, level: Level) -> None:
    """Release a vacancy of one's own upward or back. Raises OutOfScope, AlreadyClosed."""
    _may_edit(scope)
    vacancy = selectors.own(scope, vacancy_id)
    actions.publish(by=scope.actor, at=clock.now(), vacancy=vacancy, level=level)


def close(scope: Scope, vacancy_id: int) -> bool:
    """The unit no longer offers it; False where it was closed before. Raises OutOfScope."""
    _may_edit(scope)
    vacancy = selectors.own(scope, vacancy_id)
    return bool(
        actions.close(
            by=scope.actor, at=clock.now(), where=Q(pk=vacancy.pk), ended=Ended.WITHDRAWN,
            unit=vacancy.unit,
        )
    )  # fmt: skip


def settle_alike(scope: Scope, vacancy_id: int, *, is_same: bool) -> bool:
    """Judge whether a vacancy is the one that it looks like; False where that is no longer asked."""
    _may_edit(scope)
    vacancy = selectors.own(scope, vacancy_id)
    if vacancy.alike_id is None or vacancy.state == VacancyState.CLOSED:
        return False
    if not is_same:
        actions.keep_apart(by=scope.actor, vacancy=vacancy)
        return True
    into = selectors.by_id(scope, [vacancy.alike_id])[vacancy.alike_id]
    actions.merge(by=scope.actor, at=clock.now(), vacancy=vacancy, into=into)
    return True


@transaction.atomic
def verify_employer(scope: Scope, employer_id: int) -> bool:
    """Somebody looked at an employer's papers today; False where it has no code to look up. Raises OutOfScope."""
    _may_edit(scope)
    employer = known_employers.employer(scope, employer_id)
    employers.verify(by=scope.actor, unit=scope.unit, employer_ids=[employer.pk], on=clock.today())
    return employer.code is not None


def _may_edit(scope: Scope) -> None:
    if not scope.may(Capability.EDIT_VACANCIES):
        raise OutOfScope(scope.unit)


def told(problems: tuple[Problem, ...]) -> str:
    """Problems for an answer of the API: code, severity, column, message and remedy."""
    return json.dumps(
        [
            {"code": p.code, "severity": p.severity.value, "column": p.column, "message": p.message, "remedy": p.remedy}
            for p in problems
        ],
        ensure_ascii=False,
    )  # fmt: skip
