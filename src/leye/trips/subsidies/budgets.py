"""资金额度: by county, funding line and year what is there, bound, approved, paid and left."""

from dataclasses import dataclass

from leye.apps.places import selectors as places
from leye.apps.subsidies import budgets, selectors
from leye.apps.subsidies.actions import NotPossible
from leye.core.payments.money import yuan
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_lines
from leye.trips.rosters.intake import NOTICE

MOVES = {
    "total": "登记额度", "reserve": "审核占用", "approve": "复核批准", "pay": "已拨付", "release": "退回额度",
    "repay": "追回",
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
    scope: Scope, county: str, line: str, year: int, total_fen: int, document: str
) -> None:
    """Write down what a county may pay, by a document. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(county)
    scope.narrowed(county)
    if county.endswith("00") or line not in load_lines(NOTICE):
        raise NotPossible("额度登记到旗县和资金来源。请逐项选好。")
    if not document.strip() or total_fen < 0:
        raise NotPossible("请写明下达额度的文件和金额。")
    try:
        budgets.set_total(
            by=scope.actor, at=clock.now(), county=county, line=line, year=year, total_fen=total_fen,
            document=document.strip()[:200],
        )  # fmt: skip
    except budgets.TooLittle as short:
        raise NotPossible(
            f"新额度低于已经占用和拨付的数（现在只剩 {yuan(short.left_fen)} 元可减）。"
        ) from None


def moves(scope: Scope, budget_id: int) -> list[tuple[str, str, str, str]]:
    """(when, what, yuan, who) of a budget, the newest first."""
    return [
        (f"{one.at:%Y-%m-%d %H:%M}", MOVES[one.what], yuan(one.fen), one.by)
        for one in selectors.moves(scope, budget_id)
    ]
