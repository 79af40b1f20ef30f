"""Persons as a list shows them: names and places in words, numbers masked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leye.apps.people.selectors import PersonLine
from leye.apps.places import selectors as places
from leye.core.identity.masking import mask_id
from leye.core.periods import age_on
from leye.core.places.tree import REGION
from leye.core.scope import Scope
from leye.core.vocabulary import Sex
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.identities import ID_CONTEXT


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a list. age: full years on the day of the list, None when the birth date is not known."""

    id: int
    name: str
    sex: str
    age: int | None
    id_no: str
    county: str
    site: str


def shown(scope: Scope, lines: Iterable[PersonLine], keys: Keyring, on: dt.date) -> list[PersonRow]:
    """The persons in their order, as of a day."""
    tree = places.tree(scope, on)
    sites = {site.id: site.name for site in places.sites(scope, on)}
    return [
        PersonRow(
            line.person_id,
            line.name,
            Sex(line.sex).label if line.sex else "",
            age_on(line.birth_date, on) if line.birth_date else None,
            mask_id(sealing.unseal(keys, line.id_cipher, ID_CONTEXT)) if line.id_cipher else "",
            tree.name(line.county),
            sites.get(line.site_id, "") if line.site_id else "分散安置",
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Unit:
    """A division to choose. depth: 0 for the actor's own, 1 and 2 for those below it."""

    code: str
    name: str
    depth: int


def units(scope: Scope, on: dt.date) -> list[Unit]:
    """The actor's own unit and the leagues and counties in it, in the tree's order."""
    tree = places.tree(scope, on)
    found = [Unit(scope.unit, tree.name(scope.unit), 0)]
    if scope.unit == REGION:
        for league in tree.leagues():
            found.append(Unit(league, tree.name(league), 1))
            found.extend(Unit(code, tree.name(code), 2) for code in tree.counties(league))
    else:
        found.extend(Unit(code, tree.name(code), 1) for code in tree.counties(scope.unit))
    return [unit for unit in found if len(unit.code) == 6]


def leagues(scope: Scope, region: str) -> list[Unit]:
    """The leagues of a region, for a choice that everybody may make."""
    tree = places.tree(scope, clock.today())
    return [
        Unit(code, tree.name(code), 0) for code in tree.leagues() if code.startswith(region[:2])
    ]
