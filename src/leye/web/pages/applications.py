"""补贴申请: started and filled in, by an employer for itself or at the desk; the list of the own ones."""

import datetime as dt
import secrets

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leye.apps.subsidies.actions import NotPossible
from leye.core.payments.money import read_yuan
from leye.core.payments.steps import State
from leye.core.scope import Capability, Role, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_kinds
from leye.trips.keys import keys_of
from leye.trips.listing import units
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies import (
    employer_accounts,
    subsidy_applying,
    subsidy_pages,
    subsidy_papers,
    subsidy_rosters,
)
from leye.trips.subsidies.subsidy_drafts import NotAccepted, Person
from leye.web.guard import guarded
from leye.web.pages.files import kept_upload

applies = guarded(Capability.APPLY_FOR_SUBSIDY)


@require_http_methods(["GET", "POST"])
@applies
def applications(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The own applications, and the form for a new one."""
    is_own = scope.role is Role.EMPLOYER
    if request.method == "POST":
        return _start(request, scope)
    words = request.GET.get("q", "")
    states = () if is_own else (State.DRAFT, State.RETURNED)
    content = {
        "found": subsidy_pages.listed(scope, states), "is_own": is_own, "q": words,
        "kinds": list(load_kinds(NOTICE).values()), "key": secrets.token_hex(8), "today": clock.today(),
        "employers": [] if is_own else employer_accounts.found_employers(scope, words),
        "units": [] if is_own else [one for one in units(scope, clock.today()) if not one.code.endswith("00")],
        "accounts": [] if is_own else employer_accounts.accounts(scope),
    }  # fmt: skip
    return render(request, "applications.html", content)


def _start(request: HttpRequest, scope: Scope) -> HttpResponse:
    said = request.POST
    try:
        started = subsidy_applying.Started(
            said.get("kind", ""), dt.date.fromisoformat(said.get("start", "")),
            dt.date.fromisoformat(said.get("end", "")) + dt.timedelta(days=1), said.get("key", "")[:40] or "form",
            said.get("unit", ""), _number(said.get("employer", "")), _number(said.get("agent", "")),
            said.get("note", ""),
        )  # fmt: skip
        pk = subsidy_applying.start(scope, started, keys_of(settings.HOME))
    except ValueError:
        messages.error(request, "期间没有写全。请选从哪一天到哪一天。")
        return redirect("applications")
    except NotAccepted as refused:
        messages.error(request, str(refused))
        return redirect("applications")
    return redirect("subsidy", pk)


@require_POST
@applies
def roster(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """A list of workers; what is said of its rows is shown at once."""
    with kept_upload(request.FILES.get("file")) as path:
        if path is None:
            messages.error(request, "没有选文件。请选一份 .xlsx、.xls 或 .csv 花名册。")
            return redirect("subsidy", application_id)
        try:
            told = subsidy_rosters.bring_roster(scope, application_id, path, keys_of(settings.HOME))
        except (NotAccepted, NotPossible) as refused:
            messages.error(request, str(refused))
            return redirect("subsidy", application_id)
    return render(request, "subsidy_roster.html", {"told": told, "id": application_id})


@require_POST
@applies
def person(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """One person more, or one less."""
    said, keys = request.POST, keys_of(settings.HOME)
    try:
        if said.get("drop", "").isdecimal():
            subsidy_applying.drop_person(scope, application_id, int(said["drop"]))
        else:
            one = Person(
                0, _day(said.get("hired", "")), _day(said.get("contract_from", "")),
                _next(_day(said.get("contract_to", ""))), read_yuan(said.get("pay") or None),
                read_yuan(said.get("asked") or None), said.get("account", ""),
            )  # fmt: skip
            subsidy_applying.add_person(scope, application_id, said.get("id_no", ""), one, keys)
            messages.success(request, "已添加。")
    except ValueError:
        messages.error(request, "日期不是真实日期。请从日历里选。")
    except (NotAccepted, NotPossible) as refused:
        messages.error(request, str(refused))
    return redirect("subsidy", application_id)


@require_POST
@applies
def account(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """Where the money goes."""
    said = request.POST
    try:
        subsidy_applying.set_account(
            scope, application_id, said.get("name", ""), said.get("bank", ""), said.get("number", ""),
            keys_of(settings.HOME),
        )  # fmt: skip
        messages.success(request, "收款账户已保存。")
    except (NotAccepted, NotPossible) as refused:
        messages.error(request, str(refused))
    return redirect("subsidy", application_id)


@require_POST
@applies
def course(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """Which trade a course teaches and when it was reported."""
    said = request.POST
    try:
        subsidy_applying.set_course(
            scope, application_id, said.get("trade", ""), _day(said.get("reported", ""))
        )
        messages.success(request, "开班备案已保存。")
    except ValueError:
        messages.error(request, "日期不是真实日期。请从日历里选。")
    except (NotAccepted, NotPossible) as refused:
        messages.error(request, str(refused))
    return redirect("subsidy", application_id)


@require_POST
@applies
def paper(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """A paper that goes with it."""
    file = request.FILES.get("file")
    try:
        content = file.read() if file else b""
        is_new = subsidy_papers.bring(
            scope, application_id, request.POST.get("kind", ""), content, keys_of(settings.HOME)
        )
        messages.success(request, "材料已上传。" if is_new else "这份材料已经上传过。")
    except (NotAccepted, NotPossible) as refused:
        messages.error(request, str(refused))
    return redirect("subsidy", application_id)


@require_POST
@guarded(Capability.REVIEW_SUBSIDY, Capability.MANAGE_ACCOUNTS)
def employer_account(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Open or close an employer's own account."""
    said = request.POST
    try:
        if said.get("close", "").isdecimal():
            employer_accounts.close(scope, int(said["close"]))
            messages.success(request, "单位账号已停用。")
        elif said.get("employer", "").isdecimal():
            employer_accounts.open_account(
                scope, int(said["employer"]), said.get("username", ""), said.get("password", ""),
                said.get("unit", ""),
            )  # fmt: skip
            messages.success(request, "单位账号已开立，请把用户名和初始密码当面交给单位。")
        else:
            messages.error(request, "没有选单位。请先查找单位再选。")
    except IntegrityError:
        messages.error(request, "这个用户名已经有人用了，请换一个。")
    except NotAccepted as refused:
        messages.error(request, str(refused))
    return redirect("applications" if scope.may(Capability.APPLY_FOR_SUBSIDY) else "accounts")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _next(day: dt.date | None) -> dt.date | None:
    return day + dt.timedelta(days=1) if day else None
