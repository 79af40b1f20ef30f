"""The relations that must hold within a table (DOMAIN.md 2.4): a table in, violations out.

Those between tables stand in `comparisons`. V12, V16 and V18 speak of returns, messages and deadlines;
they stand with those.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leye.core.reports.tables import BESIDE_MASTER, MASTER, Line, Table

LABELS = {
    "people": "搬迁人口数", "labour": "劳动力人数", "employed": "已就业人数", "away": "外出就业人数",
    "local": "本地就业人数", "workshop": "扶贫车间吸纳人数", "post": "公益性岗位安置人数",
    "unemployed": "未就业人数", "willing": "有就业意愿人数", "site_willing": "有就业意愿人数",
    "households": "户", "poor_households": "建档立卡户", "poor_people": "建档立卡人",
    "poor.labour": "贫困劳动力人数", "poor.site_willing": "贫困劳动力有就业意愿人数",
    "poor.employed": "贫困劳动力已就业人数", "sites": "安置点数",
    "place_unknown": "就业地不明", "not_asked": "没有问过意愿", "farming_only": "自营务农",
    "everyone.people": "台账人数", "poor.people": "台账建档立卡人数",
    "everyone.households": "台账户数", "poor.households": "台账建档立卡户数",
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
ENOUGH = 20  # people, before a share of them says anything
REMEDY = "请点开数字，核对这一行的人员和来源名册。"


def violations(table: Table, numbers: Mapping[str, int]) -> tuple[Violation, ...]:
    """Every relation that the table breaks, in the order of its rows. numbers: the notice's thresholds."""
    found: list[Violation] = []
    for line in table.lines:
        found.extend(_negative(line))
        found.extend(_within(line))
        found.extend(_sums(line))
        found.extend(_posts_and_workshops(line))
        found.extend(_small_site(line, numbers["site_households"]))
        found.extend(_other_than_listed(line))
        found.extend(_implausible(line, numbers["employed_low"]))
    found.extend(_totals(table))
    found.extend(_unlisted(table))
    found.extend(_order(table))
    if table.annex.base != "everyone":  # V03: the relations of V02 again, for the poor
        found = [replace(one, check="V03") if one.check == "V02" else one for one in found]
    return tuple(found)


def _negative(line: Line) -> Iterator[Violation]:
    for column, value in line.figures.items():
        if value is not None and value < 0:
            message = f"{label(column)} {value} 小于零。"
            yield Violation("V01", True, line.key, line.name, (column,), message, REMEDY)


def _posts_and_workshops(line: Line) -> Iterator[Violation]:
    local, workshop, post = (line.figures.get(name) for name in ("local", "workshop", "post"))
    if local is None or workshop is None or post is None or workshop + post <= local:
        return
    message = f"扶贫车间 {workshop} 加公益性岗位 {post} 大于本地就业 {local}。"
    columns = ("local", "workshop", "post")
    yield Violation("V02", True, line.key, line.name, columns, message, REMEDY)


def _other_than_listed(line: Line) -> Iterator[Violation]:
    """Annex 3 shows the region's locked list; where the ledger says otherwise, both are said."""
    if line.level != "site":
        return
    for column, counted in BESIDE_MASTER.items():
        listed, found = line.figures.get(column), line.figures.get(counted)
        if listed is not None and found is not None and listed != found:
            message = f"{label(column)}：自治区名单 {listed}，台账 {found}，差 {found - listed}。"
            remedy = "表内按自治区名单填，不改动；请核对台账，或向自治区报请更正名单。"
            yield Violation("L01", False, line.key, line.name, (column,), message, remedy)


def _implausible(line: Line, low: int) -> Iterator[Violation]:
    labour, employed = line.figures.get("labour"), line.figures.get("employed")
    if labour is None or employed is None or labour < ENOUGH or employed * 100 >= labour * low:
        return
    message = f"就业率只有 {employed}/{labour}，低于 {low}%。"
    columns = ("labour", "employed")
    yield Violation("V14", False, line.key, line.name, columns, message, REMEDY)


def _order(table: Table) -> Iterator[Violation]:
    """V17: the total stands first, and the numbers of the rows have no gap."""
    numbers = [line.figures["number"] for line in table.lines if "number" in line.figures]
    if numbers and numbers != list(range(1, len(numbers) + 1)):
        first = table.lines[0]
        message, remedy = "序号不连续。", "请按序号检查有没有漏行。"
        yield Violation("V17", True, first.key, first.name, ("number",), message, remedy)
    for index, line in enumerate(table.lines):
        if line.level == "region" and index:
            message, remedy = "合计行不在第一行。", "请把合计行放在最上面。"
            yield Violation("V17", True, line.key, line.name, (), message, remedy)


def label(column: str) -> str:
    """The words of a column; the column's own name where it has none."""
    return LABELS.get(column, column)


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


def _unlisted(table: Table) -> Iterator[Violation]:
    """Totals of annex 3 over sites of which some are on no list: what the totals leave out."""
    for index, line in enumerate(table.lines):
        if line.level == "site" or line.figures.get("households") is None:
            continue
        missing = [
            part
            for part in _parts(table.lines, index, "site")
            if part.figures["households"] is None
        ]
        if missing:
            message = f"{len(missing)} 个安置点不在自治区名单，合计里没有它们的户数和人数。"
            remedy = "请向自治区报请补充名单；在名单补充以前，这几列合计偏小。"
            yield Violation("L02", False, line.key, line.name, MASTER, message, remedy)


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
        summed = sum(_counts(part, column) for part in parts)
        if summed != total:
            gaps[column] = total - summed
    if not gaps:
        return
    columns, start = tuple(gaps), "明细不完整"
    if parts[0].level == "site" and "sites" in gaps:
        start = f"缺 {gaps.pop('sites')} 个安置点"
    message = "，".join([start, *(f"{label(column)}差 {gap}" for column, gap in gaps.items())])
    remedy = "请补齐明细行，或更正合计行。"
    yield Violation(check, True, line.key, line.name, columns, f"{message}。", remedy)


def _counts(part: Line, column: str) -> int:
    """What a row counts for in its total; a site is one site."""
    if column == "sites" and part.level == "site":
        return 1
    return part.figures.get(column) or 0
