"""Pay as advertisements write it, in yuan a month."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.vacancies.pay import NotPay, monthly


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3000-3500", (3000, 3500)),
        ("３０００—３５００元/月", (3000, 3500)),
        ("3,500 元", (3500, 3500)),
        ("4000元以上", (4000, 4000)),
        ("3-5千", (3000, 5000)),
        ("0.8万-1.2万", (8000, 12000)),
        ("3k~4k", (3000, 4000)),
        ("150元/天", (3262, 3262)),
        ("20元/小时", (3480, 3480)),
        ("日薪200", (4350, 4350)),
        ("年薪6万", (5000, 5000)),
        ("5000-4000", (4000, 5000)),
        ("3500.0", (3500, 3500)),
    ],
)
def test_written_pay_is_read(text, told):
    assert monthly(text) == told


@pytest.mark.parametrize("text", ["", "面议", "薪资面议", " 面谈 "])
def test_pay_left_to_be_agreed_is_none(text):
    assert monthly(text) is None


@pytest.mark.parametrize(
    "text", ["高薪", "三千", "3000或4000", "-3000", "99999999999", "3000元/吨"]
)
def test_what_is_no_amount_is_not_guessed(text):
    with pytest.raises(NotPay):
        monthly(text)


@given(st.integers(1, 60_000), st.integers(0, 9_000))
def test_a_range_in_yuan_comes_back_as_it_was_written(low, more):
    assert monthly(f"{low}-{low + more}元/月") == (low, low + more)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_none_or_refused(text):
    try:
        found = monthly(text)
    except NotPay:
        return
    assert found is None or 0 <= found[0] <= found[1]
