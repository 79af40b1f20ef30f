"""Many at once on a database of their own: one person from two counties, the last money of a budget; and the naive way.

python -m bench.subsidy_races RACES: prints JSON. Where it works is said by LEYE_HOME and LEYE_DATABASE.
"""

import datetime as dt
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence

import django

django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, connections  # noqa: E402

from leye.apps.subsidies import actions, budgets  # noqa: E402
from leye.apps.subsidies.actions import Hand, NotPossible  # noqa: E402
from leye.apps.subsidies.models import Application, Budget, Claim, Slot  # noqa: E402
from leye.core.payments.periods import Once, spans  # noqa: E402

AT = dt.datetime(2020, 7, 1, 9, tzinfo=dt.UTC)
START, END = dt.date(2020, 6, 1), dt.date(2020, 9, 1)
COUNTIES, FEN, PROCESSES, KEYS = ("150124", "150123"), 100_000, 4, 40
MONTHS = spans(Once.MONTH, START, END)


def prepare(races: int) -> list[tuple[int, int]]:
    """Pairs of reviewed applications for the same person and kind, from two counties."""
    held = [
        Budget.objects.create(
            county=county, line="employment", year=2020, total_fen=races * FEN, reserved_fen=races * FEN,
            document="bench",
        )
        for county in COUNTIES
    ]  # fmt: skip
    rows = [
        Application(
            kind="on_job_training", county=budget.county, start=START, end=END, state="reviewed", source="bench",
            source_ref=f"{budget.county}:{n}", made_by="maker", made_at=AT, submitted_by="maker",
            reviewed_by="clerk", reviewed_role="clerk", fen=FEN, budget=budget, digest="d",
        )
        for n in range(races)
        for budget in held
    ]  # fmt: skip
    rows = Application.objects.bulk_create(rows, batch_size=500)
    Claim.objects.bulk_create(
        [Claim(application=row, person_id=n // 2 + 1, fen=FEN) for n, row in enumerate(rows)], batch_size=500
    )  # fmt: skip
    ids = [row.pk for row in rows]
    return list(zip(ids[::2], ids[1::2], strict=True))


def approve(pk: int) -> int:
    row = Application.objects.get(pk=pk)
    try:
        actions.approve(by="approver", hand=Hand("approver", AT), application=row, spans=MONTHS)
    except NotPossible:
        return 0
    return 1


def reserve(pk: int) -> int:
    budget = Budget.objects.get(line="last").pk
    try:
        budgets.reserve(by="clerk", at=AT, budget_id=budget, application_id=pk, fen=FEN)
    except budgets.TooLittle:
        return 0
    return 1


def naive(pk: int) -> int:
    """Look whether it is there, then write it: what most programs do."""
    for _ in range(50):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM naive_paid WHERE person = %s", [pk % KEYS])
                if cursor.fetchone()[0]:
                    return 0
                cursor.execute("INSERT INTO naive_paid (person) VALUES (%s)", [pk % KEYS])
            return 1
        except OperationalError:
            time.sleep(0.01)
    return 0


def at_once(work: Callable[[int], int], ids: Sequence[int]) -> tuple[int, float]:
    """How often the work was done, and the seconds; neighbours are in different hands at the same moment."""
    connections.close_all()
    start = time.perf_counter()
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        done = sum(pool.imap_unordered(work, ids, chunksize=1))
    return done, time.perf_counter() - start


def run(races: int) -> dict[str, object]:
    call_command("migrate", verbosity=0)
    pairs = prepare(races)
    done, seconds = at_once(approve, [pk for pair in pairs for pk in pair])
    paid: dict[tuple[int, str], int] = {}
    for key in Slot.objects.filter(freed_at=None).values_list("person_id", "span"):
        paid[key] = paid.get(key, 0) + 1
    approved = sum(Budget.objects.values_list("approved_fen", flat=True))
    last = Budget.objects.create(
        county=COUNTIES[0], line="last", year=2020, total_fen=50 * FEN + 1, document="bench"
    )
    took, _ = at_once(reserve, list(range(1, min(races, 500) + 1)))
    last.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_paid (person integer)")
    naively, _ = at_once(naive, list(range(KEYS * PROCESSES * 4)))
    return {
        "races": races, "granted": done, "double": sum(many - 1 for many in paid.values()),
        "spans": len(paid), "approved": approved // FEN, "seconds": seconds,
        "reserved": took, "overdrawn": max(0, -last.left_fen), "left": last.left_fen, "naive": naively, "keys": KEYS,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
