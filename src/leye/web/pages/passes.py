"""Links without an account: the key stands behind the # and never reaches a log; it is changed for a session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leye.trips import passing
from leye.trips.passing import Purpose
from leye.web.guard import public
from leye.web.pages.errors import SESSION_PASSES

PAGES: dict[Purpose, str] = {
    Purpose.PERSON: "own",
    Purpose.ESCORT: "escort",
    Purpose.HANDOVER: "gate",
}  # the page behind each purpose, by the name of its address


@require_http_methods(["GET", "POST"])
@public
def enter(request: HttpRequest) -> HttpResponse:
    """/p/#KEY: the page's script sends the key once; the browser then holds a session for what it opens."""
    if request.method == "POST":
        found = passing.enter(request.POST.get("key", "")[:64])
        page = PAGES.get(found.purpose) if found else None
        if found and page:
            request.session.setdefault(SESSION_PASSES, {})[found.purpose.value] = found.id
            request.session.modified = True
            return redirect(page)
        return render(request, "pass_ended.html", status=404)
    return render(request, "pass.html")
