"""A serving process starts with the pages alone: compilers and solvers are imported when a page first needs them."""

import os
import subprocess
import sys

STARTED = """
import sys
from django.urls import get_resolver
from leye.web.wsgi import application
assert get_resolver().url_patterns
print(*sorted({"numba", "llvmlite", "scipy", "pandas", "ortools", "duckdb"} & set(sys.modules)))
"""


def test_the_pages_are_served_without_compiler_solver_or_second_database():
    """numba, ortools and with it pandas take seconds of every serving process; DuckDB must not be there at the fork.

    Where one is back, `python -X importtime` names who imports it: let that module take it by `leye.core.late`.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
        "PYTHONWARNINGS": "ignore",
    }
    told = subprocess.run(
        [sys.executable, "-c", STARTED], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == []
