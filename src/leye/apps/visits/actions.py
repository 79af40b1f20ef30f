"""The one door for visits: kept once by their key, contradictions opened and judged once."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.visits.models import Contradiction, Visit


class Judged(Exception):
    """Somebody has judged the contradiction before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """A visit as it is to be kept."""

    key: uuid.UUID
    person_id: int
    county: str
    site_id: int | None
    form: int
    notice: int
    outcome: str
    told: str
    device_at: dt.datetime
    answered_at: dt.datetime
    is_clock_off: bool
    received_at: dt.datetime
    way: str = ""  # how it came, where it was not by the actor's own phone


@transaction.atomic
def keep(*, by: str, new: NewVisit) -> tuple[Visit, bool]:
    """Keep a visit; one whose key is known is the same visit, whoever brings it again."""
    values = {
        name: getattr(new, name)
        for name in NewVisit.__dataclass_fields__
        if name not in {"key", "way"}
    }
    row, is_new = Visit.objects.get_or_create(
        key=new.key, defaults={**values, "brought_by": by + new.way}
    )
    if is_new:
        audit.record(
            by=by,
            action="visit.keep",
            unit=new.county,
            subject=f"person:{new.person_id}",
            detail={"outcome": new.outcome, "clock_off": new.is_clock_off},
        )
    return row, is_new


@transaction.atomic
def recorded(*, by: str, visit_id: int, entry_id: int) -> None:
    """Note what a visit brought into the ledger; after a judgement, what is left of it."""
    Visit.objects.filter(pk=visit_id).update(entry_id=entry_id)


@transaction.atomic
def came_with(*, by: str, keys: Collection[uuid.UUID], entry_id: int) -> int:
    """Note the entry of a list with which surveys on paper came into the ledger, once; returns how many."""
    return Visit.objects.filter(key__in=list(keys), entry_id=None).update(entry_id=entry_id)


@transaction.atomic
def contradict(
    *, by: str, visit: Visit, against: uuid.UUID, unlike: tuple[str, ...], at: dt.datetime
) -> int:
    """Open the contradiction of a visit to another one. Returns its id."""
    other = Visit.objects.get(key=against)
    row, _ = Contradiction.objects.get_or_create(
        visit=visit,
        defaults={
            "against": other, "unlike": " ".join(unlike), "county": visit.county, "opened_at": at,
        },
    )  # fmt: skip
    audit.record(
        by=by, action="visit.contradict", unit=visit.county, subject=f"contradiction:{row.pk}"
    )
    return row.pk


@transaction.atomic
def judge(*, by: str, contradiction_id: int, judged: str, why: str, at: dt.datetime) -> None:
    """Judge a contradiction. Raises Judged where that was done before."""
    rows = Contradiction.objects.filter(pk=contradiction_id, judged="")
    if not rows.update(judged=judged, judged_by=by, judged_at=at, why=why[:200]):
        raise Judged(contradiction_id)
    audit.record(
        by=by,
        action="visit.judge",
        unit=Contradiction.objects.values_list("county", flat=True).get(pk=contradiction_id),
        subject=f"contradiction:{contradiction_id}",
        detail={"judged": judged},
    )
