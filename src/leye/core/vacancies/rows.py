"""One row of a list of vacancies: cells in, a typed vacancy with everything that is wrong with it out."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leye.core.identity import credit_code, names, phones
from leye.core.problems import Severity
from leye.core.rosters import cells
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.reading import NOTHING, CellReader
from leye.core.rosters.rows import Context, NotAPerson
from leye.core.vacancies import pay
from leye.core.vacancies.occupations import Classes
from leye.core.vacancies.values import DemandCells, EmployerCells, TermsCells, VacancyRow
from leye.core.vacancies.vocabulary import EmployerKind, Level, PostKind, Shift
from leye.core.vacancies.wording import Wording, faults
from leye.core.vocabulary import Education

AGES = re.compile(r"(\d{1,3})(?:周?岁)?(?:[-~—–至到](\d{1,3}))?(?:周?岁)?(以上|以下|以内|起)?")
OPEN_ENDED = re.compile(r"长期(有效|招聘|招工)?|招满(为止|即止)|常年(招聘)?|不限")
OWN_PLACE = re.compile(r"(县城|旗里|本县|本旗|本旗县|县内|旗县内|本地|当地|城区)(内|里)?")
TOTAL = re.compile(r"(合计|总计|小计|共计)")
FOOTER = re.compile(r"(填报人|填表人|联系人|审核人|注[:：]|说明[:：]|备注[:：])")
MOST_OPENINGS = 1_000_000


@dataclass(slots=True)
class VacancyReader:
    """Reads the rows of one sheet under one header, as of the list's day."""

    header: Header
    sheet: str
    context: Context
    wording: Wording
    classes: Classes
    _above: dict[str, object] = field(default_factory=dict)
    _cell: CellReader = field(init=False)

    def __post_init__(self) -> None:
        labels = {key: label for _, key, label in self.header.columns}
        self._cell = CellReader(self.context.as_of, labels)

    def read(self, row_no: int, values: Sequence[object]) -> VacancyRow | NotAPerson:
        """The vacancy, or why the row is none."""
        given = {
            key: values[index] if index < len(values) else None
            for index, key, _ in self.header.columns
        }
        if reason := self._none(values, given):
            return NotAPerson(row_no, reason)
        self._cell.given, self._cell.problems = given, []
        self._carry_down()
        row = VacancyRow(
            self.sheet,
            row_no,
            employer=self._employer(),
            title=self._title(),
            openings=self._openings(),
            duties=self._cell.text("duties", 1000),
            post=self._cell.category("post", PostKind, Severity.NOTE),
            place_text=self._cell.text("place", 200),
            terms=self._terms(),
            demand=self._demand(),
            level=self._cell.category("level", Level, Severity.NOTE),
            reference=self._cell.text("reference", 60),
        )
        row = replace(
            row, place=self._place(row.place_text), occupation=self._occupation(row.title)
        )
        first, last = self._validity()
        row = replace(row, valid_from=first, valid_to=last, problems=tuple(self._cell.problems))
        return replace(row, problems=(*row.problems, *faults(row, self.wording)))

    def filled(self, values: Sequence[object]) -> tuple[object, ...]:
        """The cells of the row read last, with the employer carried down."""
        return self.header.carried_down(values, self._cell.given)

    def _none(self, values: Sequence[object], given: dict[str, object]) -> str:
        texts = [plain(value) for value in values if value is not None and plain(value)]
        if not texts:
            return "空行"
        if any(TOTAL.match(text) for text in texts[:2]):
            return "合计行"
        title, openings = cells.text_of(given.get("title")), cells.text_of(given.get("openings"))
        if FOOTER.match(texts[0]) and not (title and openings):
            return "表尾"
        if len(texts) > 2 and self._cell.labels.get("title") == plain(title):
            return "重复的表头"
        return "标题或说明" if not title and not openings and len(set(texts)) <= 2 else ""

    def _carry_down(self) -> None:
        """A merged cell names the employer of the rows below it; its code goes with its name."""
        given = self._cell.given
        name = cells.text_of(given.get("employer.name"))
        if name and name != cells.text_of(self._above.get("employer.name")):
            self._above = {}
        for key in self.header.kind.fill_down & given.keys():
            if cells.text_of(given[key]):
                self._above[key] = given[key]
            else:
                given[key] = self._above.get(key)

    def _employer(self) -> EmployerCells:
        name = names.clean(self._cell.text("employer.name", 100))
        if not name:
            self._cell.say(
                "employer.name.empty", Severity.REFUSED, "employer.name",
                "没有写招聘单位。", "请写营业执照上的单位名称。",
            )  # fmt: skip
        label = self._cell.labels.get("employer.code", "统一社会信用代码")
        code = credit_code.read(self._cell.given.get("employer.code"), label)
        self._cell.problems.extend(code.problems)
        if code.code is None and not code.problems:
            self._cell.say(
                "employer.code.empty", Severity.NOTE, "employer.code",
                "没有写统一社会信用代码，单位未经核验，岗位暂不对外公开。",
                "请按营业执照补上18位代码。",
            )  # fmt: skip
        phone = phones.read(
            self._cell.given.get("employer.phone"), self._cell.labels.get("employer.phone", "")
        )
        self._cell.problems.extend(phone.problems)
        return EmployerCells(
            name,
            code.code,
            self._cell.category("employer.kind", EmployerKind, Severity.NOTE),
            self._cell.text("employer.licence", 60),
            self.classes.industry(self._cell.text("employer.industry")),
            phone.number,
        )

    def _title(self) -> str:
        title = self._cell.text("title", 60)
        if not title:
            self._cell.say(
                "title.empty",
                Severity.REFUSED,
                "title",
                "没有写岗位名称。",
                "请写岗位名称，如“餐厅服务员”。",
            )
        return title

    def _openings(self) -> int | None:
        text = re.sub(r"[人名个位约\s]", "", self._cell.text("openings"))
        try:
            many = int(float(text)) if text else None
        except (ValueError, OverflowError):
            many = None
        if many is None or not 0 < many <= MOST_OPENINGS:
            self._cell.say(
                "openings.unreadable", Severity.REFUSED, "openings",
                "招聘人数不是大于0的数字。", "请写数字，如 5；已经招满的不用填报。",
            )  # fmt: skip
            return None
        return many

    def _place(self, text: str) -> str | None:
        if OWN_PLACE.fullmatch(text) and not self.context.unit.endswith("00"):
            return self.context.unit
        found = self.context.resolve_place(text, self.context.unit) if text else None
        if found is not None and found.code is not None:
            return found.code[:6]
        what = "没有写工作地点。" if not text else "工作地点不认识。"
        if found is not None and found.is_ambiguous:
            what = "工作地点有重名，分不清是哪里。"
        remedy = "请写到省、市、县，如“内蒙古自治区呼和浩特市清水河县”“北京市朝阳区”。"
        self._cell.say("place.unknown", Severity.REFUSED, "place", what, remedy)
        return None

    def _occupation(self, title: str) -> str | None:
        told = self._cell.text("occupation")
        return (self.classes.occupation(told) if told else None) or self.classes.occupation(title)

    def _terms(self) -> TermsCells:
        low, high = self._pay()
        both = self._cell.text("terms.board_and_lodging")
        board, lodging = self._cell.yes_no("terms.board"), self._cell.yes_no("terms.lodging")
        if both:
            board, lodging = _board_and_lodging(both)
        insured = self._cell.text("terms.insured")
        return TermsCells(
            low,
            high,
            self._cell.text("terms.pay", 100),
            board,
            lodging,
            _insured(insured),
            _months(self._cell.text("terms.contract_months")),
            Shift.read(self._cell.text("terms.shift")),
            self._cell.yes_no("terms.transport"),
            self._cell.yes_no("terms.child_care"),
            self._cell.yes_no("terms.pairing"),
        )

    def _pay(self) -> tuple[int | None, int | None]:
        try:
            found = pay.monthly(self._cell.text("terms.pay"))
        except pay.NotPay:
            found, is_odd = None, True
        else:
            is_odd = found is not None and found[1] == 0
        if is_odd:
            self._cell.say(
                "terms.pay.unreadable", Severity.REFUSED, "terms.pay",
                "劳动报酬不是大于0的金额。", "请写月薪，如“3000-3500”，或“150元/天”“20元/小时”。",
            )  # fmt: skip
            return None, None
        return found or (None, None)

    def _demand(self) -> DemandCells:
        low, high = self._ages()
        return DemandCells(
            low,
            high,
            self._cell.yes_no("demand.suits_weak"),
            self._schooling(),
            self._cell.several("demand.licences"),
            self._cell.several("demand.languages"),
            self._cell.yes_no("demand.needs_health"),
            self._cell.text("demand.words", 1000),
        )

    def _schooling(self) -> Education | None:
        text = self._cell.text("demand.schooling")
        plain_text = re.sub(r"(及|或)?以上(学历|文化程度)?|学历|文化程度", "", text)
        if not plain_text or plain_text in NOTHING:
            return None
        found = Education.read(plain_text)
        if found is None:
            self._cell.say(
                "demand.schooling.word", Severity.NOTE, "demand.schooling",
                "学历要求的写法不认识，按不限处理。", f"请改为：{'、'.join(Education.labels())}。",
            )  # fmt: skip
        return found

    def _ages(self) -> tuple[int | None, int | None]:
        ends = []
        for key in ("demand.min_age", "demand.max_age"):
            text = re.sub(r"周?岁", "", self._cell.text(key))
            ends.append(int(text) if text.isdecimal() and len(text) < 4 else None)
        text = re.sub(r"\s|年龄", "", self._cell.text("demand.age"))
        if not text or text in NOTHING:
            return ends[0], ends[1]
        found = AGES.fullmatch(text)
        if found is None:
            self._cell.say(
                "demand.age.unreadable", Severity.NOTE, "demand.age",
                "年龄要求读不出来，按不限处理。", "请写成“18-55”或“18岁以上”。",
            )  # fmt: skip
            return ends[0], ends[1]
        first, last, side = int(found[1]), found[2], found[3]
        if last is not None:
            return first, int(last)
        return (first, None) if side in ("以上", "起") else (None, first)

    def _validity(self) -> tuple[dt.date | None, dt.date | None]:
        if OPEN_ENDED.fullmatch(self._cell.text("valid_to")):
            self._cell.given["valid_to"] = None
        ahead = replace(self._cell, as_of=dt.date(9999, 1, 1))  # what is offered may lie ahead
        first = ahead.day("valid_from") or self.context.as_of
        last = ahead.day("valid_to", end=True)
        last = last - dt.timedelta(days=1) if last else None
        if not self._cell.text("valid_to"):
            last = max(first, self.context.as_of) + dt.timedelta(
                days=self.wording.numbers.default_days
            )
            self._cell.say(
                "valid_to.empty",
                Severity.NOTE,
                "valid_to",
                f"没有写有效期，按到{last}处理。",
                "请写截止日期。",
            )
        elif last is not None and last < self.context.as_of:
            self._cell.say(
                "valid_to.over",
                Severity.REFUSED,
                "valid_to",
                f"有效期{last}已经过了。",
                "还在招的，请单位确认后改写截止日期；不招了的不用填报。",
            )
        elif last is not None and last < first:
            self._cell.say(
                "valid.dates",
                Severity.REFUSED,
                "valid_to",
                "截止日期早于发布日期。",
                "请核对两个日期。",
            )
        return first, last


def _board_and_lodging(text: str) -> tuple[bool | None, bool | None]:
    told = re.sub(r"\s", "", text)
    if told in cells.YES or (
        re.search(r"(包|管|提供|供)?(吃住|食宿)", told) and not re.search(r"(不|无|自理)", told)
    ):
        return True, True
    if told in cells.NO or re.search(r"(食宿|吃住)自理|(不|无)(包|管|提供)?(食宿|吃住)", told):
        return False, False
    board = (
        None
        if not re.search("吃|餐|饭|伙食", told)
        else not re.search("(不|无).{0,2}(吃|餐|饭|伙食)|餐自理", told)
    )
    lodging = (
        None
        if not re.search("住|宿", told)
        else not re.search("(不|无).{0,2}(住|宿)|住宿自理", told)
    )
    return board, lodging


def _insured(text: str) -> bool | None:
    try:
        return cells.yes_no(text)
    except cells.Unreadable:
        return not re.search("不|无|商业", text)  # 五险, 五险一金, 三险, 按规定缴纳


def _months(text: str) -> int | None:
    found = re.search(r"(\d{1,3})\s*(年|个?月)?", text)
    if found is None:
        return None
    return int(found[1]) * (12 if found[2] == "年" else 1)
