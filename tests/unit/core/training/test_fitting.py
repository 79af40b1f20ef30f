"""Which course suits a wish, and what another platform's statements say."""

import datetime as dt

import pytest

from leye.core.training.fitting import Seats, Wish, fits, lasting
from leye.core.training.statements import Completion, Unusable, read


def seats(course_id=1, unit="150124", trade="电工", title="低压电工班", is_online=False, left=5):
    return Seats(course_id, unit, trade, title, is_online, left)


def offered(wish_trade, *courses, county="150124"):
    return [
        (one.course_id, one.reasons)
        for one in fits([Wish(7, county, wish_trade)], list(courses), 3)
    ]


def test_the_wished_trade_comes_first_and_a_full_course_is_offered_to_nobody():
    found = offered("电工", seats(1, trade="月嫂", title="月嫂班"), seats(2), seats(3, left=0))
    assert [course for course, _ in found] == [2, 1]
    assert found[0][1] == "想学电工；在本地开班"  # no number of seats: it is another one tomorrow


def test_whoever_named_no_trade_is_offered_what_there_is_and_of_other_counties_nothing():
    online = seats(4, unit="150000", is_online=True)
    found = offered("", online, seats(2), seats(5, unit="150123"))
    assert [course for course, _ in found] == [2, 4]
    assert "线上学习" in found[1][1]


def test_an_offer_of_before_is_shown_without_the_seats_of_that_day():
    assert lasting("在本地开班；还有5个名额") == "在本地开班"


def test_nobody_is_offered_more_than_three_at_once():
    assert len(offered("", *[seats(n) for n in range(9)])) == 3


VERB = "http://adlnet.gov/expapi/verbs/"


def statement(verb="passed", **said):
    return {"id": "k1", "verb": {"id": VERB + verb}, "actor": {"account": {"name": " leye-7 "}}, "object": {"id": "urn:course:1"}, "timestamp": "2020-06-05T10:00:00Z", **said}  # fmt: skip


def test_a_completion_is_read_with_its_points():
    told = read(statement(result={"score": {"scaled": 0.856}}))
    assert told == Completion("k1", "leye-7", "urn:course:1", True, dt.datetime(2020, 6, 5, 10, tzinfo=dt.UTC), 86)  # fmt: skip
    assert read(statement("failed")).is_passed is False
    assert read(statement("completed", result={"success": False})).is_passed is False
    assert read(statement("completed", result={"score": {"scaled": 7}})).points is None


def test_what_tells_of_something_else_is_passed_over_by_name():
    assert read(statement("launched")) == Unusable("k1", "动作“launched”不是结业", True)


@pytest.mark.parametrize(
    "wrong",
    [
        "text", {}, statement(id=""), {**statement(), "verb": {"id": 7}}, {**statement(), "verb": None}, statement(actor={"mbox": "x"}),
        statement(timestamp="soon"), statement(timestamp="2020-06-05T10:00:00"),
    ],
)  # fmt: skip
def test_what_is_no_statement_says_why(wrong):
    told = read(wrong)
    assert isinstance(told, Unusable)
    assert told.why
    assert not told.is_other
