"""How figures, days, months and categories are written on a page."""

import datetime as dt

from django import template

from leye.core.periods import Month
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
