"""Commands that work on files alone: compare and match, from the command line as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from bench.damaged import ledger, roster

ROOT = Path(__file__).parents[2]
PEOPLE = """person_id,county,age,poor,wish_area,capacity,wished_pay,trade
1,150124,30,yes,county,普通劳动力,3000,缝纫
2,150124,15,yes,any,普通劳动力,3000,
3,150123,58,no,region,弱劳动力,2000,
4,150124,40,no,outside,,abc,
"""
VACANCIES = """vacancy_id,place,openings,pay,trade,max_age,suits_weak,lodging
a,150124,1,3500,缝纫,60,yes,
b,150124,2,2500,保洁,65,yes,
c,150123,1,4000,建筑,50,no,
d,110105,3,5000,家政,50,yes,yes
e,没有,3,5000,家政,50,yes,yes
f,150124,1,0,门卫,65,yes,
"""


def leye(*arguments) -> tuple[int, dict]:
    done = subprocess.run(
        [sys.executable, "-m", "leye.cli.main", *map(str, arguments), "--json"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    left = ledger(800, 21)
    made = roster(left, 4_000, 22)
    left.write_parquet(folder / "left.parquet")
    made.frame.write_csv(folder / "right.csv")
    return folder, made.truth


@pytest.mark.parametrize(("ending", "more"), [("csv", ()), ("parquet", ("--fit",))])
def test_two_files_are_compared(pair, tmp_path, ending, more):
    folder, truth = pair
    out = tmp_path / f"pairs.{ending}"
    status, told = leye(
        "compare", folder / "left.parquet", folder / "right.csv", "--out", out, *more
    )
    pairs = pl.read_csv(out) if ending == "csv" else pl.read_parquet(out)
    assert status == 0
    assert pairs.columns == ["ledger_id", "roster_id", "probability", "match_class"]
    assert told["pairs"] == pairs.height == sum(told["classes"].values())
    good = pairs.join(truth, on=["ledger_id", "roster_id"])
    assert good.height / pairs.height > 0.97
    assert good.height / truth.height > 0.97


@pytest.mark.parametrize(
    ("left", "right", "out", "code"),
    [
        ("none.csv", "right.csv", "o.csv", "file.not_found"),
        ("left.parquet", "left.parquet", "o.csv", "file.columns"),
        ("left.parquet", "right.csv", "o.xlsx", "out.kind"),
        ("left.txt", "right.csv", "o.csv", "file.kind"),
        ("bad.parquet", "right.csv", "o.csv", "file.damaged"),
    ],
)
def test_files_that_cannot_be_compared_are_refused_in_words(pair, left, right, out, code):
    folder, _ = pair
    (folder / "left.txt").write_text("x")
    (folder / "bad.parquet").write_text("x")
    status, told = leye("compare", folder / left, folder / right, "--out", folder / out)
    assert (status, told["code"]) == (2, code)
    assert told["message"].endswith("。")
    assert told["remedy"]


def test_vacancies_are_shared_out_and_who_is_short_is_told_why(tmp_path):
    (tmp_path / "p.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "v.csv").write_text(VACANCIES, encoding="utf-8")
    status, told = leye("match", tmp_path / "p.csv", tmp_path / "v.csv", "--out", tmp_path / "out")
    assert (status, told["people"], told["served"], told["short"]) == (1, 4, 2, 2)
    assert len(told["remarks"]) == 2
    pushed = pl.read_csv(tmp_path / "out/recommendations.csv", infer_schema=False)
    assert pushed.filter(person_id="1")["vacancy_id"].to_list() == ["a", "f", "b"]
    assert "做过同类工作" in pushed.filter(person_id="1", vacancy_id="a")["reasons"][0]
    assert pushed.filter(vacancy_id="e").is_empty()
    short = {
        row["person_id"]: row
        for row in pl.read_csv(tmp_path / "out/unserved.csv", infer_schema=False).to_dicts()
    }
    assert (short["2"]["rule"], short["2"]["suiting"]) == ("age", "0")
    assert (short["4"]["rule"], short["4"]["has"]) == ("area", "1")
    proof = json.loads((tmp_path / "out/certificate.json").read_text(encoding="utf-8"))
    assert proof["no_more_slots_possible"]
    assert proof["gap"] <= 0.001


@pytest.mark.parametrize(
    ("people", "vacancies", "code"),
    [
        (None, VACANCIES, "file.not_found"),
        ("a,b\n1,2\n", VACANCIES, "file.columns"),
        (PEOPLE + "1,150124,30,yes,county,,,\n", VACANCIES, "file.twice"),
    ],
)
def test_files_that_cannot_be_matched_are_refused_in_words(tmp_path, people, vacancies, code):
    if people is not None:
        (tmp_path / "p.csv").write_text(people, encoding="utf-8")
    (tmp_path / "v.csv").write_text(vacancies, encoding="utf-8")
    status, told = leye("match", tmp_path / "p.csv", tmp_path / "v.csv", "--out", tmp_path / "out")
    assert (status, told["code"]) == (2, code)


@pytest.mark.parametrize("empty", ["p.csv", "v.csv"])
def test_nobody_and_no_vacancy_are_answers_too(tmp_path, empty):
    (tmp_path / "p.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "v.csv").write_text(VACANCIES, encoding="utf-8")
    whole = (tmp_path / empty).read_text(encoding="utf-8")
    (tmp_path / empty).write_text(whole.splitlines()[0] + "\n", encoding="utf-8")
    status, told = leye("match", tmp_path / "p.csv", tmp_path / "v.csv", "--out", tmp_path / "out")
    assert (status, told["slots"]) == ((0, 0) if empty == "p.csv" else (1, 0))
