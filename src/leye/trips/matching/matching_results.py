"""What a sharing-out came to, as frames and as the certificate that proves it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from leye.core.matching.data import LOWEST_AGE, WORDS, Instance, Policy
from leye.core.matching.needs import Lack, Need, needs_of
from leye.core.matching.reasons import reasons_of, utilities_of
from leye.core.matching.share import Shared, shortage, unserved
from leye.trips.matching.matching_frames import CAPACITIES, YES

FULL = ("岗位不够：适合的都已推满", "每个岗位最多推送的人数")


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


def recommendations(
    instance: Instance, shared: Shared, seekers: pl.DataFrame, offers: pl.DataFrame
) -> pl.DataFrame:
    """person_id, vacancy_id, utility (points) and reasons (words) of everything that was shared out.

    Person by person, what suits best first.
    """
    who, slot = np.nonzero(shared.held >= 0)
    what = shared.held[who, slot].astype(np.int64)
    order = np.lexsort((what, -utilities_of(instance, who, what), who))
    who, what = who[order], what[order]
    points, words = reasons_of(instance, who, what)
    return pl.DataFrame(
        {
            "person_id": seekers["person_id"].gather(who),
            "vacancy_id": offers["vacancy_id"].gather(what),
            "utility": pl.Series(points, dtype=pl.Int64),
            "reasons": pl.Series(words, dtype=pl.String),
        }
    )


def shortfalls(instance: Instance, shared: Shared, seekers: pl.DataFrame) -> pl.DataFrame:
    """person_id, has, suiting, rule, words, cite, would_open of everybody who has fewer than promised."""
    found = unserved(instance, shared)
    words = [WORDS[one.rule] if one.rule is not None else FULL for one in found]
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


def told_of(instance: Instance, shared: Shared, remarks: tuple[str, ...]) -> Told:
    """What a sharing-out came to, in numbers."""
    served = int(shared.served(instance.policy.k).sum())
    n, m = len(instance.people), instance.vacancies.shape[1]
    return Told(
        n, m, served, n - served, shared.slots, shared.value, shared.bound, shared.gap, remarks
    )


def needs(seekers: pl.DataFrame, short: pl.DataFrame, policy: Policy) -> list[Need]:
    """What openings would end the shortage; whoever is under sixteen is helped by none."""
    wanting = short.join(seekers, on="person_id")
    lacks = [
        Lack(
            row["county"], policy.k - row["has"],
            row["only_local"] in YES or row["wish_area"] != "outside", CAPACITIES.get(row["capacity"]) == 1,
        )
        for row in wanting.iter_rows(named=True)
        if int(float(row["age"] or 0)) >= LOWEST_AGE
    ]  # fmt: skip
    return needs_of(lacks, policy.cap)


def certificate(
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
