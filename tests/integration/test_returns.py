"""上报: a return goes from county to league to region, is frozen, and is made again to the byte."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from leye.apps.people import actions as facts_of
from leye.apps.people import projection
from leye.apps.people.models import IdentityFact, KeptState, Source
from leye.apps.reports.actions import Noted, NotPossible
from leye.apps.reports.models import Finding, Part, Return, Row, Step, Version
from leye.core.ledger.additions import Addition
from leye.core.periods import SHANGHAI, Month
from leye.core.reports.returns import Phase
from leye.core.scope import OutOfScope, Role, Scope
from leye.gateways import clock
from leye.trips.annexes.reporting import NotYet
from leye.trips.ledger import person_checks
from leye.trips.returns import late_changes, rerunning, return_reminders, returning, returns_pages
from leye.trips.returns.returning import Blocked, Form
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    ROSTER,
    WORK,
    a_county,
    at,
    keys,
    listed,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db
MAY = Month(2020, 5)
PHONE = "0471-1234567"


def scope(actor, unit=QINGSHUIHE, role=Role.CLERK) -> Scope:
    return Scope(actor, unit, role)


def words_for(ready) -> dict[str, str]:
    return {one.ref: "已核对，情况属实。" for one in ready.checks if not one.blocks}


def send(actor="county-clerk", unit=QINGSHUIHE, month=MAY, reason=""):
    who = scope(actor, unit)
    words = words_for(returning.prepare(who, month, unit))
    return returning.send(who, month, unit, Form("张三", PHONE, words, reason), keys())


def accept(actor, unit, of, month=MAY):
    row = Return.objects.get(month=str(month), unit=of)
    returning.accept(scope(actor, unit), row.pk, row.turn, keys())


def person(name: str) -> int:
    return IdentityFact.objects.get(name=name).person_id


def add(*facts: Addition) -> None:
    """One act of recording at the desk, known at once."""
    entry = facts_of.open_entry(by="test", source=Source.DESK, unit=QINGSHUIHE, at=clock.now())
    facts_of.add_facts(by="test", entry_id=entry, facts=facts)
    facts_of.close_entry(by="test", entry_id=entry, at=clock.now())
    projection.follow(by="test")


def work(name: str, since=dt.date(2019, 3, 1), **said) -> None:
    values = {"job_kind": "unit", "job_place": QINGSHUIHE, **said}
    add(Addition("ledger_employment", person(name), since, values))


@pytest.fixture
def ledger(tmp_path):
    """Two counties, on the day on which a county's return is due."""
    two_counties(tmp_path)
    with at("2020-06-02"):
        yield tmp_path


def two_counties(tmp_path) -> None:
    """Six people at a site of 清水河, one dispersed in 和林格尔."""
    (site,) = a_county()
    a_county("新村", county=HELINGEER)
    listed(site, 6, 6, 6, 6)
    names = ("王秀英", "李秀兰", "张桂英", "刘玉梅", "陈淑珍", "赵红霞")
    movers = [mover(2 * n + 1, name) for n, name in enumerate(names)]
    take_in(write(tmp_path / "r.xlsx", ROSTER, movers), "2018-12-31")
    alone = [mover(21, "李建国", 安置点名称="新村")]
    take_in(write(tmp_path / "h.xlsx", ROSTER, alone), "2018-12-31", HELINGEER)
    spell = worker(
        1, "王秀英", 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2019-02-01"
    )
    take_in(write(tmp_path / "w.xlsx", WORK, [spell]), "2020-05-31")


def figures(unit, month=MAY, annex="1"):
    row = Return.objects.get(month=str(month), unit=unit)
    tables = rerunning.frozen_tables(scope("x", REGION), row.newest)
    return {line.name: line.figures for t in tables if t.annex.key == annex for line in t.lines}


