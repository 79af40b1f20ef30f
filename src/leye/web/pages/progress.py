"""How far a piece of work is, asked again and again by the page that shows it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def progress(
    request: HttpRequest, template: str, content: Mapping[str, object], is_moving: bool
) -> HttpResponse:
    """The part of the page that moves; when the work came to rest, the whole page is fetched again."""
    answer = render(request, template, dict(content))
    if not is_moving:
        answer["HX-Refresh"] = "true"
    return answer
