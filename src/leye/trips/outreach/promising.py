"""推送, the promise: who has his three vacancies in time, who is due, who is late; and the slips that bring them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.matching import selectors as matching
from leye.apps.matching.actions import NotPossible
from leye.apps.messages import actions
from leye.apps.messages import selectors as outbox
from leye.apps.messages.actions import Settled
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.training import selectors as training
from leye.core.guarantees.promises import Clock, Promise, PromiseState, clock, standing
from leye.core.messages.states import State
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock as today_of
from leye.gateways.seals.keyring import Keyring
from leye.notices.guarantees import load_promise, promised_from, promised_to, promises
from leye.notices.loader import load_notice
from leye.trips.annexes.site_pages import county_of
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies import proposals
from leye.trips.vacancies.vacancy_pages import VacancyView
from leye.trips.vacancies.vacancy_pages import shown as shown_vacancies

VACANCIES, TRAINING = "vacancies", "training"
Brought = Mapping[int, Sequence[tuple[int, dt.date]]]  # person → (what, the day on which he had it)
# What counts as delivered to persons for a promise, up to a day; the room that delivers says it.
DELIVERED: dict[str, Callable[[Scope, dt.date, Collection[int]], Brought]] = {
    VACANCIES: matching.delivered,
    TRAINING: training.informed,
}
ON_A_SLIP, SHOWN = 3, 200  # vacancies of a slip; people of a page


@dataclass(frozen=True, slots=True)
class Stand:
    """One person's clock, and where he is settled; site 0: dispersed."""

    clock: Clock
    county: str
    site: int


def stands(scope: Scope, on: dt.date, key: str = VACANCIES) -> dict[int, Stand]:
    """Everybody to whom something is promised on a day, each with his clock; by person."""
    return {
        person: Stand(clock(promise, since, had, on), county, site)
        for person, promise, since, _, had, county, site in _promised(scope, on, key)
    }


def _promised(
    scope: Scope, on: dt.date, key: str
) -> Iterator[tuple[int, Promise, dt.date, dt.date, Sequence[tuple[int, dt.date]], str, int]]:
    """Who is promised something on a day: person, promise, since when, until when, what he had, county, site."""
    tree = places.tree(scope, on)
    wants = load_notice(NOTICE).bound(on, tree.recodes())[promised_to(NOTICE, key)]
    first = promised_from(NOTICE, key)
    waiting = whole.since(scope, wants, on)
    had = DELIVERED[key](scope, on, waiting) if key in DELIVERED else {}
    terms: dict[dt.date, tuple[Promise, dt.date]] = {}
    for person, (willing_from, county, site) in waiting.items():
        since = max(willing_from, first)  # whoever waited before it is promised from its day on
        if since not in terms:
            told = load_promise(NOTICE, key, since)
            terms[since] = told, told.due_on(since)
        promise, due_on = terms[since]
        yield person, promise, since, due_on, had.get(person, ()), county, site


@dataclass(frozen=True, slots=True)
class Line:
    """A unit or a site on the board. many: people by how their promise stands; kept over all is the share."""

    code: str
    name: str
    site: int | None
    people: int
    many: Mapping[str, int]

    @property
    def kept(self) -> int:
        return self.many.get("kept", 0) + self.many.get("late", 0)


@dataclass(frozen=True, slots=True)
class Board:
    """What was promised, the sum, and the lines below: leagues, counties or sites."""

    key: str
    title: str
    cite: str
    unit: str
    name: str
    on: dt.date
    total: Line
    lines: tuple[Line, ...]


