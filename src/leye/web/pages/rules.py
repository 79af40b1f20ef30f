"""补贴政策: the kinds, and each kind's page with its words, numbers over time, and examples that run."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.subsidies import rule_pages
from leye.web.guard import guarded


def _asked(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@require_GET
@guarded(Capability.READ_FIGURES)
def rules(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every kind with what it comes to here and now."""
    on = _asked(request)
    return render(request, "rules.html", {"lines": rule_pages.kinds(scope, on), "on": on})


@require_GET
@guarded(Capability.READ_FIGURES)
def rule(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    """One kind, as of any day."""
    return render(request, "rule.html", {"page": rule_pages.page(scope, kind, _asked(request))})
