"""劳务输出: the going-out list, who goes, vehicles with their people, and where they are picked up."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.journeys.actions import NotPossible
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.journeys import going_out as going
from leye.trips.journeys import journey_booking, journey_changes, journey_pages, journey_planning
from leye.trips.keys import keys_of
from leye.trips.matching import matching_run
from leye.web.guard import guarded
from leye.web.pages.progress import progress

reads = guarded(Capability.READ_PEOPLE)
edits = guarded(Capability.EDIT_JOURNEYS)


def keys() -> Keyring:
    return keys_of(settings.HOME)


def day_of(text: str) -> dt.date | None:
    """A day of a form; None where it cannot be read."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@reads
def going_out(request: HttpRequest, scope: Scope) -> HttpResponse:
    """拟外出清单 beside the vacancies away from home; matching can be run for it first."""
    if request.method == "POST":
        journey_booking.may_edit(scope, "matching")
        row, is_new = matching_run.ask(scope, scope.unit)
        if not is_new:
            messages.warning(request, "同样的匹配正在进行，没有再做一次。")
        return redirect("matching_run", row.pk)
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else 0
    found = going.listed(scope, keys(), after)
    content = {
        "going": found, "groups": journey_booking.candidates(scope, keys()), "today": clock.today(),
        "next_after": found.people[-1].person.id if len(found.people) == going.PAGE else 0,
        "can_edit": scope.may(Capability.EDIT_JOURNEYS),
    }  # fmt: skip
    return render(request, "going_out.html", content)


@require_POST
@edits
def book(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The marked people go, and begin on a day."""
    chosen = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    start_on = day_of(request.POST.get("start_on", ""))
    if not chosen or start_on is None:
        messages.error(request, "请勾选要去的人，并写清开工日期（如 2020-06-10）。")
        return redirect("going_out")
    try:
        many = journey_booking.book(scope, chosen, start_on)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已登记 {many} 人外出，{start_on} 开工。下一步到“排车”。")
        if start_on < clock.today():
            messages.warning(
                request,
                f"开工日期 {start_on} 已经过去，排不上车。请核对；写错了，移到“不去了”后重新登记。",
            )
    return redirect("going_out")


@require_GET
@reads
def planner(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Vehicles day by day with their people, who waits and why; people can be moved between vehicles."""
    shown = journey_pages.board(scope, keys(), day_of(request.GET.get("from", "")))
    content = {
        "board": shown, "run": journey_planning.latest(scope), "today": clock.today(),
        "last": clock.today() + dt.timedelta(days=29), "can_edit": scope.may(Capability.EDIT_JOURNEYS),
    }  # fmt: skip
    return render(request, "journeys.html", content)


@require_POST
@edits
def plan(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Ask for a planning of the scope's bookings."""
    days = day_of(request.POST.get("from", "")), day_of(request.POST.get("to", ""))
    if days[0] is None or days[1] is None:
        messages.error(request, "请写清从哪天到哪天出发。")
        return redirect("journeys")
    try:
        _, is_new = journey_planning.ask(
            scope, scope.unit, (days[0], days[1]), request.POST.get("alone") == "1"
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        if not is_new:
            messages.warning(request, "正在排车，没有再排一次。")
    return redirect("journeys")


@require_GET
@reads
def state(request: HttpRequest, scope: Scope, run_id: int) -> HttpResponse:
    """How far a planning is; when it came to rest, the whole page is fetched again."""
    view = journey_planning.of(scope, run_id)
    return progress(request, "_journey_progress.html", {"run": view}, view.is_moving)


@require_POST
@edits
def move(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Somebody is put into another vehicle, by mouse or by the list beside his name."""
    booking, to = request.POST.get("booking", ""), request.POST.get("to", "")
    if not booking.isdecimal() or not (to.isdecimal() or to == "drop"):
        messages.error(request, "没有选要移到哪辆车。")
        return redirect("journeys")
    try:
        if to == "drop":
            journey_booking.give_up(scope, int(booking), "本人不去了")
        elif strange := journey_changes.move(scope, int(booking), int(to)):
            messages.warning(request, f"已经移过去，请核对：{strange}")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("journeys")


@require_http_methods(["GET", "POST"])
@edits
def stops(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Where sites are picked up, which roads are cut, and how far destinations are."""
    if request.method == "POST":
        said = request.POST
        try:
            journey_pages.set_distance(scope, said.dict())
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已记下。下次排车按新的里程。")
        return redirect("journey_stops")
    return render(
        request,
        "journey_stops.html",
        {"stops": journey_pages.stops(scope), "roads": journey_pages.roads(scope)},
    )
