"""就业服务平台: how each site is served, from when, with its history and its picture; annex 3's last column."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leye.apps.places import selectors as places
from leye.apps.stations import actions, selectors
from leye.apps.stations.models import Station
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vocabulary import StationState
from leye.gateways import clock
from leye.gateways.documents.photos import cleaned
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.trips.annexes.site_pages import county_of

BLANK = "已建，但形式、地址、建成日期、工作人员、服务时间、电话都没有填"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a site's platform from a day on."""

    state: StationState
    kind: str = ""
    place: str = ""
    staff: int | None = None
    phone: str = ""
    opened_on: dt.date | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class StationRow:
    """A record in words."""

    site_id: int
    site: str
    county: str
    valid_from: dt.date | None
    state: str
    label: str
    kind: str
    place: str
    staff: int | None
    phone: str
    opened_on: dt.date | None
    hours: str
    has_photo: bool
    by: str

    @property
    def strange(self) -> str:
        """What speaks against the record, in words; "" for nothing. It stands all the same."""
        return BLANK if self.state == StationState.BUILT.value and not any(self._said) else ""

    @property
    def _said(self) -> tuple[object, ...]:
        return self.kind, self.place, self.staff is not None, self.phone, self.opened_on, self.hours


def record(
    scope: Scope, site_id: int, told: Told, picture: bytes, folder: Path, keys: Keyring
) -> None:
    """Record how a site is served from today on; without a new picture the last one stays.

    Raises OutOfScope; NotAPicture for a file that is none.
    """
    if not scope.may(Capability.EDIT_LEDGER):
        raise OutOfScope(site_id)
    county = county_of(scope, site_id)
    last = selectors.history(scope, site_id)[:1]
    photo = last[0].photo if last else ""
    if picture:
        photo = vault.keep(folder, cleaned(picture).content, keys)
    actions.record_station(
        by=scope.actor, site_id=site_id, unit=county, valid_from=clock.today(), state=told.state,
        kind=told.kind[:40], place=told.place[:100], staff=told.staff, phone=told.phone[:20],
        opened_on=told.opened_on, hours=told.hours[:60], photo=photo,
    )  # fmt: skip


def photo(scope: Scope, site_id: int, folder: Path, keys: Keyring) -> bytes:
    """The picture of a site's platform. Raises OutOfScope where there is none in the scope."""
    last = selectors.history(scope, site_id)[:1]
    if not last or not last[0].photo:
        raise OutOfScope(site_id)
    return vault.fetch(folder, last[0].photo, keys)


def history(scope: Scope, site_id: int) -> list[StationRow]:
    """Every record of a site, the newest first. Raises OutOfScope."""
    county_of(scope, site_id)
    names = {site.id: (site.name, site.county) for site in places.sites(scope, clock.today())}
    return [_row(site_id, *names[site_id], row) for row in selectors.history(scope, site_id)]


def board(scope: Scope, unit: str) -> tuple[list[StationRow], Mapping[str, int]]:
    """Every site of a unit with how it is served today, and how many there are of each state. Raises OutOfScope."""
    own = scope.narrowed(unit)
    on = clock.today()
    tree, stand = places.tree(own, on), selectors.stations(own, on)
    rows = [
        _row(site.id, site.name, tree.name(site.county), stand.get(site.id))
        for site in places.sites(own, on)
    ]
    return rows, Counter(row.label for row in rows)


def blank(scope: Scope) -> Counter[str]:
    """How many platforms of the scope are said to be built and nothing else, by the name of their county."""
    rows, _ = board(scope, scope.unit)
    return Counter(row.county for row in rows if row.strange)


def _row(site_id: int, name: str, county: str, row: Station | None) -> StationRow:
    if row is None:
        return StationRow(site_id, name, county, None, "", "没有登记", "", "", None, "", None, "", False, "")  # fmt: skip
    return StationRow(
        site_id, name, county, row.valid_from, row.state, StationState(row.state).label, row.kind, row.place,
        row.staff, row.phone, row.opened_on, row.hours, bool(row.photo), row.recorded_by,
    )  # fmt: skip
