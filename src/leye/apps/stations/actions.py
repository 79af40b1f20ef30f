"""The one door for records of service stations."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.stations.models import DeskEntry, Station
from leye.core.stations.vocabulary import DeskKind
from leye.core.vocabulary import StationState


@transaction.atomic
def record_station(
    *,
    by: str,
    site_id: int,
    unit: str,
    valid_from: dt.date,
    state: StationState,
    kind: str = "",
    place: str = "",
    staff: int | None = None,
    phone: str = "",
    opened_on: dt.date | None = None,
    hours: str = "",
    photo: str = "",
) -> int:
    """Record how a site is served from a day on; earlier records stay. Returns the record's id."""
    station = Station.objects.create(
        site_id=site_id,
        valid_from=valid_from,
        state=state.value,
        kind=kind,
        place=place,
        staff=staff,
        phone=phone,
        opened_on=opened_on,
        hours=hours,
        photo=photo,
        recorded_by=by,
    )
    audit.record(
        by=by,
        action="station.record",
        unit=unit,
        subject=f"site:{site_id}",
        detail={"state": state.value},
    )
    return station.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Who came to a desk, where he is settled, what for, and in the clerk's words."""

    key: uuid.UUID
    kind: DeskKind
    person_id: int
    county: str
    site_id: int | None
    on: dt.date
    words: str = ""


@transaction.atomic
def serve(*, by: str, at: dt.datetime, served: Served) -> tuple[int, bool]:
    """Write into the desk's log; a form that is sent twice is one entry. Returns its id, and whether it is new."""
    row, is_new = DeskEntry.objects.get_or_create(
        key=served.key,
        defaults={
            "kind": served.kind.value, "person_id": served.person_id, "county": served.county,
            "site_id": served.site_id, "on": served.on, "words": served.words[:300], "served_by": by, "served_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            by=by,
            action="desk.serve",
            unit=served.county,
            subject=f"person:{served.person_id}",
            detail={"kind": served.kind.value},
        )
    return row.pk, is_new


@transaction.atomic
def brought(*, by: str, desk_id: int, entry_id: int | None, proposal_id: int | None) -> None:
    """Note what an entry of the log brought into the ledger and to which vacancy it led; once."""
    rows = DeskEntry.objects.filter(pk=desk_id, entry_id=None, proposal_id=None)
    rows.update(entry_id=entry_id, proposal_id=proposal_id)
