"""An xlsx file as an archive of parts: bounds are checked before a byte is parsed.

Central directory, local headers and inflated bytes must agree: two readers of one archive
must not see two different workbooks.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable

CHUNK = 262_144
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def plain_name(name: str) -> str:
    """The name by which parts refer to each other: forward slashes, no leading one, lower case."""
    return name.replace("\\", "/").lstrip("/").lower()


class Archive:
    """The parts of a zip file under limits. Raises Unreadable when the file breaks one."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
        except (
            zipfile.BadZipFile,
            ValueError,
            struct.error,
            NotImplementedError,
            OSError,
        ) as error:
            raise Unreadable("file.damaged") from error
        self._total = 0
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._check_directory()

    @property
    def names(self) -> list[str]:
        """Plain names of all parts, in the order of the directory."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return plain_name(name) in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """The inflated bytes of a part. Raises Unreadable when it is missing or damaged."""
        info = self._parts.get(plain_name(name))
        if info is None:
            raise Unreadable("file.damaged")
        try:
            with self._zip.open(info) as part:
                seen = 0
                while chunk := part.read(CHUNK):
                    seen += len(chunk)
                    if seen > self._limits.part_bytes:
                        raise Unreadable("file.bomb")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Unreadable("file.damaged") from error
        if seen != info.file_size:
            raise Unreadable("file.damaged")

    def counted_chunks(self, name: str) -> Iterator[bytes]:
        """As `chunks`, and the bytes count towards what the whole archive may inflate to."""
        for chunk in self.chunks(name):
            self._total += len(chunk)
            if self._total > self._limits.total_bytes:
                raise Unreadable("file.bomb")
            yield chunk

    def _check_directory(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > self._limits.parts:
            raise Unreadable("file.bomb")
        for info in infos:
            if info.flag_bits & 0x1:
                raise Unreadable("file.password")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unreadable("file.damaged")
            name = plain_name(info.orig_filename)
            if name in self._parts:
                raise Unreadable("file.damaged")
            if not name.endswith("/"):
                self._parts[name] = info
        self._check_sizes(infos)
        self._check_overlap(infos)

    def _check_sizes(self, infos: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        for info in infos:
            is_large = info.file_size > limits.ratio_from_bytes
            if info.file_size > limits.part_bytes or (
                is_large and info.file_size > limits.ratio * max(info.compress_size, 1)
            ):
                raise Unreadable("file.bomb")
        if sum(info.file_size for info in infos) > limits.total_bytes:
            raise Unreadable("file.bomb")

    def _check_overlap(self, infos: list[zipfile.ZipInfo]) -> None:
        end = 0
        for info in sorted(infos, key=lambda one: one.header_offset):
            if info.header_offset < end:
                raise Unreadable("file.bomb")
            self._file.seek(info.header_offset)
            header = self._file.read(_LOCAL_HEADER.size)
            if len(header) < _LOCAL_HEADER.size:
                raise Unreadable("file.damaged")
            signature, *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
            if signature != b"PK\x03\x04":
                raise Unreadable("file.damaged")
            end = info.header_offset + len(header) + name_length + extra_length + info.compress_size
        if end > self._zip.start_dir:
            raise Unreadable("file.bomb")
