"""Money at once on a database of its own: no span is paid twice, no budget is overdrawn."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RACES = 60


def test_of_two_counties_one_is_granted_and_no_budget_is_overdrawn(database):
    """C5, C6."""
    environment = {
        **os.environ, **database, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-m", "bench.subsidy_races", str(RACES)],
        env=environment, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    told = json.loads(ran.stdout.splitlines()[-1])
    assert (told["granted"], told["approved"], told["spans"]) == (RACES, RACES, 3 * RACES)
    assert (told["double"], told["overdrawn"]) == (0, 0)
    assert (told["reserved"], told["moved"], told["left"]) == (RACES, RACES, 0)
