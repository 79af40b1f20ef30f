"""窗口一次办: one form at a desk makes the log's line, the facts, the step of a vacancy and the seat in a course together."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from leye.apps.matching import selectors as matching
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.stations import actions, selectors
from leye.core.query.model import Scalar
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.stations.vocabulary import DeskKind
from leye.core.vacancies.vocabulary import Step
from leye.core.visits.answers import Unreadable, read_answers
from leye.core.visits.facts import facts
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.comparisons import own_words
from leye.trips.comparisons.own_words import Said
from leye.trips.identities import contact_of
from leye.trips.listing import shown
from leye.trips.training import training
from leye.trips.vacancies import proposals


@dataclass(frozen=True, slots=True)
class Matter:
    """What a person came for. answers: of the survey, raw; proposal, step, why: what he says to a vacancy; course: to join."""

    key: uuid.UUID
    kind: DeskKind
    words: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    proposal: int | None = None
    step: Step | None = None
    why: str = ""
    course: int | None = None


def serve(scope: Scope, person_id: int, matter: Matter, keys: Keyring) -> bool:
    """Do all of a person's matter, or nothing of it; a form sent twice is done once (then False).

    Raises OutOfScope; Unreadable; NotPossible and NoOpeningLeft of a vacancy; NoSeatLeft and NotPossible of a course.
    """
    if not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(person_id)
    found = people.lines(scope, [person_id])
    if not found:
        raise OutOfScope(person_id)
    if matter.proposal is not None and not _is_his(scope, matter.proposal, person_id):
        raise OutOfScope(matter.proposal)
    told = read_answers(matter.answers)
    if matter.kind is DeskKind.CASE and not matter.words.strip():
        raise Unreadable("诉求没有写内容。请把本人说的写在“记录”里。")
    on, line = clock.today(), found[0]
    with transaction.atomic():
        served = actions.Served(
            key=matter.key, kind=matter.kind, person_id=person_id, county=line.county, site_id=line.site_id,
            on=on, words=matter.words,
        )  # fmt: skip
        desk_id, is_new = actions.serve(by=scope.actor, at=clock.now(), served=served)
        if not is_new:
            return False
        entry_id = _record(scope, line, desk_id, told, on, keys)
        if matter.proposal is not None and matter.step is not None:
            proposals.note(scope, matter.proposal, matter.step, on, matter.why)
        if matter.course is not None:
            training.enrol(scope, matter.course, person_id, on)
        if matter.kind is DeskKind.CASE:
            own_words.take(scope, Said(person_id, "wrong", matter.words, "窗口登记"))
        actions.brought(by=scope.actor, desk_id=desk_id, entry_id=entry_id, proposal_id=matter.proposal)  # fmt: skip
    projection.follow(by=scope.actor)
    return True


def _is_his(scope: Scope, proposal_id: int, person_id: int) -> bool:
    return matching.proposal(scope, proposal_id).person_id == person_id


def _record(
    scope: Scope, line: people.PersonLine, desk_id: int, told: Mapping[str, Scalar], on: dt.date, keys: Keyring
) -> int | None:  # fmt: skip
    number = str(told.get("phone", ""))
    contact = contact_of(keys, number) if number else None
    held = people.held(scope, [line.person_id])[line.person_id]
    added = facts(line.person_id, told, held, on, contact, "desk")
    if not added:
        return None
    by = scope.actor
    return ledger.add_entry(
        by=by, source=Source.DESK, unit=line.county, at=clock.now(), source_ref=f"desk:{desk_id}",
        reason="窗口登记",
        facts=added,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log in words."""

    on: dt.date
    kind: str
    person_id: int
    name: str
    site: str
    words: str
    by: str


def log(scope: Scope, keys: Keyring) -> list[LogRow]:
    """The newest lines of the desk's log. Raises OutOfScope."""
    if not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(scope.actor)
    rows = selectors.desk(scope)
    lines = people.lines(scope, list({row.person_id for row in rows}))
    names = {one.id: one for one in shown(scope, lines, keys, clock.today())}
    return [
        LogRow(
            row.on, DeskKind(row.kind).label, row.person_id, names[row.person_id].name,
            names[row.person_id].site, row.words, row.served_by,
        )
        for row in rows
        if row.person_id in names
    ]  # fmt: skip
