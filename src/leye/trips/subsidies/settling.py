"""回单核销: lines of a bank's answer that say nothing plain, and payments of which none speaks, cleared up by hand."""

from dataclasses import dataclass

from django.db import transaction

from leye.apps.subsidies import money_actions, money_selectors
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.apps.subsidies.models import AnswerLine, BankAnswer, PaymentLine
from leye.apps.subsidies.money import ListState
from leye.core.payments.answers import Kept, Told, still_open
from leye.core.payments.money import yuan
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock

FOREIGN = "foreign"
OUTCOMES = {
    Told.PAID.value: "银行确认已全额到账", Told.RETURNED.value: "银行确认没有付出，重新列清单",
    FOREIGN: "不是本清单的款项，已请银行更正",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What is to be cleared up. line: of an answer, 0 where the bank said nothing; no: on the list, None where not known."""

    line: int
    row_no: int
    no: int | None
    label: str
    said: str
    listed: str
    why: str
    outcomes: tuple[tuple[str, str], ...]
    asks_no: bool


def open_lines(scope: Scope, list_id: int) -> list[OpenLine]:
    """What nobody has cleared up of a list that the bank has answered. Raises OutOfScope."""
    row = money_selectors.one_list(scope, list_id)
    if row.state != ListState.ANSWERED:
        return []
    payments = {one.no: one for one in money_selectors.lines(scope, list_id)}
    lines, missing = _open(money_selectors.answers(scope, list_id), payments)
    told = [_of_line(one, payments.get(one.no or 0)) for one in lines]
    words = tuple(item for item in OUTCOMES.items() if item[0] != FOREIGN)
    told += [
        OpenLine(0, 0, no, "回单没有提到", "", yuan(payments[no].fen), "", words, asks_no=False)
        for no in missing
    ]
    return told


def _open(
    answers: list[BankAnswer], payments: dict[int, PaymentLine]
) -> tuple[list[AnswerLine], list[int]]:
    rows = {line.pk: line for one in answers for line in one.lines.all()}
    kept = [
        Kept(pk, Told(x.told), x.no, hasattr(x, "settlement")) for pk, x in sorted(rows.items())
    ]
    waiting = [no for no, one in payments.items() if not one.answer]
    lines, missing = still_open(kept, waiting)
    return [rows[pk] for pk in lines], missing


def _of_line(one: AnswerLine, payment: PaymentLine | None) -> OpenLine:
    asks = one.told in (Told.UNKNOWN.value,) or one.no is None
    return OpenLine(
        one.pk, one.row_no, one.no, Told(one.told).label, yuan(one.fen) if one.fen is not None else "读不出",
        yuan(payment.fen) if payment else "", one.why, tuple(OUTCOMES.items()), asks,
    )  # fmt: skip


def settle(
    scope: Scope, list_id: int, *, line: int, no: int | None, outcome: str, why: str
) -> None:
    """Clear up one open line. no: the payment that it is about, where the line does not say it.

    Raises OutOfScope, NotPossible: not open, no such payment, without a reason, by who brought the answer.
    """
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(list_id)
    if not why.strip():
        raise NotPossible("没有写核实情况。请写清向银行哪里、怎样核实的。")
    if outcome not in OUTCOMES or (outcome == FOREIGN and not line):
        raise NotPossible("没有选结果。请选银行核实后的结果。")
    money_selectors.one_list(scope, list_id)
    with transaction.atomic():
        payments = {one.no: one for one in money_selectors.lines(scope, list_id)}
        answers = money_selectors.answers(scope, list_id)
        lines, missing = _open(answers, payments)
        row = next((one for one in lines if one.pk == line), None)
        if (line and row is None) or (not line and no not in missing):
            raise NotPossible("这一行已经核销，或已有后来的回单说明。请刷新页面。")
        money_actions.settle_by_hand(
            by=scope.actor, hand=Hand(scope.role.value, clock.now(), why.strip()), line=row,
            payment=None if outcome == FOREIGN else _payment(row, no, payments), outcome=outcome,
            brought_by=row.answer.by if row else answers[-1].by,
        )  # fmt: skip


def _payment(
    row: AnswerLine | None, no: int | None, payments: dict[int, PaymentLine]
) -> PaymentLine:
    told = row.no if row is not None and row.no in payments else no
    found = payments.get(told or 0)
    if found is None or found.answer:
        raise NotPossible("请写清单里的序号：这一行说的是哪一笔，而且那一笔还在等银行回复。")
    return found


def open_lists(scope: Scope) -> int:
    """How many lists of the scope have something to be cleared up."""
    rows = money_selectors.waiting_for_answer(scope)
    return sum(1 for one in rows if open_lines(scope, one.pk))
