"""How figures, days, months and categories are written on a page."""

import datetime as dt
from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from leye.core.payments.money import yuan as amount_of
from leye.core.periods import SHANGHAI, Month
from leye.core.vocabulary import Category

register = template.Library()


@register.filter
def figure(value: int | None) -> str:
    """A figure with thousands; nothing where it is not known, which is not zero."""
    return "" if value is None else f"{value:,}"


@register.filter
def day(value: dt.date | None) -> str:
    """A day as 2020年5月31日."""
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


@register.filter
def month(value: Month) -> str:
    """A month as 2020年5月."""
    return f"{value.year}年{value.number}月"


@register.filter
def word(value: object) -> str:
    """The official word for a category; other values as they are."""
    return value.label if isinstance(value, Category) else "" if value is None else str(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """An instant as 2020-06-01 09:00, by the clock in Shanghai."""
    return "" if value is None else f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@register.filter
def percent(part: int, whole: int) -> int:
    """Whole per cent; nothing of nothing is 0."""
    return part * 100 // whole if whole else 0


@register.filter
def yuan(fen: int | None) -> str:
    """An amount of fen as yuan with two places; nothing where it is not known."""
    return "" if fen is None else amount_of(fen)


@register.simple_tag
def signed(value: int | None) -> str:
    """A difference with its sign; nothing where one side is not known."""
    return "" if value is None else "0" if value == 0 else f"{value:+,}"


@register.simple_tag
def percent_of(part: int, whole: int) -> str:
    """A share with one place; nothing of nothing has none."""
    return f"{part * 100 / whole:.1f}%" if whole else ""


@register.simple_tag
def yes_no(name: str, label: str, given: str) -> str:
    """A choice between yes, no and not said, which is not no."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (code, mark_safe(" selected") if code == given else "", words)
            for code, words in (("", "没有说"), ("是", "是"), ("否", "否"))
        ),
    )
    return format_html(
        '<label class="narrow"><span>{}</span><select class="form-select" name="{}">{}</select></label>',
        label,
        name,
        options,
    )


@register.simple_tag
def count_of(many: Mapping[str, int], code: str) -> int:
    """How many came to a code; none is 0."""
    return many.get(code, 0)
