"""走访与名册, held against each other: a visit that is kept in, what of it counts beside the others of the same person out.

It stands here since a survey on paper comes in as a roster does, before the room of visits.
"""

import datetime as dt
import json
from collections.abc import Mapping

from leye.apps.people import selectors as people
from leye.apps.visits import actions, selectors
from leye.apps.visits.models import Visit as Kept
from leye.core.periods import day_of
from leye.core.query.model import Scalar
from leye.core.scope import Scope
from leye.core.visits.answers import Outcome, Visit
from leye.core.visits.merging import Merged, Told, merge
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.survey import load_survey
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.rosters.intake import NOTICE


def merged_with(
    scope: Scope, row: Kept, visit: Visit, one_round: dt.timedelta, keys: Keyring
) -> Merged:
    """What of a kept visit counts beside those that stand; a contradiction is opened as a case."""
    own = Told(visit.key, row.brought_by, row.answered_at, visit.outcome, visit.told)
    merged = merge(own, _standing(scope, visit.person_id, row.pk, keys), one_round)
    if merged.against is not None:
        actions.contradict(
            by=scope.actor, visit=row, against=merged.against, unlike=merged.unlike, at=clock.now()
        )
    return merged


def taken(
    scope: Scope, visit: Visit, line: people.PersonLine, at: dt.datetime, keys: Keyring, way: str
) -> bool:
    """Keep a visit that did not come from a phone and hold it against the others; False where it became a case.

    What it brings into the ledger is its bringer's own to record. Known by its key, it says what became of it then.
    """
    survey = load_survey(NOTICE, day_of(at))
    new = actions.NewVisit(
        key=visit.key, person_id=visit.person_id, county=line.county, site_id=line.site_id, form=visit.form,
        notice=survey.notice_number, outcome=visit.outcome.value, told=packed(visit.told, keys), device_at=at,
        answered_at=at, is_clock_off=False, received_at=clock.now(), way=way,
    )  # fmt: skip
    row, is_new = actions.keep(by=scope.actor, new=new)
    if not is_new:
        return _stands(row)
    return merged_with(scope, row, visit, survey.round, keys).against is None


def _standing(scope: Scope, person_id: int, but: int, keys: Keyring) -> list[Told]:
    """The visits to a person that stand: not those that wait, nor those that were judged wrong."""
    rows = selectors.of_person(scope, person_id)
    wrong = selectors.overruled(scope, [person_id])
    return [
        Told(row.key, row.brought_by, row.answered_at, Outcome(row.outcome), opened(row.told, keys))
        for row in rows
        if row.pk != but and row.pk not in wrong and _stands(row)
    ]


def _stands(row: Kept) -> bool:
    case = getattr(row, "contradiction", None)
    return case is None or case.judged == "second"


def packed(told: Mapping[str, Scalar], keys: Keyring) -> str:
    """The answers as they are kept, the telephone sealed."""
    kept = dict(told)
    if "phone" in kept:
        kept["phone"] = sealing.seal(keys, str(kept["phone"]), PHONE_CONTEXT)
    return json.dumps(kept, ensure_ascii=False)


def opened(text: str, keys: Keyring) -> dict[str, Scalar]:
    """The answers of a kept visit."""
    told: dict[str, Scalar] = json.loads(text)
    if "phone" in told:
        told["phone"] = sealing.unseal(keys, str(told["phone"]), PHONE_CONTEXT)
    return told
