"""The one door for changes of divisions and sites."""

import csv
import datetime as dt
from importlib import resources

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.places.models import Place, Site, SiteMaster
from leye.core.places.sites import SiteFigures

TABLES = ("divisions", "units")


@transaction.atomic
def load_divisions(*, by: str) -> int:
    """Load the divisions and the other reporting units that come with Leye, as far as they are not there
    yet; returns the rows added."""
    there = set(Place.objects.values_list("code", "valid_from"))
    rows = [
        row for name in TABLES for row in _rows(name) if (row.code, row.valid_from) not in there
    ]
    Place.objects.bulk_create(rows, batch_size=500)
    if rows:
        audit.record(by=by, action="places.load", detail={"rows": len(rows)})
    return len(rows)


def _rows(name: str) -> list[Place]:
    file = resources.files("leye.apps.places").joinpath(f"data/{name}.csv")
    with file.open(encoding="utf-8") as lines:
        return [
            Place(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                parent_code=row["parent"],
                valid_from=dt.date.fromisoformat(row["valid_from"]),
                valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                successor_code=row["successor"],
            )
            for row in csv.DictReader(lines)
        ]


@transaction.atomic
def add_site(*, by: str, name: str, county: str, valid_from: dt.date) -> int:
    """Add a site, or find the one of that county and name; returns its id."""
    site, is_new = Site.objects.get_or_create(
        county_code=county, name=name, valid_to=None, defaults={"valid_from": valid_from}
    )
    if is_new:
        audit.record(by=by, action="site.add", unit=county, subject=f"site:{site.pk}")
    return site.pk


@transaction.atomic
def lock_site_figures(
    *, by: str, figures: list[SiteFigures], valid_from: dt.date, document: str
) -> None:
    """Take in the region's list of sites as of a day; earlier lists stay."""
    SiteMaster.objects.bulk_create(
        [
            SiteMaster(
                site_id=row.site_id,
                valid_from=valid_from,
                households=row.households,
                people=row.people,
                poor_households=row.poor_households,
                poor_people=row.poor_people,
                document=document,
                locked_by=by,
            )
            for row in figures
        ],
        batch_size=500,
    )
    audit.record(by=by, action="sites.lock", detail={"sites": len(figures), "document": document})
