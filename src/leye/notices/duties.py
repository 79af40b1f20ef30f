"""What other departments bring, as a notice assigns it: dated YAML in, duties and the day of the month out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from leye.core.scope import Department


@dataclass(frozen=True, slots=True)
class Duty:
    """route: the page where it is brought, "" where it is only noted."""

    key: str
    department: Department
    title: str
    what: str
    cite: str
    route: str


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of the month after the one that is told of."""

    day: int
    cite: str


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("duties.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


@functools.cache
def load_duties(notice: str) -> tuple[Duty, ...]:
    """The duties in their order."""
    return tuple(
        Duty(
            one["key"], Department(one["department"]), one["title"], one["what"], one["cite"], one["route"]
        )
        for one in _raw(notice)["duties"]
    )  # fmt: skip


def load_due_day(notice: str, on: dt.date) -> DueDay:
    """The day in force on a day; before the first, the first."""
    lines = [line for line in _raw(notice)["due"] if line["from"] <= on] or _raw(notice)["due"][:1]
    return DueDay(lines[-1]["day"], lines[-1]["cite"])
