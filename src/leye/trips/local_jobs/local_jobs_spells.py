"""就地就业 into the ledger: whoever is placed has a spell of work there, and who leaves has it no more."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.models import Placement, Post, Workshop
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.actions import RestedOn
from leye.apps.people.models import Source
from leye.core.ledger.additions import Addition, Held
from leye.core.ledger.facts import EMPLOYMENT
from leye.core.local_jobs.spells import FAR, Span, Stretch, known_by, settled, workshop_stretches
from leye.core.local_jobs.vocabulary import Funding
from leye.core.periods import covers
from leye.core.query.model import Scalar
from leye.core.scope import Scope
from leye.core.vacancies.sameness import folded
from leye.core.vocabulary import Channel, EmploymentKind
from leye.gateways import clock


def bring(
    scope: Scope, placements: Sequence[Placement], reason: str, *, is_follow_up: bool = False
) -> int:
    """Bring the ledger to what placements say; returns how many facts that took, often none.

    is_follow_up: only the kind of work may have changed; whom the ledger knows to have left already is left alone,
    and shown as a difference. Whoever calls is in a transaction, and calls `followed` behind it.
    """
    if not placements:
        return 0
    on = clock.today()
    persons = [one.person_id for one in placements]
    held = people.held(scope, persons)
    recognised = selectors.recognitions(
        scope, [one.workshop_id for one in placements if one.workshop_id is not None]
    )
    siblings = selectors.of_persons(scope, persons, min(p.valid_from for p in placements), FAR)
    facts: list[Addition] = []
    for one in placements:
        if is_follow_up and one.valid_to is None and not _works(one, held[one.person_id], on):
            continue
        spans = [row.span for row in recognised.get(one.workshop_id or 0, []) if row.span]
        later = [
            other.valid_from
            for other in siblings
            if (other.person_id, other.workshop_id, other.post_id)
            == (one.person_id, one.workshop_id, one.post_id)
            and other.valid_from > one.valid_from
        ]
        # What was said before may reach further than now: a leaving is noted after the fact.
        work = Span(one.valid_from, min(later, default=None))
        wanted = _wanted(one, spans, on)
        facts.extend(
            settled(held[one.person_id], one.person_id, wanted, _values(one), work, _origin(one))
        )
    if not facts:
        return 0
    entry_id = _record(scope, placements[0], facts, reason)
    for one in placements:
        actions.began_with(by=scope.actor, placement_id=one.pk, entry_id=entry_id)
    return len(facts)


def _works(one: Placement, held: Sequence[Held], on: dt.date) -> bool:
    name = folded(str(_values(one)["employer"]))
    return any(
        fact.table == EMPLOYMENT.table
        and covers(fact.valid_from, fact.valid_to, on)
        and folded(str(fact.values["employer"] or "")) == name
        for fact in held
    )


def _origin(one: Placement) -> str:
    return f"placement:{one.pk}"


def _record(scope: Scope, first: Placement, facts: Sequence[Addition], reason: str) -> int:
    by = scope.actor
    return ledger.add_entry(
        by=by, source=Source.DESK, unit=first.county, at=clock.now(), source_ref=f"placement:{first.pk}",
        reason=reason,
        facts=facts,
    )  # fmt: skip


def _wanted(one: Placement, recognised: Sequence[Span], on: dt.date) -> tuple[Stretch, ...]:
    work = Span(one.valid_from, one.valid_to)
    if one.is_void:
        return ()
    if one.workshop_id is not None:
        return workshop_stretches(work, known_by(recognised, on))
    return (Stretch(work, EmploymentKind.PUBLIC_POST),)


def _values(one: Placement) -> dict[str, Scalar | None]:
    place: Workshop | Post
    if one.workshop is not None:
        place, employer, trade = one.workshop, one.workshop.employer.name, one.workshop.trade
        is_aided = one.workshop.is_aided
    elif one.post is not None:
        place, employer, trade = one.post, one.post.employer.name, one.post.title
        is_aided = one.post.line.funding == Funding.PAIRING.value
    else:
        raise ValueError("a placement is in a workshop or in a post")
    return {
        "job_channel": (Channel.PAIRING if is_aided else Channel.LOCAL).value,
        "job_place": place.county,
        "job_place_text": place.place_text,
        "employer": employer,
        "trade": trade,
        "monthly_pay": one.monthly_pay,
        "has_contract": True if one.contract_no or one.contract_months else None,
        "is_insured": one.is_insured,
    }


@transaction.atomic
def take_back(scope: Scope, placement: Placement) -> None:
    """A placement that never was: what it brought is undone, or its spell is void where more rests on it."""
    by = scope.actor
    actions.void(by=by, at=clock.now(), placement=placement)
    placement.is_void = True
    if placement.entry_id is not None:
        try:
            with transaction.atomic():
                entry_id = ledger.open_entry(
                    by=by, source=Source.DESK, unit=placement.county, at=clock.now(),
                    source_ref=f"placement:{placement.pk}", reason="就地就业登记有误",
                )  # fmt: skip
                ledger.take_back_facts(by=by, entry_id=entry_id, brought_by=placement.entry_id)
                ledger.close_entry(by=by, entry_id=entry_id, at=clock.now())
        except RestedOn:
            bring(scope, [placement], "就地就业登记有误")


def followed(scope: Scope) -> None:
    """Let figures follow what was brought; outside of a transaction."""
    projection.follow(by=scope.actor)


def follow_recognitions(scope: Scope) -> int:
    """By the day: where a recognition ended lately, its workers are no longer counted in a workshop."""
    today = clock.today()
    done = 0
    for one in selectors.workshops_ending(scope, today - dt.timedelta(days=60), today):
        with transaction.atomic():
            rows = selectors.placements(scope, workshop_id=one.pk, limit=10_000)
            done += bring(scope, rows, "车间认定到期", is_follow_up=True)
    if done:
        followed(scope)
    return done
