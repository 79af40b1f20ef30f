"""Headers: found wherever they stand, understood in one to three levels, or refused with what to do."""

import pytest

from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import Header, find_header, letters, plain
from tests.unit.core.rosters.made import COLUMNS, header


def sheet(*rows):
    return list(enumerate(rows, start=1))


def found(*rows, wanted=None) -> Header:
    result = find_header(sheet(*rows), COLUMNS, wanted)
    assert isinstance(result, Header), result
    return result


def refused(*rows, wanted=None) -> Problem:
    result = find_header(sheet(*rows), COLUMNS, wanted)
    assert isinstance(result, Problem), result
    assert result.severity is Severity.REFUSED
    return result


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_columns_are_named_as_a_spreadsheet_names_them(index, name):
    assert letters(index) == name


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (None, ""),
        ("*姓 名\n", "姓名"),
        ("月收入(元)", "月收入（元）"),
        ("姓　名", "姓名"),
        (2020, "2020"),
    ],
)
def test_a_label_is_compared_without_spaces_stars_and_kinds_of_brackets(cell, label):
    assert plain(cell) == label


def test_a_header_on_the_first_row_names_each_column():
    head = found(("姓名", "身份证号码", "安置点名称"))
    assert (head.first_row, head.last_row, head.kind.key) == (1, 1, "relocation")
    assert head.columns[0] == (0, "person.name", "姓名")
    assert head.labels() == ("姓名", "身份证号码", "安置点名称")


def test_a_title_above_the_header_is_no_level_of_it():
    title = ("清水河县搬迁人口花名册", None, None)
    head = found(
        title, (None, None, None), ("姓名", "身份证号码", "安置点名称"), ("巴图", "x", "y")
    )
    assert (head.first_row, head.last_row) == (3, 3)


def test_columns_stand_in_any_order_with_gaps_between():
    head = found((None, "安置点名称", "", "身份证号码", "姓名"))
    assert [(index, key) for index, key, _ in head.columns] == [
        (1, "place.site_name"),
        (3, "person.id_no"),
        (4, "person.name"),
    ]


def test_a_label_means_another_column_under_another_one_above_it():
    head = found(
        ("户主", None, "成员", None, "安置点名称"),
        ("姓名", "身份证号码", "姓名", "身份证号码", None),
    )
    assert {key: label for _, key, label in head.columns} == {
        "place.head_name": "户主/姓名",
        "place.head_id_no": "户主/身份证号码",
        "person.name": "成员/姓名",
        "person.id_no": "成员/身份证号码",
        "place.site_name": "安置点名称",
    }
    assert (head.first_row, head.last_row) == (1, 2)


def test_three_levels_are_read():
    head = found(
        ("户主", None, "成员", None, "安置点名称"),
        ("基本情况", None, "基本情况", None, None),
        ("姓名", "身份证号码", "姓名", "身份证号码", None),
    )
    keys = [key for _, key, _ in head.columns]
    assert keys[:4] == ["place.head_name", "place.head_id_no", "person.name", "person.id_no"]
    assert head.columns[0][2] == "户主/基本情况/姓名"


def test_a_unit_or_a_hint_behind_a_label_does_not_hide_it():
    head = found(("姓名（必填）", "身份证号码(18位)", "月收入（元）", "安置点名称"))
    keys = [key for _, key, _ in head.columns]
    assert keys == ["person.name", "person.id_no", "job.monthly_pay", "place.site_name"]


def test_a_column_that_is_not_understood_is_shown_as_unread_and_one_that_is_ignored_is_not():
    head = found(("序号", "姓名", "身份证号码", "安置点名称", "星座", "备注"))
    assert head.unread == ((4, "星座"),)


def test_no_known_header_says_what_was_found_instead():
    problem = refused((None, None), ("商品", "价格"), (1, 2))
    assert (problem.code, problem.found) == ("header.unknown", "商品、价格")
    assert "前30行" in problem.remedy


def test_an_empty_sheet_has_no_header():
    assert refused().found == ""
    assert refused((None,), ("",)).code == "header.unknown"


def test_a_header_begins_within_the_first_thirty_rows():
    rows = [("", "")] * 29
    assert found(*rows, ("姓名", "证件号码")).first_row == 30
    assert (
        refused(*rows, ("", ""), ("", ""), ("", ""), ("姓名", "证件号码")).code == "header.unknown"
    )


def test_two_headers_of_one_meaning_are_refused_with_their_letters():
    problem = refused(("姓名", "身份证号码", "安置点名称", "成员姓名"))
    assert problem.code == "header.duplicate"
    assert problem.found == "A列“姓名”、D列“成员姓名”"


def test_a_roster_without_a_required_column_says_which():
    problem = refused(("姓名", "身份证号码", "户编号"), wanted="relocation")
    assert (problem.code, problem.found) == ("header.missing", "安置点名称")
    assert problem.message.startswith("搬迁名册")


def test_the_nearest_kind_is_named_when_none_fits():
    problem = refused(("姓名", "安置点名称"))
    assert (problem.code, problem.found) == ("header.missing", "身份证号码")


@pytest.mark.parametrize(
    ("labels", "wanted", "kind"),
    [
        (("姓名", "证件号码", "安置点名称", "务工开始时间"), None, "relocation"),
        (("姓名", "证件号码", "务工开始时间"), None, "employment"),
        (("姓名", "证件号码"), None, "members"),
        (("姓名", "证件号码", "安置点名称"), "members", "members"),
    ],
)
def test_the_kind_follows_from_the_columns_unless_it_is_said(labels, wanted, kind):
    assert header(*labels, wanted=wanted).kind.key == kind


def test_rows_of_different_widths_make_one_header():
    head = found(("基本情况",), ("姓名", "证件号码"))
    assert [index for index, _, _ in head.columns] == [0, 1]
