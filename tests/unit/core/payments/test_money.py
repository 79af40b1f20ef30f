"""Money in fen: read, written, and in capital characters that can be read back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.payments.money import DIGITS, MOST_FEN, capitals, plain_yuan, read_yuan, yuan

PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(text: str) -> int:
    """A plain reader of capital characters, kept apart from the writer."""
    whole, _, rest = text.removesuffix("整").rpartition("元")
    fen, digit = 0, 0
    for sign in rest:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
    total, group, digit = 0, 0, 0
    for place in whole.replace("万亿", "兆"):
        if place in DIGITS:
            digit = DIGITS.index(place)
        elif place in PLACES:
            group += digit * PLACES[place]
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[place]
            group, digit = 0, 0
    return (total + group + digit) * 100 + fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (100_000, "壹仟元整"),
        (10_500, "壹佰零伍元整"),
        (107, "壹元零柒分"),
        (12, "壹角贰分"),
        (1_000_700, "壹万零柒元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (123_456_789_012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
    ],
)
def test_amounts_in_capital_characters_as_a_bank_writes_them(fen, words):
    assert capitals(fen) == words


@given(st.integers(0, MOST_FEN) | st.integers(0, 10**7))
def test_capital_characters_read_back_are_the_same_amount(fen):
    words = capitals(fen)
    assert read_back(words) == fen
    assert "零零" not in words
    assert words.endswith("整") == (fen % 10 == 0)


def test_no_capital_characters_for_less_than_nothing_or_more_than_there_is():
    for fen in (-1, MOST_FEN + 1):
        with pytest.raises(ValueError, match="capital"):
            capitals(fen)


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_what_is_written_is_read_again_to_the_cent(fen):
    assert read_yuan(yuan(fen)) == fen
    assert read_yuan(plain_yuan(fen)) == fen
    assert read_yuan(Decimal(fen) / 100) == fen


@pytest.mark.parametrize(
    ("told", "fen"),
    [
        ("1,000.00元", 100_000), ("￥1000", 100_000), (1000, 100_000), (1000.5, 100_050), ("1000.000", 100_000),
        ("１０００", 100_000), ("12.345", None), ("", None), (None, None), (True, None), ("约1000", None),
        ("1e5", None), ("99999999999999999999", None),
    ],
)  # fmt: skip
def test_what_clerks_and_banks_write(told, fen):
    assert read_yuan(told) == fen
