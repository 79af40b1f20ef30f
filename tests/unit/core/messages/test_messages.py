"""Messages as values: states, receipts in any order, retries, parts and fields, quiet hours."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.messages.quiet import Quiet
from leye.core.messages.retrying import Patience, next_try, spread
from leye.core.messages.states import BEFORE, FINAL, RANK, UNDER_WAY, State, together
from leye.core.messages.texts import cost, field, joined, parts
from leye.core.periods import SHANGHAI

AT = dt.datetime(2020, 6, 1, 9, tzinfo=SHANGHAI)
PATIENCE = Patience((1, 5, 60), 72)
reports = st.lists(st.sampled_from(sorted(RANK)), max_size=6)


@given(reports, st.randoms(), reports)
def test_receipts_come_to_the_same_in_any_order_and_however_often(some, random, more):
    """D4."""
    mixed = [*some, *more]
    random.shuffle(mixed)
    assert together(mixed) == together([*more, *some]) == together([*mixed, *mixed])
    assert (together(mixed) is None) == (not mixed)


def test_whoever_has_the_message_has_it():
    assert together([State.FAILED, State.DELIVERED, State.EXPIRED]) is State.DELIVERED
    assert together([State.HANDED, State.FAILED]) is State.FAILED


def test_a_delivered_message_is_never_sent_again():
    assert not any(State.DELIVERED in before for before in BEFORE.values())
    assert not BEFORE[State.CLAIMED] & (FINAL | {State.HANDED, State.UNSURE})
    assert set(State) == UNDER_WAY | FINAL


@given(st.integers(1, 200), st.integers(0, 100))
def test_waits_grow_and_end(tries, hours):
    failed = AT + dt.timedelta(hours=hours)
    due = next_try(PATIENCE, tries, AT, failed)
    wait = dt.timedelta(minutes=PATIENCE.waits[min(tries, 3) - 1])
    assert due == (failed + wait if failed + wait <= AT + dt.timedelta(hours=72) else None)


@given(st.integers(0, 10**12), st.integers(0, 600))
def test_retries_are_strewn_over_a_while_and_always_alike(key, seconds):
    assert dt.timedelta() <= spread(key, seconds) <= dt.timedelta(seconds=seconds)
    assert spread(key, seconds) == spread(key, seconds)


@pytest.mark.parametrize(
    ("length", "many"), [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (500, 8)]
)
def test_parts_of_a_text_message(length, many):
    assert parts("岗" * length) == many


def test_a_rare_character_counts_as_two():
    told = cost("𠮷" * 36, Decimal("0.05"))
    assert (told.characters, told.parts, told.yuan) == (72, 2, Decimal("0.10"))


@given(st.text(), st.integers(1, 30))
def test_a_field_is_one_line_and_not_too_long(text, most):
    made = field(text, most)
    assert len(made) <= most
    assert "\n" not in made
    assert "\r" not in made


@given(st.lists(st.text("岗位薪资", min_size=1), max_size=5), st.integers(1, 30))
def test_things_are_joined_as_far_as_they_fit(items, most):
    made = joined(items, most)
    assert len(made) <= most
    assert bool(made) == bool(items)


def test_where_not_all_things_fit_the_text_says_that_there_are_more():
    three = ["保安（呼和浩特，3000元）", "保洁（清水河，2600元）", "厨师（和林格尔，4500元）"]
    assert joined(three, 90) == "；".join(three)
    assert joined(three, 33) == "；".join(three[:2]) + "等"
    assert joined(three, 37, rest="等3个班") == "；".join(three[:2]) + "等3个班"
    assert joined(three, 10) == "保安（呼和浩特，…等"
    assert joined(three[:1], 10) == "保安（呼和浩特，3…"


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 10_000))
def test_quiet_hours_end_within_a_day_at_their_hour(begins, ends, minutes):
    at = AT + dt.timedelta(minutes=minutes)
    quiet = Quiet(begins, ends)
    end = quiet.until(at)
    assert not quiet.holds(end)
    assert dt.timedelta() <= end - at <= dt.timedelta(days=1)
    assert (end == at) != quiet.holds(at)


def test_nobody_is_disturbed_at_night():
    quiet = Quiet(21, 8)
    assert quiet.until(AT.replace(hour=22)) == AT.replace(day=2, hour=8)
    assert quiet.until(AT.replace(hour=7)) == AT.replace(hour=8)
    assert quiet.until(AT) == AT
