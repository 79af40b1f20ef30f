"""培训: courses, to whom they are offered, who is in them and what became of it; the files that go with them."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.apps.training.actions import NewCourse, NoSeatLeft, NotPossible
from leye.core.scope import Capability, Scope
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence
from leye.gateways import clock
from leye.gateways.films import NotAFilm
from leye.trips import receiving
from leye.trips.keys import keys_of
from leye.trips.training import completions as lists
from leye.trips.training import learning, training, training_files, training_pages
from leye.web.guard import guarded
from leye.web.pages.files import download, kept_upload

RESULTS = (EnrolmentState.COMPLETED, EnrolmentState.FAILED, EnrolmentState.LEFT)


@require_http_methods(["GET", "POST"])
@guarded(Capability.SERVE_PEOPLE)
def courses(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The courses, and the form of a new one."""
    if request.method == "POST":
        try:
            course_id, is_new = training.open_course(scope, _new_course(request))
        except NotPossible as error:
            return _courses(request, scope, str(error))
        messages.success(
            request, "培训班已登记。" if is_new else "这个班以前登记过，没有重复登记。"
        )
        return redirect("training_course", course_id)
    return _courses(request, scope, "")


def _courses(request: HttpRequest, scope: Scope, problem: str) -> HttpResponse:
    """The page of the courses. problem: why the form was not taken; it keeps what was typed."""
    content = {
        "problem": problem, "typed": defaultdict(str, {name: str(value) for name, value in request.POST.items()}),
        "courses": training_pages.courses(scope),
        "modes": Mode.labels(),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "training.html", content)


def _new_course(request: HttpRequest) -> NewCourse:
    said = {name: str(value).strip() for name, value in request.POST.items()}
    mode = Mode.read(said.get("mode", ""))
    numbers = [unicodedata.normalize("NFKC", said.get(name, "")) for name in ("hours", "seats")]
    if mode is None:
        raise NotPossible("没有选培训形式。")
    for label, one in zip(("课时", "名额"), numbers, strict=True):
        if not re.fullmatch(r"[0-9]{1,4}", one):
            raise NotPossible(f"{label}“{one[:20]}”不是整数。课时和名额都写整数，例如 40。")
    return NewCourse(
        title=said.get("title", "")[:100], trade=said.get("trade", "")[:100], mode=mode, hours=int(numbers[0]),
        provider=said.get("provider", "")[:100], place=said.get("place", "")[:100],
        starts_on=_day(said.get("starts_on", ""), "开班日期"), ends_on=_day(said.get("ends_on", ""), "结束日期"), seats=int(numbers[1]),
        activity=said.get("activity", "")[:200],
    )  # fmt: skip


