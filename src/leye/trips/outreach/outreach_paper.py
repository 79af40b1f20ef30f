"""推送 on paper and aloud: slips with a code to one's own page, a site's poster, the words to read out, the van."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.messages import ownwords
from leye.apps.messages import selectors as outbox
from leye.apps.places import selectors as places
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import Level
from leye.gateways import clock
from leye.gateways.channels.aloud.words import broadcast, desk, weibo
from leye.gateways.channels.slip.paper import poster_data, slip_data
from leye.gateways.documents.typeset import pdf, qr_svg
from leye.gateways.seals.keyring import Keyring
from leye.notices.outreach import load_outreach
from leye.trips import passing
from leye.trips.annexes.site_pages import county_of
from leye.trips.outreach import promising
from leye.trips.outreach.carriers import address
from leye.trips.passing import Purpose
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies.vacancy_pages import VacancyView, near_site

SLIP_DAYS, ON_A_POSTER = 30, 18  # how long the code on paper opens the page; vacancies of a poster


def slips_pdf(scope: Scope, site_id: int, keys: Keyring) -> bytes:
    """The slips of a site, four a page. Raises OutOfScope, NoFonts."""
    county = county_of(scope, site_id)
    found = promising.slips(scope, site_id, keys)
    own = scope.narrowed(county)
    links = passing.issue(
        own, Purpose.PERSON, [(f"person:{one.person.id}", county) for one in found], SLIP_DAYS
    ) if found else []  # fmt: skip
    base, at = address(Path(settings.HOME)), clock.now()
    slips = [
        slip_data(
            one.person.name, one.person.site,
            [(v.title, v.pay, v.employer, v.place, v.id) for _, v, _ in one.vacancies],
            qr_svg(f"{base}/p/#{key}"), key,
        )
        for one, key in zip(found, links, strict=True)
    ]  # fmt: skip
    told = load_outreach(NOTICE, clock.today())
    return pdf("slips", {"slips": slips, "on": str(clock.today()), "signature": told.signature}, at)


def _open_here(scope: Scope, site_id: int) -> tuple[str, list[VacancyView]]:
    county = county_of(scope, site_id)
    own = scope.narrowed(county)
    names = {site.id: site.name for site in places.sites(own, clock.today())}
    return names.get(site_id, ""), near_site(own, site_id, ON_A_POSTER)


def poster_pdf(scope: Scope, site_id: int) -> bytes:
    """What is put up at a site: its nearest vacancies, no person in it. Raises OutOfScope, NoFonts."""
    name, views = _open_here(scope, site_id)
    base = address(Path(settings.HOME))
    rows = [(v.title, v.pay, v.employer, v.place, v.left, v.id) for v in views]
    data = poster_data(name, rows, qr_svg(f"{base}/jobs/"), str(clock.today()))
    return pdf("poster", data, clock.now())


@dataclass(frozen=True, slots=True)
class Aloud:
    """The texts of a site: read out by loudspeaker, posted, told at the desk. Public vacancies only."""

    site: str
    broadcast: str
    weibo: tuple[str, ...]
    desk: tuple[str, ...]


def aloud(scope: Scope, site_id: int) -> Aloud:
    """The words of a site's vacancies. Raises OutOfScope."""
    name, views = _open_here(scope, site_id)
    rows = [
        (v.title, v.pay, v.employer, v.place, v.left, v.id)
        for v in views
        if v.level == Level.PUBLIC.label
    ]
    link = f"{address(Path(settings.HOME))}/jobs/"
    return Aloud(name, broadcast(name, rows), weibo(name, rows, link), desk(rows))


@dataclass(frozen=True, slots=True)
class Visit:
    """The van at a site: when, where, how many slips it brings, whether it was there."""

    id: int
    site_id: int
    site: str
    on: dt.date
    place: str
    done_at: dt.datetime | None
    people: int | None
    is_due: bool


def visits(scope: Scope) -> list[Visit]:
    """The van's plan from a month ago on."""
    today = clock.today()
    names = {site.id: site.name for site in places.sites(scope, today)}
    return [
        Visit(
            row.pk, row.site_id, names.get(row.site_id, ""), row.on, row.place, row.done_at, row.people,
            row.done_at is None and row.on <= today,
        )
        for row in outbox.visits(scope, today - dt.timedelta(days=31))
    ]  # fmt: skip


def plan(scope: Scope, site_id: int, on: dt.date, place: str) -> None:
    """The van comes to a site on a day. Raises OutOfScope."""
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(site_id)
    county = county_of(scope, site_id)
    ownwords.plan_visit(
        by=scope.actor, unit=county, site_id=site_id, on=on, place=place, at=clock.now()
    )


def visited(scope: Scope, visit_id: int, people: int) -> None:
    """The van was there. Raises OutOfScope."""
    row = outbox.visit(scope, visit_id)
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(visit_id)
    ownwords.visited(
        by=scope.actor, visit_id=visit_id, unit=row.unit, people=people, at=clock.now()
    )


def pack(scope: Scope, visit_id: int, keys: Keyring) -> bytes:
    """What the van takes along to a site: its slips. Raises OutOfScope, NoFonts."""
    return slips_pdf(scope, outbox.visit(scope, visit_id).site_id, keys)
