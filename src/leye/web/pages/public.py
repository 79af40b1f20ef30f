"""公开数字: what everybody may read of a month, as a page, as CSV and as JSON; and the region's button that publishes it."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.scope import Capability, OutOfScope, Scope
from leye.trips.boards import public_figures as trip
from leye.web.guard import guarded, public
from leye.web.pages.jobs import shared_for_a_moment


def _asked(request: HttpRequest) -> trip.Public | None:
    text = request.GET.get("month", "")
    try:
        return trip.public(Month.parse(text) if text else None)
    except ValueError:
        raise Http404 from None


@public
@shared_for_a_moment
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The newest month, or another that is public."""
    found = _asked(request)
    if found is None and request.GET.get("month"):
        raise Http404
    return render(request, "public_figures.html", {"found": found, "columns": trip.COLUMNS})


@public
@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    found = _asked(request)
    if found is None:
        raise Http404
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["行政区划代码", "单位", *(label for _, label in trip.COLUMNS)])
    for line in found.lines:
        writer.writerow([line.code, line.name, *(line.figures or ["*"] * len(trip.COLUMNS))])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{found.month}.csv"'
    return answer


@public
@require_GET
def figures_json(request: HttpRequest) -> JsonResponse:
    """The same for programs; a unit that is left out has null."""
    found = _asked(request)
    if found is None:
        raise Http404
    names = [name for name, _ in trip.COLUMNS]
    lines = [
        {
            "code": line.code, "name": line.name, "level": line.level,
            "figures": dict(zip(names, line.figures, strict=True)) if line.figures else None,
        }
        for line in found.lines
    ]  # fmt: skip
    told = {
        "month": str(found.month),
        "least": found.least,
        "published_on": found.published_at,
        "lines": lines,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "POST"])
@guarded(Capability.PUBLISH)
def publish(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The months that can be made public; only the region does it."""
    if scope.unit != REGION:
        raise OutOfScope(scope.unit)
    if request.method == "POST":
        try:
            is_new = trip.publish(scope, Month.parse(request.POST.get("month", "")))
        except ValueError:
            messages.error(request, "这个月份不能公布。请选已经结束的月份。")
        else:
            messages.success(
                request, "已公布。" if is_new else "这个月已经公布过；公布以后不再改动。"
            )
        return redirect("figures_publish")
    return render(
        request, "figures_publish.html", {"waiting": trip.waiting(), "newest": trip.public()}
    )
