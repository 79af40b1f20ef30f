"""统计上报, the checks of a return: what keeps it from being sent, and what needs a word that travels with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leye.core.places.tree import Tree
from leye.core.reports.comparisons import (
    poor_within_all,
    since_last_month,
    sites_within_all,
)
from leye.core.reports.identities import Violation, violations
from leye.core.reports.kept import digest
from leye.core.reports.tables import MASTER, Table
from leye.core.scope import Scope
from leye.trips.annexes import checking
from leye.trips.annexes.counting import Basis


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that a return does not keep. ref: a name for its field; blocks: it cannot be explained away."""

    ref: str
    annex: str
    blocks: bool
    found: Violation

    @property
    def where(self) -> str:
        """Row and annex in words."""
        return f"附件{self.annex} {self.found.place}" if self.annex else self.found.place


def checks(
    scope: Scope,
    basis: Basis,
    tables: Sequence[Table],
    before: Sequence[Table],
    pending: Iterable[Violation],
) -> list[Check]:
    """All relations that the tables break, those that block first.

    before: the tables of the month before, or none. pending: what stands about the returns below.
    """
    numbers = basis.notice.numbers(basis.on)
    by_annex = {table.annex.key: table for table in tables}
    found: list[tuple[str, Violation]] = []
    for table in tables:
        found.extend((table.annex.key, one) for one in violations(table, numbers))
    one, two, three = (by_annex[key] for key in ("1", "2", "3"))
    found.extend(("2", x) for x in poor_within_all(one, two))
    found.extend(("3", x) for x in sites_within_all(one, two, three))
    for table, old in zip(tables, before, strict=False):
        if table.annex.rows == "counties":
            told = since_last_month(table, old, numbers["jump"])
            found.extend((table.annex.key, x) for x in told)
    found.extend(("1", x) for x in _idle(scope, basis, one))
    found.extend(("", x) for x in pending)
    listed = {table.annex.key for table in tables if table.annex.rows == "sites"}
    made = [
        Check(_ref(annex, x), annex, _blocks(x, annex in listed), x) for annex, x in _first(found)
    ]
    return sorted(made, key=lambda x: not x.blocks)


def _ref(annex: str, one: Violation) -> str:
    """A name that stays while the relation says the same; other numbers ask for another word."""
    return "w" + digest("\0".join((annex, one.check, one.key, one.message)))[:12]


def _first(found: Iterable[tuple[str, Violation]]) -> Iterator[tuple[str, Violation]]:
    """Of a relation that breaks in a county and again in its totals the lowest row is enough."""
    seen: set[tuple[str, str, str]] = set()
    for annex, one in found:
        if (annex, one.check, one.key + one.message) not in seen:
            seen.add((annex, one.check, one.key + one.message))
            yield annex, one


def _blocks(one: Violation, is_listed: bool) -> bool:
    """A relation that must hold blocks, unless it touches the region's own list, which no county can mend."""
    return one.is_hard and not (is_listed and set(one.columns) & set(MASTER))


def _idle(scope: Scope, basis: Basis, table: Table) -> Iterator[Violation]:
    counties = {line.code for line in table.lines}
    for one in checking.idle(scope, basis, table.seq):
        if one.key in counties:
            yield one


def about_parts(
    tree: Tree, parts: Mapping[str, int | None], waiting: Iterable[str], back: Collection[str]
) -> Iterator[Violation]:
    """R01, R02: units below that sent nothing or nothing since it came back, and returns that nobody has answered."""
    for unit in sorted(waiting):
        message = f"{tree.name(unit)}的报表已经上报，还没有接收或退回。"
        yield Violation(
            "R02", True, unit, tree.name(unit), (), message, "请先接收或退回它，再汇总。"
        )
    for unit, version in sorted(parts.items()):
        if version is None and unit not in set(waiting):
            what = "的报表退回后没有重报" if unit in back else "没有上报"
            message = f"{tree.name(unit)}{what}，本表这一行按台账现有数据填。"
            remedy = "请催报；来不及的，说明原因后可以先报。"
            yield Violation("R01", False, unit, tree.name(unit), (), message, remedy)


def signature_problems(filler: str, phone: str) -> list[Violation]:
    """V18: who fills the form in, and under which telephone he can be asked."""
    found = []
    digits = [c for c in phone if c.isdigit()]
    if not filler.strip():
        found.append(Violation("V18", True, "", "填表人", (), "没有写填表人。", "请写填表人姓名。"))
    if not 7 <= len(digits) <= 15 or set(phone) - set("0123456789-+()（） 转"):
        message = "没有写联系电话。" if not phone.strip() else f"联系电话 {phone} 看不懂。"
        remedy = "请写单位电话，如 0471-1234567，或手机号码。"
        found.append(Violation("V18", True, "", "联系电话", (), message, remedy))
    return found


def unexplained(found: Iterable[Check], words: Mapping[str, str]) -> list[Check]:
    """Those that only need a word and have none yet."""
    return [x for x in found if not x.blocks and not words.get(x.ref, "").strip()]
