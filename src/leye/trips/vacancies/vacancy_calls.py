"""岗位归集 by other systems: one vacancy a call, counted once however often it is sent."""

import hashlib
import json
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from leye.apps.vacancies import actions, selectors
from leye.apps.vacancies.actions import Brought
from leye.core.problems import Severity
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import Origin
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.vacancies.vacancy_keeping import note, row_of, told

Answer = tuple[int, dict[str, object]]  # HTTP status, body


def push(
    scope: Scope, unit: str, sender: str, given: Mapping[str, object], key: str, keys: Keyring
) -> Answer:
    """Keep a vacancy that another system sends. 201 new, 200 known, 422 something must be mended first.

    The same key with the same content is answered as before; with other content it is a mistake, 409.
    Raises OutOfScope.
    """
    scope = scope.narrowed(unit)
    body = json.dumps(
        {"unit": unit, "sender": sender, **given}, ensure_ascii=False, sort_keys=True, default=str
    )
    digest = hashlib.sha256(body.encode()).hexdigest()
    before = _answered(scope, key, digest)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            answer = _keep(scope, unit, sender, given, keys)
            said = json.dumps(answer[1], ensure_ascii=False)
            actions.answer_once(
                by=scope.actor,
                at=clock.now(),
                key=key,
                digest=digest,
                status=answer[0],
                answer=said,
            )
    except IntegrityError:  # the same call in the same moment: the other one was faster
        return _answered(scope, key, digest) or (
            409,
            {"message": "同一岗位正在由另一次请求登记，请稍后重试。"},
        )
    return answer


def _answered(scope: Scope, key: str, digest: str) -> Answer | None:
    before = selectors.answered(scope, key)
    if before is None:
        return None
    if before.digest != digest:
        return 409, {"message": "这个 Idempotency-Key 已经用于另一条内容。请为每条岗位用不同的键。"}
    return before.status, json.loads(before.answer)


def _keep(
    scope: Scope, unit: str, sender: str, given: Mapping[str, object], keys: Keyring
) -> Answer:
    row = row_of(scope, unit, given, clock.today())
    how = Brought(Origin.API, sender, row.reference, unit)
    problems = json.loads(told(row.problems))
    kept = note(
        scope, unit, row, how, keys, verified=False, explained=str(given.get("explained") or "")
    )
    if kept is None:
        grave = [p for p in problems if p["severity"] != Severity.NOTE.value]
        return 422, {"message": "岗位没有登记，请按 problems 逐项改正或说明。", "problems": grave}
    vacancy_id, outcome = kept
    status = 201 if outcome.value == "new" else 200
    return status, {"id": vacancy_id, "outcome": outcome.value, "problems": problems}
