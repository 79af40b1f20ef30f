"""The three annexes: any month's end, folded and unfolded, each figure open to its people."""

import csv
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from leye.core.reports.forms import grid
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.sheets.forms import workbook
from leye.gateways.sheets.write import guarded as guarded_cell
from leye.trips.annexes import annex_pages, checking, reporting
from leye.trips.keys import keys_of
from leye.trips.listing import shown, units
from leye.trips.rosters.intake import NOTICE
from leye.web.guard import guarded
from leye.web.pages.files import XLSX

KEYS = ("1", "2", "3")
PAGE = 50


def _ask(request: HttpRequest, scope: Scope, key: str) -> reporting.Ask:
    """What the address asks for. Raises Http404 for words that say nothing."""
    if key not in KEYS:
        raise Http404
    said = request.GET
    try:
        ask = annex_pages.asked(
            key, said.get("month", ""), said.get("unit", ""), said.get("known", ""), scope
        )
        scope.narrowed(ask.unit)
    except ValueError:
        raise Http404 from None
    return ask


@require_GET
@guarded(Capability.READ_FIGURES)
def annex(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """The page of one annex; a month that is not over gets a sentence in place of the table."""
    ask = _ask(request, scope, key)
    content = {
        "ask": ask,
        "known": request.GET.get("known", ""),
        "months": annex_pages.months(),
        "units": units(scope, clock.today()),
        "annexes": reporting.annex_titles(NOTICE),
        "page": None,
        "refusal": None,
    }
    try:
        content["page"] = annex_pages.annex_page(scope, ask)
    except reporting.NotYet as early:
        content["refusal"] = early.problem
    return render(request, "annex.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def rows(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """The site rows of one county, to be put below its row."""
    ask = _ask(request, scope, key)
    found = annex_pages.site_rows(scope, ask)
    content = {"rows": found, "ask": ask, "known": request.GET.get("known", "")}
    return render(request, "_annex_rows.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """The people behind one figure: beside the table, or as a page of their own."""
    ask = _ask(request, scope, key)
    said = request.GET
    site = said.get("site", "")
    cell = reporting.Cell(
        said.get("column", ""), said.get("code", ask.unit), int(site) if site.isdecimal() else None
    )
    after = int(said["after"]) if said.get("after", "").isdecimal() else 0
    try:
        lines = reporting.people_of_cell(scope, ask, cell, after, PAGE)
    except (KeyError, ValueError):
        raise Http404 from None
    people = shown(scope, lines, keys_of(settings.HOME), ask.month.last_day)
    content = {
        "people": people,
        "ask": ask,
        "cell": cell,
        "title": reporting.cell_title(scope, ask, cell),
        "known": said.get("known", ""),
        "next_after": people[-1].id if len(people) == PAGE else 0,
        "is_first": after == 0,
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "_people.html" if is_part else "people.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def state(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """One line for the start page: the figures of the unit, and how many relations do not hold."""
    ask = _ask(request, scope, key)
    table, violations = reporting.annex_table(scope, ask)
    top = table.lines[0] if table.lines else None
    hard = sum(one.is_hard for one in violations)
    content = {"top": top, "hard": hard, "soft": len(violations) - hard, "ask": ask}
    return render(request, "_annex_state.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def checks(request: HttpRequest, scope: Scope, key: str) -> HttpResponse:
    """The relations between the annexes and with the month before."""
    found = checking.checks_between(scope, _ask(request, scope, key))
    return render(request, "_annex_checks.html", {"violations": found, "between": True})


@require_GET
@guarded(Capability.READ_FIGURES)
def download(request: HttpRequest, scope: Scope, key: str, form: str) -> HttpResponse:
    """The official workbook, or the same figures as CSV."""
    ask = _ask(request, scope, key)
    try:
        table, _ = reporting.annex_table(scope, ask)
    except reporting.NotYet:
        raise Http404 from None
    name = f"annex-{key}-{ask.month}-{ask.unit}.{form}"
    if form == "xlsx":
        unit_name = reporting.unit_name(scope, ask.unit, table.on)
        answer = HttpResponse(workbook(table, unit_name), content_type=XLSX)
    elif form == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows([guarded_cell(cell) for cell in row] for row in grid(table))
        answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
