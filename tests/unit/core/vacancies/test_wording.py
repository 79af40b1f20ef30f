"""The advertisement checker: what the law forbids, in its many wordings, and what it does not."""

import pytest

from leye.core.problems import Severity
from tests.unit.core.vacancies.made import codes, told

FORBIDDEN = {
    "ad.sex": ["限男性", "女士优先", "只招男工", "不要女的", "性别：女", "招女工三名"],
    "ad.marriage": ["已婚已育优先", "未婚", "合同期内不得怀孕"],
    "ad.ethnicity": ["限汉族", "蒙古族优先", "少数民族勿扰", "不招回族"],
    "ad.religion": ["不招信教人员", "无宗教信仰"],
    "ad.disability": ["残疾人勿扰", "四肢健全，五官端正", "不要残疾"],
    "ad.hukou": ["限本地户口", "本市户籍优先", "不招外地人", "农村户口勿扰"],
    "ad.hepatitis": ["需查乙肝两对半", "小三阳不要"],
    "ad.under_16": ["15岁以上", "招14-18岁学徒"],
    "ad.deposit": ["入职交押金500元", "先交服装费", "身份证统一保管抵押身份证"],
    "ad.adult_work": ["缅甸高薪工作", "出借银行卡"],
}


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, many in FORBIDDEN.items() for t in many])
def test_forbidden_conditions_are_found_with_the_rule_and_what_to_write_instead(code, text):
    row = told(demand__words=text)
    found = [p for p in row.problems if p.code == code]
    assert found, [p.code for p in row.problems]
    assert found[0].severity is Severity.REFUSED
    assert "第" in found[0].message or "条例" in found[0].message
    assert found[0].remedy.startswith("请")
    assert found[0].found in text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "男女不限，年龄18-55岁", "性别不限", "民族不限、户籍不限", "能用蒙古语交流", "欢迎残疾人应聘", "年满16周岁", "需健康证",
        "不收押金，免费体检", "无需交任何押金", "小学以上文化", "有残疾人岗位", "男女均可，夫妻优先安排同宿", "适应倒班", "",
    ],
)  # fmt: skip
def test_harmless_words_are_left_alone(text):
    row = told(demand__words=text)
    assert not [
        p for p in row.problems if p.code.startswith("ad.") and p.severity is Severity.REFUSED
    ]


@pytest.mark.parametrize("text", ["月入过万，轻松赚钱", "日赚500元", "工资上不封顶"])
def test_lures_wait_for_a_word(text):
    found = [p for p in told(duties=text).problems if p.code == "ad.lure"]
    assert [p.severity for p in found] == [Severity.STRANGE]


def test_work_forbidden_to_women_may_say_so_with_an_explanation():
    row = told(duties="矿山井下采掘作业", demand__words="限男性")
    assert [p.severity for p in row.problems if p.code == "ad.sex"] == [Severity.STRANGE]


def test_children_who_are_looked_after_are_not_children_who_work():
    found = [
        p.severity for p in told(duties="照看8-10岁的孩子").problems if p.code == "ad.under_16"
    ]
    assert found == [Severity.STRANGE]


def test_spaces_within_the_words_hide_nothing():
    assert "ad.sex" in codes(demand__words="限 男 性")
