"""总览 as its page shows it: headline figures, trends, the leagues as tiles, units beside each other with care."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from leye.apps.places import selectors as places
from leye.core.boards.drawing import Point, Trend, trend
from leye.core.boards.outlines import Outline, outlines
from leye.core.boards.shares import Group, Share, ranked
from leye.core.boards.sheets import Line
from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.scope import Scope
from leye.gateways.basemap import NotAMap, base_map
from leye.notices.boards import Tile, load_number, load_tiles
from leye.trips.boards import boards
from leye.trips.boards.boards import Told
from leye.trips.rosters.intake import NOTICE

WIDTH, HEIGHT, PAD = 320, 110, 14
MAP_WIDTH, MAP_HEIGHT = 500, 340


@dataclass(frozen=True, slots=True)
class Row:
    """A line below, its employment rate with bounds and group. key: unit, or unit and site."""

    line: Line
    rate: Share
    group: Group
    poor: Share
    kept: Share
    is_unit: bool

    @property
    def counts(self) -> Mapping[str, int]:
        return self.line.counts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A trend with its name, the newest figure in words, and the months at its ends."""

    key: str
    label: str
    now: str
    trend: Trend
    first: str
    last: str
    in_thousandths: bool = False  # said as per cent with one place, as clerks read a rate

    def said(self, value: int) -> str:
        return f"{value / 10:.1f}%" if self.in_thousandths else f"{value:,}"

    @property
    def low(self) -> str:
        return self.said(self.trend.low)

    @property
    def high(self) -> str:
        return self.said(self.trend.high)

    @property
    def points(self) -> list[tuple[Point, str]]:
        """Each point with what is said of it."""
        return [(point, f"{point.label}：{self.said(point.value)}") for point in self.trend.points]


@dataclass(frozen=True, slots=True)
class Spot:
    """A league on the map: where its tile stands, its row."""

    tile: Tile
    x: int
    y: int
    row: Row


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places on a base map with their rows. reviewed: its 审图号; lacking: why there is none, where one was meant."""

    shapes: tuple[tuple[Outline, Row], ...]
    reviewed: str = ""
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    told: Told
    name: str
    path: tuple[tuple[str, str], ...]
    rate: Share
    poor: Share
    kept: Share
    rows: tuple[Row, ...]
    trends: tuple[Drawn, ...]
    spots: tuple[Spot, ...]
    drawing: Drawing
    few: int
    missing_months: int


def page(scope: Scope, unit: str, month: Month) -> Page:
    """Everything that the board's page shows. Raises OutOfScope, ValueError."""
    told = boards.told(scope, unit, month)
    on = month.last_day
    tree = places.tree(scope, on)
    few = load_number(NOTICE, "few", on)
    rate = _share(told.total, "employed", "labour")
    rows = _rows(told, rate, few)
    months = boards.months_before(month)
    sums = boards.totals(scope, unit, months) | {month: dict(told.total)}
    above = [unit]
    while above[-1] != scope.unit:
        above.append(REGION if above[-1].endswith("00") else tree.league_of(above[-1]))
    return Page(
        told, tree.name(unit), tuple((code, tree.name(code)) for code in reversed(above)), rate,
        _share(told.total, "poor.employed", "poor.labour"), _kept(told.total), rows,
        tuple(_trends(months, sums)), tuple(_spots(unit, rows)), _drawing(unit, rows), few, len(months) - len(sums),
    )  # fmt: skip


def _share(counts: Mapping[str, int], part: str, whole: str) -> Share:
    return Share(counts.get(part, 0), counts.get(whole, 0))


def _kept(counts: Mapping[str, int]) -> Share:
    kept = counts.get("promise_kept", 0) + counts.get("promise_late", 0)
    return Share(kept, counts.get("promised", 0))


def _rows(told: Told, total: Share, few: int) -> tuple[Row, ...]:
    by_key = {f"{line.code}:{line.site}": line for line in told.lines}
    shares = {key: _share(line.counts, "employed", "labour") for key, line in by_key.items()}
    return tuple(
        Row(
            by_key[key], shares[key], group, _share(by_key[key].counts, "poor.employed", "poor.labour"),
            _kept(by_key[key].counts), by_key[key].site is None,
        )
        for key, group in ranked(list(shares.items()), total, few)
    )  # fmt: skip


def _spots(unit: str, rows: tuple[Row, ...]) -> list[Spot]:
    if unit != REGION:
        return []
    by_code = {row.line.code: row for row in rows}
    return [
        Spot(tile, tile.column * 84, tile.row * 74, by_code[tile.code])
        for tile in load_tiles(NOTICE)
        if tile.code in by_code
    ]


def _drawing(unit: str, rows: tuple[Row, ...]) -> Drawing:
    """The units below on the map that the installation was given; nothing where it has none."""
    if not unit.endswith("00"):
        return Drawing(())
    try:
        given = base_map(settings.HOME)
    except NotAMap as lacking:
        return Drawing((), lacking=str(lacking))
    if given is None:
        return Drawing(())
    by_code = {row.line.code: row for row in rows if row.is_unit}
    known = {code: given.rings[code] for code in by_code if code in given.rings}
    shapes = outlines(known, MAP_WIDTH, MAP_HEIGHT)
    return Drawing(tuple((shape, by_code[shape.code]) for shape in shapes), given.reviewed)


def _trends(months: list[Month], sums: Mapping[Month, Mapping[str, int]]) -> list[Drawn]:
    def drawn(key: str, label: str, values: Mapping[Month, int | None], now: str) -> Drawn:
        points = [(f"{m.year}年{m.number}月", values.get(m)) for m in months]
        line = trend(points, WIDTH, HEIGHT, PAD)
        return Drawn(key, label, now, line, f"{months[0]}", f"{months[-1]}", key == "rate")

    last = sums[months[-1]]
    rates: dict[Month, int | None] = {}
    for month, counts in sums.items():
        share = _share(counts, "employed", "labour").value
        rates[month] = None if share is None else round(share * 1000)
    now = _share(last, "employed", "labour")
    told = f"{now.part:,}/{now.whole:,}" if now.whole else "没有劳动力"
    found = [drawn("rate", "就业率", rates, told)]
    for key, label in (
        ("employed", "已就业人数"),
        ("willing", "未就业而有意愿"),
        ("idle_homes", "零就业家庭"),
    ):
        values = {month: counts.get(key, 0) if counts else None for month, counts in sums.items()}
        found.append(drawn(key, label, values, f"{last.get(key, 0):,}"))
    return found
