"""Keys in a file of their own, never in the database: one for the cipher, others for the indexes."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

PURPOSES = ("cipher", "index", "tail", "anchor")


@dataclass(frozen=True, slots=True)
class Keyring:
    """Sixteen-byte keys by purpose; `key_id` stands in front of each ciphertext made with `cipher`."""

    key_id: int
    cipher: bytes
    index: bytes
    tail: bytes
    anchor: bytes

    @classmethod
    def open_or_create(cls, path: Path) -> "Keyring":
        """The keys of a file that only its owner can read; made on first use."""
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            held = json.loads(path.read_text())
            return cls(held["key_id"], *(bytes.fromhex(held[name]) for name in PURPOSES))
        keys = {name: secrets.token_bytes(16) for name in PURPOSES}
        with os.fdopen(descriptor, "w") as file:
            json.dump({"key_id": 1, **{name: key.hex() for name, key in keys.items()}}, file)
        return cls(1, *(keys[name] for name in PURPOSES))
