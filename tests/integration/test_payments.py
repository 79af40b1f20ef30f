"""拨付: the whole way to the bank and back, lists that stay what was signed, draws and recoveries."""

import io
from dataclasses import replace

import openpyxl
import pytest

from leye.apps.audit.models import AuditEvent
from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.models import Application, Budget, PaymentLine, Slot, Step
from leye.core.scope import OutOfScope
from leye.gateways.sheets.write import write_rows
from leye.trips.subsidies import paying, publicity, reconciling, subsidy_reviewing, subsidy_sampling
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from tests.integration.subsidies import (
    APPROVER,
    CLERK,
    FIRM,
    LEAGUE_APPROVER,
    TODAY,
    applied,
    employed_county,
    listed,
    money,
    owner,
    published,
    reviewed,
    worker,
)
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys, write

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


def test_an_application_goes_from_the_employer_to_the_banks_answer(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, owner(employer), [worker(0), worker(1)])
        row = Application.objects.get(pk=pk)
        assert (row.state, row.submitted_by) == ("submitted", "firm-account")
        seen = subsidy_reviewing.weighed(CLERK, row)
        assert [one.finding.verdict for one in seen.judged] == ["yes", "yes"], [
            judged.unmet for judged in (one.finding for one in seen.judged)
        ]
        assert seen.sum_fen == 200_000
    list_id = listed(pk)
    with at(AFTER):
        seen = paying.view(CLERK, list_id, keys())
        assert (seen.total, seen.capitals, seen.is_sound) == ("2,000.00", "贰仟元整", True)
        assert state(pk) == "listed"
        told = reconciling.bring(
            CLERK, list_id, answer_file(tmp_path, [[1, FIRM, "2000.00", "交易成功", ""]]), keys()
        )
        assert [one.told for one in told.settled] == ["paid"]
    assert state(pk) == "paid"
    budget = Budget.objects.get()
    assert (budget.reserved_fen, budget.approved_fen, budget.paid_fen) == (0, 0, 200_000)
    steps = list(
        Step.objects.filter(application_id=pk).order_by("pk").values_list("step", flat=True)
    )
    assert steps == ["submit", "accept", "review", "approve", "publish", "clear", "list", "pay"]
    assert AuditEvent.objects.filter(subject=f"subsidy:{pk}").count() == 9


