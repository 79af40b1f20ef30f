"""The relations that must hold within and between tables (DOMAIN.md 2.4): a table in, violations out.

V12, V16 and V18 speak of returns, messages and deadlines; they stand with those.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leye.core.reports.tables import Line, Table

LABELS = {
    "people": "搬迁人口数", "labour": "劳动力人数", "employed": "已就业人数", "away": "外出就业人数",
    "local": "本地就业人数", "workshop": "扶贫车间吸纳人数", "post": "公益性岗位安置人数",
    "unemployed": "未就业人数", "willing": "有就业意愿人数", "site_willing": "有就业意愿人数",
    "households": "户", "poor_households": "建档立卡户", "poor_people": "建档立卡人",
    "poor.labour": "贫困劳动力人数", "poor.site_willing": "贫困劳动力有就业意愿人数",
    "poor.employed": "贫困劳动力已就业人数", "sites": "安置点数",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """A relation that does not hold in a row. key: the row's; columns: those to look at."""

    check: str
    is_hard: bool
    key: str
    place: str
    columns: tuple[str, ...]
    message: str
    remedy: str


# (check, part, whole): the part may not exceed the whole.
WITHIN = (
    ("V02", "labour", "people"), ("V02", "employed", "labour"), ("V02", "willing", "unemployed"),
    ("V02", "workshop", "local"), ("V02", "post", "local"),
    ("V06", "poor_households", "households"), ("V06", "poor_people", "people"),
    ("V06", "households", "people"), ("V06", "poor_households", "poor_people"),
    ("V06", "poor.labour", "poor_people"), ("V06", "poor.labour", "labour"),
    ("V06", "poor.site_willing", "site_willing"), ("V06", "poor.employed", "employed"),
    ("V07", "employed", "site_willing"), ("V07", "site_willing", "labour"),
    ("V07", "poor.employed", "poor.site_willing"), ("V07", "poor.site_willing", "poor.labour"),
)  # fmt: skip
# (check, whole, parts): the parts add up to the whole.
SUMS = (
    ("V02", "employed", ("away", "local")),
    ("V02", "labour", ("employed", "unemployed")),
)
REMEDY = "请点开数字，核对这一行的人员和来源名册。"


def violations(table: Table, threshold: int = 6) -> tuple[Violation, ...]:
    """Every relation that the table breaks, in the order of its rows."""
    found: list[Violation] = []
    for line in table.lines:
        found.extend(_within(line))
        found.extend(_sums(line))
        found.extend(_small_site(line, threshold))
    found.extend(_totals(table))
    return tuple(found)


def _within(line: Line) -> Iterator[Violation]:
    for check, part, whole in WITHIN:
        small, large = line.figures.get(part), line.figures.get(whole)
        if small is not None and large is not None and small > large:
            message = f"{LABELS[part]} {small} 大于{LABELS[whole]} {large}。"
            yield Violation(check, True, line.key, line.name, (part, whole), message, REMEDY)


def _sums(line: Line) -> Iterator[Violation]:
    for check, whole, parts in SUMS:
        total = line.figures.get(whole)
        values = [line.figures.get(part) for part in parts]
        if total is None or None in values:
            continue
        summed = sum(value for value in values if value is not None)
        if summed != total:
            names = "＋".join(LABELS[part] for part in parts)
            message = f"{LABELS[whole]} {total} ≠ {names} {summed}，差 {total - summed}。"
            remedy = "就业地不明的人既不算外出也不算本地：请点开“就业地不明”补上就业地。"
            yield Violation(
                check, True, line.key, line.name, (whole, *parts), message,
                remedy if whole == "employed" else REMEDY,
            )  # fmt: skip


def _small_site(line: Line, threshold: int) -> Iterator[Violation]:
    poor = line.figures.get("poor_households")
    if line.level == "site" and poor is not None and poor < threshold:
        message = f"建档立卡户 {poor} 户，不足 {threshold} 户，不在附件3的范围。"
        remedy = "请向自治区核对安置点名单。"
        yield Violation("V08", True, line.key, line.name, ("poor_households",), message, remedy)


def _totals(table: Table) -> Iterator[Violation]:
    """V05 and V09: each total against the rows below it, as far as they are there."""
    check = "V09" if table.annex.rows == "sites" else "V05"
    below = {"region": "league", "league": "county", "county": "site"}
    for index, line in enumerate(table.lines):
        own = _parts(table.lines, index, below.get(line.level, ""))
        if own:
            yield from totals_of(check, line, own)


def _parts(lines: Sequence[Line], index: int, level: str) -> list[Line]:
    found: list[Line] = []
    order = ("region", "league", "county", "site")
    for line in lines[index + 1 :]:
        if order.index(line.level) <= order.index(lines[index].level):
            break
        if line.level == level:
            found.append(line)
    return found


def totals_of(check: str, line: Line, parts: Sequence[Line]) -> Iterator[Violation]:
    """A total row against its parts; where parts are missing, how many and how much."""
    gaps: dict[str, int] = {}
    for column, total in line.figures.items():
        if column == "number" or total is None:
            continue
        values = [part.figures.get(column) for part in parts]
        summed = sum(value for value in values if value is not None)
        if summed != total:
            gaps[column] = total - summed
    stated = line.figures.get("sites")
    missing = stated - len(parts) if stated is not None and parts[0].level == "site" else 0
    if missing or gaps:
        told = "，".join(f"{LABELS.get(c, c)}差 {gap}" for c, gap in gaps.items() if c != "sites")
        count = f"缺 {missing} 个安置点，" if missing else "明细不完整，"
        remedy = "请补齐明细行，或更正合计行。"
        yield Violation(check, True, line.key, line.name, tuple(gaps), f"{count}{told}。", remedy)


def between(annex1: Table, annex2: Table) -> tuple[Violation, ...]:
    """V04: no figure of annex 2 exceeds the same figure of annex 1."""
    first: Mapping[str, Line] = {line.key: line for line in annex1.lines}
    found: list[Violation] = []
    for line in annex2.lines:
        for column in annex2.annex.columns[1:]:
            small = line.figures.get(column)
            large = first[line.key].figures.get(column) if line.key in first else 0
            if small is not None and large is not None and small > large:
                message = f"附件2的{LABELS[column]} {small} 大于附件1的 {large}。"
                found.append(
                    Violation("V04", True, line.key, line.name, (column,), message, REMEDY)
                )
    return tuple(found)
