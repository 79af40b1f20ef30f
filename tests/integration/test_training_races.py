"""Many desks at once on a database of their own: the last seats of a class go once, and a person has one seat."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import datetime as dt, multiprocessing, django
django.setup()
from django.db import IntegrityError, connections
from leye.apps.training import actions, results
from leye.apps.training.actions import NewCourse, NoSeatLeft
from leye.apps.training.models import Course, Enrolment
from leye.apps.training.results import Ended
from leye.core.training.vocabulary import EnrolmentState, Mode
from leye.gateways import clock

DAY = dt.date(2020, 6, 1)

def enrol(told):
    course, person = told
    try:
        actions.enrol(by="test", course_id=course, person_id=person, county="150124", on=DAY)
        return 1
    except (NoSeatLeft, IntegrityError):  # the second desk of the same person
        return 0

def bring(told):
    course, person = told
    try:
        ended = Ended(state=EnrolmentState.COMPLETED, on=DAY, source="upload:1")
        results.brought(by="test", at=clock.now(), course_id=course, person_id=person, county="150124", ended=ended)
        return 1
    except (NoSeatLeft, IntegrityError):
        return 0

def leave(seat):
    results.end(by="test", at=clock.now(), enrolment_id=seat, ended=Ended(state=EnrolmentState.LEFT, on=DAY))

if __name__ == "__main__":
    def course(title, seats):
        new = NewCourse(title=title, trade="t", mode=Mode.IN_CLASS, hours=8, provider="p", place="", starts_on=DAY,
                        ends_on=DAY, seats=seats)
        return actions.open_course(by="test", unit="150124", at=clock.now(), new=new)[0]
    few, wide, listed = course("few", 3), course("wide", 99), course("listed", 2)
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(4) as pool:
        last = sum(pool.map(enrol, [(few, person) for person in range(24)], chunksize=1))
        pool.map(enrol, [(wide, 7)] * 12, chunksize=1)
        mixed = sum(pool.map(bring, [(listed, person) for person in range(8)], chunksize=1))
        seats = list(Enrolment.objects.filter(course=few).values_list("pk", flat=True))
        connections.close_all()
        pool.map(leave, seats[:1] * 6, chunksize=1)
        back = course("back", 9)
        (seat,) = {actions.enrol(by="test", course_id=back, person_id=5, county="150124", on=DAY)}
        leave(seat)
        connections.close_all()
        pool.map(enrol, [(back, 5)] * 12, chunksize=1)
    taken = dict(Course.objects.values_list("title", "taken"))
    held = {title: Enrolment.objects.filter(course__title=title).exclude(state="left").count() for title in taken}
    print(last, taken["few"], held["few"], taken["wide"], held["wide"], mixed, taken["listed"], held["listed"], taken["back"], held["back"])
"""


def test_the_last_seats_go_once_a_person_sits_once_and_a_seat_comes_back_once(database):
    environment = {
        **os.environ, **database, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.split() == ["3", "2", "2", "1", "1", "2", "2", "2", "1", "1"]
