"""公示: what everybody may read without an account, and may object to; the objections, for who answers them."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.subsidies.actions import NotPossible
from leye.core.scope import Capability, OutOfScope, Scope
from leye.trips.keys import keys_of
from leye.trips.subsidies import publicity
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from leye.web.guard import guarded, public


@public
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice that hangs today; names are masked, numbers are nowhere."""
    county = request.GET.get("county", "")
    county = county if len(county) == 6 and county.isascii() and county.isdigit() else ""
    content = {"found": publicity.notices(county), "key": secrets.token_hex(8)}
    return render(request, "publicity.html", content)


@public
@require_http_methods(["POST"])
def objection(request: HttpRequest, publicity_id: int) -> HttpResponse:
    """Somebody objects."""
    said = request.POST
    try:
        publicity.object_to(
            publicity_id, said.get("words", ""), said.get("contact", ""), said.get("key", ""),
            keys_of(settings.HOME),
        )  # fmt: skip
        messages.success(request, "异议已收到，人社部门会核实。核实期间不会拨付。")
    except NotAccepted as refused:
        messages.error(request, str(refused))
    except OutOfScope:
        raise Http404 from None
    return redirect("publicity")


@require_GET
@guarded(Capability.REVIEW_SUBSIDY, Capability.APPROVE)
def objections(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What was said against notices and waits for an answer."""
    found = publicity.objections(scope, keys_of(settings.HOME))
    return render(request, "objections.html", {"found": found})


@require_POST
@guarded(Capability.REVIEW_SUBSIDY, Capability.APPROVE)
def answer(request: HttpRequest, scope: Scope, objection_id: int) -> HttpResponse:
    """Whether somebody was right."""
    try:
        publicity.answer(
            scope, objection_id, upheld=request.POST.get("outcome") == "upheld",
            words=request.POST.get("words", ""),
        )  # fmt: skip
        messages.success(request, "异议已处理。")
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("objections")
