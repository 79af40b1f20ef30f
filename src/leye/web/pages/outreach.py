"""推送轮次: prepared, looked at, sent, followed, signed off; and how the channels do."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.messages.channels import Way
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.sheets.write import write_table
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.outreach import (
    outreach_health,
    outreach_pages,
    outreach_remarks,
    outreach_round,
    outreach_settling,
    outreach_stopping,
)
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.files import download
from leye.web.pages.progress import progress

sends = guarded(Capability.SEND_MESSAGES)


@require_http_methods(["GET", "POST"])
@sends
def rounds(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The rounds of the own units, and the form to prepare one."""
    if request.method == "POST":
        try:
            row = outreach_round.ask(scope, request.POST.get("unit", scope.unit))
        except (OutOfScope, ValueError):
            return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
        return redirect("outreach_round", row.pk)
    content = {
        "rounds": outreach_pages.rounds(scope), "units": units(scope, clock.today()),
        "providers": outreach_pages.providers(scope),
    }  # fmt: skip
    return render(request, "outreach.html", content)


@require_GET
@sends
def one(request: HttpRequest, scope: Scope, round_id: int) -> HttpResponse:
    """One round: who, what, by which way, what it costs, how it looks, how far it is."""
    state, way = request.GET.get("state", ""), request.GET.get("way", "")
    state = state if state in dict(outreach_pages.STATES) else ""
    way = way if Way.read_code(way) else ""
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else 0
    found = outreach_pages.lines(scope, round_id, keys_of(settings.HOME), state, way, after)
    content = {
        "view": outreach_pages.view(scope, round_id), "lines": found, "state": state, "way": way,
        "states": outreach_pages.STATES, "ways": [(x.value, x.label) for x in Way],
        "next_after": found[-1].id if len(found) == outreach_pages.PAGE else 0,
        "can_sign": any(line.can_sign for line in found),
    }  # fmt: skip
    return render(request, "outreach_round.html", content)


@require_GET
@sends
def state(request: HttpRequest, scope: Scope, round_id: int) -> HttpResponse:
    """How far a round is; when it came to rest, the whole page is fetched again."""
    view = outreach_pages.view(scope, round_id)
    is_moving = view.is_moving or view.is_asked
    return progress(request, "_outreach_progress.html", {"view": view}, is_moving)


@require_POST
@sends
def begin(request: HttpRequest, scope: Scope, round_id: int) -> HttpResponse:
    """Send what was prepared."""
    if outreach_round.begin(scope, round_id):
        messages.success(request, "已开始发送。")
    else:
        messages.warning(request, "没有发送：这一轮还在准备，或已经在发送。")
    return redirect("outreach_round", round_id)


@require_POST
@sends
def sign(request: HttpRequest, scope: Scope, round_id: int) -> HttpResponse:
    """Messages of the folder and slips that have reached their persons."""
    chosen = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    if not chosen:
        messages.error(request, "没有勾选人。请勾选已经送达本人的。")
        return redirect("outreach_round", round_id)
    done = outreach_settling.sign_off(scope, round_id, chosen, clock.now())
    messages.success(request, f"已登记 {done} 人送达，岗位算作已推送。")
    return redirect("outreach_round", round_id)


@require_POST
@sends
def file(request: HttpRequest, scope: Scope, round_id: int) -> HttpResponse:
    """The list to send by one's own means: names, telephones, texts."""
    rows = outreach_pages.file_rows(scope, round_id, keys_of(settings.HOME))
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "sheet.xlsx"
        write_table(path, {"发送表": rows})
        return download(path.read_bytes(), f"round-{round_id}.xlsx")


@require_http_methods(["GET", "POST"])
@sends
def person(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    """What went to a person, and his word at the desk on whether he wants more."""
    if request.method == "POST":
        outreach_stopping.at_desk(scope, person_id, request.POST.get("takes") == "1")
        messages.success(request, "已登记。")
        return redirect("person_messages", person_id)
    found = outreach_stopping.told(scope, person_id)
    content = {
        "person": person_id,
        "takes": found.takes,
        "stops": found.stops,
        "answers": found.answers,
        "found": found.found,
    }
    return render(request, "person_messages.html", content)


@require_GET
@sends
def health(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How each provider does."""
    return render(request, "outreach_health.html", {"found": outreach_health.health(scope)})


@require_GET
@sends
def remarks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What persons say of their data; each is judged as a case, and the judgement is the answer."""
    keys = keys_of(settings.HOME)
    return render(request, "remarks.html", {"found": outreach_remarks.remarks(scope, keys)})
