"""How a notice has vacancies shared out: dated YAML in, the numbers of a day out."""

import datetime as dt
import functools
from importlib import resources
from typing import Any

import yaml

from leye.core.matching.data import Policy


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("matching.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_policy(notice: str, on: dt.date) -> Policy:
    """The numbers in force on a day; before the first declaration, the first. Raises KeyError where one lacks."""
    raw = _raw(notice)

    def standing(key: str) -> dict[str, Any]:
        found = [item for item in raw[key] if item["from"] <= on]
        declared: dict[str, Any] = found[-1] if found else raw[key][0]
        return declared

    weights, points = standing("weights"), standing("points")
    return Policy(
        k=standing("wanted_each")["value"],
        slot=standing("slot")["value"],
        tiers=tuple((upto, cost) for upto, cost in standing("tiers")["value"]),
        poor=weights["poor"],
        other=weights["other"],
        near=tuple(points["near"]),
        pay=points["pay"],
        trade=points["trade"],
        trained=points["trained"],
        lodging=points["lodging"],
        schooling=points["schooling"],
        season=points["season"],
    )
