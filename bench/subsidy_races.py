"""Many at once on a database of their own: one person from two counties, the last money of a budget; and the naive way.

python -m bench.subsidy_races RACES: prints JSON. Where it works is said by LEYE_HOME and LEYE_DATABASE.
"""

import datetime as dt
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence

import django

django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, connections  # noqa: E402

from leye.apps.subsidies import actions, budgets  # noqa: E402
from leye.apps.subsidies.actions import Hand, NotPossible  # noqa: E402
from leye.apps.subsidies.models import Application, Budget, BudgetMove, Claim, Slot  # noqa: E402
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


def last_money(races: int) -> list[int]:
    """Budgets that bear one application each; every one is wanted by two."""
    rows = [
        Budget(county=COUNTIES[0], line=f"last:{n}", year=2020, total_fen=FEN, document="bench")
        for n in range(races)
    ]
    return [row.pk for row in Budget.objects.bulk_create(rows, batch_size=500)]


def reserve(budget: int) -> int:
    try:
        budgets.reserve(by="clerk", at=AT, budget_id=budget, application_id=1, fen=FEN)
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


def at_once(work: Callable[[int], int], ids: Sequence[int]) -> tuple[int, float, float]:
    """How often the work was done, the seconds, the processor's seconds of those who worked.

    Neighbours are in different hands at the same moment.
    """
    connections.close_all()
    start, used = time.perf_counter(), children()
    pool = multiprocessing.get_context("fork").Pool(PROCESSES)
    done = sum(pool.imap_unordered(work, ids, chunksize=1))
    seconds = time.perf_counter() - start
    pool.close()
    pool.join()
    return done, seconds, children() - used


def children() -> float:
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def run(races: int) -> dict[str, object]:
    call_command("migrate", verbosity=0)
    pairs = prepare(races)
    done, seconds, used = at_once(approve, [pk for pair in pairs for pk in pair])
    paid: dict[tuple[int, str], int] = {}
    for key in Slot.objects.filter(freed_at=None).values_list("person_id", "span"):
        paid[key] = paid.get(key, 0) + 1
    approved = sum(Budget.objects.values_list("approved_fen", flat=True))
    last = last_money(races)
    took, seconds_last, used_last = at_once(reserve, [pk for pk in last for _ in range(2)])
    left = [row.left_fen for row in Budget.objects.filter(line__startswith="last:")]
    moved = BudgetMove.objects.filter(what="reserve").count()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_paid (person integer)")
    alike = sorted(range(KEYS * PROCESSES * 4), key=lambda pk: pk % KEYS)
    naively = at_once(naive, alike)[0]  # neighbours want the same, as in the races above
    return {
        "races": races, "granted": done, "double": sum(many - 1 for many in paid.values()),
        "spans": len(paid), "approved": approved // FEN, "seconds": seconds, "used": used,
        "reserved": took, "moved": moved, "overdrawn": -sum(min(0, one) for one in left), "left": sum(left),
        "seconds_last": seconds_last, "used_last": used_last, "naive": naively, "keys": KEYS,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
