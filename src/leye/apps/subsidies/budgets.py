"""Budgets moved by conditional updates: what is not left cannot be taken, whoever comes at the same moment."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
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


@dataclass(frozen=True, slots=True)
class Ordered:
    """Why and by which document a budget is changed; key: of the form, so that one sent twice is one."""

    why: str
    document: str
    key: str = ""


@transaction.atomic
def set_total(
    *, by: str, at: dt.datetime, county: str, line: str, year: int, total_fen: int, document: str, why: str
) -> Budget:  # fmt: skip
    """Write down what a county may pay, by a document. Raises TooLittle where more is spent or bound already."""
    row, _ = Budget.objects.get_or_create(
        county=county, line=line, year=year, defaults={"total_fen": 0, "document": document}
    )
    enough = Budget.objects.filter(pk=row.pk).alias(spent=SPENT).filter(spent__lte=total_fen)
    if not enough.update(total_fen=total_fen, document=document):
        row.refresh_from_db()
        raise TooLittle(row.left_fen)
    told = Ordered(why, document)
    BudgetMove.objects.create(**_ordered(by, at, row.pk, "total", total_fen, told))
    _told(by, county, row.pk, "total", total_fen, told)
    row.refresh_from_db()
    return row


@transaction.atomic
def add(*, by: str, at: dt.datetime, budget: Budget, fen: int, told: Ordered) -> bool:
    """More money. False: this form was sent before."""
    if not _once(_ordered(by, at, budget.pk, "add", fen, told)):
        return False
    Budget.objects.filter(pk=budget.pk).update(total_fen=F("total_fen") + fen)
    _told(by, budget.county, budget.pk, "add", fen, told)
    return True


@transaction.atomic
def move(
    *, by: str, at: dt.datetime, source: Budget, target: Budget, fen: int, told: Ordered
) -> bool:
    """Money that is left goes from one budget to another. False: this form was sent before. Raises TooLittle."""
    given = _ordered(by, at, source.pk, "give", fen, told, target.pk)
    if not _once(given):
        return False
    BudgetMove.objects.create(**_ordered(by, at, target.pk, "get", fen, told, source.pk))
    for pk in sorted(
        (source.pk, target.pk)
    ):  # always in one order: two moves at once do not wait for each other
        if pk == target.pk:
            Budget.objects.filter(pk=pk).update(total_fen=F("total_fen") + fen)
            continue
        enough = Budget.objects.filter(pk=pk).alias(needed=SPENT + fen)
        if not enough.filter(needed__lte=F("total_fen")).update(total_fen=F("total_fen") - fen):
            raise TooLittle(Budget.objects.get(pk=pk).left_fen)
    _told(by, source.county, source.pk, "give", fen, told, target.pk)
    _told(by, target.county, target.pk, "get", fen, told, source.pk)
    return True


def _ordered(
    by: str, at: dt.datetime, budget_id: int, what: str, fen: int, told: Ordered, other: int | None = None
) -> dict[str, Any]:  # fmt: skip
    return {
        "budget_id": budget_id, "what": what, "fen": fen, "why": told.why, "document": told.document,
        "other_id": other, "key": told.key, "by": by, "at": at,
    }  # fmt: skip


def _once(values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            BudgetMove.objects.create(**values)
    except IntegrityError:
        if BudgetMove.objects.filter(
            budget=values["budget_id"], what=values["what"], key=values["key"]
        ).exists():
            return False
        raise
    return True


def _told(
    by: str, county: str, budget_id: int, what: str, fen: int, told: Ordered, other: int | None = None
) -> None:  # fmt: skip
    audit.record(
        by=by, action=f"budget.{what}", unit=county, subject=f"budget:{budget_id}",
        detail={"fen": fen, "why": told.why, "document": told.document, "other": other},
    )  # fmt: skip


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
