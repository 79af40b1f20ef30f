"""The explanation of change: every difference between two returns by its reasons, with nothing left over."""

import datetime as dt

import pytest

from leye.apps.audit.models import AuditEvent
from leye.apps.places.models import Place, Site
from leye.apps.reports.models import Return
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.core.reports.explain import Reason, Step
from leye.trips.returns import explaining
from tests.functional.conftest import account
from tests.integration.test_returns import accept, add, person, scope, send
from tests.integration.test_returns import ledger as a_ledger
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, WORK, at, take_in, worker, write

pytestmark = pytest.mark.django_db
ledger_of = a_ledger
JUNE = Month(2020, 6)
NAMES = ("王秀英", "李秀兰", "张桂英", "刘玉梅", "陈淑珍", "赵红霞")


def death(name: str, day: dt.date) -> Addition:
    return Addition("ledger_death", person(name), day, {})


def spells(path, day: str, *rows):
    take_in(write(path, WORK, rows), day)


def of(found, key=QINGSHUIHE, column="employed", annex="1"):
    cell = found.cells[(annex, key, column)]
    return cell, {(part.step, part.reason): part.many for part in cell.parts}


@pytest.fixture
def two_months(a_ledger, tmp_path):
    """May sent on 2 June; then one dies, one finds work in June, one's work in May is recorded late; June sent."""
    send()
    accept("league-clerk", LEAGUE, QINGSHUIHE)
    with at("2020-06-20"):
        add(death("赵红霞", dt.date(2020, 6, 10)))
    late = worker(
        3, NAMES[1], 就业形式="扶贫车间", 务工所在地="清水河县", 务工开始时间="2020-05-10"
    )
    new = worker(5, NAMES[2], 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2020-06-05")
    spells(tmp_path / "june.xlsx", "2020-06-25", late, new)
    with at("2020-07-02"):
        send(month=JUNE)
        yield


def points(unit=QINGSHUIHE):
    rows = {row.month: row.newest for row in Return.objects.filter(unit=unit)}
    who = scope("x", unit)
    return [explaining.point_then(who, rows[m]) for m in sorted(rows)]


def test_what_happened_in_the_world_stands_apart_from_the_paperwork(two_months):
    found = explaining.explanation(scope("x"), *points())
    assert found.left_over == 0
    cell, parts = of(found)
    assert (cell.before, cell.after) == (1, 3)
    assert parts == {
        (Step.PAPERWORK, Reason.RECORDED_LATE): 1,
        (Step.WORLD, Reason.FOUND_WORK): 1,
    }
    assert of(found, column="people")[1] == {(Step.WORLD, Reason.DIED): -1}
    assert of(found, column="unemployed")[1] == {
        (Step.PAPERWORK, Reason.RECORDED_LATE): -1,
        (Step.WORLD, Reason.FOUND_WORK): -1,
        (Step.WORLD, Reason.DIED): -1,
    }
    assert of(found, annex="3", column="poor.employed")[0].difference == 2


def test_two_days_by_the_ledger_of_today_have_only_the_world_between_them(two_months):
    before = explaining.point_now(scope("x"), dt.date(2020, 5, 31), QINGSHUIHE)
    after = explaining.point_now(scope("x"), dt.date(2020, 6, 30), QINGSHUIHE)
    found = explaining.explanation(scope("x"), before, after)
    assert found.left_over == 0
    steps = {part.step for cell in found.cells.values() for part in cell.parts}
    assert steps == {Step.WORLD}


def test_a_county_that_took_in_another_differs_by_the_boundary(a_ledger):
    """C16, T8: the return of May keeps the tree of May; that of June has one county where there were two."""
    send()
    send("he-clerk", HELINGEER)
    accept("league-clerk", LEAGUE, QINGSHUIHE)
    accept("league-clerk", LEAGUE, HELINGEER)
    send("league-clerk", LEAGUE)
    Place.objects.filter(code=HELINGEER).update(
        valid_to=dt.date(2020, 6, 15), successor_code=QINGSHUIHE
    )
    Place.objects.create(
        code="150199",
        name="新设区",
        kind="county",
        parent_code=LEAGUE,
        valid_from=dt.date(2020, 6, 15),
    )
    with at("2020-07-02"):
        send(month=JUNE)
        accept("league-clerk", LEAGUE, QINGSHUIHE, JUNE)
        send("league-clerk", LEAGUE, JUNE)
        found = explaining.explanation(scope("x", LEAGUE), *points(LEAGUE))
    assert found.left_over == 0
    assert of(found, column="people")[1] == {(Step.READING, Reason.BOUNDARY): 1}
    assert of(found, HELINGEER, "people")[1] == {(Step.READING, Reason.BOUNDARY): -1}
    assert of(found, LEAGUE, "people")[0].difference == 0


@pytest.fixture
def as_clerk(client):
    client.force_login(
        account("county-clerk", QINGSHUIHE), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_a_site_account_opens_nothing_of_its_countys_explanation(two_months, client):
    site = Site.objects.filter(county_code=QINGSHUIHE).first()
    worker = account("site-worker", QINGSHUIHE, site=site.pk)
    client.force_login(worker, "django.contrib.auth.backends.ModelBackend")
    asked = f"before=2020-04-30&after=2020-05-31&annex=1&key={QINGSHUIHE}&column=employed"
    for page in ("", "cell/", "people/"):
        part = "&step=world&reason=found_work" if page else ""
        assert client.get(f"/explanations/{page}?{asked}{part}").status_code == 404


def test_a_difference_is_opened_to_its_people_and_that_is_written_down(two_months, as_clerk):
    told = as_clerk.get("/explanations/").content.decode()
    assert "没有剩余" in told
    assert "迟录 +1 人" in told
    cell = f"annex=1&key={QINGSHUIHE}&column=employed"
    told = as_clerk.get(f"/explanations/cell/?{cell}").content.decode()
    assert "实现就业" in told
    people = f"/explanations/people/?{cell}&step=world&reason=found_work"
    told = as_clerk.get(people).content.decode()
    assert "张桂英" in told
    assert "李秀兰" not in told
    assert AuditEvent.objects.filter(action="list.read").exists()
    assert as_clerk.get("/explanations/?unit=150123").status_code == 404
    assert as_clerk.get("/explanations/?before=2020-06-30&after=2020-05-31").status_code == 400
    assert as_clerk.get("/explanations/?before=v99").status_code == 404
    assert as_clerk.get(people + "&step=nonsense").status_code == 404
    dead = f"/explanations/people/?annex=1&key={QINGSHUIHE}&column=people&step=world&reason=died"
    assert "赵红霞" in as_clerk.get(dead).content.decode()
