"""回访: after 7, 30 and 90 days of work; whoever came home early is out of work in the ledger and matched anew."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.journeys import selectors, under_way
from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import Booking
from leye.apps.matching import selectors as matching
from leye.apps.matching.actions import NotPossible as StepNotPossible
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.core.journeys.vocabulary import Answer, Intent
from leye.core.ledger import facts as f
from leye.core.rosters.changes import current, ended
from leye.core.scope import OutOfScope, Scope
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips.journeys.journey_booking import may_edit
from leye.trips.journeys.journey_letters import tell_follow_up
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies import proposals


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to be called: after how many days, since when, how often he was not reached."""

    booking: Booking
    person: PersonRow
    days: int
    due_on: dt.date
    unreached: int


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody who came home early and is not booked again."""

    booking: Booking
    person: PersonRow
    proposals: int


def due(scope: Scope, keys: Keyring) -> list[Due]:
    """The call list of today, the longest due first."""
    today = clock.today()
    days = load_journeys(NOTICE, today).follow_up_days
    rows = selectors.to_call(scope, {one: today - dt.timedelta(days=one) for one in days})
    names = _names(scope, [row.person_id for row, _ in rows], keys)
    calls = selectors.calls(scope, {row.pk for row, _ in rows})
    found = [
        Due(
            row, names[row.person_id], one, (row.started_on or today) + dt.timedelta(days=one),
            sum(call.days == one for call in calls[row.pk]),
        )
        for row, one in rows
        if row.person_id in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on, one.booking.pk))


def back_home(scope: Scope, keys: Keyring) -> list[Back]:
    """Those who came home early, as a task: they are matched anew."""
    last = selectors.booked_persons(scope)
    rows = [row for row in last.values() if row.state == Intent.RETURNED.value]
    rows = sorted(rows, key=lambda row: row.ended_on or row.start_on, reverse=True)[:200]
    names = _names(scope, [row.person_id for row in rows], keys)
    return [
        Back(row, names[row.person_id], len(matching.of_person(scope, row.person_id)))
        for row in rows
        if row.person_id in names
    ]


def _names(scope: Scope, persons: list[int], keys: Keyring) -> dict[int, PersonRow]:
    lines = people.lines(scope, persons)
    return {one.id: one for one in shown_people(scope, lines, keys, clock.today())}


def note(scope: Scope, booking_id: int, days: int, answer: Answer, on: dt.date) -> bool:
    """Note what a call found; False where it was answered before. Raises OutOfScope, NotPossible."""
    may_edit(scope, booking_id)
    row = selectors.booking(scope, booking_id)
    if on > clock.today():
        raise NotPossible(f"日期 {on} 还没有到。请写实际发生的那一天。")
    if days not in load_journeys(NOTICE, clock.today()).follow_up_days:
        raise NotPossible("没有这一次回访，请从名单上登记。")
    with transaction.atomic():
        if not under_way.call(
            by=scope.actor, at=clock.now(), booking_id=row.pk, days=days, answer=answer, on=on
        ):
            return False
        if answer is Answer.RETURNED:
            come_home(scope, row, on)
    return True


def come_home(scope: Scope, row: Booking, on: dt.date) -> None:
    """Somebody came home early: the spell ends by a fact, so that he is willing again and matched anew."""
    with transaction.atomic():
        if not under_way.come_home(by=scope.actor, booking_id=row.pk, on=on):
            return
        try:
            with transaction.atomic():
                proposals.note(scope, row.proposal_id, Step.LEFT, on)
        except (OutOfScope, StepNotPossible):
            _end(scope, row, on)
    projection.follow(by=scope.actor)


def _end(scope: Scope, row: Booking, on: dt.date) -> None:
    held = people.held(scope, [row.person_id])[row.person_id]
    spell = current(held, f.EMPLOYMENT.table, on)
    if spell is None or spell.valid_from >= on:
        return
    ledger.add_entry(
        by=scope.actor, source=Source.DESK, unit=row.county, at=clock.now(),
        source_ref=f"booking:{row.pk}", reason="外出务工早退返乡",
        facts=[ended(spell, on)],
    )  # fmt: skip


def tell_due(scope: Scope) -> int:
    """Whose follow-up falls due today is told of it once; those before the call list's day were told on theirs."""
    today = clock.today()
    days = load_journeys(NOTICE, today).follow_up_days
    rows = selectors.to_call(scope, {one: today - dt.timedelta(days=one) for one in days})
    return tell_follow_up(scope, rows)
