"""部门任务: who has brought what for a month, the form of one duty, and the state of sites as 发改 tells it."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.boards import boards
from leye.trips.boards import duties as trip
from leye.trips.listing import units
from leye.web.guard import guarded

SHOWN = 300


def _month(text: str) -> Month:
    """A month, the last one that is over by default. Raises Http404."""
    try:
        return Month.parse(text) if text else Month.of(clock.today()).shifted(-1)
    except ValueError:
        raise Http404 from None


def _months() -> list[Month]:
    return [Month.of(clock.today()).shifted(-back) for back in range(13)]


@require_GET
@guarded(Capability.READ_FIGURES)
def duties(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every county of a unit with each duty."""
    unit = boards.own_unit(scope, request.GET.get("unit", ""))
    found = trip.board(scope, unit, _month(request.GET.get("month", "")))
    content = {"board": found, "months": _months(), "units": units(scope, clock.today())}
    return render(request, "duties.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def duty(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """One duty: its words, who has brought it, and the form for who brings it."""
    one = trip.duty_of(key)
    month = _month(request.GET.get("month", ""))
    if request.method == "POST":
        said = request.POST
        many = said.get("many", "")
        try:
            is_new = trip.deliver(
                scope, key, month, int(many) if many.isdecimal() and len(many) < 9 else None, said.get("what", ""),
                said.get("document", ""),
            )  # fmt: skip
        except trip.NotAccepted as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, "已登记。" if is_new else "同样的内容已经登记过，没有重复登记。"
            )
        return redirect(f"{reverse('duty', args=[key])}?month={month}")
    found = trip.board(scope, scope.unit, month)
    rows = [(row, cell) for row in found.rows for cell in row.cells if cell.duty.key == key]
    content = {
        "duty": one, "board": found, "month": month, "months": _months(), "rows": rows[:SHOWN],
        "may_bring": trip.may_bring(scope, one), "is_own": scope.department is one.department,
    }  # fmt: skip
    return render(request, "duty.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def progress(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The sites with their building and moving in; a POST notes one of them."""
    unit = boards.own_unit(scope, request.GET.get("unit", ""))
    if request.method == "POST":
        _record(request, scope)
        return redirect("progress")
    today = clock.today()
    found = trip.progress(scope, unit, today)
    content = {
        "found": found[:SHOWN], "many": len(found), "told": sum(one.told is not None for one in found),
        "stages": trip.STAGES, "may_bring": trip.may_bring(scope, trip.duty_of("construction")), "today": today,
        "units": units(scope, today), "unit": unit,
    }  # fmt: skip
    return render(request, "progress.html", content)


def _record(request: HttpRequest, scope: Scope) -> None:
    said = request.POST
    names = ("dwellings", "built", "households", "people")
    numbers = {n: said.get(n, "") for n in names}
    site = said.get("site", "")
    try:
        as_of = dt.date.fromisoformat(said.get("as_of", ""))
    except ValueError:
        messages.error(request, "没有写清截至日期。请写成 2020-06-01。")
        return
    if not site.isdecimal() or any(not (v.isdecimal() and len(v) < 8) for v in numbers.values()):
        messages.error(request, "套数、户数和人数都要填整数，没有的填 0；安置点要从列表里选。")
        return
    whole = {name: int(value) for name, value in numbers.items()}
    try:
        is_new = trip.record_progress(
            scope, int(site), as_of, said.get("stage", ""), whole, said.get("document", "")
        )
    except trip.NotAccepted as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已登记。" if is_new else "同样的内容已经登记过，没有重复登记。")
