"""承诺兑现: who has his three vacancies in time, down to names; the slips that bring them, and their signing for."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.apps.matching.actions import NotPossible
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.annexes import site_pages
from leye.trips.keys import keys_of
from leye.trips.outreach import promising
from leye.web.guard import guarded
from leye.web.pages.errors import told


def _asked(request: HttpRequest, scope: Scope) -> tuple[str, dt.date]:
    unit = request.GET.get("unit", scope.unit)
    unit = unit if len(unit) == 6 and unit.isascii() and unit.isdigit() else scope.unit
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = clock.today()
    return unit, min(on, clock.today())


def _key(request: HttpRequest) -> str:
    key = request.GET.get("promise", promising.VACANCIES)
    return key if key in dict(promising.PROMISES) else promising.VACANCIES


@require_GET
@guarded(Capability.READ_FIGURES)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The share kept as kept over all, unit by unit, as of any day."""
    unit, on = _asked(request, scope)
    content = {
        "board": promising.board(scope, unit, on, _key(request)), "promises": promising.PROMISES, "states": promising.STATES, "today": clock.today(),
        "may_open": scope.may(Capability.READ_PEOPLE),
    }  # fmt: skip
    return render(request, "promises.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The people behind a figure of the board."""
    unit, on = _asked(request, scope)
    site, state = request.GET.get("site", ""), request.GET.get("state", "")
    state = state if state in dict(promising.STATES) else ""
    chosen = int(site) if site.isdecimal() else None
    found, many = promising.owed(
        scope, unit, on, keys_of(settings.HOME), chosen, state, _key(request)
    )
    content = {
        "found": found,
        "many": many,
        "left": many - len(found),
        "on": on,
        "state": dict(promising.STATES).get(state, ""),
    }
    return render(request, "promise_people.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_PEOPLE)
def slips(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """Slips to print, four on a page, and to be signed off once they were handed over."""
    keys = keys_of(settings.HOME)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
        try:
            on = dt.date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            messages.error(request, "没有写清发放日期。请写成 2020-06-01。")
            return redirect("site_slips", site_id)
        if not chosen or on > clock.today():
            messages.error(request, "请勾选已经签收的人；发放日期不能晚于今天。")
            return redirect("site_slips", site_id)
        try:
            done = promising.hand_over(scope, site_id, chosen, on, keys)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("site_slips", site_id)
        messages.success(request, f"已记下 {done} 人签收，推单上的岗位算作已推送。")
        return redirect("site_slips", site_id)
    row, _ = site_pages.site_row(scope, site_id)
    found = promising.slips(scope, site_id, keys)
    if not scope.may(Capability.EDIT_LEDGER) and not found:
        return told(request, 404, "这里现在没有要发的推送单", "匹配以后再来。")
    return render(request, "site_slips.html", {"row": row, "found": found, "today": clock.today()})
