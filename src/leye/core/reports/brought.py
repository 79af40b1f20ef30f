"""A return's workbook that came back, perhaps changed by hand: rows of its sheets in, cells that say otherwise out.

Sheets may be renamed, rows moved, formulas put in place of figures: a sheet is known by its header, a row by its
name, a column by its label and the how manieth it is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leye.core.reports.notice import Annex
from leye.core.reports.tables import Line, Table

Cells = Sequence[object]
HEADER_ROWS = 14
ENOUGH = 0.7  # of a form's labels, before a sheet is taken for it
TEXTS = frozenset({"place", "league", "county", "site", "station", "number"})
WHOLE = "row"  # the "column" of a case about a row that is missing or too many


class Outcome(StrEnum):
    """What came of a cell that says otherwise."""

    OURS = "ours"
    MENDED = "mended"
    OTHER_RULE = "other_rule"

    @property
    def label(self) -> str:
        return {"ours": "以台账为准", "mended": "表上对，已更正台账", "other_rule": "口径不同"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Differing:
    """One cell. ours None: not known to us, or no such row; theirs as it stands in the file."""

    annex: str
    key: str
    place: str
    column: str
    ours: int | None
    theirs: str
    code: str


@dataclass(frozen=True, slots=True)
class Compared:
    """cells: how many figures were compared; notes: what was odd about the file, in words."""

    cells: int
    differing: tuple[Differing, ...]
    notes: tuple[str, ...]


def plain(value: object) -> str:
    """A text without blanks and in half width, so that 合　计 and 合计 are one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(unicodedata.normalize("NFKC", str(value if value is not None else "")).split())


def labels(annex: Annex) -> list[str]:
    """The lowest label of each column."""
    found = []
    for column in range(len(annex.columns)):
        own = [level[column] for level in annex.header if level[column] not in ("<", "^")]
        found.append(plain(own[-1]) if own else "")
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet that holds a form: where its body begins, and the form's column of each of its own."""

    annex: Annex
    start: int
    columns: Mapping[int, str]


def recognised(rows: Sequence[Cells], annexes: Iterable[Annex]) -> Found | None:
    """Which form a sheet holds; None where too few of its labels are there."""
    head = [[plain(value) for value in row] for row in rows[:HEADER_ROWS]]
    best: tuple[float, Annex] | None = None
    for annex in annexes:
        wanted = {text for level in annex.header for text in map(plain, level)} - {"<", "^", ""}
        there = {text for row in head for text in row}
        share = len(wanted & there) / len(wanted)
        if share >= ENOUGH and (best is None or share > best[0]):
            best = (share, annex)
    return _found(best[1], head) if best else None


def _found(annex: Annex, head: Sequence[Sequence[str]]) -> Found:
    wanted = {text for level in annex.header for text in map(plain, level)} - {"<", "^", ""}
    rows = [number for number, row in enumerate(head) if len(wanted & set(row)) >= 2]
    first, last = rows[0], rows[0]
    for number in rows:
        last = number if number - last <= 1 else last
    width = max(len(row) for row in head)
    leaves = []
    for column in range(width):
        own = [row[column] for row in head[first : last + 1] if column < len(row) and row[column]]
        leaves.append(own[-1] if own else "")
    names: dict[tuple[str, int], str] = {}
    counted: Counter[str] = Counter()
    for label, column_name in zip(labels(annex), annex.columns, strict=True):
        names[(label, counted[label])] = column_name
        counted[label] += 1
    seen: Counter[str] = Counter()
    columns = {}
    for column, leaf in enumerate(leaves):
        if (leaf, seen[leaf]) in names:
            columns[column] = names[(leaf, seen[leaf])]
            seen[leaf] += 1
    return Found(annex, last + 1, columns)


