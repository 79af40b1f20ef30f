"""Accounts, for administrators: who there is, opening one, ending one."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from leye.core.scope import Capability, Department, Role, Scope
from leye.gateways import clock
from leye.trips.ledger import admitting
from leye.trips.listing import units
from leye.web.guard import guarded

manages = guarded(Capability.MANAGE_ACCOUNTS)


@require_http_methods(["GET", "POST"])
@manages
def accounts(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The accounts of the scope, and the form for a new one."""
    if request.method == "POST":
        said = request.POST
        try:
            admitting.open_account(
                scope,
                said.get("username", "").strip(),
                said.get("display_name", "").strip(),
                said.get("password", ""),
                _role(said.get("role", "")),
                Department(said.get("department", "")),
                said.get("unit", ""),
            )
            messages.success(request, "账号已开立，请本人登录后修改密码。")
        except IntegrityError:
            messages.error(request, "这个用户名已经有人用了，请换一个。")
        except admitting.NotAccepted as refused:
            messages.error(request, refused.problem.message + refused.problem.remedy)
        except ValueError:
            messages.error(request, "角色或部门没有选。请逐项选好再提交。")
        return redirect("accounts")
    content = {
        "accounts": admitting.accounts(scope),
        "roles": [
            role for role in Role if role is not Role.EMPLOYER
        ],  # theirs are opened with the employer
        "departments": list(Department),
        "units": units(scope, clock.today()),
    }
    return render(request, "accounts.html", content)


def _role(text: str) -> Role:
    role = Role(text)
    if role is Role.EMPLOYER:
        raise ValueError(text)
    return role


@require_POST
@manages
def disable(request: HttpRequest, scope: Scope, account_id: int) -> HttpResponse:
    admitting.disable(scope, account_id)
    messages.success(request, "账号已停用，它的下一次请求就会被拒绝。")
    return redirect("accounts")


@require_POST
@manages
def token(request: HttpRequest, scope: Scope, account_id: int) -> HttpResponse:
    """A key for programs that act for an account, shown this once."""
    try:
        key = admitting.issue_token(scope, account_id, request.POST.get("purpose", ""))
    except admitting.NotAccepted as refused:
        messages.error(request, refused.problem.message + refused.problem.remedy)
        return redirect("accounts")
    return render(request, "account_token.html", {"key": key})
