"""逐人核查: how many of a unit fit each check of a person's facts, and their list."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.ledger import person_checks as trip
from leye.trips.listing import units
from leye.web.guard import guarded


@require_GET
@guarded(Capability.READ_FIGURES)
def checks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every check with its number on the last month end."""
    unit = request.GET.get("unit") or scope.unit
    on = Month.of(clock.today()).shifted(-1).last_day
    try:
        found = trip.counted(scope, unit, on)
    except ValueError:
        raise Http404 from None
    content = {"found": found, "unit": unit, "on": on, "units": units(scope, clock.today())}
    return render(request, "person_checks.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """Who is on the list of a check."""
    unit = request.GET.get("unit") or scope.unit
    on = Month.of(clock.today()).shifted(-1).last_day
    try:
        check, many, rows = trip.listed(scope, unit, on, key, keys_of(settings.HOME))
    except (ValueError, StopIteration):
        raise Http404 from None
    content = {"check": check, "many": many, "people": rows, "on": on, "unit": unit}
    return render(request, "person_check.html", content)
