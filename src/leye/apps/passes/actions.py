"""The one door for links that open something without an account."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.passes.models import Pass


@dataclass(frozen=True, slots=True)
class NewPass:
    """What a link opens: digest of its key, subject, and the unit it belongs to."""

    digest: str
    subject: str
    unit: str


@transaction.atomic
def issue(
    *, by: str, purpose: str, unit: str, new: Sequence[NewPass], at: dt.datetime, until: dt.datetime
) -> int:
    """Make links; unit: on whose behalf. Returns how many."""
    rows: list[dict[str, object]] = [
        {
            "digest": one.digest, "purpose": purpose, "subject": one.subject, "unit": one.unit,
            "made_by": by, "made_at": at, "expires_at": until,
        }
        for one in new
    ]  # fmt: skip
    many = loading.insert(Pass, rows)
    audit.record(by=by, action="pass.issue", unit=unit, detail={"purpose": purpose, "links": many})
    return many


@transaction.atomic
def revoke(*, by: str, purpose: str, unit: str, subject: str, at: dt.datetime) -> int:
    """Take back every link to a subject; returns how many still stood."""
    rows = Pass.objects.filter(purpose=purpose, subject=subject, revoked_at=None)
    many = rows.update(revoked_at=at)
    audit.record(by=by, action="pass.revoke", unit=unit, subject=subject, detail={"links": many})
    return many


def used(*, by: str, pass_id: int, at: dt.datetime) -> None:
    """Note that a link was used; the page behind it writes its own audit row where it tells of a person."""
    Pass.objects.filter(pk=pass_id).update(used_at=at)
