"""Videos of lessons on disk, kept by their digest: teaching material, about nobody, and so not sealed.

In parts of any size, so that a player can ask for what it needs. A file is there whole or not at all.
"""

import hashlib
import mmap
import os
import struct
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK, RICHEST = 64 * 1024, 2_000_000  # bytes; of a second
KINDS = {"webm": b"\x1a\x45\xdf\xa3", "ogg": b"OggS"}


@dataclass(frozen=True, slots=True)
class Film:
    digest: str
    size: int
    kind: str


class NotAFilm(Exception):
    """The file is no video that a browser plays, or is too large; its text is for the clerk."""


def keep(folder: Path, parts: Iterable[bytes], largest: int) -> Film:
    """Keep a video. Raises NotAFilm."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder)
    try:
        digest, size, kind = hashlib.sha256(), 0, ""
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                kind = kind or _kind(part)
                size += len(part)
                if size > largest:
                    raise NotAFilm(
                        f"视频超过 {largest // 1024 // 1024} MB。请压缩（如720×480、每秒15帧）或分成几课。"
                    )
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        if not size:
            raise NotAFilm("视频文件是空的。请重新选文件。")
        os.replace(name, folder / digest.hexdigest())
        return Film(digest.hexdigest(), size, kind)
    finally:
        Path(name).unlink(missing_ok=True)


def _kind(first: bytes) -> str:
    """What a file is by its first bytes, whatever it is called. Raises NotAFilm."""
    if first[4:8] == b"ftyp":
        return "video/mp4"
    for kind, mark in KINDS.items():
        if first.startswith(mark):
            return f"video/{kind}"
    raise NotAFilm("这个文件不是网页能放的视频。请用 MP4（H.264）或 WebM 格式。")


def part(folder: Path, digest: str, first: int, length: int) -> Iterator[bytes]:
    """So many bytes of a kept video, block by block. Raises FileNotFoundError at once where there is none."""
    path = folder / digest
    path.stat()

    def blocks() -> Iterator[bytes]:
        left = length
        with path.open(
            "rb"
        ) as file:  # opened when it is sent: an answer that nobody reads holds nothing
            file.seek(first)
            while left and (block := file.read(min(BLOCK, left))):
                left -= len(block)
                yield block

    return blocks()


def seconds(folder: Path, digest: str) -> int:
    """How long a kept video is at the least: by its own head, else as long as the richest one of its size would be."""
    path = folder / digest
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        size, at = len(held), held.find(b"mvhd")
        head = held[at + 4 : at + 36] if at >= 0 else b""
    if len(head) == 32:
        wide = head[0] == 1  # version, flags, made, changed, units a second, units
        units, length = (
            struct.unpack(">IQ", head[20:32]) if wide else struct.unpack(">II", head[12:20])
        )
        if units and length // units:
            return int(length // units)
    return max(size // RICHEST, 1)
