"""The relations between tables: annex 1 and 2, annex 3 and both, this month and the last (DOMAIN.md 2.4)."""

from collections.abc import Iterable, Iterator, Mapping

from leye.core.reports.identities import ENOUGH, REMEDY, Violation, label
from leye.core.reports.tables import Line, Table

# Annex 3 counts concentrated sites only: (its column, the other annex, that one's column).
SITES_WITHIN = (
    ("people", "1", "people"),
    ("poor_people", "2", "people"),
    ("labour", "1", "labour"),
    ("employed", "1", "employed"),
    ("poor.labour", "2", "labour"),
    ("poor.employed", "2", "employed"),
)
WILLING_WITHIN = (("site_willing", "employed", "1"), ("poor.site_willing", "poor.employed", "2"))
MONTHLY = ("people", "labour", "employed")


def poor_within_all(annex1: Table, annex2: Table) -> Iterator[Violation]:
    """V04: no figure of annex 2 exceeds the same figure of annex 1."""
    first = _by_key(annex1.lines)
    for line in annex2.lines:
        for column in annex2.annex.columns[1:]:
            small = line.figures.get(column)
            large = first[line.key].figures.get(column) if line.key in first else 0
            if small is not None and large is not None and small > large:
                message = f"附件2的{label(column)} {small} 大于附件1的 {large}。"
                yield Violation("V04", True, line.key, line.name, (column,), message, REMEDY)


def sites_within_all(annex1: Table, annex2: Table, annex3: Table) -> Iterator[Violation]:
    """V10, V11: what annex 3 counts at the sites of a county, annex 1 and 2 count in the county."""
    whole = {"1": _by_key(annex1.lines), "2": _by_key(annex2.lines)}
    for line in annex3.lines:
        if line.level == "site":
            continue
        for column, annex, other in SITES_WITHIN:
            above = whole[annex].get(line.key)
            small, large = line.figures.get(column), above.figures.get(other) if above else 0
            if small is not None and large is not None and small > large:
                message = (
                    f"附件3的{label(column)} {small} 大于附件{annex}的{label(other)} {large}。"
                )
                yield Violation("V10", True, line.key, line.name, (column,), message, REMEDY)
        for column, employed, annex in WILLING_WITHIN:
            yield from _willing(line, column, employed, annex, whole[annex].get(line.key))


def _willing(
    line: Line, column: str, employed: str, annex: str, above: Line | None
) -> Iterator[Violation]:
    all_willing, at_work = line.figures.get(column), line.figures.get(employed)
    willing = above.figures.get("willing") if above else 0
    if all_willing is None or at_work is None or willing is None:
        return
    if all_willing - at_work > willing:
        message = (
            f"附件3有意愿而未就业的 {all_willing - at_work} 人，多于附件{annex}的 {willing} 人。"
        )
        yield Violation("V11", True, line.key, line.name, (column, employed), message, REMEDY)


def since_last_month(now: Table, before: Table, jump: int) -> Iterator[Violation]:
    """V13: a change of more than `jump` per cent from one month to the next needs a word."""
    earlier = _by_key(before.lines)
    for line in now.lines:
        old = earlier.get(line.key)
        for column in MONTHLY:
            value = line.figures.get(column)
            was = old.figures.get(column) if old else None
            if value is None or was is None or was < ENOUGH:
                continue
            if abs(value - was) * 100 > was * jump:
                message = f"{label(column)}上月 {was}，本月 {value}，变动超过 {jump}%。"
                remedy = "请点开数字核对；确有其事请在上报时说明原因。"
                yield Violation("V13", False, line.key, line.name, (column,), message, remedy)


def idle_homes(homes: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Violation]:
    """V15: households in which somebody wants work and nobody has any; the target is none."""
    for code, many in sorted(homes.items()):
        message = f"有零就业家庭 {many} 户（有人愿意就业，没有一人就业）。"
        remedy = "请优先安排这些家庭，做到至少一人就业。"
        yield Violation("V15", False, code, names[code], ("willing",), message, remedy)


def _by_key(lines: Iterable[Line]) -> dict[str, Line]:
    return {line.key: line for line in lines}
