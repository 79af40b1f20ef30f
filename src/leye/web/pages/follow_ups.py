"""回访: the call list of the day, and who came home early."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from leye.apps.journeys.actions import NotPossible
from leye.core.journeys.vocabulary import Answer
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.journeys import follow_ups as trip
from leye.web.pages.journeys import day_of, edits, keys, reads


@require_GET
@reads
def follow_ups(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Whom to call, with the answers to note; who is back and waits for vacancies."""
    content = {
        "due": trip.due(scope, keys()), "back": trip.back_home(scope, keys()), "answers": list(Answer),
        "today": clock.today(), "can_edit": scope.may(Capability.EDIT_JOURNEYS),
    }  # fmt: skip
    return render(request, "follow_ups.html", content)


@require_POST
@edits
def note(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What a call found."""
    said = request.POST
    booking, days = said.get("booking", ""), said.get("days", "")
    answer, on = Answer.read_code(said.get("answer", "")), day_of(said.get("on", ""))
    if not booking.isdecimal() or not days.isdecimal() or answer is None or on is None:
        messages.error(request, "没有选回访结果，或没有写清日期（如 2020-06-15）。")
        return redirect("follow_ups")
    try:
        is_new = trip.note(scope, int(booking), int(days), answer, on)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        if is_new:
            messages.success(request, f"已记下“{answer.label}”。")
        else:
            messages.warning(request, "这一次回访已经登记过，没有再记。")
    return redirect("follow_ups")
