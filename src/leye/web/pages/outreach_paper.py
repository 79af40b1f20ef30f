"""推送 on paper and aloud: slips and a poster as PDF, the words to read out, the plan of the van."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.scope import Capability, Scope
from leye.gateways.documents.typeset import NoFonts
from leye.trips.annexes import site_pages
from leye.trips.keys import keys_of
from leye.trips.outreach import outreach_paper
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.files import download

sends = guarded(Capability.SEND_MESSAGES)
PDF = "application/pdf"


@require_POST  # each printing makes new links
@sends
def slips(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """The slips of a site, four a page."""
    try:
        content = outreach_paper.slips_pdf(scope, site_id, keys_of(settings.HOME))
    except NoFonts as error:
        return told(request, 500, "不能生成", str(error))
    return download(content, f"slips-{site_id}.pdf", PDF)


@require_GET
@guarded(Capability.READ_FIGURES)
def poster(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """The poster of a site."""
    try:
        content = outreach_paper.poster_pdf(scope, site_id)
    except NoFonts as error:
        return told(request, 500, "不能生成", str(error))
    return download(content, f"poster-{site_id}.pdf", PDF)


@require_GET
@guarded(Capability.READ_FIGURES)
def words(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """What is read out, posted and told at the desk."""
    content = {"aloud": outreach_paper.aloud(scope, site_id), "site_id": site_id}
    return render(request, "site_words.html", content)


@require_http_methods(["GET", "POST"])
@sends
def van(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The van's plan: visits planned and done."""
    if request.method == "POST":
        return _van(request, scope)
    content = {"visits": outreach_paper.visits(scope), "sites": site_pages.own_sites(scope)}
    return render(request, "van.html", content)


def _van(request: HttpRequest, scope: Scope) -> HttpResponse:
    said = request.POST
    if said.get("visit", "").isdecimal():
        people = said.get("people", "")
        if not people.isdecimal() or len(people) > 6:
            messages.error(request, "来了多少人要写数字。")
            return redirect("van")
        outreach_paper.visited(scope, int(said["visit"]), int(people))
        messages.success(request, "已登记。推单签收请在“推送单”页面勾选。")
        return redirect("van")
    try:
        on = dt.date.fromisoformat(said.get("on", ""))
    except ValueError:
        messages.error(request, "没有写清日期。请写成 2020-06-01。")
        return redirect("van")
    if not said.get("site", "").isdecimal():
        messages.error(request, "没有选安置点。")
        return redirect("van")
    outreach_paper.plan(scope, int(said["site"]), on, said.get("place", ""))
    messages.success(request, "已列入计划。")
    return redirect("van")


@require_POST
@sends
def pack(request: HttpRequest, scope: Scope, visit_id: int) -> HttpResponse:
    """What the van takes along: the slips of the site."""
    try:
        content = outreach_paper.pack(scope, visit_id, keys_of(settings.HOME))
    except NoFonts as error:
        return told(request, 500, "不能生成", str(error))
    return download(content, f"van-{visit_id}.pdf", PDF)
