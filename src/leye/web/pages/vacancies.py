"""岗位: bring them, look for them, mend, release upward, close; and the employers who offer them."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.vacancies.actions import AlreadyClosed
from leye.core.problems import Severity
from leye.core.rosters.cells import text_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import Level
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips import receiving, roster_page
from leye.trips.annexes import site_pages
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.rosters.intake import Roster
from leye.trips.vacancies import proposals, vacancy_keeping, vacancy_pages
from leye.trips.vacancies.vacancy_intake import COLUMNS, VACANCIES
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.files import kept_upload

edits = guarded(Capability.EDIT_VACANCIES)
reads = guarded(Capability.READ_FIGURES)


def _keys() -> Keyring:
    return keys_of(settings.HOME)


@require_GET
@reads
def vacancies(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Vacancies that the own unit collected or that were released to it."""
    asked = {name: request.GET.get(name, "") for name in vacancy_pages.ASKED}
    wanted = vacancy_pages.wanted_of(asked)
    found = vacancy_pages.listed(scope, wanted)
    more = request.GET.copy()
    if len(found) == vacancy_pages.PAGE:
        more["before"] = str(found[-1].id)
    content = {
        "found": found, "asked": asked, "wanted": wanted, "choices": vacancy_pages.choices(),
        "counts": vacancy_pages.counts(scope), "units": units(scope, clock.today()),
        "more": more.urlencode() if len(found) == vacancy_pages.PAGE else "",
    }  # fmt: skip
    return render(request, "vacancies.html", content)


@require_http_methods(["GET", "POST"])
@edits
def imports(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Lists of vacancies that were brought, and the form to bring one."""
    if request.method == "POST":
        return _receive(request, scope)
    today = clock.today()
    content = {
        "uploads": roster_page.uploads(scope, of_people=False), "units": units(scope, today),
        "today": today, "columns": [own[0][-1] for own in COLUMNS.labels.values()],
    }  # fmt: skip
    return render(request, "vacancy_imports.html", content)


def _receive(request: HttpRequest, scope: Scope) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None or not file.name:
        messages.error(
            request, "没有选文件。请选一份 .xlsx、.xls、.csv 岗位清单，或平台给的 .json 数据文件。"
        )
        return redirect("vacancy_imports")
    with kept_upload(file) as path:
        if path is None:
            return redirect("vacancy_imports")
        unit, sender = request.POST.get("unit", scope.unit), request.POST.get("sender", "").strip()
        try:
            roster = Roster(path, Path(file.name).name, unit, clock.today(), VACANCIES, sender)
            upload = receiving.receive(scope, roster, _keys())
        except (OutOfScope, ValueError):
            return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
    if upload.uploaded_at < clock.now() - dt.timedelta(seconds=5):
        messages.warning(request, "这份文件已经传过，还在处理中，没有再收一次。")
    return redirect("roster", upload.pk)


FORM = tuple(
    key
    for key in COLUMNS.labels
    if key not in ("terms.board_and_lodging", "demand.age", "reference")
)


@require_http_methods(["GET", "POST"])
@edits
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Enter one vacancy; what may not be published is said beside the field, with what to write instead."""
    given = {key: request.POST.get(key, "").strip() for key in FORM}
    problems: list[object] = []
    if request.method == "POST":
        unit = request.POST.get("unit", scope.unit)
        try:
            row = vacancy_keeping.row_of(scope.narrowed(unit), unit, given, clock.today())
            kept = vacancy_keeping.note(
                scope, unit, row, vacancy_keeping.brought_by_hand(unit, scope.actor), _keys(),
                verified=request.POST.get("verified") == "1", explained=request.POST.get("explained", ""),
            )  # fmt: skip
        except (OutOfScope, ValueError):
            return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
        if kept is not None:
            vacancy_id, outcome = kept
            if outcome.value == "new":
                messages.success(request, "已登记。合适的搬迁群众几秒钟内就会匹配出来。")
            else:
                messages.warning(request, "这个岗位已经登记过，没有再登记一个，来源已记下。")
            return redirect("vacancy", vacancy_id)
        problems = [p for p in row.problems if p.severity is not Severity.NOTE]
    content = {
        "given": {key.replace(".", "_"): value for key, value in given.items()}, "problems": problems,
        "choices": vacancy_pages.choices(), "units": units(scope, clock.today()), "today": clock.today(),
        "needs_words": any(getattr(p, "severity", None) is Severity.STRANGE for p in problems),
        "explained": request.POST.get("explained", ""),
    }  # fmt: skip
    return render(request, "vacancy_form.html", content)


@require_GET
@reads
def vacancy(request: HttpRequest, scope: Scope, vacancy_id: int) -> HttpResponse:
    page = vacancy_pages.page(scope, vacancy_id)
    may_read = scope.may(Capability.READ_PEOPLE)
    lines = proposals.of_vacancy(scope, vacancy_id, _keys()) if may_read else []
    content = {"page": page, "view": page.view, "lines": lines, "choices": vacancy_pages.choices()}
    return render(request, "vacancy.html", content)


@require_POST
@edits
def release(request: HttpRequest, scope: Scope, vacancy_id: int) -> HttpResponse:
    level = Level.read_code(request.POST.get("level", ""))
    if level is None:
        messages.error(request, "没有选发布范围。请选一项再提交。")
        return redirect("vacancy", vacancy_id)
    try:
        vacancy_keeping.release(scope, vacancy_id, level)
    except AlreadyClosed:
        messages.error(request, "这个岗位已经关闭，不能再改发布范围。还在招的，请重新填报。")
        return redirect("vacancy", vacancy_id)
    messages.success(request, f"发布范围已改为“{level.label}”。")
    return redirect("vacancy", vacancy_id)


@require_POST
@edits
def close(request: HttpRequest, scope: Scope, vacancy_id: int) -> HttpResponse:
    if vacancy_keeping.close(scope, vacancy_id):
        messages.success(request, "已关闭。因此不足三个岗位的人会自动补上别的岗位。")
    else:
        messages.warning(request, "这个岗位已经关闭，没有重复操作。")
    return redirect("vacancy", vacancy_id)


@require_POST
@edits
def alike(request: HttpRequest, scope: Scope, vacancy_id: int) -> HttpResponse:
    is_same = request.POST.get("same") == "1"
    if vacancy_keeping.settle_alike(scope, vacancy_id, is_same=is_same):
        messages.success(
            request, "已合并，来源都记在一个岗位上。" if is_same else "已记为两个岗位。"
        )
    else:
        messages.warning(request, "这一条已经处理过。")
    return redirect("vacancy", vacancy_id)


@require_http_methods(["GET", "POST"])
@edits
def employers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Employers whose papers are to be looked at; half a year without that closes their vacancies."""
    if request.method == "POST":
        chosen = text_of(request.POST.get("employer", ""))
        if chosen.isdecimal() and vacancy_keeping.verify_employer(scope, int(chosen)):
            messages.success(request, "已记下今天核验。")
        else:
            messages.error(
                request, "这个单位还没有统一社会信用代码，不能核验。请先在岗位清单里补上代码。"
            )
        return redirect("employers")
    return render(request, "employers.html", {"due": vacancy_pages.due_employers(scope)})


@require_GET
@reads
def site_list(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """Vacancies near a site on sheets to be put up there."""
    row, _ = site_pages.site_row(scope, site_id)
    return render(
        request,
        "site_vacancies.html",
        {"row": row, "found": vacancy_pages.near_site(scope, site_id)},
    )
