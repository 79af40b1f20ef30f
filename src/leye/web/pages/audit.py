"""The audit log for those who may read it, and the proof that nothing in it was changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from leye.core.scope import Capability, Scope
from leye.trips.ledger import auditing
from leye.web.guard import guarded


@require_GET
@guarded(Capability.READ_AUDIT)
def events(request: HttpRequest, scope: Scope) -> HttpResponse:
    before = request.GET.get("before", "")
    found = auditing.events(scope, int(before) if before.isdecimal() else None)
    return render(request, "audit.html", {"events": found, "result": None})


@require_POST
@guarded(Capability.READ_AUDIT)
def verify(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Walk the whole chain and say whether it holds."""
    content = {"events": auditing.events(scope, None), "result": auditing.verify(scope)}
    return render(request, "audit.html", content)
