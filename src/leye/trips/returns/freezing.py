"""统计上报, a return as it is sent: tables made from the ledger or from the returns below, and made again later."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import connection
from sqlglot import exp

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Version
from leye.apps.stations import selectors as stations
from leye.core.digests import canonical
from leye.core.ledger.facts import STATE_COLUMNS
from leye.core.places.tree import REGION
from leye.core.query.sql import text_of
from leye.core.reports import kept
from leye.core.reports.notice import Annex
from leye.core.reports.returns import below, codes_of, counties_in
from leye.core.reports.tables import Line, Table, counted_columns, counties_table, sites_under
from leye.core.scope import Scope, prefix
from leye.notices.loader import load_notice, read_text
from leye.notices.loader import text_of as notice_text
from leye.trips.annexes.counting import (
    CODES,
    ENTRY,
    MOST,
    Basis,
    counted_together,
    filled,
    put_in,
)

_texts: dict[tuple[object, ...], str] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """The tables of a return, and the digest of the facts that were counted. parts: each unit below with its version."""

    basis: Basis
    tables: tuple[Table, ...]
    facts: str
    parts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """One unit's share of a collated return."""

    tables: tuple[Table, ...]
    facts: str
    version: int | None


Source = Callable[[str], Piece | None]


def basis_now(scope: Scope, notice: str, on: dt.date, unit: str) -> Basis:
    """What a return of a unit stands on, as it is known now. Sites and names of places are nobody's secret."""
    found, tree = load_notice(notice), places.tree(scope, on)
    own = set(counties_in(tree, unit, found.apart(on)))
    everywhere = replace(scope, unit=_reach(codes_of(tree, own)), site=None)
    sites = [s for s in places.sites(everywhere, on) if tree.canonical(s.county) in own]
    listed, words = places.site_figures(everywhere, on), stations.words(everywhere, on)
    ids = {site.id for site in sites}
    return Basis(
        found,
        kept.digest(notice_text(notice)),
        tree,
        sites,
        {site: held for site, held in listed.items() if site in ids},
        {site: told for site, told in words.items() if site in ids},
    )


def _reach(codes: tuple[str, ...]) -> str:
    """The smallest unit by its digits in which all of the codes lie; a county may have taken in one from elsewhere."""
    for unit in (codes[0], codes[0][:4] + "00"):
        if all(code.startswith(prefix(unit)) for code in codes):
            return unit
    return REGION


def documents(basis: Basis, units: Iterable[str]) -> dict[str, str]:
    """The basis as texts to be kept: definitions, tree, and the sites of the units that are counted."""
    own = set(units)
    sites = [site for site in basis.sites if basis.tree.canonical(site.county) in own]
    return {
        "definitions": notice_text(basis.notice.key),
        "tree": kept.tree_text(basis.tree, REGION),
        "sites": kept.sites_text(sites, basis.master, basis.stations),
    }


def basis_then(version: Version) -> Basis:
    """What a version stood on, from what was kept with it."""
    sites, master, words = kept.sites_of(version.sites.text)
    return Basis(
        read_text(version.report.notice, version.definitions.text),
        version.definitions_id,
        kept.tree_of(version.tree.text, version.on),
        sites,
        master,
        words,
    )


def make(
    scope: Scope, basis: Basis, unit: str, seq: int, source: Source, *, proves: bool = True
) -> Made:
    """The three annexes of a unit: a county's from the ledger, others collated from what `source` has of each below.

    proves: with the digest of the facts, which reads every state row; whoever only looks does without.
    """
    children = below(basis.tree, unit, basis.apart)
    if not children:
        counts = _counts(scope, basis, (unit,), seq)
        facts = _facts(scope, basis, unit, seq) if proves else ""
        return Made(basis, _fresh(basis, unit, seq, counts), facts, {})
    found = {child: source(child) for child in children}
    missing = [child for child, piece in found.items() if piece is None]
    counts = _counts(scope, basis, missing, seq)
    pieces: dict[str, Piece] = {}
    for child, piece in found.items():
        if piece is not None:
            pieces[child] = piece
            continue
        fresh = _fresh(basis, child, seq, counts)
        if any(table.lines for table in fresh):
            facts = _facts(scope, basis, child, seq) if proves else ""
            pieces[child] = Piece(fresh, facts, None)
    tables = tuple(
        _collated(basis, annex, [p.tables for p in pieces.values()], unit, seq)
        for annex in basis.notice.annexes.values()
    )
    told = {child: piece.facts for child, piece in sorted(pieces.items())}
    facts = hashlib.sha256(canonical(told)).hexdigest()
    return Made(basis, tables, facts, {child: piece.version for child, piece in pieces.items()})


