"""The one door for notices, payment lists, the bank's answers, samples and recoveries."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max

from leye.apps.audit import actions as audit
from leye.apps.subsidies import actions, budgets
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.apps.subsidies.models import (
    AnswerLine,
    Application,
    BankAnswer,
    Objection,
    PaymentLine,
    PaymentList,
    Publicity,
    Recovery,
    Sample,
    SampleItem,
    Settlement,
)
from leye.apps.subsidies.money import ListState
from leye.core.payments.answers import Reconciled, Settled, Told
from leye.core.payments.steps import State, Step
from leye.core.periods import day_of


@transaction.atomic
def publish(*, by: str, hand: Hand, application: Application, values: Mapping[str, object]) -> None:
    """Put an approved application up for everybody to read. Raises NotPossible."""
    actions.take(by=by, hand=hand, application=application, step=Step.PUBLISH)
    Publicity.objects.create(
        application=application, county=application.county, opened_by=by, **values
    )


@transaction.atomic
def take_down(*, by: str, hand: Hand, publicity: Publicity, on: dt.date, step: Step) -> None:
    """A notice ends: nobody objected (CLEAR), or somebody was right (STOP)."""
    Publicity.objects.filter(pk=publicity.pk, taken_down_on=None).update(taken_down_on=on)
    actions.take(by=by, hand=hand, application=publicity.application, step=step)


@transaction.atomic
def end_notice(*, by: str, application_id: int, on: dt.date) -> None:
    """An application was stopped: its notice is taken down with it."""
    Publicity.objects.filter(application_id=application_id, taken_down_on=None).update(
        taken_down_on=on
    )


@transaction.atomic
def keep_objection(
    *, by: str, at: dt.datetime, publicity: Publicity, said_cipher: str, key: str
) -> bool:
    """Somebody objects; the same form sent twice is one objection."""
    _, is_new = Objection.objects.get_or_create(
        publicity=publicity, key=key[:40], defaults={"said_cipher": said_cipher, "at": at}
    )
    return is_new


@transaction.atomic
def answer_objection(
    *, by: str, at: dt.datetime, objection: Objection, outcome: str, answer: str
) -> None:
    """What became of an objection. Raises NotPossible where it was answered before."""
    rows = Objection.objects.filter(pk=objection.pk, outcome="")
    if not rows.update(outcome=outcome, answer=answer[:300], answered_by=by, answered_at=at):
        raise NotPossible("这条异议已经有人处理过了。请刷新页面。")
    audit.record(
        by=by, action="subsidy.objection", unit=objection.publicity.county,
        subject=f"objection:{objection.pk}", detail={"outcome": outcome},
    )  # fmt: skip


@transaction.atomic
def make_list(
    *, by: str, hand: Hand, values: Mapping[str, object], applications: Sequence[Application],
    lines: Sequence[Mapping[str, object]],
) -> PaymentList:  # fmt: skip
    """Freeze a list for the bank. Raises NotPossible where one of its payments is on another list already."""
    county, year = str(values["county"]), int(str(values["year"]))
    last = PaymentList.objects.filter(county=county, year=year).aggregate(Max("no"))["no__max"]
    row = PaymentList.objects.create(
        **values, no=(last or 0) + 1, state=ListState.PREPARED, prepared_by=by, prepared_at=hand.at,
        lines_many=len(lines), total_fen=sum(int(str(one["fen"])) for one in lines),
    )  # fmt: skip
    for application in applications:
        actions.take(by=by, hand=hand, application=application, step=Step.LIST)
    try:
        with transaction.atomic():
            PaymentLine.objects.bulk_create([PaymentLine(list=row, **one) for one in lines])
    except IntegrityError:
        raise NotPossible("其中有的款项已经在另一份拨付清单里。请刷新页面。") from None
    _list_told(by, row, "make")
    return row


@transaction.atomic
def sign_list(*, by: str, at: dt.datetime, row: PaymentList) -> None:
    """Another person signs a list. Raises NotPossible."""
    if by == row.prepared_by:
        raise NotPossible("制表人不能签批自己的清单。请由另一位审核人员签批。")
    rows = PaymentList.objects.filter(pk=row.pk, state=ListState.PREPARED)
    if not rows.update(state=ListState.SIGNED, signed_by=by, signed_at=at):
        raise NotPossible("这份清单已经签批或作废。请刷新页面。")
    _list_told(by, row, "sign")


@transaction.atomic
def cancel_list(*, by: str, hand: Hand, row: PaymentList) -> None:
    """A list that was not signed is given up; its applications wait to be listed again."""
    rows = PaymentList.objects.filter(pk=row.pk, state=ListState.PREPARED)
    if not rows.update(state=ListState.CANCELLED):
        raise NotPossible("已经签批的清单不能作废。")
    lines = PaymentLine.objects.filter(list=row)
    ids = set(lines.values_list("application_id", flat=True))
    lines.update(answer="cancelled")
    for one in Application.objects.filter(pk__in=ids, state=State.LISTED.value).order_by("pk"):
        actions.take(by=by, hand=hand, application=one, step=Step.UNLIST)
    _list_told(by, row, "cancel")


def _list_told(by: str, row: PaymentList, what: str) -> None:
    audit.record(
        by=by, action=f"payment_list.{what}", unit=row.county, subject=f"payment_list:{row.pk}",
        detail={"fen": row.total_fen, "digest": row.digest},
    )  # fmt: skip


@transaction.atomic
def take_answer(
    *, by: str, hand: Hand, row: PaymentList, digest: str, told: Reconciled, on: dt.date
) -> BankAnswer | None:
    """Keep an answer with all of its lines and settle what it says. None: this very file was taken before."""
    answer, is_new = BankAnswer.objects.get_or_create(
        list=row, digest=digest,
        defaults={"at": hand.at, "by": by, "missing": ",".join(str(no) for no in told.missing)},
    )  # fmt: skip
    if not is_new:
        return None
    AnswerLine.objects.bulk_create(
        [
            AnswerLine(
                answer=answer, row_no=one.row_no, told=one.told.value, no=one.no, fen=one.fen, why=one.why[:200]
            )
            for one in told.settled
        ]
    )  # fmt: skip
    touched = {
        pk
        for one in told.settled
        if one.told in (Told.PAID, Told.RETURNED) and (pk := _settle(by, hand, row, one, on))
    }
    for pk in sorted(touched):
        _follow(by, hand, pk)
    PaymentList.objects.filter(pk=row.pk).update(state=ListState.ANSWERED)
    _list_told(by, row, "answer")
    return answer


def _settle(by: str, hand: Hand, row: PaymentList, one: Settled, on: dt.date) -> int | None:
    """Write the bank's word on an open line; returns its application, None where the line was settled before."""
    rows = PaymentLine.objects.filter(list=row, no=one.no or 0, answer="")
    if not rows.update(answer=one.told.value, why=one.why[:200], answered_on=on):
        return None
    line = PaymentLine.objects.select_related("application").get(list=row, no=one.no or 0)
    if one.told is Told.PAID:
        budgets.pay(
            by=by, at=hand.at, budget_id=line.application.budget_id or 0,
            application_id=line.application_id, fen=line.fen,
        )  # fmt: skip
    return line.application_id