def compared(tables: Sequence[Table], sheets: Mapping[str, Sequence[Cells]]) -> Compared:
    """Every figure of a workbook beside ours. sheets: rows by the sheet's name, merged cells filled in."""
    notes: list[str] = []
    differing: list[Differing] = []
    cells = 0
    by_key = {table.annex.key: table for table in tables}
    seen: set[str] = set()
    for name, rows in sheets.items():
        found = recognised(rows, [table.annex for table in tables])
        if found is None:
            notes.append(f"工作表“{name}”不是这三张表，没有核对。")
            continue
        key = found.annex.key
        if key in seen:
            notes.append(f"附件{key}出现了两次，只核对第一张。")
            continue
        seen.add(key)
        if plain(name) != f"附件{key}":
            notes.append(f"工作表“{name}”按表头认作附件{key}。")
        missing = set(found.annex.columns) - set(found.columns.values()) - TEXTS
        if missing:
            notes.append(f"附件{key}有 {len(missing)} 栏没有找到，没有核对。")
        many, told = _sheet(by_key[key], found, rows)
        cells += many
        differing.extend(told)
    notes.extend(f"文件里没有附件{key}。" for key in by_key if key not in seen)
    return Compared(cells, tuple(differing), tuple(notes))


def _sheet(table: Table, found: Found, rows: Sequence[Cells]) -> tuple[int, list[Differing]]:
    lines = _Lines(table)
    cells = 0
    told: list[Differing] = []
    met: set[str] = set()
    for row in rows[found.start :]:
        named = {column: row[place] for place, column in found.columns.items() if place < len(row)}
        if _is_foot(row, named):
            continue
        line = lines.of(named)
        if line is None or line.key in met:
            text = lines.text_of(named)[:60]
            if text:
                told.append(
                    Differing(table.annex.key, f"+{len(told)}", text, WHOLE, None, "多出一行", "")
                )
            continue
        met.add(line.key)
        for column, value in named.items():
            if column in TEXTS:
                continue
            cells += 1
            ours = line.figures.get(column)
            if not _is_same(ours, value):
                theirs = plain(value)[:60] or "空"
                told.append(
                    Differing(table.annex.key, line.key, line.name, column, ours, theirs, line.code)
                )
    told.extend(
        Differing(table.annex.key, line.key, line.name, WHOLE, None, "缺这一行", line.code)
        for line in table.lines
        if line.key not in met
    )
    return cells, told


def _is_foot(row: Cells, named: Mapping[str, object]) -> bool:
    """The lines under a form: who fills in, notes, and rows without anything."""
    texts = [plain(value) for value in row if plain(value)]
    return not texts or texts[0].startswith(("填表人", "联系电话", "注")) or (bool(re.match(r"^\d\.", texts[0])) and not any(
        isinstance(value, int | float) for column, value in named.items() if column not in TEXTS
    ))  # fmt: skip


def _is_same(ours: int | None, theirs: object) -> bool:
    if isinstance(theirs, bool) or theirs is None or plain(theirs) == "":
        return ours is None and not isinstance(theirs, bool)
    try:
        return ours is not None and float(plain(theirs).replace(",", "")) == ours
    except ValueError:
        return False


class _Lines:
    """Our rows by the names under which a form shows them; a site's county is the last one named above it."""

    def __init__(self, table: Table) -> None:
        self.is_sites = table.annex.rows == "sites"
        self.by_name: dict[tuple[str, str], Line] = {}
        self.sites: dict[str, list[Line]] = {}
        self.county = ""
        for line in table.lines:
            if line.level == "site":
                self.sites.setdefault(plain(line.name), []).append(line)
            else:
                self.by_name[(line.level, plain(line.name))] = line

    def of(self, named: Mapping[str, object]) -> Line | None:
        """Our row for one of theirs."""
        if not self.is_sites:
            name = plain(named.get("place"))
            found = [self.by_name.get((level, name)) for level in ("region", "league", "county")]
            return next((line for line in found if line is not None), None)
        league, county, site = (plain(named.get(x)) for x in ("league", "county", "site"))
        if re.fullmatch(r"(合计)?\d*个", site):
            if site.startswith("合计"):
                return self.by_name.get(("region", "合计"))
            if county:
                line = self.by_name.get(("county", county))
                self.county = line.code if line else ""
                return line
            return self.by_name.get(("league", league))
        known = self.sites.get(site, [])
        near = [line for line in known if line.code == self.county]
        return known[0] if len(known) == 1 else near[0] if len(near) == 1 else None

    def text_of(self, named: Mapping[str, object]) -> str:
        return "".join(plain(named.get(x)) for x in ("place", "league", "county", "site"))


def numbered(found: Iterable[Differing]) -> Iterator[Differing]:
    """Each place once: a second saying about the same cell is left out."""
    seen: set[tuple[str, str, str]] = set()
    for one in found:
        if (one.annex, one.key, one.column) not in seen:
            seen.add((one.annex, one.key, one.column))
            yield one
