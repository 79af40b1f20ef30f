"""The one door for records of service stations."""

import datetime as dt

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.stations.models import Station
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