Counted = Mapping[str, Mapping[tuple[str, int | None], list[int]]]


def _codes(basis: Basis, units: Iterable[str]) -> tuple[str, ...]:
    counties = [code for unit in units for code in counties_in(basis.tree, unit, basis.apart)]
    return codes_of(basis.tree, counties)


def _counts(scope: Scope, basis: Basis, units: Iterable[str], seq: int) -> Counted:
    """The annexes counted once for all of the units."""
    codes = _codes(basis, units)
    if not codes:
        return {key: {} for key in basis.notice.annexes}
    return counted_together(scope, basis, seq, codes)


def _fresh(basis: Basis, unit: str, seq: int, counts: Counted) -> tuple[Table, ...]:
    """The annexes of one unit from the counts of several."""
    counties = counties_in(basis.tree, unit, basis.apart)
    of = basis.tree.canonical
    own = replace(basis, sites=[site for site in basis.sites if of(site.county) in counties])
    return tuple(
        filled(
            own, annex, {k: v for k, v in counts[annex.key].items() if of(k[0]) in counties}, unit, seq
        )
        for annex in basis.notice.annexes.values()
    )  # fmt: skip


def _facts(scope: Scope, basis: Basis, unit: str, seq: int) -> str:
    return facts_digest(scope, basis.on, seq, _codes(basis, (unit,)))


def _collated(
    basis: Basis, annex: Annex, parts: Iterable[tuple[Table, ...]], unit: str, seq: int
) -> Table:
    """One annex from the rows of the parts; every total is made anew."""
    rows = [
        line
        for tables in parts
        for table in tables
        if table.annex.key == annex.key
        for line in table.lines
    ]
    lines: list[Line]
    if annex.rows == "sites":
        sites = [replace(row, figures=dict(row.figures)) for row in rows if row.level == "site"]
        lines = sites_under(sites, basis.tree, unit, basis.apart)
    else:
        columns = counted_columns(basis.notice, annex)
        counts: dict[tuple[str, int | None], list[int]] = {
            (row.code, None): [row.figures[column] or 0 for column in columns]
            for row in rows
            if row.level == "county" or row.code in basis.apart
        }
        lines = counties_table(columns, counts, basis.tree, unit, basis.apart)
    return Table(annex, basis.on, seq, tuple(lines))


def facts_digest(scope: Scope, on: dt.date, seq: int, codes: Iterable[str]) -> str:
    """The digest of the state rows of everybody who is settled in one of the codes on the day."""
    key = (on, people.engine(), people.is_kept(scope, seq))
    if key not in _texts:
        statement = (
            exp.select(*STATE_COLUMNS)
            .from_("state")
            .with_("state", as_=people.state_relation(scope, on, seq, ENTRY))
            .where(exp.column("county").isin(CODES))
            .order_by("person_id")
        )
        if len(_texts) > MOST:
            _texts.clear()
        _texts[key] = text_of(statement, people.engine())
    with connection.cursor() as cursor:
        cursor.execute(put_in(_texts[key], seq, codes))
        return kept.rows_digest(cursor)


def frozen_tables(scope: Scope, version: Version) -> tuple[Table, ...]:
    """The tables of a version as they were sent."""
    notice = read_text(version.report.notice, version.definitions.text)
    rows = reports.rows(scope, version)
    return tuple(
        Table(
            annex,
            version.on,
            version.seq,
            tuple(
                kept.line_of(row.level, row.code, row.name, row.site_id, row.figures, row.texts)
                for row in rows
                if row.annex == annex.key
            ),
        )
        for annex in notice.annexes.values()
    )
