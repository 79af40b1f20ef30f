"""上报报表: the month's board, a return prepared and sent, a version as it was sent, answered by the level above."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.reports.actions import Noted, NotPossible
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.notices.returns import load_days
from leye.trips.annexes.reporting import NotYet
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.returns import late_changes, returning, returns_pages
from leye.trips.returns.returning import Blocked, Form
from leye.trips.rosters.intake import NOTICE
from leye.web.guard import guarded
from leye.web.pages.files import XLSX

MOST = 60  # remarks in one go


def month_of(text: str) -> Month:
    """The month that an address names; the last that is over by default. Raises Http404."""
    try:
        return Month.parse(text) if text else Month.of(clock.today()).shifted(-1)
    except ValueError:
        raise Http404 from None


def _unit(scope: Scope, text: str) -> str:
    unit = text or scope.unit
    try:
        scope.narrowed(unit)
    except ValueError:
        raise Http404 from None
    return unit


@require_GET
@guarded(Capability.READ_FIGURES)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who has sent what, who is late, who is missing."""
    month = month_of(request.GET.get("month", ""))
    if scope.site is not None:
        return redirect("return_site", month, scope.site)
    unit = _unit(scope, request.GET.get("unit", ""))
    cite = load_days(NOTICE, month.last_day).cite
    content = {
        "board": returns_pages.board(scope, month, unit, cite),
        "months": returns_pages.months(),
        "units": [one for one in units(scope, clock.today()) if one.code.endswith("00")],
        "is_own": unit == scope.unit,
    }
    return render(request, "returns.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def changes(request: HttpRequest, scope: Scope, month: str, unit: str) -> HttpResponse:
    """Which returns that were sent would come out otherwise by what is known now."""
    asked, unit = month_of(month), _unit(scope, unit)
    found = late_changes.otherwise(scope, asked, unit)
    content = {"found": found, "month": asked, "unit": unit, "day": asked.last_day.isoformat()}
    return render(request, "return_changes.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.PREPARE_RETURN)
def prepare(request: HttpRequest, scope: Scope, month: str, unit: str) -> HttpResponse:
    """A return as it would be sent now; sending it."""
    asked, said = month_of(month), request.POST
    unit = _unit(scope, unit)
    problems: tuple[object, ...] = ()
    if request.method == "POST":
        words = {key: said[key] for key in said if key.startswith("w")}
        form = Form(
            said.get("filler", "")[:60], said.get("phone", "")[:30], words, said.get("reason", "")[:500],
            said.get("seen", "-")[:64],
        )  # fmt: skip
        try:
            sent = returning.send(scope, asked, unit, form, keys_of(settings.HOME))
        except Blocked as blocked:
            problems = blocked.problems
        except (NotPossible, NotYet) as refused:
            text = refused.problem.message if isinstance(refused, NotYet) else str(refused)
            messages.error(request, text)
        else:
            told = "已上报。" if sent.is_new else "这期报表已经报过，没有重复上报。"
            messages.success(request, told)
            return redirect("return_version", sent.version.pk)
    try:
        ready = returning.prepare(scope, asked, unit)
    except NotYet as early:
        return render(request, "return_early.html", {"problem": early.problem, "month": asked})
    content = {
        "ready": ready,
        "sheets": returns_pages.sheets(ready.made.tables),
        "form": {key: said.get(key, "") for key in ("filler", "phone", "reason")},
        "checks": [(one, said.get(one.ref, "")) for one in ready.checks],
        "problems": problems,
        "is_own": scope.unit == unit,
        "blocked": sum(one.blocks for one in ready.checks),
        "remarks": returns_pages.remarks_of(scope, ready.report),
    }
    return render(request, "return.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def version(request: HttpRequest, scope: Scope, version_id: int) -> HttpResponse:
    """A version as it was sent."""
    page = returns_pages.version_page(scope, version_id, keys_of(settings.HOME))
    return render(request, "return_version.html", {"page": page})


@require_GET
@guarded(Capability.READ_FIGURES)
def workbook(request: HttpRequest, scope: Scope, version_id: int) -> HttpResponse:
    """The workbook of a version, the very bytes that were sent."""
    name, content = returns_pages.workbook(scope, version_id, keys_of(settings.HOME))
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@guarded(Capability.READ_FIGURES)
def answer(request: HttpRequest, scope: Scope, return_id: int) -> HttpResponse:
    """The level above accepts a return, or sends it back with remarks on its cells."""
    said = request.POST
    turn = int(said["turn"]) if said.get("turn", "").isdecimal() else -1
    try:
        if said.get("do") == "accept":
            returning.accept(scope, return_id, turn, keys_of(settings.HOME))
            messages.success(request, "已接收。")
        else:
            returning.send_back(scope, return_id, turn, _remarks(request))
            messages.success(request, "已退回，意见随报表送到下级。")
    except NotPossible as refused:
        messages.error(request, str(refused))
    page = said.get("version", "")
    return redirect("return_version", int(page)) if page.isdecimal() else redirect("returns")


def _remarks(request: HttpRequest) -> list[Noted]:
    """Remarks as the form has them: a word and the place "annex|row|column" beside each."""
    words, cells = request.POST.getlist("words"), request.POST.getlist("cell")
    found = []
    for text, cell in list(zip(words, cells, strict=False))[:MOST]:
        annex, _, rest = cell.partition("|")
        key, _, column = rest.partition("|")
        if text.strip():
            found.append(Noted(text.strip()[:500], annex[:10], key[:20], column[:40]))
    return found


@require_POST
@guarded(Capability.READ_FIGURES)
def lock(request: HttpRequest, scope: Scope, month: str) -> HttpResponse:
    """Lock the accepted returns of a month."""
    done = returning.lock(scope, month_of(month))
    messages.success(request, f"已锁定 {done} 份报表。")
    return redirect(f"/returns/?month={month_of(month)}")
