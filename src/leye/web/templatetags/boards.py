"""How a board writes its figures: each one a link to its people, each share with part, whole and bounds."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

from leye.core.boards.shares import Share
from leye.core.periods import Month
from leye.trips.boards.board_gauge_people import NAMED
from leye.trips.boards.board_rooms import Gauge
from leye.trips.boards.boards import Told

register = template.Library()


@register.simple_tag
def people_figure(
    told: Told, counts: Mapping[str, int], what: str, may_open: bool, unit: str = "", site: int | None = None
) -> str:  # fmt: skip
    """A count that opens to its people; a bare figure for who may not read names."""
    many = counts.get(what, 0)
    if not many or not may_open:
        return f"{many:,}"
    asked: dict[str, object] = {
        "unit": unit or told.unit,
        "month": str(told.month),
        "what": what,
        "seq": told.seq,
    }
    if site is not None:
        asked["site"] = site
    address = f"{reverse('board_people')}?{urlencode(asked)}"
    return format_html(
        '<a href="{0}" hx-get="{0}" hx-target="#drawer" hx-swap="innerHTML">{1}</a>',
        address,
        f"{many:,}",
    )


@register.simple_tag
def gauge_names(gauge: Gauge, unit: str, month: Month, may_open: bool) -> str:
    """The way to the people behind a room's figure, for who may read names."""
    if not may_open or not gauge.value or gauge.key not in NAMED:
        return ""
    address = f"{reverse('board_gauge')}?{urlencode({'unit': unit, 'month': str(month), 'what': gauge.key})}"
    return format_html(
        '<a class="small" href="{0}" hx-get="{0}" hx-target="#drawer" hx-swap="innerHTML">名单</a>',
        address,
    )


@register.simple_tag
def share_of(share: Share) -> str:
    """A share in per cent; nothing of nothing has none."""
    return "" if share.value is None else f"{share.value * 100:.1f}%"


@register.simple_tag
def bounds_of(share: Share) -> str:
    """Between which per cents the share lies, by chance alone."""
    if share.bounds is None:
        return ""
    low, high = share.bounds
    return f"{low * 100:.0f}–{high * 100:.0f}%"


@register.simple_tag
def at_unit(query: str, unit: str) -> str:
    """The query of an address with the board's unit put in."""
    return query.replace("{unit}", unit)
