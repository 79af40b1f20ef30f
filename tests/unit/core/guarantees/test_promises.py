"""A promise's clock: running, kept, late or broken, as of any day, and why."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leye.core.guarantees.promises import Promise, PromiseState, clock
from leye.notices.guarantees import load_promise, promised_from

THREE = Promise("vacancies", "三个岗位", 3, 30, "84号")
SINCE = dt.date(2020, 6, 1)


def day(n: int) -> dt.date:
    return SINCE + dt.timedelta(days=n)


def state(delivered, on):
    return clock(THREE, SINCE, [(what, day(n)) for what, n in delivered], day(on)).state


def test_it_runs_until_its_last_day_and_is_broken_the_day_after():
    assert state([], 0) is PromiseState.RUNNING
    assert state([(1, 3), (2, 3)], 30) is PromiseState.RUNNING
    assert state([(1, 3), (2, 3)], 31) is PromiseState.BROKEN


def test_three_distinct_ones_in_time_keep_it_and_later_ones_keep_it_late():
    told = [(1, 1), (2, 5), (3, 30)]
    assert state(told, 29) is PromiseState.RUNNING
    assert state(told, 30) is PromiseState.KEPT
    assert state([(1, 1), (2, 5), (3, 31)], 40) is PromiseState.LATE
    assert state([(1, 1), (1, 2), (1, 3)], 40) is PromiseState.BROKEN


def test_what_came_before_it_began_does_not_count():
    assert state([(1, -3), (2, -1), (3, 0)], 40) is PromiseState.BROKEN


def test_it_says_what_it_rests_on():
    kept = clock(THREE, SINCE, [(1, day(1)), (2, day(2)), (3, day(4))], day(9))
    assert kept.why == "2020-06-01 起，2020-06-05 送达第3个"
    open_one = clock(THREE, SINCE, [(1, day(1))], day(9))
    assert open_one.why == "2020-06-01 起，应于 2020-07-01 前，已送达 1 个"


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(-5, 60))), st.integers(0, 70))
def test_order_and_repetition_do_not_matter_and_the_future_is_not_known(delivered, on):
    told = clock(THREE, SINCE, [(w, day(n)) for w, n in delivered], day(on))
    again = clock(THREE, SINCE, [(w, day(n)) for w, n in reversed(delivered * 2)], day(on))
    known = clock(THREE, SINCE, [(w, day(n)) for w, n in delivered if n <= on], day(on))
    assert told == again == known
    assert (told.kept_on is not None) == (told.state in (PromiseState.KEPT, PromiseState.LATE))


def test_the_notice_promises_three_from_its_own_day():
    promise = load_promise("nm_2020_84", "vacancies", dt.date(2020, 6, 1))
    assert (promise.many, promise.days) == (3, 30)
    assert promised_from("nm_2020_84", "vacancies") == dt.date(2020, 5, 28)
