"""The gate: every view says which capability it needs, or that it is public; everything else is denied."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from leye.apps.accounts.models import Account
from leye.apps.audit import actions as audit
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.trips import passing
from leye.trips.ledger.admitting import scope_of as account_scope
from leye.trips.passing import Purpose
from leye.web import menu
from leye.web.pages.errors import SESSION_PASSES, told

View = Callable[..., HttpResponse]
V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def public(view: V) -> V:
    """Mark a view that needs no account."""
    view.public = True  # type: ignore[attr-defined]
    return view


def guarded(capability: Capability, *others: Capability) -> Callable[[View], View]:
    """Let a view be called by accounts that have one of the capabilities; its second argument is their Scope."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, Account):
                if request.headers.get("HX-Request"):
                    answer = HttpResponse(status=401)
                    answer["HX-Redirect"] = settings.LOGIN_URL
                    return answer
                return redirect_to_login(request.get_full_path())
            scope = account_scope(request.user)
            if not any(scope.may(one) for one in (capability, *others)):
                with transaction.atomic():
                    audit.record(
                        by=scope.actor,
                        action="access.denied",
                        unit=scope.unit,
                        detail={"capability": capability.value},
                    )
                return told(request, 403)
            try:
                return view(request, scope, *args, **kwargs)
            except OutOfScope:
                raise Http404 from None

        gate.capability = capability  # type: ignore[attr-defined]
        return gate

    return wrap


def passed(purpose: Purpose) -> Callable[[View], View]:
    """Let a view be called by whoever came in by a link; its second argument is what the link opens."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            held = request.session.get(SESSION_PASSES, {}).get(purpose.value)
            opened = passing.again(held) if held else None
            if opened is None or opened.purpose is not purpose:
                return render(request, "pass_ended.html", status=404)
            try:
                return view(request, opened, *args, **kwargs)
            except OutOfScope:
                raise Http404 from None

        gate.purpose = purpose  # type: ignore[attr-defined]
        return gate

    return wrap


class SessionLimits:
    """Ends sessions that are idle or old, and those of accounts that were closed."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(clock.now().timestamp())
            began = int(request.session.setdefault("began", now))
            seen = int(request.session.get("seen", now))
            is_old = now - began > settings.SESSION_COOKIE_AGE
            if is_old or now - seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen > 30 or "seen" not in request.session:
                request.session["seen"] = now
        return self.get_response(request)


class NoStore:
    """Pages with people are never kept by a browser or a proxy."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            answer.setdefault("Cache-Control", "no-store")
            answer.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return answer


def chrome(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows: who is signed in, for which unit, and today."""
    user = getattr(request, "user", None)
    if not isinstance(user, Account):
        return {"scope": None, "is_demo": clock.demo_day() is not None}
    scope: Scope = account_scope(user)
    today: dt.date = clock.today()
    route = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return {
        "scope": scope,
        "who": user.display_name,
        "may": {capability.value: scope.may(capability) for capability in Capability},
        "today": today,
        "is_demo": clock.demo_day() is not None,
        "menu": menu.shown(scope, route),
        "start": reverse(menu.start_of(scope)),
    }
