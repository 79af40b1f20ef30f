"""人岗对接, the run: everybody willing in a unit, every vacancy that can be taken, three each or the reason why not."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from leye.apps.matching import actions, selectors
from leye.apps.matching.models import Run
from leye.apps.people import selectors as people
from leye.apps.people.whole import Profile
from leye.apps.vacancies import actions as vacancies
from leye.core.matching.data import Instance, Policy
from leye.core.matching.live import Standing, vacancies_for
from leye.core.matching.reasons import reasons_of
from leye.core.matching.share import Shared, share
from leye.core.places.tree import REGION
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.matching import load_policy
from leye.trips.matching.matching_frames import build
from leye.trips.matching.matching_ledger import (
    POOR,
    market,
    offers_frame,
    seekers_frame,
    standing_elsewhere,
    willing,
)
from leye.trips.matching.matching_results import (
    certificate,
    needs,
    recommendations,
    shortfalls,
    told_of,
)
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.list_intake import LEASE

STEP = 5_000


@dataclass(frozen=True, slots=True)
class Supposed:
    """Vacancies that are only supposed: so many openings of such a kind in a place."""

    place: str
    openings: int
    pay: int = 0
    suits_weak: bool = True
    lodging: bool = False

    def to_json(self) -> str:
        return json.dumps([self.place, self.openings, self.pay, self.suits_weak, self.lodging])


def ask(scope: Scope, unit: str, supposed: Supposed | None = None) -> tuple[Run, bool]:
    """Ask for a sharing-out for a unit; the very same that is under way is not asked for twice. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    if not scope.may(Capability.EDIT_LEDGER) or scope.site is not None:
        raise OutOfScope(unit)
    said = supposed.to_json() if supposed else ""
    return actions.ask(by=scope.actor, unit=unit, on=clock.today(), at=clock.now(), supposed=said)


def run(scope: Scope, row: Run) -> None:
    """Share out and keep what it came to. One that was broken off starts again; nothing of it was seen."""
    scope, began = scope.narrowed(row.unit), clock.now()
    actions.begin(by=scope.actor, run=row, seq=people.seq_at(scope))
    _at(scope, row, 5, "读取台账")
    policy = load_policy(NOTICE, row.on)
    profiles = willing(scope, row.on)
    seekers = seekers_frame(scope, profiles, row.on)
    _at(scope, row, 20, "读取岗位")
    elsewhere = standing_elsewhere(scope, Scope(scope.actor, REGION, scope.role))
    ordinary, public = market(scope, row.on)
    offers = offers_frame(ordinary, elsewhere, policy.cap)
    if row.supposed:
        offers = pl.concat([offers, _supposed(row.supposed)]).sort("place", "vacancy_id")
    _at(scope, row, 30, "匹配")
    instance, remarks = build(seekers, offers, policy)
    shared = share(instance)
    _at(scope, row, 60, "证明")
    told = told_of(instance, shared, remarks)
    proof = certificate(instance, shared, seekers, offers, told)
    short = shortfalls(instance, shared, seekers)
    by_county = _by_county(profiles, short)
    if not row.supposed:
        _at(scope, row, 75, "保存")
        made = _proposals(scope, row, profiles, instance, shared, seekers, offers)
        posts = list(_public_posts(scope, row, profiles, short, public, elsewhere, policy))
        helped = {int(str(one["person_id"])) for one in posts}
        _keep(scope, row, [*made, *posts], _shortfalls(profiles, short, helped))
        proof["public_posts"] = len(helped)
    proof["by_county"] = by_county
    proof["needs"] = [asdict(one) for one in needs(seekers, short, policy)]
    proof["vacancies"], proof["openings"] = (
        told.vacancies,
        sum(v.wanted - v.filled for v in ordinary),
    )
    if row.unit == REGION and not row.supposed:  # what it knew needs no second look
        known = {vacancy.pk: vacancy.changed_at for vacancy in (*ordinary, *public)}
        vacancies.matched(by=scope.actor, seen=known, at=began)
    said = json.dumps(proof, ensure_ascii=False)
    actions.finish(by=scope.actor, run=row, told=said, at=clock.now())


def _at(scope: Scope, row: Run, percent: int, stage: str) -> None:
    until = clock.now() + LEASE * 5  # the sharing-out itself says nothing for some seconds
    actions.advance(by=scope.actor, run=row, percent=percent, stage=stage, until=until)


def _supposed(said: str) -> pl.DataFrame:
    place, openings, pay, suits_weak, lodging = json.loads(said)
    row = {
        "vacancy_id": "0", "place": place, "openings": str(openings), "min_age": "16", "max_age": "200",
        "suits_weak": "yes" if suits_weak else "no", "schooling": "0", "licences": "", "languages": "",
        "health_certificate": "", "pay": str(pay), "trade": "", "lodging": "yes" if lodging else "", "months": "0",
    }  # fmt: skip
    return pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))


