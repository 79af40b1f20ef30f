"""The words that people agree to who are told of: dated YAML in, the version of a day out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class ConsentWords:
    version: str
    words: str
    cite: str


@functools.cache
def _raw(notice: str) -> list[dict[str, Any]]:
    file = resources.files(f"leye.notices.{notice}").joinpath("stories.yaml")
    raw: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["consent"]
    return raw


def load_consent(notice: str, on: dt.date) -> ConsentWords:
    """What is agreed to on a day; before the first, the first."""
    lines = [line for line in _raw(notice) if line["from"] <= on] or _raw(notice)[:1]
    last = lines[-1]
    return ConsentWords(last["version"], "".join(last["words"].split()), last["cite"])