def test_a_return_goes_up_through_all_levels_and_is_made_again_to_the_byte(ledger):
    send()
    send("he-clerk", HELINGEER)
    accept("league-clerk", LEAGUE, QINGSHUIHE)
    accept("league-clerk", LEAGUE, HELINGEER)
    send("league-clerk", LEAGUE)
    accept("region-clerk", REGION, LEAGUE)
    send("region-clerk", REGION)
    accept("region-head", REGION, REGION)
    assert figures(REGION)["合计"]["people"] == 7
    assert figures(LEAGUE)["呼和浩特市"]["away"] == 1
    assert returning.lock(scope("region-clerk", REGION), MAY) == 4
    rerun, unequal = rerunning.rerun(scope("x", REGION), keys())
    assert (rerun.versions, unequal) == (4, [])


def test_the_same_return_sent_again_is_the_same_and_one_answer_is_enough(ledger):
    first = send()
    again = send("another-clerk")
    assert (first.is_new, again.is_new) == (True, False)
    assert again.version == first.version
    row = Return.objects.get()
    accept("league-clerk", LEAGUE, QINGSHUIHE)
    with pytest.raises(NotPossible, match="已经做过"):  # A14: an old page, sent again
        returning.accept(scope("league-clerk", LEAGUE), row.pk, row.turn, keys())
    assert send().version == first.version


def test_who_sent_a_return_never_accepts_it_not_even_in_another_role(ledger):
    """A13."""
    send("one-person")
    row = Return.objects.get()
    with pytest.raises(NotPossible, match="不能接收自己"):
        returning.accept(scope("one-person", LEAGUE, Role.APPROVER), row.pk, row.turn, keys())
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.update(accepted_by="one-person", accepted_at=row.sent_at)
    with pytest.raises(OutOfScope):
        returning.accept(scope("neighbour", HELINGEER), row.pk, row.turn, keys())
    with pytest.raises(OutOfScope):  # the region does not answer for the league
        returning.accept(scope("region", REGION), row.pk, row.turn, keys())
    with pytest.raises(OutOfScope):
        returning.accept(scope("auditor", LEAGUE, Role.AUDITOR), row.pk, row.turn, keys())


