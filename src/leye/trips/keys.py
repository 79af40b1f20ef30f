"""The keys of this installation, read once."""

import functools
from pathlib import Path

from leye.gateways.seals.keyring import Keyring


@functools.cache
def keys_of(home: Path) -> Keyring:
    """The keyring that belongs to a home folder; made on first use."""
    return Keyring.open_or_create(home / "keys.json")
