"""One row of a roster: typed values, every problem of it, and which rows are nobody's."""

import datetime as dt

import pytest

from leye.core.problems import Severity
from leye.core.rosters.rows import NotAPerson
from leye.core.vocabulary import (
    Answer,
    Channel,
    EmploymentKind,
    LabourSkill,
    Relation,
    Schooling,
    Settlement,
    Sex,
    Standing,
)
from tests.made import id_no
from tests.unit.core.rosters.made import AS_OF, codes, header, read, read_person, reader

JOB = {"就业形式": "务工", "务工所在地": "清水河县", "务工开始时间": "2020-01-01"}


def test_who_the_row_is_about():
    row = read_person(联系电话="13900000001", 民族="蒙古族", 性别="女", 出生日期="1985-03-12")
    assert codes(row) == []
    assert (row.sheet, row.row_no) == ("Sheet1", 2)
    person = row.person
    assert (person.name, person.id_no, person.id_kind) == ("王秀英", id_no(2), "valid")
    assert (person.sex, person.birth_date) == (Sex.FEMALE, dt.date(1985, 3, 12))
    assert (person.phone, person.ethnicity) == ("13900000001", "蒙古族")


def test_without_a_number_sex_and_birth_date_are_those_of_the_row():
    row = read_person(身份证号码="1501**********0010", 性别="男", 出生日期="1985-03-12")
    assert codes(row) == ["id_no.masked"]
    assert (row.person.sex, row.person.birth_date) == (Sex.MALE, dt.date(1985, 3, 12))


def test_what_the_number_says_goes_before_what_the_row_says():
    row = read_person(性别="男", 出生日期="1986-03-12")
    assert codes(row) == ["person.sex.differs", "person.birth_date.differs"]
    assert {problem.severity for problem in row.problems} == {Severity.STRANGE}
    assert (row.person.sex, row.person.birth_date) == (Sex.FEMALE, dt.date(1985, 3, 12))


def test_a_birth_month_alone_is_no_other_birth_date():
    assert codes(read_person(出生日期="1985-03")) == []


def test_all_problems_of_a_row_are_told_at_once():
    row = read_person(
        姓名="", 身份证号码="15012419850312", 性别="雄", 联系电话="12", 出生日期="1985-02-30"
    )
    assert codes(row) == [
        "name.empty",
        "id_no.length",
        "person.sex.word",
        "person.birth_date.date",
        "phone.length",
    ]


@pytest.mark.parametrize(
    ("born", "found"),
    [
        ("19090101", ["person.age"]),
        ("19100101", []),
        ("20200531", []),
        ("20200601", ["person.unborn"]),
    ],
)
def test_who_is_too_old_or_not_yet_born_needs_a_word(born, found):
    assert codes(read_person(身份证号码=id_no(2, born))) == found


@pytest.mark.parametrize(
    "cells",
    [
        {"姓名": None, "身份证号码": None},
        {"姓名": "  ", "身份证号码": ""},
    ],
)
def test_an_empty_row_is_nobodys(cells):
    assert read(**cells) == NotAPerson(2, "空行")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("小计", None, None, 12), "合计行"),
        (("", "合计", "", 12), "合计行"),
        (("总计", "12人", None, None), "合计行"),
        (("填表人：王某", None, None, "审核人：李某"), "表尾"),
        (("说明：以上人员均已核实", None, None, None), "表尾"),
        (("姓名", "身份证号码", "安置点名称", "务工开始时间"), "重复的表头"),
        (("", "", "以下为新增人员", ""), "标题或说明"),
    ],
)
def test_totals_footers_titles_and_headers_are_nobodys(values, reason):
    rows = reader("姓名", "身份证号码", "安置点名称", "务工开始时间")
    assert rows.read(9, values) == NotAPerson(9, reason)


@pytest.mark.parametrize("name", ["合计", "说明", "注"])
def test_a_row_with_a_number_is_somebodys_whatever_the_name(name):
    row = read_person(姓名=name)
    assert row.person.id_no == id_no(2)


def test_a_row_with_a_name_and_a_bad_number_is_somebodys():
    assert codes(read_person(姓名="巴图", 身份证号码="不记得")) == ["id_no.characters"]


