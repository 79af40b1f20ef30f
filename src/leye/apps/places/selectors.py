"""Reading divisions and sites. Divisions are public and known to every scope."""

import datetime as dt
import functools

from django.db.models import Count, Max

from leye.apps.places.models import Place as PlaceRow
from leye.apps.places.models import Site, SiteMaster
from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import Place, Tree
from leye.core.scope import Scope


def tree(scope: Scope, on: dt.date) -> Tree:
    """The tree of a day."""
    told = PlaceRow.objects.aggregate(newest=Max("pk"), many=Count("pk"))
    return _tree(on, told["newest"] or 0, told["many"])


@functools.lru_cache(maxsize=64)
def _tree(on: dt.date, newest: int, count: int) -> Tree:
    """`newest` and `count` say which table it was; places are only added or ended by adding."""
    rows = PlaceRow.objects.values_list(
        "code", "name", "kind", "parent_code", "valid_from", "valid_to", "successor_code"
    )
    return Tree.on(on, [Place(*row) for row in rows])


def sites(scope: Scope, on: dt.date) -> list[SiteValue]:
    """The sites of the scope that are open on a day, by county and name."""
    low, high = scope.code_range
    rows = Site.objects.filter(county_code__gte=low, county_code__lt=high, valid_from__lte=on)
    if scope.site is not None:
        rows = rows.filter(pk=scope.site)
    return [
        SiteValue(site.pk, site.name, site.county_code)
        for site in rows.order_by("county_code", "pk")
        if site.valid_to is None or site.valid_to > on
    ]


def site_figures(scope: Scope, on: dt.date) -> dict[int, SiteFigures]:
    """The region's locked figures of each site of the scope, by the list in force on a day."""
    wanted = {site.id for site in sites(scope, on)}
    low, high = scope.code_range
    rows = SiteMaster.objects.filter(
        valid_from__lte=on, site__county_code__gte=low, site__county_code__lt=high
    )
    found: dict[int, SiteFigures] = {}
    for row in rows.order_by("valid_from"):
        if row.site_id in wanted:
            found[row.site_id] = SiteFigures(
                row.site_id, row.households, row.people, row.poor_households, row.poor_people
            )
    return found
