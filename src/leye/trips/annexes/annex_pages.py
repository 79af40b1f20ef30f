"""An annex as its page shows it: header, rows that fold, checks by row, the notice's open words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leye.apps.places import selectors as places
from leye.core.periods import SHANGHAI, Month
from leye.core.places.tree import REGION
from leye.core.reports.forms import BodyCell, HeaderCell, body, header_cells
from leye.core.reports.identities import Violation
from leye.core.reports.notice import Notice
from leye.core.reports.tables import Line, Table
from leye.core.scope import Scope
from leye.gateways import clock
from leye.notices.loader import load_notice
from leye.trips.annexes.reporting import Ask, annex_table

MONTHS = 36


@dataclass(frozen=True, slots=True)
class Row:
    """One row. broken: the hard relations that it does not keep; unfolds: it has rows below."""

    line: Line
    cells: tuple[BodyCell, ...]
    broken: tuple[Violation, ...]
    unfolds: bool
    is_folded: bool
    fetches: bool  # its rows below are fetched when it is unfolded


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A word that the notice left open: what was taken, since when, on what it rests."""

    label: str
    told: str
    cite: str


@dataclass(frozen=True, slots=True)
class AnnexPage:
    ask: Ask
    title: str
    notice: str
    on: dt.date
    unit_name: str
    levels: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[Row, ...]
    violations: tuple[Violation, ...]
    beside: tuple[tuple[str, str, int], ...]
    open_words: tuple[OpenWord, ...]
    notes: tuple[str, ...]


BESIDE = (
    ("place_unknown", "就业地不明（不算外出，也不算本地）"),
    ("not_asked", "未就业而没有问过意愿"),
    ("farming_only", "自营务农（不算已就业）"),
)


def asked(key: str, month: str, unit: str, known: str, scope: Scope) -> Ask:
    """What the words of an address ask for; the last month that is over and the own unit by default.

    Raises ValueError for a month or day that is none.
    """
    wanted = Month.parse(month) if month else Month.of(clock.today()).shifted(-1)
    known_at = None
    if known:
        day = dt.date.fromisoformat(known) + dt.timedelta(days=1)
        known_at = dt.datetime.combine(day, dt.time(), SHANGHAI) - dt.timedelta(microseconds=1)
    return Ask(key, wanted, unit or scope.unit, known_at)


def months() -> list[Month]:
    """The months that can be chosen, the newest first."""
    last = Month.of(clock.today()).shifted(-1)
    return [last.shifted(-back) for back in range(MONTHS)]


def annex_page(scope: Scope, ask: Ask) -> AnnexPage:
    """Everything that the page of an annex shows. Raises NotYet, OutOfScope."""
    table, violations = annex_table(scope, ask)
    notice = load_notice(ask.notice)
    tops = [line for line in table.lines if line.level in ("region", "league", "county")][:1]
    levels = [
        tuple(cell for cell in header_cells(table.annex) if cell.row == row)
        for row in range(len(table.annex.header))
    ]
    beside = [
        (key, words, top.figures.get(key) or 0)
        for key, words in BESIDE
        for top in tops
        if top.figures.get(key)
    ]
    return AnnexPage(
        ask,
        table.annex.title,
        notice.number,
        table.on,
        places.tree(scope, table.on).path(ask.unit),
        tuple(levels),
        tuple(_rows(table, violations, ask.unit)),
        violations,
        tuple(beside),
        tuple(open_words(notice, table.on)),
        table.annex.notes,
    )


def site_rows(scope: Scope, ask: Ask) -> list[Row]:
    """The rows of one county's sites, for a table that shows counties so far."""
    table, violations = annex_table(scope, ask)
    sites = [line for line in table.lines if line.level == "site"]
    return [_row(table, line, violations, False, False, False) for line in sites]


def _rows(table: Table, violations: Sequence[Violation], unit: str) -> Iterable[Row]:
    """The rows; of the whole region's sites only the counties, which fetch theirs."""
    fetches = unit == REGION and table.annex.rows == "sites"
    lines = [line for line in table.lines if not (fetches and line.level == "site")]
    depth = {"region": 0, "league": 1, "county": 2, "site": 3}
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        has_below = following is not None and depth[following.level] > depth[line.level]
        fetching = fetches and line.level == "county"
        unfolds = line.level != "region" and (has_below or fetching)
        is_folded = unit == REGION and line.level == "county"
        yield _row(table, line, violations, unfolds, is_folded, fetching)


def _row(
    table: Table,
    line: Line,
    violations: Sequence[Violation],
    unfolds: bool,
    is_folded: bool,
    fetches: bool,
) -> Row:
    cells = body(Table(table.annex, table.on, table.seq, (line,)))[0]
    broken = tuple(one for one in violations if one.key == line.key and one.is_hard)
    return Row(line, cells, broken, unfolds, is_folded, fetches)


def open_words(notice: Notice, on: dt.date) -> Iterable[OpenWord]:
    """The notice's open words with the reading in force on a day."""
    for parameter in notice.parameters.values():
        if parameter.unsettled:
            choice = parameter.on(on)
            yield OpenWord(parameter.label, parameter.unsettled, choice.cite)
