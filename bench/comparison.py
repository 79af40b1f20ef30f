"""Two rosters compared: Leye by command, an exact join and Splink beside it, on made-up people with known errors."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import polars as pl
from django.conf import settings

from bench.damaged import ledger, roster
from bench.measured import Section, median
from leye.core.linkage.compare import Index
from leye.trips.comparisons.linkage_model import kept_model

PEOPLE, ROWS = 135_000, 1_000_000
JOIN = """
import sys, polars as pl
l, r = (pl.scan_parquet(p).select(k, "id_no").filter(pl.col("id_no") != "") for p, k in ((sys.argv[1], "ledger_id"), (sys.argv[2], "roster_id")))
l.join(r, on="id_no").select("ledger_id", "roster_id", probability=pl.lit(1.0)).sink_parquet(sys.argv[3])
"""


def files(folder: Path, people: int, rows: int, seeds: tuple[int, int], times: float) -> Path:
    """Left, right and truth as Parquet in a folder of their own, made once."""
    place = folder / f"compared-{people}-{rows}-{seeds[0]}-{seeds[1]}-{times:g}"
    if (
        not place.exists()
    ):  # in a process of its own: what this one holds counts as its children's memory
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as maker:
            maker.submit(make, place, people, rows, seeds, times).result()
    return place


def make(place: Path, people: int, rows: int, seeds: tuple[int, int], times: float) -> None:
    place.mkdir(parents=True)
    left = ledger(people, seeds[0])
    made = roster(left, rows, seeds[1], times)
    left.write_parquet(place / "left.parquet")
    made.frame.write_parquet(place / "right.parquet")
    made.truth.write_parquet(place / "truth.parquet")


class Run:
    """One contender in a process of its own: its CPU and wall seconds, its peak memory, its pairs."""

    def __init__(self, place: Path, command: list[str], name: str) -> None:
        out = place / f"{name}.parquet"
        begun = time.perf_counter()
        given = [
            part.format(left=place / "left.parquet", right=place / "right.parquet", out=out)
            for part in command
        ]
        environment = {**os.environ, "PYTHONPATH": "src:."}
        process = subprocess.Popen(
            [sys.executable, *given],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        _, status, used = os.wait4(process.pid, 0)
        assert status == 0, name
        self.wall = time.perf_counter() - begun
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1e6
        self.pairs = pl.read_parquet(out)
        self.truth = pl.read_parquet(place / "truth.parquet")

    def judged(self) -> pl.DataFrame:
        told = self.truth.select("roster_id", pl.col("ledger_id").alias("true"), "error")
        return self.pairs.join(told, on="roster_id", how="left").with_columns(
            good=(pl.col("ledger_id") == pl.col("true")).fill_null(False)
        )

    def scores(self, pairs: pl.DataFrame | None = None) -> tuple[float, float, float]:
        found = self.judged() if pairs is None else pairs
        good = int(found["good"].sum())
        precision, recall = good / max(found.height, 1), good / self.truth.height
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def at_its_best(run: Run) -> tuple[float, float, float]:
    """Precision, recall and F1 at the threshold that suits the run best, which nobody knows beforehand."""
    judged = run.judged()
    cuts = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
    found = [run.scores(judged.filter(pl.col("probability") >= cut)) for cut in cuts]
    return max(found, key=lambda scores: scores[2])


LEYE = ["-m", "leye.cli.main", "compare", "{left}", "{right}", "--out", "{out}"]


def measure(scale: float) -> Section:
    folder = Path(settings.HOME)
    section = Section(f"Comparison of {round(PEOPLE * scale):,} × {round(ROWS * scale):,}")
    place = files(folder, round(PEOPLE * scale), round(ROWS * scale), (1, 2), 1.0)
    kept, fitted = Run(place, LEYE, "kept"), Run(place, [*LEYE, "--fit"], "fitted")
    join = Run(place, ["-c", JOIN, "{left}", "{right}", "{out}"], "join")
    splink = Run(place, ["-m", "bench.splink_yardstick", "{left}", "{right}", "{out}"], "splink")
    beside = f"exact join {join.scores()[2]:.4f}; Splink 5 tuned, at its best threshold {at_its_best(splink)[2]:.4f}"
    _higher(section, "F1, kept model", kept.scores()[2], 0.991, beside)
    _higher(section, "F1, fitted on this roster", fitted.scores()[2], 0.991, beside)
    same = kept.judged().filter(pl.col("match_class") == "一致")
    precision, recall, _ = kept.scores(same)
    _higher(section, "一致: precision", precision, 0.9995, "")
    _higher(section, "一致: share of the truth", recall, 0.93, "")
    queue = kept.judged().filter(pl.col("match_class") == "疑似")
    section.add("疑似: the queue", queue.height, "pairs", 6_500)
    _higher(section, "疑似: of them right", float(queue["good"].mean() or 0), 0.65, "")
    beside = f"exact join {join.cpu:.2f} s; Splink with training {splink.cpu:.1f} s, {splink.memory:.2f} GB"
    section.add("CPU, start to written pairs, kept model", kept.cpu, "s", 7, beside)
    section.add("CPU with fitting", fitted.cpu, "s", 11, beside)
    section.add("peak memory", max(kept.memory, fitted.memory), "GB", 1.2)
    section.add("CPU beside Splink's with training", kept.cpu / splink.cpu, "×", 0.4)
    twice = files(folder, round(PEOPLE * scale), round(ROWS * scale), (1, 5), 2.0)
    _higher(section, "F1 at twice the errors", Run(twice, LEYE, "kept").scores()[2], 0.982, "")
    large = files(folder, round(ROWS * scale), round(ROWS * scale), (3, 4), 1.0)
    run = Run(large, LEYE, "kept")
    _higher(
        section,
        f"F1, {round(ROWS * scale):,} × {round(ROWS * scale):,}",
        run.scores()[2],
        0.991,
        "",
    )
    section.add("CPU for it", run.cpu, "s", 15)
    section.add("memory for it", run.memory, "GB", 2)
    section.add("one new row against the ledger, index loaded", _one_row(place), "ms", 5)
    section.notes.append(_classes(kept, splink))
    section.notes.append(
        json.dumps(
            {
                name: [round(x, 5) for x in at_its_best(one)]
                for name, one in (
                    ("kept", kept),
                    ("fitted", fitted),
                    ("join", join),
                    ("splink", splink),
                )
            }
        )
    )
    return section


def _higher(section: Section, what: str, value: float, reach: float, limit: str) -> None:
    """A figure that should be at least so high, shown as what is missing from 1 as well."""
    section.add(
        f"{what}: {value:.5f} (reach ≥ {reach:g}); missing from 1",
        1 - value,
        "",
        round(1 - reach, 6),
        limit,
    )


def _one_row(place: Path) -> float:
    index = Index(pl.read_parquet(place / "left.parquet"), kept_model())
    rows = pl.read_parquet(place / "right.parquet").head(200).drop("roster_id", "dept").to_dicts()
    index.find(rows[0])
    return median(lambda: [index.find(row) for row in rows], 3) / len(rows) * 1000


def _classes(*runs: Run) -> str:
    """Recall by class of error, Leye beside Splink."""
    tables = []
    for run in runs:
        found = run.truth.join(
            run.pairs.select("roster_id", pl.col("ledger_id").alias("found")),
            on="roster_id",
            how="left",
        )
        hit = (pl.col("found") == pl.col("ledger_id")).fill_null(False)
        tables.append(
            found.group_by("error")
            .agg(pl.len(), hit.mean().alias("hit"))
            .sort("len", descending=True)
        )
    lines = ["", "| error of the row | rows | found | by Splink |", "|---|---|---|---|"]
    other = dict(tables[1].select("error", "hit").iter_rows())
    lines += [
        f"| {error} | {many} | {hit:.4f} | {other[error]:.4f} |"
        for error, many, hit in tables[0].iter_rows()
    ]
    return "\n".join([*lines, ""])
