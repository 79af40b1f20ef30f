"""公益性岗位: the money and its quota, the posts, one post with its people, and who should be offered one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.core.local_jobs.vocabulary import Funding, Leaving
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.listing import units
from leye.trips.local_jobs import posts as trip
from leye.trips.local_jobs import workshops as shops
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.placing import attempt, edits, keys

reads = guarded(Capability.READ_FIGURES)


@require_GET
@reads
def posts(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Funding lines and posts of the own units."""
    after = request.GET.get("after", "")
    board = trip.board(scope, int(after) if after.isdecimal() else 0)
    more = board.posts[-1].row.pk if len(board.posts) == trip.PAGE else 0
    return render(request, "posts.html", {"board": board, "more": more})


@require_http_methods(["GET", "POST"])
@edits
def new_line(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Register a funding line."""
    funding, start = Funding.read_code(given.text(request, "funding")), given.day(request, "start")
    quota = given.whole(request, "quota")
    if request.method == "POST":
        if funding is None or start is None or not quota:
            messages.error(request, "资金来源、起始日期和名额都要填写。")
        else:
            told = trip.LineGiven(
                given.text(request, "county"), Funding(funding), given.text(request, "title"), quota, start,
                given.day(request, "end"), given.text(request, "document"),
            )  # fmt: skip
            if attempt(request, lambda: trip.open_line(scope, told)):
                messages.success(request, "已登记资金和名额。接着开发岗位。")
                return redirect("post_new")
    content = {
        "units": units(scope, clock.today()), "given": request.POST,
        "fundings": [(x.value, x.label) for x in Funding],
    }  # fmt: skip
    return render(request, "post_line_new.html", content)


@require_http_methods(["GET", "POST"])
@edits
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Register a post on a funding line."""
    if request.method == "POST":
        told = trip.PostGiven(
            given.whole(request, "line") or 0, given.text(request, "title"), given.text(request, "employer"),
            given.whole(request, "places") or 0, given.whole(request, "pay") or 0,
            given.text(request, "code"), given.whole(request, "site"), given.text(request, "place"),
            given.whole(request, "hours"),
        )  # fmt: skip
        made: list[int] = []
        if attempt(request, lambda: made.append(trip.open_post(scope, told))):
            messages.success(request, "已登记岗位。")
            return redirect("post", made[0])
    lines = [
        (one.row.pk, f"{one.county} {one.row.title}（{one.label}，名额 {one.row.quota}）")
        for one in trip.board(scope).lines
    ]
    content = {"lines": lines, "sites": shops.sites_of(scope), "given": request.POST}
    return render(request, "post_new.html", content)


@require_GET
@reads
def post(request: HttpRequest, scope: Scope, post_id: int) -> HttpResponse:
    page = trip.page(scope, post_id, keys())
    content = {
        "page": page, "row": page.row, "kind": "post", "place_id": page.row.pk, "there": page.held, "asking": page.asking, "today": clock.today(),
        "whys": [(x.value, x.label) for x in Leaving], "free": page.free,
        "last_month": f"{Month.of(clock.today()).shifted(-1)}",
    }  # fmt: skip
    return render(request, "post.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def unserved(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Whom the last sharing-out puts forward for a public post, beside the free quota."""
    after = request.GET.get("after", "")
    found, more = trip.unserved(scope, keys(), int(after) if after.isdecimal() else 0)
    return render(request, "post_unserved.html", {"found": found, "more": more})
