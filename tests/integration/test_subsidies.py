"""补贴: an application handed in, judged, approved by two, published; and every refusal on the way."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from leye.apps.people import actions as ledger
from leye.apps.people.models import Person as PersonRow
from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.models import Application, Budget, Claim, Slot, Step
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition
from leye.core.payments.steps import State
from leye.core.scope import OutOfScope
from leye.gateways import clock
from leye.trips.subsidies import (
    budgets,
    paying,
    publicity,
    subsidy_applying,
    subsidy_papers,
    subsidy_reviewing,
    subsidy_rosters,
)
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from tests.integration.subsidies import (
    APPROVER,
    CLERK,
    FIRM,
    LEAGUE_APPROVER,
    PDF,
    START,
    TODAY,
    WORKERS,
    applied,
    drafted,
    employed_county,
    firm,
    money,
    owner,
    published,
    reviewed,
    worker,
)
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, id_no, keys, write

pytestmark = pytest.mark.django_db
AFTER = "2020-07-10"


@pytest.fixture
def employer(tmp_path):
    pk = employed_county(tmp_path)
    with at(TODAY):
        money()
    return pk


def state(pk: int) -> str:
    return Application.objects.get(pk=pk).state


def answer_file(folder, rows, name="answer.xlsx"):
    header = ("序号", "收款户名", "金额（元）", "处理结果", "失败原因")
    return write(folder / name, header, rows)


def test_whoever_handed_in_or_reviewed_cannot_approve_not_even_in_another_role(employer, tmp_path):
    """A13."""
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        with pytest.raises(OutOfScope):
            subsidy_reviewing.approve(CLERK, pk)
        with pytest.raises(NotPossible, match="经手过"):
            subsidy_reviewing.approve(replace(APPROVER, actor="county-clerk"), pk)
        with pytest.raises(IntegrityError), transaction.atomic():  # nor by any other way
            Application.objects.filter(pk=pk).update(approved_by="county-clerk")
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=pk).update(approved_by="x", approved_role="clerk")
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=pk).update(state="approved")
        subsidy_reviewing.approve(APPROVER, pk)
    assert state(pk) == "approved"


def test_no_step_is_skipped_and_none_is_taken_twice(employer, tmp_path):
    """A14."""
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        for early in (
            lambda: subsidy_reviewing.review(CLERK, pk),
            lambda: subsidy_reviewing.approve(APPROVER, pk),
            lambda: publicity.publish(CLERK, pk),
        ):
            with pytest.raises(NotPossible, match="待核对材料"):
                early()
        with pytest.raises(NotPossible, match="没有公示期满"):
            paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        reviewed(pk)
        subsidy_reviewing.approve(APPROVER, pk)
        with pytest.raises(NotPossible, match="待公示"):
            subsidy_reviewing.approve(APPROVER, pk)
        assert Budget.objects.get().approved_fen == 100_000
    assert Step.objects.filter(application_id=pk, step="approve").count() == 1


def test_the_same_person_kind_and_span_is_approved_once_in_the_region(employer, tmp_path):
    """C5: the second hears that it is so, without a word of the other's."""
    with at(TODAY):
        first = applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer)
        person = Claim.objects.filter(application_id=first).order_by("pk")[0].person_id
        other = firm("呼和浩特市另一家公司")
        second = drafted(person, "r2", other)
        subsidy_applying.submit(CLERK, second)
        reviewed(first, "同一人另有申请，已核实本单位属实")
        seen = subsidy_reviewing.weighed(CLERK, Application.objects.get(pk=second))
        assert "同一人同一补贴重复申请" in [one.title for one in seen.concerns]
        assert (("单位", FIRM)) in seen.concerns[0].there
        subsidy_reviewing.accept(CLERK, second)
        with pytest.raises(NotPossible, match="写明理由后报上级"):
            subsidy_reviewing.review(CLERK, second)
        subsidy_reviewing.review(CLERK, second, "两家都说是自己招的，请上级核实")
        with pytest.raises(NotPossible, match="由盟市或自治区"):
            subsidy_reviewing.approve(APPROVER, second)
        subsidy_reviewing.approve(LEAGUE_APPROVER, first)
        with pytest.raises(NotPossible, match="已由另一份申请批准") as refused:
            subsidy_reviewing.approve(LEAGUE_APPROVER, second)
        assert FIRM not in str(refused.value)
    assert (state(first), state(second)) == ("approved", "reviewed")
    assert Slot.objects.filter(person_id=person, freed_at=None).count() == 1
    with at(TODAY):
        budget = Budget.objects.get()
        assert (budget.reserved_fen, budget.approved_fen) == (100_000, 200_000)
        subsidy_reviewing.send_back(LEAGUE_APPROVER, second, "另一家已批准")
        subsidy_reviewing.refuse(CLERK, second, "另一家已批准")
        budget.refresh_from_db()
        assert (budget.reserved_fen, budget.approved_fen) == (0, 200_000)


