"""走访: whom the workers of a site are to visit and why, as a phone takes it along; kept as short as it can be."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.journeys import selectors as journeys
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.visits import selectors as visits
from leye.core.guarantees.promises import PromiseState
from leye.core.identity.masking import mask_phone
from leye.core.periods import day_of
from leye.core.query.model import Predicate
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.notices.survey import Survey, load_survey
from leye.trips.annexes.site_pages import county_of
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.listing import shown
from leye.trips.outreach import promising
from leye.trips.rosters.intake import NOTICE

MOST = 400  # people on one phone


@dataclass(frozen=True, slots=True)
class Due:
    """One person to visit: as little as recognises him at the door, and why."""

    person_id: int
    name: str
    tail: str  # of the identity number, four characters
    phone: str  # masked
    why: tuple[str, ...]


def _unasked(scope: Scope, on: dt.date) -> set[int]:
    return set(whole.who(scope, _predicate(scope, "not_asked", on), on))


def _unreachable(scope: Scope, on: dt.date) -> set[int]:
    labour = whole.who(scope, _predicate(scope, "labour", on), on)
    return set(labour) - people.phones(scope, labour).keys()


def _overdue(scope: Scope, on: dt.date) -> set[int]:
    late = promising.stands(scope, on).items()
    return {person for person, one in late if one.clock.state is PromiseState.BROKEN}


def _came_home(scope: Scope, on: dt.date) -> set[int]:
    """Those who came home early and neither work nor are booked again."""
    idle = set(whole.who(scope, _predicate(scope, "unemployed", on), on))
    return set(journeys.came_home(scope, on)) & idle


EARLY = "提前返乡"
# Why somebody is to be visited; a room that knows a further reason adds it here.
REASONS: Mapping[str, Callable[[Scope, dt.date], set[int]]] = {
    "没有问过就业意愿": _unasked,
    "没有联系电话": _unreachable,
    "岗位推送已经逾期": _overdue,
    EARLY: _came_home,
}


def _at(scope: Scope, site_id: int) -> Scope:
    return replace(scope.narrowed(county_of(scope, site_id)), site=site_id)


def _standing(own: Scope, on: dt.date) -> tuple[dict[int, list[str]], dict[int, dt.date]]:
    """Who is to be visited and why; and whoever would be but was visited a short time ago, with the day of the next time."""
    why: dict[int, list[str]] = {}
    for words, find in REASONS.items():
        for person in find(own, on):
            why.setdefault(person, []).append(words)
    home, again = journeys.came_home(own, on), load_survey(NOTICE, on).again
    rests: dict[int, dt.date] = {}
    for person, row in visits.last(own, why).items():
        visited = day_of(row.answered_at)
        from_on = visited + dt.timedelta(days=again[row.outcome])
        is_news = (
            EARLY in why[person] and visited < home[person]
        )  # the visit was before he came home
        if on < from_on and not is_news:
            rests[person] = from_on
            del why[person]
    return why, rests


def why_nobody(scope: Scope, site_id: int) -> str:
    """Why a site's list is empty today, in words for the worker; "" where it is not. Raises OutOfScope."""
    on, own = clock.today(), _at(scope, site_id)
    why, rests = _standing(own, on)
    if why:
        return ""
    if rests:
        first = min(rests.values())
        return f"该走访的 {len(rests)} 人都走访过了，还没到再次走访的日子，最早 {first.month}月{first.day}日再列入。"
    many = len(whole.who(own, _predicate(own, "labour", on), on))
    if not many:
        return "台账里这个安置点没有劳动力。名册还没有导入的，请先导入。"
    return f"这里的 {many} 名劳动力都不需要走访：没有人属于“{'”“'.join(REASONS)}”。"


def to_visit(scope: Scope, site_id: int, keys: Keyring) -> list[Due]:
    """Who is to be visited at a site today, those with most reasons first. Raises OutOfScope.

    Whoever was visited within the declared days is left out, but for those who came home early since. Reading the list is an audit event.
    """
    if not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(site_id)
    on, own = clock.today(), _at(scope, site_id)
    why, _ = _standing(own, on)
    order = sorted(why, key=lambda person: (-len(why[person]), person))[:MOST]
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="list.read",
            unit=own.unit,
            subject=f"visits:{site_id}",
            detail={"people": len(order)},
        )
    return _told(own, order, why, keys, on)


def _told(
    scope: Scope, order: list[int], why: Mapping[int, list[str]], keys: Keyring, on: dt.date
) -> list[Due]:
    ciphers = people.phones(scope, order)
    phones = {
        person: mask_phone(sealing.unseal(keys, cipher, PHONE_CONTEXT))
        for person, cipher in ciphers.items()
    }
    rows = shown(scope, people.lines(scope, order), keys, on)
    return [
        Due(row.id, row.name, row.id_no[-4:], phones.get(row.id, ""), tuple(why[row.id]))
        for row in rows
    ]


def survey(on: dt.date) -> Survey:
    """The survey of a day."""
    return load_survey(NOTICE, on)


@dataclass(frozen=True, slots=True)
class SiteToVisit:
    """A site to choose."""

    id: int
    name: str


def own_sites(scope: Scope) -> list[SiteToVisit]:
    """The sites of a county or of one's own; of a larger unit none: nobody walks through a league."""
    if scope.site is None and scope.unit.endswith("00"):
        return []
    return [SiteToVisit(site.id, site.name) for site in places.sites(scope, clock.today())]


def _predicate(scope: Scope, name: str, on: dt.date) -> Predicate:
    return load_notice(NOTICE).bound(on, places.tree(scope, on).recodes())[name]
