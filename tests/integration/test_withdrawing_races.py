"""Many at once on a database of their own: of the reviewer and the applicant who withdraws one is taken, and the money agrees."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import datetime as dt, multiprocessing, django
django.setup()
from django.db import connections
from leye.apps.subsidies import actions
from leye.apps.subsidies.actions import Found, Hand, NotPossible
from leye.apps.subsidies.models import Application, Budget, Claim, Step as StepRow
from leye.core.payments.steps import Step

AT = dt.datetime(2020, 7, 1, 9, tzinfo=dt.UTC)
MANY, FEN = 24, 100_000

def work(told):
    what, pk = told
    row = Application.objects.get(pk=pk)
    try:
        if what == "withdraw":
            actions.take(by="firm", hand=Hand("employer", AT), application=row, step=Step.WITHDRAW)
        else:
            (claim,) = Claim.objects.filter(application=row)
            actions.review(by="clerk", hand=Hand("clerk", AT), application=row, budget_id=1, values={},
                           found=[Found(claim.pk, FEN, "{}", "d")])
    except NotPossible as refused:
        return what, "请刷新页面看最新情况" in str(refused)
    return what, None

if __name__ == "__main__":
    Budget.objects.create(pk=1, county="150124", line="l", year=2020, total_fen=MANY * FEN, document="d")
    jobs = []
    for n in range(MANY):
        row = Application.objects.create(
            kind="one_off_hiring", county="150124", start=dt.date(2020, 6, 1), end=dt.date(2020, 9, 1), state="accepted",
            source="race", source_ref=str(n), made_by="firm", made_at=AT, submitted_by="firm")
        Claim.objects.create(application=row, person_id=n + 1)
        jobs += [(what, row.pk) for what in (("withdraw", "review") if n % 2 else ("review", "withdraw"))]
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(4) as pool:
        done = pool.map(work, jobs, chunksize=1)
    states = list(Application.objects.values_list("state", flat=True))
    held = Budget.objects.get().reserved_fen
    print(len([1 for _, refused in done if refused is None]), all(refused is not False for _, refused in done))
    print(sorted(set(states)) in (["reviewed"], ["withdrawn"], ["reviewed", "withdrawn"]), len(states))
    print(held == FEN * states.count("reviewed"), StepRow.objects.count())
"""


def test_of_review_and_withdrawal_at_once_one_is_taken_and_the_money_agrees(database):
    """C11: whoever comes second hears what the application is now."""
    environment = {
        **os.environ,
        **database,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["24", "True", "True", "24", "True", "24"], ran.stderr[-3000:]
