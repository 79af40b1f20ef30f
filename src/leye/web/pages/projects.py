"""重点项目和以工代赈: the list, one project with its pay lists, the sheet to hang there; key enterprises; differences."""

import datetime as dt
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.local_jobs.vocabulary import KeyKind, ProjectKind
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.documents.typeset import NoFonts
from leye.trips.listing import units
from leye.trips.local_jobs import key_enterprises as firms
from leye.trips.local_jobs import local_jobs_differences as differing
from leye.trips.local_jobs import local_jobs_due as falling_due
from leye.trips.local_jobs import projects as trip
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.files import download, kept_upload
from leye.web.pages.placing import attempt, edits, keys

reads = guarded(Capability.READ_FIGURES)


@require_GET
@reads
def projects(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The projects of the own units."""
    after = request.GET.get("after", "")
    found = trip.listed(scope, int(after) if after.isdecimal() else 0)
    more = found[-1].row.pk if len(found) == trip.PAGE else 0
    return render(request, "projects.html", {"found": found, "more": more})


@require_http_methods(["GET", "POST"])
@edits
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Register a project."""
    kind, start = ProjectKind.read_code(given.text(request, "kind")), given.day(request, "start")
    if request.method == "POST":
        funds = given.fen(request, "central")
        if kind is None or start is None or (funds is None and given.text(request, "central")):
            messages.error(request, "项目类型、开工日期要填写；中央资金写数字，单位元。")
        else:
            told = trip.Given(
                given.text(request, "county"), ProjectKind(kind), given.text(request, "name"),
                given.text(request, "employer"), given.whole(request, "year") or 0, funds or 0, start,
                given.day(request, "end"), given.text(request, "code"), given.text(request, "place"),
                given.whole(request, "places") or 0, given.text(request, "document"),
            )  # fmt: skip
            made: list[int] = []
            if attempt(request, lambda: made.append(trip.register(scope, told))):
                messages.success(request, "已登记项目。每月上传劳务报酬发放表。")
                return redirect("project", made[0])
    content = {
        "units": units(scope, clock.today()), "given": request.POST, "year": clock.today().year,
        "kinds": [(x.value, x.label) for x in ProjectKind],
    }  # fmt: skip
    return render(request, "project_new.html", content)


@require_GET
@reads
def project(request: HttpRequest, scope: Scope, project_id: int) -> HttpResponse:
    page = trip.page(scope, project_id)
    content = {
        "page": page, "row": page.line.row, "kind": "project", "place_id": project_id,
        "asking": page.asking, "free": page.line.row.places, "last_month": f"{Month.of(clock.today()).shifted(-1)}",
    }  # fmt: skip
    return render(request, "project.html", content)


@require_POST
@guarded(Capability.UPLOAD_ROSTER)
def pay(request: HttpRequest, scope: Scope, project_id: int) -> HttpResponse:
    """A month's pay list by Excel."""
    file, month = request.FILES.get("file"), given.month(request, "month")
    if file is None or not file.name or month is None:
        messages.error(request, "请选一份发放表（.xlsx、.xls 或 .csv），并写清是哪个月的。")
        return redirect("project", project_id)
    made: list[int] = []
    with kept_upload(file) as path:
        if path is not None and attempt(
            request,
            lambda: made.append(
                trip.bring_list(
                    scope, project_id, month, path, Path(file.name or "").name, keys()
                ).pk
            ),
        ):
            return redirect("roster", made[0])
    return redirect("project", project_id)


@require_GET
@guarded(Capability.READ_PEOPLE)
def board(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    """The sheet to hang at the project: masked."""
    return render(request, "pay_board.html", {"board": trip.board(scope, list_id, keys())})


@require_GET
@guarded(Capability.READ_PEOPLE)
def board_pdf(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    """The same sheet as a PDF."""
    try:
        made = trip.board_pdf(scope, list_id, keys())
    except NoFonts as why:
        messages.error(request, str(why))
        return redirect("pay_board", list_id)
    return download(made, f"pay-board-{list_id}.pdf", "application/pdf")


@require_POST
@guarded(Capability.READ_PEOPLE)
def board_posted(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    done = trip.post_board(scope, list_id)
    messages.success(request, "已记下今天张贴。" if done else "以前已经记过张贴日期。")
    return redirect("pay_board", list_id)


@require_POST
@guarded(Capability.READ_PEOPLE)
def pay_withdraw(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    project_id = trip.withdraw(scope, list_id)
    messages.success(request, "已作废，台账里由它带来的就业已撤回。")
    return redirect("project", project_id)


@require_http_methods(["GET", "POST"])
@reads
def key_enterprises(request: HttpRequest, scope: Scope) -> HttpResponse:
    """重点企业 and how many relocated people work there by the ledger."""
    if request.method == "POST":
        kind, start = KeyKind.read_code(given.text(request, "kind")), given.day(request, "start")
        if kind is None or start is None:
            messages.error(request, "种类和起始日期都要填写。")
        else:
            told = firms.Given(
                given.text(request, "county"), given.text(request, "employer"), given.text(request, "code"),
                KeyKind(kind), start, given.day(request, "end"), given.text(request, "document"),
            )  # fmt: skip
            if attempt(request, lambda: firms.register(scope, told)):
                messages.success(request, "已列入重点企业。")
        return redirect("key_enterprises")
    content = {
        "found": firms.listed(scope), "units": units(scope, clock.today()), "given": request.POST,
        "kinds": [(x.value, x.label) for x in KeyKind], "today": clock.today(),
    }  # fmt: skip
    return render(request, "key_enterprises.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def differences(request: HttpRequest, scope: Scope) -> HttpResponse:
    """与台账不一致: annex 1's columns G and H by the ledger and as registered."""
    unit = request.GET.get("unit", scope.unit)
    unit = unit if len(unit) == 6 and unit.isascii() and unit.isdigit() else scope.unit
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = Month.of(clock.today()).shifted(-1).last_day
    on = min(on, clock.today())
    content = {
        "columns": differing.differences(scope, unit, on, keys()), "on": on, "unit": unit,
        "units": units(scope, on), "today": clock.today(), "most": differing.SHOWN,
    }  # fmt: skip
    return render(request, "local_differences.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def due(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What falls due: terms, recognitions, pay below the minimum."""
    return render(request, "local_due.html", {"due": falling_due.due(scope, keys())})
