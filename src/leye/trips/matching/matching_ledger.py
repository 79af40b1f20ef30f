"""Willing people of the ledger and vacancies that can be taken, as the frames that are shared out by."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import polars as pl

from leye.apps.matching import selectors as matching
from leye.apps.people import whole
from leye.apps.people.whole import Profile
from leye.apps.places import selectors as places
from leye.apps.training import selectors as training
from leye.apps.vacancies import selectors as vacancies
from leye.apps.vacancies.models import Vacancy
from leye.core.periods import age_on, months_after
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import PostKind
from leye.core.vocabulary import Education, Standing
from leye.gateways import clock
from leye.notices.advertising import load_classes, load_wording
from leye.notices.loader import load_notice
from leye.trips.matching.matching_frames import PEOPLE, VACANCIES
from leye.trips.rosters.intake import NOTICE

LEVELS = {member.value: number for number, member in enumerate(Education, start=1)}
POOR = frozenset({Standing.REGISTERED_POOR.value})


def checked_from(on: dt.date) -> dt.date:
    """Employers whose papers were looked at after this day count as verified on a day."""
    return months_after(on, -load_wording(NOTICE, on).numbers.verified_months)


def willing(
    scope: Scope,
    on: dt.date,
    persons: Collection[int] | None = None,
    details: Collection[str] = tuple(whole.DETAILS),
) -> list[Profile]:
    """Those who are out of work and want some, by the notice's own words; only of `persons` where named."""
    tree = places.tree(scope, on)
    wants = load_notice(NOTICE).bound(on, tree.recodes())["willing"]
    return whole.profiles(scope, wants, min(on, clock.today()), persons, details)


def seekers_frame(scope: Scope, profiles: Iterable[Profile], on: dt.date) -> pl.DataFrame:
    """Profiles as texts under the columns of a file of people. What nobody has said is left open."""
    classes, learnt = load_classes(NOTICE), training.trades_learnt(scope)
    rows = [
        {
            "person_id": str(one.person_id),
            "county": one.county,
            "age": str(age_on(one.birth_date, on)) if one.birth_date else "0",
            "poor": "yes" if one.standing in POOR else "",
            "wish_area": one.wish_area or "any",
            "only_local": "yes" if one.only_local else "",
            "capacity": one.labour_skill or "",
            "schooling": str(LEVELS.get(one.education or "", 0)),
            "licences": _joined(one.licences),
            "languages": _joined(one.languages),
            "health_certificate": _told(one.has_health_certificate),
            "wished_pay": str(one.wish_pay or 0),
            "trade": str(classes.number(one.last_trade or "") or ""),
            "trained_trade": str(classes.number(learnt.get(one.person_id, "")) or ""),
            "season": one.wish_term or "",
        }
        for one in profiles
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(PEOPLE, pl.String))


def offers_frame(rows: Iterable[Vacancy], put_forward: Mapping[int, int], cap: int) -> pl.DataFrame:
    """Vacancies as texts under the columns of a file of vacancies, by place and number.

    put_forward: how many people of others stand on a vacancy; they take their share of its cap.
    """
    told = [
        {
            "vacancy_id": str(row.pk),
            "place": row.place,
            "openings": str(_left(row, put_forward.get(row.pk, 0), cap)),
            "min_age": str(row.min_age or 16),
            "max_age": str(row.max_age or 200),
            "suits_weak": "no" if row.suits_weak is False else "yes",
            "schooling": str(LEVELS.get(row.schooling, 0)),
            "licences": _joined(row.licences),
            "languages": _joined(row.languages),
            "health_certificate": _told(row.needs_health),
            "pay": str(row.pay_from or 0),
            "trade": row.occupation.replace("-", ""),
            "lodging": _told(row.lodging),
            "months": str(row.contract_months or 0),
        }
        for row in rows
    ]
    return pl.DataFrame(told, schema=dict.fromkeys(VACANCIES, pl.String)).sort(
        "place", "vacancy_id"
    )


def market(scope: Scope, on: dt.date) -> tuple[list[Vacancy], list[Vacancy]]:
    """Vacancies that can be taken in the scope: those of the market, and the public-benefit posts."""
    rows = vacancies.to_match(scope, checked_from(on), on)
    public = PostKind.PUBLIC_POST.value
    return [r for r in rows if r.post != public], [r for r in rows if r.post == public]


def on_each(held: Iterable[tuple[int, int, int, str]]) -> Counter[int]:
    """How many people stand on each vacancy; one who did not want it leaves his place."""
    return Counter(vacancy for _, vacancy, _, step in held if step not in ("refused", "left"))


def standing_elsewhere(scope: Scope, above: Scope) -> Counter[int]:
    """People on each vacancy whom a run for the scope does not touch: of others, or already in touch."""
    own = {
        (person, vacancy)
        for person, vacancy, _, step in matching.held(scope)
        if step in ("", "shown", "opened")
    }
    return on_each(row for row in matching.held(above) if (row[0], row[1]) not in own)


def _left(row: Vacancy, others: int, cap: int) -> int:
    """Openings that are left, less those whose share of the cap others have taken."""
    left = row.wanted - row.filled
    return max((left * cap - others) // cap, 0) if others else left


def _joined(text: str | None) -> str:
    return (text or "").replace("、", ";")


def _told(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