def _follow(by: str, hand: Hand, application_id: int) -> None:
    """An application is paid once all of its lines are, and bounced once none is open and one came back."""
    row = Application.objects.get(pk=application_id)
    if row.state != State.LISTED.value:
        return
    live = PaymentLine.objects.filter(application_id=application_id)
    answers = list(
        live.exclude(answer="cancelled").order_by("pk").values_list("claim_id", "answer")
    )
    last = dict(answers)
    if "" in last.values():
        return
    step = Step.PAY if set(last.values()) == {"paid"} else Step.BOUNCE
    actions.take(by=by, hand=hand, application=row, step=step)


@transaction.atomic
def settle_by_hand(
    *, by: str, hand: Hand, line: AnswerLine | None, payment: PaymentLine | None, outcome: str, brought_by: str
) -> None:  # fmt: skip
    """Clear up a line of an answer, or a payment of which no answer speaks. hand.why: how that was found out.

    Raises NotPossible: the same person, or cleared up before.
    """
    if by == brought_by:
        raise NotPossible("登记回单的人不能自己核销。请由另一位审核人员向银行核实后核销。")
    try:
        with transaction.atomic():
            Settlement.objects.create(
                line=line, payment=payment, outcome=outcome, why=hand.why[:300], brought_by=brought_by, by=by,
                at=hand.at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这一行已经核销过。请刷新页面。") from None
    if payment is not None:
        one = Settled(0, Told(outcome), payment.no, payment.fen, hand.why)
        pk = _settle(by, hand, payment.list, one, day_of(hand.at))
        if pk is None:
            raise NotPossible("这一笔已经有了银行的结果。请刷新页面。")
        _follow(by, hand, pk)
    row = payment.list if payment is not None else line.answer.list  # type: ignore[union-attr]
    _list_told(by, row, "settle")


@transaction.atomic
def draw(
    *, by: str, at: dt.datetime, values: Mapping[str, object], claim_ids: Sequence[int]
) -> Sample:
    """Keep a draw."""
    row = Sample.objects.create(**values, drawn_by=by, drawn_at=at)
    SampleItem.objects.bulk_create([SampleItem(sample=row, claim_id=one) for one in claim_ids])
    audit.record(
        by=by, action="subsidy.sample", unit=row.county, subject=f"sample:{row.pk}",
        detail={"many": len(claim_ids), "of": row.of_many},
    )  # fmt: skip
    return row


@transaction.atomic
def look(*, by: str, on: dt.date, item: SampleItem, outcome: str, note: str) -> None:
    """What was found on the spot. Raises NotPossible where that was written before."""
    rows = SampleItem.objects.filter(pk=item.pk, outcome="")
    if not rows.update(outcome=outcome, note=note[:300], looked_by=by, looked_on=on):
        raise NotPossible("这一条已经登记过抽查结果。")


@transaction.atomic
def recover(*, by: str, hand: Hand, application: Application, fen: int, on: dt.date) -> None:
    """Ask money back. Raises NotPossible."""
    actions.take(by=by, hand=hand, application=application, step=Step.RECOVER)
    Recovery.objects.create(
        application=application, fen=fen, why=hand.why[:300], ordered_by=by, ordered_on=on
    )


@transaction.atomic
def repaid(*, by: str, hand: Hand, application: Application, on: dt.date) -> None:
    """The money came back: the budget has it again, the spans may be claimed again. Raises NotPossible."""
    actions.take(by=by, hand=hand, application=application, step=Step.REPAY)
    row = Recovery.objects.get(application=application)
    Recovery.objects.filter(pk=row.pk).update(repaid_on=on, repaid_by=by)
    budgets.release(
        by=by, at=hand.at, budget_id=application.budget_id or 0, application_id=application.pk,
        fen=row.fen, what=budgets.PAID,
    )  # fmt: skip
