"""Rosters: bring one, see what is wrong with it, explain or mend, let it go into the ledger."""

import datetime as dt
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips import receiving, roster_page
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.rosters import mending
from leye.trips.rosters.intake import Roster
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.files import download, kept_upload
from leye.web.pages.progress import progress

brings = guarded(Capability.BRING_LISTS)


def _keys() -> Keyring:
    return keys_of(settings.HOME)


@require_http_methods(["GET", "POST"])
@guarded(Capability.UPLOAD_ROSTER)
def uploads(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list with the form; a file that comes is kept, and read by a worker."""
    if request.method == "POST":
        return _receive(request, scope)
    today = clock.today()
    found = roster_page.uploads(scope)
    return render(
        request, "rosters.html", {"uploads": found, "units": units(scope, today), "today": today}
    )


def _receive(request: HttpRequest, scope: Scope) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or not file.name:
        messages.error(request, "没有选文件。请选一份 .xlsx、.xls 或 .csv 名册再上传。")
        return redirect("rosters")
    try:
        as_of = dt.date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError:
        messages.error(request, "没有写清名册的日期。请写名册截至哪一天，如 2020-05-31。")
        return redirect("rosters")
    if as_of > clock.today():
        messages.error(request, f"名册日期 {as_of} 还没有到。请写名册截至的日期。")
        return redirect("rosters")
    with kept_upload(file) as path:
        if path is None:
            return redirect("rosters")
        unit = request.POST.get("unit", scope.unit)
        try:
            roster = Roster(path, Path(file.name).name, unit, as_of)
            upload = receiving.receive(scope, roster, _keys())
        except (OutOfScope, ValueError):
            return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
    if upload.uploaded_at < clock.now() - dt.timedelta(seconds=5):
        messages.warning(request, "这份文件已经传过，还在处理中，没有再收一次。")
    return redirect("roster", upload.pk)


@require_GET
@brings
def upload(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """One upload: how far it is, the sum that balances, and its rows by what is wrong."""
    which = request.GET.get("show", "")
    after = int(request.GET["after"]) if request.GET.get("after", "").isdecimal() else 0
    page = roster_page.page(scope, upload_id, _keys(), which, after)
    return render(request, "roster.html", {"page": page})


@require_GET
@brings
def state(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """How far an upload is; when it came to rest, the whole page is fetched again."""
    seen = roster_page.progress(scope, upload_id)
    return progress(request, "_roster_progress.html", {"progress": seen}, seen.is_moving)


@require_POST
@brings
def explain(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    rows = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    try:
        many = mending.explain(scope, upload_id, rows, request.POST.get("words", ""))
    except ValueError:
        messages.error(request, "没有写说明。请写清情况，如“已核对，本人确在此处就业”。")
        return redirect("roster", upload_id)
    if many:
        messages.success(request, f"已说明 {many} 行，点“入账”后进入台账。")
    else:
        messages.warning(request, "没有可以说明的行：没有勾选，或者已经说明过。")
    return redirect("roster", upload_id)


@require_POST
@brings
def record(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    if not receiving.ask_record(scope, upload_id):
        messages.warning(request, "这份名册已经在入账，没有重复提交。")
    return redirect("roster", upload_id)


@require_POST
@brings
def withdraw(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    if receiving.withdraw(scope, upload_id):
        messages.success(request, "已撤回，这份名册没有进入台账。")
    else:
        messages.warning(request, "这份名册已经入账或已经撤回，不能撤回；写错的请传更正后的名册。")
    return redirect("rosters")


@require_GET
@brings
def remarks(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    """The clerk's own workbook with the column of remarks."""
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "remarks.xlsx"
        mending.remarks_workbook(scope, upload_id, _keys(), path)
        return download(path.read_bytes(), f"roster-{upload_id}-remarks.xlsx")


@require_GET
@brings
def original(request: HttpRequest, scope: Scope, upload_id: int) -> HttpResponse:
    content = receiving.original(scope, upload_id, _keys())
    suffix = Path(roster_page.progress(scope, upload_id).file_name).suffix.lower()
    allowed = suffix if suffix in (".xlsx", ".xls", ".csv") else ".bin"
    return download(content, f"roster-{upload_id}{allowed}", "application/octet-stream")
