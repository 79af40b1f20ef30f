"""Reading what departments brought, within the scope's units."""

import datetime as dt

from leye.apps.duties.models import Delivery, SiteProgress
from leye.core.scope import Scope


def deliveries(scope: Scope, month: str) -> dict[tuple[str, str], list[Delivery]]:
    """(duty, unit) → what was brought for a month, the first one first."""
    low, high = scope.code_range
    rows = Delivery.objects.filter(unit__gte=low, unit__lt=high, month=month)
    found: dict[tuple[str, str], list[Delivery]] = {}
    for row in rows.order_by("number"):
        found.setdefault((row.duty, row.unit), []).append(row)
    return found


def progress(scope: Scope, on: dt.date) -> dict[int, SiteProgress]:
    """The record that stands on a day, by site, for the sites of the scope."""
    low, high = scope.code_range
    rows = SiteProgress.objects.filter(
        site__county_code__gte=low, site__county_code__lt=high, as_of__lte=on
    )
    if scope.site is not None:
        rows = rows.filter(site_id=scope.site)
    return {row.site_id: row for row in rows.order_by("as_of", "pk")}
