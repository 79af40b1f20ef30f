"""Credit codes: read in any writing, refused with what to do, letters in front included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from leye.core.identity.credit_code import ALPHABET, AUTHORITIES, check_character, read
from leye.core.problems import Severity

DIGITS = st.text("0123456789", min_size=6, max_size=6)
BODIES = st.text(ALPHABET, min_size=9, max_size=9)
COLUMN = "统一社会信用代码"


def code(lead: str = "91", division: str = "150124", body: str = "MA0N12345") -> str:
    first = lead + division + body
    return first + check_character(first)


def codes_of(value: object) -> list[str]:
    return [problem.code for problem in read(value, COLUMN).problems]


LEADS = st.sampled_from(["91", "92", "93", "N1", "N2", "N3", "N9", "A1", "Y1", "12", "51", "52"])


@given(LEADS, DIGITS, BODIES)
def test_codes_of_every_authority_are_read(lead, division, body):
    assert read(code(lead, division, body), COLUMN).code == code(lead, division, body)
    assert codes_of(code(lead, division, body)) == []


@given(st.sampled_from(["91", "92", "93", "12", "52"]), DIGITS, BODIES, st.sampled_from(ALPHABET))
def test_the_yardstick_agrees_where_digits_lead(lead, division, body, last):
    number = lead + division + body + last
    assert (read(number, COLUMN).code == number) is uscc.is_valid(number)


@pytest.mark.parametrize("lead", ["N1", "N2", "N3", "N9", "A1", "Y1"])
def test_the_yardstick_is_wrong_where_a_letter_leads(lead):
    assert not uscc.is_valid(code(lead))
    assert read(code(lead), COLUMN).code == code(lead)


def test_the_published_example_of_the_yardstick_is_read():
    assert read("91110000600037341L", COLUMN).code == "91110000600037341L"


@given(LEADS, DIGITS, BODIES, st.integers(8, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(lead, division, body, at, other):
    right = code(lead, division, body)
    wrong = right[:at] + other + right[at + 1 :]
    assert (read(wrong, COLUMN).code is None) is (wrong != right)


@given(LEADS, DIGITS, BODIES, st.integers(8, 15))
def test_two_neighbours_in_the_wrong_order_are_always_found(lead, division, body, at):
    right = code(lead, division, body)
    turned = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert (read(turned, COLUMN).code is None) is (turned != right)


FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in ALPHABET})


@pytest.mark.parametrize(
    "written",
    [
        code().lower(),
        code().translate(FULL_WIDTH),
        f" {code()[:2]} {code()[2:8]}\u3000{code()[8:]}\n",
        f"{code()[:8]}-{code()[8:16]}-{code()[16:]}",
        f"'{code()}",
        f'="{code()}"',
        f"\ufeff{code()}",
    ],
)
def test_full_width_lower_case_spaces_and_guards_are_cleaned_with_a_note(written):
    reading = read(written, COLUMN)
    assert reading.code == code()
    assert [(p.code, p.severity) for p in reading.problems] == [
        ("credit_code.cleaned", Severity.NOTE)
    ]


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "—", "无数据", "／", "null"])
def test_an_empty_cell_says_nothing(blank):
    assert read(blank, COLUMN).code is None
    assert codes_of(blank) == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (9.1150124e17, "lost"),
        (911501240000000000, "lost"),
        ("9.1150124E+17", "lost"),
        ("9.1150124e+17", "lost"),
        (123456.0, "length"),
        ("150124600012345", "old_licence"),
        ("MA0N1234X", "organisation"),
        ("MA0N1234-5", "organisation"),
        (code()[:17], "length"),
        (code() + "1", "length"),
        ("没有办", "length"),
        (code()[:10] + "O" + code()[11:], "characters"),
        (code()[:10] + "证" + code()[11:], "characters"),
        (code("B1"), "authority"),
        (code("91", "15012A"), "division"),
        (code()[:17] + ("0" if code()[17] != "0" else "1"), "check_character"),
    ],
)
def test_each_fault_is_named_with_what_to_do(value, fault):
    reading = read(value, COLUMN)
    (problem,) = reading.problems
    assert reading.code is None
    assert problem.code == f"credit_code.{fault}"
    assert problem.severity is Severity.STRANGE
    assert (problem.column, problem.found) == (COLUMN, str(value))
    assert problem.message.endswith("。")
    assert problem.remedy.startswith("请")


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_not_in_a_code(letter):
    assert codes_of("9" + letter + code()[2:]) == ["credit_code.characters"]
    with pytest.raises(ValueError, match="substring"):
        check_character("9" * 16 + letter)


def test_every_authority_has_a_name():
    assert set(AUTHORITIES) <= set(ALPHABET)
    assert AUTHORITIES["N"] == "农业农村"
