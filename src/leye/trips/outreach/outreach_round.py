"""推送轮次: what stands for the people of a unit becomes one message each, of vacancies and of training; once only."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from leye.apps.matching import selectors as matching
from leye.apps.messages import actions
from leye.apps.messages import selectors as outbox
from leye.apps.messages.models import Round
from leye.apps.places import selectors as places
from leye.apps.vacancies import selectors as vacancies
from leye.core.messages.texts import joined
from leye.core.periods import Month
from leye.core.scope import Capability, OutOfScope, Role, Scope
from leye.gateways import clock
from leye.notices.outreach import load_outreach
from leye.trips.outreach import promising, telling, training_letters
from leye.trips.outreach.telling import Letter
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies.vacancy_pages import VacancyView
from leye.trips.vacancies.vacancy_pages import shown as shown_vacancies

KIND, A_MESSAGE, LENGTH = "vacancies", 3, 90
PART = 4_000  # persons of one transaction: a worker that dies in between leaves whole parts, the next run the rest
LEASE = dt.timedelta(minutes=5)


def ask(scope: Scope, unit: str) -> Round:
    """The round of a unit that is in preparation; a worker fills it up. Raises OutOfScope."""
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(unit)
    scope.narrowed(unit)
    today, at = clock.today(), clock.now()
    kind = load_outreach(NOTICE, today).kinds[KIND]
    cycle = str(Month.of(today)) if kind.cycle == "month" else ""
    row = actions.open_round(by=scope.actor, unit=unit, kind=KIND, cycle=cycle, at=at)
    actions.ask_round(by=scope.actor, round_id=row.pk)
    return row


def prepare(scope: Scope, unit: str) -> tuple[Round, int]:
    """The same, filled up at once with what stands and was not told yet; how many are new. Raises OutOfScope."""
    row = ask(scope, unit)
    return row, fill(scope.narrowed(unit), row)


def prepare_once() -> bool:
    """Fill up the oldest round that somebody asked for; False where none waits."""
    now = clock.now()
    row = actions.lease_round(by="worker", now=now, until=now + LEASE)
    if row is None:
        return False
    fill(Scope(row.asked_by, row.unit, Role.CLERK), row)
    return True


def fill(scope: Scope, row: Round) -> int:
    """Everything that stands for the scope's people and was not told yet, a part at a time; how many are new."""
    letters = [*_letters(scope), *training_letters.letters(scope)]
    many = 0
    for start in range(0, len(letters), PART):
        actions.round_is_at(
            by=scope.actor, round_id=row.pk, wanted=len(letters), written=start,
            until=clock.now() + LEASE,
        )  # fmt: skip
        new = telling.messages_of(scope, letters[start : start + PART])
        many += telling.put(scope, new, at_once=False, round_id=row.pk)
    actions.round_is_ready(by=scope.actor, round_id=row.pk)
    return many


def _letters(scope: Scope) -> list[Letter]:
    on = clock.today()
    promised = promising.stands(scope, on)
    told = outbox.under_way(scope, "proposal")
    rows = [row for row in matching.to_tell(scope, on) if row[0] in promised and row[1] not in told]
    words = _words(scope, [vacancy for _, _, vacancy in rows])
    letters = []
    for person, some in groupby(rows, key=itemgetter(0)):
        chosen = [(proposal, vacancy) for _, proposal, vacancy in some if vacancy in words]
        if chosen:
            letters.append(_letter(person, chosen[:A_MESSAGE], words))
    return letters


def _letter(
    person: int, chosen: Sequence[tuple[int, int]], words: dict[int, tuple[str, str, str]]
) -> Letter:
    told = [words[vacancy] for _, vacancy in chosen]
    things = joined([f"{title}（{place}，{pay}）" for title, place, pay in told], LENGTH)
    first = told[0]
    fields = (f"{len(told)}个：{'、'.join(one[0] for one in told)}", first[1], first[2])
    key = ",".join(str(vacancy) for _, vacancy in sorted(chosen, key=itemgetter(1)))
    carries = tuple(("proposal", proposal) for proposal, _ in chosen)
    return Letter(f"person:{person}", KIND, key, things, fields, carries)


def _words(scope: Scope, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """vacancy → (title, place, pay) in short words."""
    on = clock.today()
    rows = list(vacancies.by_id(scope, sorted(set(ids))).values())
    views: list[VacancyView] = shown_vacancies(rows, places.tree(scope, on), on)
    return {view.id: (view.title, view.place, view.pay) for view in views}


def begin(scope: Scope, round_id: int) -> bool:
    """Release a round for sending; pressed twice it is released once. Raises OutOfScope."""
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(round_id)
    row = outbox.round_of(scope, round_id)
    if not scope.covers(row.unit):
        raise OutOfScope(round_id)
    now = clock.now()
    return actions.begin_round(by=scope.actor, round_id=row.pk, at=now, due_at=now)
