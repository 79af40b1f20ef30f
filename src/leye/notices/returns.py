"""The monthly return of a notice: dated YAML in, the days in force and the reasons of changes out."""

import datetime as dt
import functools
from importlib import resources
from typing import Any

import yaml

from leye.core.reports.explain import Because, Reason
from leye.core.reports.returns import Days


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("returns.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_days(notice: str, on: dt.date) -> Days:
    """The days in force for the month that ends on a day; before the notice, its first line."""
    lines = _raw(notice)["days"]
    last = ([line for line in lines if line["from"] <= on] or lines[:1])[-1]
    return Days(
        last["opens"], last["county_due"], last["league_due"], last["late_until"],
        tuple(last["reminds"]), last["cite"],
    )  # fmt: skip


@functools.cache
def load_reasons(notice: str) -> tuple[Because, ...]:
    """The reasons of changes, in the order in which they are looked at."""
    return tuple(
        Because(one["when"], Reason(one["gained"]), Reason(one["lost"]))
        for one in _raw(notice)["reasons"]
    )
