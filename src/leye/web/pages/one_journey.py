"""One journey: its stops and people, what is told, printed, changed and noted of it."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from leye.apps.journeys.actions import NotPossible
from leye.apps.matching.actions import NotPossible as StepNotPossible
from leye.core.scope import Capability, Scope
from leye.gateways.documents.typeset import NoFonts, qr_svg
from leye.trips.journeys import (
    escorting,
    journey_changes,
    journey_prints,
    journey_telling,
    journey_work,
)
from leye.web.pages.errors import told
from leye.web.pages.journeys import edits, keys, reads


@require_GET
@reads
def journey(request: HttpRequest, scope: Scope, journey_id: int) -> HttpResponse:
    """A journey with its schematic of stops, its people and what was seen of them."""
    return _page(request, scope, journey_id)


def _page(request: HttpRequest, scope: Scope, journey_id: int) -> HttpResponse:
    """typed: what a form that was refused had said; it stands in its fields again."""
    content = {
        "page": journey_telling.page(scope, journey_id, keys()), "can_edit": scope.may(Capability.EDIT_JOURNEYS),
        "typed": request.POST.dict() if request.POST.get("what") == "issue" else {},
    }  # fmt: skip
    return render(request, "journey.html", content)


@require_POST
@edits
def do(request: HttpRequest, scope: Scope, journey_id: int) -> HttpResponse:
    """Tell it, change its vehicle, cancel it, note the health checklist, or make a link."""
    said = request.POST
    what = said.get("what", "")
    try:
        if what == "issue":
            many = journey_telling.issue(scope, journey_id, said.dict(), keys())
            messages.success(request, f"已下达，通知了 {many} 人。")
        elif what == "change":
            seats = said.get("seats", "")
            if not seats.isdecimal():
                raise NotPossible("请写新车的座位数。")
            _changed(
                request,
                journey_changes.change_vehicle(
                    scope, journey_id, said.get("kind", "")[:30] or "换车", int(seats)
                ),
            )
        elif what == "cancel":
            _changed(request, journey_changes.cancel(scope, journey_id))
        elif what == "health":
            many = journey_telling.note_health(scope, journey_id, said.getlist("fine"))
            messages.success(request, f"已记下 {many} 项。")
        elif what in ("escort", "gate"):
            return _link(request, scope, journey_id, what)
        else:
            messages.error(request, "没有这个操作。")
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        if what == "issue":
            return _page(request, scope, journey_id)
    return redirect("journey", journey_id)


def _changed(request: HttpRequest, done: journey_changes.Changed) -> None:
    proven = (
        "已算出：不可能动得更少。" if done.is_least else f"已算出：至少要动 {done.at_least} 人。"
    )
    messages.success(
        request, f"已改：{done.staying} 人不动，{len(done.moved)} 人换到别的车。{proven}"
    )
    if done.left:
        messages.warning(
            request,
            f"有 {len(done.left)} 人没有座位：同一去向、开工前能走的车都坐满了。他们在“排车”页等待，可再排一次或加车。",
        )


def _link(request: HttpRequest, scope: Scope, journey_id: int, what: str) -> HttpResponse:
    """A link is shown once, with its QR code: only its digest is kept."""
    if what == "escort":
        key, title = escorting.link(scope, journey_id), "随车人员的链接"
    else:
        employer = request.POST.get("employer", "")
        if not employer.isdecimal():
            raise NotPossible("没有选单位。")
        key, title = journey_work.link(scope, journey_id, int(employer)), "用人单位确认接收的链接"
    address = request.build_absolute_uri(reverse("pass_enter")) + "#" + key
    content = {
        "title": title,
        "address": address,
        "picture": "data:image/svg+xml," + quote(qr_svg(address)),
        "journey_id": journey_id,
    }
    return render(request, "journey_link.html", content)


@require_POST
@edits
def hand_over(request: HttpRequest, scope: Scope, journey_id: int) -> HttpResponse:
    """An employer's confirmation on paper, noted by a clerk."""
    employer = request.POST.get("employer", "")
    received = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    if not employer.isdecimal():
        messages.error(request, "没有选单位。")
        return redirect("journey", journey_id)
    try:
        started = journey_work.confirm(scope, journey_id, int(employer), received, is_on_paper=True)
    except (NotPossible, StepNotPossible) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            f"已登记接收 {len(received)} 人，其中 {started} 人已经上岗；没到开工日期的到日自动上岗。",
        )
    return redirect("journey", journey_id)


@require_GET
@reads
def sheet(request: HttpRequest, scope: Scope, journey_id: int, form: str) -> HttpResponse:
    """一车一方案 as Excel or PDF, the hand-over sheets of its employers with it."""
    kinds = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
    }
    if form not in kinds:
        return told(request, 404)
    try:
        content = (journey_prints.pdf if form == "pdf" else journey_prints.workbook)(
            scope, journey_id, keys()
        )
    except NoFonts as refusal:
        messages.error(request, str(refusal))
        return redirect("journey", journey_id)
    answer = HttpResponse(content, content_type=kinds[form])
    answer["Content-Disposition"] = f'attachment; filename="journey-{journey_id}.{form}"'
    return answer
