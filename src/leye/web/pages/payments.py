"""拨付: lists for the bank, their files, the bank's answers; draws of what was paid."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.subsidies.actions import NotPossible
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_lines
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies import paying, reconciling, settling, subsidy_sampling
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from leye.web.guard import guarded
from leye.web.pages.files import XLSX, download, kept_upload

works = guarded(Capability.REVIEW_SUBSIDY, Capability.APPROVE)


@require_http_methods(["GET", "POST"])
@works
def payments(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The lists, and a new one of all that may be paid."""
    if request.method == "POST":
        try:
            pk = paying.prepare(
                scope, request.POST.get("unit", ""), request.POST.get("line", ""), keys_of(settings.HOME)
            )  # fmt: skip
            return redirect("payment_list", pk)
        except NotPossible as refused:
            messages.error(request, str(refused))
            return redirect("payments")
    content = {
        "lists": paying.listed(scope), "lines": list(load_lines(NOTICE).items()),
        "units": [one for one in units(scope, clock.today()) if not one.code.endswith("00")],
        "may_prepare": scope.may(Capability.REVIEW_SUBSIDY),
    }  # fmt: skip
    return render(request, "payments.html", content)


@require_http_methods(["GET", "POST"])
@works
def payment_list(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    """One list: signed, given up, its lines and what the bank said."""
    keys = keys_of(settings.HOME)
    if request.method == "POST":
        try:
            if request.POST.get("step") == "sign":
                paying.sign(scope, list_id, keys)
                messages.success(request, "已签批，可以导出银行文件。")
            else:
                paying.cancel(scope, list_id, request.POST.get("why", ""))
                messages.success(request, "清单已作废，其中的申请退回待拨付。")
        except NotPossible as refused:
            messages.error(request, str(refused))
        return redirect("payment_list", list_id)
    content = {
        "seen": paying.view(scope, list_id, keys), "answers": reconciling.shown(scope, list_id),
        "open": settling.open_lines(scope, list_id),
        "may_sign": scope.may(Capability.APPROVE), "may_bring": scope.may(Capability.REVIEW_SUBSIDY),
    }  # fmt: skip
    return render(request, "payment_list.html", content)


@require_GET
@works
def bank_file(request: HttpRequest, scope: Scope, list_id: int, form: str) -> HttpResponse:
    """The file for the bank."""
    form = "csv" if form == "csv" else "xlsx"
    try:
        content, name = paying.bank_file(scope, list_id, form, keys_of(settings.HOME))
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("payment_list", list_id)
    return download(content, name, "text/csv" if form == "csv" else XLSX)


@require_POST
@works
def bank_answer(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    """The bank's answer, laid beside the list."""
    with kept_upload(request.FILES.get("file")) as path:
        if path is None:
            messages.error(request, "没有选文件。请选银行给的 .xlsx 或 .csv 回单。")
            return redirect("payment_list", list_id)
        try:
            told = reconciling.bring(scope, list_id, path, keys_of(settings.HOME))
        except (NotAccepted, NotPossible) as refused:
            messages.error(request, str(refused))
            return redirect("payment_list", list_id)
    if told is None:
        messages.warning(request, "这份回单已经登记过，没有重复登记。")
    else:
        messages.success(
            request, f"回单 {len(told.settled)} 行已登记，清单里没有提到的 {len(told.missing)} 笔。"
        )
    return redirect("payment_list", list_id)


@require_POST
@guarded(Capability.APPROVE)
def settle(request: HttpRequest, scope: Scope, list_id: int) -> HttpResponse:
    """A line of an answer, or a payment that none speaks of, cleared up."""
    said = request.POST
    line, no = said.get("line", ""), said.get("no", "").strip()
    try:
        settling.settle(
            scope, list_id, line=int(line) if line.isdecimal() else 0,
            no=int(no) if no.isascii() and no.isdecimal() and len(no) < 10 else None,
            outcome=said.get("outcome", ""), why=said.get("why", ""),
        )  # fmt: skip
        messages.success(request, "已核销。")
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("payment_list", list_id)


@require_http_methods(["GET", "POST"])
@works
def samples(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Draws of what was paid, and what was found on the spot."""
    if request.method == "POST":
        said = request.POST
        try:
            if said.get("item", "").isdecimal():
                subsidy_sampling.look(
                    scope, int(said["item"]), is_good=said.get("outcome") == "good", note=said.get("note", "")
                )  # fmt: skip
                messages.success(request, "抽查结果已登记。")
            else:
                many = subsidy_sampling.draw(scope, said.get("unit", ""), clock.today().year)
                messages.success(request, f"抽出 {many} 人次。")
        except NotPossible as refused:
            messages.error(request, str(refused))
        return redirect("samples")
    content = {
        "draws": subsidy_sampling.draws(scope), "may_draw": scope.may(Capability.REVIEW_SUBSIDY),
        "units": [one for one in units(scope, clock.today()) if not one.code.endswith("00")],
    }  # fmt: skip
    return render(request, "samples.html", content)
