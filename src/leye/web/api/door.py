"""The door for programs: a token gives the scope of its account; each room has a router."""

import logging

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import HttpBearer

from leye.core.scope import OutOfScope, Scope
from leye.trips.ledger.admitting import scope_of_token
from leye.web.api import figures, returns, vacancies

log = logging.getLogger("leye.api")


class Token(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Scope | None:
        return scope_of_token(token)


api = NinjaAPI(
    title="乐业 接口", version="1", auth=Token(), urls_namespace="api", docs_url=None,
    description="令牌由本单位的系统管理员开立，只能看和写本账号管辖范围内的内容。",
)  # fmt: skip
api.add_router("", vacancies.router)
api.add_router("", figures.router)
api.add_router("", returns.router)


@api.exception_handler(OutOfScope)
def not_here(request: HttpRequest, error: OutOfScope) -> HttpResponse:
    """What is outside of the scope does not exist."""
    return api.create_response(request, figures.NOT_HERE, status=404)


@api.exception_handler(figures.Unclear)
def unclear(request: HttpRequest, error: figures.Unclear) -> HttpResponse:
    """A month or day that is none, or is not over."""
    told = {"message": "月份或日期写得不对，或者还没有结束。月份写成 2020-05。"}
    return api.create_response(request, told, status=422)


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing of a request is repeated; the kind of the error is in the log."""
    log.error("api: %s", type(error).__name__)
    return api.create_response(
        request, {"message": "系统出了错，这一条没有登记。请稍后重试。"}, status=500
    )