def test_a_short_row_says_nothing_in_the_columns_that_it_lacks():
    rows = reader("姓名", "身份证号码", "安置点名称", "联系电话")
    row = rows.read(2, ("巴图", id_no(1)))
    assert (row.place.site_name, row.person.phone) == ("", None)


def test_what_is_written_once_a_household_is_carried_down_to_its_members():
    rows = reader("姓名", "身份证号码", "户编号", "安置点名称")
    one = rows.read(2, ("巴图", id_no(1), "h1", "益民小区"))
    other = rows.read(3, ("其木格", id_no(2), None))
    assert one.place.household_no == other.place.household_no == "h1"
    assert other.place.site_name == "益民小区"
    assert rows.filled(("其木格", id_no(2), None)) == ("其木格", id_no(2), "h1", "益民小区")


def test_the_next_household_takes_nothing_from_the_one_above():
    rows = reader("姓名", "身份证号码", "户编号", "安置点名称")
    rows.read(2, ("巴图", id_no(1), "h1", "益民小区"))
    row = rows.read(3, ("李建国", id_no(3), "h2", None))
    assert (row.place.household_no, row.place.site_name) == ("h2", "")
    assert rows.filled(("李建国", id_no(3), "h2", None)) == ("李建国", id_no(3), "h2", None)


def test_a_county_account_settles_people_in_its_county():
    assert read_person().place.county == "150124"
    assert read_person(旗县="和林格尔县").place.county == "150123"


def test_a_league_account_must_say_the_county():
    row = read_person(unit="150100")
    assert codes(row) == ["place.county.empty"]
    assert read_person(unit="150100", 旗县="清水河县").place.county == "150124"


@pytest.mark.parametrize("text", ["朝阳区", "呼和浩特市", "天上", "150100"])
def test_a_county_that_is_not_known_is_refused(text):
    assert codes(read_person(旗县=text)) == ["place.county.unknown"]


def test_a_town_is_read_within_its_county_and_only_noted_otherwise():
    assert read_person(苏木乡镇="城关镇").place.town == "150124100"
    row = read_person(苏木乡镇="盛乐镇")
    assert (row.place.town, codes(row)) == (None, ["place.town.unknown"])
    assert codes(read_person(unit="150100", 苏木乡镇="城关镇")) == ["place.county.empty"]


def test_where_and_how_a_household_is_settled():
    place = read_person(
        安置点名称=" 益民小区 ", 安置方式="集中安置", 户编号=12.0, 户主姓名="巴 图", 与户主关系="之妻",
        搬迁入住时间="2018-10", 迁出时间="2020-05-01", 迁出原因="婚出", 死亡时间="2020-05-02",
    ).place  # fmt: skip
    assert (place.site_name, place.settlement) == ("益民小区", Settlement.CONCENTRATED)
    assert (place.household_no, place.head_name) == ("12", "巴图")
    assert place.relation is Relation.SPOUSE
    assert (place.moved_on, place.left_on) == (dt.date(2018, 10, 1), dt.date(2020, 5, 1))
    assert place.died_on == dt.date(2020, 5, 2)


def test_who_leaves_before_moving_in_is_refused():
    moved = {"搬迁入住时间": "2019-05-01"}
    assert codes(read_person(**moved, 迁出时间="2019-05-01")) == ["place.dates"]
    assert codes(read_person(**moved, 迁出时间="2019-05-02")) == []


def test_standing_and_capacity_refuse_words_that_they_do_not_know():
    row = read_person(脱贫属性="贫困户", 劳动技能="弱劳力", 在校生状况="非在校生")
    assert row.capacity.standing is Standing.REGISTERED_POOR
    assert (row.capacity.labour_skill, row.capacity.schooling) == (
        LabourSkill.WEAK,
        Schooling.NOT_IN_SCHOOL,
    )
    row = read_person(脱贫属性="？", 劳动技能="？", 在校生状况="？")
    assert [problem.severity for problem in row.problems] == [
        Severity.REFUSED,
        Severity.REFUSED,
        Severity.STRANGE,
    ]


