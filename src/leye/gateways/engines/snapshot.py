"""The kept state as Parquet: rows in, files out that hold no name and no number of anybody.

Files are only added, in the order of the rows' ids; a snapshot is a prefix of what the database keeps.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

DAYS = frozenset({"on_from", "on_to", "settled_on", "birth_date", "job_from"})
NUMBERS = frozenset({"person_id", "household_id", "site_id", "seq_from", "seq_to"})


def schema_of(columns: Sequence[str]) -> pa.Schema:
    """The Parquet schema of columns of the kept state: days, whole numbers, and codes as text."""
    kinds = {name: pa.date32() for name in DAYS} | {name: pa.int64() for name in NUMBERS}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in columns])


def write(
    folder: Path, columns: Sequence[str], parts: Iterable[Sequence[Sequence[Any]]]
) -> tuple[int, int]:
    """Write each part of rows as one file; returns (files, rows). A file is there whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = schema_of(columns)
    files = rows = 0
    for part in parts:
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(zip(*part, strict=True), schema, strict=True)
        ]
        target = folder / f"state-{files:05d}.parquet"
        unfinished = target.with_suffix(".part")
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), unfinished)
        os.replace(unfinished, target)
        files, rows = files + 1, rows + len(part)
    return files, rows
