"""The promises that a notice makes to persons: dated YAML in, what is promised on a day out."""

import datetime as dt
import functools
from importlib import resources
from typing import Any

import yaml

from leye.core.guarantees.promises import Promise


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("guarantees.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


@functools.cache
def load_promise(notice: str, key: str, on: dt.date) -> Promise:
    """The promise in force on a day; before the notice, its first line. Raises KeyError where one lacks."""
    raw = _raw(notice)[key]
    lines = [line for line in raw["lines"] if line["from"] <= on] or raw["lines"][:1]
    last = lines[-1]
    days, months = last.get("days", 0), last.get("months", 0)
    return Promise(key, raw["title"], last["many"], days, last["cite"], months)


def promises(notice: str) -> dict[str, str]:
    """The promises that a notice makes: key → title, in their order."""
    return {key: raw["title"] for key, raw in _raw(notice).items()}


def promised_to(notice: str, key: str) -> str:
    """The predicate of the notice that says to whom a promise is made."""
    return str(_raw(notice)[key]["who"])


def promised_from(notice: str, key: str) -> dt.date:
    """The day on which a promise was first made: no clock begins before it."""
    first: dt.date = _raw(notice)[key]["lines"][0]["from"]
    return first
