"""Signing in and out, and the own password."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from leye.apps.accounts import actions as accounts
from leye.apps.accounts.models import Account
from leye.apps.accounts.selectors import scope_of
from leye.core.scope import Capability, Scope
from leye.web import menu
from leye.web.guard import guarded, public


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it. A wrong name and a wrong password get the same answer."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    if request.method != "POST":
        return render(request, "sign_in.html", {"next": target, "wrong": False, "username": ""})
    name = request.POST.get("username", "").strip()
    user = authenticate(request, username=name, password=request.POST.get("password", ""))
    if isinstance(user, Account):
        login(request, user)
        accounts.note_signed_in(by=user.username, account=user)
        return redirect(menu.start_of(scope_of(user)) if target == "/" else target)
    again = {"next": target, "wrong": True, "username": name}
    return render(request, "sign_in.html", again, status=200)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


@guarded(Capability.READ_FIGURES, Capability.APPLY_FOR_SUBSIDY)
def change_password(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The own password, with the old one."""
    user = request.user
    if not isinstance(user, Account):  # the gate lets nobody else in; said for whoever reads on
        return redirect("sign_in")
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.set_password(
            by=scope.actor, account=user, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(request, user)
        messages.success(request, "密码已经改好。")
        return redirect(menu.start_of(scope))
    fields = [(field.name, field.label, [str(error) for error in field.errors]) for field in form]
    return render(request, "password.html", {"fields": fields})
