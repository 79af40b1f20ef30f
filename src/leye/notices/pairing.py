"""What is declared of the pairing with Beijing: dated YAML in, districts, pairs and terms of a day out."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Declared:
    """A pair that a public source names; valid_to: the first day on which it no longer holds."""

    district: str
    county: str
    valid_from: dt.date
    valid_to: dt.date | None
    cite: str


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("pairing.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def districts(notice: str) -> Mapping[str, str]:
    """The districts of Beijing: code → name."""
    told: dict[str, str] = _raw(notice)["districts"]
    return told


def declared_pairs(notice: str) -> tuple[Declared, ...]:
    """The pairs that are declared. Raises KeyError for a district that is not."""
    known = districts(notice)
    for item in _raw(notice)["pairs"]:
        known[item["district"]]
    return tuple(
        Declared(item["district"], item["county"], item["from"], item.get("to"), item["cite"])
        for item in _raw(notice)["pairs"]
    )


def counted(notice: str) -> tuple[int, int, str]:
    """(districts, counties, source): how many pairs there should be in all."""
    told = _raw(notice)["counted"]
    return told["districts"], told["counties"], told["cite"]


def _standing(notice: str, key: str, on: dt.date) -> dict[str, Any]:
    lines = _raw(notice)[key]
    found = [line for line in lines if line["from"] <= on]
    line: dict[str, Any] = found[-1] if found else lines[0]
    return line


def stay_months(notice: str, on: dt.date) -> tuple[int, ...]:
    """After how many months a placement by an agency is verified."""
    return tuple(_standing(notice, "stays", on)["months"])


def near_days(notice: str, on: dt.date) -> int:
    """How many days ahead the end of a licence is told of."""
    days: int = _standing(notice, "near_end", on)["days"]
    return days
