"""Homes that many tests begin with, made once in a run of the tests and copied for each."""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHELF = "LEYE_TEST_SHELF"  # a folder that all processes of one run share; without it each process has its own
_own: list["tempfile.TemporaryDirectory[str]"] = []


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by the first process that asks for it; the others wait for it."""
    folder = _shelf() / name
    with (_shelf() / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


def migrated() -> Path:
    """A home whose SQLite file has every table and no row of ours."""
    return once(
        "migrated",
        lambda folder: migrate({**os.environ, "LEYE_HOME": str(folder), "LEYE_DATABASE": ""}),
    )


def migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "leye.cli.main", "migrate"]
    told = {**environment, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, env=told, check=True, capture_output=True)


@functools.cache
def _shelf() -> Path:
    if SHELF in os.environ:
        return Path(os.environ[SHELF])
    _own.append(tempfile.TemporaryDirectory(prefix="leye-shelf-"))
    return Path(_own[0].name)
