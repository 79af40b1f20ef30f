"""京蒙劳务协作: the monthly sheet, the people behind it, pairs, projects, targets, and recruitment sessions."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.pairing.vocabulary import CoopKind, Goal, Part, Result
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.ledger import finding
from leye.trips.listing import units
from leye.trips.pairing import pairing as trip
from leye.trips.pairing import pairing_sessions, pairing_sheet
from leye.trips.pairing.pairing_sessions import Given
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.files import download
from leye.web.pages.placing import attempt, keys

reads = guarded(Capability.READ_FIGURES)
edits = guarded(Capability.EDIT_JOURNEYS)
FIRST_YEAR = 1996  # the pairing is as old as that


def _asked(request: HttpRequest, scope: Scope) -> tuple[str, Month]:
    unit = request.GET.get("unit", scope.unit)
    unit = unit if len(unit) == 6 and unit.isascii() and unit.isdigit() else scope.unit
    last = Month.of(clock.today()).shifted(-1)
    try:
        month = Month.parse(request.GET.get("month", ""))
    except ValueError:
        month = last
    return unit, month if Month(FIRST_YEAR, 1) <= month <= last else last


@require_GET
@reads
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The sheet of a unit for a month, on screen or as a workbook."""
    unit, month = _asked(request, scope)
    sheet = pairing_sheet.sheet(scope, unit, month)
    if request.GET.get("as") == "xlsx":
        with tempfile.TemporaryDirectory(prefix="leye-") as folder:
            path = Path(folder) / "sheet.xlsx"
            pairing_sheet.workbook(sheet, path)
            return download(path.read_bytes(), f"pairing-{unit}-{month}.xlsx")
    content = {
        "sheet": sheet, "parts": list(Part), "units": units(scope, clock.today()), "unit": unit,
        "rows": [(line, [(part, line.new(part), line.standing(part)) for part in Part]) for line in (sheet.total, *sheet.lines)],
        "last": f"{Month.of(clock.today()).shifted(-1)}",
    }  # fmt: skip
    return render(request, "pairing.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE)
def people(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The people behind a figure of the sheet."""
    unit, month = _asked(request, scope)
    part = Part.read_code(request.GET.get("part", ""))
    is_new = request.GET.get("new") != "0"
    found, many = pairing_sheet.behind(
        scope, unit, month, Part(part) if part else None, keys(), is_new=is_new
    )
    words = f"{Part(part).label if part else '京蒙协作帮助就业'}，{'本年新增' if is_new else '月底在岗'}"
    content = {"people": found, "many": many, "words": words, "month": month, "unit": unit}
    return render(request, "pairing_people.html", content)


@require_http_methods(["GET", "POST"])
@reads
def pairs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Which district helps which banner; a clerk enters what is not declared."""
    if request.method == "POST":
        start = given.day(request, "start")
        ended = given.whole(request, "pair")
        if ended is not None:
            last = given.day(request, "end")
            if last is None:
                messages.error(request, "没有写清结束日期。")
            elif attempt(request, lambda: trip.end_pair(scope, ended, last)):
                messages.success(request, "已登记结对结束。")
        elif start is None:
            messages.error(request, "没有写清起始日期。请写成 2020-06-01。")
        elif attempt(
            request,
            lambda: trip.pair_up(
                scope, given.text(request, "county"), given.text(request, "district"), start,
                given.day(request, "end"), given.text(request, "source"),
            ),
        ):  # fmt: skip
            messages.success(request, "已登记结对关系。")
        return redirect("pairing_pairs")
    content = {
        "pairs": trip.pairs(scope), "districts": trip.district_names().items(), "given": request.POST,
        "units": units(scope, clock.today()),
    }  # fmt: skip
    return render(request, "pairing_pairs.html", content)


@require_http_methods(["GET", "POST"])
@reads
def year(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Cooperation projects and targets of a year."""
    told = request.GET.get("year", "")
    this = int(told) if told.isdecimal() and len(told) == 4 else clock.today().year
    if request.method == "POST":
        _note_of_year(request, scope)
        return redirect("pairing_year")
    content = {
        "year": trip.year_of(scope, this), "districts": trip.district_names().items(), "given": request.POST,
        "units": units(scope, clock.today()), "kinds": [(x.value, x.label) for x in CoopKind],
        "goals": [(x.value, x.label) for x in Goal], "this": clock.today().year,
    }  # fmt: skip
    return render(request, "pairing_year.html", content)


def _note_of_year(request: HttpRequest, scope: Scope) -> None:
    what, year_told = given.text(request, "what"), given.whole(request, "year") or 0
    unit, document = given.text(request, "county"), given.text(request, "document")
    persons = given.whole(request, "persons")
    if what == "project":
        kind = CoopKind.read_code(given.text(request, "kind"))
        told = trip.CoopGiven(
            unit, given.text(request, "district"), year_told, CoopKind(kind or "other"),
            given.text(request, "title"), given.fen(request, "funds") or 0, given.whole(request, "jobs") or 0,
            document,
        )  # fmt: skip
        done = attempt(request, lambda: trip.cooperate(scope, told))
    elif what == "target" and persons is not None:
        goal = Goal.read_code(given.text(request, "goal"))
        done = attempt(
            request,
            lambda: trip.aim(scope, unit, year_told, Goal(goal or "all"), persons, document),
        )
    elif what == "reported":
        figures = tuple(given.whole(request, name) for name in ("total", "beijing", "local"))
        total, beijing, local = figures
        if total is None or beijing is None or local is None:
            messages.error(request, "三个数都要写，单位是人。")
            return
        done = attempt(
            request,
            lambda: trip.report_otherwise(
                scope, unit, year_told, (total, beijing, local), document
            ),
        )
    else:
        messages.error(request, "没有写清人数。")
        return
    if done:
        messages.success(request, "已登记。")


@require_http_methods(["GET", "POST"])
@reads
def sessions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Recruitment sessions, and the form to plan one."""
    if request.method == "POST":
        on = given.day(request, "on")
        if on is None:
            messages.error(request, "没有写清日期。")
            return redirect("pairing_sessions")
        told = Given(
            given.text(request, "county"), given.text(request, "district"), given.text(request, "title"), on,
            given.text(request, "at"), given.text(request, "platform"),
        )  # fmt: skip
        made: list[int] = []
        if attempt(request, lambda: made.append(pairing_sessions.plan(scope, told))):
            messages.success(request, "已安排。接着列入岗位。")
            return redirect("pairing_session", made[0])
        return redirect("pairing_sessions")
    content = {
        "found": pairing_sessions.listed(scope), "districts": trip.district_names().items(),
        "units": units(scope, clock.today()), "given": request.POST,
    }  # fmt: skip
    return render(request, "pairing_sessions.html", content)


@require_GET
@reads
def session(request: HttpRequest, scope: Scope, session_id: int) -> HttpResponse:
    return _session(request, scope, session_id, {})


def _session(
    request: HttpRequest, scope: Scope, session_id: int, more: dict[str, object]
) -> HttpResponse:
    page = pairing_sessions.page(scope, session_id, keys())
    content = {
        "page": page, "row": page.line.row, "today": clock.today(), "words": "", "found": [],
        "results": [(x.value, x.label) for x in Result], **more,
    }  # fmt: skip
    return render(request, "pairing_session.html", content)


@require_POST
@edits
def session_note(request: HttpRequest, scope: Scope, session_id: int) -> HttpResponse:
    """What happened at a session: a vacancy more, held, called off, somebody who came."""
    what = given.text(request, "what")
    number = given.whole(request, "number")
    if what == "find":
        words = given.text(request, "words")
        found = finding.find(scope, words, keys(), limit=20) if words else []
        return _session(request, scope, session_id, {"words": words, "found": found})
    if what == "cancel":
        why = given.text(request, "why")
        done = attempt(request, lambda: pairing_sessions.call_off(scope, session_id, why))
    elif number is None:
        messages.error(request, "没有写数字。请写岗位编号或人次。")
        return redirect("pairing_session", session_id)
    elif what == "offer":
        done = attempt(request, lambda: pairing_sessions.offer(scope, session_id, number))
    else:
        done = attempt(request, lambda: pairing_sessions.hold(scope, session_id, number))
    if done:
        messages.success(request, "已登记。")
    return redirect("pairing_session", session_id)


@require_POST
@edits
def session_visit(request: HttpRequest, scope: Scope, session_id: int) -> HttpResponse:
    """Somebody came to a session."""
    person, result = (
        given.whole(request, "person"),
        Result.read_code(given.text(request, "result")),
    )
    if person is None or result is None:
        messages.error(request, "请选人和结果。")
    elif attempt(
        request,
        lambda: pairing_sessions.note(
            scope, session_id, person, Result(result), given.whole(request, "vacancy")
        ),
    ):
        messages.success(request, "已登记。录用的，请再到人岗对接或台账登记就业。")
    return redirect("pairing_session", session_id)
