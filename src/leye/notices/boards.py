"""What boards take care of: dated YAML in, numbers of a day and the tiles of the schematic map out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Tile:
    """A league on the schematic map."""

    code: str
    short: str
    column: int
    row: int


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("board.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_number(notice: str, key: str, on: dt.date) -> int:
    """A number in force on a day; before the first, the first. Raises KeyError."""
    values = _raw(notice)[key]["values"]
    standing = [one for one in values if one["from"] <= on] or values[:1]
    return int(standing[-1]["value"])


def load_tiles(notice: str) -> tuple[Tile, ...]:
    """The leagues as tiles."""
    return tuple(Tile(one["code"], one["short"], *one["at"]) for one in _raw(notice)["tiles"])