def test_a_list_that_was_changed_is_neither_signed_nor_sent(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        published(pk)
    with at(AFTER):
        publicity.take_down_due(CLERK)
        list_id = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        with pytest.raises(NotPossible, match="还没有签批"):
            paying.bank_file(CLERK, list_id, "csv", keys())
        with pytest.raises(NotPossible, match="制表人"):
            paying.sign(replace(APPROVER, actor="county-clerk"), list_id, keys())
        PaymentLine.objects.filter(list_id=list_id).update(fen=900_000)
        with pytest.raises(NotPossible, match="摘要不符"):
            paying.sign(APPROVER, list_id, keys())
        PaymentLine.objects.filter(list_id=list_id).update(fen=100_000)
        paying.sign(APPROVER, list_id, keys())
        PaymentLine.objects.filter(list_id=list_id).update(bank="别的银行")
        with pytest.raises(NotPossible, match="摘要不符"):
            paying.bank_file(CLERK, list_id, "xlsx", keys())
        with pytest.raises(NotPossible, match="没有公示期满"):
            paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        with pytest.raises(OutOfScope):
            paying.view(clerk(HELINGEER), list_id, keys())


def test_a_cancelled_list_gives_its_applications_back(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        reviewed(pk)
        published(pk)
    with at(AFTER):
        publicity.take_down_due(CLERK)
        first = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        paying.cancel(CLERK, first, "开户行写错")
        assert state(pk) == "cleared"
        second = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        assert second != first
        paying.sign(APPROVER, second, keys())
        with pytest.raises(NotPossible, match="不能作废"):
            paying.cancel(CLERK, second, "晚了")


def test_of_the_banks_answer_nothing_is_lost(employer, tmp_path):
    with at(TODAY):
        pks = [
            applied(tmp_path, CLERK, [worker(n)], employer=employer, key=f"k{n}") for n in range(3)
        ]
        for pk in pks:
            reviewed(pk, "一个账户几份申请")
            subsidy_reviewing.approve(LEAGUE_APPROVER, pk)
            publicity.publish(CLERK, pk)
    with at(AFTER):
        publicity.take_down_due(CLERK)
        list_id = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        paying.sign(APPROVER, list_id, keys())
        rows = [
            [1, FIRM, "1000.00", "失败", "账号户名不符"],
            [2, FIRM, "999.00", "成功", ""],
            [9, "某某", "1000", "成功", ""],
            ["?", "某某", "1000", "成功", ""],
        ]
        path = answer_file(tmp_path, rows)
        told = reconciling.bring(CLERK, list_id, path, keys())
        assert [one.told.value for one in told.settled] == ["returned", "different", "unknown", "unread"]  # fmt: skip
        assert told.missing == (3,)
        assert reconciling.bring(CLERK, list_id, path, keys()) is None  # the same file again
        ((_, lines, missing),) = reconciling.shown(CLERK, list_id)
        assert [one.label for one in lines] == ["银行退回", "金额不符", "清单里没有", "读不出结果"]
        assert missing == (3,)
        assert [state(pk) for pk in pks] == ["bounced", "listed", "listed"]
        assert Budget.objects.get().paid_fen == 0
        rows = [[2, FIRM, "1000.00", "成功", ""], [3, FIRM, "1000.00", "成功", ""]]
        reconciling.bring(CLERK, list_id, answer_file(tmp_path, rows, "b.xlsx"), keys())
        assert [state(pk) for pk in pks] == ["bounced", "paid", "paid"]
        again = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        assert [one.application_id for one in paying.view(CLERK, again, keys()).lines] == [pks[0]]
        write_rows(tmp_path / "empty.xlsx", {"a": [(1, ["没有", "表头"])]}, {})
        with pytest.raises(NotAccepted):
            reconciling.bring(CLERK, list_id, tmp_path / "empty.xlsx", keys())


def test_the_banks_file_holds_texts_only(employer, tmp_path):
    """X1, X2: a payee named like a formula stays a name; a long account stays digits."""
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        Application.objects.filter(pk=pk).update(account_name="=cmd|'/c calc'!A1")
    list_id = listed(pk)
    with at(AFTER):
        csv, name = paying.bank_file(CLERK, list_id, "csv", keys())
        assert name == "payment-list-150124-2020-1.csv"
        assert "'=cmd" in csv.decode("utf-8-sig")
        assert "壹仟元整" in csv.decode("utf-8-sig")
        book, _ = paying.bank_file(CLERK, list_id, "xlsx", keys())
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "f" not in kinds
    assert sheet["D2"].value == "05412301040009999"


def test_paid_claims_are_drawn_looked_at_and_money_comes_back(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer)
    list_id = listed(pk)
    with at(AFTER):
        with pytest.raises(NotPossible, match="没有拨付过"):
            subsidy_sampling.draw(CLERK, QINGSHUIHE, 2020)
        path = answer_file(tmp_path, [[1, FIRM, "2000", "成功", ""]])
        reconciling.bring(CLERK, list_id, path, keys())
        assert (
            subsidy_sampling.draw(CLERK, QINGSHUIHE, 2020) == 2
        )  # of two, both: nothing less is sure
        (drawn,) = subsidy_sampling.draws(CLERK)
        subsidy_sampling.look(CLERK, drawn.items[0].id, is_good=True, note="")
        with pytest.raises(NotPossible, match="已经登记"):
            subsidy_sampling.look(CLERK, drawn.items[0].id, is_good=True, note="")
        subsidy_sampling.look(CLERK, drawn.items[1].id, is_good=False, note="没有在岗")
        with pytest.raises(NotPossible, match="不超过"):
            subsidy_sampling.recover(APPROVER, pk, 10**9, "没有在岗")
        subsidy_sampling.recover(APPROVER, pk, 200_000, "没有在岗")
        assert state(pk) == "recovering"
        subsidy_sampling.repaid(CLERK, pk)
        assert state(pk) == "recovered"
    assert Budget.objects.get().left_fen == 10_000_000
    assert Slot.objects.filter(freed_at=None).count() == 0
