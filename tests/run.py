"""`make test`: everything on SQLite, then what uses the database on PostgreSQL; one line says what was left out."""

import os
import subprocess
import sys
import tempfile

from tests.homes import SHELF
from tests.postgres import find_programs, running

DATABASE_TESTS = ["tests/integration", "tests/spec"]


def pytest(shelf: str, *arguments: str, **environment: str) -> int:
    """Run tests. What Python compiles is kept for the run: a hundred processes start, each of a thousand modules."""
    command = [sys.executable, "-m", "pytest", *arguments]
    told = {**os.environ, "LEYE_TEST": "1", SHELF: shelf, **environment}
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    told.setdefault("PYTHONPYCACHEPREFIX", f"{shelf}/compiled")
    return subprocess.call(command, env=told)


def main() -> int:
    left_out: list[str] = []
    with tempfile.TemporaryDirectory(prefix="leye-shelf-") as shelf:
        failed = pytest(shelf, "-n", "2", "tests")
        if find_programs() is None:
            left_out.append("the database tests on PostgreSQL (no initdb found)")
        else:
            with running() as address:
                failed |= pytest(shelf, "-n", "2", *DATABASE_TESTS, LEYE_DATABASE=address)
    print("left out: " + ("; ".join(left_out) or "nothing"))
    return 1 if failed or (left_out and os.environ.get("LEYE_REQUIRE_ALL") == "1") else 0


if __name__ == "__main__":
    raise SystemExit(main())
