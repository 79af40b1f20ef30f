"""典型: the clerks' side (write, consent, review, withdraw, pack) and what everybody reads; nothing of it is cached."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.stories.actions import NotPossible
from leye.apps.stories.models import StoryKind
from leye.core.periods import day_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.documents.photos import LARGEST, NotAPicture
from leye.trips.boards import stories as trip
from leye.trips.keys import keys_of
from leye.web.guard import guarded, public
from leye.web.pages.errors import told
from leye.web.pages.files import download

GONE = "这份材料没有公布，或者已经撤回"


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def stories(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The stories of the scope; a POST begins one."""
    if request.method == "POST":
        try:
            return redirect("story", trip.write(scope, _said(request)).pk)
        except NotPossible as refused:
            messages.error(request, str(refused))
            return redirect("stories")
    content = {
        "found": trip.stories(scope),
        "kinds": StoryKind.choices,
        "may_write": _may_write(scope),
    }
    return render(request, "stories.html", content)


def _said(request: HttpRequest) -> trip.Written:
    kind = request.POST.get("kind", "")
    if kind not in StoryKind.values:
        raise NotPossible("请选材料的类别。")
    said = request.POST
    return trip.Written(
        kind, said.get("title", ""), said.get("body", ""), bool(said.get("needs_consent"))
    )


def _may_write(scope: Scope) -> bool:
    return scope.may(Capability.PUBLISH) and scope.site is None


@require_GET
@guarded(Capability.READ_FIGURES)
def story(request: HttpRequest, scope: Scope, story_id: int) -> HttpResponse:
    """One story with all that can be done with it now."""
    view = trip.story(scope, story_id, keys_of(settings.HOME))
    given_on = _day(request.GET.get("given_on", "")) or clock.today()
    if (
        not (scope.may(Capability.PUBLISH) or scope.may(Capability.APPROVE))
        and view.row.state != "published"
    ):
        raise Http404
    content = {
        "view": view, "kinds": StoryKind.choices, "may_write": _may_write(scope), "words": trip.consent_words(given_on),
        "may_review": scope.may(Capability.APPROVE) and view.row.written_by != scope.actor, "given_on": given_on,
        "is_open": view.row.state in ("draft", "returned"),
    }  # fmt: skip
    return render(request, "story.html", content)


@require_POST
@guarded(Capability.READ_FIGURES)
def step(request: HttpRequest, scope: Scope, story_id: int, what: str) -> HttpResponse:
    """A step: write, photo, consent, submit, accept, return, withdraw. Each needs its own right."""
    steps = {
        "write": _write, "photo": _photo, "consent": _consent, "submit": _submit, "accept": _accept,
        "return": _return, "withdraw": _withdraw,
    }  # fmt: skip
    if what not in steps:
        raise Http404
    try:
        messages.success(request, steps[what](request, scope, story_id))
    except (NotPossible, NotAPicture) as refused:
        messages.error(request, str(refused))
        if isinstance(refused, trip.OtherWords):  # the page then shows the words of that day
            return redirect(
                f"{reverse('story', args=[story_id])}?given_on={request.POST['given_on']}"
            )
    return redirect("story", story_id)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _write(request: HttpRequest, scope: Scope, story_id: int) -> str:
    trip.write(scope, _said(request), story_id)
    return "已保存为新的一稿。"


def _photo(request: HttpRequest, scope: Scope, story_id: int) -> str:
    brought = request.FILES.get("file")
    if brought is None or (brought.size or 0) > LARGEST:
        raise NotPossible("请选一张不超过 8 MB 的照片（.jpg 或 .png）。")
    caption = request.POST.get("caption", "")
    trip.add_photo(
        scope, story_id, brought.read(), caption, settings.UPLOADS, keys_of(settings.HOME)
    )
    return "照片已加上；拍摄地点、时间等信息已经去掉。"


def _consent(request: HttpRequest, scope: Scope, story_id: int) -> str:
    on = _day(request.POST.get("given_on", ""))
    if on is None:
        raise NotPossible("没有写清同意日期。请写成 2020-06-01。")
    said = request.POST
    trip.consent(
        scope,
        story_id,
        said.get("giver", ""),
        on,
        keys_of(settings.HOME),
        said.get("words", "")[:20],
    )
    return "已登记本人同意。"


def _submit(request: HttpRequest, scope: Scope, story_id: int) -> str:
    trip.submit(scope, story_id)
    return "已送审，请另一个人审核。"


def _accept(request: HttpRequest, scope: Scope, story_id: int) -> str:
    trip.review(scope, story_id, True, request.POST.get("why", ""), _seen(request))
    return "已公布。"


def _return(request: HttpRequest, scope: Scope, story_id: int) -> str:
    trip.review(scope, story_id, False, request.POST.get("why", ""), _seen(request))
    return "已退回修改。"


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else 0


def _withdraw(request: HttpRequest, scope: Scope, story_id: int) -> str:
    trip.withdraw(scope, story_id, request.POST.get("why", ""), settings.UPLOADS)
    return "已撤回：公开页面、接口、照片和导出包里都没有了。"


@require_GET
@guarded(Capability.READ_FIGURES)
def photo(request: HttpRequest, scope: Scope, story_id: int, photo_id: int) -> HttpResponse:
    """A picture for those who work on its story."""
    if not (scope.may(Capability.PUBLISH) or scope.may(Capability.APPROVE)):
        raise Http404
    content = trip.photo(scope, story_id, photo_id, settings.UPLOADS, keys_of(settings.HOME))
    return HttpResponse(content, content_type="image/jpeg")


@require_POST
@guarded(Capability.PUBLISH)
def pack(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The published stories of the scope as a zip."""
    content = trip.pack(scope, settings.UPLOADS, keys_of(settings.HOME))
    return download(content, "stories.zip", "application/zip")


@require_GET
@public
def public_stories(request: HttpRequest) -> HttpResponse:
    """What is published, for everybody."""
    return render(request, "public_stories.html", {"found": trip.published()})


@require_GET
@public
def public_story(request: HttpRequest, story_id: int) -> HttpResponse:
    try:
        view = trip.published_one(story_id)
    except OutOfScope:
        return told(request, 404, GONE, "请回到典型列表看其他材料。", "public_stories")
    return render(request, "public_story.html", {"view": view})


@require_GET
@public
def public_photo(request: HttpRequest, story_id: int, photo_id: int) -> HttpResponse:
    try:
        content = trip.photo(None, story_id, photo_id, settings.UPLOADS, keys_of(settings.HOME))
    except OutOfScope:
        return told(request, 404, GONE)
    return HttpResponse(content, content_type="image/jpeg")


@require_GET
@public
def feed(request: HttpRequest) -> JsonResponse:
    """What is published as JSON."""
    found = [
        {
            "id": view.row.pk, "kind": view.kind, "title": view.row.title, "unit": view.unit,
            "published_on": view.row.published_at and day_of(view.row.published_at).isoformat(),
            "text": view.text,
            "url": request.build_absolute_uri(reverse("public_story", args=[view.row.pk])),
            "photos": [
                request.build_absolute_uri(reverse("public_photo", args=[view.row.pk, one.pk])) for one in view.photos
            ],
        }
        for view in trip.published()
    ]  # fmt: skip
    return JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})
