"""A figure with what it stands for, and the table that `make bench` prints and writes."""

import datetime as dt
import os
import platform
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "django",
    "sqlglot",
    "duckdb",
    "python-calamine",
    "psycopg",
    "pyarrow",
    "openpyxl",
    "polars",
    "lightgbm",
    "splink",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """what: in words; value with unit; reach: what is asked for; limit: a yardstick of the same run."""

    what: str
    value: float
    unit: str
    reach: str = ""
    limit: str = ""
    is_reached: bool | None = None


@dataclass(slots=True)
class Clock:
    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    clock, begun = Clock(), time.perf_counter()
    yield clock
    clock.seconds = time.perf_counter() - begun


def median(call: Callable[[], object], times: int = 5) -> float:
    """The median of several runs in seconds."""
    return statistics.median(runs(call, times))


def runs(call: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(times):
        with timed() as clock:
            call()
        found.append(clock.seconds)
    return found


def p95(seconds: Iterable[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@dataclass(slots=True)
class Section:
    """One bench's figures under a title, with what else must be said about them."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self, what: str, value: float, unit: str, reach: float | None = None, limit: str = ""
    ) -> None:
        """A figure; with `reach`, whether it is at most that."""
        is_reached = None if reach is None else value <= reach
        asked = "" if reach is None else f"≤ {reach:g} {unit}"
        self.figures.append(Figure(what, value, unit, asked, limit, is_reached))

    def markdown(self) -> str:
        lines = [
            f"## {self.title}",
            "",
            "| what | figure | reach | reached | beside it |",
            "|---|---|---|---|---|",
        ]
        for one in self.figures:
            told = {None: "", True: "yes", False: "**no**"}[one.is_reached]
            lines.append(
                f"| {one.what} | {_said(one.value)} {one.unit} | {one.reach} | {told} | {one.limit} |"
            )
        return "\n".join([*lines, "", *self.notes, ""])


def _said(value: float) -> str:
    """Three digits of what was measured, every digit of what was counted."""
    return f"{value:,.0f}" if value >= 1000 and value == round(value) else f"{value:,.3g}"


def machine() -> str:
    """The machine, the versions and the day, in one paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, revision {revision}, {os.cpu_count()} cores, {memory:.0f} GiB,"
        f" {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, {versions}."
    )


def write(path: Path, name: str, section: Section) -> None:
    """Put a section into the document, in place of its former self."""
    head = "# Benchmarks\n\nWritten by `make bench`; each section says when and where. Misses stay in.\n\n"
    text = path.read_text() if path.exists() else head
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    body = f"{begin}{section.markdown()}\n{machine()}\n{end}"
    if begin in text:
        before, _, rest = text.partition(begin)
        text = before + body + rest.partition(end)[2]
    else:
        text = f"{text.rstrip()}\n\n{body}"
    path.write_text(text)
