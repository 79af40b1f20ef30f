"""What only the whole file shows: a person who stands in it twice, a household with two heads."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import RosterKind
from leye.core.rosters.values import RosterRow
from leye.core.vocabulary import Relation


@dataclass(slots=True)
class WholeFile:
    """Remembers what was read of a file so far, and says what a further row repeats."""

    kind: RosterKind
    _people: dict[str, str] = field(default_factory=dict)
    _heads: dict[tuple[str, str], str] = field(default_factory=dict)

    def repeated(self, row: RosterRow) -> Iterator[Problem]:
        """The problems of a row that only show beside the rows before it."""
        here = f"“{row.sheet}”第{row.row_no}行"
        number = row.person.id_no
        if self.kind.is_one_row and number is not None:
            first = self._people.setdefault(number, here)
            if first != here:
                message = "同一个身份证号码在这份名册里出现了两次。"
                remedy = "请核对这两行，删去重复的一行；确有必要保留的，请说明。"
                yield Problem("file.person_twice", Severity.STRANGE, message, remedy, None, first)
                return
        household = row.place.household_no
        if household and row.place.relation is Relation.HEAD:
            first = self._heads.setdefault((row.place.county or "", household), here)
            if first != here and self.kind.is_one_row:
                message = f"户编号 {household} 有两个户主。"
                remedy = "请核对户编号或“与户主关系”；确有其事请说明。"
                yield Problem("file.two_heads", Severity.STRANGE, message, remedy, None, first)
