"""回单核销, 更正账户, 额度的追加和调剂: each by document or reason, once, and by another person where money moves."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from leye.apps.audit.models import AuditEvent
from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.budgets import Ordered
from leye.apps.subsidies.models import Application, Budget, BudgetMove, PaymentLine, Settlement
from leye.core.scope import OutOfScope, Role, Scope
from leye.trips.subsidies import (
    budgets,
    paying,
    publicity,
    reconciling,
    settling,
    subsidy_applying,
    subsidy_queue,
    subsidy_reviewing,
)
from leye.trips.subsidies.subsidy_applying import Account
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from tests.integration.subsidies import (
    APPROVER,
    CLERK,
    FIRM,
    LEAGUE_APPROVER,
    TODAY,
    applied,
    employed_county,
    money,
    worker,
)
from tests.made import HELINGEER, QINGSHUIHE, at, keys, write

pytestmark = pytest.mark.django_db
AFTER = "2020-07-10"
HEADER = ("序号", "收款户名", "金额（元）", "处理结果", "失败原因")
TOLD = Ordered("年中追加", "呼财社〔2020〕30号", "k1")


@pytest.fixture
def signed(tmp_path):
    """(list, applications): four payments of 1,000 yuan, signed for the bank."""
    employer = employed_county(tmp_path, 4)
    with at(TODAY):
        money()
        pks = [
            applied(tmp_path, CLERK, [worker(n)], employer=employer, key=f"k{n}") for n in range(4)
        ]
        for pk in pks:
            subsidy_reviewing.accept(CLERK, pk)
            subsidy_reviewing.review(CLERK, pk, "一个账户几份申请")
            subsidy_reviewing.approve(LEAGUE_APPROVER, pk)
            publicity.publish(CLERK, pk)
    with at(AFTER):
        publicity.take_down_due(CLERK)
        list_id = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        paying.sign(APPROVER, list_id, keys())
    return list_id, pks


def answered(folder, list_id, rows, name="a.xlsx"):
    return reconciling.bring(CLERK, list_id, write(folder / name, HEADER, rows), keys())


def state(pk: int) -> str:
    return Application.objects.get(pk=pk).state


def test_a_different_sum_an_unknown_and_a_missing_line_are_cleared_up_by_another_person(signed, tmp_path):  # fmt: skip
    """An unknown line, a missing line, a different sum: none is lost, none is settled twice."""
    list_id, pks = signed
    with at(AFTER):
        assert settling.open_lines(CLERK, list_id) == []  # the bank has not answered
        rows = [
            [1, FIRM, "1000", "成功", ""], [2, FIRM, "900", "成功", ""], [77, "某人", "1000", "成功", ""],
            [88, "某人", "5", "成功", ""],
        ]  # fmt: skip
        answered(tmp_path, list_id, rows)
        found = settling.open_lines(APPROVER, list_id)
        assert [(one.no, one.label) for one in found] == [
            (2, "金额不符"), (77, "清单里没有"), (88, "清单里没有"), (3, "回单没有提到"), (4, "回单没有提到"),
        ]  # fmt: skip
        assert (found[0].said, found[0].listed, found[1].asks_no) == ("900.00", "1,000.00", True)
        (told,) = [x for x in subsidy_queue.awaiting(APPROVER) if "回单" in x.note]
        assert told.many == 1
        different, unknown, foreign, missing, last = found
        said = {"why": "已电话向农行核实", "no": None}
        with pytest.raises(OutOfScope):
            settling.settle(CLERK, list_id, line=different.line, outcome="paid", **said)
        both = Scope("county-clerk", QINGSHUIHE, Role.APPROVER)
        with pytest.raises(NotPossible, match="登记回单的人"):
            settling.settle(both, list_id, line=different.line, outcome="paid", **said)
        with pytest.raises(NotPossible, match="没有写"):
            settling.settle(
                APPROVER, list_id, line=different.line, no=None, outcome="paid", why=" "
            )
        with pytest.raises(NotPossible, match="没有选结果"):
            settling.settle(APPROVER, list_id, line=0, no=3, outcome="foreign", why="x")
        with pytest.raises(NotPossible, match="序号"):
            settling.settle(APPROVER, list_id, line=unknown.line, outcome="paid", **said)
        with pytest.raises(NotPossible, match="已经核销"):
            settling.settle(APPROVER, list_id, line=0, no=1, outcome="paid", why="x")
        settling.settle(APPROVER, list_id, line=different.line, outcome="paid", **said)
        settling.settle(
            APPROVER, list_id, line=unknown.line, no=3, outcome="returned", why="银行序号写错"
        )
        settling.settle(
            APPROVER, list_id, line=foreign.line, no=None, outcome="foreign", why="别家的"
        )
        settling.settle(APPROVER, list_id, line=0, no=4, outcome="paid", why="银行补出回单")
        with pytest.raises(NotPossible, match="已经核销"):
            settling.settle(APPROVER, list_id, line=different.line, outcome="paid", **said)
        assert settling.open_lines(APPROVER, list_id) == []
        assert [state(pk) for pk in pks] == ["paid", "paid", "bounced", "paid"]
        assert Budget.objects.get().paid_fen == 300_000
        ((_, lines, _),) = reconciling.shown(CLERK, list_id)
        assert "银行确认已全额到账" in lines[1].settled
    assert missing.no == 3
    assert last.no == 4
    assert AuditEvent.objects.filter(action="payment_list.settle").count() == 4


def test_a_later_answer_of_the_bank_clears_up_what_an_earlier_left_open(signed, tmp_path):
    list_id, pks = signed
    with at(AFTER):
        answered(
            tmp_path, list_id, [[2, FIRM, "900", "成功", ""], [None, FIRM, "1000", "成功", ""]]
        )
        assert [one.no for one in settling.open_lines(APPROVER, list_id)] == [2, None, 1, 3, 4]
        rows = [[no, FIRM, "1000", "成功", ""] for no in (1, 2, 3, 4)]
        answered(tmp_path, list_id, rows, "b.xlsx")
        (left,) = settling.open_lines(APPROVER, list_id)
        assert (
            left.label == "读不出结果"
        )  # it belongs to no payment: only somebody can say what it was
        settling.settle(
            APPROVER, list_id, line=left.line, no=None, outcome="foreign", why="重复一行"
        )
    assert [state(pk) for pk in pks] == ["paid"] * 4


def test_a_settlement_stays_as_it_was_written_and_the_database_wants_another_person(
    signed, tmp_path
):
    list_id, _ = signed
    with at(AFTER):
        answered(tmp_path, list_id, [[1, FIRM, "900", "成功", ""]])
        line = settling.open_lines(APPROVER, list_id)[0].line
        settling.settle(APPROVER, list_id, line=line, no=None, outcome="paid", why="核实")
    row = Settlement.objects.get()
    for change in ({"why": "别的"}, {"outcome": "returned"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Settlement.objects.filter(pk=row.pk).update(**change)
    payment = PaymentLine.objects.get(no=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(
            payment=payment, outcome="paid", why="x", brought_by="a", by="a", at=row.at
        )


def test_what_the_bank_sent_back_is_paid_on_the_mended_account(signed, tmp_path):
    list_id, pks = signed
    mended = Account(FIRM, "农行营业部", "05412301040008888")
    with at(AFTER):
        rows = [[1, FIRM, "1000", "失败", "户名不符"]]
        with pytest.raises(NotPossible, match="已列入拨付清单"):
            subsidy_applying.mend_account(CLERK, pks[0], mended, "开户许可证", keys())
        answered(tmp_path, list_id, rows)
        with pytest.raises(OutOfScope):
            subsidy_applying.mend_account(APPROVER, pks[0], mended, "开户许可证", keys())
        with pytest.raises(NotAccepted, match="原因"):
            subsidy_applying.mend_account(CLERK, pks[0], mended, "", keys())
        subsidy_applying.mend_account(CLERK, pks[0], mended, "开户许可证", keys())
        assert state(pks[0]) == "bounced"
        again = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        (line,) = paying.view(CLERK, again, keys()).lines
        assert (line.account, line.bank) == ("05412301040008888", "农行营业部")
    assert AuditEvent.objects.filter(action="subsidy.mend").count() == 1


def test_a_budget_is_added_to_and_moved_by_document_and_reason_and_once():
    """C6: what is bound cannot be moved away; a form sent twice is one move."""
    with at(TODAY):
        money(1_000_000)
        money(500_000, line="poverty")
        money(100_000, HELINGEER)
        source, target = (
            Budget.objects.get(county=QINGSHUIHE, line=x) for x in ("employment", "poverty")
        )
        assert budgets.add(APPROVER, source.pk, 200_000, TOLD)
        assert not budgets.add(APPROVER, source.pk, 200_000, TOLD)
        assert budgets.move(APPROVER, source.pk, target.pk, 300_000, TOLD)
        assert not budgets.move(APPROVER, source.pk, target.pk, 300_000, TOLD)
        Budget.objects.filter(pk=source.pk).update(reserved_fen=850_000)
        with pytest.raises(NotPossible, match="不能调出"):
            budgets.move(APPROVER, source.pk, target.pk, 50_001, Ordered("x", "y", "k2"))
        with pytest.raises(NotPossible, match="元可减"):
            budgets.set_total(APPROVER, QINGSHUIHE, "employment", 2020, 849_999, "文", "核减")
        for fen, told in ((0, TOLD), (None, TOLD), (5, Ordered("", "文")), (5, Ordered("由", ""))):
            with pytest.raises(NotPossible):
                budgets.add(APPROVER, source.pk, fen, told)
        with pytest.raises(NotPossible, match="同一年"):
            budgets.move(APPROVER, source.pk, source.pk, 5, TOLD)
        other = Budget.objects.get(county=HELINGEER)
        with pytest.raises(OutOfScope):
            budgets.move(APPROVER, source.pk, other.pk, 5, Ordered("x", "y", "k3"))
        with pytest.raises(OutOfScope):
            budgets.add(CLERK, source.pk, 5, TOLD)
        assert budgets.move(LEAGUE_APPROVER, target.pk, other.pk, 5, Ordered("x", "y", "k4"))
        seen = budgets.one(APPROVER, source.pk)
    assert [(one.what, one.sum) for one in seen.moves] == [
        ("调出", "3,000.00"), ("追加", "2,000.00"), ("登记额度", "10,000.00"),
    ]  # fmt: skip
    assert seen.moves[0].other.endswith("扶贫资金")
    totals = dict(Budget.objects.filter(county=QINGSHUIHE).values_list("line", "total_fen"))
    assert totals == {"employment": 900_000, "poverty": 799_995}
    assert (
        AuditEvent.objects.filter(action__in=["budget.add", "budget.give", "budget.get"]).count()
        == 5
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetMove.objects.filter(budget=source).update(why="别的")
