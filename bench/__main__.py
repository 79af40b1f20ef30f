"""`make bench`: every bench in a process of its own, printed, and written to docs/benchmarks.md.

python -m bench [NAME …] [--scale 1] [--home FOLDER]; a home that holds a region already is used again.
"""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs/benchmarks.md"
NAMES = (
    "region",
    "figures",
    "postgres",
    "workbook",
    "snapshot",
    "comparison",
    "cases",
    "matching",
    "million",
    "vacancies",
    "returns",
    "deadline",
    "boards",
    "outreach",
    "outreach_million",
    "journeys",
    "mornings",
    "training",
    "subsidy_checks",
    "subsidies",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", default=list(NAMES))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--alone", action="store_true")
    given = parser.parse_args()
    if given.alone:
        return run(given.names[0], given.scale)
    home = given.home or Path(tempfile.mkdtemp(prefix="leye-bench-"))
    failed = 0
    for name in given.names:
        command = [sys.executable, "-m", "bench", name, "--alone", "--scale", str(given.scale)]
        failed |= subprocess.call(command, env={**os.environ, "LEYE_HOME": str(home)})
    return failed


def run(name: str, scale: float) -> int:
    import django

    django.setup()
    from bench import measured

    section = importlib.import_module(f"bench.{name}").measure(scale)
    print(section.markdown(), flush=True)
    measured.write(DOCUMENT, name, section)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
