"""The annexes on PostgreSQL at the size of the region. It needs the home of a region: `python -m bench region postgres`."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from bench.measured import Section
from bench.region import load_beside
from tests.postgres import running

FILL = """
import pickle, django
django.setup()
from bench import region
region.fill(pickle.load(open({written!r}, "rb")))
"""
ASK = """
import json, django
django.setup()
from bench.figures import annex_seconds
print(json.dumps(annex_seconds()))
"""


def measure(scale: float) -> Section:
    section = Section("Annexes at the region's size (PostgreSQL)")
    home = Path(settings.HOME)
    with running() as address:
        environment = {"LEYE_DATABASE": address, "LEYE_HOME": str(home)}
        whole = {**os.environ, **environment}
        fill = FILL.format(written=str(home / "written.pickle"))
        subprocess.run([sys.executable, "-c", fill], env=whole, check=True)
        load_beside(home / "rosters", 2, **environment)
        asked = subprocess.run(
            [sys.executable, "-c", ASK], env=whole, check=True, capture_output=True, text=True
        )
    for what, seconds in json.loads(asked.stdout.splitlines()[-1]).items():
        section.add(what, seconds, "s", 1)
    section.notes.append("The server runs without fsync; it is only read here.")
    return section
