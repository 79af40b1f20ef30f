"""Where providers report what became of a message; each report's key or signature is checked before it is read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leye.gateways import clock
from leye.gateways.channels.carrier import Forged
from leye.gateways.channels.wechat.account import WeChat
from leye.trips.outreach.carriers import named
from leye.trips.outreach.outreach_binding import bound, identified
from leye.trips.outreach.outreach_settling import receive as take_in
from leye.trips.outreach.outreach_stopping import replied
from leye.web.guard import public

LARGEST = 1_000_000


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's call. One that is forged, unreadable or of an unknown provider changes nothing."""
    carrier = named(settings.HOME, provider)
    if carrier is None or len(request.body) > LARGEST:
        raise Http404
    query = {key: str(value) for key, value in request.GET.items()}
    binding = carrier if isinstance(carrier, WeChat) else None
    try:
        reports = carrier.reports(dict(request.headers), query, request.body or b"<xml/>")
        events = binding.bindings(query, request.body) if request.body and binding else ()
        replies = carrier.replies(query, request.body or b"[]")
    except Forged:
        return JsonResponse({"code": 403, "msg": "签名不对"}, status=403)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError):
        return JsonResponse({"code": 400, "msg": "内容不能读取"}, status=400)
    take_in(provider, identified(provider, reports), clock.now())
    replied(replies)
    bound(events)
    if request.method == "GET":  # WeChat asks once whether the address is ours
        return HttpResponse(query.get("echostr", "")[:64], content_type="text/plain")
    return JsonResponse({"code": 0, "msg": "接收成功", "result": 0, "errmsg": "OK"})
