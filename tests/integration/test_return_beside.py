"""Checks of a return beside the other rooms and of households (V14, V15, V16): told softly, with the way to put it right, gone when it is."""

import datetime as dt

import pytest

from leye.apps.places.models import Place
from leye.apps.reports.models import Finding
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.trips.returns import returning
from tests.integration.local_jobs import county, post, recognised, workshop
from tests.integration.test_matching import TITLES, matched
from tests.integration.test_returns import accept, add, ledger, person, send, work
from tests.integration.test_returns import scope as whose
from tests.integration.vacancies import bring, offer, willing_county
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, ROSTER, a_county, at, mover, take_in, write

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]
MAY, JUNE = Month(2020, 5), Month(2020, 6)


def wants(name: str, answer: str = "yes") -> None:
    said = {"wants_work": answer, "wants_training": "no"}
    add(Addition("ledger_wish", person(name), dt.date(2020, 5, 1), said))


def idle() -> list[str]:
    ready = returning.prepare(whose("c"), MAY, QINGSHUIHE)
    assert not any(x.blocks for x in ready.checks if x.found.check == "V15")
    return [x.found.message for x in ready.checks if x.found.check == "V15"]


def test_a_household_that_wants_work_and_has_none_is_told_until_one_of_it_works(tmp_path):
    """V15: counted by households, not by people; the word for it travels to the league, whose own table asks again."""
    a_county()
    homes = [mover(1, "王秀英", 户编号="h1"), mover(3, "李秀兰", 户编号="h1", 与户主关系="子女"),
             mover(5, "张桂英", 户编号="h2"), mover(7, "刘玉梅", 户编号="h3")]  # fmt: skip
    take_in(write(tmp_path / "r.xlsx", ROSTER, homes), "2018-12-31")
    with at("2020-06-02", 8):
        assert idle() == []  # nobody was asked
        for name in ("王秀英", "李秀兰", "张桂英"):
            wants(name)
        wants("刘玉梅", "no")
    with at("2020-06-02", 9):
        assert idle() == ["有零就业家庭 2 户（有人愿意就业，没有一人就业）。"]
        work("李秀兰", dt.date(2020, 5, 31))  # 王秀英, who wants it too, has none: her home has
    with at("2020-06-02", 10):
        assert idle() == ["有零就业家庭 1 户（有人愿意就业，没有一人就业）。"]
        sent = send().version
        assert Finding.objects.get(version=sent, check_id="V15").explanation == "已核对，情况属实。"
        accept("league-clerk", LEAGUE, QINGSHUIHE)
        send("league-clerk", LEAGUE)
        assert Finding.objects.filter(check_id="V15").count() == 2
        work("张桂英", dt.date(2020, 6, 1))
    with at("2020-06-02", 11):
        assert idle() != []  # not yet at the end of May


def test_after_a_merger_the_heir_answers_for_the_households_that_it_took_over(ledger):
    """V15, C16: 李建国 was settled in 和林格尔, which became a part of 清水河."""
    for name in ("李建国", "张桂英"):
        wants(name)
    gone = dt.date(2020, 6, 15)
    Place.objects.filter(code=HELINGEER).update(valid_to=gone, successor_code=QINGSHUIHE)
    Place.objects.create(
        code="150199", name="新设区", kind="county", parent_code=LEAGUE, valid_from=gone
    )
    with at("2020-07-02"):
        for unit in (QINGSHUIHE, LEAGUE):
            told = returning.prepare(whose("c", unit), JUNE, unit).checks
            assert [x.found.message[:10] for x in told if x.found.check == "V15"] == [
                "有零就业家庭 2 户"
            ]


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
