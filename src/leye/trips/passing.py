"""限时链接: a link without an account opens one thing to one person for some days; it can be taken back."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from leye.apps.passes import actions, selectors
from leye.apps.passes.models import Pass
from leye.core.scope import ANYBODY, Scope
from leye.gateways import clock

KEY_BYTES = 18  # 144 bits, 24 characters: short enough for a text message, far beyond guessing


class Purpose(StrEnum):
    """What a link is for; each purpose has one page behind it."""

    PERSON = "person"  # the person's own page; subject "person:17"
    ESCORT = "escort"  # a journey on its escort's phone; subject "journey:3"
    HANDOVER = "handover"  # an employer confirms whom it received; subject "handover:3:17" (journey, employer)


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that holds: what it opens, for whom it was made, until when."""

    id: int
    purpose: Purpose
    subject: str
    unit: str
    expires_at: dt.datetime

    @property
    def number(self) -> int:
        """The subject's id."""
        return int(self.subject.partition(":")[2])


def issue(
    scope: Scope, purpose: Purpose, subjects: Sequence[tuple[str, str]], days: int
) -> list[str]:
    """New links for subjects, each (subject, its unit); returns their keys in the same order, told only now.

    Raises OutOfScope for a unit that is not the scope's.
    """
    for _, unit in subjects:
        scope.narrowed(unit)
    keys = [secrets.token_urlsafe(KEY_BYTES) for _ in subjects]
    at = clock.now()
    actions.issue(
        by=scope.actor, purpose=purpose.value, unit=scope.unit, at=at, until=at + dt.timedelta(days=days),
        new=[actions.NewPass(_digest(key), subject, unit) for key, (subject, unit) in zip(keys, subjects, strict=True)],
    )  # fmt: skip
    return keys


def enter(key: str) -> Opened | None:
    """What a key opens now; None for one that is old, altered, taken back or never given."""
    return _opened(selectors.standing(ANYBODY, clock.now(), digest=_digest(key)))


def again(pass_id: int) -> Opened | None:
    """The same link at a later request; None once it has run out or was taken back."""
    return _opened(selectors.standing(ANYBODY, clock.now(), pass_id=pass_id))


def revoke(scope: Scope, purpose: Purpose, subject: str, unit: str) -> int:
    """Take back all links to a subject. Raises OutOfScope."""
    scope.narrowed(unit)
    return actions.revoke(
        by=scope.actor, purpose=purpose.value, unit=unit, subject=subject, at=clock.now()
    )


def _opened(row: Pass | None) -> Opened | None:
    if row is None:
        return None
    actions.used(by=row.subject, pass_id=row.pk, at=clock.now())
    return Opened(row.pk, Purpose(row.purpose), row.subject, row.unit, row.expires_at)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
