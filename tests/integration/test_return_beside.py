"""Checks of a return beside the other rooms (V14, V16): told softly, with the way to put it right, gone when it is."""

import datetime as dt

import pytest

from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.trips.returns import returning
from tests.integration.local_jobs import county, post, recognised, workshop
from tests.integration.test_matching import TITLES, matched
from tests.integration.test_returns import add, send
from tests.integration.test_returns import scope as whose
from tests.integration.vacancies import bring, offer, willing_county
from tests.made import QINGSHUIHE, at

pytestmark = pytest.mark.django_db
MAY, JUNE = Month(2020, 5), Month(2020, 6)


def told(month=MAY, day="2020-06-02"):
    with at(day):
        ready = returning.prepare(whose("c"), month, QINGSHUIHE)
    return {(x.found.check, x.found.columns[0]): x for x in ready.checks if x.found.check in ("V14", "V16")}  # fmt: skip


def works(person: int, kind: str) -> None:
    said = {"job_kind": kind, "job_place": QINGSHUIHE}
    with at("2020-05-20"):
        add(Addition("ledger_employment", person, dt.date(2020, 5, 1), said))


def test_work_in_workshops_or_posts_needs_one_that_is_recognised_or_registered(tmp_path):
    """V14: G > 0 needs a recognised workshop, H > 0 a post."""
    first, second, *_ = county(tmp_path)
    works(first, "workshop")
    works(second, "public_post")
    found = told()
    assert set(found) == {("V14", "workshop"), ("V14", "post")}
    shop = found[("V14", "workshop")]
    assert not shop.blocks
    assert "就地就业" in shop.found.remedy
    one = workshop()
    assert ("V14", "workshop") in told()  # registered is not recognised
    recognised(one, "2020-01-01", "2020-05-30")
    assert ("V14", "workshop") in told()  # and not on that day any more
    recognised(workshop("新村制衣车间"))
    post()
    assert told() == {}


def test_people_to_whom_the_promise_was_broken_are_told_with_the_way_to_their_names(tmp_path):
    """V16: three vacancies within the days of the notice for whoever wants work; the word travels with the return."""
    willing_county(tmp_path, 4)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])
    matched()
    assert ("V16", "willing") not in told()  # the days are still running
    found = told(JUNE, "2020-07-02")[("V16", "willing")]
    assert not found.blocks
    assert "4 人没有按期得到3个岗位" in found.found.message
    assert "承诺兑现" in found.found.remedy
    with at("2020-07-02"):
        sent = send(month=JUNE)
    assert sent.is_new