def test_a_spell_of_work():
    row = read_person(**JOB, 务工企业名称="某公司", 月收入="3000元", 是否签订合同="是")
    assert codes(row) == []
    job = row.job
    assert (job.is_employed, job.kind, job.place) == (True, EmploymentKind.UNIT, "150124")
    assert (job.employer, job.monthly_pay, job.has_contract) == ("某公司", 3000, True)
    assert (job.started_on, job.ended_on) == (dt.date(2020, 1, 1), None)


def test_a_spell_that_is_over_is_no_work_on_the_day_of_the_roster():
    assert read_person(**JOB, 务工结束时间="2020-05-30").job.is_employed is False
    ends_today = read_person(**JOB, 务工结束时间="2020-05-31")
    assert (ends_today.job.is_employed, ends_today.job.ended_on) == (True, dt.date(2020, 6, 1))


def test_a_spell_that_ends_before_it_starts_is_refused():
    assert codes(read_person(**JOB, 务工结束时间="2019-12-31")) == ["job.dates"]
    assert codes(read_person(**JOB, 务工结束时间="2020-01-01")) == []


def test_work_without_a_start_needs_a_word():
    row = read_person(是否就业="是", 务工所在地="清水河县")
    assert codes(row) == ["job.start_missing"]
    assert row.job.kind is EmploymentKind.UNIT


def test_who_is_not_at_work_needs_no_place():
    row = read_person(是否就业="否", 务工所在地=None)
    assert codes(row) == []
    assert (row.job.is_employed, row.job.kind, row.job.place) == (False, None, None)


def test_a_row_that_tells_of_no_work_tells_nothing():
    row = read_person(就业形式=None, 务工所在地=None)
    assert codes(row) == []
    assert (row.job.is_employed, row.job.kind) == (None, None)


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"务工所在地": "不知道什么地方"}, "不认识"),
        ({"务工所在地": "朝阳区"}, "重名"),
        ({"务工所在地": None}, "没有写就业地"),
    ],
)
def test_a_work_place_that_is_not_known_is_never_silently_local(cells, part):
    row = read_person(**{**JOB, **cells})
    assert codes(row) == ["job.place_unknown"]
    assert row.job.place is None
    assert part in row.problems[0].message


def test_work_within_the_county_is_a_place():
    row = read_person(**{**JOB, "务工所在地": None, "务工区域": "县内"})
    assert (codes(row), row.job.place) == ([], "150124")
    row = read_person(**{**JOB, "务工所在地": None, "务工区域": "省外"})
    assert codes(row) == ["job.place_unknown"]


@pytest.mark.parametrize(
    ("cells", "kind", "channel"),
    [
        ({"就业形式": "扶贫车间", "就业渠道": "自主就业"}, EmploymentKind.WORKSHOP, Channel.OWN),
        ({"就业形式": "劳务输出"}, EmploymentKind.UNIT, Channel.ORGANISED),
        ({"就业形式": "", "就业渠道": "公益岗"}, EmploymentKind.PUBLIC_POST, None),
    ],
)
def test_each_of_two_mixed_columns_is_read_as_what_its_word_is(cells, kind, channel):
    job = read_person(**{**JOB, **cells}).job
    assert (job.kind, job.channel) == (kind, channel)


def test_a_kind_of_work_that_is_not_known_needs_a_word():
    row = read_person(**{**JOB, "就业形式": "打酱油"})
    assert codes(row) == ["job.kind.word"]
    assert row.problems[0].found == "打酱油"


def test_a_wish_and_a_blank_that_is_no_answer():
    row = read_person(就业意愿="有", 期望月薪="3000-4000")
    assert (row.wish.wants_work, row.wish.pay) == (Answer.YES, 3000)
    assert read_person(就业意愿=None).wish.wants_work is None
    assert codes(read_person(就业意愿="看情况")) == ["wish.wants_work.word"]


def test_what_lies_after_the_day_of_the_roster_is_refused():
    assert dt.date(2020, 5, 31) == AS_OF
    assert codes(read_person(死亡时间="2020-06-01")) == ["place.died_on.future"]


def test_the_label_of_a_problem_is_that_of_the_users_own_table():
    row = reader("成员姓名", "证件号码").read(2, ("巴图", "123"))
    assert row.problems[0].column == "证件号码"
    assert header("成员姓名", "证件号码").labels() == ("成员姓名", "证件号码")
