"""拟外出清单, kept by itself: who wants work away from home or came back early, beside the vacancies outside."""

from collections.abc import Mapping
from dataclasses import dataclass

from leye.apps.journeys import selectors as journeys
from leye.apps.journeys.models import Booking
from leye.apps.matching import selectors as matching
from leye.apps.people import selectors as people
from leye.apps.people.whole import Profile
from leye.apps.vacancies.selectors import Wanted
from leye.core.journeys.vocabulary import Intent
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import SETTLED, Refusal
from leye.core.vocabulary import WishArea
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.matching.matching_ledger import willing
from leye.trips.vacancies.vacancy_pages import VacancyView, published

PAGE = 50
AWAY = frozenset(
    {WishArea.LEAGUE.value, WishArea.REGION.value, WishArea.OUTSIDE.value, WishArea.ANY.value}
)
# Who has given these for the last vacancy that he refused does not go out for now.
STAYS = frozenset({Refusal.FAR.value, Refusal.FAMILY.value, Refusal.HEALTH.value})


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody of the list. has: vacancies put forward; source: why he stands here; stand: how far his going is."""

    person: PersonRow
    area: str
    has: int
    source: str
    stand: str


@dataclass(frozen=True, slots=True)
class GoingOut:
    """people: a page of them; many, at_home: how many in all, and how many stay for now by their own word."""

    people: tuple[Leaver, ...]
    many: int
    at_home: int
    booked: int
    without: int
    vacancies: tuple[VacancyView, ...]
    openings: int


def listed(scope: Scope, keys: Keyring, after: int = 0) -> GoingOut:
    """The list of today: by wishes, refusals and returns. Nobody writes it; what is noted elsewhere makes it."""
    today = clock.today()
    refused, booked = matching.refusals_of(scope), journeys.booked_persons(scope)
    away = [one for one in willing(scope, today, details=("ledger_wish",)) if _goes(one)]
    going = [one for one in away if not _stays(refused.get(one.person_id, []))]
    has: dict[int, int] = {}
    for person, _, _, step in matching.held(scope):
        has[person] = has.get(person, 0) + (step not in SETTLED)
    page = [one for one in going if one.person_id > after][:PAGE]
    found = people.lines(scope, [one.person_id for one in page])
    names = {one.id: one for one in shown_people(scope, found, keys, today)}
    rows = tuple(
        _leaver(one, names[one.person_id], has, booked)
        for one in page
        if one.person_id in names
    )  # fmt: skip
    vacancies = _outside(scope)
    return GoingOut(
        rows, len(going), len(away) - len(going),
        sum(one.person_id in booked and _is_open(booked[one.person_id]) for one in going),
        sum(not has.get(one.person_id) for one in going),
        vacancies, sum(view.left for view in vacancies),
    )  # fmt: skip


def _goes(one: Profile) -> bool:
    return one.wish_area in AWAY and not one.only_local


def _stays(reasons: list[str]) -> bool:
    return bool(reasons) and reasons[-1] in STAYS


def _is_open(booking: Booking) -> bool:
    return booking.state in (Intent.WAITING, Intent.SEATED)


def _leaver(
    one: Profile, person: PersonRow, has: Mapping[int, int], booked: Mapping[int, Booking]
) -> Leaver:
    booking = booked.get(one.person_id)
    is_back = booking is not None and booking.state == Intent.RETURNED.value
    source = f"{booking.ended_on} 返乡" if booking and is_back else "就业意愿"
    stand = Intent(booking.state).label if booking and not is_back else "未登记外出"
    return Leaver(
        person, WishArea(one.wish_area or "any").label, has.get(one.person_id, 0), source, stand
    )


def _outside(scope: Scope) -> tuple[VacancyView, ...]:
    """Published vacancies outside of the scope's own unit, those of the pairing and with lodging first."""
    found = [
        *published(Wanted(pairing=True)),
        *published(Wanted(lodging=True)),
        *published(Wanted()),
    ]
    return tuple({view.id: view for view in found if not scope.covers(view.row.place)}.values())
