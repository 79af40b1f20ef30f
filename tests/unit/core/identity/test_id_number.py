"""Identity numbers: the right ones in any writing, no wrong one, and never a guess."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from leye.core.identity.id_number import (
    CHECKS,
    IdKind,
    birth_date,
    check_digit,
    problems_of,
    read,
    sex,
)
from leye.core.problems import Severity
from leye.core.vocabulary import Sex
from tests.made import HELINGEER, QINGSHUIHE, id_no

COUNTIES = st.integers(100000, 899999).map(str)
BIRTHS = st.dates(dt.date(1880, 1, 1), dt.date(2030, 12, 31))
NUMBERS = st.builds(
    lambda county, born, order: id_no(order, f"{born:%Y%m%d}", county),
    COUNTIES,
    BIRTHS,
    st.integers(0, 999),
)
PLAIN = id_no(1)
KNOWN = frozenset({QINGSHUIHE, HELINGEER})


@given(NUMBERS)
def test_every_number_with_a_day_and_a_right_check_digit_is_read_as_it_stands(number):
    reading = read(number)
    assert (reading.kind, reading.canonical) == (IdKind.VALID, number)
    assert not reading.cleaned


@given(NUMBERS)
def test_the_number_tells_the_birth_date_and_the_sex(number):
    assert f"{birth_date(number):%Y%m%d}" == number[6:14]
    assert sex(number) is (Sex.MALE if number[16] in "13579" else Sex.FEMALE)


@given(NUMBERS, st.sampled_from(CHECKS))
def test_the_check_digit_is_that_of_the_yardstick(number, last):
    number = number[:17] + last
    assert (read(number).canonical == number) is (ric.calc_check_digit(number) == last)


@given(st.sampled_from(["110105", "150102", "150124", "360426"]), NUMBERS)
def test_the_yardstick_takes_no_number_that_is_not_taken_here(county, number):
    """It also wants the county to have had its code in the year of birth, which binds nobody;
    and it fails on codes that lie between those that it knows."""
    number = id_no(int(number[14:17]), number[6:14], county)
    assert ric.is_valid(number) <= (read(number).kind is IdKind.VALID)


@pytest.mark.parametrize("county", [QINGSHUIHE, HELINGEER])
@pytest.mark.parametrize("year", [1955, 1975, 1987])
def test_a_code_younger_than_its_holder_is_accepted_though_the_yardstick_refuses_it(county, year):
    number = id_no(1, f"{year}0312", county)
    with pytest.raises(InvalidComponent):
        ric.validate(number)
    assert read(number).canonical == number
    assert problems_of(read(number), "证件号码", number, KNOWN) == ()


@given(NUMBERS, st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(number, at, digit):
    assume(number[at] != digit)
    assert read(number[:at] + digit + number[at + 1 :]).kind is IdKind.MALFORMED


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_in_the_wrong_order_are_always_found(number, at):
    assume(number[at] != number[at + 1])
    turned = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert read(turned).canonical is None


FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
WITH_X = next(id_no(order) for order in range(1000) if id_no(order).endswith("X"))


@pytest.mark.parametrize(
    "written",
    [
        WITH_X.lower(),
        WITH_X.translate(FULL_WIDTH),
        f" {WITH_X}\t",
        f"{WITH_X[:6]} {WITH_X[6:14]}\u3000{WITH_X[14:]}",
        f"{WITH_X[:6]}-{WITH_X[6:14]}-{WITH_X[14:]}",
        f"'{WITH_X}",
        f"‘{WITH_X}’",
        f'="{WITH_X}"',
        f'= "{WITH_X}"',
        f"\ufeff{WITH_X[:9]}\u200b{WITH_X[9:]}\u00ad",
    ],
)
def test_what_spreadsheets_and_people_add_is_cleaned_with_a_note(written):
    reading = read(written)
    assert (reading.kind, reading.canonical) == (IdKind.VALID, WITH_X)
    (note,) = problems_of(reading, "证件号码", written, KNOWN)
    assert (note.code, note.severity) == ("id_no.cleaned", Severity.NOTE)


@pytest.mark.parametrize(
    ("digit", "letter"), [("0", "O"), ("0", "o"), ("1", "l"), ("1", "I"), ("1", "|"), ("5", "S")]
)
def test_a_letter_that_looks_like_a_digit_is_read_and_must_be_explained(digit, letter):
    at = PLAIN.index(digit)
    reading = read(PLAIN[:at] + letter + PLAIN[at + 1 :])
    assert (reading.kind, reading.canonical, reading.look_alike) == (IdKind.VALID, PLAIN, True)
    (problem,) = problems_of(reading, "证件号码", "x", KNOWN)
    assert (problem.code, problem.severity) == ("id_no.look_alike", Severity.STRANGE)


@pytest.mark.parametrize("sign", ["Х", "х", "×"])
def test_a_cyrillic_letter_or_a_times_sign_stands_for_x(sign):
    assert read(WITH_X[:17] + sign).canonical == WITH_X


def test_a_look_alike_is_no_way_round_the_check_digit():
    wrong = PLAIN[:17] + str((int(PLAIN[17]) + 1) % 10)
    assert read(wrong.replace("0", "O")).kind is IdKind.MALFORMED


@given(COUNTIES, st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_are_upgraded_as_text_and_as_a_number(county, born, order):
    old = f"{county}{born:%y%m%d}{order:03d}"
    new = id_no(order, f"{born:%Y%m%d}", county)
    for value in (old, float(old), int(old)):
        assert (read(value).kind, read(value).canonical) == (IdKind.UPGRADED_15, new)
    codes = [problem.code for problem in problems_of(read(old), "证件号码", old, frozenset())]
    assert codes == ["id_no.upgraded"]


@pytest.mark.parametrize("tail", ["43", "43B1", "4301"])
def test_a_disability_card_is_read_by_its_first_eighteen(tail):
    reading = read(PLAIN + tail)
    assert (reading.kind, reading.canonical) == (IdKind.DISABILITY_CARD, PLAIN)
    (note,) = problems_of(reading, "证件号码", PLAIN + tail, KNOWN)
    assert note.code == "id_no.disability_card"


@pytest.mark.parametrize(
    ("value", "kind", "reason"),
    [
        (None, IdKind.EMPTY, ""),
        ("", IdKind.EMPTY, ""),
        ("无数据", IdKind.EMPTY, ""),
        ("—", IdKind.EMPTY, ""),
        ("'", IdKind.EMPTY, ""),
        (1.50124198503e17, IdKind.LOST, ""),
        (150124198503120017, IdKind.LOST, ""),
        ("1.50102E+17", IdKind.LOST, ""),
        ("1.50102e17", IdKind.LOST, ""),
        ("1.50102Ｅ+17", IdKind.LOST, ""),
        ("150124********0017", IdKind.MASKED, ""),
        ("150124XXXXXXXX0017", IdKind.MASKED, ""),
        ("150124????????0017", IdKind.MASKED, ""),
        (PLAIN[:17], IdKind.MALFORMED, "length"),
        (PLAIN + "1", IdKind.MALFORMED, "length"),
        (12345.0, IdKind.MALFORMED, "length"),
        (float("nan"), IdKind.MALFORMED, "length"),
        ("不记得", IdKind.MALFORMED, "characters"),
        (PLAIN[:16] + "A" + PLAIN[17], IdKind.MALFORMED, "characters"),
        ("١٥٠١٢٤٨٥٠٣١٢٠٠١", IdKind.MALFORMED, "characters"),
        (id_no(1, "19850230"), IdKind.MALFORMED, "date"),
        (id_no(1, "18791231"), IdKind.MALFORMED, "date"),
        ("150124851332001", IdKind.MALFORMED, "date"),
    ],
)
def test_what_cannot_be_read_says_why_and_is_never_guessed(value, kind, reason):
    reading = read(value)
    assert (reading.kind, reading.reason, reading.canonical) == (kind, reason, None)
    (problem,) = problems_of(reading, "证件号码", value, KNOWN)
    assert problem.severity is Severity.REFUSED
    assert problem.code == f"id_no.{reason or kind.value}"
    assert problem.column == "证件号码"
    assert problem.remedy.startswith("请")


def test_a_wrong_check_digit_is_said_so():
    wrong = PLAIN[:17] + str((int(PLAIN[17]) + 1) % 10)
    (problem,) = problems_of(read(wrong), "证件号码", wrong, KNOWN)
    assert problem.code == "id_no.check_digit"
    assert "校验码" in problem.message


def test_an_unknown_county_is_a_note_and_no_refusal():
    stranger = id_no(1, county="999999")
    (note,) = problems_of(read(stranger), "证件号码", stranger, KNOWN)
    assert (note.code, note.severity) == ("id_no.county_unknown", Severity.NOTE)
    assert problems_of(read(stranger), "证件号码", stranger, frozenset()) == ()


@given(st.text(max_size=24) | st.floats() | st.integers())
def test_no_cell_makes_the_reader_fail(value):
    reading = read(value)
    assert (reading.canonical is not None) is (
        reading.kind in (IdKind.VALID, IdKind.UPGRADED_15, IdKind.DISABILITY_CARD)
    )
    if reading.canonical:
        assert reading.canonical.isascii()
        assert reading.canonical[17] == check_digit(reading.canonical[:17])


@pytest.mark.parametrize(
    "cell", [-10_000_000_000_000, -1.5e14, float("nan"), float("inf"), 10**400]
)
def test_a_number_that_can_be_no_identity_number_is_refused_and_not_a_crash(cell):
    reading = read(cell)
    assert reading.canonical is None
    assert reading.kind in {IdKind.MALFORMED, IdKind.LOST}