def board(scope: Scope, unit: str, on: dt.date, key: str = VACANCIES) -> Board:
    """The promise in a unit on a day, one level further down. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    many: dict[tuple[str, int | None], Counter[str]] = {}
    for _, promise, since, due_on, had, county, site in _promised(scope, on, key):
        state, _, _ = standing(promise.many, since, due_on, had, on)
        many.setdefault(_below(unit, county, site), Counter())[state.value] += 1
    tree = places.tree(scope, on)
    names = {site.id: site.name for site in places.sites(scope, on)}
    lines = tuple(
        Line(code, _name(tree.name(code), names, site), site, told.total(), told)
        for (code, site), told in sorted(
            many.items(), key=lambda item: (-item[1]["broken"], str(item[0]))
        )
    )
    whole_unit: Counter[str] = Counter()
    for told in many.values():
        whole_unit.update(told)
    promise = load_promise(NOTICE, key, on)
    total = Line(unit, tree.name(unit), None, whole_unit.total(), whole_unit)
    return Board(key, promise.title, promise.cite, unit, tree.name(unit), on, total, lines)


def _below(unit: str, county: str, site: int) -> tuple[str, int | None]:
    if unit.endswith("0000"):
        return county[:4] + "00", None
    return (county, None) if unit.endswith("00") else (county, site)


def _name(division: str, names: Mapping[int, str], site: int | None) -> str:
    return division if site is None else names.get(site, "分散安置")


@dataclass(frozen=True, slots=True)
class Owed:
    """One person of the list behind a figure."""

    person: PersonRow
    clock: Clock


def owed(
    scope: Scope,
    unit: str,
    on: dt.date,
    keys: Keyring,
    site: int | None = None,
    state: str = "",
    key: str = VACANCIES,
) -> tuple[list[Owed], int]:
    """The people of a county behind a figure of the board, those who wait longest first, and how many there are in all.

    Raises OutOfScope.
    """
    scope = scope.narrowed(unit)
    chosen = {
        person: one.clock
        for person, one in stands(scope, on, key).items()
        if (site is None or one.site == site) and (not state or one.clock.state.value == state)
    }
    order = sorted(chosen, key=lambda person: (chosen[person].due_on, person))[:SHOWN]
    rows = shown_people(scope, people.lines(scope, order), keys, on)
    return [Owed(row, chosen[row.id]) for row in rows], len(chosen)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person: his vacancies with the reasons."""

    person: PersonRow
    vacancies: tuple[tuple[int, VacancyView, str], ...]  # proposal, vacancy, reasons


def slips(scope: Scope, site_id: int, keys: Keyring) -> list[Slip]:
    """The slips of a site: everybody to whom something stands that was not yet brought. Raises OutOfScope."""
    county = county_of(scope, site_id)
    own = scope.narrowed(county)
    on = today_of.today()
    at_site = [person for person, one in stands(own, on).items() if one.site == site_id]
    found = matching.to_hand_over(own, at_site)
    tree = places.tree(own, on)
    rows = shown_people(own, people.lines(own, sorted(found)), keys, on)
    return [
        Slip(row, tuple((p.pk, view, p.reasons) for p, view in zip(
            found[row.id][:ON_A_SLIP], shown_vacancies([p.vacancy for p in found[row.id][:ON_A_SLIP]], tree, on), strict=True
        )))
        for row in rows
    ]  # fmt: skip


@transaction.atomic
def hand_over(scope: Scope, site_id: int, person_ids: list[int], on: dt.date, keys: Keyring) -> int:
    """Slips were handed over and signed for: each vacancy on them counts as delivered. Returns how many people.

    A vacancy that closed since it was printed is left out, and its person waits for another; where nothing is left
    of a slip, its person was told nothing. Raises OutOfScope; NotPossible where that is so of all, in words.
    """
    if not scope.may(Capability.EDIT_LEDGER):
        raise OutOfScope(site_id)
    told: set[int] = set()
    refusal = ""
    for slip in slips(scope, site_id, keys):
        if slip.person.id not in person_ids:
            continue
        for proposal_id, _, _ in slip.vacancies:
            try:
                proposals.note(scope, proposal_id, Step.SHOWN, on)
            except NotPossible as error:
                refusal = str(error)
                continue
            told.add(slip.person.id)
    if refusal and not told:
        raise NotPossible(refusal)
    # The round's slips and files for them have reached their persons with it.
    at = today_of.now()
    waits = outbox.open_to(scope, told, VACANCIES, ["slip", "file"])
    ended = [Settled(pk, State.DELIVERED, at=at) for pk in waits]
    actions.settle_all(by=scope.actor, unit=scope.unit, many=ended)
    return len(told)


PROMISES = tuple(promises(NOTICE).items())
STATES = tuple((state.value, state.label) for state in PromiseState)
