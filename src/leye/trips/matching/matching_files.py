"""Sharing out two files without a database: willing people and vacancies in; recommendations and a proof out."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl

from leye.core.matching.share import share
from leye.notices.matching import load_policy
from leye.trips.matching.matching_frames import PEOPLE, VACANCIES, build, read
from leye.trips.matching.matching_results import (
    Told,
    certificate,
    needs,
    recommendations,
    shortfalls,
    told_of,
)

NOTICE = "nm_2020_84"


def match_files(people: Path, vacancies: Path, out: Path, on: dt.date) -> Told:
    """Share out by the numbers of a day; write recommendations, prices, unserved and certificate. Raises NotMatched."""
    policy = load_policy(NOTICE, on)
    seekers, offers = read(people, "person_id", PEOPLE), read(vacancies, "vacancy_id", VACANCIES)
    offers = offers.sort("place", "vacancy_id")
    instance, remarks = build(seekers, offers, policy)
    shared = share(instance)
    out.mkdir(parents=True, exist_ok=True)
    recommendations(instance, shared, seekers, offers).write_csv(out / "recommendations.csv")
    prices = offers.select("vacancy_id").with_columns(
        people=pl.Series(shared.taken),
        price=pl.Series(np.where(shared.prices < 2**60, shared.prices, 0) / 4),
    )
    prices.write_csv(out / "prices.csv")
    told = told_of(instance, shared, remarks)
    short = shortfalls(instance, shared, seekers)
    short.write_csv(out / "unserved.csv")
    proof = certificate(instance, shared, seekers, offers, told)
    proof["openings_that_would_end_it"] = [asdict(one) for one in needs(seekers, short, policy)]
    (out / "certificate.json").write_text(
        json.dumps(proof, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    return told
