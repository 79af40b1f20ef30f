"""One row of a roster: raw cells in, typed values and every problem of the row out."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from leye.core.identity import id_number, names, phones
from leye.core.periods import age_on
from leye.core.places.tree import Resolution
from leye.core.problems import Severity
from leye.core.rosters import cells
from leye.core.rosters.columns import Header, plain
from leye.core.rosters.reading import CellReader
from leye.core.rosters.values import (
    CapacityCells,
    JobCells,
    PersonCells,
    PlaceCells,
    RosterRow,
    WishCells,
)
from leye.core.vocabulary import (
    Answer,
    Channel,
    Education,
    EmploymentKind,
    Health,
    LabourSkill,
    Monitoring,
    MoveReason,
    Relation,
    Schooling,
    Settlement,
    Sex,
    Standing,
    WishArea,
    WishTerm,
)

TOTAL = re.compile(r"^(小计|合计|总计|共计|总合计|本页小计|累计)")
FOOTER = re.compile(
    r"^(填表人|填报人|制表人|审核人|负责人|联系电话|填表日期|填报日期|说明|备注|注)[:：]?"
)

OLDEST = 110  # years


@dataclass(frozen=True, slots=True)
class Context:
    """What a row is read against: the roster's day, the uploader's unit, places and known codes."""

    as_of: dt.date
    unit: str
    resolve_place: Callable[[str, str], Resolution]
    known_counties: frozenset[str]


@dataclass(frozen=True, slots=True)
class NotAPerson:
    """A row that tells of nobody: a total, a title, a repeated header, a footer."""

    row_no: int
    reason: str


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one sheet under one header; remembers what is written once a household."""

    header: Header
    sheet: str
    context: Context
    _above: dict[str, object] = field(default_factory=dict)
    _cell: CellReader = field(init=False)
    _sections: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        labels = {key: label for _, key, label in self.header.columns}
        self._cell = CellReader(self.context.as_of, labels)
        self._sections = frozenset(key.partition(".")[0] for key in labels)

    def read(self, row_no: int, values: Sequence[object]) -> RosterRow | NotAPerson:
        """The row, or why it is nobody's."""
        self._cell.given = {
            key: values[index] if index < len(values) else None
            for index, key, _ in self.header.columns
        }
        if reason := self._nobody(values):
            return NotAPerson(row_no, reason)
        self._cell.problems = []
        self._fill_down()
        person = self._person()
        place = self._place()
        capacity = self._capacity() if "capacity" in self._sections else CapacityCells()
        job = self._job(place.county) if "job" in self._sections else JobCells()
        wish = self._wish() if "wish" in self._sections else WishCells()
        return RosterRow(
            self.sheet, row_no, person, place, capacity, job, wish, tuple(self._cell.problems)
        )

    def filled(self, values: Sequence[object]) -> tuple[object, ...]:
        """The cells of the row read last, with what is written once a household carried down."""
        return self.header.carried_down(values, self._cell.given)

    def _nobody(self, values: Sequence[object]) -> str | None:
        name, number = (
            cells.text_of(self._cell.given.get(k)) for k in ("person.name", "person.id_no")
        )
        if len(name) > 1 and len(number) >= 15 and number[:6].isdigit():
            return None  # nearly every row: no need to look at the other cells
        has_number = re.search(r"\d{8}", number) is not None
        texts = [plain(value) for value in values if value is not None and plain(value)]
        if not texts:
            return "空行"
        if any(TOTAL.match(text) for text in texts[:3]) and not has_number:
            return "合计行"
        if FOOTER.match(texts[0]) and not has_number:
            return "表尾"
        if len(texts) > 2 and texts.count(plain(name)) and plain(name) in ("姓名", "成员姓名"):
            return "重复的表头"
        if not name and not number and len(set(texts)) <= 2:
            return "标题或说明"
        return None

    def _fill_down(self) -> None:
        fill = self.header.kind.fill_down
        number = cells.text_of(self._cell.given.get("place.household_no"))
        if number and number != cells.text_of(self._above.get("place.household_no")):
            self._above = {}
        for key in fill & self._cell.given.keys():
            if cells.text_of(self._cell.given[key]):
                self._above[key] = self._cell.given[key]
            else:
                self._cell.given[key] = self._above.get(key)

    def _person(self) -> PersonCells:
        label = self._cell.labels.get("person.name", "姓名")
        name = names.clean(cells.text_of(self._cell.given.get("person.name")))
        self._cell.problems.extend(names.problems_of(name, label))
        raw = self._cell.given.get("person.id_no")
        reading = id_number.read(raw)
        label = self._cell.labels.get("person.id_no", "身份证号码")
        self._cell.problems.extend(
            id_number.problems_of(reading, label, raw, self.context.known_counties)
        )
        sex, birth = self._sex_and_birth(reading.canonical)
        phone = phones.read(
            self._cell.given.get("person.phone"), self._cell.labels.get("person.phone", "")
        )
        self._cell.problems.extend(phone.problems)
        ethnicity = self._cell.text("person.ethnicity", 20)
        return PersonCells(
            name, reading.canonical, reading.kind.value, sex, birth, ethnicity, phone.number
        )

    def _sex_and_birth(self, number: str | None) -> tuple[Sex | None, dt.date | None]:
        """What the number says goes before what the row says; a difference is told."""
        say = self._cell.say
        sex = self._cell.category("person.sex", Sex, Severity.NOTE)
        birth = self._cell.day("person.birth_date")
        remedy = "请核对证件后说明；按号码登记。"
        if number:
            own_sex, own_birth = id_number.sex(number), id_number.birth_date(number)
            if sex is not None and sex is not own_sex:
                message = f"性别与身份证号码不一致：号码是{own_sex.label}。"
                say("person.sex.differs", Severity.STRANGE, "person.sex", message, remedy)
            if birth is not None and birth != own_birth and birth.day != 1:
                message = f"出生日期与身份证号码不一致：号码是 {own_birth}。"
                say(
                    "person.birth_date.differs",
                    Severity.STRANGE,
                    "person.birth_date",
                    message,
                    remedy,
                )
            sex, birth = own_sex, own_birth
        if birth is not None and age_on(birth, self.context.as_of) > OLDEST:
            message = f"年龄超过{OLDEST}岁。"
            say("person.age", Severity.STRANGE, "person.id_no", message, "请核对是否已去世。")
        if birth is not None and birth > self.context.as_of:
            message = f"出生日期 {birth} 晚于名册日期 {self.context.as_of}。"
            remedy = "请核对号码和名册日期；出生以前不计入任何数字。"
            say("person.unborn", Severity.STRANGE, "person.id_no", message, remedy)
        return sex, birth

    def _place(self) -> PlaceCells:
        county, town = self._settled()
        head_id = id_number.read(self._cell.given.get("place.head_id_no"))
        moved_on, left_on = self._cell.day("place.moved_on"), self._cell.day("place.left_on")
        if moved_on and left_on and left_on <= moved_on:
            remedy = "请核对入住和迁出时间。"
            self._cell.say(
                "place.dates", Severity.REFUSED, "place.left_on", "迁出不晚于入住。", remedy
            )
        return PlaceCells(
            county=county,
            town=town,
            site_name=self._cell.text("place.site_name", 100),
            settlement=self._cell.category("place.settlement", Settlement, Severity.NOTE),
            household_no=self._cell.text("place.household_no", 64),
            head_name=names.clean(self._cell.text("place.head_name")),
            head_id_no=head_id.canonical,
            relation=self._cell.category("place.relation", Relation, Severity.NOTE),
            moved_on=moved_on,
            reason_in=self._cell.category("place.reason_in", MoveReason, Severity.NOTE),
            left_on=left_on,
            reason_out=self._cell.category("place.reason_out", MoveReason, Severity.NOTE),
            died_on=self._cell.day("place.died_on"),
        )

    def _settled(self) -> tuple[str | None, str | None]:
        unit = self.context.unit
        county = unit if not unit.endswith("00") else None
        town: str | None = None
        if text := self._cell.text("place.county"):
            code = self.context.resolve_place(text, unit).code
            if code is None or len(code) < 6 or code.endswith("00"):
                self._cell.say(
                    "place.county.unknown",
                    Severity.REFUSED,
                    "place.county",
                    "旗县的名称不认识。",
                    "请写旗县全称，如“清水河县”。",
                )
            else:
                county = code[:6]
        if county is None:
            self._cell.say(
                "place.county.empty",
                Severity.REFUSED,
                "place.county",
                "没有写明属于哪个旗县。",
                "请补上“旗县”一列，或由旗县账号上传。",
            )
        if (text := self._cell.text("place.town")) and county:
            code = self.context.resolve_place(text, county).code
            if code is not None and len(code) == 9 and code.startswith(county):
                town = code
            else:
                self._cell.say(
                    "place.town.unknown",
                    Severity.NOTE,
                    "place.town",
                    "苏木乡镇的名称不认识，没有读入。",
                    "请写全称。",
                )
        return county, town

    def _capacity(self) -> CapacityCells:
        return CapacityCells(
            self._cell.category("capacity.standing", Standing, Severity.REFUSED),
            self._cell.category("capacity.monitoring", Monitoring, Severity.NOTE),
            self._cell.category("capacity.labour_skill", LabourSkill, Severity.REFUSED),
            self._cell.category("capacity.schooling", Schooling, Severity.STRANGE),
            self._cell.category("capacity.health", Health, Severity.NOTE),
            self._cell.category("capacity.education", Education, Severity.NOTE),
            self._cell.several("capacity.licences"),
            self._cell.several("capacity.languages"),
            self._cell.yes_no("capacity.has_health_certificate"),
        )

    def _job(self, county: str | None) -> JobCells:
        started, ended = self._cell.day("job.started_on"), self._cell.day("job.ended_on", end=True)
        kind, channel = self._kind_and_channel()
        place_text, employer = self._cell.text("job.place"), self._cell.text("job.employer")
        is_employed = self._cell.yes_no("job.is_employed")
        if is_employed is None and (kind or employer or place_text or started):
            is_employed = ended is None or ended > self.context.as_of
        if started and ended and ended <= started:
            self._cell.say(
                "job.dates",
                Severity.REFUSED,
                "job.ended_on",
                "就业结束早于开始。",
                "请核对开始和结束时间。",
            )
        tells = bool(is_employed or kind or employer or place_text or started)
        place = self._work_place(place_text, county) if tells else None
        if tells and is_employed is not False and started is None:
            self._cell.say(
                "job.start_missing",
                Severity.STRANGE,
                "job.started_on",
                "在业但没有开始时间。",
                "请补上；说明后按名册日期算起。",
            )
        return JobCells(
            is_employed=is_employed,
            kind=kind or (EmploymentKind.UNIT if tells and is_employed is not False else None),
            channel=channel,
            place=place,
            place_text=place_text,
            employer=employer,
            trade=self._cell.text("job.trade", 100),
            started_on=started,
            ended_on=ended,
            monthly_pay=self._cell.money("job.monthly_pay"),
            has_contract=self._cell.yes_no("job.has_contract"),
            is_insured=self._cell.yes_no("job.is_insured"),
        )

    def _kind_and_channel(self) -> tuple[EmploymentKind | None, Channel | None]:
        """Rosters mix the two columns: each is read as what its word is."""
        kind: EmploymentKind | None = None
        channel: Channel | None = None
        for key in ("job.kind", "job.channel"):
            text = self._cell.text(key)
            if not text:
                continue
            as_kind, as_channel = EmploymentKind.read(text), Channel.read(text)
            kind, channel = kind or as_kind, channel or as_channel
            if as_kind is None and as_channel is None:
                known = "、".join(EmploymentKind.labels())
                self._cell.say(
                    f"{key}.word",
                    Severity.STRANGE,
                    key,
                    "就业形式的写法不认识。",
                    f"请改为：{known}。",
                )
        return kind, channel

    def _work_place(self, text: str, county: str | None) -> str | None:
        found = self.context.resolve_place(text, county or self.context.unit) if text else None
        if found is not None and found.code is not None:
            return found.code
        if not text and self._cell.text("job.band") in ("县内", "旗县内", "本县", "本旗县"):
            return county
        what = "有重名，分不清是哪里" if found is not None and found.is_ambiguous else "不认识"
        message = f"就业地{what}。" if text else "在业但没有写就业地。"
        remedy = (
            "请写到省、市、县，如“北京市朝阳区”；说明后先按“地点不明”登记，不计外出也不计本地。"
        )
        self._cell.say("job.place_unknown", Severity.STRANGE, "job.place", message, remedy)
        return None

    def _wish(self) -> WishCells:
        return WishCells(
            wants_work=self._cell.category("wish.wants_work", Answer, Severity.STRANGE),
            area=self._cell.category("wish.area", WishArea, Severity.NOTE),
            trade=self._cell.text("wish.trade", 100),
            pay=self._cell.money("wish.pay"),
            wants_training=self._cell.category("wish.wants_training", Answer, Severity.NOTE),
            training_trade=self._cell.text("wish.training_trade", 100),
            only_local=self._cell.yes_no("wish.only_local"),
            term=self._cell.category("wish.term", WishTerm, Severity.NOTE),
        )
