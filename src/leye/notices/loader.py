"""Reading a notice's declarations: YAML in, core values out. Nobody else opens a notice's folder."""

import functools
from importlib import resources
from typing import Any

import yaml

from leye.core.query.reading import UnreadableDeclaration
from leye.core.reports.notice import Annex, Apart, Choice, Notice, Parameter, Threshold

KEYS = {
    "number", "title", "issued_on", "departments", "due_day",
    "parameters", "predicates", "measures", "by_household", "thresholds", "annexes", "listed_apart",
}  # fmt: skip


@functools.cache
def load_notice(key: str) -> Notice:
    """The notice of a folder. Raises UnreadableDeclaration for unknown or missing words."""
    return read_text(key, text_of(key))


@functools.cache
def text_of(key: str) -> str:
    """The declarations of a folder as they are written, to be kept with what was made by them."""
    file = resources.files(f"leye.notices.{key}").joinpath("notice.yaml")
    return file.read_text(encoding="utf-8")


@functools.lru_cache(maxsize=32)
def read_text(key: str, text: str) -> Notice:
    """The notice of a text that was kept. Raises UnreadableDeclaration for unknown or missing words."""
    return read_notice(key, yaml.safe_load(text))


def read_notice(key: str, raw: dict[str, Any]) -> Notice:
    """The notice that plain values declare."""
    if set(raw) != KEYS:
        raise UnreadableDeclaration(f"unknown or missing: {sorted(set(raw) ^ KEYS)}")
    notice = Notice(
        key,
        raw["number"],
        raw["title"],
        raw["issued_on"],
        raw["due_day"],
        {name: _parameter(name, item) for name, item in raw["parameters"].items()},
        raw["predicates"],
        raw["measures"],
        frozenset(raw["by_household"]),
        {name: _threshold(name, item) for name, item in raw["thresholds"].items()},
        {name: _annex(name, item) for name, item in raw["annexes"].items()},
        tuple(
            Apart(item["from"], tuple(str(code) for code in item["units"]), item["cite"])
            for item in raw["listed_apart"]
        ),
    )
    bound = notice.bound(notice.issued_on)
    for name in notice.measures.values():
        if name not in bound:
            raise UnreadableDeclaration(f"a measure counts {name!r}, which is not declared")
    return notice


def _parameter(name: str, raw: dict[str, Any]) -> Parameter:
    values = tuple(Choice(item["from"], item["value"], item["cite"]) for item in raw["values"])
    for choice in values:
        if choice.value not in raw["choices"]:
            raise UnreadableDeclaration(f"{name}: {choice.value!r} is no declared choice")
    return Parameter(name, raw["label"], raw.get("unsettled", ""), values, raw["choices"])


def _threshold(name: str, raw: dict[str, Any]) -> Threshold:
    values = tuple((item["from"], item["value"], item["cite"]) for item in raw["values"])
    return Threshold(name, raw["label"], raw["unit"], values)


def _annex(name: str, raw: dict[str, Any]) -> Annex:
    header = tuple(tuple(level) for level in raw["header"])
    if any(len(level) != len(raw["columns"]) for level in header):
        raise UnreadableDeclaration(f"annex {name}: a header level has another width")
    return Annex(
        name,
        raw["title"],
        raw["base"],
        raw["rows"],
        tuple(raw["columns"]),
        header,
        tuple(raw["notes"]),
    )
