"""The yardstick: Splink 5 on DuckDB, tuned with care on columns that Leye cleaned for it; two files in, pairs out."""

import sys

import numpy as np
import polars as pl
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from leye.core.linkage.numbers import numbers
from leye.core.linkage.texts import cleaned, names

BLOCKS = (
    ("number",), ("name", "birth"), ("sound", "birth"), ("name", "phone"), ("phone", "birth"), ("name", "site"),
    ("name", "head"), ("birth", "county", "sex"), ("tail", "birth"), ("tail", "name"), ("front", "sex"),
)  # fmt: skip


def prepared(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    read = numbers(frame["id_no"])
    digits = read.digits.astype(np.int16)
    signs = np.select(
        [digits == 255, digits == 10], [ord("*"), ord("X")], digits + ord("0")
    ).astype(np.uint8)
    whole = signs.tobytes().decode("ascii")
    shown = pl.Series([whole[i * 18 : i * 18 + 18] for i in range(frame.height)])
    birth = frame["birth_date"].str.replace_all(r"[年月./]", "-").str.replace("日", "")
    parts = birth.str.extract_groups(r"^(\d{4})-?(\d{1,2})-?(\d{1,2})$")
    day = pl.select(
        pl.lit(parts).struct.field("1")
        + "-"
        + pl.lit(parts).struct.field("2").str.zfill(2)
        + "-"
        + pl.lit(parts).struct.field("3").str.zfill(2)
    ).to_series()
    own = pl.Series(
        [
            f"{b // 10000}-{b // 100 % 100:02d}-{b % 100:02d}" if b else None
            for b in read.birth().tolist()
        ]
    )
    valid = pl.Series(read.is_valid)
    return pl.DataFrame(
        {
            "unique_id": frame[key],
            "number": pl.select(pl.when(valid).then(shown)).to_series(),
            "digits": pl.select(pl.when(frame["id_no"] != "").then(shown)).to_series(),
            "front": pl.select(pl.when(~shown.str.slice(0, 14).str.contains(r"\*")).then(shown.str.slice(0, 14))).to_series(),
            "tail": pl.select(pl.when(~shown.str.slice(14).str.contains(r"\*")).then(shown.str.slice(14))).to_series(),
            "name": cleaned(frame["name"]),
            "sound": names(frame["name"]).sound.astype(np.int64),
            "birth": pl.select(pl.coalesce(day, own)).to_series(),
            **{c: frame[n].replace("", None) for c, n in (("sex", "sex"), ("phone", "phone"), ("county", "county"), ("site", "site"), ("village", "village"), ("head", "head_name"))},
        }
    )  # fmt: skip


def run(left: str, right: str, out: str) -> None:
    ours, theirs = (
        prepared(pl.read_parquet(left), "ledger_id"),
        prepared(pl.read_parquet(right), "roster_id"),
    )
    api = DuckDBAPI()
    tables = [api.register(ours.to_arrow()), api.register(theirs.to_arrow())]
    named = cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            {"sql_condition": "name_l IS NULL OR name_r IS NULL", "label_for_charts": "null", "is_null_level": True},
            {"sql_condition": "name_l = name_r", "label_for_charts": "same", "tf_adjustment_column": "name"},
            {"sql_condition": "sound_l = sound_r", "label_for_charts": "sound"},
            {"sql_condition": "length(name_l) = length(name_r) AND name_l[1] = name_r[1]", "label_for_charts": "first"},
            {"sql_condition": "ELSE", "label_for_charts": "else"},
        ],
    )  # fmt: skip
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in BLOCKS],
        comparisons=[
            named,
            cl.DamerauLevenshteinAtThresholds("digits", [1, 2, 8]),
            cl.LevenshteinAtThresholds("birth", [1, 2]),
            cl.ExactMatch("sex"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            *(cl.ExactMatch(column) for column in ("county", "site", "village", "head")),
        ],
        probability_two_random_records_match=1e-6,
    )
    linker = Linker(tables, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=84)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "county"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth", "sex"))
    found = linker.inference.predict(threshold_match_probability=0.5)
    pairs = pl.DataFrame(found.as_record_list())
    side = pl.col("unique_id_l").str.starts_with("L")
    pairs = pairs.select(
        ledger_id=pl.when(side).then("unique_id_l").otherwise("unique_id_r"),
        roster_id=pl.when(side).then("unique_id_r").otherwise("unique_id_l"),
        probability="match_probability",
    )
    pairs.sort("probability", descending=True).unique("roster_id", keep="first").write_parquet(out)


if __name__ == "__main__":
    run(*sys.argv[1:4])
