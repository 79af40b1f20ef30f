"""Terms of posts, shares of labour pay, days elsewhere, pay for days: against the declared numbers of each day."""

import datetime as dt
from decimal import Decimal

import pytest

from leye.core.local_jobs.terms import Share, days_elsewhere, least_fen, longest_term
from leye.core.vocabulary import Sex
from leye.notices.local_jobs import board_days, load_terms, pay_share

NOTICE = "nm_2020_84"
DAY = dt.date(2020, 6, 1)
TERMS = load_terms(NOTICE, DAY)


@pytest.mark.parametrize(
    ("sex", "born", "last", "extended"),
    [
        (Sex.MALE, "1985-03-12", "2023-06-01", False),
        (Sex.MALE, "1964-09-01", "2024-09-01", True),  # 55 and 9 months: until 60
        (Sex.MALE, "1965-06-01", "2025-06-01", True),  # 55 on the day
        (Sex.MALE, "1965-06-02", "2023-06-01", False),  # 55 tomorrow
        (Sex.MALE, "1961-01-01", "2023-06-01", False),  # 59: three years reach further than 60
        (Sex.FEMALE, "1974-01-01", "2024-01-01", True),
        (Sex.FEMALE, "1960-01-01", "2023-06-01", False),  # past it already
    ],
)
def test_a_post_lasts_three_years_or_until_retirement_for_who_is_within_five_years_of_it(
    sex, born, last, extended
):
    term = longest_term(TERMS, DAY, sex, dt.date.fromisoformat(born))
    assert (term.last_on.isoformat(), term.is_extended, term.is_known) == (last, extended, True)


def test_where_age_or_the_law_leaves_it_open_the_exception_is_not_known():
    assert not longest_term(TERMS, DAY, None, dt.date(1970, 1, 1)).is_known
    assert not longest_term(TERMS, DAY, Sex.MALE, None).is_known
    later = load_terms(NOTICE, dt.date(2025, 2, 1))
    term = longest_term(later, dt.date(2025, 2, 1), Sex.MALE, dt.date(1968, 1, 1))
    assert (term.is_known, "经办人核对" in term.why) == (False, True)


def test_shares_are_dated_and_what_is_owed_is_rounded_up_to_a_fen():
    assert pay_share(NOTICE, 2020)[0] == Decimal("0.15")
    assert pay_share(NOTICE, 2022)[0] == Decimal("0.15")
    assert pay_share(NOTICE, 2023)[0] == Decimal("0.30")
    assert pay_share(NOTICE, 1999)[0] == Decimal("0.15")  # before the first line, the first
    assert Share(0, 101, Decimal("0.15")).owed == 16
    assert Share(16, 101, Decimal("0.15")).is_kept
    assert Share(5, 0, Decimal("0.15")).percent is None
    assert Share(1, 3, Decimal("0.30")).wanted == "30"
    assert Share(1, 3, Decimal("0.30")).percent == Decimal("33.33")
    assert board_days(NOTICE, DAY) == 7


def test_days_elsewhere_are_counted_once_and_only_within_the_post():
    post = (dt.date(2020, 3, 1), dt.date(2020, 4, 1))
    far = [(dt.date(2020, 2, 1), dt.date(2020, 3, 11)), (dt.date(2020, 3, 6), dt.date(2020, 3, 16))]
    assert days_elsewhere(post, far) == 15
    assert days_elsewhere(post, [(dt.date(2020, 5, 1), dt.date(2020, 6, 1))]) == 0


def test_pay_for_days_is_a_part_of_the_month_and_never_more_than_a_month():
    assert least_fen(1460, Decimal("21.75")) == 146_000
    assert least_fen(1460, Decimal(31)) == 146_000
    assert least_fen(1460, Decimal(10)) == 67_126
