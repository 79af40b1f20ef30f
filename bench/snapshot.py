"""Annex 1 over a Parquet snapshot of ten million people and thirty million versions, by DuckDB."""

import datetime as dt
import multiprocessing
import resource
import shutil
from pathlib import Path

import duckdb
from django.conf import settings

from bench.measured import Section, median
from leye.core.ledger.state import state_kept
from leye.core.query.sql import Engine, text_of
from leye.core.reports.tables import table_statement
from leye.gateways.engines import duck
from leye.notices.loader import load_notice

PEOPLE = 10_000_000
ON = dt.date(2020, 5, 31)
MAKE = """
COPY (
  SELECT CASE v WHEN 0 THEN DATE '2016-01-01' WHEN 1 THEN DATE '2019-01-01' ELSE DATE '2020-01-01' END AS on_from,
    CASE v WHEN 0 THEN DATE '2019-01-01' WHEN 1 THEN DATE '2020-01-01' ELSE DATE '9999-12-31' END AS on_to,
    1::BIGINT AS seq_from, NULL::BIGINT AS seq_to, p AS person_id, p // 3 AS household_id,
    (150100 + (p % 20000 % 12) * 100 + 20 + p % 20000 % 9)::VARCHAR AS county, NULL::VARCHAR AS town, p % 20000 AS site_id,
    'concentrated' AS settlement, DATE '2016-01-01' AS settled_on, CASE p % 2 WHEN 0 THEN 'm' ELSE 'f' END AS sex,
    DATE '1940-01-01' + (hash(p) % 29000)::INTEGER AS birth_date,
    CASE hash(p, 1) % 3 WHEN 0 THEN 'sq' ELSE 'jdlk' END AS standing, NULL::VARCHAR AS monitoring,
    ['ordinary','ordinary','skilled','weak','lost','none'][(1 + hash(p, 2) % 6)::BIGINT] AS labour_skill,
    CASE hash(p, 3) % 9 WHEN 0 THEN 'in_school' ELSE 'not_in_school' END AS schooling, 'healthy' AS health,
    ['unit','unit','flexible','workshop','public_post','farming',NULL,NULL][(1 + hash(p, v, 4) % 8)::BIGINT] AS job_kind,
    NULL::VARCHAR AS job_channel,
    CASE hash(p, v, 5) % 2 WHEN 0 THEN '110105' ELSE (150100 + (p % 20000 % 12) * 100 + 20 + p % 20000 % 9)::VARCHAR END AS job_place,
    DATE '2019-01-01' AS job_from, ['yes','no','not_asked'][(1 + hash(p, 6) % 3)::BIGINT] AS wants_work,
    NULL::VARCHAR AS wants_training, NULL::VARCHAR AS wish_area
  FROM range({first}, {last}) t(p), range(3) u(v)
) TO '{path}' (FORMAT parquet)
"""
BARE = """
SELECT max(on_from), max(on_to), max(seq_from), max(seq_to), max(county), max(site_id), max(birth_date),
  max(labour_skill), max(schooling), max(job_kind), max(job_place), max(wants_work) FROM ledger_state
"""


def make(folder: Path, part: int) -> None:
    """Ten files of made-up versions, `part` people in each."""
    with duckdb.connect() as connection:
        for number in range(10):
            path = folder / f"state-{number:05d}.parquet"
            connection.execute(
                MAKE.format(first=number * part, last=(number + 1) * part, path=path)
            )


def measure(scale: float) -> Section:
    section = Section("Annex 1 over a Parquet snapshot, DuckDB")
    folder = Path(settings.HOME) / "nation"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    people = round(PEOPLE * scale)
    part = max(people // 10, 1)
    maker = multiprocessing.get_context("spawn").Process(target=make, args=(folder, part))
    maker.start()  # a process of its own, so that its memory is not taken for the question's
    maker.join()
    notice = load_notice("nm_2020_84")
    state = state_kept(ON, 1, Engine.DUCKDB)
    statement = text_of(
        table_statement(notice, notice.annexes["1"], notice.bound(ON), state, ON, Engine.DUCKDB, ("15", "16")),
        Engine.DUCKDB,
    )  # fmt: skip
    bare = median(lambda: duck.ask(folder, BARE), 3)
    ours = median(lambda: duck.ask(folder, statement), 3)
    rows = duck.ask(folder, statement)
    counted = sum(row[2] for row in rows)
    assert counted == part * 10, (counted, people)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    section.add(
        "annex 1 by county and site", ours, "s", None, f"bare scan of the 12 columns {bare:.2f} s"
    )
    section.add("annex 1 / bare scan", ours / bare, "×", 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    section.add("memory, peak of the process", peak, "GB", 2)
    section.notes.append(
        f"{part * 10:,} people, {3 * part * 10:,} versions, {size:,.0f} MB of Parquet, {len(rows):,} groups; "
        "equal results with the "
        "application's database are held by tests/integration/test_engines.py and tests/generative."
    )
    shutil.rmtree(folder)
    return section
