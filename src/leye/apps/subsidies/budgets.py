"""Budgets moved by conditional updates: what is not left cannot be taken, whoever comes at the same moment."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.subsidies.money import Budget, BudgetMove

RESERVED, APPROVED, PAID = "reserved_fen", "approved_fen", "paid_fen"
SPENT = F(RESERVED) + F(APPROVED) + F(PAID)


class TooLittle(Exception):
    """A budget does not bear an amount. left_fen: what is left of it."""

    def __init__(self, left_fen: int) -> None:
        super().__init__("too little is left")
        self.left_fen = left_fen


@transaction.atomic
def set_total(
    *, by: str, at: dt.datetime, county: str, line: str, year: int, total_fen: int, document: str
) -> Budget:
    """Write down what a county may pay, by a document. Raises TooLittle where more is spent or bound already."""
    row, _ = Budget.objects.get_or_create(
        county=county, line=line, year=year, defaults={"total_fen": 0, "document": document}
    )
    enough = Budget.objects.filter(pk=row.pk).alias(spent=SPENT).filter(spent__lte=total_fen)
    if not enough.update(total_fen=total_fen, document=document):
        row.refresh_from_db()
        raise TooLittle(row.left_fen)
    _write(by, at, row.pk, None, "total", total_fen)
    audit.record(
        by=by, action="budget.total", unit=county, subject=f"budget:{row.pk}",
        detail={"line": line, "year": year, "fen": total_fen},
    )  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def reserve(*, by: str, at: dt.datetime, budget_id: int, application_id: int, fen: int) -> None:
    """Bind money that is left. Raises TooLittle."""
    rows = Budget.objects.filter(pk=budget_id).alias(needed=SPENT + fen)
    if not rows.filter(needed__lte=F("total_fen")).update(reserved_fen=F(RESERVED) + fen):
        raise TooLittle(Budget.objects.get(pk=budget_id).left_fen)
    _write(by, at, budget_id, application_id, "reserve", fen)


@transaction.atomic
def approve(*, by: str, at: dt.datetime, budget_id: int, application_id: int, fen: int) -> None:
    """What was reserved is approved."""
    _carry(budget_id, RESERVED, APPROVED, fen)
    _write(by, at, budget_id, application_id, "approve", fen)


@transaction.atomic
def pay(*, by: str, at: dt.datetime, budget_id: int, application_id: int, fen: int) -> None:
    """What was approved is paid."""
    _carry(budget_id, APPROVED, PAID, fen)
    _write(by, at, budget_id, application_id, "pay", fen)


@transaction.atomic
def release(
    *, by: str, at: dt.datetime, budget_id: int, application_id: int, fen: int, what: str
) -> None:
    """What was reserved or approved, or was paid and came back, is left again."""
    rows = Budget.objects.filter(pk=budget_id, **{f"{what}__gte": fen})
    if not rows.update(**{what: F(what) - fen}):
        raise RuntimeError(f"budget {budget_id} does not hold what it should release")
    _write(by, at, budget_id, application_id, "repay" if what == PAID else "release", fen)


def _carry(budget_id: int, source: str, target: str, fen: int) -> None:
    rows = Budget.objects.filter(pk=budget_id, **{f"{source}__gte": fen})
    if not rows.update(**{source: F(source) - fen, target: F(target) + fen}):
        raise RuntimeError(f"budget {budget_id} does not hold what it should pass on")


def _write(
    by: str, at: dt.datetime, budget_id: int, application_id: int | None, what: str, fen: int
) -> None:
    BudgetMove.objects.create(
        budget_id=budget_id, application_id=application_id, what=what, fen=fen, by=by, at=at
    )
