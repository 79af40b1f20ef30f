"""Annexes, cells, search and person pages at the size of the region, beside SQL written by hand."""

import random
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.measured import Section, median, p95, runs, timed
from leye.apps.people import selectors as people
from leye.apps.people.models import KeptState
from leye.core.periods import Month
from leye.core.scope import Role, Scope
from leye.demo.run import prepare
from leye.trips.annexes.reporting import Ask, Cell, annex_table, people_of_cell
from leye.trips.keys import keys_of
from leye.trips.ledger import finding, timelines

BY_HAND = """
SELECT county, site_id, count(*),
  sum(CASE WHEN birth_date <= '2004-05-31' AND labour_skill IN ('ordinary','skilled','weak')
      AND coalesce(schooling,'') <> 'in_school' THEN 1 ELSE 0 END),
  {columns}
FROM ledger_state
WHERE on_from <= '2020-05-31' AND on_to > '2020-05-31' AND seq_from <= {seq}
  AND (seq_to > {seq} OR seq_to IS NULL) AND substr(county, 1, 2) = '15'
GROUP BY county, site_id
"""
LABOUR = (
    "birth_date <= '2004-05-31' AND labour_skill IN ('ordinary','skilled','weak')"
    " AND coalesce(schooling,'') <> 'in_school'"
)
EMPLOYED = f"{LABOUR} AND job_kind IS NOT NULL AND job_kind <> 'farming'"
ASKED = (
    EMPLOYED,
    f"{EMPLOYED} AND substr(job_place,1,6) <> substr(county,1,6)",
    f"{EMPLOYED} AND substr(job_place,1,6) = substr(county,1,6)",
    f"{EMPLOYED} AND substr(job_place,1,6) = substr(county,1,6) AND job_kind = 'workshop'",
    f"{EMPLOYED} AND substr(job_place,1,6) = substr(county,1,6) AND job_kind = 'public_post'",
    f"{LABOUR} AND (job_kind IS NULL OR job_kind = 'farming')",
    f"{LABOUR} AND (job_kind IS NULL OR job_kind = 'farming') AND wants_work = 'yes'",
    f"{EMPLOYED} AND job_place IS NULL",
    f"{LABOUR} AND (job_kind IS NULL OR job_kind = 'farming') AND coalesce(wants_work,'') NOT IN ('yes','no')",
    f"{LABOUR} AND job_kind = 'farming'",
)


def by_hand(seq: int) -> None:
    columns = ",\n  ".join(f"sum(CASE WHEN {one} THEN 1 ELSE 0 END)" for one in ASKED)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND.format(columns=columns, seq=seq))
        cursor.fetchall()


def measure(scale: float) -> Section:
    if not KeptState.objects.exists() if _has_tables() else True:
        prepare(Path(settings.HOME), scale, 84)
    scope = Scope("bench", "150000", Role.CLERK)
    keys = keys_of(Path(settings.HOME))
    seq = people.seq_at(scope)
    engine = connection.vendor
    section = Section(f"Figures and pages at the region's size ({engine})")
    last, past = Month(2020, 5), Month(2019, 3)
    hand = median(lambda: by_hand(seq))
    today: dict[str, float] = {}
    for key in ("1", "2", "3"):
        today[key] = median(lambda key=key: annex_table(scope, Ask(key, last, "150000")))
        beside = f"SQL by hand {hand:.2f} s: {today[key] / hand:.2f} ×" if key == "1" else ""
        section.add(f"annex {key}, all counties and sites", today[key], "s", 1.0, beside)
    for key in ("1", "3"):
        then = median(lambda key=key: annex_table(scope, Ask(key, past, "150000")))
        section.add(f"annex {key}, a past date / today", then / today[key], "×", 1.5)
    with timed() as clock:
        for back in range(24):
            annex_table(scope, Ask("1", last.shifted(-back), "150000"))
    section.add("annex 1, 24 months in one go / one month", clock.seconds / today["1"], "×", 12)
    section.add("a cell of the region to its people, p95", _cells(scope, last) * 1000, "ms", 300)
    found = finding.find(scope, "王秀", keys)
    words = ["王秀", "WXY", "李建", "LJG", "1234", "巴特尔", "ZGH", "0317"]
    section.add(
        "ledger search, p95",
        p95(x for w in words for x in runs(lambda w=w: finding.find(scope, w, keys), 5)) * 1000,
        "ms",
        150,
    )
    section.add(
        "person page, p95",
        p95(
            x
            for one in found
            for x in runs(lambda one=one: timelines.person(scope, one.id, keys), 2)
        )
        * 1000,
        "ms",
        150,
    )
    kept = KeptState.objects.count()
    section.notes.append(
        f"{kept:,} kept rows; the trip's own work (statement, tree, roll-up, checks) is in each figure, the page's "
        "template is not. A cell, a search and a page write their audit event."
    )
    return section


def _cells(scope: Scope, month: Month) -> float:
    rng = random.Random(84)
    times = []
    for _ in range(40):
        column = rng.choice(["people", "labour", "employed", "away", "workshop", "willing"])
        code = rng.choice(["150000", "150100", "150124", "150400", "152200"])
        began = time.perf_counter()
        people_of_cell(scope, Ask("1", month, "150000"), Cell(column, code))
        times.append(time.perf_counter() - began)
    return p95(times)


def _has_tables() -> bool:
    return "ledger_state" in connection.introspection.table_names()


def annex_seconds() -> dict[str, float]:
    """The median of each annex for today's knowledge and of annex 1 for a past date, in seconds."""
    scope = Scope("bench", "150000", Role.CLERK)
    newest, past = Month.parse("2020-05"), Month.parse("2019-06")
    asked = {f"annex {key}, all counties and sites": Ask(key, newest, "150000") for key in "123"}
    asked["annex 1, a past date"] = Ask("1", past, "150000")
    return {what: median(lambda ask=ask: annex_table(scope, ask)) for what, ask in asked.items()}
