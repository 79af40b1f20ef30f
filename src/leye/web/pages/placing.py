"""Putting people into workshops and posts, their months, and their leaving: the same for both."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from leye.apps.local_jobs.models import Post, Workshop
from leye.core.local_jobs.vocabulary import Leaving
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.keys import keys_of
from leye.trips.ledger import finding
from leye.trips.local_jobs import local_jobs_bringing, local_jobs_places, local_jobs_placing
from leye.trips.local_jobs.local_jobs_places import Asked, NotPossible
from leye.trips.local_jobs.local_jobs_placing import Placing, Worked
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.files import kept_upload

places_people = guarded(Capability.READ_PEOPLE)
edits = guarded(Capability.EDIT_LOCAL_JOBS)


def keys() -> Keyring:
    return keys_of(settings.HOME)


def where_of(scope: Scope, kind: str, place_id: int) -> Workshop | Post:
    """The workshop or post of an address. Raises OutOfScope."""
    return local_jobs_placing.where_of_kind(scope, kind, place_id)


@require_http_methods(["GET", "POST"])
@places_people
def place(request: HttpRequest, scope: Scope, kind: str, place_id: int) -> HttpResponse:
    """Look for somebody, then tell from when and how he works there."""
    where = where_of(scope, kind, place_id)
    local_jobs_placing.may_place(scope, where.county)
    person, start = given.whole(request, "person"), given.day(request, "start")
    if request.method == "POST" and person is not None:
        if start is None and "start" in request.POST:
            messages.error(request, "没有写清上岗日期。请写成 2020-06-01。")
        elif start is not None:
            told = Placing(
                person, start, given.text(request, "contract_no"), given.whole(request, "contract_months"),
                given.yes(request, "insured"), given.whole(request, "pay"), given.text(request, "explained"),
                given.whole(request, "hours"),
            )  # fmt: skip
            if attempt(request, lambda: local_jobs_placing.place(scope, where, told)):
                messages.success(request, "已登记上岗，台账里同时记下就业。")
                return redirect(kind, place_id)
    words = given.text(request, "words")
    narrowed = scope.narrowed(where.county)
    found = finding.find(narrowed, words, keys(), limit=20) if words else []
    if person is not None and not found:
        found = local_jobs_placing.one_person(narrowed, person, keys())
    content = {
        "where": where, "kind": kind, "title": local_jobs_placing.where_of_words(where), "found": found,
        "words": words, "today": clock.today(), "back": reverse(kind, args=[place_id]), "given": request.POST,
        "chosen": person,
    }  # fmt: skip
    return render(request, "place.html", content)


@require_POST
@places_people
def people_list(request: HttpRequest, scope: Scope, kind: str, place_id: int) -> HttpResponse:
    """A list of who works in a workshop or holds a post, by Excel; it is read like every list."""
    file = request.FILES.get("file")
    made: list[int] = []
    with kept_upload(file) as path:
        if path is None:
            messages.error(request, "没有选文件。请选一份 .xlsx、.xls 或 .csv 在岗人员名单。")
        else:
            name = Path(file.name or "").name if file else ""
            attempt(
                request,
                lambda: made.append(
                    local_jobs_bringing.bring_people(scope, kind, place_id, path, name, keys()).pk
                ),
            )
    return redirect("roster", made[0]) if made else redirect(kind, place_id)


@require_POST
@places_people
def leave(request: HttpRequest, scope: Scope, placement_id: int) -> HttpResponse:
    """Somebody leaves a workshop or a post."""
    kind, place_id = local_jobs_placing.where_is(scope, placement_id)
    why = Leaving.read_code(given.text(request, "why"))
    on = given.day(request, "on") or clock.today()
    if why is None:
        messages.error(request, "没有选离开原因。请选一项再提交。")
    elif attempt(
        request,
        lambda: local_jobs_placing.leave(
            scope, placement_id, on, Leaving(why), given.text(request, "explained")
        ),
    ):
        done = (
            "已作废，台账恢复原样。"
            if why is Leaving.MISTAKE
            else "已登记离开，台账里的就业同时结束。"
        )
        messages.success(request, done)
    return redirect(kind, place_id)


@require_POST
@places_people
def attend(request: HttpRequest, scope: Scope, kind: str, place_id: int) -> HttpResponse:
    """A month's days and pay of those who work in a place."""
    where = where_of(scope, kind, place_id)
    month = given.month(request, "month")
    told = []
    for name in request.POST:
        head, _, number = name.partition("-")
        if head != "days" or not number.isdecimal() or not given.text(request, name):
            continue
        days = given.amount(request, name, 1)
        if days is None:
            messages.error(request, "出勤天数读不懂。请写数字，可以有半天，如 21.5。")
            return redirect(kind, place_id)
        told.append(Worked(int(number), days, given.fen(request, f"pay-{number}")))
    if month is None or not told:
        messages.error(request, "没有写清月份，或没有填写任何人的出勤天数。")
        return redirect(kind, place_id)
    many: list[int] = []
    if attempt(
        request,
        lambda: many.append(local_jobs_placing.attend(scope, where, month.first_day, told)),
    ):
        messages.success(request, f"已记下 {month} 的出勤，{many[0]} 人有新的内容。")
    return redirect(kind, place_id)


@require_POST
@guarded(Capability.EDIT_VACANCIES)
def ask(request: HttpRequest, scope: Scope, kind: str, place_id: int) -> HttpResponse:
    """Open places are published as a vacancy."""
    where = local_jobs_placing.asker_of_kind(scope, kind, place_id)
    many, until = given.whole(request, "many"), given.day(request, "until")
    if not many or until is None:
        messages.error(request, "招工人数和截止日期都要填写。")
        return redirect(kind, place_id)
    asked = Asked(
        many, given.text(request, "title"), given.text(request, "duties"), given.text(request, "pay"), until
    )  # fmt: skip
    made: list[int] = []
    if attempt(
        request,
        lambda: made.append(local_jobs_places.ask_for_workers(scope, where, asked, keys())),
    ):
        messages.success(request, "已转成岗位并开始匹配。招满以后岗位自己关闭。")
    return redirect(kind, place_id)


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do what a form asks; what cannot be done is said on the next page."""
    try:
        act()
    except NotPossible as why:
        messages.error(request, cast(str, why.args[0]))
        return False
    return True
