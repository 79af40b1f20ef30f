"""Masks: enough to know somebody again, too little to find a stranger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.identity.masking import mask_found, mask_id, mask_name, mask_phone
from tests.made import id_no


def test_an_identity_number_keeps_its_division_and_its_end():
    number = id_no(1)
    assert mask_id(number) == f"150124********{number[-4:]}"


@given(st.text("0123456789X", max_size=18))
def test_a_mask_is_as_long_as_the_number_and_hides_a_short_one_whole(number):
    masked = mask_id(number)
    assert len(masked) == len(number)
    assert "*" in masked or not number
    if len(number) <= 10:
        assert set(masked) <= {"*"}


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13900000001", "139****0001"),
        ("6200000", "*******"),
        ("", ""),
        ("04716200000", "047****0000"),
    ],
)
def test_a_telephone_number_keeps_both_ends(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王秀英", "王**"), ("巴图", "巴*"), ("乌", "乌*"), ("阿卜杜拉·买买提", "阿**"), ("", "")],
)
def test_a_name_keeps_its_first_character_and_not_its_length(name, masked):
    assert mask_name(name) == masked


def test_numbers_within_a_sentence_are_masked_and_the_rest_is_not():
    number = id_no(1)
    masked = mask_found(f"号码{number}，电话13900000001，户编号123456")
    assert number not in masked
    assert "13900000001" not in masked
    assert masked == f"号码{mask_id(number)}，电话{mask_id('13900000001')}，户编号123456"
