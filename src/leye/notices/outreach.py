"""How people are told: dated YAML in, the settings, prices, words and notice text of a day out."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

import yaml

from leye.core.messages.channels import Way
from leye.core.messages.quiet import Quiet
from leye.core.messages.retrying import Patience


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: its title, its words, the promise that it keeps ("" for none), and its cycle."""

    key: str
    title: str
    text: str
    promise: str
    cycle: str


@dataclass(frozen=True, slots=True)
class Outreach:
    """What holds on a day. ways: in the order in which they are tried; a_day: messages to one address."""

    ways: tuple[Way, ...]
    needs_yes: frozenset[Way]
    quiet: Quiet
    patience: Patience
    a_day: int
    link_days: int
    yuan_a_part: Decimal
    notice: str
    notice_version: str
    signature: str
    kinds: Mapping[str, Kind]
    cite: str


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("outreach.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_outreach(notice: str, on: dt.date) -> Outreach:
    """The settings of a day; before the notice, its first ones. Raises KeyError for what lacks."""
    raw = _raw(notice)
    settings, price = _line(raw["settings"], on), _line(raw["prices"], on)
    told = _line(raw["notices"], on)
    return Outreach(
        tuple(Way(one) for one in settings["ways"]),
        frozenset(Way(one) for one in settings["needs_yes"]),
        Quiet(**settings["quiet"]),
        Patience(tuple(settings["waits"]), settings["hours"]),
        settings["a_day"],
        settings["link_days"],
        Decimal(price["sms"]),
        told["text"],
        told["version"],
        raw["signature"],
        {
            key: Kind(key, one["title"], one["text"], one.get("promise", ""), one["cycle"])
            for key, one in raw["kinds"].items()
        },
        settings["cite"],
    )


def _line(lines: list[dict[str, Any]], on: dt.date) -> dict[str, Any]:
    return ([one for one in lines if one["from"] <= on] or lines[:1])[-1]
