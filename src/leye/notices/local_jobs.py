"""What a notice declares of work near home: dated YAML in, the numbers of a day out."""

import datetime as dt
import functools
from decimal import Decimal
from importlib import resources
from typing import Any

import yaml

from leye.core.local_jobs.terms import Terms


@functools.cache
def _raw(notice: str) -> dict[str, list[dict[str, Any]]]:
    file = resources.files(f"leye.notices.{notice}").joinpath("local_jobs.yaml")
    raw: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def _standing(notice: str, key: str, on: dt.date) -> dict[str, Any]:
    """The line in force on a day; before the first, the first. Raises KeyError where one lacks."""
    lines = _raw(notice)[key]
    found = [line for line in lines if line["from"] <= on]
    return found[-1] if found else lines[0]


@functools.cache
def load_terms(notice: str, on: dt.date) -> Terms:
    """The numbers in force on a day. Raises KeyError for a declaration that is not whole."""
    post, retired = _standing(notice, "post_term", on), _standing(notice, "retirement", on)
    workshop = _standing(notice, "workshop", on)
    elsewhere = _standing(notice, "work_elsewhere", on)
    return Terms(
        post["months"],
        post["cite"],
        post["near_retirement"],
        {"m": retired["m"], "f": retired["f"]},
        retired["cite"],
        workshop["least_poor"],
        workshop["contract_months"],
        workshop["cite"],
        elsewhere["days"],
        elsewhere["cite"],
        _standing(notice, "near_end", on)["days"],
        _standing(notice, "full_time", on)["hours"],
    )


def pay_share(notice: str, plan_year: int) -> tuple[Decimal, str]:
    """The least share of labour pay for projects of a year's plan, and where that is written."""
    line = _standing(notice, "work_relief_share", dt.date(plan_year, 1, 1))
    return Decimal(line["share"]), line["cite"]


def board_days(notice: str, on: dt.date) -> int:
    """How many days a pay list hangs at its project."""
    days: int = _standing(notice, "notice_board", on)["days"]
    return days
