"""One row of a list of labour pay: cells in, who, how many days and how much out, with all that is wrong."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from leye.core.identity import id_number, names
from leye.core.local_jobs.terms import least_fen
from leye.core.payments.money import yuan
from leye.core.problems import Problem, Severity
from leye.core.rosters import cells
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.rows import FOOTER, TOTAL, NotAPerson

MOST_FEN = 10_000_000  # 100,000 yuan a month for one worker is a slip of the pen
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PayCells:
    """A worker's month. None: it cannot be read."""

    row_no: int
    name: str
    id_no: str | None
    days: Decimal | None
    pay_fen: int | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class PayReader:
    """Reads the rows of one sheet under one header. least_pay: the minimum wage, yuan a month."""

    header: Header
    known_counties: frozenset[str]
    least_pay: int
    _labels: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._labels = {key: label for _, key, label in self.header.columns}

    def read(self, row_no: int, values: Sequence[object]) -> PayCells | NotAPerson:
        """The worker's month, or why the row is nobody's."""
        given = {
            key: values[index] if index < len(values) else None
            for index, key, _ in self.header.columns
        }
        name = names.clean(cells.text_of(given.get("person.name")))
        number = cells.text_of(given.get("person.id_no"))
        if reason := self._nobody(values, name, number):
            return NotAPerson(row_no, reason)
        label = self._labels["person.id_no"]
        reading = id_number.read(given.get("person.id_no"))
        problems = [
            *names.problems_of(name, self._labels["person.name"]),
            *id_number.problems_of(reading, label, given.get("person.id_no"), self.known_counties),
        ]
        days = self._days(given.get("days"), problems)
        pay = self._pay(given.get("pay"), problems)
        if days is not None and pay is not None:
            self._sense(days, pay, problems)
        return PayCells(row_no, name, reading.canonical, days, pay, tuple(problems))

    def _nobody(self, values: Sequence[object], name: str, number: str) -> str:
        texts = [plain(value) for value in values if value is not None and plain(value)]
        if not texts:
            return "空行"
        has_number = re.search(r"\d{8}", number) is not None
        if any(TOTAL.match(text) for text in texts[:3]) and not has_number:
            return "合计行"
        if FOOTER.match(texts[0]) and not has_number:
            return "表尾"
        if len(texts) > 2 and name == plain(self._labels["person.name"]):
            return "重复的表头"
        return "标题或说明" if not name and not number and len(set(texts)) <= 2 else ""

    def _days(self, value: object, problems: list[Problem]) -> Decimal | None:
        days = _decimal(value)
        if days is None or not 0 <= days <= 31 or days * 10 % 1:
            self._refuse(problems, "days", value, "天数不对。", "请写0到31之间的数，可以有半天。")
            return None
        return days

    def _pay(self, value: object, problems: list[Problem]) -> int | None:
        pay = _decimal(value)
        if pay is None or pay < 0:
            self._refuse(problems, "pay", value, "金额读不懂。", "请写数字，单位元，最多两位小数。")
            return None
        told = pay.quantize(CENT, ROUND_HALF_UP)
        if abs(told - pay) > Decimal(
            "0.0001"
        ):  # a spreadsheet's own arithmetic leaves less than that
            self._refuse(problems, "pay", value, "金额多于两位小数。", "请按实发到分填写。")
            return None
        if told * 100 > MOST_FEN:
            self._refuse(problems, "pay", value, "一个月超过10万元。", "请核对是否多写了位数。")
            return None
        return int(told * 100)

    def _sense(self, days: Decimal, pay: int, problems: list[Problem]) -> None:
        if pay and not days:
            message, remedy = "发了报酬，出工天数是0。", "请核对天数；确有其事的写一句说明。"
            problems.append(Problem("days.none", Severity.STRANGE, message, remedy))
        floor = least_fen(self.least_pay, days)
        if days and pay < floor:
            message = f"报酬低于最低工资：{days} 天应不少于 {yuan(floor)} 元。"
            remedy = "请核对天数和金额；确有其事的写一句说明。"
            problems.append(Problem("pay.minimum", Severity.STRANGE, message, remedy))

    def _refuse(
        self, problems: list[Problem], key: str, value: object, message: str, remedy: str
    ) -> None:
        found = cells.text_of(value) or None
        label = self._labels[key]
        problems.append(
            Problem(
                f"{key}.unreadable", Severity.REFUSED, f"“{label}”{message}", remedy, label, found
            )
        )


def _decimal(value: object) -> Decimal | None:
    text = unicodedata.normalize("NFKC", cells.text_of(value))
    text = re.sub(r"[,元天工日\s]", "", text)
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
