"""What everybody may read without an account: vacancies, as pages for a phone and as an open feed. No person is in it."""

import functools
import json
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_GET

from leye.core.places.tree import REGION
from leye.core.scope import ANYBODY, OutOfScope
from leye.gateways.sheets.write import guarded as plain
from leye.trips.listing import Unit, leagues
from leye.trips.vacancies import vacancy_pages
from leye.web.guard import public
from leye.web.pages.errors import told

KEPT_SECONDS = 30
View = Callable[..., HttpResponse]


def shared_for_a_moment(view: View) -> View:
    """Give the same page to all who ask without an account within half a minute: a morning's rush asks alike."""
    kept = cache_page(KEPT_SECONDS)(view)

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        found: HttpResponse = kept(request, *args, **kwargs)
        found["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return found

    return answer


CSV_HEADER = (
    "岗位编号", "岗位名称", "单位名称", "工作地点", "月薪", "招聘人数", "工作内容", "招聘条件", "年龄要求", "文化程度", "待遇", "有效期至", "网址",
)  # fmt: skip


@public
@shared_for_a_moment
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """Search and filters, the newest first."""
    asked = {name: request.GET.get(name, "") for name in vacancy_pages.ASKED}
    wanted = vacancy_pages.wanted_of(asked)
    found = vacancy_pages.published_marks(wanted)
    more = request.GET.copy()
    if len(found) == vacancy_pages.PUBLIC_PAGE:
        more["before"] = str(found[-1][0])
    content = {
        "cards": _cards(found), "asked": asked, "leagues": _leagues(),
        "more": more.urlencode() if len(found) == vacancy_pages.PUBLIC_PAGE else "",
    }  # fmt: skip
    return render(request, "jobs.html", content)


def _cards(found: Sequence[tuple[int, str]]) -> list[SafeString]:
    """The cards of vacancies, each made once until the vacancy changes: most questions find what others found."""
    kept = caches["cards"]
    keys = [f"{pk}.{mark}" for pk, mark in found]
    cards: dict[str, SafeString] = kept.get_many(keys)
    lacking = {pk: key for (pk, _), key in zip(found, keys, strict=True) if key not in cards}
    if lacking:
        made = {
            lacking[view.id]: render_to_string("_job_card.html", {"view": view})
            for view in vacancy_pages.published_of(lacking)
        }
        kept.set_many(made)
        cards |= made
    return [cards[key] for key in keys if key in cards]


def _leagues() -> list[Unit]:
    """The leagues to choose from, looked up once in half a minute."""
    found = cache.get_or_set("jobs.leagues", lambda: leagues(ANYBODY, REGION), KEPT_SECONDS)
    return found or []


@public
@shared_for_a_moment
@require_GET
def job(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    try:
        view, platforms = vacancy_pages.published_one(vacancy_id)
    except OutOfScope:
        return told(request, 404, "这个岗位已经招满、到期或撤回", "请回到岗位列表看其他岗位。")
    return render(request, "job.html", {"view": view, "platforms": platforms})


@require_GET
@public
def feed_json(request: HttpRequest) -> StreamingHttpResponse:
    """All published vacancies as a list of schema.org JobPosting."""
    answer = StreamingHttpResponse(
        _postings(request), content_type="application/json; charset=utf-8"
    )
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _postings(request: HttpRequest) -> Iterator[str]:
    yield "["
    for number, view in enumerate(vacancy_pages.published_all()):
        said = json.dumps(
            vacancy_pages.job_posting(view, _address(request, view.id)), ensure_ascii=False
        )
        yield (",\n" if number else "\n") + said
    yield "\n]\n"


@require_GET
@public
def feed_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All published vacancies as a table."""
    answer = StreamingHttpResponse(_lines(request), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="jobs.csv"'
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _lines(request: HttpRequest) -> Iterator[str]:
    yield "\ufeff" + ",".join(CSV_HEADER) + "\r\n"
    for view in vacancy_pages.published_all():
        cells = (
            view.id, view.title, view.employer, view.place, view.pay, view.left, view.duties, view.demands,
            view.age, view.schooling, "、".join(view.tags), view.valid_to.isoformat(), _address(request, view.id),
        )  # fmt: skip
        yield ",".join('"' + str(plain(cell)).replace('"', '""') + '"' for cell in cells) + "\r\n"


def _address(request: HttpRequest, vacancy_id: int) -> str:
    return request.build_absolute_uri(reverse("job", args=[vacancy_id]))
