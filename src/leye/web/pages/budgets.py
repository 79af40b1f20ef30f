"""资金额度: what each county may pay of each funding line in a year, and what is left of it."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leye.apps.subsidies.actions import NotPossible
from leye.apps.subsidies.budgets import Ordered
from leye.core.payments.money import read_yuan
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_lines
from leye.trips.listing import units
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies import budgets
from leye.web.guard import guarded


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The budgets of a year; who may approve writes them down by their document."""
    year = request.GET.get("year", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else clock.today().year
    if request.method == "POST":
        said = request.POST
        fen = read_yuan(said.get("total"))
        try:
            if fen is None:
                raise NotPossible("额度不是金额。请写数字，单位元。")
            budgets.set_total(
                scope, said.get("unit", ""), said.get("line", ""), clock.today().year, fen, said.get("document", ""), said.get("why", "")
            )  # fmt: skip
            messages.success(request, "额度已登记。")
        except NotPossible as refused:
            messages.error(request, str(refused))
        return redirect("budgets")
    content = {
        "found": budgets.board(scope, chosen), "year": chosen, "lines": list(load_lines(NOTICE).items()),
        "units": [one for one in units(scope, clock.today()) if not one.code.endswith("00")],
        "may_set": scope.may(Capability.APPROVE),
    }  # fmt: skip
    return render(request, "budgets.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def budget(request: HttpRequest, scope: Scope, budget_id: int) -> HttpResponse:
    """One budget with every move of it; more money, or money to another one, by document and reason."""
    if request.method == "POST":
        said = request.POST
        told = Ordered(said.get("why", ""), said.get("document", ""), said.get("key", ""))
        fen, target = read_yuan(said.get("sum")), said.get("target", "")
        try:
            if said.get("step") == "move":
                if not target.isdecimal():
                    raise NotPossible("没有选调到哪里。请选同一年的另一笔额度。")
                is_new = budgets.move(scope, budget_id, int(target), fen, told)
            else:
                is_new = budgets.add(scope, budget_id, fen, told)
            messages.success(request, "已登记。" if is_new else "这一笔已经登记过，没有重复登记。")
        except NotPossible as refused:
            messages.error(request, str(refused))
        return redirect("budget", budget_id)
    content = {
        "seen": budgets.one(scope, budget_id), "may_set": scope.may(Capability.APPROVE),
        "key": secrets.token_hex(8),
    }  # fmt: skip
    return render(request, "budget.html", content)
