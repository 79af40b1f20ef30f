"""Which part of a file a player asks for: the header Range and the size in, the bytes to send out (RFC 9110, 14.2)."""

import re
from dataclasses import dataclass

ONE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes first to last, both of them sent."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """The part lies behind the end of the file."""


def part_of(asked: str, size: int, most: int) -> Part | None:
    """The part to send, at most so many bytes of it; None where the whole file is meant.

    Several parts at once, or what cannot be read, mean the whole, as the standard allows. Raises Unsatisfiable.
    """
    found = ONE.fullmatch(asked.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        first, last = max(size - int(found[2]), 0), size - 1
        if not int(found[2]):
            raise Unsatisfiable
    else:
        first = int(found[1])
        last = min(int(found[2]), size - 1) if found[2] else size - 1
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, min(last, first + most - 1))
