"""Columns of texts as numbers: identity numbers, names, dates and places in bulk."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.identity import id_number
from leye.core.linkage.numbers import UNKNOWN, Kind, numbers
from leye.core.linkage.people import people
from leye.core.linkage.texts import keyed, names
from tests.made import id_no

VALID = id_no(4)


def one(text: str):
    return numbers(pl.Series([text]))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (VALID, Kind.VALID),
        (VALID.lower(), Kind.VALID),
        (f"'{VALID}", Kind.VALID),
        (f'="{VALID}"', Kind.VALID),
        (f"{VALID[:6]} {VALID[6:14]} {VALID[14:]}", Kind.VALID),
        (VALID.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}), Kind.VALID),
        (VALID + "42", Kind.VALID),
        (VALID + "4213", Kind.VALID),
        (VALID[:6] + VALID[8:17], Kind.VALID),
        (VALID[:-1] + ("1" if VALID[-1] != "1" else "2"), Kind.WRONG),
        (VALID[:6] + "********" + VALID[14:], Kind.MASKED),
        (VALID[:6] + "****" + VALID[14:], Kind.MASKED),
        ("1.50124E+17", Kind.SPOILT),
        (id_no(4, "19850313")[:15] + "000", Kind.SPOILT),
        (VALID[:9] + VALID[10:], Kind.SHORT),
        (VALID[:9] + VALID[8:], Kind.LONG),
        ("", Kind.EMPTY),
        ("不详", Kind.OTHER),
        ("王秀英的名字", Kind.OTHER),  # eighteen bytes, and no number
        ("H12345678", Kind.OTHER),
    ],
)
def test_how_a_number_is_read(text, kind):
    assert one(text).kind[0] == kind


def test_every_form_of_a_valid_number_is_the_same_code():
    forms = [VALID, f"'{VALID}", VALID + "42", VALID[:6] + VALID[8:17]]
    assert set(numbers(pl.Series(forms)).code) == {int(VALID[:17])}


def test_a_masked_number_keeps_the_digits_that_are_shown():
    read = one(VALID[:6] + "********" + VALID[14:]).digits[0]
    assert [int(d) for d in read[:6]] == [int(c) for c in VALID[:6]]
    assert (read[6:14] == UNKNOWN).all()
    short = one(VALID[:6] + "***" + VALID[14:]).digits[0]
    assert list(short) == list(read)


def test_a_spoilt_number_keeps_what_the_spreadsheet_kept():
    assert list(one("1.50124E+17").digits[0][:6]) == [1, 5, 0, 1, 2, 4]
    assert (one(id_no(4, "19850313")[:15] + "000").digits[0][15:] == UNKNOWN).all()


@given(st.lists(st.text("0123456789Xx*' ", min_size=14, max_size=20), min_size=1, max_size=20))
def test_what_is_certain_here_is_certain_there(texts):
    found = numbers(pl.Series(texts))
    for text, is_valid, code in zip(texts, found.is_valid, found.code, strict=True):
        reading = id_number.read(text)
        if is_valid:
            assert reading.canonical is not None
            assert int(reading.canonical[:17]) == code


@given(st.integers(0, 10**6), st.dates(min_value=__import__("datetime").date(1930, 1, 1)))
def test_a_right_number_is_certain_in_both(order, born):
    if born.year > 2030:
        return
    text = id_no(order % 1000, f"{born:%Y%m%d}")
    assert one(text).is_valid[0]
    assert one(text).birth()[0] == int(f"{born:%Y%m%d}")


def same(a: str, b: str, key: str) -> bool:
    read = names(pl.Series([a, b]))
    keys = getattr(read, key)
    return bool(keys[0] == keys[1])


@pytest.mark.parametrize(
    ("a", "b", "key"),
    [
        ("包·乌云", "包乌云", "text"),
        ("張玉蘭", "张玉兰", "text"),
        ("Ａｂ", "ab", "text"),
        ("王秀英", "王秀瑛", "sound"),
        ("其其格", "琪琪格", "sound"),
        ("斯琴高娃", "斯庆高娃", "sound"),
        ("额尔德尼", "额日德尼", "bone"),
        ("王英秀", "王秀英", "letters"),
    ],
)
def test_names_that_are_heard_or_written_as_one(a, b, key):
    assert same(a, b, key)


def test_names_that_are_two():
    assert not same("王秀英", "王秀兰", "sound")
    assert not same("", "", "text") or names(pl.Series([""])).text[0] == 0


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1985-03-12", 19850312), ("1985/3/12", 19850312), ("19850312", 19850312), ("1985年3月12日", 19850312),
        ("1985.03.12", 19850312), ("31118", 19850312), ("1985-03", 19850300), ("1985年3月", 19850300),
        ("198503", 19850300), ("1985", 19850000), ("不详", 0), ("", 0), ("1985-13-01", 0), ("a-b-c", 0),
        ("1985-03-12 00:00:00", 19850312),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text, read):
    assert people(pl.DataFrame({"birth_date": [text]})).told_birth[0] == read


def test_a_roster_without_a_date_or_sex_takes_them_from_the_number_but_remembers_that_it_was_not_told():
    row = people(pl.DataFrame({"id_no": [id_no(2)]}))
    assert (row.birth[0], row.sex[0]) == (19850312, 2)
    assert (row.told_birth[0], row.told_sex[0]) == (0, 0)


def test_places_are_compared_without_what_stands_above_them_and_without_their_kind():
    texts = ["清水河县", "清水河", "呼和浩特市清水河县", "内蒙古自治区呼和浩特市清水河县"]
    read = people(pl.DataFrame({"county": texts}))
    assert len(set(read.county)) == 1
    assert people(pl.DataFrame({"county": [""]})).county[0] == 0


def test_keys_do_not_depend_on_what_else_stands_in_the_column():
    alone, among = keyed(pl.Series(["甲"])), keyed(pl.Series(["乙", "甲", "甲", None]))
    assert alone[0] == among[1] == among[2]
    assert among[3] == 0
    assert np.uint64(0) not in alone
