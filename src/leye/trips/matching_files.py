"""Sharing out two files without a database: willing people and vacancies in; recommendations and a proof out."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from leye.core.matching.data import WORDS, Instance
from leye.core.matching.reasons import reasons
from leye.core.matching.share import Shared, share, shortage, unserved
from leye.notices.matching import load_policy
from leye.trips.matching_frames import PEOPLE, VACANCIES, build, read

NOTICE = "nm_2020_84"


@dataclass(frozen=True, slots=True)
class Told:
    """What a sharing-out came to. value and bound in quarter points; gap: how far from the best it can be."""

    people: int
    vacancies: int
    served: int
    short: int
    slots: int
    value: int
    bound: int
    gap: float
    remarks: tuple[str, ...]


def match_files(people: Path, vacancies: Path, out: Path, on: dt.date) -> Told:
    """Share out by the numbers of a day; write recommendations, prices, unserved and certificate. Raises NotMatched."""
    policy = load_policy(NOTICE, on)
    seekers, offers = read(people, "person_id", PEOPLE), read(vacancies, "vacancy_id", VACANCIES)
    offers = offers.sort("place", "vacancy_id")
    instance, remarks = build(seekers, offers, policy)
    shared = share(instance)
    out.mkdir(parents=True, exist_ok=True)
    _recommendations(instance, shared, seekers, offers).write_csv(out / "recommendations.csv")
    prices = offers.select("vacancy_id").with_columns(
        people=pl.Series(shared.taken),
        price=pl.Series(np.where(shared.prices < 2**60, shared.prices, 0) / 4),
    )
    prices.write_csv(out / "prices.csv")
    told = _told(instance, shared, remarks)
    _unserved(instance, shared, seekers).write_csv(out / "unserved.csv")
    certificate = _certificate(instance, shared, seekers, offers, told)
    (out / "certificate.json").write_text(
        json.dumps(certificate, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    return told


def _recommendations(
    instance: Instance, shared: Shared, seekers: pl.DataFrame, offers: pl.DataFrame
) -> pl.DataFrame:
    who, slot = np.nonzero(shared.held >= 0)
    what = shared.held[who, slot].astype(np.int64)
    told = [reasons(instance, int(i), int(j)) for i, j in zip(who, what, strict=True)]
    return pl.DataFrame(
        {
            "person_id": seekers["person_id"].gather(who),
            "vacancy_id": offers["vacancy_id"].gather(what),
            "utility": pl.Series([points for points, _ in told], dtype=pl.Int64),
            "reasons": pl.Series([words for _, words in told], dtype=pl.String),
        }
    )


def _unserved(instance: Instance, shared: Shared, seekers: pl.DataFrame) -> pl.DataFrame:
    found = unserved(instance, shared)
    full = ("岗位不够：适合的都已推满", "每个岗位最多推送的人数")
    words = [WORDS[one.rule] if one.rule is not None else full for one in found]
    return pl.DataFrame(
        {
            "person_id": seekers["person_id"].gather([one.person for one in found]),
            "has": pl.Series([one.has for one in found], dtype=pl.Int64),
            "suiting": pl.Series([one.suiting for one in found], dtype=pl.Int64),
            "rule": pl.Series(
                [one.rule.name.lower() if one.rule is not None else "full" for one in found],
                dtype=pl.String,
            ),
            "words": pl.Series([said for said, _ in words], dtype=pl.String),
            "cite": pl.Series([cite for _, cite in words], dtype=pl.String),
            "would_open": pl.Series([one.opens for one in found], dtype=pl.Int64),
        }
    )


def _told(instance: Instance, shared: Shared, remarks: tuple[str, ...]) -> Told:
    served = int(shared.served(instance.policy.k).sum())
    n, m = len(instance.people), instance.vacancies.shape[1]
    return Told(
        n, m, served, n - served, shared.slots, shared.value, shared.bound, shared.gap, remarks
    )


def _certificate(
    instance: Instance, shared: Shared, seekers: pl.DataFrame, offers: pl.DataFrame, told: Told
) -> dict[str, object]:
    """What is proved: everybody is served, or who is not and which full vacancies they all compete for."""
    cut = shortage(instance, shared) if told.short else None
    by_county = (
        offers["place"].gather(cut.vacancies).value_counts(sort=True).rows()
        if cut is not None
        else []
    )
    return {
        "people": told.people, "served": told.served, "short": told.short, "slots": told.slots,
        "value_quarter_points": told.value, "bound_quarter_points": told.bound, "gap": told.gap,
        "no_more_slots_possible": cut.is_proof if cut is not None else True,
        "slots_missing": cut.missing if cut is not None else 0,
        "people_of_the_cut": len(cut.people) if cut is not None else 0,
        "full_vacancies_of_the_cut": [str(v) for v in offers["vacancy_id"].gather(cut.vacancies)] if cut is not None else [],
        "full_vacancies_by_place": dict(by_county),
        "cap_per_opening": instance.policy.cap, "wanted_each": instance.policy.k,
        "remarks": list(told.remarks),
    }  # fmt: skip
