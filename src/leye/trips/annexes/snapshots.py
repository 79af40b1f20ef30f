"""A snapshot for statistics: the kept state without names and numbers, and questions put to it."""

from pathlib import Path

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.ledger.state import state_kept
from leye.core.query.sql import Engine, text_of
from leye.core.reports.tables import table_statement
from leye.core.scope import Scope
from leye.gateways.engines import duck, snapshot
from leye.notices.loader import load_notice
from leye.trips.annexes.reporting import Ask

PART = 100_000


def write_snapshot(scope: Scope, folder: Path) -> tuple[int, int]:
    """Write the scope's kept state into a folder; returns (files, rows)."""
    return snapshot.write(folder, people.KEPT_COLUMNS, people.kept_parts(scope, PART))


def counts(scope: Scope, ask: Ask, folder: Path) -> list[tuple[object, ...]]:
    """The counted rows of an annex, (county, site, figures…), by DuckDB over a snapshot."""
    on = ask.month.last_day
    notice = load_notice(ask.notice)
    recodes = places.tree(scope, on).recodes()
    statement = table_statement(
        notice,
        notice.annexes[ask.annex],
        notice.bound(on, recodes),
        state_kept(on, people.seq_at(scope, ask.known_at), Engine.DUCKDB),
        on,
        Engine.DUCKDB,
        scope.narrowed(ask.unit).code_range,
    )
    return duck.ask(folder, text_of(statement, Engine.DUCKDB))
