"""Sites: what the region's list says, what the ledger counts, how each is served."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.core.scope import Capability, Scope
from leye.core.vocabulary import StationState
from leye.gateways import clock
from leye.trips import site_pages
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


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def site(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """One site; its clerk may record how it is served."""
    if request.method == "POST":
        state = StationState.read(request.POST.get("state", ""))
        staff = request.POST.get("staff", "")
        if state is None:
            messages.error(request, "没有选建立情况。请选已建、在建、依托或未建。")
            return redirect("site", site_id)
        site_pages.record_station(
            scope,
            site_id,
            state,
            request.POST.get("kind", ""),
            request.POST.get("place", ""),
            int(staff) if staff.isdecimal() and len(staff) < 5 else None,
            request.POST.get("phone", ""),
        )
        messages.success(request, "就业服务平台情况已登记，从今天起用于附件3。")
        return redirect("site", site_id)
    row, month = site_pages.site_row(scope, site_id)
    states = [state.label for state in StationState]
    return render(request, "site.html", {"row": row, "month": month, "states": states})
