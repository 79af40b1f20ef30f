"""How a notice has training offered and learnt: dated YAML in, the numbers of a day out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Declared:
    """offered: courses to one person at a time; watched_percent: of a video; film_bytes: the largest.

    watched_ahead: seconds of a video beyond those that have gone by since it was opened.
    """

    offered: int
    watched_percent: int
    film_bytes: int
    watched_ahead: int


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("training.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_training(notice: str, on: dt.date) -> Declared:
    """What holds on a day; before the first declaration, the first. Raises KeyError where one lacks."""
    return Declared(
        int(_standing(notice, "offered", on)["most"]),
        int(_standing(notice, "watched", on)["percent"]),
        int(_standing(notice, "film", on)["megabytes"]) * 1024 * 1024,
        int(_standing(notice, "ahead", on)["seconds"]),
    )


def _standing(notice: str, key: str, on: dt.date) -> dict[str, Any]:
    raw = _raw(notice)[key]
    found = [line for line in raw if line["from"] <= on]
    declared: dict[str, Any] = found[-1] if found else raw[0]
    return declared
