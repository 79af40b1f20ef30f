"""The comparison by partition on a local Spark gives the pairs of one process. Needs Java and requirements/spark.lock."""

import os
import shutil
import sys

import polars as pl
import pytest

from bench.damaged import ledger, roster
from leye.core.linkage.compare import Index
from leye.trips.comparisons.linkage_model import kept_model

pytestmark = pytest.mark.nightly
SCHEMA = "ledger_id string, roster_id string, probability double, match_class string, rule string, runner_up string"


def test_partitions_of_a_roster_on_spark_give_the_same_pairs(tmp_path, monkeypatch):
    pytest.importorskip("pyspark", reason="requirements/spark.lock is not installed")
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    left = ledger(600, 31)
    made = roster(left, 3_000, 32).frame.with_columns(part=pl.int_range(pl.len()) % 3)
    wanted = Index(left, kept_model()).compare(made.drop("part")).pairs.sort("roster_id")
    made.write_parquet(tmp_path / "roster.parquet")
    left.write_parquet(tmp_path / "ledger.parquet")
    ledger_path = str(tmp_path / "ledger.parquet")

    def compared(table):
        index = Index(pl.read_parquet(ledger_path), kept_model())
        return (
            index.compare(pl.from_arrow(table).drop("part"))
            .pairs.to_arrow(compat_level=pl.CompatLevel.oldest())
            .cast(TARGET)
        )

    import pyarrow as pa

    text = pa.string()
    TARGET = pa.schema(
        [
            ("ledger_id", text),
            ("roster_id", text),
            ("probability", pa.float64()),
            ("match_class", text),
            ("rule", text),
            ("runner_up", text),
        ]
    )
    spark = (
        SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    )
    try:
        frame = spark.read.parquet(str(tmp_path / "roster.parquet"))
        found = frame.groupBy("part").applyInArrow(compared, SCHEMA)
        rows = [row.asDict() for row in found.collect()]
    finally:
        spark.stop()
    assert pl.DataFrame(rows, schema=wanted.schema).sort("roster_id").equals(wanted)
