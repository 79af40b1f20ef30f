"""外出登记: of those who were taken on or are interested in a vacancy outside, who goes from which day on."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.journeys import actions, selectors
from leye.apps.journeys.actions import NewBooking, NotPossible
from leye.apps.matching import actions as matching_actions
from leye.apps.matching import selectors as matching
from leye.apps.matching.models import Proposal
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.journeys.vocabulary import Intent, Left
from leye.core.ledger import facts as f
from leye.core.rosters.changes import current
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.journeys.journey_letters import tell_withdrawn
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.matching.matching_live import refill
from leye.trips.vacancies.vacancy_pages import VacancyView
from leye.trips.vacancies.vacancy_pages import shown as shown_vacancies

READY = (Step.INTERESTED.value, Step.INTERVIEW.value, Step.HIRED.value)
UNDER_WAY = (Intent.WAITING.value, Intent.SEATED.value)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could go to a vacancy outside of his county."""

    proposal_id: int
    person: PersonRow
    step: str


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one vacancy: they begin on one day, as a rule."""

    vacancy: VacancyView
    people: tuple[Candidate, ...]


def may_edit(scope: Scope, what: object) -> None:
    """Raises OutOfScope for who may not organise journeys."""
    if not scope.may(Capability.EDIT_JOURNEYS):
        raise OutOfScope(what)


def candidates(scope: Scope, keys: Keyring) -> list[Group]:
    """Who could go and is not booked yet, by vacancy."""
    today = clock.today()
    rows = _ready(scope)[:SHOWN]
    lines = people.lines(scope, [row.person_id for row in rows])
    names = {one.id: one for one in shown_people(scope, lines, keys, today)}
    by_vacancy: dict[int, list[Proposal]] = {}
    for row in rows:
        if row.person_id in names:
            by_vacancy.setdefault(row.vacancy_id, []).append(row)
    views = shown_vacancies(
        [own[0].vacancy for own in by_vacancy.values()], places.tree(scope, today), today
    )
    return [
        Group(view, tuple(Candidate(r.pk, names[r.person_id], Step(r.step).label) for r in own))
        for view, own in zip(views, by_vacancy.values(), strict=True)
    ]


def _ready(scope: Scope) -> list[Proposal]:
    """The latest step of each person counts: who is hired somewhere does not go elsewhere."""
    booked = selectors.booked_persons(scope)
    taken = {
        row.person_id
        for row in booked.values()
        if row.state in (Intent.WAITING, Intent.SEATED, Intent.STARTED)
    }
    found: dict[int, Proposal] = {}
    for row in matching.going(scope, READY):
        if row.person_id in taken or not _is_outside(row):
            continue
        best = found.get(row.person_id)
        if best is None or READY.index(row.step) > READY.index(best.step):
            found[row.person_id] = row
    return sorted(found.values(), key=lambda row: (row.vacancy_id, row.person_id))


@transaction.atomic
def book(scope: Scope, proposal_ids: Collection[int], start_on: dt.date) -> int:
    """They go, all or none of them, and begin to work on a day. Returns how many are new.

    Raises OutOfScope, NotPossible.
    """
    may_edit(scope, "book")
    rows = [matching.proposal(scope, one) for one in proposal_ids]
    _check(rows)
    held = people.held(scope, [row.person_id for row in rows])
    lines = {one.person_id: one for one in people.lines(scope, [row.person_id for row in rows])}
    many = 0
    for row in rows:
        home = current(held[row.person_id], f.RESIDENCE.table, clock.today())
        if home is None or row.person_id not in lines:
            raise NotPossible("台账上没有这个人现在的住址，请先核对台账。")
        _, is_new = actions.book(
            by=scope.actor, at=clock.now(),
            new=NewBooking(
                row.person_id, int(str(home.values["household_id"])), row.county,
                lines[row.person_id].site_id, row.pk, row.vacancy_id, start_on,
            ),
        )  # fmt: skip
        many += is_new
    return many


def _check(rows: Sequence[Proposal]) -> None:
    """Raises NotPossible for who has not said yes, and for a vacancy at home."""
    for row in rows:
        if row.step not in READY:
            raise NotPossible(
                f"第 {row.pk} 号对接现在是“{Step(row.step).label}”，本人有意愿或已录用才能登记外出。请先登记对接结果。"
            )
        if not _is_outside(row):
            raise NotPossible(
                f"“{row.vacancy.title}”就在本旗县，不用登记外出。请从名单上重新勾选。"
            )


def _is_outside(row: Proposal) -> bool:
    return row.vacancy.place != row.county


def give_up(scope: Scope, booking_id: int, why: str) -> None:
    """Somebody does not go after all. Raises OutOfScope."""
    may_edit(scope, booking_id)
    row = selectors.booking(scope, booking_id)
    actions.drop(by=scope.actor, at=clock.now(), booking_ids=[row.pk], why=why or "本人不去了")


def withdraw(scope: Scope) -> int:
    """Employers have withdrawn vacancies after their people were booked: these are told, and matched anew.

    Returns how many people.
    """
    gone = selectors.with_closed_vacancy(scope)
    by_vacancy: dict[int, list[int]] = {}
    with transaction.atomic():
        dropped = actions.drop(
            by=scope.actor,
            at=clock.now(),
            booking_ids=[row.pk for row in gone],
            why=Left.WITHDRAWN.label,
        )
        for row in dropped:
            by_vacancy.setdefault(row.vacancy_id, []).append(row.person_id)
        for vacancy_id, persons in by_vacancy.items():
            matching_actions.end_withdrawn(
                by=scope.actor, vacancy_id=vacancy_id, person_ids=persons
            )
        tell_withdrawn(scope, [row for row in gone if row.pk in {one.pk for one in dropped}])
    if dropped:
        refill(scope, [row.person_id for row in dropped], clock.today())
    return len(dropped)
