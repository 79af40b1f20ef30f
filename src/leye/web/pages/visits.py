"""走访: what came in and what contradicts itself, at a desk; the list and the survey on a phone, with or without a network."""

import datetime as dt
import json

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from leye.apps.visits.actions import Judged
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.visits import offline, visit_cases, visit_pages, visit_sheets, visiting
from leye.trips.visits.visit_cases import Ruling
from leye.web.guard import guarded
from leye.web.pages.files import download


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def overview(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Contradictions to judge, and the visits that came last."""
    keys = keys_of(settings.HOME)
    content = {
        "cases": visit_cases.waiting(scope, keys), "rulings": visit_cases.RULINGS,
        "newest": visit_pages.newest(scope, keys), "clocks_off": visit_pages.clocks_off(scope),
        "sites": visiting.own_sites(scope), "may_judge": scope.may(Capability.EDIT_LEDGER),
    }  # fmt: skip
    return render(request, "visits.html", content)


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def phone(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The shell on a phone: nobody's name is in it, so that it may be kept there."""
    return render(request, "visit_phone.html")


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def listed(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What a phone takes along: the sites to choose, or the list of one, the form, the hour, and a token to send with."""
    survey = visiting.survey(clock.today())
    told: dict[str, object] = {
        "now": clock.now().isoformat(), "token": get_token(request), "who": scope.actor, "days": survey.days,
        "form": survey.number, "notice": survey.notice,
        "questions": [
            {"key": q.key, "label": q.label, "options": list(q.options.items()), "write": q.write} for q in survey.questions
        ],
        "sites": [{"id": site.id, "name": site.name} for site in visiting.own_sites(scope)],
    }  # fmt: skip
    asked = request.GET.get("site", "")
    if asked.isdecimal():
        due = visiting.to_visit(scope, int(asked), keys_of(settings.HOME))
        told["site"] = int(asked)
        told["people"] = [
            {"id": one.person_id, "name": one.name, "tail": one.tail, "phone": one.phone, "why": one.why} for one in due
        ]  # fmt: skip
        told["none"] = "" if due else visiting.why_nobody(scope, int(asked))
    return JsonResponse(told)


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def answers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What a phone kept, as JSON: {"device_now": …, "items": […]}; the same item twice counts once."""
    try:
        raw = json.loads(request.body)
        device_now = dt.datetime.fromisoformat(raw["device_now"])
        items = list(raw["items"])
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"problem": "发来的内容读不出来。"}, status=400)
    if device_now.tzinfo is None:
        return JsonResponse({"problem": "手机时间没有写时区。"}, status=400)
    told = offline.bring(scope, items, device_now, keys_of(settings.HOME))
    said = [{"uuid": one.key, "state": one.state, "words": one.words} for one in told]
    return JsonResponse({"items": said, "now": clock.now().isoformat()})


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def sheet(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """The survey of a site as a workbook to print or to fill in."""
    content = visit_sheets.survey_sheet(scope, site_id, keys_of(settings.HOME))
    return download(content, f"survey-{site_id}.xlsx")


@require_POST
@guarded(Capability.EDIT_LEDGER)
def judge(request: HttpRequest, scope: Scope, contradiction_id: int) -> HttpResponse:
    """Which of two visits counts."""
    ruling = Ruling.read_code(request.POST.get("ruling", ""))
    why = request.POST.get("why", "")
    if ruling is None or not why.strip():
        messages.error(request, "没有选以哪份为准，或没有写依据。两项都要填。")
        return redirect("visits")
    try:
        visit_cases.judge(scope, contradiction_id, ruling, why, keys_of(settings.HOME))
    except Judged:
        messages.warning(request, "这一件别人刚刚判定过了。")
        return redirect("visits")
    messages.success(request, f"已判定：{ruling.label}。")
    return redirect("visits")
