"""信息比对: bring a roster of others, see what was found, decide case by case, send back what is wrong."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.comparisons.actions import AlreadyJudged
from leye.apps.comparisons.selectors import Wanted
from leye.core.cases.vocabulary import CaseOutcome
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.refusals import FileRefused
from leye.trips.comparisons import (
    case_judging,
    case_pages,
    compare_files,
    comparing,
    comparison_quality,
)
from leye.trips.comparisons.case_judging import NotPossible
from leye.trips.comparisons.comparing import Asked
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.web.guard import guarded
from leye.web.pages.errors import told
from leye.web.pages.files import download, kept_upload
from leye.web.pages.progress import progress

brings = guarded(Capability.UPLOAD_ROSTER)
NEEDED = {
    "kind": "没有选名册的种类。",
    "purpose": "没有选用途，或你的部门不能为这个用途使用数据。",
    "ground": "没有写清提供单位和依据。请写明是谁提供的、依据什么文件或协议。",
}


def _keys() -> Keyring:
    return keys_of(settings.HOME)


@require_http_methods(["GET", "POST"])
@brings
def comparisons(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list with the form; what comes waits for a worker."""
    if request.method == "POST":
        return _receive(request, scope)
    today = clock.today()
    content = {
        "found": case_pages.comparisons(scope),
        "units": units(scope, today),
        "form": case_pages.form(scope, today),
        "today": today,
    }
    return render(request, "comparisons.html", content)


def _receive(request: HttpRequest, scope: Scope) -> HttpResponse:
    said = request.POST
    file, is_itself = request.FILES.get("file"), said.get("itself") == "1"
    if file is None and not is_itself:
        messages.error(request, "没有选文件。请选一份 .xlsx、.xls 或 .csv 名册再上传。")
        return redirect("comparisons")
    try:
        as_of = dt.date.fromisoformat(said.get("as_of", ""))
        until = dt.date.fromisoformat(said.get("retain_until", ""))
    except ValueError:
        messages.error(request, "没有写清数据截至和保存到哪一天。请写成 2020-05-31。")
        return redirect("comparisons")
    if as_of > clock.today() or until <= clock.today():
        messages.error(request, "数据截至不能晚于今天，保存期必须在今天以后。请改正日期。")
        return redirect("comparisons")
    with kept_upload(file) as path:
        asked = Asked(
            said.get("unit", scope.unit), as_of, said.get("purpose", ""), path,
            Path(file.name or "").name if file else "", said.get("kind", ""),
            said.get("supplier", ""), said.get("legal_basis", ""), until,
        )  # fmt: skip
        try:
            row, is_new = comparing.receive(scope, asked, _keys())
        except OutOfScope:
            return told(request, 403, "这个单位不在你的管辖范围", "请选本单位或下级单位。")
        except FileRefused as refusal:
            messages.error(request, f"{refusal.problem.message}{refusal.problem.remedy}")
            return redirect("comparisons")
        except ValueError as missing:
            messages.error(request, NEEDED.get(str(missing), "单位写得不对，请重新选。"))
            return redirect("comparisons")
    if not is_new:
        messages.warning(request, "同样的比对正在进行，没有再做一次。")
    return redirect("comparison", row.pk)


@require_GET
@brings
def comparison(request: HttpRequest, scope: Scope, comparison_id: int) -> HttpResponse:
    """One comparison: how far it is, what was found, its cases."""
    wanted = Wanted(comparison_id, request.GET.get("class", ""), *_place(request))
    view = case_pages.comparison(scope, comparison_id)
    content = {
        "view": view,
        "sums": case_pages.sums(scope, comparison_id),
        **_queue(request, scope, wanted),
    }
    return render(request, "comparison.html", content)


@require_GET
@brings
def state(request: HttpRequest, scope: Scope, comparison_id: int) -> HttpResponse:
    """How far a comparison is; when it came to rest, the whole page is fetched again."""
    view = case_pages.comparison(scope, comparison_id)
    return progress(request, "_comparison_progress.html", {"view": view}, view.is_moving)


