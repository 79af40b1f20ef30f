"""人岗对接: a run and what it proves, who fell short and why, what becomes of what is put forward."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.matching.actions import NotPossible
from leye.apps.vacancies.actions import NoOpeningLeft
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import Refusal, Step
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.matching import matching_pages, matching_run
from leye.trips.matching.matching_run import Supposed
from leye.trips.vacancies import proposals
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.progress import progress

reads = guarded(Capability.READ_PEOPLE)
edits = guarded(Capability.EDIT_LEDGER)


def _keys() -> Keyring:
    return keys_of(settings.HOME)


@require_http_methods(["GET", "POST"])
@reads
def runs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What stands, the runs, and the form to ask for one or to ask "if these openings came"."""
    if request.method == "POST":
        return _ask(request, scope)
    content = {
        "standing": matching_pages.standing(scope), "runs": matching_pages.runs(scope),
        "units": units(scope, clock.today()), "can_ask": scope.may(Capability.EDIT_LEDGER) and scope.site is None,
        "due": proposals.follow_ups(scope, _keys()),
    }  # fmt: skip
    return render(request, "matching.html", content)


def _ask(request: HttpRequest, scope: Scope) -> HttpResponse:
    said = request.POST
    supposed = None
    if said.get("what_if") == "1":
        openings, pay = said.get("openings", ""), said.get("pay", "") or "0"
        if not (
            openings.isdecimal()
            and 0 < int(openings) <= 100_000
            and pay.isdecimal()
            and len(pay) < 6
        ):
            messages.error(request, "名额要写大于0的数字，月薪写数字或不填。")
            return redirect("matching")
        supposed = Supposed(
            said.get("place", scope.unit), int(openings), int(pay), said.get("suits_weak") == "1",
            said.get("lodging") == "1",
        )  # fmt: skip
    try:
        row, is_new = matching_run.ask(scope, said.get("unit", scope.unit), supposed)
    except (OutOfScope, ValueError):
        return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
    if not is_new:
        messages.warning(request, "同样的匹配正在进行，没有再做一次。")
    return redirect("matching_run", row.pk)


@require_GET
@reads
def run(request: HttpRequest, scope: Scope, run_id: int) -> HttpResponse:
    """One run: how far it is, what it came to, what is proved, who fell short."""
    view = matching_pages.run(scope, run_id)
    unit, rule = request.GET.get("unit", ""), request.GET.get("rule", "")
    rule = rule if rule in matching_pages.rule_codes() else ""
    unit = unit if len(unit) == 6 and unit.isascii() and unit.isdigit() else ""
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else 0
    short = (
        []
        if view.is_moving
        else matching_pages.shortfalls(scope, run_id, _keys(), unit, rule, after)
    )
    content = {
        "view": view, "short": short, "unit": unit, "rule": rule,
        "next_after": short[-1].id if len(short) == matching_pages.PAGE else 0,
    }  # fmt: skip
    return render(request, "matching_run.html", content)


@require_GET
@reads
def state(request: HttpRequest, scope: Scope, run_id: int) -> HttpResponse:
    """How far a run is; when it came to rest, the whole page is fetched again."""
    view = matching_pages.run(scope, run_id)
    return progress(request, "_matching_progress.html", {"view": view}, view.is_moving)


@require_GET
@reads
def person(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    """A person's list, with what became of each vacancy; for the person's page."""
    content = {
        "lines": proposals.of_person(scope, person_id), "refusals": list(Refusal), "today": clock.today(),
        "person_id": person_id,
    }  # fmt: skip
    return render(request, "_proposals.html", content)


@require_POST
@edits
def note(request: HttpRequest, scope: Scope, proposal_id: int) -> HttpResponse:
    step, person_id = Step.read_code(request.POST.get("step", "")), request.POST.get("person", "")
    back = redirect("person", int(person_id)) if person_id.isdecimal() else redirect("matching")
    try:
        on = dt.date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        messages.error(request, "没有写清日期。请写成 2020-06-01。")
        return back
    if step is None:
        messages.error(request, "没有选结果。请选一项再提交。")
        return back
    try:
        proposals.note(scope, proposal_id, step, on, request.POST.get("why", ""))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    except NoOpeningLeft:
        messages.error(request, "这个岗位刚刚招满或已关闭，没有登记录用。请改推别的岗位。")
    else:
        messages.success(request, f"已记下“{step.label}”。")
    return back


@require_GET
@reads
def why_not(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    """Why a vacancy is not put forward to somebody."""
    asked = request.GET.get("vacancy", "")
    found = (
        proposals.why_not(scope, person_id, int(asked))
        if asked.isdecimal() and len(asked) < 18
        else ()
    )
    return render(request, "_why_not.html", {"found": found})
