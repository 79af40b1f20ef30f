"""资金额度: by county, funding line and year what is there, bound, approved, paid and left."""

from dataclasses import dataclass

from leye.apps.places import selectors as places
from leye.apps.subsidies import budgets, selectors
from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.budgets import Ordered
from leye.apps.subsidies.models import Budget
from leye.core.payments.money import yuan
from leye.core.periods import SHANGHAI
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_lines
from leye.trips.rosters.intake import NOTICE

MOVES = {
    "total": "登记额度", "reserve": "审核占用", "approve": "复核批准", "pay": "已拨付", "release": "退回额度",
    "repay": "追回", "add": "追加", "give": "调出", "get": "调入",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget in yuan, as it is written; left: what is still free."""

    id: int
    county: str
    line: str
    total: str
    reserved: str
    approved: str
    paid: str
    left: str
    document: str


def board(scope: Scope, year: int) -> list[BudgetRow]:
    """The budgets of the scope in a year."""
    tree, lines = places.tree(scope, clock.today()), load_lines(NOTICE)
    return [
        BudgetRow(
            one.pk, tree.name(one.county), lines[one.line], yuan(one.total_fen), yuan(one.reserved_fen),
            yuan(one.approved_fen), yuan(one.paid_fen), yuan(one.left_fen), one.document,
        )
        for one in selectors.budgets(scope, year)
    ]  # fmt: skip


def set_total(
    scope: Scope, county: str, line: str, year: int, total_fen: int, document: str, why: str = "登记年度额度"
) -> None:  # fmt: skip
    """Write down what a county may pay, by a document. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(county)
    scope.narrowed(county)
    if county.endswith("00") or line not in load_lines(NOTICE):
        raise NotPossible("额度登记到旗县和资金来源。请逐项选好。")
    if not document.strip() or not why.strip() or total_fen < 0:
        raise NotPossible("请写明下达额度的文件、理由和金额。")
    try:
        budgets.set_total(
            by=scope.actor, at=clock.now(), county=county, line=line, year=year, total_fen=total_fen,
            document=document.strip()[:200], why=why.strip()[:300],
        )  # fmt: skip
    except budgets.TooLittle as short:
        raise NotPossible(
            f"新额度低于已经占用和拨付的数（现在只剩 {yuan(short.left_fen)} 元可减）。"
        ) from None


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a budget in words; other: the budget that money went to or came from."""

    when: str
    what: str
    sum: str
    by: str
    why: str
    document: str
    other: str
    application: int | None


@dataclass(frozen=True, slots=True)
class One:
    """A budget with its moves, the newest first. others: where its money could go."""

    row: BudgetRow
    year: int
    moves: tuple[Move, ...]
    others: tuple[tuple[int, str], ...]


def one(scope: Scope, budget_id: int) -> One:
    """A budget of the scope. Raises OutOfScope."""
    row = selectors.one_budget(scope, budget_id)
    tree, lines = places.tree(scope, clock.today()), load_lines(NOTICE)
    rows = {one.id: one for one in board(scope, row.year)}
    return One(
        rows[row.pk], row.year,
        tuple(
            Move(
                f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", MOVES[one.what], yuan(one.fen), one.by, one.why, one.document,
                f"{tree.name(one.other.county)} {lines[one.other.line]}" if one.other else "", one.application_id,
            )
            for one in selectors.moves(scope, budget_id)
        ),
        tuple((pk, f"{one.county} {one.line}") for pk, one in rows.items() if pk != row.pk),
    )  # fmt: skip


def add(scope: Scope, budget_id: int, fen: int | None, told: Ordered) -> bool:
    """More money for a budget. False: sent before. Raises OutOfScope, NotPossible."""
    row = _to_change(scope, budget_id, fen, told)
    return budgets.add(by=scope.actor, at=clock.now(), budget=row, fen=fen or 0, told=_cut(told))


def move(scope: Scope, budget_id: int, target_id: int, fen: int | None, told: Ordered) -> bool:
    """Money that is left goes to another budget of the same year. False: sent before.

    Raises OutOfScope, also for a target outside of the scope; NotPossible.
    """
    row = _to_change(scope, budget_id, fen, told)
    target = selectors.one_budget(scope, target_id)
    if target.pk == row.pk or target.year != row.year:
        raise NotPossible("请选同一年的另一笔额度。")
    try:
        return budgets.move(
            by=scope.actor, at=clock.now(), source=row, target=target, fen=fen or 0, told=_cut(told)
        )
    except budgets.TooLittle as short:
        raise NotPossible(
            f"只剩 {yuan(short.left_fen)} 元没有占用，不能调出 {yuan(fen or 0)} 元。"
        ) from None


def _to_change(scope: Scope, budget_id: int, fen: int | None, told: Ordered) -> Budget:
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(budget_id)
    row = selectors.one_budget(scope, budget_id)
    if fen is None or fen <= 0:
        raise NotPossible("金额应大于0。请写数字，单位元。")
    if not told.why.strip() or not told.document.strip():
        raise NotPossible("请写明文件和理由。")
    return row


def _cut(told: Ordered) -> Ordered:
    return Ordered(told.why.strip()[:300], told.document.strip()[:200], told.key[:40])
