"""Sites: what the region's list says, what the ledger counts, how each is served."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.annexes import site_pages
from leye.trips.listing import units
from leye.web.guard import guarded


@require_GET
@guarded(Capability.READ_FIGURES)
def sites(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The sites of a unit. At the region's level a league is to be chosen first: there are 1,140."""
    choices = units(scope, clock.today())
    known = {unit.code for unit in choices}
    unit = request.GET.get("unit", "")
    if unit not in known:
        unit = choices[1].code if choices[0].code.endswith("0000") else choices[0].code
    rows, month = site_pages.site_rows(scope, unit)
    content = {"rows": rows, "month": month, "units": choices, "unit": unit}
    return render(request, "sites.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def site(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """One site; how it is served stands on a page of its own."""
    row, month = site_pages.site_row(scope, site_id)
    return render(request, "site.html", {"row": row, "month": month})
