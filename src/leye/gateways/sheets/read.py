"""Reading an uploaded table: a file in, sheets of rows out, or one problem that says why not.

The file is parsed in a child process with bounded memory and time; a parser that dies, dies alone.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from leye.core.problems import Problem
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.limits import DEFAULT, Limits
from leye.gateways.sheets.refusals import FileRefused, problem

Rows = tuple[tuple[int, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a sheet, with the user's own row numbers; the sheet's notes come with its first."""

    sheet: str
    rows: Rows
    notes: tuple[Problem, ...] = ()


def batches(path: Path, limits: Limits = DEFAULT) -> Iterator[Batch]:
    """The rows of all visible sheets, in order. Raises FileRefused, perhaps after some batches.

    Whoever reads must not keep anything of a file that is refused in the end.
    """
    with _child(path, limits) as output:
        sheet, notes = "", tuple[Problem, ...]()
        for line in output:
            said = json.loads(line)
            if "rows" in said:
                yield Batch(sheet, _rows(said["rows"]), notes)
                notes = ()
            elif "sheet" in said:
                sheet = said["sheet"]
                notes = tuple(problem(code, fields) for code, fields in said["notes"])
            elif "refused" in said:
                code, fields = said["refused"]
                raise FileRefused(problem(code, fields))
            else:
                return
    raise FileRefused(problem("file.damaged", {}))  # the child died without a word


def _rows(raw: list[list[object]]) -> Rows:
    return tuple((number, tuple(map(_value, values))) for number, values in raw)  # type: ignore[misc, call-overload]


def _value(raw: object) -> Value:
    if isinstance(raw, dict):
        if "d" in raw:
            return dt.date.fromisoformat(raw["d"])
        return dt.datetime.fromisoformat(raw["t"])
    return raw  # type: ignore[return-value]


@contextmanager
def _child(path: Path, limits: Limits) -> Iterator[IO[str]]:
    """The child's output; the child is ended when it is no longer read or takes too long."""
    sources = str(Path(__file__).resolve().parents[3])
    start = (
        f"import sys; sys.path.insert(0, {sources!r}); from pathlib import Path;"
        "from leye.gateways.sheets.child import main; from leye.gateways.sheets.limits import Limits;"
        "main(Path(sys.argv[1]), Limits.from_json(sys.argv[2]))"
    )
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 (our own interpreter, our own program)
            [sys.executable, "-I", "-c", start, str(path.resolve()), limits.to_json()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            text=True,
        )
        timer = threading.Timer(limits.wait_seconds, process.kill)
        timer.start()
        try:
            if process.stdout is not None:
                yield process.stdout
        finally:
            timer.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
