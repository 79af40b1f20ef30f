"""车辆和价格: the vehicles of a county, their carriers and prices, by days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leye.apps.journeys.actions import NotPossible
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.journeys import journey_fleet
from leye.trips.listing import units
from leye.web.guard import guarded


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_PEOPLE)
def vehicles(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What a county has said of its vehicles; another can be added, one can be ended."""
    if request.method == "POST":
        said = request.POST
        try:
            if said.get("kind", "").isdecimal():
                journey_fleet.end(scope, int(said["kind"]), said.get("end", ""))
                messages.success(request, "已登记到哪天为止。")
            else:
                journey_fleet.add(scope, said.dict())
                messages.success(request, "已登记。下次排车按这些车和价格。")
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("journey_fleet")
    content = {
        "lines": journey_fleet.lines(scope), "estimates": journey_fleet.estimates(),
        "can_edit": scope.may(Capability.EDIT_JOURNEYS), "today": clock.today(),
        "modes": [(one.value, one.label) for one in journey_fleet.MODES],
        "units": units(scope, clock.today()), "given": {},
    }  # fmt: skip
    return render(request, "journey_fleet.html", content)
