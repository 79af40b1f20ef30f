"""Checks person by person: YAML in, each with its title, remedy, source and predicate out."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from leye.core.query.model import Predicate
from leye.core.query.reading import read_predicate
from leye.core.reports.notice import recoded


@dataclass(frozen=True, slots=True)
class PersonCheck:
    key: str
    title: str
    remedy: str
    cite: str
    who: Predicate


@functools.cache
def _raw(notice: str) -> list[dict[str, Any]]:
    file = resources.files(f"leye.notices.{notice}").joinpath("person_checks.yaml")
    raw: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def load_person_checks(
    notice: str, bound: Mapping[str, Predicate], recodes: tuple[tuple[str, str], ...] = ()
) -> tuple[PersonCheck, ...]:
    """The checks under the readings of a day (`Notice.bound`)."""
    return tuple(
        PersonCheck(
            one["key"], one["title"], one["remedy"], one["cite"],
            recoded(read_predicate(one["who"], bound), recodes),
        )
        for one in _raw(notice)
    )  # fmt: skip
