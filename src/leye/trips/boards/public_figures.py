"""公开数字: a month's employment by league and county for everybody, small numbers left out so that no subtraction brings them back."""

from collections.abc import Mapping
from dataclasses import dataclass

from leye.apps.boards import actions, selectors
from leye.apps.boards.models import PublicRow, PublicTable
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.boards.sheets import added
from leye.core.boards.suppression import shown
from leye.core.periods import Month, day_of
from leye.core.places.tree import REGION
from leye.core.scope import ANYBODY, Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.boards import load_number
from leye.trips.boards import board_counts, boards
from leye.trips.rosters.intake import NOTICE

COLUMNS = (
    ("people", "搬迁人口"), ("labour", "搬迁劳动力"), ("employed", "已就业"), ("away", "外出就业"),
    ("local", "本地就业"), ("unemployed", "未就业"), ("willing", "未就业而有意愿"),
)  # fmt: skip


def atoms_of(counts: Mapping[str, int]) -> tuple[int, ...]:
    """The groups of people out of which the columns are made; nobody is in two."""
    c = {name: counts.get(name, 0) for name, _ in COLUMNS}
    return (
        c["people"] - c["labour"], c["away"], c["local"], c["employed"] - c["away"] - c["local"],
        c["willing"], c["unemployed"] - c["willing"],
    )  # fmt: skip


def publish(scope: Scope, month: Month) -> bool:
    """Make a month's figures public, by the region, once. Returns whether it is new. Raises OutOfScope, ValueError."""
    if scope.unit != REGION or not scope.may(Capability.PUBLISH) or scope.site is not None:
        raise OutOfScope(REGION)
    if month > boards.last_month():
        raise ValueError(f"not over: {month}")
    on, seq = month.last_day, people.seq_at(scope)
    least = load_number(NOTICE, "public_least", on)
    tree = places.tree(scope, on)
    counts: dict[str, dict[str, int]] = {REGION: {}}
    below: dict[str, list[str]] = {REGION: []}
    for (code, _), some in board_counts.base_of(scope, on, None, seq).items():
        if not some.get("people"):
            continue
        county = tree.canonical(code)
        league = tree.league_of(county)
        for unit, above in ((league, REGION), (county, league)):
            if unit not in counts:
                counts[unit] = {}
                below.setdefault(above, []).append(unit)
        for unit in (REGION, league, county):
            added(counts[unit], some)
    may_show = shown(REGION, below, {code: atoms_of(some) for code, some in counts.items()}, least)
    order = [REGION] + [
        u for league in sorted(below[REGION]) for u in (league, *sorted(below[league]))
    ]
    rows: list[dict[str, object]] = [
        {
            "place": number, "code": code, "is_shown": code in may_show,
            "level": "region" if code == REGION else "league" if code in below[REGION] else "county",
            **{name: counts[code].get(name, 0) if code in may_show else None for name, _ in COLUMNS},
        }
        for number, code in enumerate(order)
    ]  # fmt: skip
    return actions.make_public(
        by=scope.actor, on=on, seq=seq, least=least, rows=rows, at=clock.now()
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row as everybody reads it; figures None: left out."""

    name: str
    level: str
    code: str
    figures: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Public:
    """A public table, and the months that there are."""

    month: Month
    least: int
    published_at: str
    lines: tuple[Line, ...]
    months: tuple[Month, ...]


def public(month: Month | None = None) -> Public | None:
    """A month's public figures, the newest by default; None where there are none."""
    tables = selectors.public_tables(ANYBODY)
    chosen = [t for t in tables if month is None or Month.of(t.on) == month]
    if not chosen:
        return None
    table: PublicTable = chosen[0]
    tree = places.tree(ANYBODY, table.on)
    lines = tuple(_line(row, tree.name(row.code)) for row in selectors.public_rows(ANYBODY, table))
    day = day_of(table.published_at).isoformat()
    return Public(
        Month.of(table.on), table.least, day, lines, tuple(Month.of(t.on) for t in tables)
    )


def _line(row: PublicRow, name: str) -> Line:
    figures = tuple(getattr(row, column) for column, _ in COLUMNS) if row.is_shown else None
    return Line(name, row.level, row.code, figures)


def waiting() -> list[Month]:
    """The last twelve months that are over and not public yet, the newest first."""
    made = {Month.of(table.on) for table in selectors.public_tables(ANYBODY)}
    return [m for m in boards.months_before(boards.last_month())[::-1] if m not in made]
