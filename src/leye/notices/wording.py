"""The fixed words of pages for people, by language: a word that a language lacks falls back to Chinese, visibly."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Words:
    """texts: every word; lacking: how many of them are Chinese since the language has none."""

    language: str
    texts: Mapping[str, str]
    lacking: int


@functools.cache
def _raw(notice: str) -> dict[str, Any]:
    file = resources.files(f"leye.notices.{notice}").joinpath("own_page.yaml")
    raw: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return raw


def languages(notice: str) -> tuple[str, ...]:
    """The languages that a page may be asked for."""
    return tuple(_raw(notice))


def load_words(notice: str, language: str) -> Words:
    """The words of a language; of Chinese for one that is not known."""
    raw = _raw(notice)
    own: dict[str, str] = raw.get(language) or {}
    texts = {key: own.get(key, text) for key, text in raw[CHINESE].items()}
    return Words(language if language in raw else CHINESE, texts, len(set(raw[CHINESE]) - set(own)))
