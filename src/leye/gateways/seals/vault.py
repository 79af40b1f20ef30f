"""Files as they were brought, sealed on disk: bytes in under their digest, the same bytes out."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring

CONTEXT = "file"


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's content, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def keep(folder: Path, content: bytes, keys: Keyring) -> str:
    """Seal a file into the folder; returns its digest. The file is there whole or not at all."""
    digest = digest_of(content)
    target = folder / f"{digest}.sealed"
    if target.exists():
        return digest
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealing.seal_bytes(keys, content, CONTEXT))
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, target)
    return digest


def fetch(folder: Path, digest: str, keys: Keyring) -> bytes:
    """The content that was kept. Raises FileNotFoundError, and Unreadable when it was altered."""
    return sealing.unseal_bytes(keys, (folder / f"{digest}.sealed").read_bytes(), CONTEXT)


@contextmanager
def opened(folder: Path, digest: str, keys: Keyring, name: str) -> Iterator[Path]:
    """The kept file in clear under a name of the same ending, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="leye-") as place:
        path = Path(place) / f"file{Path(name).suffix[:8]}"
        path.write_bytes(fetch(folder, digest, keys))
        yield path


def forget(folder: Path, digest: str) -> None:
    """Take a kept file away; nothing happens where there is none."""
    if digest:
        (folder / f"{digest}.sealed").unlink(missing_ok=True)
