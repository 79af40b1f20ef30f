"""Many at once on a database of their own: a board worked out by one, a month published, a report sent, a duty brought once."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import datetime as dt, multiprocessing, django
django.setup()
from django.db import connections
from leye.apps.audit.models import AuditEvent
from leye.apps.boards import actions
from leye.apps.boards.models import BoundFigure, KeptBoard, PublicRow, Summary, SummarySent
from leye.apps.duties import actions as duties
from leye.apps.duties.models import Delivery
from leye.gateways import clock

DAY = dt.date(2020, 5, 31)
WORDS = {"title": "t", "receiver": "r", "signed": "s", "body": "[]"}
FIGURE = {"key": "f1", "what": "people", "code": "150124", "site": None, "label": "l", "text": "5"}
SHOWN = {"place": 0, "code": "150000", "is_shown": False, "level": "region"}

def work(number):
    now = clock.now()
    leased = sum(actions.lease(by="t", pk=1, now=now, until=now + dt.timedelta(seconds=60)) for _ in range(5))
    public = actions.make_public(by="t", on=DAY, seq=1, least=5, rows=[SHOWN], at=now)
    row, drafted = actions.draft(by="t", unit="150124", on=DAY, seq=1, digest="d", words=WORDS, figures=[FIGURE], at=now)
    sent = actions.send(by="t", summary=row, at=now)
    _, brought = duties.deliver(by="t", duty="construction", unit="150124", month="2020-05", department="ndrc",
                                many=1, what="w", document="", at=now)
    return leased, public, drafted, sent, brought

if __name__ == "__main__":
    KeptBoard.objects.create(pk=1, unit="150124", on=DAY, seq=1, made_at=clock.now(), total="{}", lines="[]", gauges="[]")
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(6) as pool:
        told = pool.map(work, range(24), chunksize=1)
    print([sum(map(int, column)) for column in zip(*told)])
    print([model.objects.count() for model in (PublicRow, Summary, BoundFigure, SummarySent, Delivery)])
    print(AuditEvent.objects.filter(action__in=["figures.publish", "summary.draft", "summary.send", "duty.deliver"]).count())
"""


def test_of_many_at_once_one_works_a_board_out_and_each_thing_is_done_once_with_one_audit_row(
    database,
):
    environment = {
        **os.environ,
        **database,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines() == ["[1, 1, 1, 1, 1]", "[1, 1, 1, 1, 1]", "4"], ran.stderr[
        -2000:
    ]
