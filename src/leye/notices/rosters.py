"""The rosters that a notice declares: YAML in, core values out."""

import functools
from importlib import resources

import yaml

from leye.core.rosters.columns import Columns, Label, RosterKind


@functools.cache
def load_columns(notice: str, file: str = "rosters") -> Columns:
    """The columns and kinds of the lists that a file of a notice declares. Raises KeyError for a declaration that is not whole."""
    source = resources.files(f"leye.notices.{notice}").joinpath(f"{file}.yaml")
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    labels = {key: tuple(label_of(item) for item in items) for key, items in raw["columns"].items()}
    kinds = {
        key: RosterKind(
            key,
            item["title"],
            frozenset(_known(item["required"], labels)),
            frozenset(_known(item["fill_down"], labels)),
            item["one_row"],
        )
        for key, item in raw["kinds"].items()
    }
    return Columns(labels, dict(raw["ignored"]), kinds)


def label_of(item: str | list[str]) -> Label:
    """A declared label: a leaf, or a path from above to the leaf."""
    return (item,) if isinstance(item, str) else tuple(item)


def _known(keys: list[str], labels: dict[str, tuple[Label, ...]]) -> list[str]:
    for key in keys:
        labels[key]
    return keys
