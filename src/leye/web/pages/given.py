"""What a form gives: days, months, numbers and amounts as typed values, None where a field is empty or no such thing."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal

from django.http import HttpRequest

from leye.core.periods import Month


def text(request: HttpRequest, name: str) -> str:
    """A field as text without spaces around it."""
    return request.POST.get(name, "").strip()


def day(request: HttpRequest, name: str) -> dt.date | None:
    """A day."""
    try:
        return dt.date.fromisoformat(text(request, name))
    except ValueError:
        return None


def month(request: HttpRequest, name: str) -> Month | None:
    """A month."""
    try:
        return Month.parse(text(request, name))
    except ValueError:
        return None


def whole(request: HttpRequest, name: str) -> int | None:
    """A number that is not negative and has at most nine digits."""
    told = unicodedata.normalize("NFKC", text(request, name))
    return int(told) if re.fullmatch(r"[0-9]{1,9}", told) else None


def amount(request: HttpRequest, name: str, places: int = 2) -> Decimal | None:
    """A decimal that is not negative, with at most so many places."""
    told = unicodedata.normalize("NFKC", text(request, name)).replace(",", "")
    fits = re.fullmatch(rf"[0-9]{{1,12}}(\.[0-9]{{1,{places}}})?", told)
    return Decimal(told) if fits else None


def fen(request: HttpRequest, name: str) -> int | None:
    """An amount of yuan as fen."""
    told = amount(request, name)
    return int(told * 100) if told is not None else None


def yes(request: HttpRequest, name: str) -> bool | None:
    """Yes, no, or None where it is not said."""
    return {"是": True, "否": False}.get(text(request, name))
