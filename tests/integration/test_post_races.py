"""Many at once on a database of their own: one post a person, one place once, a spell for one agency."""

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
from leye.apps.local_jobs import actions
from leye.apps.local_jobs.actions import HasAPost, NoPlaceLeft
from leye.apps.local_jobs.models import FundingLine, Placement, Post
from leye.apps.pairing import actions as pairing
from leye.apps.pairing.models import Agency, Brought
from leye.gateways import clock

DAY = dt.date(2020, 6, 1)

def place(told):
    person, post = told
    try:
        actions.place(by="test", at=clock.now(), row=Placement(
            person_id=person, county="150124", post_id=post, valid_from=DAY))
        return 1
    except (HasAPost, NoPlaceLeft):
        return 0

def bring(told):
    person, agency = told
    try:
        pairing.bring(by="test", at=clock.now(), row=Brought(
            agency_id=agency, person_id=person, county="150124", spell_from=DAY, employer="x"))
        return 1
    except pairing.AlreadyThere:
        return 0

if __name__ == "__main__":
    ids = employers.note(by="test", unit="150124", told=[Told("甲", "甲"), Told("乙", "乙")])
    line = FundingLine(unit="150124", funding="employment", title="t", valid_from=DAY, quota=99, document="d")
    actions.register(by="test", at=clock.now(), row=line)
    posts = []
    for title, places in (("a", 99), ("b", 99), ("few", 3)):
        row = Post(county="150124", line=line, title=title, employer_id=ids["甲"], places=places, monthly_pay=1)
        posts.append(actions.register(by="test", at=clock.now(), row=row))
    agencies = [pairing.register(by="test", at=clock.now(), row=Agency(county="150124", kind="agency", employer_id=ids[k])) for k in "甲乙"]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(4) as pool:
        twice = sum(pool.map(place, [(person, post) for person in range(1, 21) for post in posts[:2]], chunksize=1))
        few = sum(pool.map(place, [(person, posts[2]) for person in range(101, 113)], chunksize=1))
        spells = sum(pool.map(bring, [(person, one) for person in range(1, 21) for one in agencies], chunksize=1))
    print(twice, few, spells, Placement.objects.filter(post_id=posts[2]).count(), Brought.objects.count())
"""


def test_twenty_people_claimed_for_two_posts_and_two_agencies_at_once_have_one_of_each(database):
    """C5, C8: one granted, the other refused; three places are given to three."""
    environment = {
        **os.environ,
        **database,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["20", "3", "20", "3", "20"]
