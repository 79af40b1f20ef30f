"""Identity numbers, names and telephones as cells hold them."""

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from leye.core.identity import id_number, masking, names, phones
from leye.core.identity.id_number import IdKind, check_digit, problems_of, read
from leye.core.vocabulary import Sex
from tests.made import id_no

GOOD = id_no(12)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
BIRTHS = st.dates(dt.date(1900, 1, 1), dt.date(2020, 12, 31))


@given(BIRTHS, st.integers(0, 999), st.sampled_from(["150124", "110101", "652901"]))
def test_a_number_with_its_check_digit_is_read_and_tells_birth_and_sex(born, order, county):
    first = f"{county}{born:%Y%m%d}{order:03d}"
    reading = read(first + check_digit(first))
    assert (reading.kind, reading.canonical) == (IdKind.VALID, first + check_digit(first))
    assert id_number.birth_date(reading.canonical) == born
    assert id_number.sex(reading.canonical) is (Sex.MALE if order % 2 else Sex.FEMALE)
    assert ric.calc_check_digit(reading.canonical) == reading.canonical[-1]


@given(BIRTHS, st.integers(0, 999), st.integers(0, 17), st.sampled_from(string.digits))
def test_one_wrong_digit_is_always_found(born, order, place, digit):
    first = f"150124{born:%Y%m%d}{order:03d}"
    good = first + check_digit(first)
    if good[place] == digit:
        return
    assert read(good[:place] + digit + good[place + 1 :]).kind is IdKind.MALFORMED


@pytest.mark.parametrize(
    "cell",
    [
        GOOD.lower(),
        f" {GOOD} ",
        f"'{GOOD}",
        f'="{GOOD}"',
        GOOD.translate(WIDE),
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        f"{GOOD[:6]}-{GOOD[6:]}",
        f"\u200b{GOOD}\ufeff",
    ],
)
def test_what_software_and_hands_put_around_a_number_is_taken_away(cell):
    reading = read(cell)
    assert reading.canonical == GOOD
    assert [p.code for p in problems_of(reading, "身份证", cell, frozenset({"150124"}))] in (
        [],
        ["id_no.cleaned"],
    )


@pytest.mark.parametrize(
    ("cell", "kind", "codes"),
    [
        (None, IdKind.EMPTY, ["id_no.empty"]),
        ("无", IdKind.MALFORMED, ["id_no.characters"]),
        ("-", IdKind.EMPTY, ["id_no.empty"]),
        ("1.50124E+17", IdKind.LOST, ["id_no.lost"]),
        (1.50124198503120e17, IdKind.LOST, ["id_no.lost"]),
        (float(GOOD[:10]), IdKind.MALFORMED, ["id_no.length"]),
        (GOOD[:6] + "********" + GOOD[-4:], IdKind.MASKED, ["id_no.masked"]),
        (GOOD[:17], IdKind.MALFORMED, ["id_no.length"]),
        ("150124" + "19851332" + "0012", IdKind.MALFORMED, ["id_no.date"]),
        (GOOD[:16] + "甲乙", IdKind.MALFORMED, ["id_no.characters"]),
        (GOOD + "42", IdKind.DISABILITY_CARD, ["id_no.disability_card"]),
        (GOOD + "42B1", IdKind.DISABILITY_CARD, ["id_no.disability_card"]),
        (GOOD + "421B", IdKind.DISABILITY_CARD, ["id_no.disability_card"]),
        (GOOD[:6] + GOOD[8:17], IdKind.UPGRADED_15, ["id_no.upgraded"]),
        (float(GOOD[:6] + GOOD[8:17]), IdKind.UPGRADED_15, ["id_no.cleaned", "id_no.upgraded"]),
        ("15012418000101001" + check_digit("15012418000101001"), IdKind.MALFORMED, ["id_no.date"]),
    ],
)
def test_each_kind_of_cell_is_told_apart(cell, kind, codes):
    reading = read(cell)
    assert reading.kind is kind
    found = problems_of(reading, "身份证", cell, frozenset({"150124"}))
    assert [problem.code for problem in found] == codes
    assert all(problem.message and problem.remedy for problem in found)


def test_letters_that_look_like_digits_are_read_and_must_be_explained():
    with_zero = next(id_no(n) for n in range(100, 200, 2) if "0" in id_no(n)[:17])
    cell = with_zero.replace("0", "O", 1)
    reading = read(cell)
    assert reading.canonical == with_zero
    assert problems_of(reading, "身份证", cell, frozenset())[0].code == "id_no.look_alike"


def test_an_unknown_county_is_a_note_and_the_birth_year_is_not_tied_to_it():
    first = "999999198503120" + "12"
    reading = read(first + check_digit(first))
    (problem,) = problems_of(reading, "身份证", None, frozenset({"150124"}))
    assert (problem.code, problem.severity.value) == ("id_no.county_unknown", "note")


@pytest.mark.parametrize("dot", "·•‧∙・･⋅．。")
def test_the_dot_of_a_name_is_one_dot(dot):
    assert names.clean(f"巴特尔{dot}宝音") == "巴特尔·宝音"
    assert names.key(f"巴特尔 {dot} 宝音") == names.key("巴特尔宝音")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("　王 秀　英 ", "王秀英"),
        ("ＡＢ", "AB"),
        ("王\u200b秀英", "王秀英"),
        ("𠮷野", "𠮷野"),
        ("A. B", "A·B"),
        ("·王·", "王"),
    ],
)
def test_a_name_is_kept_clean(text, cleaned):
    assert names.clean(text) == cleaned


@pytest.mark.parametrize(
    ("name", "expected"),
    [("王秀英", "WXY"), ("单雄信", "SXX"), ("尉迟恭", "YCG"), ("巴特尔·宝音", "BTEBY"), ("", "")],
)
def test_initials_are_those_that_a_clerk_types(name, expected):
    assert names.initials(name) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["name.empty"]),
        (GOOD, ["name.number"]),
        ("王" * 101, ["name.long"]),
        ("王" * 100, []),
        ("王2", ["name.digits"]),
        ("王秀英", []),
    ],
)
def test_a_name_that_is_none_is_said(text, codes):
    assert [problem.code for problem in names.problems_of(text, "姓名")] == codes


@pytest.mark.parametrize(
    ("cell", "number", "codes"),
    [
        (None, None, []),
        ("", None, []),
        (13912345678.0, "13912345678", []),
        ("139-1234-5678", "13912345678", []),
        ("+86 139 1234 5678", "13912345678", []),
        ("13912345678/13812345678", "13912345678", ["phone.several"]),
        ("0471-1234567", "04711234567", []),
        ("1391234567", "1391234567", ["phone.length"]),
        ("没有", None, ["phone.unreadable"]),
    ],
)
def test_a_telephone_is_read_as_far_as_it_goes(cell, number, codes):
    reading = phones.read(cell, "电话")
    assert (reading.number, [problem.code for problem in reading.problems]) == (number, codes)


def test_masks_show_enough_to_know_and_too_little_to_find():
    assert masking.mask_id(GOOD) == GOOD[:6] + "********" + GOOD[-4:]
    assert masking.mask_id("123") == "***"
    assert masking.mask_phone("13912345678") == "139****5678"
    assert masking.mask_phone("123") == "***"
    assert masking.mask_name("王秀英") == "王**"
    assert masking.mask_name("") == ""
    assert GOOD not in masking.mask_found(f"号码是{GOOD}，请核对")
