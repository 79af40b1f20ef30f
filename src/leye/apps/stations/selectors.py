"""Reading the service stations of sites."""

import datetime as dt

from leye.apps.stations.models import DeskEntry, Station
from leye.core.scope import Scope
from leye.core.vocabulary import StationState


def stations(scope: Scope, on: dt.date) -> dict[int, Station]:
    """The record that stands on a day, by site, for the sites of the scope."""
    low, high = scope.code_range
    rows = Station.objects.filter(
        site__county_code__gte=low, site__county_code__lt=high, valid_from__lte=on
    )
    if scope.site is not None:
        rows = rows.filter(site_id=scope.site)
    return {row.site_id: row for row in rows.order_by("valid_from", "pk")}


def history(scope: Scope, site_id: int) -> list[Station]:
    """Every record of a site of the scope, the newest first."""
    low, high = scope.code_range
    rows = Station.objects.filter(
        site_id=site_id, site__county_code__gte=low, site__county_code__lt=high
    )
    if scope.site is not None:
        rows = rows.filter(site_id=scope.site)
    return list(rows.order_by("-valid_from", "-pk"))


def desk(scope: Scope, on: dt.date | None = None, limit: int = 100) -> list[DeskEntry]:
    """The desk's log of the scope, the newest first; of one day where it is named."""
    low, high = scope.code_range
    rows = DeskEntry.objects.filter(county__gte=low, county__lt=high)
    if scope.site is not None:
        rows = rows.filter(site_id=scope.site)
    if on is not None:
        rows = rows.filter(on=on)
    return list(rows.order_by("-served_at", "-pk")[:limit])


def words(scope: Scope, on: dt.date) -> dict[int, str]:
    """Annex 3's last column, by site: 已建，就业服务站，设在…，工作人员2名，电话…"""
    return {site_id: _words(row) for site_id, row in stations(scope, on).items()}


def _words(row: Station) -> str:
    parts = [StationState(row.state).label, row.kind]
    if row.place:
        parts.append(f"设在{row.place}")
    if row.staff is not None:
        parts.append(f"工作人员{row.staff}名")
    if row.phone:
        parts.append(f"电话{row.phone}")
    return "，".join(part for part in parts if part)