def _day(text: str, label: str = "日期") -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotPossible(f"没有写清{label}。请写成 2020-06-01。") from None


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def match(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Offer the courses to everyone who wants training."""
    many = training.match(scope)
    messages.success(request, f"新推荐 {many} 人次。告知本人以后，请在班里登记告知日期。")
    return redirect("training")


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def course(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """One course: offers, class, days, lessons."""
    return _course(request, scope, course_id, {})


def _course(
    request: HttpRequest, scope: Scope, course_id: int, typed: dict[str, str]
) -> HttpResponse:
    """The page of a course. typed: the result that could not be noted, as it was typed, and why."""
    keys = keys_of(settings.HOME)
    one, today = training_pages.course(scope, course_id), clock.today()
    seats = training_pages.seated(scope, course_id, keys)
    content = {
        "course": one, "is_running": today < one.ends_on,
        "offers": training_pages.offered(scope, course_id, keys),
        "seats": [(seat, _said(seat, typed, today)) for seat in seats],
        "lessons": training_pages.lessons(scope, course_id),
        "presences": [(one.value, one.label) for one in Presence],
        "results": [(one.value, one.label) for one in RESULTS], "today": today,
    }  # fmt: skip
    return render(request, "training_course.html", content)


def _said(seat: training_pages.Seat, typed: dict[str, str], today: dt.date) -> dict[str, str]:
    """What stands in the fields of a result: as it was typed, else as it is noted."""
    if typed.get("seat") == str(seat.id):
        return defaultdict(str, typed)
    points = "" if seat.points is None else str(seat.points)
    on = str(seat.ended_on or today)
    return defaultdict(str, {"on": on, "points": points, "certificate": seat.certificate})


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def end_course(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """The course is over, or is not held."""
    is_cancelled = request.POST.get("state") == CourseState.CANCELLED.value
    training.end_course(scope, course_id, CourseState.CANCELLED if is_cancelled else CourseState.CLOSED)  # fmt: skip
    messages.success(request, "已停止报名。")
    return redirect("training_course", course_id)


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def seats(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """More seats, or fewer."""
    many = request.POST.get("seats", "")
    try:
        if not many.isdecimal() or len(many) > 5:
            raise NotPossible("名额不是整数。")
        training.change_seats(scope, course_id, int(many))
        messages.success(request, f"名额改为 {many}。")
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("training_course", course_id)


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def inform(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """Offers were handed over and signed for."""
    chosen = [int(one) for one in request.POST.getlist("row") if one.isdecimal()]
    try:
        many = training.inform(scope, chosen, _day(request.POST.get("on", "")))
        messages.success(request, f"已记下 {many} 人得到培训信息。")
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("training_course", course_id)


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def enrol(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """Give somebody a seat."""
    person = request.POST.get("person", "")
    try:
        if not person.isdecimal():
            raise NotPossible("没有选人。")
        training.enrol(scope, course_id, int(person), clock.today())
        messages.success(request, "已报名。")
    except (NoSeatLeft, NotPossible) as error:
        messages.error(request, str(error))
    return redirect("training_course", course_id)


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def attend(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """Who was there on a day."""
    told = {
        int(name[1:]): presence
        for name, value in request.POST.items()
        if name[:1] == "p" and name[1:].isdecimal() and (presence := Presence.read_code(str(value)))
    }
    try:
        many = training.attend(scope, course_id, told, _day(request.POST.get("on", "")))
        messages.success(request, f"已登记 {many} 人的考勤。")
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("training_course", course_id)


@require_http_methods(["GET", "POST"])
@guarded(Capability.SERVE_PEOPLE)
def result(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """What became of somebody in the class, or another word on it; what cannot be taken stays as it was typed."""
    if request.method == "GET":
        return redirect("training_course", course_id)
    said = {name: str(value).strip() for name, value in request.POST.items()}
    try:
        state = _result(scope, said)
    except NotPossible as error:
        return _course(request, scope, course_id, {**said, "error": str(error)})
    messages.success(request, f"已{'更正' if said.get('correct') else '登记'}：{state.label}。")
    return redirect("training_course", course_id)


def _result(scope: Scope, said: dict[str, str]) -> EnrolmentState:
    state = EnrolmentState.read_code(said.get("state", ""))
    points, seat = unicodedata.normalize("NFKC", said.get("points", "")), said.get("seat", "")
    if not seat.isdecimal():
        raise NotPossible("没有选人。")
    if state is None:
        raise NotPossible("没有选结果。请选合格结业、未合格或退学。")
    if points and not re.fullmatch(r"[0-9]{1,3}", points):
        raise NotPossible(f"分数“{points[:20]}”不是整数。请写0到100的数字，没有分数就空着。")
    note = training.correct if said.get("correct") else training.end
    note(
        scope, int(seat), state, _day(said.get("on", "")), int(points) if points else None,
        said.get("certificate", ""), said.get("why", ""),
    )  # fmt: skip
    return state


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def lesson(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """A lesson more on the shelf."""
    title, text, asked = (str(request.POST.get(name, "")) for name in ("title", "text", "asked"))
    file = request.FILES.get("film")
    try:
        training.own_course(scope, course_id)  # before a byte of a film is kept
        film = learning.kept_film(file.chunks(), settings.FILMS) if file is not None else None
        name = Path(file.name or "").name if file is not None else ""
        learning.add_lesson(scope, course_id, title, text, name, asked, film)
        messages.success(request, "课件已加上。")
    except (NotPossible, NotAFilm) as error:
        messages.error(request, str(error))
    return redirect("training_course", course_id)


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def roster(request: HttpRequest, scope: Scope, course_id: int) -> HttpResponse:
    """The class roster for the training subsidy, with full numbers."""
    content = training_files.roster(scope, course_id, keys_of(settings.HOME))
    return download(content, f"training-{course_id}.xlsx")


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def completions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Completions from another platform (xAPI statements as JSON)."""
    with kept_upload(request.FILES.get("file")) as path:
        if path is None or path.stat().st_size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 10:
            messages.error(request, "没有选文件，或文件超过20 MB。")
            return redirect("training")
        try:
            text = path.read_bytes().decode("utf-8-sig", errors="replace")
            told = training_files.bring(scope, text, keys_of(settings.HOME))
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect("training")
    sums = f"读了 {told.read} 条：结业 {told.taken}，以前收过 {told.known}，不是结业的 {told.other}，用不上的 {len(told.problems)}。"
    (messages.warning if told.problems else messages.success)(request, " ".join([sums, *told.problems[:20]]))  # fmt: skip
    return redirect("training")


@require_POST
@guarded(Capability.SERVE_PEOPLE)
def completion_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Completions from another platform by Excel: kept and read like every list, row by row."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        messages.error(request, "没有选文件。请选一份结业名单（.xlsx、.xls 或 .csv）。")
        return redirect("training")
    with kept_upload(file) as path:
        if path is None:
            return redirect("training")
        roster = lists.asked(scope, path, Path(file.name).name)
        upload = receiving.receive(scope, roster, keys_of(settings.HOME))
    return redirect("roster", upload.pk)
