"""DuckDB over a Parquet snapshot: the same statement as the application's own database answers."""

from pathlib import Path
from typing import Any

import duckdb


def ask(folder: Path, statement: str, *, memory: str = "2GB", threads: int = 2) -> list[Any]:
    """The rows of a statement over the relation `ledger_state` of a snapshot."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": threads,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        files = str(folder / "*.parquet").replace("'", "''")
        connection.execute(
            f"CREATE VIEW ledger_state AS SELECT * FROM read_parquet('{files}')"  # noqa: S608
        )
        return connection.execute(statement).fetchall()
