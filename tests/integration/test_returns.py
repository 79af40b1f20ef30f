"""上报: a return goes from county to league to region, is frozen, and is made again to the byte."""

import pytest

from leye.apps.reports.models import Return
from leye.core.periods import Month
from leye.core.scope import Role, Scope
from leye.trips import rerunning, returning
from leye.trips.returning import Form
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


@pytest.fixture
def ledger(tmp_path):
    """Two counties: three people at a site of 清水河, one dispersed in 和林格尔."""
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
    with at("2020-06-02"):
        yield tmp_path


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
