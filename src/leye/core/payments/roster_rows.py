"""One row of the list of workers that goes with an application: cells in, typed values with every problem out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from leye.core.identity import id_number, names
from leye.core.payments.money import read_yuan
from leye.core.periods import birthday
from leye.core.problems import Problem, Severity
from leye.core.rosters import cells
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.reading import CellReader

FAR = dt.date(2200, 1, 1)
SKIPPED = ("合计", "小计", "总计", "填表人", "填报人", "负责人", "备注", "注：", "说明", "审核")
YOUNGEST = 16  # 劳动法第十五条


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """What a row says; None where it does not. contract_to: the first day after the contract."""

    row_no: int
    name: str
    id_no: str | None
    hired_on: dt.date | None
    contract_from: dt.date | None
    contract_to: dt.date | None
    monthly_pay_fen: int | None
    asked_fen: int | None
    account: str
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class WorkerReader:
    """Reads the rows under a header, as of the day on which the list is brought."""

    header: Header
    as_of: dt.date
    _past: CellReader = field(init=False)
    _any: CellReader = field(init=False)

    def __post_init__(self) -> None:
        labels = {key: label for _, key, label in self.header.columns}
        self._past, self._any = CellReader(self.as_of, labels), CellReader(FAR, labels)

    def read(self, row_no: int, values: Sequence[object]) -> WorkerRow | None:
        """The row; None where it lists nobody."""
        given = {
            key: values[index] if index < len(values) else None
            for index, key, _ in self.header.columns
        }
        texts = [plain(value) for value in values if value is not None and plain(value)]
        number = cells.text_of(given.get("person.id_no"))
        if not texts or (not number and texts[0].startswith(SKIPPED)):
            return None
        if not number and not cells.text_of(given.get("person.name")):
            return None
        for reader in (self._past, self._any):
            reader.given, reader.problems = given, []
        return self._row(row_no, given)

    def _row(self, row_no: int, given: dict[str, object]) -> WorkerRow:
        name = names.clean(self._past.text("person.name"))
        found: list[Problem] = [*names.problems_of(name, self._label("person.name"))]
        raw = given.get("person.id_no")
        reading = id_number.read(raw)
        found += id_number.problems_of(reading, self._label("person.id_no"), raw, frozenset())
        first, last = self._any.day("contract_from"), self._any.day("contract_to", end=True)
        if first and last and last <= first:
            self._any.say(
                "contract.dates", Severity.REFUSED, "contract_to", "合同终止早于起始。", "请核对合同的起止日期。",
            )  # fmt: skip
        born = id_number.birth_date(reading.canonical) if reading.canonical else None
        if born and first and first < birthday(born, YOUNGEST):
            self._any.say(
                "contract.age", Severity.STRANGE, "contract_from",
                f"合同起始时不满{YOUNGEST}周岁，禁止招用童工。", "请核对号码和合同；属实的不能申请，并按规定查处。",
            )  # fmt: skip
        hired = self._past.day("hired_on")
        pay, asked = self._money("monthly_pay"), self._money("asked")
        account = "".join(self._past.text("account", 40).split())
        problems = (*found, *self._past.problems, *self._any.problems)
        return WorkerRow(
            row_no, name, reading.canonical, hired, first, last, pay, asked, account, problems
        )

    def _label(self, key: str) -> str:
        return self._past.labels.get(key, key)

    def _money(self, key: str) -> int | None:
        raw = self._past.given.get(key)
        if raw is None or not cells.text_of(raw):
            return None
        fen = read_yuan(raw)
        if fen is None or fen < 0:
            self._past.say(
                f"{key}.money", Severity.NOTE, key, "不是金额，没有读入。", "请写数字，单位元，最多两位小数。",
            )  # fmt: skip
            return None
        return fen
