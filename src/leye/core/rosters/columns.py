"""Which columns a roster may have, and what stands in its header: labels in, meaning out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leye.core.problems import Problem, Severity

Label = tuple[str, ...]  # a leaf, or the leaf with labels that stand above it
SEARCHED_ROWS, LEVELS = 30, 3
BRACKETS = re.compile(r"（[^）]*）$")  # a unit or a hint behind a label: 月薪（元）, 姓名（必填）


@dataclass(frozen=True, slots=True)
class RosterKind:
    """A shape of roster: the columns that it cannot do without, and those written once a household.

    is_one_row: whether a person stands in it once; in an export of spells there is a row for each spell.
    """

    key: str
    title: str
    required: frozenset[str]
    fill_down: frozenset[str]
    is_one_row: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns that are understood: key → labels; and those that are not kept, with the reason.

    least: how many of them a row must hold to be a header.
    """

    labels: Mapping[str, tuple[Label, ...]]
    ignored: Mapping[str, str]
    kinds: Mapping[str, RosterKind]
    least: int = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what each column means.

    columns: (index, key, label) of each column that is read; unread: (index, label) of the others.
    """

    first_row: int
    last_row: int
    kind: RosterKind
    columns: tuple[tuple[int, str, str], ...]
    unread: tuple[tuple[int, str], ...]

    def labels(self) -> tuple[str, ...]:
        return tuple(label for _, _, label in self.columns)

    def carried_down(
        self, values: Sequence[object], given: Mapping[str, object]
    ) -> tuple[object, ...]:
        """The cells of a row, with what its kind lets be written once filled in from given (by column key)."""
        now = list(values)
        for index, key, _ in self.columns:
            if key in self.kind.fill_down and given.get(key) is not None:
                now.extend([None] * (index + 1 - len(now)))
                now[index] = given[key]
        return tuple(now)


def plain(value: object) -> str:
    """A header cell for comparison: no spaces, no line breaks, one form of brackets."""
    text = "" if value is None else unicodedata.normalize("NFKC", str(value))
    return re.sub(r"[\s*]", "", text).replace("(", "（").replace(")", "）")


def letters(index: int) -> str:
    """The column's name in a spreadsheet: 0 → A, 26 → AA."""
    name = ""
    while index >= 0:
        name, index = chr(65 + index % 26) + name, index // 26 - 1
    return name


def find_header(
    rows: Sequence[tuple[int, Sequence[object]]], columns: Columns, wanted: str | None = None
) -> Header | Problem:
    """The header among the first rows, in one to three levels; or what is wrong with it."""
    lookup = _lookup(columns)
    best: tuple[int, int, int] | None = None
    for first in range(min(len(rows), SEARCHED_ROWS)):
        for levels in range(1, LEVELS + 1):
            if first + levels > len(rows):
                break
            paths = _paths([values for _, values in rows[first : first + levels]])
            score = len({key for path in paths if (key := _meaning(path, lookup, columns))})
            fewer = (score, -levels)  # a title above the header is no level of it
            if score >= columns.least and (best is None or fewer > (best[0], -best[2])):
                best = (score, first, levels)
    if best is None:
        found = next((values for _, values in rows if any(values)), ())
        shown = "、".join(plain(value) for value in found if value is not None)[:120]
        remedy = "请上传带有“姓名”“身份证号码”等列名的名册，列名可以在前30行的任何一行。"
        return Problem(
            "header.unknown", Severity.REFUSED, "没有找到认识的表头。", remedy, None, shown
        )
    return _header(rows, best[1], best[2], columns, lookup, wanted)


def _header(
    rows: Sequence[tuple[int, Sequence[object]]],
    first: int,
    levels: int,
    columns: Columns,
    lookup: Mapping[Label, str],
    wanted: str | None,
) -> Header | Problem:
    paths = _paths([values for _, values in rows[first : first + levels]])
    read: list[tuple[int, str, str]] = []
    unread: list[tuple[int, str]] = []
    for index, path in enumerate(paths):
        label = "/".join(path)
        key = _meaning(path, lookup, columns)
        if key is None and path and path[-1] not in columns.ignored:
            unread.append((index, label))
        elif key:
            read.append((index, key, label))
    keys = [key for _, key, _ in read]
    for key in keys:
        if keys.count(key) > 1:
            same = [(letters(i), label) for i, k, label in read if k == key]
            shown = "、".join(f"{letter}列“{label}”" for letter, label in same)
            remedy = "请只留一列，或把另一列改成别的列名。"
            return Problem(
                "header.duplicate",
                Severity.REFUSED,
                "有两列表头是同一个意思。",
                remedy,
                None,
                shown,
            )
    kind = _kind(frozenset(keys), columns, wanted)
    missing = sorted(kind.required - set(keys))
    if missing:
        names = "、".join(columns.labels[key][0][-1] for key in missing)
        remedy = f"请补上这些列再上传：{names}。"
        return Problem(
            "header.missing", Severity.REFUSED, f"{kind.title}缺少必需的列。", remedy, None, names
        )
    return Header(rows[first][0], rows[first + levels - 1][0], kind, tuple(read), tuple(unread))


def _kind(keys: frozenset[str], columns: Columns, wanted: str | None) -> RosterKind:
    if wanted:
        return columns.kinds[wanted]
    fits = [kind for kind in columns.kinds.values() if kind.required <= keys]
    if fits:
        return fits[0]
    return max(columns.kinds.values(), key=lambda kind: len(kind.required & keys))


def _lookup(columns: Columns) -> dict[Label, str]:
    return {
        tuple(plain(part) for part in label): key
        for key, labels in columns.labels.items()
        for label in labels
    }


def _paths(levels: Sequence[Sequence[object]]) -> list[Label]:
    """For each column its labels from top to bottom; a merged label counts for the columns beside it."""
    width = max(len(values) for values in levels)
    grid = [[plain(v) for v in values] + [""] * (width - len(values)) for values in levels]
    for row, below in reversed(list(pairwise(grid))):
        for column in range(1, width):
            if not row[column] and below[column]:
                row[column] = row[column - 1]
    paths: list[Label] = []
    for column in range(width):
        path: list[str] = []
        for row in grid:
            if row[column] and (not path or path[-1] != row[column]):
                path.append(row[column])
        paths.append(tuple(path))
    return paths


def _meaning(path: Label, lookup: Mapping[Label, str], columns: Columns) -> str | None:
    if not path or path[-1] in columns.ignored:
        return None
    for above in path[:-1]:
        if (above, path[-1]) in lookup:
            return lookup[above, path[-1]]
    return lookup.get((path[-1],)) or lookup.get((BRACKETS.sub("", path[-1]),))
