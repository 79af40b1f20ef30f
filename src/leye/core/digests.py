"""Digests: canonical bytes of plain values, and a chain in which every link holds the one before."""

import hashlib
import json
from collections.abc import Mapping


def canonical(value: Mapping[str, object]) -> bytes:
    """The one way to write a mapping of texts, whole numbers, lists and mappings as bytes.

    Raises TypeError for all else: a float has no certain text, and the key 1 would look like "1".
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _check(value: object) -> None:
    match value:
        case None | str() | int():
            return
        case list() | tuple():
            for part in value:
                _check(part)
        case dict() if all(isinstance(key, str) for key in value):
            for part in value.values():
                _check(part)
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def chained(previous: str, body: bytes) -> str:
    """The digest (64 hex digits, SHA-256) of a link and all links before it."""
    return hashlib.sha256(previous.encode() + b"\n" + body).hexdigest()
