"""The summary report as a notice declares it: dated YAML in, due day and sentences out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with names in braces. when: said only where this figure is not zero."""

    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart. what: one figure over the units below; bars: else several (name, label) of the own unit."""

    caption: str
    what: str
    bars: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section. has_grid: the table of the units below stands at its end, after the chart."""

    heading: str
    sentences: tuple[Sentence, ...]
    has_grid: bool
    chart: Bars | None


@dataclass(frozen=True, slots=True)
class Form:
    """What a report says, and to whom. to: by level."""

    title: str
    second_line: str
    to: dict[str, str]
    signed: str
    signed_region: str
    opening: tuple[Sentence, ...]
    parts: tuple[Part, ...]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Due:
    on: dt.date
    cite: str


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("report.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_due(notice: str, on: dt.date) -> Due:
    """The day on which the report is due, as declared on a day."""
    lines = _raw(notice)["due"]
    standing = [line for line in lines if line["from"] <= on] or lines[:1]
    return Due(standing[-1]["day"], standing[-1]["cite"])


def _bars(raw: dict[str, Any] | None) -> Bars | None:
    if raw is None:
        return None
    bars = tuple((name, label) for name, label in raw.get("bars", ()))
    return Bars(raw["caption"], raw.get("what", ""), bars)


@functools.cache
def load_form(notice: str) -> Form:
    """The sentences of a report."""
    raw = _raw(notice)
    return Form(
        raw["title"], raw["second_line"], raw["to"], raw["signed"], raw["signed_region"],
        tuple(Sentence(text) for text in raw["opening"]),
        tuple(
            Part(
                one["heading"],
                tuple(Sentence(said["text"], said.get("when", "")) for said in one["paragraphs"]),
                "grid" in one,
                _bars(one.get("chart")),
            )
            for one in raw["sections"]
        ),
        tuple((name, label) for name, label in raw["columns"]),
    )  # fmt: skip
