"""A person's page: what is known on both time axes, and from which document each fact came."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.identity.masking import mask_phone
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.reviewing import FactView, facts_of

FIRST_YEAR, WIDTH, LEFT, HEIGHT = 2016, 900, 70, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One fact in the picture; x, y, width in its units. Its words say the same."""

    x: int
    y: int
    width: int
    is_believed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    y: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """facts: newest first. bars, lanes, years: the picture of valid time; height: of all lanes."""

    row: PersonRow
    phone: str
    facts: tuple[FactView, ...]
    bars: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    years: tuple[tuple[int, int], ...]
    height: int


def person(scope: Scope, person_id: int, keys: Keyring) -> PersonView | None:
    """A person of the scope; None for any other. Reading the page is an audit event."""
    found = people.lines(scope, [person_id])
    if not found:
        return None
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="person.read",
            unit=found[0].county,
            subject=f"person:{person_id}",
        )
    today = clock.today()
    names = places.tree(scope, today)
    sites = {site.id: site.name for site in places.sites(scope, today)}
    facts = facts_of(scope, person_id, names.name, sites)
    contact = people.phone_of(scope, person_id)
    phone = sealing.unseal(keys, contact.phone_cipher, PHONE_CONTEXT) if contact else ""
    bars, lanes, years = _picture(facts, today)
    return PersonView(
        shown(scope, found, keys, today)[0],
        mask_phone(phone) if phone else "",
        tuple(reversed(facts)),
        bars,
        lanes,
        years,
        HEIGHT * (len(lanes) + 1),
    )


def _picture(
    facts: tuple[FactView, ...], today: dt.date
) -> tuple[tuple[Bar, ...], tuple[Lane, ...], tuple[tuple[int, int], ...]]:
    """The facts that last as bars over the years from the first of them on, a lane for each kind."""
    began = [fact.valid_from.year for fact in facts if fact.what in LASTING]
    first = dt.date(max(FIRST_YEAR, min([today.year, *began])), 1, 1)
    days = max((today - first).days, 365)

    def x(day: dt.date) -> int:
        return LEFT + round((WIDTH - LEFT) * min(max((day - first).days, 0), days) / days)

    kinds = list(dict.fromkeys(fact.what for fact in facts if fact.what in LASTING))
    lanes = tuple(Lane(kind, HEIGHT * (number + 1)) for number, kind in enumerate(kinds))
    bars = tuple(
        Bar(
            x(fact.valid_from),
            HEIGHT * (kinds.index(fact.what) + 1) + (0 if fact.is_believed else 9),
            max(x(fact.valid_to or today) - x(fact.valid_from), 2),
            fact.is_believed,
            f"{fact.what}：{fact.words}",
        )
        for fact in facts
        if fact.what in LASTING
    )
    years = tuple((year, x(dt.date(year, 1, 1))) for year in range(first.year, today.year + 1))
    return bars, lanes, years


LASTING = ("安置", "身份类别", "劳动能力", "就业", "意愿")
