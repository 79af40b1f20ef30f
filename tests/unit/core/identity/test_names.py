"""Names: kept as they are, compared without what writers vary, found by their initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.identity.names import LONGEST, SURNAMES, clean, initials, key, problems_of
from leye.core.identity.traditional import PAIRS, SIMPLIFIED, simplified
from leye.core.problems import Severity

DOTS = "·•‧∙・･⋅．。˙●ᐧ᛫⸱﹒\u0387"


@pytest.mark.parametrize("dot", [*DOTS, " · ", ".", " . "])
def test_the_dot_of_a_name_has_one_form(dot):
    assert clean(f"阿卜杜拉{dot}买买提") == "阿卜杜拉·买买提"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王 秀 英", "王秀英"),
        ("王\u3000英", "王英"),
        (" 巴图\u200b\n", "巴图"),
        ("Ｂａｔｕ", "Batu"),
        ("John Smith", "John Smith"),
        ("·巴图。", "巴图"),
        ("张三（小）", "张三(小)"),
        ("䶮\U00020bb7", "䶮\U00020bb7"),
        ("〇一", "〇一"),
        ("e\u0301", "é"),
        ("", ""),
        ("1.5", "1.5"),
    ],
)
def test_a_name_is_kept_without_what_cannot_be_seen(written, kept):
    assert clean(written) == kept


@given(st.text(max_size=30))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=30))
def test_a_name_and_its_clean_form_have_one_key(text):
    assert key(clean(text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張偉", "张伟"),
        ("劉 鳳蘭", "刘凤兰"),
        ("烏雲其木格", "乌云其木格"),
        ("錢鍾書", "钱锺书"),
        ("錢鍾書", "钱钟书"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("BATU", "ｂａｔｕ"),
        ("Anna-Maria", "anna maria"),
        ("\uf9dc", "隆"),
    ],
)
def test_two_writings_of_one_name_have_one_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("于伟", "於伟"), ("甯静", "宁静"), ("张昇", "张升"), ("张伟", "章伟")]
)
def test_two_names_stay_two(one, other):
    assert key(one) != key(other)


def test_the_kept_name_stays_in_its_own_forms():
    assert clean("張偉") == "張偉"


def in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def test_each_pair_leads_from_a_form_outside_of_the_common_set_into_it():
    """GB 2312 holds the simplified forms, and 锺 beside 钟."""
    pairs = [pair for pair in PAIRS.split() if pair != "锺钟"]
    assert len(SIMPLIFIED) == len(pairs) + 1 >= 300, "a form stands twice"
    assert [pair for pair in pairs if len(pair) != 2] == []
    assert [pair for pair in pairs if in_gb2312(pair[0]) or not in_gb2312(pair[1])] == []


def test_each_pair_shares_a_reading():
    from pypinyin import Style, pinyin

    def readings(character: str) -> set[str]:
        return set(pinyin(character, style=Style.NORMAL, heteronym=True)[0])

    assert [pair for pair in PAIRS.split() if not readings(pair[0]) & readings(pair[1])] == []


@given(st.text(max_size=20))
def test_simplifying_keeps_the_length_and_ends(text):
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王秀英", "WXY"),
        ("单田芳", "STF"),
        ("尉迟恭", "YCG"),
        ("曾国强", "ZGQ"),
        ("乌云·其木格", "WYQMG"),
        ("Batu", "BATU"),
        ("巴图2", "BT2"),
        ("巴图-Bat·u（大）", "BTBATUD"),
        ("", ""),
    ],
)
def test_initials_are_those_that_people_type(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("surname", SURNAMES)
def test_a_surname_with_a_reading_of_its_own_starts_with_it(surname):
    assert initials(f"{surname}伟") == f"{SURNAMES[surname]}W"


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        ("", "name.empty", Severity.REFUSED),
        (" \u200b", "name.empty", Severity.REFUSED),
        ("150124198503120017"[:17] + "x", "name.number", Severity.REFUSED),
        ("1501**********001X", "name.number", Severity.REFUSED),
        ("长" * (LONGEST + 1), "name.long", Severity.REFUSED),
        ("王秀英2", "name.digits", Severity.STRANGE),
    ],
)
def test_what_is_no_name_is_said(text, code, severity):
    (problem,) = problems_of(text, "姓名")
    assert (problem.code, problem.severity, problem.column) == (code, severity, "姓名")
    assert problem.found == text


@pytest.mark.parametrize("text", ["巴图", "长" * LONGEST, "䶮", "Batu", "阿卜杜拉·买买提"])
def test_a_name_of_a_hundred_characters_or_a_rare_one_is_a_name(text):
    assert problems_of(text, "姓名") == ()
