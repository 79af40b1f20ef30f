"""A lesson's video to a learner's phone: whole, or the part that the player asks for."""

from typing import cast

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_GET, require_POST

from leye.core.scope import OutOfScope
from leye.core.training.ranges import Part, Unsatisfiable, part_of
from leye.gateways import films
from leye.trips.passing import Opened, Purpose
from leye.trips.training import learning
from leye.web.guard import passed

MOST = (
    1024 * 1024
)  # in one answer: a phone on a slow line loads little ahead, and holds no thread for long


@require_GET
@passed(Purpose.PERSON)
def film(request: HttpRequest, opened: Opened, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """The video of an own lesson."""
    scope = learning.learner(opened.unit, opened.number)
    found = learning.lesson(scope, opened.number, enrolment_id, lesson_id).film
    if found is None:
        raise OutOfScope(lesson_id)
    tag = f'"{found.digest}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""
    try:
        part = part_of(asked, found.bytes, MOST)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.bytes}"})
    if part is None and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    sent = part or Part(0, found.bytes - 1)
    blocks = films.part(settings.FILMS, found.digest, sent.first, sent.length)
    answer = StreamingHttpResponse(
        blocks, status=206 if part else 200, content_type=found.kind,
        headers={
            "Accept-Ranges": "bytes", "Content-Length": str(sent.length), "ETag": tag,
            "Cache-Control": "private, max-age=604800",
        },
    )  # fmt: skip
    if part:
        answer["Content-Range"] = f"bytes {part.first}-{part.last}/{found.bytes}"
    return cast(HttpResponse, answer)  # a stream answers like any page


@require_POST
@passed(Purpose.PERSON)
def watched(
    request: HttpRequest, opened: Opened, enrolment_id: int, lesson_id: int
) -> HttpResponse:
    """How much of a video the learner has seen, as his player tells from time to time."""
    said = [request.POST.get(name, "") for name in ("seconds", "length")]
    if not all(one.isdecimal() and len(one) < 6 for one in said):
        return JsonResponse({"problem": "观看时间读不出来。"}, status=400)
    scope = learning.learner(opened.unit, opened.number)
    try:
        seen = learning.watched(scope, opened.number, enrolment_id, lesson_id, int(said[0]), int(said[1]), settings.FILMS)  # fmt: skip
    except ValueError:
        return JsonResponse({"problem": "观看时间超过了视频长度。"}, status=400)
    return JsonResponse({"seen": seen.seen if seen else 0, "is_seen": bool(seen and seen.is_seen)})