def test_who_and_when_go_together_and_history_stays(ledger):
    send()
    for wrong in ({"sent_by": ""}, {"accepted_by": "x"}, {"state": "accepted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Return.objects.update(**wrong)
    for model in (Version, Row, Step):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(id=99)


def test_nobody_sends_for_another_unit_or_for_a_month_that_is_not_over(ledger):
    form = Form("张三", PHONE, {})
    with pytest.raises(OutOfScope):
        returning.send(scope("he", HELINGEER), MAY, QINGSHUIHE, form, keys())
    with pytest.raises(OutOfScope):  # not even the league for its county
        returning.send(scope("lg", LEAGUE), MAY, QINGSHUIHE, form, keys())
    with pytest.raises(OutOfScope):
        returning.send(scope("r", QINGSHUIHE, Role.READER), MAY, QINGSHUIHE, form, keys())
    with pytest.raises(NotYet):
        returning.send(scope("c"), Month(2020, 6), QINGSHUIHE, form, keys())
    assert not Return.objects.exists()


def test_a_relation_that_must_hold_blocks_and_says_where_and_what_to_do(ledger):
    """Q9: a work place that is not known is neither away nor local."""
    work("李秀兰", job_place=None)
    with pytest.raises(Blocked) as blocked:
        send()
    told = {problem.code: problem for problem in blocked.value.problems}
    assert "附件1 清水河县" in told["return.V02"].message
    assert "附件2 清水河县" in told["return.V03"].message
    assert "补上就业地" in told["return.V02"].remedy
    with pytest.raises(Blocked) as blocked:
        returning.send(scope("c"), MAY, QINGSHUIHE, Form(" ", "many", {}), keys())
    assert {x.code for x in blocked.value.problems} >= {"return.V18", "return.V02"}


def test_what_is_soft_needs_a_word_that_travels_with_the_return(ledger):
    """A league with a county that sent nothing: its row is there, and said to be from the ledger."""
    send()
    accept("league-clerk", LEAGUE, QINGSHUIHE)
    with pytest.raises(Blocked) as blocked:
        returning.send(scope("lg", LEAGUE), MAY, LEAGUE, Form("李", PHONE, {}), keys())
    assert any("和林格尔县没有上报" in x.message for x in blocked.value.problems)
    sent = send("lg", LEAGUE)
    told = Finding.objects.get(version=sent.version, check_id="R01")
    assert told.explanation == "已核对，情况属实。"
    assert figures(LEAGUE)["和林格尔县"]["people"] == 1
    assert Part.objects.get(whole=sent.version, unit=HELINGEER).version is None
    send("he", HELINGEER)
    with pytest.raises(Blocked, match="还没有接收"):
        send("lg", LEAGUE, reason="汇总更正")


def test_a_late_correction_is_a_new_version_and_the_sent_one_stays(ledger, tmp_path):
    """T6: byte-equal, also after the correction; the level above sees which return would change."""
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    assert late_changes.otherwise(scope("lg", LEAGUE), MAY, LEAGUE) == []
    before = Return.objects.get().newest
    kept = returns_pages.workbook(scope("c"), before.pk, keys())[1]
    spell = worker(
        3, "李秀兰", 就业形式="扶贫车间", 务工所在地="清水河县", 务工开始时间="2020-05-01"
    )
    with at("2020-06-20"):
        take_in(write(tmp_path / "late.xlsx", WORK, [spell]), "2020-06-15")
        (changed,) = late_changes.otherwise(scope("lg", LEAGUE), MAY, LEAGUE)
        assert ("附件1 清水河县", "已就业人数", 1, 2) in changed.shown
        sent = send("county-clerk", reason="车间名单迟到")
        assert (sent.version.number, sent.version.reason) == (2, "车间名单迟到")
        with pytest.raises(NotPossible, match="完全一样"):
            send("county-clerk", reason="再来一次")
        row = Return.objects.get()
        assert (
            row.standing == before
        )  # what counts is the accepted one, until the level above has looked
        assert returns_pages.workbook(scope("c"), before.pk, keys())[1] == kept
        page = returns_pages.version_page(scope("lg", LEAGUE), sent.version.pk, keys())
        assert ("附件1 清水河县", "已就业人数", 1, 2) in page.changes
        accept("lg", LEAGUE, QINGSHUIHE)
        assert Return.objects.get().standing == sent.version
        assert rerunning.rerun(scope("x", REGION), keys())[1] == []


def test_after_the_supplementary_days_a_first_return_says_why_it_is_late(ledger):
    with at("2020-06-11"):
        with pytest.raises(NotPossible, match="补报期已经结束"):
            send()
        assert send(reason="换人交接").version.reason == "换人交接"


def test_after_the_lock_only_a_correction_with_its_reason_is_taken(ledger):
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    assert returning.lock(scope("region", REGION), MAY) == 1
    with pytest.raises(NotPossible, match="已经锁定"):
        send()
    with pytest.raises(OutOfScope):
        returning.lock(scope("lg", LEAGUE), MAY)


def test_a_correction_that_was_sent_back_needs_its_reason_again(ledger):
    send()
    accept("lg", LEAGUE, QINGSHUIHE)
    returning.lock(scope("region", REGION), MAY)
    work("李秀兰", since=dt.date(2020, 5, 1))
    assert send(reason="名单迟到").version.number == 2
    row = Return.objects.get()
    returning.send_back(scope("lg", LEAGUE), row.pk, row.turn, [Noted("再核对")])
    assert returning.prepare(scope("county-clerk"), MAY, QINGSHUIHE).needs_reason
    with pytest.raises(NotPossible, match="写明更正的原因"):
        send()
    assert send(reason="名单迟到，已再核对").version.number == 3


def test_a_clock_that_was_put_back_hides_nothing_that_was_recorded(ledger):
    """The demo's facts of an afternoon count in its morning; so does what a server with a fast clock has taken in."""
    with at("2020-06-02", 15):
        work("李秀兰", since=dt.date(2020, 5, 1))
        later = returning.prepare(scope("c"), MAY, QINGSHUIHE)
    with at("2020-06-02", 8):
        ready = returning.prepare(scope("c"), MAY, QINGSHUIHE)
    assert (ready.figures, ready.seq) == (later.figures, later.seq)


def test_an_accepted_return_whose_figures_changed_is_not_sent_again_without_its_reason(ledger):
    sent = send().version
    accept("lg", LEAGUE, QINGSHUIHE)
    who = scope("county-clerk")
    same = Form("张三", PHONE, {}, seen=sent.figures)
    assert not returning.send(who, MAY, QINGSHUIHE, same, keys()).is_new
    work("李秀兰", since=dt.date(2020, 5, 1))
    ready = returning.prepare(who, MAY, QINGSHUIHE)
    with pytest.raises(NotPossible, match="写明更正的原因"):
        returning.send(
            who, MAY, QINGSHUIHE, Form("张三", PHONE, words_for(ready), seen=ready.figures), keys()
        )


def test_the_last_second_is_in_time_and_midnight_is_late(ledger):
    """T3: the server's receipt counts; 24:00 is 0:00 of the next day. A county's last day is the 2nd, a league's the 3rd."""
    tree = returns_pages.places.tree(scope("c"), MAY.last_day)
    county = returning.window_of(MAY, tree, QINGSHUIHE)
    league = returning.window_of(MAY, tree, LEAGUE)
    midnight = dt.datetime(2020, 6, 3, tzinfo=SHANGHAI)
    second = dt.timedelta(seconds=1)
    assert county.phase(midnight - second) is Phase.OPEN
    assert county.phase(midnight) is Phase.LATE
    assert league.phase(midnight) is Phase.OPEN
    assert league.due_on == dt.date(2020, 6, 3)
    assert county.phase(dt.datetime(2020, 6, 11, tzinfo=SHANGHAI)) is Phase.VIEW_ONLY
    assert county.phase(dt.datetime(2020, 5, 31, tzinfo=SHANGHAI)) is Phase.CLOSED
    assert returning.window_of(Month(2020, 2), tree, LEAGUE).due_on == dt.date(2020, 3, 3)  # T2


def test_late_and_missing_are_shown_and_reminded_on_the_declared_days(ledger):
    with at("2020-06-03"):
        board = returns_pages.board(scope("lg", LEAGUE), MAY, LEAGUE, "")
        assert board.many == {"all": 2, "sent": 0, "accepted": 0, "late": 2}
        told = {x.unit: x.words for x in return_reminders.everywhere()}
        assert set(told) == {LEAGUE, QINGSHUIHE, HELINGEER}
        assert return_reminders.remind(scope("worker", REGION)) == 3
        assert return_reminders.remind(scope("worker", REGION)) == 0  # each once
        send()
        assert QINGSHUIHE not in {x.unit for x in return_reminders.everywhere()}
        board = returns_pages.board(scope("lg", LEAGUE), MAY, LEAGUE, "")
        assert board.many == {"all": 2, "sent": 1, "accepted": 0, "late": 2}
    with at("2020-06-04"):
        assert return_reminders.everywhere() == []


def test_a_changed_archive_is_found(ledger, settings):
    """T7, V12: a fact changed behind the ledger's back, a file taken away."""
    version = send().version
    KeptState.objects.filter(county=QINGSHUIHE).update(wants_work="yes")
    path = settings.RETURNS / f"{version.workbook}.sealed"
    content = path.read_bytes()
    path.unlink()
    _, (found,) = rerunning.rerun(scope("x", REGION), keys())
    assert {what for what, _ in found.told} == {"facts", "figures", "file"}
    with pytest.raises(NotPossible, match="与所报不符"):
        accept("lg", LEAGUE, QINGSHUIHE)
    path.write_bytes(content)


def test_checks_person_by_person_list_those_who_fit(ledger):
    work("李秀兰", job_place=None)
    found = {
        x.check.key: x.many for x in person_checks.counted(scope("c"), QINGSHUIHE, MAY.last_day)
    }
    assert found["work_without_place"] == 1
    assert found["unemployed_not_asked"] == 4
    assert found["no_birth_date"] == 0
    _, many, rows = person_checks.listed(
        scope("c"), QINGSHUIHE, MAY.last_day, "work_without_place", keys()
    )
    assert (many, [row.name for row in rows]) == (1, ["李秀兰"])
    with pytest.raises(OutOfScope):
        person_checks.counted(scope("he", HELINGEER), QINGSHUIHE, MAY.last_day)