def test_a_form_sent_twice_is_one_application_and_steps_of_two_clerks_are_one(employer, tmp_path):
    """C11."""
    with at(TODAY):
        first = applied(tmp_path, owner(employer), [worker(0)])
        again = subsidy_applying.start(
            owner(employer),
            subsidy_applying.Started("absorption", START, dt.date(2021, 6, 1), "k1"),
            keys(),
        )
        assert again == first
        stale = Application.objects.get(pk=first)
        subsidy_applying.withdraw(owner(employer), first, "填错了")
        with pytest.raises(NotPossible, match="已撤回"):
            subsidy_reviewing.accept(CLERK, first)
        assert stale.version == 1
    assert Application.objects.count() == 1


def test_a_roster_tells_of_every_row_that_it_does_not_take(employer, tmp_path):
    with at(TODAY):
        pk = subsidy_applying.start(
            owner(employer),
            subsidy_applying.Started("absorption", START, dt.date(2021, 6, 1), "k"),
            keys(),
        )
        rows = [
            worker(0),
            worker(0),
            worker(1, 身份证号码="15012419850312002"),
            worker(2, 姓名="赵不在", 身份证号码=id_no(77)),
            worker(2, 合同终止日期="2019-05-31"),
            ["合计", None, None, None, None, None, None],
        ]
        told = subsidy_rosters.bring_roster(
            owner(employer), pk, write(tmp_path / "w.xlsx", WORKERS, rows), keys()
        )
        assert (told.rows, told.new, told.refused) == (5, 1, 4)
        words = ["".join(one.words) for one in told.told]
        assert "出现了两次" in words[0]
        assert "这一行没有读入" in words[1]
        assert "台账里没有这个人" in words[2]
        assert "合同终止早于起始" in words[3]
        again = subsidy_rosters.bring_roster(
            owner(employer), pk, write(tmp_path / "w.xlsx", WORKERS, [worker(0)]), keys()
        )
        assert (again.new, again.again) == (0, 1)
        bad = tmp_path / "bad.xlsx"
        bad.write_bytes(b"MZ\x90 not a workbook")
        with pytest.raises(NotAccepted):
            subsidy_rosters.bring_roster(owner(employer), pk, bad, keys())


def test_a_worker_of_another_county_is_refused_with_words(employer, tmp_path):
    with at(TODAY):
        pk = subsidy_applying.start(
            clerk(HELINGEER),
            subsidy_applying.Started(
                "absorption", START, dt.date(2021, 6, 1), "k", HELINGEER, employer
            ),
            keys(),
        )
        told = subsidy_rosters.bring_roster(
            clerk(HELINGEER), pk, write(tmp_path / "w.xlsx", WORKERS, [worker(0)]), keys()
        )
        assert told.new == 0
        assert "不在本旗县的台账里" in told.told[0].words[0]
        with pytest.raises(NotAccepted, match="不在这个旗县"):
            drafted(Claim.objects.count() or _anyone(), "x", employer, HELINGEER)


def _anyone() -> int:
    return PersonRow.objects.order_by("pk").values_list("pk", flat=True)[0]


def test_evidence_is_judged_by_its_content_and_opened_by_reviewers_only(employer, tmp_path):
    """F8: a program under the name of a picture."""
    with at(TODAY):
        pk = applied(tmp_path, owner(employer), [worker(0)])
        for content, words in (
            (b"MZ\x90\x00program", "程序文件"),
            (b"\x7fELF", "程序文件"),
            (b"#!/bin/sh", "程序文件"),
            (b"PK\x03\x04 zip", "认不出"),
            (b"<html>", "认不出"),
            (b"", "空的"),
            (b"%PDF-1.4 /JavaScript %%EOF", "自动运行"),
            (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "最多 10 MB"),
        ):
            with pytest.raises(NotAccepted, match=words):
                subsidy_papers.bring(owner(employer), pk, "contract", content, keys())
        with pytest.raises(NotAccepted, match="哪一种"):
            subsidy_papers.bring(owner(employer), pk, "nonsense", PDF, keys())
        row = Application.objects.get(pk=pk)
        paper = row.evidence.filter(kind="contract").get()
        content, medium = subsidy_papers.opened(CLERK, pk, paper.pk, keys())
        assert content.startswith(b"%PDF")
        assert medium.content_type == "application/pdf"
        for stranger in (owner(employer), clerk(HELINGEER)):
            with pytest.raises(OutOfScope):
                subsidy_papers.opened(stranger, pk, paper.pk, keys())


def test_an_employer_sees_its_own_and_another_county_nothing(employer, tmp_path):
    """A25."""
    with at(TODAY):
        pk = applied(tmp_path, owner(employer), [worker(0)])
        other = owner(firm("另一家有限公司"))
        for stranger in (other, clerk(HELINGEER)):
            with pytest.raises(OutOfScope):
                subsidy_reviewing.selectors.application(stranger, pk)
            assert subsidy_reviewing.selectors.applications(stranger) == []
        with pytest.raises(OutOfScope):
            subsidy_reviewing.accept(owner(employer), pk)


