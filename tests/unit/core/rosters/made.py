"""A small set of columns, a header and a reader for one row: what the tests of this room stand on."""

import datetime as dt

from leye.core.places.tree import Place, Tree
from leye.core.rosters.columns import Columns, Header, RosterKind, find_header
from leye.core.rosters.rows import Context, NotAPerson, RowReader
from leye.core.rosters.values import RosterRow
from tests.made import QINGSHUIHE, id_no

AS_OF = dt.date(2020, 5, 31)
LABELS = {
    "person.name": (("姓名",), ("成员姓名",)),
    "person.id_no": (("身份证号码",), ("证件号码",)),
    "person.sex": (("性别",),),
    "person.birth_date": (("出生日期",),),
    "person.ethnicity": (("民族",),),
    "person.phone": (("联系电话",),),
    "place.county": (("旗县",),),
    "place.town": (("苏木乡镇",),),
    "place.site_name": (("安置点名称",),),
    "place.settlement": (("安置方式",),),
    "place.household_no": (("户编号",),),
    "place.head_name": (("户主姓名",), ("户主", "姓名")),
    "place.head_id_no": (("户主", "身份证号码"),),
    "place.relation": (("与户主关系",),),
    "place.moved_on": (("搬迁入住时间",),),
    "place.left_on": (("迁出时间",),),
    "place.reason_out": (("迁出原因",),),
    "place.died_on": (("死亡时间",),),
    "capacity.standing": (("脱贫属性",),),
    "capacity.labour_skill": (("劳动技能",),),
    "capacity.schooling": (("在校生状况",),),
    "job.is_employed": (("是否就业",),),
    "job.kind": (("就业形式",),),
    "job.channel": (("就业渠道",),),
    "job.place": (("务工所在地",),),
    "job.band": (("务工区域",),),
    "job.employer": (("务工企业名称",),),
    "job.started_on": (("务工开始时间",),),
    "job.ended_on": (("务工结束时间",),),
    "job.monthly_pay": (("月收入",), ("就业情况", "月收入（元）")),
    "job.has_contract": (("是否签订合同",),),
    "wish.wants_work": (("就业意愿",),),
    "wish.pay": (("期望月薪",),),
}
RELOCATION = RosterKind(
    "relocation",
    "搬迁名册",
    frozenset({"person.name", "person.id_no", "place.site_name"}),
    frozenset({"place.household_no", "place.site_name"}),
)
MEMBERS = RosterKind("members", "成员名册", frozenset({"person.name", "person.id_no"}), frozenset())
SPELLS = RosterKind(
    "employment",
    "务工名册",
    frozenset({"person.name", "person.id_no", "job.started_on"}),
    frozenset(),
    is_one_row=False,
)
COLUMNS = Columns(
    LABELS,
    {"序号": "行号由文件给出", "备注": "不参加统计"},
    {kind.key: kind for kind in (RELOCATION, SPELLS, MEMBERS)},
)
PLACES = Tree.on(
    AS_OF,
    (
        Place("150000", "内蒙古自治区", "province", ""),
        Place("150100", "呼和浩特市", "league", "150000"),
        Place("150124", "清水河县", "county", "150100"),
        Place("150123", "和林格尔县", "county", "150100"),
        Place("150124100", "城关镇", "town", "150124"),
        Place("150123100", "盛乐镇", "town", "150123"),
        Place("110105", "朝阳区", "county", ""),
        Place("220104", "朝阳区", "county", ""),
    ),
)
CONTEXT = Context(AS_OF, QINGSHUIHE, PLACES.resolve, frozenset({"150124", "150123"}))


def header(*labels: str, wanted: str | None = None) -> Header:
    found = find_header([(1, labels)], COLUMNS, wanted)
    assert isinstance(found, Header), found
    return found


def reader(*labels: str, unit: str = QINGSHUIHE, wanted: str | None = None) -> RowReader:
    context = Context(AS_OF, unit, PLACES.resolve, CONTEXT.known_counties)
    return RowReader(header(*labels, wanted=wanted), "Sheet1", context)


def read(unit: str = QINGSHUIHE, **cells: object) -> RosterRow | NotAPerson:
    """One row, read under a header of just its own columns; name and number are given."""
    row: dict[str, object] = {"姓名": "王秀英", "身份证号码": id_no(2), **cells}
    return reader(*row, unit=unit).read(2, list(row.values()))


def read_person(unit: str = QINGSHUIHE, **cells: object) -> RosterRow:
    row = read(unit, **cells)
    assert isinstance(row, RosterRow), row
    return row


def codes(row: RosterRow) -> list[str]:
    return [problem.code for problem in row.problems]
