"""人岗对接, day by day: a new vacancy finds its people, a changed wish its vacancies, a closed one those who fell short."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from django.db.models import Q

from leye.apps.matching import actions, selectors
from leye.apps.matching.models import Run
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.people.whole import Profile
from leye.apps.vacancies import actions as vacancies
from leye.apps.vacancies import selectors as known
from leye.apps.vacancies.models import Vacancy, VacancyState
from leye.core.matching.data import Instance, Ints
from leye.core.matching.live import Standing, people_for, vacancies_for
from leye.core.matching.reasons import reasons_of, refusals
from leye.core.places.tree import REGION
from leye.core.scope import Role, Scope
from leye.core.vacancies.vocabulary import PostKind
from leye.gateways import clock
from leye.notices.matching import load_policy
from leye.trips.matching.matching_frames import build
from leye.trips.matching.matching_ledger import (
    market,
    offers_frame,
    on_each,
    seekers_frame,
    willing,
)
from leye.trips.rosters.intake import NOTICE

BY, STEP = "worker", 5_000


def follow() -> int:
    """Look at what changed since the runs that stand; returns how many vacancies and persons were looked at.

    What a killed worker left undone is found again: a vacancy keeps its mark, a run its place in the ledger.
    """
    scope, now, today = Scope(BY, REGION, Role.CLERK), clock.now(), clock.today()
    changed = known.changed(scope)
    widest: list[Run] = []
    for run in selectors.live_runs(scope):  # the widest first
        if not any(Scope(BY, one.unit, Role.CLERK).covers(run.unit) for one in widest):
            widest.append(run)
    many = 0
    for run in widest:
        own = Scope(BY, run.unit, Role.CLERK)
        # What a run knew of a vacancy is looked at again only when it changed since.
        many += _after_changes(own, [v for v in changed if v.changed_at >= run.asked_at], today)
        many += _after_facts(own, run, today)
    vacancies.matched(by=BY, seen={row.pk: row.changed_at for row in changed}, at=now)
    return many + len(changed)


def _after_changes(scope: Scope, changed: Sequence[Vacancy], today: dt.date) -> int:
    if not changed:
        return 0
    # A public-benefit post that is still open stays with those whom the last run gave it.
    public, is_open = PostKind.PUBLIC_POST.value, VacancyState.OPEN
    ids = [row.pk for row in changed if row.post != public or row.state != is_open]
    fallen = selectors.short_after(scope, ids, load_policy(NOTICE, today).k)
    actions.withdraw(by=BY, where=Q(vacancy_id__in=ids))
    _new_vacancies(scope, set(ids), today)
    refill(scope, fallen, today)
    return len(ids)


def _after_facts(scope: Scope, run: Run, today: dt.date) -> int:
    """Persons of whom the ledger has learnt something: what no longer suits goes, what is missing comes."""
    seq = people.seq_at(scope)
    persons = whole.changed_since(scope, run.seq) if seq > run.seq else []
    for start in range(0, len(persons), STEP):
        part = persons[start : start + STEP]
        wanting = {one.person_id for one in willing(scope, today, part)}
        gone = [person for person in part if person not in wanting]
        for first in range(0, len(gone), 500):
            actions.withdraw(by=BY, where=Q(person_id__in=gone[first : first + 500]))
        refill(scope, [one for one in part if one in wanting], today)
    actions.followed(by=BY, run_id=run.pk, seq=seq)
    return len(persons)


def _new_vacancies(scope: Scope, ids: set[int], today: dt.date) -> None:
    ordinary, _ = market(scope, today)
    rows = [row for row in ordinary if row.pk in ids]
    if not rows:
        return
    policy = load_policy(NOTICE, today)
    held = selectors.held(scope)
    offers = offers_frame(rows, {}, policy.cap)
    profiles = willing(scope, today)
    instance, _ = build(seekers_frame(scope, profiles, today), offers, policy)
    numbers = [int(one) for one in offers["vacancy_id"].to_list()]
    refused = selectors.refused(scope)
    on = on_each(held)
    taken = np.array([on[one] for one in numbers], dtype=np.int64)
    has, worst = _in_hand(profiles, held)
    made = []
    for j, vacancy in enumerate(numbers):
        standing = Standing(has, worst, taken, np.zeros(len(numbers), dtype=np.int64))
        chosen = people_for(instance, standing, j)
        chosen = np.array(
            [i for i in chosen.tolist() if (profiles[i].person_id, vacancy) not in refused],
            dtype=np.int64,
        )
        has[chosen] += 1
        made.extend(_rows(instance, profiles, chosen, np.full(len(chosen), j), numbers))
    actions.put_forward(by=BY, rows=made)


def _in_hand(
    profiles: Sequence[Profile], held: Sequence[tuple[int, int, int, str]]
) -> tuple[Ints, Ints]:
    """How many vacancies each person has, and the least utility among them."""
    rows = {one.person_id: place for place, one in enumerate(profiles)}
    has, worst = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), 10_000, dtype=np.int64)
    for person, _, points, step in held:
        place = rows.get(person)
        if place is not None and step != "refused":
            has[place] += 1
            worst[place] = min(worst[place], points)
    return has, worst


def refill(scope: Scope, persons: Sequence[int], today: dt.date) -> None:
    """Give persons what they lack, from what still has room."""
    profiles = willing(scope, today, persons) if persons else []
    if not profiles:
        return
    policy = load_policy(NOTICE, today)
    ordinary, _ = market(scope, today)
    offers = offers_frame(ordinary, {}, policy.cap)
    instance, _ = build(seekers_frame(scope, profiles, today), offers, policy)
    numbers = [int(one) for one in offers["vacancy_id"].to_list()]
    places = {vacancy: place for place, vacancy in enumerate(numbers)}
    held, refused = selectors.held(scope), selectors.refused(scope)
    on = on_each(held)
    taken = np.array([on[one] for one in numbers], dtype=np.int64)
    mine: dict[int, list[tuple[int, str]]] = {}
    for person, vacancy, _, step in held:
        mine.setdefault(person, []).append((vacancy, step))
    made = []
    for i, one in enumerate(profiles):
        own = mine.get(one.person_id, [])
        broken = [
            vacancy
            for vacancy, step in own
            if step in ("", "shown", "opened")
            and (vacancy not in places or refusals(instance, i, places[vacancy]))
        ]
        if broken:
            actions.withdraw(by=BY, where=Q(person_id=one.person_id, vacancy_id__in=broken))
        stay = {vacancy for vacancy, step in own if vacancy not in broken and step != "refused"}
        not_again = {vacancy for person, vacancy in refused if person == one.person_id}
        without = [places[vacancy] for vacancy in stay | not_again if vacancy in places]
        standing = Standing(taken, taken, taken, np.zeros_like(taken))
        chosen = vacancies_for(instance, standing, i, without, max(policy.k - len(stay), 0))
        taken[chosen] += 1
        made.extend(_rows(instance, profiles, np.full(len(chosen), i), chosen, numbers))
    actions.put_forward(by=BY, rows=made)


def _rows(
    instance: Instance, profiles: Sequence[Profile], who: Ints, what: Ints, numbers: Sequence[int]
) -> list[dict[str, object]]:
    points, words = reasons_of(instance, who, what)
    at = clock.now()
    return [
        {
            "person_id": profiles[i].person_id, "vacancy_id": numbers[j], "county": profiles[i].county,
            "points": told, "reasons": said[:300], "made_at": at, "run_id": None,
        }
        for i, j, told, said in zip(who.tolist(), what.tolist(), points.tolist(), words, strict=True)
    ]  # fmt: skip
