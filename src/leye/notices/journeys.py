"""How a notice has journeys organised: dated YAML in, the numbers and the checklist of a day out."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from leye.core.journeys.values import Kind, Rules


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """A kind of vehicle with its prices in fen; from_km: it pays from so far on; a_day: so many there are, None: any."""

    key: str
    mode: str
    seats: int
    hire: int
    per_km: int
    each_km: int
    from_km: int = 0
    a_day: int | None = None


@dataclass(frozen=True, slots=True)
class StopPrice:
    """km, off_km: of a stop of which nobody has said where it lies; fee: of stopping; per_km: of the way aside."""

    km: int
    off_km: int
    fee: int
    per_km: int


@dataclass(frozen=True, slots=True)
class Declared:
    """What holds on a day. rules: without prices, which go by destination; health: item → words, {} where not asked."""

    follow_up_days: tuple[int, ...]
    longest_wait: int
    rules: Mapping[str, Any]
    stop: StopPrice
    kinds: tuple[VehicleKind, ...]
    fare: int
    fare_km: int
    distances: Mapping[str, int]
    links: Mapping[str, int]
    health: Mapping[str, str]
    health_cite: str
    cites: tuple[str, ...]

    @property
    def leaves_at(self) -> int:
        """The minute of the day on which the last stop is left."""
        return int(self.rules["leaves_at"])


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("journeys.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_journeys(notice: str, on: dt.date) -> Declared:
    """What is declared for a day; before the first declaration, the first. Raises KeyError where one lacks."""
    raw = _raw(notice)

    def standing(key: str) -> dict[str, Any]:
        found = [item for item in raw[key] if item["from"] <= on]
        declared: dict[str, Any] = found[-1] if found else raw[key][0]
        return declared

    health, own = standing("health"), standing("own")["value"]
    return Declared(
        tuple(standing("follow_up_days")["value"]),
        standing("longest_wait")["value"],
        standing("rules")["value"],
        StopPrice(**standing("stop")["value"]),
        tuple(VehicleKind(**one) for one in standing("kinds")["value"]),
        own["fare"],
        own["per_km"],
        standing("distances")["value"],
        standing("links")["value"],
        health["items"] if health["is_asked"] else {},
        health["cite"],
        tuple(standing(key)["cite"] for key in ("longest_wait", "rules", "stop", "kinds", "own")),
    )


def priced(
    declared: Declared, km: Mapping[str, int], may_go_alone: bool
) -> tuple[tuple[Kind, ...], Rules]:
    """Kinds and rules with their prices for destinations, km: destination → kilometres."""
    kinds = tuple(
        Kind(
            kind.key, kind.seats,
            {to: kind.hire + kind.per_km * way for to, way in km.items() if way >= kind.from_km},
            {to: kind.each_km * way for to, way in km.items() if way >= kind.from_km},
            kind.a_day,
        )
        for kind in declared.kinds
    )  # fmt: skip
    said = declared.rules
    own = {to: declared.fare + declared.fare_km * way for to, way in km.items()}
    rules = Rules(
        said["stops"], said["pick_up"], said["dwell"], said["per_km"], said["mates"], said["wait"],
        own if may_go_alone else {}, said["left"],
    )  # fmt: skip
    return kinds, rules
