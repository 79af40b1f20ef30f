"""One row of a list of completions: cells in, who completed which course when and how out, with all that is wrong."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from leye.core.identity import id_number, names
from leye.core.problems import Problem, Severity
from leye.core.rosters import cells
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.reading import CellReader
from leye.core.rosters.rows import FOOTER, TOTAL, NotAPerson
from leye.core.training.vocabulary import EnrolmentState

POINTS = re.compile(r"(\d{1,3})(?:\.(\d+))?分?")


@dataclass(frozen=True, slots=True)
class CompletionCells:
    """What a platform says of one learner. course: by its title or its number there; starts_on: of the run, if told.

    state: None where it cannot be read; points: of a hundred, None where not told.
    """

    row_no: int
    name: str
    id_no: str | None
    course: str
    starts_on: dt.date | None
    completed_on: dt.date | None
    state: EnrolmentState | None
    points: int | None
    certificate: str
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class CompletionReader:
    """Reads the rows of one sheet under one header. as_of: the last day that can have been."""

    header: Header
    known_counties: frozenset[str]
    as_of: dt.date
    _cell: CellReader = field(init=False)
    _above: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        labels = {key: label for _, key, label in self.header.columns}
        self._cell = CellReader(self.as_of, labels)

    def read(self, row_no: int, values: Sequence[object]) -> CompletionCells | NotAPerson:
        """What the row tells, or why it is nobody's."""
        given = {
            key: values[index] if index < len(values) else None
            for index, key, _ in self.header.columns
        }
        self._cell.given, self._cell.problems = given, []
        if reason := self._nobody(values):
            return NotAPerson(row_no, reason)
        for key in self.header.kind.fill_down & given.keys():
            if cells.text_of(given[key]):
                self._above[key] = given[key]
            else:
                given[key] = self._above.get(key)
        name, number = self._person()
        return CompletionCells(
            row_no, name, number, self._course(), self._cell.day("starts_on") if "starts_on" in given else None,
            self._completed(), self._state(), self._points(), self._cell.text("certificate", 60),
            tuple(self._cell.problems),
        )  # fmt: skip

    def filled(self, values: Sequence[object]) -> tuple[object, ...]:
        """The cells of the row read last, with what is written once a class carried down."""
        return self.header.carried_down(values, self._cell.given)

    def _nobody(self, values: Sequence[object]) -> str:
        name, number = (
            cells.text_of(self._cell.given.get(k)) for k in ("person.name", "person.id_no")
        )
        texts = [plain(value) for value in values if value is not None and plain(value)]
        has_number = re.search(r"\d{8}", number) is not None
        if not texts:
            return "空行"
        if any(TOTAL.match(text) for text in texts[:3]) and not has_number:
            return "合计行"
        if FOOTER.match(texts[0]) and not has_number:
            return "表尾"
        if len(texts) > 2 and name and plain(name) == plain(self._cell.labels["person.name"]):
            return "重复的表头"
        return "标题或说明" if not name and not number and len(set(texts)) <= 2 else ""

    def _person(self) -> tuple[str, str | None]:
        labels, raw = self._cell.labels, self._cell.given.get("person.id_no")
        name = names.clean(cells.text_of(self._cell.given.get("person.name")))
        self._cell.problems.extend(names.problems_of(name, labels["person.name"]))
        reading = id_number.read(raw)
        self._cell.problems.extend(
            id_number.problems_of(reading, labels["person.id_no"], raw, self.known_counties)
        )
        return name, reading.canonical

    def _course(self) -> str:
        course = self._cell.text("course", 200)
        if not course:
            self._refuse(
                "course", "course.empty", "没有写是哪个班。", "请补填班名，和培训页登记的一致。"
            )
        return course

    def _completed(self) -> dt.date | None:
        if not cells.text_of(self._cell.given.get("completed_on")):
            remedy = "请补填；没有结业的请删去这一行，或在结果栏写“在学”。"
            if self._told_state() is not EnrolmentState.ENROLLED:
                self._refuse("completed_on", "completed_on.empty", "没有写结业日期。", remedy)
            return None
        return self._cell.day("completed_on")

    def _told_state(self) -> EnrolmentState | None:
        text = cells.text_of(self._cell.given.get("result"))
        return EnrolmentState.read(text) if text else None

    def _state(self) -> EnrolmentState | None:
        """A list without a column of results is a list of those who completed."""
        if "result" not in self._cell.labels:
            return EnrolmentState.COMPLETED
        state = self._told_state()
        if state is None:
            known = "、".join(EnrolmentState.labels())
            self._refuse(
                "result", "result.unreadable", "没有写结果，或写法不认识。", f"请改为：{known}。"
            )
        elif state is EnrolmentState.ENROLLED:
            message, remedy = "还没有结业。", "这一行不改动什么；结业以后再导入。"
            self._cell.say("result.not_ended", Severity.NOTE, "result", message, remedy)
        return state

    def _points(self) -> int | None:
        text = unicodedata.normalize("NFKC", self._cell.text("points")).replace(" ", "")
        if not text:
            return None
        found = POINTS.fullmatch(text)
        points = int(found[1]) + (found[2] is not None and found[2][0] >= "5") if found else 101
        if points > 100:
            message = "分数读不懂，或不在0到100之间。"
            self._refuse(
                "points", "points.unreadable", message, "请写百分制的数字；没有分数的空着。"
            )
            return None
        return points

    def _refuse(self, key: str, code: str, message: str, remedy: str) -> None:
        label = self._cell.labels[key]
        self._cell.say(code, Severity.REFUSED, key, f"“{label}”{message}", remedy)
