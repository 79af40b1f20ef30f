"""本人页面, on a phone and without an account: one's vacancies, one's word on them, one's data, no more messages."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.matching.actions import NotPossible
from leye.core.vacancies.vocabulary import Refusal, Step
from leye.gateways.documents.typeset import qr_svg
from leye.trips.comparisons.own_words import KINDS
from leye.trips.outreach import outreach_binding, own_page
from leye.trips.passing import Opened, Purpose
from leye.web.guard import passed

own = passed(Purpose.PERSON)


@require_GET
@own
def mine(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The page; whoever opens it has his vacancies."""
    language = request.GET.get("lang", "zh")
    own_page.opened_by_person(opened)
    content = {
        "page": own_page.page(opened, language),
        "refusals": list(Refusal),
        "kinds": KINDS,
        "can_bind": outreach_binding.can_bind(),
    }
    return render(request, "own.html", content)


@require_POST
@own
def say(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Interested in a vacancy, or not and why."""
    number, step = request.POST.get("proposal", ""), Step.read_code(request.POST.get("step", ""))
    if not number.isdecimal() or step is None:
        messages.error(request, "没有选好。请点“有意向”或“不合适”。")
        return redirect("own")
    try:
        own_page.say(opened, int(number), step, request.POST.get("why", ""))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("own")
    messages.success(request, "已经告诉就业服务站。")
    return redirect("own")


@require_POST
@own
def wrong(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The data are wrong, or are not one's own."""
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        return redirect("own")
    is_new = own_page.remark(opened, kind, request.POST.get("text", ""))
    if kind == "not_me":
        return render(request, "own_thanks.html")
    messages.success(request, "已经收到，工作人员会核对。" if is_new else "已经在核对，请等答复。")
    return redirect("own")


@require_POST
@own
def stop(request: HttpRequest, opened: Opened) -> HttpResponse:
    """No more messages, or messages again."""
    own_page.stop(opened, request.POST.get("takes") == "1")
    return redirect("own")


@require_http_methods(["GET", "POST"])
@own
def wechat(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The code that binds one's WeChat account, made when it is asked for; or the word that lets it go."""
    is_bound, told = outreach_binding.is_bound(opened), ""
    is_asked = request.method == "POST"
    if is_asked and request.POST.get("do") == "show":
        told = "" if is_bound else outreach_binding.code(opened)
    elif is_asked:
        outreach_binding.unbind(opened)
        messages.success(request, "已经解除绑定。")
        return redirect("own")
    content = {
        "page": own_page.page(opened), "is_bound": is_bound, "is_asked": is_asked,
        "picture": "data:image/svg+xml," + quote(qr_svg(told)) if told else "",
    }  # fmt: skip
    return render(request, "own_wechat.html", content)


@require_http_methods(["GET", "POST"])
@own
def seen(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Who has seen one's data; only to whoever knows the end of the identity number."""
    content: dict[str, object] = {"page": own_page.page(opened), "found": None}
    if request.method == "POST":
        words = own_page.page(opened).words.texts
        try:
            if own_page.is_the_person(opened, request.POST.get("tail", "")):
                content["found"] = own_page.seen(opened)
            else:
                messages.error(request, words["prove_bad"])
        except own_page.TooManyGuesses:
            messages.error(request, words["prove_closed"])
    return render(request, "own_seen.html", content)
