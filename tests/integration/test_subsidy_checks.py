"""An application held against the database: other counties' claims, workshops that stood still, insurance, caps."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.subsidies.models import Application
from leye.core.rules.findings import Verdict
from leye.core.scope import Role
from leye.trips.subsidies import subsidy_reviewing
from leye.trips.subsidies.subsidy_reviewing import Weighed
from tests.integration.subsidies import (
    CLERK,
    FIRM,
    TODAY,
    applied,
    drafted,
    employed_county,
    firm,
    worker,
)
from tests.made import HELINGEER, WORK, at, clerk, take_in, write
from tests.made import worker as work

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(tmp_path):
    return employed_county(tmp_path, 4)


def weighed(pk: int) -> Weighed:
    return subsidy_reviewing.weighed(CLERK, Application.objects.get(pk=pk))


def titles(seen: Weighed) -> set[str]:
    return {one.title for one in seen.concerns}


def at_work(folder: Path, order: int, name: str, **said: object) -> None:
    """The ledger hears where somebody works."""
    rows = [work(order, name, 就业形式="单位就业", **said)]
    _, counts = take_in(write(folder / f"work-{order}.xlsx", WORK, rows), "2020-05-31")
    assert counts in ({"new": 1}, {"changed": 1}), counts


def test_a_clean_application_meets_every_condition_and_no_check(employer, tmp_path):
    with at(TODAY):
        seen = weighed(applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer, papers=("roster", "contract", "pay")))  # fmt: skip
        assert {one.finding.verdict for one in seen.judged} == {Verdict.YES}
        assert seen.concerns == ()
        assert seen.sum_fen == 200_000


def test_who_was_at_the_firm_before_and_who_works_elsewhere_is_told_with_both_rows(employer, tmp_path):  # fmt: skip
    at_work(
        tmp_path, 2, "王英", 务工所在地="清水河县", 务工企业名称=FIRM, 务工开始时间="2019-03-01"
    )
    at_work(
        tmp_path,
        4,
        "王兰",
        务工所在地="北京市朝阳区",
        务工企业名称="北京另一家公司",
        务工开始时间="2019-03-01",
    )
    with at(TODAY):
        seen = weighed(applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer))
    told = {one.title: one for one in seen.concerns}
    before = told["招用前已在本单位"]
    assert before.stops
    assert ("单位", FIRM) in before.here
    assert any("2019-03-01" in value for _, value in before.there)
    assert "招用" in before.article
    assert "同时在别的单位就业" in told or "由别的单位参保" in told


def test_a_claim_of_another_county_is_told_without_its_firm(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        person = Application.objects.get(pk=pk).claims.get().person_id
        other = drafted(person, "r9", firm("和林格尔县某公司"))
        Application.objects.filter(pk=other).update(county=HELINGEER, state="submitted", submitted_on=dt.date(2020, 6, 30))  # fmt: skip
        (one,) = [x for x in weighed(pk).concerns if x.title == "同一人同一补贴重复申请"]
        assert ("申请", "在别的旗县，请向上级核实") in one.there
        assert "和林格尔县某公司" not in str(one.there)
        above = replace(clerk("150100"), role=Role.APPROVER)
        seen = subsidy_reviewing.weighed(above, Application.objects.get(pk=pk))
        assert "和林格尔县某公司" in str(seen.concerns)


def test_one_account_for_people_of_different_households_is_told(employer, tmp_path):
    rows = [worker(0, 银行卡号="6228480000000001"), worker(1, 银行卡号="6228480000000001")]
    with at(TODAY):
        pk = applied(tmp_path, CLERK, rows, kind="transport", employer=employer, papers=("pay",))
        assert "一个账户收多人的款" in titles(weighed(pk))


def test_a_cap_is_reached_in_the_middle_of_a_list(employer, tmp_path, monkeypatch):
    own = Path(tmp_path) / "home"
    (own / "declarations").mkdir(parents=True)
    (own / "declarations/subsidies.yaml").write_text(
        "parameters: {absorption.firm_year: [{at: 150124, from: 2020-05-28, value: 2500, cite: 某文件, by: 某局}]}",
        encoding="utf-8",
    )
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(n) for n in range(4)], employer=employer)
        monkeypatch.setattr(settings, "HOME", own)
        seen = weighed(pk)
    assert [one.finding.amount_fen for one in seen.judged] == [100_000, 100_000, 50_000, 0]
    assert "单位本年最高2,500元" in seen.judged[2].finding.steps[-1].words


def test_a_worker_whose_wage_is_below_the_least_is_a_no_and_a_missing_contract_is_unknown(
    employer, tmp_path
):
    rows = [worker(0, 月工资="1000"), worker(1, 合同起始日期="", 合同终止日期="")]
    with at(TODAY):
        seen = weighed(applied(tmp_path, CLERK, rows, employer=employer, papers=("roster", "contract", "pay")))  # fmt: skip
    assert [one.finding.verdict for one in seen.judged] == [Verdict.NO, Verdict.UNKNOWN]
    assert "月工资不低于当地最低工资1,460元" in [one.words for one in seen.judged[0].finding.unmet]
