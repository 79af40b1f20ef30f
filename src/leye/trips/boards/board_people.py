"""总览, behind its figures: the people of a figure, the households in which nobody works, the sites without a platform."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from sqlglot import exp

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.stations import selectors as stations
from leye.core.boards.sheets import idle_people
from leye.core.periods import Month
from leye.core.query.model import EVERYONE, Predicate
from leye.core.query.sql import text_of
from leye.core.reports.identities import label
from leye.core.reports.tables import cell_predicate, people_statement, settled_in
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.trips.boards.board_counts import SERVED
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.intake import NOTICE

IDLE = "idle_homes"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a board: what it counts, of which unit and site (0: dispersed), as known at an entry."""

    what: str
    unit: str
    month: Month
    seq: int | None = None
    site: int | None = None


def people_of(scope: Scope, figure: Figure, keys: Keyring, after: int = 0) -> list[PersonRow]:
    """The people behind a figure, by id; reading the list is an audit event. Raises OutOfScope, KeyError."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(figure.unit)
    own, on = scope.narrowed(figure.unit), figure.month.last_day
    last = people.seq_at(own)
    seq = last if figure.seq is None else min(figure.seq, last)
    where = _where(own, figure, on)
    predicate: Predicate = EVERYONE
    bound = load_notice(NOTICE).bound(on, places.tree(own, on).recodes())
    if figure.what == IDLE:
        where = exp.and_(where, idle_people(bound, on, people.engine(), own.code_range))
    else:
        annex, column = ("2", figure.what[5:]) if figure.what[:5] == "poor." else ("1", figure.what)
        predicate = cell_predicate(
            load_notice(NOTICE), load_notice(NOTICE).annexes[annex], column, bound
        )
    state, engine = people.state_relation(own, on, seq), people.engine()
    statement = people_statement(predicate, state, on, engine, where, after, PAGE)
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, engine))
        found = [row[0] for row in cursor.fetchall()]
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=figure.unit,
            subject=f"board:{figure.month}:{figure.what}", detail={"people": len(found)},
        )  # fmt: skip
    return shown(own, people.lines(own, found), keys, on)


def _where(own: Scope, figure: Figure, on: dt.date) -> exp.Condition:
    where: exp.Condition = settled_in(own.code_range)
    site = own.site if own.site is not None else figure.site
    if site == 0:
        return exp.and_(where, exp.column("site_id").is_(exp.null()))
    return where if site is None else exp.and_(where, exp.column("site_id").eq(site))


def title(scope: Scope, figure: Figure) -> str:
    """A figure in words."""
    on = figure.month.last_day
    tree = places.tree(scope, on)
    where = tree.name(figure.unit)
    if figure.site is not None:
        names = {site.id: site.name for site in places.sites(scope.narrowed(figure.unit), on)}
        where += f" · {names.get(figure.site, '分散安置')}"
    what = "零就业家庭" if figure.what == IDLE else label(figure.what)
    if figure.what.startswith("poor."):
        what = f"建档立卡：{label(figure.what[5:])}"
    return f"{where} · {figure.month.year}年{figure.month.number}月底 · {what}"


@dataclass(frozen=True, slots=True)
class BareSite:
    """A site that has no service platform, and what its record says."""

    id: int
    name: str
    county: str
    state: str


def bare_sites(scope: Scope, unit: str, on: dt.date) -> list[BareSite]:
    """The sites of a unit without a platform on a day. Raises OutOfScope."""
    own = scope.narrowed(unit)
    tree, told, words = places.tree(own, on), stations.stations(own, on), stations.words(own, on)
    return [
        BareSite(site.id, site.name, tree.name(site.county), words.get(site.id, "没有记录"))
        for site in places.sites(own, on)
        if site.id not in told or told[site.id].state not in SERVED
    ]
