"""资金额度: what each county may pay of each funding line in a year, and what is left of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leye.apps.subsidies.actions import NotPossible
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
                scope, said.get("unit", ""), said.get("line", ""), clock.today().year, fen, said.get("document", "")
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
