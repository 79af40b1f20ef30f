"""The ledger: find somebody, see what is known on both time axes, open one number with a reason."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.annexes.site_pages import open_sites
from leye.trips.keys import keys_of
from leye.trips.ledger import finding, timelines
from leye.web.guard import guarded

REVEALED = {"id_no": "身份证号码", "phone": "联系电话"}


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_PEOPLE)
def search(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The form and what it finds. What is looked for comes by POST: it is a name or a number."""
    said = request.POST if request.method == "POST" else request.GET
    site = said.get("site", "")
    site_id = int(site) if site.isdecimal() else None
    words = request.POST.get("words", "").strip()
    after = int(said["after"]) if said.get("after", "").isdecimal() else 0
    found = finding.find(scope, words, keys_of(settings.HOME), site_id, after)
    content = {
        "words": words,
        "site_id": site_id,
        "sites": open_sites(scope, clock.today()),
        "found": found,
        "asked": bool(words or site_id),
        "next_after": found[-1].id if len(found) == finding.PAGE else 0,
    }
    return render(request, "ledger.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def person(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    page = timelines.person(scope, person_id, keys_of(settings.HOME))
    if page is None:
        raise Http404
    return render(request, "person.html", {"page": page, "opened": None})


@require_POST
@guarded(Capability.REVEAL)
def reveal(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    """The person's page with one number in clear; the answer is not kept anywhere."""
    what = request.POST.get("what", "")
    keys = keys_of(settings.HOME)
    if what not in REVEALED:
        raise Http404
    try:
        number = finding.reveal(scope, person_id, what, request.POST.get("reason", ""), keys)
    except ValueError:
        messages.error(request, "没有写查看的理由。请写清为什么要看完整号码。")
        return redirect("person", person_id)
    page = timelines.person(scope, person_id, keys)
    opened = {"label": REVEALED[what], "number": number or "没有登记"}
    return render(request, "person.html", {"page": page, "opened": opened})
