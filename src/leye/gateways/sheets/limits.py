"""How much of an uploaded file is looked at: sizes, counts and times, all in one value.

Legitimate rosters inflate 8 to 13 times, bombs 140 to 1,030 times (RELIABILITY.md 2.4).
"""

import dataclasses
import json
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one reading. Bytes, counts, characters or seconds, as the names say."""

    upload_bytes: int = 30 * MEGABYTE
    parts: int = 2_000
    part_bytes: int = 400 * MEGABYTE
    total_bytes: int = 600 * MEGABYTE
    ratio: int = 250
    ratio_from_bytes: int = 20 * MEGABYTE
    prolog_bytes: int = MEGABYTE
    depth: int = 64
    columns: int = 300
    rows: int = 250_000
    cell_characters: int = 4_096
    merged_ranges: int = 300_000
    quoted_characters: int = 4 * MEGABYTE
    child_memory_bytes: int = 1_000 * MEGABYTE
    child_cpu_seconds: int = 120
    wait_seconds: float = 180.0

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Limits":
        return cls(**json.loads(text))


DEFAULT = Limits()
# Lists of other departments, which a worker reads: up to five million rows.
LARGE = Limits(
    upload_bytes=200 * MEGABYTE,
    part_bytes=2_000 * MEGABYTE,
    total_bytes=2_500 * MEGABYTE,
    rows=5_000_000,
    child_memory_bytes=4_000 * MEGABYTE,
    child_cpu_seconds=900,
    wait_seconds=1_200.0,
)
