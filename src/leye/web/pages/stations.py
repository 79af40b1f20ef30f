"""就业服务平台: site by site how people are served, and the desk's log."""

import datetime as dt
import uuid
from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from leye.apps.matching.actions import NotPossible as VacancyNotPossible
from leye.apps.training.actions import NoSeatLeft, NotPossible
from leye.apps.vacancies.actions import NoOpeningLeft
from leye.core.scope import Capability, Scope
from leye.core.stations.vocabulary import DeskKind
from leye.core.vacancies.vocabulary import Step
from leye.core.visits.answers import Unreadable
from leye.core.vocabulary import StationState
from leye.gateways import clock
from leye.gateways.documents.photos import LARGEST, NotAPicture
from leye.trips.annexes.site_pages import site_row
from leye.trips.keys import keys_of
from leye.trips.ledger import timelines
from leye.trips.listing import units
from leye.trips.training import training_pages
from leye.trips.vacancies import proposals
from leye.trips.visits import desk, stations, visiting
from leye.trips.visits.desk import Matter
from leye.trips.visits.stations import Told
from leye.web.guard import guarded


@require_GET
@guarded(Capability.READ_FIGURES)
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every site of a unit; at the region's level a league is to be chosen first."""
    choices = units(scope, clock.today())
    unit = request.GET.get("unit", "")
    if unit not in {one.code for one in choices}:
        unit = choices[1].code if choices[0].code.endswith("0000") else choices[0].code
    rows, sums = stations.board(scope, unit)
    blank = sum(bool(row.strange) for row in rows)
    content = {"rows": rows, "sums": dict(sums).items(), "units": choices, "unit": unit, "blank": blank}  # fmt: skip
    return render(request, "stations.html", content)


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def station(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """One site's platform: what is said of it, since when, its picture; its clerk may say it anew."""
    if request.method == "POST":
        picture = request.FILES.get("photo")
        try:
            if picture is not None and (picture.size or 0) > LARGEST:
                raise NotAPicture("照片超过 8 MB。请压缩后再上传。")
            content = picture.read() if picture is not None else b""
            stations.record(
                scope, site_id, _told(request), content, settings.UPLOADS, keys_of(settings.HOME)
            )
            messages.success(request, "就业服务平台情况已登记，从今天起用于附件3。")
        except (NotAPicture, ValueError) as error:
            messages.error(request, str(error))
        return redirect("station", site_id)
    history = stations.history(scope, site_id)
    row, _ = site_row(scope, site_id)
    content = {"row": row, "history": history, "states": StationState.labels(), "last": history[0] if history else None}  # fmt: skip
    return render(request, "station.html", content)


def _told(request: HttpRequest) -> Told:
    said = {name: str(value).strip() for name, value in request.POST.items()}
    state = StationState.read(said.get("state", ""))
    if state is None:
        raise ValueError("没有选建立情况。请选已建、在建、依托或未建。")
    staff = said.get("staff", "")
    if staff and not (staff.isdecimal() and len(staff) < 5):
        raise ValueError("工作人员数不是整数。请写人数，不知道就空着。")
    try:
        opened = dt.date.fromisoformat(said["opened_on"]) if said.get("opened_on") else None
    except ValueError:
        raise ValueError("建成日期读不出来。请写成 2020-06-01。") from None
    return Told(
        state=state, kind=said.get("kind", ""), place=said.get("place", ""), staff=int(staff) if staff else None,
        phone=said.get("phone", ""), opened_on=opened, hours=said.get("hours", ""),
    )  # fmt: skip


@require_GET
@guarded(Capability.READ_FIGURES)
def photo(request: HttpRequest, scope: Scope, site_id: int) -> HttpResponse:
    """The picture of a site's platform."""
    content = stations.photo(scope, site_id, settings.UPLOADS, keys_of(settings.HOME))
    return HttpResponse(content, content_type="image/jpeg")


@require_GET
@guarded(Capability.SERVE_PEOPLE)
def log(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The desk's log, the newest first."""
    return render(request, "desk.html", {"rows": desk.log(scope, keys_of(settings.HOME))})


@require_http_methods(["GET", "POST"])
@guarded(Capability.SERVE_PEOPLE)
def serve(request: HttpRequest, scope: Scope, person_id: int) -> HttpResponse:
    """One person at the desk: everything on one form, done together."""
    keys = keys_of(settings.HOME)
    if request.method == "POST":
        try:
            is_new = desk.serve(scope, person_id, _matter(request), keys)
        except NoOpeningLeft:
            return _desk(request, scope, person_id, "这个岗位已经招满。请换一个岗位。")
        except (Unreadable, VacancyNotPossible, NotPossible, NoSeatLeft) as error:
            return _desk(request, scope, person_id, str(error))
        messages.success(request, "已办好：台账、窗口日志、岗位和培训一起记下了。" if is_new else "这张表以前提交过，没有重复登记。")  # fmt: skip
        return redirect("desk")
    return _desk(request, scope, person_id, "")


def _desk(request: HttpRequest, scope: Scope, person_id: int, problem: str) -> HttpResponse:
    """The form at the desk. problem: why it was not taken; it keeps what was typed."""
    keys = keys_of(settings.HOME)
    said = defaultdict(str, {name: str(value) for name, value in request.POST.items()})
    questions = [
        (q, list(q.options.items()), said.get(f"a_{q.key}", ""))
        for q in visiting.survey(clock.today()).questions
    ]
    page = timelines.person(scope, person_id, keys)
    if page is None:
        return redirect("ledger")
    courses = [one for one in training_pages.courses(scope) if one.state == "open" and one.left]
    content = {
        "page": page, "key": str(uuid.uuid4()), "kinds": [(one.value, one.label) for one in DeskKind],
        "questions": questions, "courses": courses, "problem": problem, "typed": said,
        "proposals": proposals.of_person(scope, person_id), "training": training_pages.of_person(scope, person_id),
        "steps": [(one.value, one.label) for one in (Step.SHOWN, Step.INTERESTED, Step.INTERVIEW, Step.HIRED)],
    }  # fmt: skip
    return render(request, "desk_person.html", content)


def _matter(request: HttpRequest) -> Matter:
    said = {name: str(value).strip() for name, value in request.POST.items()}
    kind = DeskKind.read_code(said.get("kind", ""))
    try:
        key = uuid.UUID(said.get("key", ""))
    except ValueError:
        raise Unreadable("表单已经失效。请重新打开这一页。") from None
    if kind is None:
        raise Unreadable("没有选来办什么事。")
    answers: dict[str, object] = {
        name[2:]: {"true": True, "false": False}.get(value, value)
        for name, value in said.items()
        if name.startswith("a_")
    }
    proposal, course = said.get("proposal", ""), said.get("course", "")
    return Matter(
        key, kind, said.get("words", "")[:300], answers, int(proposal) if proposal.isdecimal() else None,
        Step.read_code(said.get("step", "")), "", int(course) if course.isdecimal() else None,
    )  # fmt: skip