def test_what_was_changed_after_the_review_is_not_approved(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        Claim.objects.filter(application_id=pk).update(fen=999_900)
        with pytest.raises(NotPossible, match="摘要不一致"):
            subsidy_reviewing.approve(APPROVER, pk)


def test_somebody_who_died_after_the_approval_is_not_paid(employer, tmp_path):
    """Q6."""
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        last = published(pk)
        person = Claim.objects.get(application_id=pk).person_id
        entry = ledger.open_entry(
            by="test", source="desk", unit=QINGSHUIHE, at=clock.now(), source_ref="t", reason="t"
        )
        death = Addition(f.DEATH.table, person, dt.date(2020, 6, 30), {})
        ledger.add_facts(by="test", entry_id=entry, facts=[death])
        ledger.close_entry(by="test", entry_id=entry, at=clock.now())
        assert subsidy_reviewing.stop_the_dead(CLERK) == 1
        assert subsidy_reviewing.stop_the_dead(CLERK) == 0
        assert publicity.notices() == []
    with at((last + dt.timedelta(days=1)).isoformat()):
        assert publicity.take_down_due(CLERK) == 0
        with pytest.raises(NotPossible):
            paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        assert state(pk) == "stopped"
        subsidy_reviewing.refuse(APPROVER, pk, "去世在录用之后、拨付之前")
    assert Budget.objects.get().left_fen == 10_000_000
    assert Slot.objects.filter(freed_at=None).count() == 0


def test_a_budget_that_does_not_bear_all_says_at_which_row_it_ends(employer, tmp_path):
    """C6."""
    with at(TODAY):
        money(250_000)
        pk = applied(tmp_path, CLERK, [worker(0), worker(1), worker(2)], employer=employer)
        subsidy_reviewing.accept(CLERK, pk)
        with pytest.raises(NotPossible, match="够到第 2 人，第 3 人起不够"):
            subsidy_reviewing.review(CLERK, pk)
        third = Claim.objects.filter(application_id=pk).order_by("pk")[2]
        subsidy_reviewing.leave_out(CLERK, pk, third.pk, "额度不够，下批再报")
        subsidy_reviewing.review(CLERK, pk)
        with pytest.raises(NotPossible, match="低于已经占用"):
            money(100_000)
        assert budgets.board(CLERK, 2020)[0].left == "500.00"
        with pytest.raises(IntegrityError), transaction.atomic():
            Budget.objects.update(paid_fen=10**9)


def test_a_notice_hangs_five_working_days_masked_and_an_upheld_objection_stops_it(
    employer, tmp_path
):
    """National Day and the day that is worked instead are counted by the calendar."""
    with at("2020-09-27"):  # a Sunday that is worked
        pk = applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer)
        reviewed(pk)
        last = published(pk)
        assert last == dt.date(
            2020, 10, 10
        )  # 28–30 Sep, 9 Oct, and Saturday 10 Oct, which is worked
    with at("2020-10-10", 23):
        (notice,) = publicity.notices()
        assert notice.people == (("王*", "1,000.00"), ("王*", "1,000.00"))
        assert (notice.firm, notice.sum) == (FIRM, "2,000.00")
        assert publicity.take_down_due(CLERK) == 0
        assert publicity.object_to(notice.id, "第二个人没有在那里上班", "13900000000", "f1", keys())
        assert not publicity.object_to(notice.id, "第二个人没有在那里上班", "", "f1", keys())
        with pytest.raises(NotAccepted):
            publicity.object_to(notice.id, "不", "", "f2", keys())
    with at("2020-10-11"):
        assert publicity.notices() == []
        assert publicity.take_down_due(CLERK) == 0  # an objection waits
        with pytest.raises(OutOfScope):
            publicity.object_to(notice.id, "现在才说的异议", "", "f3", keys())
        (said,) = publicity.objections(CLERK, keys())
        assert said.words == "第二个人没有在那里上班"
        assert publicity.objections(clerk(HELINGEER), keys()) == []
        publicity.answer(CLERK, said.id, upheld=True, words="到现场看过，确实不在")
        assert state(pk) == "stopped"
        subsidy_reviewing.resume(APPROVER, pk, "单位补交了考勤，本人到场")
        assert publicity.publish(CLERK, pk) > dt.date(2020, 10, 11)


def test_a_draft_of_another_room_comes_once_and_waits_to_be_handed_in(employer):
    with at(TODAY):
        first = drafted(_anyone(), "journey:5", employer)
        assert drafted(_anyone(), "journey:5", employer) == first
        row = Application.objects.get(pk=first)
        assert (row.state, row.source, row.evidence.count()) == (State.DRAFT, "test", 3)
        subsidy_applying.submit(CLERK, first)
