"""What a notice declares of comparisons: YAML in, core values out."""

import functools
from importlib import resources
from typing import Any

import yaml

from leye.core.cases.declared import Belief, Comparing, OwnWord, Purpose, Supply
from leye.core.cases.vocabulary import Section
from leye.core.query.model import Predicate
from leye.core.query.reading import read_predicate
from leye.core.rosters.columns import Columns, RosterKind
from leye.notices.rosters import label_of, load_columns


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("comparing.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


@functools.cache
def load_comparing(notice: str) -> Comparing:
    """Suppliers, kinds, purposes and who is believed. Raises KeyError or ValueError for unknown words."""
    raw = _raw(notice)
    suppliers = dict(raw["suppliers"])
    kinds = {
        key: Supply(
            key,
            item["title"],
            _known(item["supplier"], suppliers),
            frozenset(Section(section) for section in item["tells"]),
            item.get("holds"),
        )
        for key, item in raw["kinds"].items()
    }
    purposes = {
        key: Purpose(key, item["title"], frozenset(item["departments"]))
        for key, item in raw["purposes"].items()
    }
    beliefs = tuple(
        Belief(
            Section(section),
            item["from"],
            tuple(_known(one, suppliers) for one in item["order"]),
            item["cite"],
        )
        for section, items in raw["beliefs"].items()
        for item in items
    )
    own = _known(raw["own"], suppliers)
    return Comparing(
        suppliers, kinds, purposes, beliefs, own, raw["due_days"], raw["retention_days"],
        _own_word(raw["own_word"], purposes),
    )  # fmt: skip


def _own_word(raw: dict[str, Any], purposes: dict[str, Purpose]) -> OwnWord:
    grounds = tuple((item["from"], item["law"]) for item in raw["grounds"])
    return OwnWord(raw["title"], raw["supplier"], purposes[raw["purpose"]].key, grounds)


def _known(supplier: str, suppliers: dict[str, str]) -> str:
    suppliers[supplier]
    return supplier


def holds(notice: str, kind: str) -> Predicate | None:
    """Whom of the ledger a roster of the kind should hold; None where that cannot be said."""
    declared = load_comparing(notice).kinds[kind].holds
    return read_predicate(declared, {}) if declared else None


@functools.cache
def load_compared_columns(notice: str) -> Columns:
    """The columns of rosters that are compared: no column is required, one that is known is enough."""
    base = load_columns(notice)
    labels = dict(base.labels)
    for key, items in _raw(notice)["columns"].items():
        labels[key] = (*labels.get(key, ()), *(label_of(item) for item in items))
    kinds = {
        key: RosterKind(key, kind.title, frozenset(), frozenset())
        for key, kind in load_comparing(notice).kinds.items()
    }
    return Columns(labels, base.ignored, kinds, least=1)
