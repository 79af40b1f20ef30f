"""Bad input of a return, one test for each kind: what is refused, what is told, and that nothing was kept."""

import datetime as dt

import pytest

from leye.apps.people.models import EmploymentFact
from leye.apps.places.models import Place
from leye.apps.reports.actions import NotPossible
from leye.apps.reports.models import Finding, Part, Return, Version
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.core.scope import OutOfScope
from leye.trips.annexes.reporting import NotYet
from leye.trips.returns import late_changes, rerunning, returning, returns_pages
from leye.trips.returns.returning import Blocked, Form
from tests.integration.test_returns import (
    MAY,
    PHONE,
    accept,
    add,
    ledger,
    person,
    scope,
    send,
    words_for,
    work,
)
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at, keys

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]
JUNE = Month(2020, 6)


def test_a_month_that_is_not_over_is_not_sent_and_its_page_says_when(ledger):
    with pytest.raises(NotYet) as early:
        returning.send(scope("c"), JUNE, QINGSHUIHE, Form("张三", PHONE, {}), keys())
    assert "还没有结束" in early.value.problem.message
    assert not Return.objects.exists()


def test_after_the_lock_nothing_is_taken_without_a_reason_and_nothing_that_is_the_same(ledger):
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    returning.lock(scope("region", REGION), MAY)
    with pytest.raises(NotPossible, match="已经锁定"):
        send("other-clerk")
    with pytest.raises(NotPossible, match="完全一样"):
        send("other-clerk", reason="再报一次")
    assert Version.objects.count() == 1
    assert Return.objects.get().state == "locked"


def test_a_county_sends_for_no_other_county_and_opens_none_of_its_pages(ledger):
    form = Form("张三", PHONE, {})
    with pytest.raises(OutOfScope):
        returning.send(scope("he", HELINGEER), MAY, QINGSHUIHE, form, keys())
    with pytest.raises(OutOfScope):
        returning.prepare(scope("he", HELINGEER), MAY, QINGSHUIHE)
    assert not Return.objects.exists()


def test_with_a_hard_check_open_it_stays_until_the_fact_is_mended(ledger):
    """Q9: the remedy that is told is the way out."""
    work("李秀兰", job_place=None)
    with pytest.raises(Blocked) as blocked:
        send()
    assert all(problem.remedy for problem in blocked.value.problems)
    assert not Return.objects.exists()
    spell = EmploymentFact.objects.get(person_id=person("李秀兰"))
    said = {"job_kind": "unit", "job_place": "110105"}
    add(Addition("ledger_employment", spell.person_id, spell.valid_from, said, corrects=spell.pk))
    with at("2020-06-02", 10):
        assert send().is_new


def test_a_correction_that_would_break_a_check_of_last_month_is_told_and_not_taken(ledger):
    """The sent return stays; the level above sees what a correction would say and what it would not keep."""
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    sent = Return.objects.get().standing
    work("李秀兰", job_place=None)
    (told,) = late_changes.otherwise(scope("lg", LEAGUE), MAY, LEAGUE)
    assert ("附件1 清水河县", "已就业人数", 1, 2) in told.shown
    assert any("附件1 清水河县" in words and "补上就业地" in words for words in told.broken)
    with pytest.raises(Blocked, match=r"return\.V02"):
        send(reason="补登就业")
    row = Return.objects.get()
    assert (row.standing, Version.objects.count()) == (sent, 1)
    assert rerunning.rerun(scope("x", REGION), keys())[1] == []


def test_a_month_whose_tree_differs_from_todays_is_sent_by_its_own_tree(ledger):
    """T8: on 15 June 和林格尔 becomes a part of 清水河; May, sent in July, still has both."""
    gone = dt.date(2020, 6, 15)
    Place.objects.filter(code=HELINGEER).update(valid_to=gone, successor_code=QINGSHUIHE)
    Place.objects.create(
        code="150199", name="新设区", kind="county", parent_code=LEAGUE, valid_from=gone
    )
    with at("2020-07-02"):
        send(reason="补报")
        send("he", HELINGEER, reason="补报")
        accept("lg", LEAGUE, QINGSHUIHE)
        accept("lg", LEAGUE, HELINGEER)
        send("lg", LEAGUE, reason="补报")
        rows = {x.name for x in rerunning.frozen_tables(scope("x", REGION), Return.objects.get(unit=LEAGUE).newest)[0].lines}  # fmt: skip
        assert {"清水河县", "和林格尔县"} <= rows
        board = returns_pages.board(scope("lg", LEAGUE), JUNE, LEAGUE, "")
        assert HELINGEER not in {one.unit for one in board.below}
        assert returning.prepare(scope("c"), JUNE, QINGSHUIHE).made.tables[0].lines[0].figures["people"] == 7  # fmt: skip


def test_a_league_with_a_county_that_sent_nothing_says_so_before_it_sends(ledger):
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    ready = returning.prepare(scope("lg", LEAGUE), MAY, LEAGUE)
    (missing,) = [one for one in ready.checks if one.found.check == "R01"]
    assert not missing.blocks
    with pytest.raises(Blocked, match="和林格尔县没有上报"):
        returning.send(scope("lg", LEAGUE), MAY, LEAGUE, Form("李", PHONE, {}), keys())
    form = Form("李", PHONE, {**words_for(ready), missing.ref: "已催报，先按台账汇总"})
    sent = returning.send(scope("lg", LEAGUE), MAY, LEAGUE, form, keys())
    assert Finding.objects.get(version=sent.version, check_id="R01").explanation.startswith(
        "已催报"
    )
    assert Part.objects.get(whole=sent.version, unit=HELINGEER).version is None
