"""扶贫车间: the list, one workshop, its recognitions, and what shows that it runs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.local_jobs.vocabulary import Leaving, Proof
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.listing import units
from leye.trips.local_jobs import workshops as trip
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.placing import attempt, edits, keys

reads = guarded(Capability.READ_FIGURES)


@require_GET
@reads
def workshops(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The workshops of the own units."""
    after = request.GET.get("after", "")
    found = trip.listed(scope, int(after) if after.isdecimal() else 0)
    more = found[-1].row.pk if len(found) == trip.PAGE else 0
    return render(request, "workshops.html", {"found": found, "more": more})


@require_http_methods(["GET", "POST"])
@edits
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Register a workshop."""
    if request.method == "POST":
        told = trip.Given(
            given.text(request, "county"), given.text(request, "name"), given.text(request, "employer"),
            given.text(request, "code"), given.whole(request, "site"), given.text(request, "place"),
            given.text(request, "trade"), given.whole(request, "places") or 0,
            given.yes(request, "aided") is True,
        )  # fmt: skip
        made: list[int] = []
        if attempt(request, lambda: made.append(trip.register(scope, told))):
            messages.success(request, "已登记。接着登记认定和在岗人员。")
            return redirect("workshop", made[0])
    content = {
        "units": units(scope, clock.today()), "sites": trip.sites_of(scope), "given": request.POST,
    }  # fmt: skip
    return render(request, "workshop_new.html", content)


@require_GET
@reads
def workshop(request: HttpRequest, scope: Scope, workshop_id: int) -> HttpResponse:
    page = trip.page(scope, workshop_id, keys())
    content = {
        "page": page, "row": page.row, "kind": "workshop", "place_id": page.row.pk, "there": page.there, "asking": page.asking, "today": clock.today(),
        "proofs": [(x.value, x.label) for x in Proof], "whys": [(x.value, x.label) for x in Leaving],
        "last_month": f"{Month.of(clock.today()).shifted(-1)}",
        "free": max(page.row.places - page.there, 0),
    }  # fmt: skip
    return render(request, "workshop.html", content)


@require_POST
@edits
def recognise(request: HttpRequest, scope: Scope, workshop_id: int) -> HttpResponse:
    start = given.day(request, "start")
    if start is None:
        messages.error(request, "没有写清认定起始日期。请写成 2020-06-01。")
    elif attempt(
        request,
        lambda: trip.recognise(
            scope, workshop_id, start, given.day(request, "end"), given.text(request, "document")
        ),
    ):
        messages.success(request, "已登记认定，在岗人员按认定期限计入“扶贫车间吸纳”。")
    return redirect("workshop", workshop_id)


@require_POST
@edits
def cancel(request: HttpRequest, scope: Scope, workshop_id: int) -> HttpResponse:
    on, row = given.day(request, "on"), given.whole(request, "recognition")
    if on is None or row is None:
        messages.error(request, "没有写清撤销日期。请写成 2020-06-01。")
    elif attempt(
        request, lambda: trip.cancel(scope, row, workshop_id, on, given.text(request, "document"))
    ):
        messages.success(request, "已撤销认定。在岗人员仍算本地就业，不再算“扶贫车间吸纳”。")
    return redirect("workshop", workshop_id)


@require_POST
@edits
def prove(request: HttpRequest, scope: Scope, workshop_id: int) -> HttpResponse:
    month, kind = given.month(request, "month"), Proof.read_code(given.text(request, "proof"))
    if month is None or kind is None:
        messages.error(request, "月份和凭证种类都要填写。")
    elif attempt(
        request,
        lambda: trip.prove(scope, workshop_id, month, Proof(kind), given.text(request, "document")),
    ):
        messages.success(request, f"已记下 {month} 的运行凭证。")
    return redirect("workshop", workshop_id)
