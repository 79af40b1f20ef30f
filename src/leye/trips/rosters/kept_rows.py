"""A roster's row as it is kept: raw cells and problems, sealed; and back."""

import datetime as dt
import json
from collections.abc import Sequence

from leye.core.problems import Problem, Severity
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring

CONTEXT = "roster.row"


def pack(
    keys: Keyring,
    values: Sequence[object],
    problems: Sequence[Problem],
    filled: Sequence[object] | None = None,
) -> str:
    """Seal a row's cells, as uploaded and as filled down, and its problems into one text."""
    body = {
        "cells": list(values),
        "filled": None if filled is None or tuple(filled) == tuple(values) else list(filled),
        "problems": [
            [p.code, p.severity.value, p.message, p.remedy, p.column, p.found] for p in problems
        ],
    }
    return sealing.seal(keys, json.dumps(body, ensure_ascii=False, default=_plain), CONTEXT)


def unpack(
    keys: Keyring, sealed: str, which: str = "cells"
) -> tuple[tuple[object, ...], tuple[Problem, ...]]:
    """The cells ("cells" as uploaded, "filled" for reading) and the problems of a kept row."""
    body = json.loads(sealing.unseal(keys, sealed, CONTEXT))
    problems = tuple(
        Problem(code, Severity(severity), message, remedy, column, found)
        for code, severity, message, remedy, column, found in body["problems"]
    )
    cells = body[which] if body[which] is not None else body["cells"]
    return tuple(_value(cell) for cell in cells), problems


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    raise TypeError(type(value).__name__)


def _value(cell: object) -> object:
    if isinstance(cell, dict):
        if "d" in cell:
            return dt.date.fromisoformat(cell["d"])
        return dt.datetime.fromisoformat(cell["t"])
    return cell
