"""The server's first process: what it forks inherits no thread of a library."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from leye.cli import serving
from tests import homes

ROOT = Path(__file__).parents[2]
SCRIPT = """
import os, sys, django
django.setup()
from django.core.management import call_command
from leye.cli import serving
call_command("collectstatic", interactive=False, verbosity=0)
print(len(os.listdir("/proc/self/task")), sorted({"duckdb", "polars", "ortools", "pyarrow", "lightgbm"} & set(sys.modules)))
"""


def test_links_lead_to_where_it_is_served_unless_that_has_no_name():
    assert serving.address_of("127.0.0.1:8466") == "http://127.0.0.1:8466"
    assert serving.address_of("0.0.0.0:80") == ""


def test_nothing_that_starts_a_thread_is_there_when_the_server_forks(tmp_path):
    """K-group: DuckDB's own thread, gone in the fork, ended each gunicorn process with SIGABRT as it stopped."""
    environment = {
        **os.environ, "LEYE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }  # fmt: skip
    environment.pop("LEYE_DATABASE", None)
    shutil.copytree(homes.migrated(), tmp_path, dirs_exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split(maxsplit=1) == ["1", "[]\n"]
