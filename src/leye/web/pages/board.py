"""总览: the home board of a unit, by level; each figure opens to its table and its people."""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.boards import board_gauge_people, board_homes, board_page, board_people, boards
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.web.guard import guarded
from leye.web.pages.files import download

KEPT_SECONDS = 60


def _asked(request: HttpRequest, scope: Scope) -> tuple[str, Month]:
    """Unit and month that the address asks for. Raises Http404 for words that say nothing."""
    unit = boards.own_unit(scope, request.GET.get("unit", ""))
    try:
        text = request.GET.get("month", "")
        month = Month.parse(text) if text else boards.last_month()
    except ValueError:
        raise Http404 from None
    if month > boards.last_month():
        raise Http404
    return unit, month


@require_GET
@guarded(Capability.READ_FIGURES)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The board of a unit for a month's end."""
    unit, month = _asked(request, scope)
    may_open = scope.may(Capability.READ_PEOPLE)
    stamp = boards.stamp(scope, unit, month)
    key = f"board:{scope.unit}:{unit}:{month}:{may_open}:{clock.today()}:{stamp}"
    body = cache.get(key) if stamp else None
    if body is None:
        body = _body(scope, unit, month, may_open)
        # By what was kept: whoever asks for the same board of the same moment reads the same words.
        if stamp and stamp == boards.stamp(scope, unit, month):
            cache.set(key, body, KEPT_SECONDS)
    return render(request, "board.html", {"body": body})


def _body(scope: Scope, unit: str, month: Month, may_open: bool) -> SafeString:
    """The board without the page around it; nothing of the reader but his unit and right is in it."""
    content = {
        "page": board_page.page(scope, unit, month), "unit": unit, "month": month,
        "months": boards.months_before(boards.last_month(), 24)[::-1], "units": units(scope, clock.today()),
        "may_open": may_open,
    }  # fmt: skip
    return render_to_string("_board.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def strip(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The headline of the own unit, for the start page."""
    content = {"page": board_page.page(scope, scope.unit, boards.last_month())}
    return render(request, "_board_strip.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The people behind a figure, beside the board or as a page of their own; 零就业家庭 by household."""
    figure, after = _figure(request, scope)
    is_part = request.headers.get("HX-Request") == "true"
    if figure.what == board_people.IDLE:
        homes = board_homes.homes_of(scope, figure, keys_of(settings.HOME), after)
        content = {
            "homes": homes, "figure": figure, "title": board_people.title(scope, figure), "is_first": not after,
            "next_after": homes[-1].id if len(homes) == board_homes.PAGE else 0,
        }  # fmt: skip
        return render(request, "_board_homes.html" if is_part else "board_homes.html", content)
    try:
        found = board_people.people_of(scope, figure, keys_of(settings.HOME), after)
    except (KeyError, ValueError):
        raise Http404 from None
    content = {
        "people": found, "figure": figure, "title": board_people.title(scope, figure), "is_first": not after,
        "next_after": found[-1].id if len(found) == board_people.PAGE else 0,
    }  # fmt: skip
    return render(request, "_board_people.html" if is_part else "board_people.html", content)


def _figure(request: HttpRequest, scope: Scope) -> tuple[board_people.Figure, int]:
    """The figure that the address asks for, and after whom."""
    unit, month = _asked(request, scope)
    said = request.GET
    numbers = {
        k: int(said[k][:15]) for k in ("site", "seq", "after") if said.get(k, "").isdecimal()
    }
    what, seq, site = said.get("what", ""), numbers.get("seq"), numbers.get("site")
    return board_people.Figure(what, unit, month, seq, site), numbers.get("after", 0)


@require_GET
@guarded(Capability.READ_PEOPLE)
def homes_file(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The households without work as a workbook."""
    figure, _ = _figure(request, scope)
    found = board_homes.homes_of(scope, figure, keys_of(settings.HOME), limit=board_homes.MOST)
    content = board_homes.workbook(found)
    return download(content, f"idle-homes-{figure.unit}-{figure.month}.xlsx")


@require_GET
@guarded(Capability.READ_PEOPLE)
def gauge_people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The people behind the figure of a room."""
    figure, after = _figure(request, scope)
    try:
        found = board_gauge_people.people_of(
            scope, figure.what, figure.unit, keys_of(settings.HOME), after
        )
    except KeyError:
        raise Http404 from None
    content = {"found": found, "figure": figure, "is_first": not after}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "_board_gauge.html" if is_part else "board_gauge.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def sites(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The sites of a unit that have no service platform."""
    unit, month = _asked(request, scope)
    found = board_people.bare_sites(scope, unit, month.last_day)
    return render(
        request, "board_sites.html", {"found": found[:500], "many": len(found), "month": month}
    )
