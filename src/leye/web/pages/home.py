"""The start page: the month's return, what awaits me, and a look into the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from leye.core.scope import Capability, Scope
from leye.trips.annexes.reporting import annex_titles
from leye.trips.overview import overview
from leye.trips.rosters.intake import NOTICE
from leye.web import menu
from leye.web.guard import guarded


@guarded(Capability.READ_FIGURES, Capability.APPLY_FOR_SUBSIDY)
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The start page of an office; whoever has no office goes to where its own work is."""
    if not scope.may(Capability.READ_FIGURES):
        return redirect(menu.start_of(scope))
    seen = overview(scope)
    return render(
        request,
        "home.html",
        {"seen": seen, "late_by": -seen.days_left, "annexes": annex_titles(NOTICE)},
    )
