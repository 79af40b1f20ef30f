"""The survey of a visit: dated YAML in, the form, the notice text and the terms of a day out."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Question:
    """options: code → words; empty where something is to be written: "text", "number" or "phone"."""

    key: str
    label: str
    options: Mapping[str, str]
    write: str


@dataclass(frozen=True, slots=True)
class Survey:
    """number: of the form; notice: what is said first, and its own number; days: how long a phone keeps the list."""

    number: int
    questions: tuple[Question, ...]
    notice: str
    notice_number: int
    days: int
    again: Mapping[str, int]  # outcome → days until somebody is on the list again
    round: dt.timedelta  # two visits within it are of one round
    tolerated: dt.timedelta  # how far a phone's clock may differ


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("survey.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_survey(notice: str, on: dt.date) -> Survey:
    """The survey of a day; before the first declaration, the first. Raises KeyError where one lacks."""
    form, told = _standing(notice, "form", on), _standing(notice, "notice", on)
    questions = tuple(
        Question(one["key"], one["label"], one.get("options", {}), one.get("write", ""))
        for one in form["questions"]
    )
    again = _standing(notice, "again", on)
    days = {name: again[name] for name in ("done", "not_home", "refused")}
    kept = _standing(notice, "kept", on)["days"]
    one_round = dt.timedelta(days=_standing(notice, "round", on)["days"])
    tolerated = dt.timedelta(minutes=_standing(notice, "clock", on)["minutes"])
    return Survey(
        form["number"], questions, told["text"], told["number"], kept, days, one_round, tolerated
    )


def _standing(notice: str, key: str, on: dt.date) -> dict[str, Any]:
    raw = _raw(notice)[key]
    found = [line for line in raw if line["from"] <= on]
    declared: dict[str, Any] = found[-1] if found else raw[0]
    return declared