@require_GET
@brings
def cases(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The queue over all comparisons."""
    wanted = Wanted(None, request.GET.get("class", ""), *_place(request))
    return render(request, "cases.html", _queue(request, scope, wanted))


def _place(request: HttpRequest) -> tuple[bool, tuple[int, int] | None]:
    weight, _, pk = request.GET.get("after", "").partition(".")
    after = (int(weight), int(pk)) if weight.isdecimal() and pk.isdecimal() else None
    return request.GET.get("done") != "1", after


def _queue(request: HttpRequest, scope: Scope, wanted: Wanted) -> dict[str, object]:
    lines = case_pages.queue(scope, wanted, _keys())
    after = lines[-1].after if len(lines) == case_pages.PAGE else ""
    return {"lines": lines, "wanted": wanted, "next_after": after}


@require_GET
@brings
def case(request: HttpRequest, scope: Scope, case_id: int) -> HttpResponse:
    return render(request, "case.html", {"case": case_pages.case(scope, case_id, _keys())})


@require_POST
@brings
def judge(request: HttpRequest, scope: Scope, case_id: int) -> HttpResponse:
    """Decide a case and go to the next one of its comparison."""
    outcome = CaseOutcome.read_code(request.POST.get("outcome", ""))
    if outcome is None:
        messages.error(request, "没有选怎么判定。请选一项再提交。")
        return redirect("case", case_id)
    following = case_pages.case(scope, case_id, _keys()).next_id
    if not _tried(
        request,
        lambda: case_judging.judge(
            scope, case_id, outcome, request.POST.get("reason", ""), _keys()
        ),
    ):
        return redirect("case", case_id)
    messages.success(request, "已判定。判错了可以在这一条的页面撤回。")
    return redirect("case", following) if following else redirect("cases")


@require_POST
@brings
def take_back(request: HttpRequest, scope: Scope, case_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    if _tried(request, lambda: case_judging.take_back(scope, case_id, reason)):
        messages.success(request, "已撤回判定，台账恢复到判定以前，这一条重新待办。")
    return redirect("case", case_id)


def _tried(request: HttpRequest, act: Callable[[], None]) -> bool:
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, refusal.why)
    except AlreadyJudged:
        messages.warning(request, "这一条刚才已经有人处理过，没有重复判定。")
    except ValueError:
        messages.error(request, "没有写理由。请写清依据，如“电话核实，本人已在该单位参保”。")
    else:
        return True
    return False


@require_POST
@brings
def judge_many(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Decide the marked cases alike, where that is safe."""
    marked = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    outcome = CaseOutcome.read_code(request.POST.get("outcome", ""))
    back = request.POST.get("comparison", "")
    target = redirect("comparison", int(back)) if back.isdecimal() else redirect("cases")
    if outcome is None or not marked:
        messages.error(request, "请先勾选，再选怎么判定。")
        return target
    try:
        done, left = case_judging.judge_many(
            scope, marked, outcome, request.POST.get("reason", ""), _keys()
        )
    except ValueError:
        messages.error(request, "没有写理由。请写清依据。")
        return target
    kept = f"，{left} 条需要逐条看，没有动" if left else ""
    messages.success(request, f"已判定 {done} 条{kept}。")
    return target


@require_GET
@brings
def ticket(request: HttpRequest, scope: Scope, comparison_id: int) -> HttpResponse:
    """The workbook of what we found wrong, for the office that gave the roster."""
    return _written(
        comparison_id,
        "ticket",
        lambda path: compare_files.ticket(scope, comparison_id, _keys(), path),
    )


@require_GET
@brings
def only_roster(request: HttpRequest, scope: Scope, comparison_id: int) -> HttpResponse:
    """The rows that fit nobody in the ledger."""
    return _written(
        comparison_id,
        "only-roster",
        lambda path: compare_files.only_in_roster(scope, comparison_id, _keys(), path),
    )


def _written(comparison_id: int, name: str, write: Callable[[Path], int]) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "file.xlsx"
        write(path)
        return download(path.read_bytes(), f"comparison-{comparison_id}-{name}.xlsx")


@require_GET
@brings
def sources(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Who is believed about what, and how often the proposals were right."""
    content = {
        "sources": comparison_quality.sources(clock.today()),
        "quality": comparison_quality.quality(scope),
        "misses": comparison_quality.misses(scope),
    }
    return render(request, "comparison_sources.html", content)
