"""The start page: the month's return, what awaits me, and a look into the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leye.core.scope import Capability, Scope
from leye.trips.annexes.reporting import annex_titles
from leye.trips.overview import overview
from leye.trips.rosters.intake import NOTICE
from leye.web.guard import guarded


@guarded(Capability.READ_FIGURES)
def home(request: HttpRequest, scope: Scope) -> HttpResponse:
    seen = overview(scope)
    return render(
        request,
        "home.html",
        {"seen": seen, "late_by": -seen.days_left, "annexes": annex_titles(NOTICE)},
    )
