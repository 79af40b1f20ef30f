"""走访, later merge: what phones kept without a network comes in once, is dated by the right clock, and counts or waits.

A visit that is known by its key is told as known. What cannot be read is refused one by one and stays on the phone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.visits import actions
from leye.apps.visits.models import Visit as Kept
from leye.core.periods import SHANGHAI, day_of
from leye.core.query.model import Scalar
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.visits.answers import Unreadable, Visit, read
from leye.core.visits.clocks import corrected, off_by
from leye.core.visits.facts import facts
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.survey import load_survey
from leye.trips.identities import contact_of
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.survey_merging import merged_with, packed

MOST = 200  # visits in one sending


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one visit: "taken", "known", "waits" (contradicts another) or "refused"; words for the worker."""

    key: str
    state: str
    words: str


def bring(
    scope: Scope, raw: Sequence[object], device_now: dt.datetime, keys: Keyring
) -> list[Answered]:
    """Take in what a phone brings, visit by visit. device_now: the phone's clock at the sending.

    Raises OutOfScope for an actor who may not visit anybody.
    """
    if not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(scope.actor)
    at_sync = (clock.now() - device_now).total_seconds()
    told = [_one(scope, each, at_sync, keys) for each in raw[:MOST]]
    if any(one.state == "taken" for one in told):
        projection.follow(by=scope.actor)
    return told


def _one(scope: Scope, raw: object, at_sync: float, keys: Keyring) -> Answered:
    key = str(raw.get("uuid", ""))[:36] if isinstance(raw, dict) else ""
    try:
        visit = read(raw)
    except Unreadable as error:
        return Answered(key, "refused", f"读不出来：{error}请在手机上改正后再发。")
    found = people.lines(scope, [visit.person_id])
    if not found:
        return Answered(key, "refused", "这个人不在你的管辖范围，或已经不在台账上。")
    with transaction.atomic():
        return _take(scope, visit, found[0], at_sync, keys)


def _take(
    scope: Scope, visit: Visit, line: people.PersonLine, at_sync: float, keys: Keyring
) -> Answered:
    now = clock.now()
    tolerated = load_survey(NOTICE, day_of(now)).tolerated
    instant = corrected(visit.device_at, visit.offset, at_sync, now, tolerated)
    survey = load_survey(NOTICE, day_of(instant.at))
    new = actions.NewVisit(
        key=visit.key, person_id=visit.person_id, county=line.county, site_id=line.site_id, form=visit.form,
        notice=survey.notice_number, outcome=visit.outcome.value,
        told=packed(visit.told, keys), device_at=visit.device_at, answered_at=instant.at,
        is_clock_off=instant.is_off, received_at=now,
    )  # fmt: skip
    row, is_new = actions.keep(by=scope.actor, new=new)
    if not is_new:
        return Answered(str(visit.key), "known", "以前已经收到。")
    merged = merged_with(scope, row, visit, survey.round, keys)
    if merged.against is not None:
        return Answered(
            str(visit.key), "waits", "另一位工作人员登记的不一样，已请旗县核实，两份都留着。"
        )
    record(scope, row, {name: visit.told[name] for name in merged.takes}, keys)
    words = f"已入账；{clock_words(row)}" if instant.is_off else "已入账。"
    return Answered(str(visit.key), "taken", words)


def clock_words(row: Kept) -> str:
    """Why a visit from a phone with a wrong clock stands where it stands among the others."""
    device, at = (each.astimezone(SHANGHAI) for each in (row.device_at, row.answered_at))
    off = off_by(row.device_at, row.answered_at)
    return f"手机上是{device:%Y-%m-%d %H:%M}（{off}），按服务器时间算在{at:%Y-%m-%d %H:%M}，先后以这个时间为准。"


def record(scope: Scope, row: Kept, told: Mapping[str, Scalar], keys: Keyring) -> int | None:
    """Bring answers of a kept visit into the ledger, inside the caller's transaction; the entry's id, if any."""
    number = str(told.get("phone", ""))
    contact = contact_of(keys, number) if number else None
    held = people.held(scope, [row.person_id])[row.person_id]
    added = facts(row.person_id, told, held, day_of(row.answered_at), contact)
    if not added:
        return None
    by = scope.actor
    entry_id = ledger.add_entry(
        by=by, source=Source.SURVEY, unit=row.county, at=clock.now(), source_ref=f"visit:{row.pk}",
        reason=f"入户调查，表样{row.form}，告知书{row.notice}",
        facts=added,
    )  # fmt: skip
    actions.recorded(by=by, visit_id=row.pk, entry_id=entry_id)
    return entry_id
