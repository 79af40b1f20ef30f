"""What a notice declares about vacancies: rules for advertisements, their numbers, the classes of occupations."""

import datetime as dt
import functools
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from leye.core.problems import Severity
from leye.core.vacancies.occupations import Classes
from leye.core.vacancies.wording import Numbers, Wording, WordingRule


@functools.cache
def _raw(notice: str, name: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath(f"{name}.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


@functools.cache
def load_wording(notice: str, on: dt.date) -> Wording:
    """The rules and numbers in force on a day. Raises KeyError for a declaration that is not whole."""
    raw = _raw(notice, "advertisements")
    rules = tuple(
        WordingRule(
            item["code"],
            Severity(item["severity"]),
            re.compile(item["words"]),
            re.compile(item["unless"]) if "unless" in item else None,
            item["message"],
            item["instead"],
            item["cite"],
        )
        for item in raw["rules"]
        if item["from"] <= on
    )
    numbers, wage = _standing(raw["numbers"], on), _standing(raw["minimum_wage"], on)
    told = Numbers(
        young=numbers["young"],
        remarked=numbers["remarked"],
        longest_days=numbers["wait_days"],
        default_days=numbers["default_days"],
        many=numbers["many"],
        high_pay=numbers["high_pay"],
        least_pay=wage["month"],
        least_pay_cite=wage["cite"],
        verified_months=_standing(raw["verified_months"], on)["value"],
    )
    return Wording(re.compile(raw["harmless"]), rules, told)


def _standing(items: list[Mapping[str, Any]], on: dt.date) -> Mapping[str, Any]:
    """The last line that is in force; before the first, the first."""
    found = [item for item in items if item["from"] <= on]
    return found[-1] if found else items[0]


@functools.cache
def load_classes(notice: str) -> Classes:
    """The classes of occupations and industries. Raises KeyError for a word of a class that has no title."""
    raw = _raw(notice, "occupations")
    titles = {str(code): title for code, title in raw["titles"].items()}
    words = {}
    for code, own in raw["words"].items():
        titles[str(code)]
        words.update(dict.fromkeys(own, str(code)))
    return Classes(titles, words, dict(raw["industries"]))
