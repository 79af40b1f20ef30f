"""上报报表, a site's share: looked through at the site, taken or sent back by the county."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leye.apps.reports.actions import NotPossible
from leye.core.scope import Capability, Scope
from leye.trips.annexes.reporting import NotYet
from leye.trips.keys import keys_of
from leye.trips.returns import site_parts
from leye.trips.returns.returning import Blocked
from leye.web.guard import guarded
from leye.web.pages.returns import month_of


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def site(request: HttpRequest, scope: Scope, month: str, site_id: int) -> HttpResponse:
    """A site's share as it is now; signing it."""
    asked, said = month_of(month), request.POST
    problems: tuple[object, ...] = ()
    try:
        if request.method == "POST":
            turn = int(said["turn"]) if said.get("turn", "").isdecimal() else 0
            form = site_parts.Said(said.get("filler", ""), said.get("phone", ""), said.get("words", ""), turn)  # fmt: skip
            try:
                is_new = site_parts.send(scope, asked, site_id, form, keys_of(settings.HOME))
            except Blocked as blocked:
                problems = blocked.problems
            except NotPossible as refused:
                messages.error(request, str(refused))
            else:
                messages.success(
                    request, "已核对，报旗县。" if is_new else "已经核对过，数字没有变动。"
                )
                return redirect("return_site", asked, site_id)
        page = site_parts.page(scope, asked, site_id)
    except NotYet as early:
        return render(request, "return_early.html", {"problem": early.problem, "month": asked})
    form_values = {key: said.get(key, "") for key in ("filler", "phone", "words")}
    content = {"page": page, "problems": problems, "form": form_values, "is_site": scope.site is not None}  # fmt: skip
    return render(request, "return_site.html", content)


@require_POST
@guarded(Capability.PREPARE_RETURN, Capability.APPROVE)
def answer(request: HttpRequest, scope: Scope, part_id: int) -> HttpResponse:
    """The county takes a site's share, or sends it back with a word about a column."""
    said = request.POST
    try:
        part = site_parts.answer(
            scope, part_id, said.get("do") == "take", said.get("column", ""), said.get("words", "")
        )
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect(said.get("back", "") if said.get("back", "").startswith("/returns/") else "/returns/")  # fmt: skip
    messages.success(request, "已接收。" if said.get("do") == "take" else "已退回安置点。")
    return redirect("return_site", part.month, part.site_id)
