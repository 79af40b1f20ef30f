"""What makes a page work without a network: the service worker at the root, and the manifest of the installable page."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from leye.web.guard import public

SOURCE = Path(__file__).parents[1] / "static" / "worker.js"
KEPT = (
    "vendor/tabler.min.css",
    "leye.css",
    "visits.css",
    "offline.js",
    "visits.js",
    "escort.js",
    "leye.svg",
)


@require_GET
@public
def service_worker(request: HttpRequest) -> HttpResponse:
    """/sw.js: at the root, so that it stands before every page; it is told which files make the shell."""
    files = "[" + ", ".join(f'"{static(name)}"' for name in KEPT) + "]"
    text = SOURCE.read_text(encoding="utf-8").replace("[/* FILES */]", files)
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest: the visit list as a page of its own on a phone."""
    icon = {"src": static("leye.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": "乐业走访", "short_name": "走访", "lang": "zh-CN", "start_url": "/visits/phone/", "scope": "/",
        "display": "standalone", "background_color": "#f5f7f9", "theme_color": "#0f6e56", "icons": [icon],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")
