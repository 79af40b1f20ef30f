"""统计上报, checks person by person: how many of a unit fit each, and who they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.query.model import Predicate
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.notices.person_checks import PersonCheck, load_person_checks
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.intake import NOTICE

PAGE = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """One check and how many persons of the unit are on its list."""

    check: PersonCheck
    many: int


def _bound(scope: Scope, on: dt.date) -> tuple[Mapping[str, Predicate], tuple[tuple[str, str], ...]]:  # fmt: skip
    recodes = places.tree(scope, on).recodes()
    return load_notice(NOTICE).bound(on, recodes), recodes


def counted(scope: Scope, unit: str, on: dt.date) -> list[Counted]:
    """Every check with its number in a unit on a day. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    checks = load_person_checks(NOTICE, *_bound(scope, on))
    found = whole.how_many(scope, [check.who for check in checks], on)
    return [Counted(check, many) for check, many in zip(checks, found, strict=True)]


def listed(
    scope: Scope, unit: str, on: dt.date, key: str, keys: Keyring
) -> tuple[PersonCheck, int, list[PersonRow]]:
    """Who is on the list of a check; reading it is an audit event. Raises OutOfScope, StopIteration."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(unit)
    scope = scope.narrowed(unit)
    checks = load_person_checks(NOTICE, *_bound(scope, on))
    check = next(one for one in checks if one.key == key)
    found = whole.who(scope, check.who, on)
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=unit, subject=f"person_check:{key}",
            detail={"people": len(found[:PAGE])},
        )  # fmt: skip
    return check, len(found), shown(scope, people.lines(scope, found[:PAGE]), keys, on)
