"""The procedure of subsidies as a notice declares it: dated YAML in, values out."""

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from leye.core.payments.periods import Once
from leye.notices.subsidies import load_book


@dataclass(frozen=True, slots=True)
class Kind:
    """once: the span that is paid once; pays_person: the money goes to each person; line: out of which money.

    papers: the kinds of evidence it asks for, key → words.
    """

    key: str
    title: str
    once: Once
    pays_person: bool
    line: str
    papers: dict[str, str]
    cite: str


@dataclass(frozen=True, slots=True)
class Publicity:
    working_days: int
    cite: str


@dataclass(frozen=True, slots=True)
class Sampling:
    wrong_permille: int
    confidence_permille: int
    cite: str


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("subsidy_procedure.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


@functools.cache
def load_kinds(notice: str) -> dict[str, Kind]:
    """The kinds by their key, in the order of the declaration. Raises KeyError for one without a funding line."""
    lines = _raw(notice)["kinds"]
    return {
        key: Kind(
            key, rule.title, Once(rule.once), rule.payee == "person", lines[key], dict(rule.evidence), rule.article,
        )
        for key, rule in load_book(notice).rules.items()
    }  # fmt: skip


def load_lines(notice: str) -> dict[str, str]:
    """Funding lines: key → words."""
    return dict(_raw(notice)["lines"])


def _line(notice: str, key: str, on: dt.date) -> dict[str, Any]:
    lines = _raw(notice)[key]
    found: dict[str, Any] = ([one for one in lines if one["from"] <= on] or lines[:1])[-1]
    return found


def load_publicity(notice: str, on: dt.date) -> Publicity:
    """How long a notice hangs that is put up on a day."""
    line = _line(notice, "publicity", on)
    return Publicity(line["working_days"], line["cite"])


def load_sampling(notice: str, on: dt.date) -> Sampling:
    """Which share of wrong ones a draw on a day must find, with which confidence."""
    line = _line(notice, "sampling", on)
    return Sampling(line["wrong_permille"], line["confidence_permille"], line["cite"])
