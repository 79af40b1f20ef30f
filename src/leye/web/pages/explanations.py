"""变动说明: why each figure differs between two returns or two days, down to the people."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leye.core.reports.explain import Reason, Step
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.annexes.reporting import annex_titles
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.returns import explaining_pages as trip
from leye.trips.returns.explaining_pages import Pair
from leye.trips.rosters.intake import NOTICE
from leye.web.guard import guarded


def _pair(request: HttpRequest, scope: Scope) -> Pair:
    """The two sides that an address names. Raises Http404."""
    unit = request.GET.get("unit") or scope.unit
    before, after = request.GET.get("before"), request.GET.get("after")
    try:
        scope.narrowed(unit)
        usual = Pair(unit, before, after) if before and after else trip.default_pair(scope, unit)
    except ValueError:
        raise Http404 from None
    return Pair(unit, before or usual.before, after or usual.after)


@require_GET
@guarded(Capability.READ_FIGURES)
def explanation(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every cell of one annex: how it differs, and in words why."""
    pair, annex = _pair(request, scope), request.GET.get("annex", "1")
    content = {
        "pair": pair,
        "annex": annex,
        "annexes": annex_titles(NOTICE),
        "units": units(scope, clock.today()),
        "choices": trip.choices(scope, pair.unit),
        "page": None,
    }
    try:
        content["page"] = trip.page(scope, pair, annex)
    except ValueError:
        return render(request, "explanation.html", content, status=400)
    except KeyError:
        raise Http404 from None
    return render(request, "explanation.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def cell(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One cell: the paragraph, and its parts by step."""
    said = request.GET
    pair = _pair(request, scope)
    annex, key, column = said.get("annex", ""), said.get("key", ""), said.get("column", "")
    try:
        found = trip.detail(scope, pair, annex, key, column)
    except (KeyError, ValueError):
        raise Http404 from None
    content = {"found": found, "pair": pair, "annex": annex, "key": key, "column": column}
    is_part = bool(request.headers.get("HX-Request"))
    return render(
        request, "_explanation_cell.html" if is_part else "explanation_cell.html", content
    )


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The people behind one part of a cell."""
    said = request.GET
    pair = _pair(request, scope)
    annex, key, column = said.get("annex", ""), said.get("key", ""), said.get("column", "")
    try:
        step, reason = Step(said.get("step", "")), Reason(said.get("reason", ""))
        detail = trip.detail(scope, pair, annex, key, column)
        keys = keys_of(settings.HOME)
        found = trip.people_behind(scope, pair, annex, key, column, step, reason, keys)
    except (KeyError, ValueError, StopIteration):
        raise Http404 from None
    content = {
        "found": found,
        "detail": detail,
        "step": step,
        "reason": reason,
        "pair": pair,
        "annex": annex,
    }
    return render(request, "explanation_people.html", content)
