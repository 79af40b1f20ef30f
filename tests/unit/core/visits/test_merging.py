"""Later merge of visits: nothing that a worker brought is lost, in whichever order it comes."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.ledger.additions import Held
from leye.core.visits.answers import Outcome, Unreadable, read
from leye.core.visits.clocks import corrected, off_by
from leye.core.visits.facts import facts
from leye.core.visits.merging import Told
from leye.core.visits.merging import merge as merged_within

ROUND, TOLERATED = dt.timedelta(days=14), dt.timedelta(minutes=5)
NOON = dt.datetime(2020, 6, 1, 4, tzinfo=dt.UTC)
KEY = "0d8cf2c1-3f9a-4a53-9c6d-6a3b1c0f7a11"


def merge(new, standing):
    return merged_within(new, standing, ROUND)


def told(by="甲", hours=0, outcome=Outcome.DONE, **answers):
    return Told(uuid.uuid4(), by, NOON + dt.timedelta(hours=hours), outcome, answers)


def raw(**said):
    return {"uuid": KEY, "person": 7, "form": 1, "outcome": "done", "device_at": "2020-06-01T04:00:00Z", "offset": None, "answers": {"wants_work": "yes"}, **said}  # fmt: skip


def test_two_workers_with_unlike_answers_contradict_each_other_and_nothing_is_taken():
    first = told(wants_work="yes", wish_pay=3000)
    merged = merge(told("乙", 2, wants_work="no", health="healthy"), [first])
    assert merged.takes == ()
    assert (merged.against, merged.unlike) == (first.key, ("wants_work",))


def test_two_workers_who_asked_different_things_are_put_together():
    merged = merge(told("乙", 2, health="healthy"), [told(wants_work="yes")])
    assert merged.takes == ("health",)
    assert merged.against is None


def test_whoever_refuses_one_worker_and_answers_another_is_a_case_but_not_at_home_is_none():
    refused, away = told(outcome=Outcome.REFUSED), told(outcome=Outcome.NOT_HOME)
    assert merge(told("乙", 1, wants_work="yes"), [refused]).unlike == ("outcome",)
    assert merge(told("乙", 1, wants_work="yes"), [away]).takes == ("wants_work",)


def test_a_worker_corrects_himself_also_when_his_later_word_came_first():
    later = told(hours=3, wants_work="no")
    assert merge(told(wants_work="yes", wish_pay=3000), [later]).takes == ("wish_pay",)
    assert merge(told(hours=5, wants_work="yes"), [later]).takes == ("wants_work",)


def test_answers_of_another_round_are_news_and_no_contradiction():
    old = told(wants_work="yes")
    assert merge(told("乙", ROUND.days * 24 + 1, wants_work="no"), [old]).takes == ("wants_work",)


ANSWERS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 1))
TOLD = st.builds(
    Told, st.uuids(), st.sampled_from(["甲", "乙"]), st.integers(0, 900).map(lambda n: NOON + dt.timedelta(hours=n)),
    st.just(Outcome.DONE), ANSWERS,
)  # fmt: skip


@given(TOLD, st.lists(TOLD, max_size=4))
def test_each_answer_counts_or_waits_or_gives_way_to_a_later_word_of_the_same_worker(new, standing):
    merged = merge(new, standing)
    if merged.against is not None:
        assert merged.unlike
        assert merged.takes == ()
        other = next(one for one in standing if one.key == merged.against)
        assert merge(other, [new]).against == new.key  # whichever came first
        return
    for name in set(new.answers) - set(merged.takes):
        assert any(one.by == new.by and one.at > new.at and name in one.answers for one in standing)


def at(device, then, at_sync, now=NOON):
    return corrected(device, then, at_sync, now, TOLERATED)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(365 * 86400, "快365天"), (-86400, "慢24小时"), (540, "快9分钟"), (-3 * 86400, "慢3天")],
)
def test_how_wrong_a_clock_is_is_told_in_words(seconds, words):
    assert off_by(NOON + dt.timedelta(seconds=seconds), NOON) == words


def test_a_phone_whose_clock_is_a_year_wrong_is_dated_by_the_server_and_flagged():
    year = dt.timedelta(days=365)
    an_hour_ago = NOON - dt.timedelta(hours=1)
    for off in (year, -year):
        found = at(an_hour_ago + off, None, -off.total_seconds())
        assert (found.at, found.is_off) == (an_hour_ago, True)
        found = at(an_hour_ago + off, -off.total_seconds(), -off.total_seconds())
        assert (found.at, found.is_off) == (an_hour_ago, True)


def test_a_right_clock_is_believed_and_small_differences_are_not_flagged():
    assert at(NOON - dt.timedelta(hours=1), 2.0, 3.0).is_off is False
    assert at(NOON, 2.0, 3.0).at == NOON  # never later than now


def test_a_clock_that_was_changed_between_is_flagged_and_never_dates_into_the_future():
    day = 86400.0
    an_hour_ago = NOON - dt.timedelta(hours=1)
    found = at(an_hour_ago, 0.0, -day)  # set forward after the answer
    assert (found.at, found.is_off) == (an_hour_ago, True)
    found = at(an_hour_ago + dt.timedelta(days=1), 0.0, -day)  # set forward before it
    assert (found.at, found.is_off) == (an_hour_ago, True)
    found = at(NOON + dt.timedelta(days=30), 0.0, 0.0)
    assert (found.at, found.is_off) == (NOON, True)


def test_a_visit_is_read_with_its_types():
    visit = read(
        raw(offset=3, answers={"wants_work": "yes", "wish_pay": "3500", "only_local": True, "phone": "138-0000-1111", "wish_trade": " 电工 ", "health": ""})
    )  # fmt: skip
    assert visit.told == {"wants_work": "yes", "wish_pay": 3500, "only_local": True, "phone": "13800001111", "wish_trade": "电工"}  # fmt: skip
    assert (visit.person_id, visit.offset) == (7, 3.0)


@pytest.mark.parametrize(
    "wrong",
    [
        "text", {}, raw(uuid="7"), raw(outcome="maybe"), raw(device_at="2020-06-01T04:00:00"), raw(offset="soon"),
        raw(answers=None), raw(answers={"id_no": "1"}), raw(answers={"wants_work": "perhaps"}), raw(offset=True),
        raw(answers={"wish_pay": "many"}), raw(answers={"only_local": "yes"}), raw(answers={"phone": "none"}),
        raw(answers={"wish_trade": "长" * 101}), raw(outcome="not_home"), raw(person=None),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_words(wrong):
    with pytest.raises(Unreadable, match="。"):
        read(wrong)


def test_answers_become_facts_of_their_day_and_nothing_is_added_twice():
    on = NOON.date()
    contact = {"phone_cipher": "c", "phone_index": "i"}
    made = facts(7, {"wants_work": "yes", "health": "healthy"}, [], on, contact)
    assert [one.table for one in made] == ["ledger_wish", "ledger_capacity", "ledger_contact"]
    held = [Held(one.table, n, 7, 1, on, None, one.values) for n, one in enumerate(made)]
    assert facts(7, {"wants_work": "yes", "health": "healthy"}, held, on, contact) == ()
    changed = facts(7, {"wants_training": "yes"}, held, on)
    assert changed[0].values == {"wants_work": "yes", "wants_training": "yes"}
