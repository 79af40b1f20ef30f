"""Links without an account: the escort's phone with or without a network, and the employer at its gate."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.journeys.actions import NotPossible
from leye.apps.matching.actions import NotPossible as StepNotPossible
from leye.gateways import clock
from leye.trips.journeys import escorting, journey_work
from leye.trips.passing import Opened, Purpose
from leye.web.guard import passed
from leye.web.pages.journeys import keys

KEPT_DAYS = 7  # so long the list may stay on the phone


@require_GET
@passed(Purpose.ESCORT)
def phone(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The shell on a phone: nobody's name is in it, so that it may be kept there."""
    return render(request, "escort.html")


@require_GET
@passed(Purpose.ESCORT)
def listed(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The journey as the phone takes it along."""
    told = escorting.page(opened, keys())
    return JsonResponse({
        "now": clock.now().isoformat(), "token": get_token(request), "who": escorting.scope_of(opened).actor,
        "days": KEPT_DAYS, "day": f"{told.journey.day:%m月%d日}", "destination": told.destination,
        "vehicle": told.journey.vehicle_no or told.journey.kind, "state": told.journey.state,
        "stops": [{"name": s.name, "at": s.at, "people": s.people} for s in told.stops],
        "people": [
            {"id": p.booking_id, "name": p.name, "stop": p.stop, "employer": p.employer, "mark": p.mark, "label": p.label,
             "strange": list(p.strange)}
            for p in told.people
        ],
    })  # fmt: skip


@require_POST
@passed(Purpose.ESCORT)
def ticks(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ticks that a phone kept: {"device_now": …, "items": […]}; the same one twice counts once."""
    try:
        raw = json.loads(request.body)
        items = [escorting.as_said(one) for one in list(raw["items"])]
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"problem": "发来的内容读不出来。"}, status=400)
    said = escorting.keep(escorting.scope_of(opened), opened.number, items)
    told = [
        {"uuid": one["key"], "state": "taken", "words": said[str(one["key"])]}
        if str(one["key"]) in said
        else {"uuid": one["key"], "state": "refused", "words": "这一条读不出来，请告诉办事人员"}
        for one in items
    ]
    return JsonResponse({"items": told, "now": clock.now().isoformat()})


@require_http_methods(["GET", "POST"])
@passed(Purpose.HANDOVER)
def gate(request: HttpRequest, opened: Opened) -> HttpResponse:
    """An employer says whom it received, once."""
    scope, journey_id, employer_id = journey_work.opened_by(opened)
    if request.method == "POST":
        received = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
        try:
            journey_work.confirm(scope, journey_id, employer_id, received, is_on_paper=False)
        except (NotPossible, StepNotPossible) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已确认接收 {len(received)} 人。谢谢。")
        return redirect("gate")
    shown = journey_work.gate(scope, journey_id, employer_id, keys())
    is_early = shown.sheet.journey.day > clock.today()
    return render(
        request, "gate.html", {"gate": shown, "is_early": is_early, "today": clock.today()}
    )
