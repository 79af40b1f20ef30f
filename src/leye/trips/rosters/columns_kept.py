"""The header of an uploaded sheet as it is kept with the upload, and back."""

from typing import Any

from leye.core.rosters.columns import Columns, Header


def keep_header(header: Header) -> dict[str, Any]:
    """A header as plain values for JSON."""
    return {
        "rows": [header.first_row, header.last_row],
        "kind": header.kind.key,
        "columns": [list(column) for column in header.columns],
    }


def restore_header(raw: dict[str, Any], columns: Columns) -> Header:
    """The header that `keep_header` kept."""
    first, last = raw["rows"]
    kept = tuple((index, key, label) for index, key, label in raw["columns"])
    return Header(first, last, columns.kinds[str(raw["kind"])], kept, ())