def _proposals(
    scope: Scope,
    row: Run,
    profiles: Sequence[Profile],
    instance: Instance,
    shared: Shared,
    seekers: pl.DataFrame,
    offers: pl.DataFrame,
) -> Iterator[dict[str, object]]:
    """What is put forward: what was shared out, less what somebody did not want, and the next best for him."""
    refused = selectors.refused(scope)
    kept = {
        (person, vacancy)
        for person, vacancy, _, step in selectors.held(scope)
        if step not in ("", "shown", "opened")
    }
    counties = {one.person_id: one.county for one in profiles}
    at = clock.now()
    lacking: dict[int, set[int]] = {}
    found = recommendations(instance, shared, seekers, offers)
    for person, vacancy, points, words in found.iter_rows():
        pair = (int(person), int(vacancy))
        if pair in refused:
            lacking.setdefault(pair[0], set())
        elif pair not in kept:
            yield _row(pair, counties[pair[0]], points, words, at)
    if not lacking:
        return
    places = {int(vacancy): place for place, vacancy in enumerate(offers["vacancy_id"].to_list())}
    rows = {one.person_id: place for place, one in enumerate(profiles)}
    taken = shared.taken.copy()
    none = np.zeros(len(profiles), dtype=np.int64)
    standing = Standing(none, none, taken, shared.prices)
    ids = offers["vacancy_id"].to_list()
    for person in lacking:
        i = rows[person]
        own = {int(j) for j in shared.held[i] if j >= 0}
        without = own | {places[v] for p, v in refused if p == person and v in places}
        wanted = len({j for j in own if (person, int(ids[j])) in refused})
        for j in vacancies_for(instance, standing, i, without, wanted).tolist():
            taken[j] += 1
            points, words = reasons_of(instance, np.array([i]), np.array([j]))
            yield _row((person, int(ids[j])), counties[person], int(points[0]), words[0], at)


def _row(
    pair: tuple[int, int], county: str, points: int, words: str, at: dt.datetime
) -> dict[str, object]:
    return {
        "person_id": pair[0], "vacancy_id": pair[1], "county": county, "points": points,
        "reasons": words[:300], "made_at": at,
    }  # fmt: skip


def _public_posts(
    scope: Scope,
    row: Run,
    profiles: Sequence[Profile],
    short: pl.DataFrame,
    public: Sequence[object],
    elsewhere: Mapping[int, int],
    policy: Policy,
) -> Iterator[dict[str, object]]:
    """Public-benefit posts for the registered poor whom the market cannot serve: those with least first."""
    has = dict(zip(short["person_id"].to_list(), short["has"].to_list(), strict=True))
    rows = sorted(
        (one for one in profiles if str(one.person_id) in has and one.standing in POOR),
        key=lambda one: (has[str(one.person_id)], one.person_id),
    )
    if not rows or not public:
        return
    offers = offers_frame(public, elsewhere, policy.cap)  # type: ignore[arg-type]
    instance, _ = build(seekers_frame(scope, rows, row.on), offers, policy)
    ids = offers["vacancy_id"].to_list()
    taken = np.zeros(len(ids), dtype=np.int64)
    none = np.zeros(len(rows), dtype=np.int64)
    at = clock.now()
    for i, one in enumerate(rows):
        standing = Standing(none, none, taken, taken)
        wanted = policy.k - has[str(one.person_id)]
        for j in vacancies_for(instance, standing, i, (), wanted).tolist():
            taken[j] += 1
            points, words = reasons_of(instance, np.array([i]), np.array([j]))
            said = f"公益性岗位托底；{words[0]}"
            yield _row((one.person_id, int(ids[j])), one.county, int(points[0]) * 2 // 5, said, at)


def _shortfalls(
    profiles: Sequence[Profile], short: pl.DataFrame, helped: set[int]
) -> Iterator[dict[str, object]]:
    counties = {one.person_id: one.county for one in profiles}
    for row in short.iter_rows(named=True):
        person = int(row["person_id"])
        yield {
            "person_id": person, "county": counties[person], "has": row["has"], "suiting": row["suiting"],
            "rule": row["rule"], "opens": row["would_open"], "for_public_post": person in helped,
        }  # fmt: skip


def _keep(
    scope: Scope, row: Run, made: list[dict[str, object]], short: Iterator[dict[str, object]]
) -> None:
    """Write in steps, so that others can write meanwhile."""
    for start in range(0, len(made), STEP):
        actions.keep(by=scope.actor, run=row, proposals=made[start : start + STEP])
        _at(scope, row, 75 + 20 * start // len(made), "保存")
    rows = list(short)
    for start in range(0, len(rows), STEP):
        actions.keep(by=scope.actor, run=row, shortfalls=rows[start : start + STEP])


def _by_county(profiles: Sequence[Profile], short: pl.DataFrame) -> dict[str, dict[str, int]]:
    """county → people, short, and how many each rule binds."""
    counties = {str(one.person_id): one.county for one in profiles}
    found: dict[str, Counter[str]] = {}
    for one in profiles:
        found.setdefault(one.county, Counter())["people"] += 1
    for person, rule in zip(short["person_id"].to_list(), short["rule"].to_list(), strict=True):
        found[counties[person]][rule] += 1
        found[counties[person]]["short"] += 1
    return {county: dict(many) for county, many in sorted(found.items())}
