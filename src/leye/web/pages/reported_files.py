"""回传表: a workbook that came back is compared with the version that was sent; each difference is a case."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from leye.apps.reports.actions import NotPossible
from leye.core.periods import Month
from leye.core.reports.brought import Outcome
from leye.core.scope import Capability, Scope
from leye.gateways.sheets.refusals import FileRefused
from leye.trips.keys import keys_of
from leye.trips.returns import reported_files
from leye.web.guard import guarded
from leye.web.pages.files import kept_upload


@require_POST
@guarded(Capability.PREPARE_RETURN)
def bring(request: HttpRequest, scope: Scope, version_id: int) -> HttpResponse:
    """Take a workbook in and compare it."""
    file = request.FILES.get("file")
    with kept_upload(file) as path:
        if path is None or file is None:
            messages.error(request, "没有选文件。请选一份这期报表的工作簿。")
            return redirect("return_version", version_id)
        try:
            keys = keys_of(settings.HOME)
            brought = reported_files.bring(scope, version_id, path, file.name or "", keys)
        except FileRefused as refused:
            messages.error(request, f"{refused.problem.message}{refused.problem.remedy}")
            return redirect("return_version", version_id)
        except NotPossible as refused_step:
            messages.error(request, str(refused_step))
            return redirect("return_version", version_id)
    return redirect("return_file", brought.pk)


@require_GET
@guarded(Capability.READ_FIGURES)
def file(request: HttpRequest, scope: Scope, brought_id: int) -> HttpResponse:
    """What a workbook says otherwise."""
    brought, rows = reported_files.cases(scope, brought_id)
    month = Month.parse(brought.version.report.month)
    content = {"brought": brought, "rows": rows, "outcomes": list(Outcome), "month": month}
    return render(request, "return_file.html", content)


@require_POST
@guarded(Capability.PREPARE_RETURN)
def judge(request: HttpRequest, scope: Scope, case_id: int) -> HttpResponse:
    """Say what is right about a cell."""
    said = request.POST
    chosen = next((one for one in Outcome if one.value == said.get("outcome")), Outcome.OURS)
    try:
        case = reported_files.judge(scope, case_id, chosen, said.get("words", ""))
    except NotPossible as refused:
        messages.error(request, str(refused))
        back = said.get("file", "")
        return redirect("return_file", int(back)) if back.isdecimal() else redirect("returns")
    return redirect("return_file", case.brought_id)
