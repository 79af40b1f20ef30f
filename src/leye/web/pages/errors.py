"""What is said when a page cannot be shown; nothing of the request is repeated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SESSION_PASSES = "passes"  # what a browser without an account may open: purpose → link
WORDS = {
    400: ("这个请求读不懂", "请从页面上的按钮或链接进来；上传的文件过大时请拆成几份。"),
    403: ("你的账号不能做这件事", "需要这项权限的，请与本单位的系统管理员联系。"),
    404: ("没有这一页，或不在你的管辖范围", "请核对地址，或从首页重新进入。"),
    500: (
        "系统出了错，没有做完的都没有保存",
        "请过一会儿再试；反复出现时，请把时间告诉系统管理员。",
    ),
}

GUEST = ("没有这一页", "请退回上一页，或重新打开短信、微信里的链接。")


def told(
    request: HttpRequest, status: int, title: str = "", remedy: str = "", back: str = "home"
) -> HttpResponse:
    """The error page of a status, in its usual or in given words; back: the page that its button leads to."""
    usual = WORDS[status]
    is_guest = status == 404 and _is_guest(request)
    usual = GUEST if is_guest else usual
    words = {
        "title": title or usual[0], "remedy": remedy or usual[1], "is_guest": is_guest, "back": back,
        "layout": "plain.html" if is_guest else "base.html",
    }  # fmt: skip
    return render(request, "error.html", words, status=status)


def _is_guest(request: HttpRequest) -> bool:
    """Whether the browser came in by a link and has no account: there is no start page for it."""
    return not request.user.is_authenticated and bool(request.session.get(SESSION_PASSES))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return told(request, 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: from another site, or from a page left open for too long."""
    return told(request, 403, "这个表单已经失效", "什么也没有保存。请返回、刷新页面后再提交一次。")
