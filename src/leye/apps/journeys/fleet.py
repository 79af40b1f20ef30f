"""The door for the kinds of vehicles that a county can have, with their prices and days."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from leye.apps.journeys.actions import NotPossible
from leye.apps.journeys.models import FleetKind
from leye.apps.journeys.noting import told


@dataclass(frozen=True, slots=True)
class NewKind:
    """Money in fen; a_day: None, any number of them."""

    county: str
    name: str
    carrier: str
    mode: str
    seats: int
    hire: int
    per_km: int
    each_km: int
    a_day: int | None
    valid_from: dt.date
    valid_to: dt.date | None
    source: str


@transaction.atomic
def add(*, by: str, at: dt.datetime, new: NewKind) -> FleetKind:
    """A kind of vehicle from a day on. Raises NotPossible where one of that name stands already."""
    try:
        with transaction.atomic():
            row = FleetKind.objects.create(noted_by=by, noted_at=at, **asdict(new))
    except IntegrityError:
        raise NotPossible(
            f"“{new.name}”已经登记着。价格变了，请先登记原来的到哪天为止，再按新的起始日登记。"
        ) from None
    told(by, new.county, "fleet", f"fleet:{row.pk}")
    return row


@transaction.atomic
def end(*, by: str, county: str, kind_id: int, first_not: dt.date) -> None:
    """From a day on it no longer holds. Raises NotPossible."""
    rows = FleetKind.objects.filter(
        pk=kind_id, county=county, valid_to=None, valid_from__lt=first_not
    )
    if not rows.update(valid_to=first_not):
        raise NotPossible("这一条已经结束，或者结束日期早于起始日期。")
    told(by, county, "fleet_end", f"fleet:{kind_id}")
