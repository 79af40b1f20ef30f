"""Many at once on a database of their own: thirty placements fill three openings and no more."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import datetime as dt, multiprocessing, django
django.setup()
from django.db import connections
from leye.apps.employers import actions as employers
from leye.apps.employers.actions import Told
from leye.apps.vacancies import actions
from leye.apps.vacancies.actions import Brought, NoOpeningLeft
from leye.apps.vacancies.models import Vacancy
from leye.core.vacancies.vocabulary import Origin
from leye.gateways import clock

def take(pk):
    done = 0
    for _ in range(5):
        try:
            actions.take(by="test", at=clock.now(), vacancy_id=pk)
            done += 1
        except NoOpeningLeft:
            pass
    return done

if __name__ == "__main__":
    ids = employers.note(by="test", unit="150124", told=[Told("甲", "甲")])
    day = dt.date(2020, 6, 1)
    values = dict(employer_id=ids["甲"], unit="150124", title="工", same_key="k", wanted=3, place="150124",
                  valid_from=day, valid_to=day, level="public", state="open")
    pk, = actions.add(by="test", at=clock.now(), rows=[(values, Brought(Origin.FORM, "t"), ["工"])])
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(6) as pool:
        done = sum(pool.map(take, [pk] * 6, chunksize=1))
    row = Vacancy.objects.get(pk=pk)
    print(done, row.filled, row.state, row.ended)
"""


def test_thirty_placements_at_once_fill_three_openings_and_no_more(database):
    environment = {
        **os.environ,
        **database,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["3", "3", "closed", "full"]
