"""Bad input of money, one case each: ages, rules that changed, approve and withdraw at once, the same worker twice."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.models import Application, Claim, Slot
from leye.core.rules.findings import Verdict
from leye.trips.subsidies import subsidy_applying, subsidy_reviewing, subsidy_rosters
from leye.trips.subsidies.subsidy_applying import Started
from tests.integration.subsidies import (
    APPROVER,
    CLERK,
    FIRM,
    LEAGUE_APPROVER,
    START,
    TODAY,
    WORKERS,
    applied,
    employed_county,
    firm,
    money,
    name,
    reviewed,
    worker,
)
from tests.made import QINGSHUIHE, ROSTER, a_county, at, id_no, keys, mover, take_in, write

pytestmark = pytest.mark.django_db
OTHER = "清水河县远山建筑有限公司"


@pytest.fixture
def employer(tmp_path):
    pk = employed_county(tmp_path)
    with at(TODAY):
        money()
    return pk


def weighed(pk: int):
    return subsidy_reviewing.weighed(CLERK, Application.objects.get(pk=pk))


def aged_county(folder, *born: str) -> int:
    """People born on the days, one each; returns an employer."""
    a_county()
    rows = [
        mover(2 * n + 2, name(n), 身份证号码=id_no(2 * n + 2, day)) for n, day in enumerate(born)
    ]
    take_in(write(folder / "aged.xlsx", ROSTER, rows), "2020-04-30")
    with at(TODAY):
        money()
    return firm()


def test_a_contract_that_starts_before_the_person_is_16_and_one_over_age_are_told_before_paying(
    tmp_path,
):
    """Q5: under 16, over 60; nothing is paid without a word that goes to the level above."""
    born = ("20041001", "19590101", "20040601")
    firm_id = aged_county(tmp_path, *born)
    rows = [
        worker(n, 身份证号码=id_no(2 * n + 2, day), 合同起始日期="2020-06-01") for n, day in enumerate(born)
    ]  # fmt: skip
    with at(TODAY):
        pk = subsidy_applying.start(
            CLERK,
            Started("absorption", START, dt.date(2021, 6, 1), "k1", QINGSHUIHE, firm_id),
            keys(),
        )
        told = subsidy_rosters.bring_roster(
            CLERK, pk, write(tmp_path / "w.xlsx", WORKERS, rows), keys()
        )
        (young,) = [one for one in told.told if "不满16周岁" in "".join(one.words)]
        assert young.name == name(0)
        seen = weighed(pk)
        by_person = {}
        for one in seen.concerns:
            by_person.setdefault(one.claim_id, []).append(one)
        claims = list(Claim.objects.filter(application_id=pk).order_by("pk"))
        assert any("16周岁" in x.words and x.stops for x in by_person[claims[0].pk])
        assert any("已满" in x.words for x in by_person[claims[1].pk])
        assert claims[2].pk not in by_person  # 16 on the very day
        assert seen.judged[0].finding.verdict is Verdict.NO


def own_numbers(folder, text: str) -> Path:
    own = Path(folder) / "home"
    (own / "declarations").mkdir(parents=True)
    (own / "declarations/subsidies.yaml").write_text(text, encoding="utf-8")
    return own


def test_a_rule_whose_amount_changed_between_hiring_and_application_pays_what_held_when_hired(
    employer, tmp_path, monkeypatch
):
    """T13: the amount of the event's day, to the cent, for both sides of a change in mid-month."""
    own = own_numbers(
        tmp_path,
        "parameters: {absorption.amount: [{at: 150124, from: 2020-06-15, value: 1500, cite: 某文件, by: 某局}]}",
    )
    rows = [
        worker(n, 入职时间=day, 合同起始日期=day) for n, day in enumerate(("2020-06-14", "2020-06-15", "2020-06-30"))
    ]  # fmt: skip
    with at(TODAY):
        pk = applied(tmp_path, CLERK, rows, employer=employer)
        monkeypatch.setattr(settings, "HOME", own)
        seen = weighed(pk)
    assert [one.finding.amount_fen for one in seen.judged] == [100_000, 150_000, 150_000]
    assert seen.sum_fen == 400_000


def test_of_approve_and_withdraw_at_once_one_is_taken(employer, tmp_path):
    """C11: whoever comes second hears what the application is now; nothing is mixed."""
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        subsidy_reviewing.accept(CLERK, pk)
        stale = Application.objects.get(pk=pk)
        subsidy_applying.withdraw(CLERK, pk, "填错")
        with pytest.raises(NotPossible, match="已撤回"):
            subsidy_reviewing.review(CLERK, pk)
        assert Application.objects.get(pk=pk).budget_id is None
        other = applied(tmp_path, CLERK, [worker(1)], employer=employer, key="k2")
        reviewed(other)
        subsidy_reviewing.approve(APPROVER, other)
        with pytest.raises(NotPossible, match="待公示"):
            subsidy_applying.withdraw(CLERK, other, "晚了")
        assert Slot.objects.filter(freed_at=None).count() == 1
    assert stale.version < Application.objects.get(pk=pk).version


def test_of_two_firms_that_claim_a_person_in_one_second_one_is_approved_and_both_are_told(
    employer, tmp_path
):
    """The same person claimed by two firms in the same second; the race itself runs in the bench, on both databases."""
    with at(TODAY):
        second_firm = firm(OTHER)
        pks = [
            applied(tmp_path, CLERK, [worker(0)], employer=one, key=key, papers=("contract",))
            for one, key in ((employer, "a"), (second_firm, "b"))
        ]
        for pk, other in zip(pks, (OTHER, FIRM), strict=True):
            (twice,) = [x for x in weighed(pk).concerns if x.title == "同一人同一补贴重复申请"]
            assert ("单位", other) in twice.there
            reviewed(pk, "两家都说是自己招的，报上级")
        subsidy_reviewing.approve(LEAGUE_APPROVER, pks[0])
        with pytest.raises(NotPossible, match="同一期间已由另一份申请批准"):
            subsidy_reviewing.approve(LEAGUE_APPROVER, pks[1])
    assert Slot.objects.filter(freed_at=None).count() == 1
