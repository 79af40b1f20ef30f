"""Reading vacancies: those of the scope's units, and those of others as far as they were released; and the public ones."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet, Sum

from leye.apps.vacancies import words
from leye.apps.vacancies.models import STANDING, ApiCall, Vacancy, VacancySource, VacancyState
from leye.core.places.tree import REGION
from leye.core.scope import OutOfScope, Scope
from leye.core.vacancies.vocabulary import Level

Row = TypeVar("Row")
WALKED, MOST_WALKED = 60, 900  # ids of the index at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. words: all of them; place: a division code or the beginning of one; pay: at least so much.

    before: the id that the page before ended with.
    """

    words: tuple[str, ...] = ()
    place: str = ""
    occupation: str = ""
    post: str = ""
    pay: int | None = None
    lodging: bool = False
    suits_weak: bool = False
    child_care: bool = False
    pairing: bool = False
    state: str = VacancyState.OPEN.value
    own: bool = False
    before: int = 0


def _found(rows: QuerySet[Vacancy], wanted: Wanted) -> QuerySet[Vacancy]:
    if wanted.place:
        rows = rows.filter(place__gte=wanted.place, place__lt=wanted.place + "\U0010ffff")
    for name in ("occupation", "post"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.pay:
        rows = rows.filter(pay_to__gte=wanted.pay)
    for name in ("lodging", "child_care", "pairing"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: True})
    if wanted.suits_weak:
        rows = rows.exclude(suits_weak=False)
    if wanted.before:
        rows = rows.filter(pk__lt=wanted.before)
    return rows


def _visible(scope: Scope) -> QuerySet[Vacancy]:
    """Those of the scope's units; of others what was released to its league, to the region or to all."""
    low, high = scope.code_range
    own = Q(unit__gte=low, unit__lt=high)
    league = scope.unit[:4]
    near = Q(level=Level.LEAGUE.value, unit__gte=league, unit__lt=league + "\U0010ffff")
    above = Q(level__in=[Level.REGION.value, Level.PUBLIC.value])
    released = (above | near) if scope.unit != REGION else above
    return Vacancy.objects.filter(own | released)


def _walked(rows: QuerySet[Vacancy, Row], wanted: Wanted, limit: int) -> list[Row]:
    """The newest of what is looked for. With words, the index is walked from the newest on until enough is found:
    a common word has thousands of vacancies, and twenty are shown."""
    if not wanted.words:
        return list(rows.order_by("-pk")[:limit])
    found: list[Row] = []
    before, many = wanted.before or 2**62, WALKED
    while len(found) < limit and (ids := words.ids(wanted.words, before, many)):
        found.extend(rows.filter(pk__in=ids).order_by("-pk")[: limit - len(found)])
        before, many = ids[-1], min(many * 4, MOST_WALKED)
    return found


def _open_to(checked_from: dt.date, on: dt.date) -> Q:
    """Vacancies that can be taken on a day: open, valid, of an employer whose papers were looked at since a day."""
    return Q(
        state=VacancyState.OPEN, valid_from__lte=on, valid_to__gte=on,
        employer__verified_on__gt=checked_from,
    )  # fmt: skip


def search(scope: Scope, wanted: Wanted, limit: int = 50) -> list[Vacancy]:
    """Vacancies that the scope may see, the newest first."""
    rows = _visible(scope).filter(state=wanted.state)
    if wanted.own:
        low, high = scope.code_range
        rows = rows.filter(unit__gte=low, unit__lt=high)
    return _walked(_found(rows, wanted).select_related("employer"), wanted, limit)


def public_marks(
    scope: Scope, wanted: Wanted, checked_from: dt.date, on: dt.date, limit: int = 20
) -> list[tuple[int, dt.datetime]]:
    """What everybody may see, the newest first: (id, when it was last changed)."""
    rows = _found(_public(checked_from, on), wanted).values_list("pk", "changed_at")
    return _walked(rows, wanted, limit)


def public(
    scope: Scope, vacancy_ids: Collection[int], checked_from: dt.date, on: dt.date
) -> list[Vacancy]:
    """Those of some vacancies that everybody may see."""
    return list(_public(checked_from, on).filter(pk__in=list(vacancy_ids)).order_by("-pk"))


def _public(checked_from: dt.date, on: dt.date) -> QuerySet[Vacancy]:
    rows = Vacancy.objects.filter(_open_to(checked_from, on), level=Level.PUBLIC.value)
    return rows.select_related("employer")


def public_one(scope: Scope, vacancy_id: int, checked_from: dt.date, on: dt.date) -> Vacancy:
    """One of those that everybody may see. Raises OutOfScope for any other."""
    found = _public(checked_from, on).filter(pk=vacancy_id).first()
    if found is None:
        raise OutOfScope(vacancy_id)
    return found


def public_all(scope: Scope, checked_from: dt.date, on: dt.date) -> Iterator[Vacancy]:
    """All that everybody may see, for the feed; by id."""
    return _public(checked_from, on).order_by("pk").iterator(1_000)


def vacancy(scope: Scope, vacancy_id: int) -> Vacancy:
    """One vacancy that the scope may see. Raises OutOfScope."""
    found = _visible(scope).filter(pk=vacancy_id).select_related("employer").first()
    if found is None:
        raise OutOfScope(vacancy_id)
    return found


def own(scope: Scope, vacancy_id: int) -> Vacancy:
    """One vacancy that the scope answers for. Raises OutOfScope."""
    found = vacancy(scope, vacancy_id)
    if not scope.covers(found.unit):
        raise OutOfScope(vacancy_id)
    return found


def by_id(scope: Scope, vacancy_ids: Collection[int]) -> dict[int, Vacancy]:
    """Vacancies by id, whoever collected them: what was put forward to somebody is told of in full."""
    found: dict[int, Vacancy] = {}
    ids = list(vacancy_ids)
    for start in range(0, len(ids), 500):
        rows = Vacancy.objects.filter(pk__in=ids[start : start + 500]).select_related("employer")
        found.update({row.pk: row for row in rows})
    return found


def sources(scope: Scope, vacancy_id: int) -> list[VacancySource]:
    """Who brought a vacancy, the first one first."""
    return list(VacancySource.objects.filter(vacancy=vacancy(scope, vacancy_id)).order_by("pk"))


def standing_by_key(scope: Scope, keys: Collection[str]) -> dict[str, Vacancy]:
    """Standing vacancies by what makes them the same. Not narrowed: one vacancy is one in the whole region."""
    rows = Vacancy.objects.filter(same_key__in=list(keys), state__in=STANDING)
    return {row.same_key: row for row in rows}


def by_reference(scope: Scope, sender: str, references: Collection[str]) -> dict[str, Vacancy]:
    """Standing vacancies that a sender brought before, by his own number."""
    rows = VacancySource.objects.filter(
        sender=sender, reference__in=[one for one in references if one], vacancy__state__in=STANDING
    )
    return {row.reference: row.vacancy for row in rows.select_related("vacancy")}


def titles_of(
    scope: Scope, employer_ids: Collection[int]
) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """(employer, place) → (id, title) of its standing vacancies."""
    found: dict[tuple[int, str], list[tuple[int, str]]] = {}
    rows = Vacancy.objects.filter(employer_id__in=list(employer_ids), state__in=STANDING)
    for pk, employer, place, title in rows.values_list("pk", "employer_id", "place", "title"):
        found.setdefault((employer, place), []).append((pk, title))
    return found


def to_match(scope: Scope, checked_from: dt.date, on: dt.date) -> list[Vacancy]:
    """Every vacancy with openings that can be taken in the scope, or is released to it; by place and id."""
    rows = _visible(scope).filter(_open_to(checked_from, on), filled__lt=F("wanted"))
    return list(rows.order_by("place", "pk"))


def changed(scope: Scope, limit: int = 100) -> list[Vacancy]:
    """Vacancies whose people are still to be found since they were changed, the oldest change first."""
    rows = Vacancy.objects.filter(matched_at=None)
    return list(rows.order_by("changed_at", "pk")[:limit])


def counts(scope: Scope) -> dict[str, tuple[int, int]]:
    """state → (vacancies, openings left) of the scope's units."""
    low, high = scope.code_range
    rows = Vacancy.objects.filter(unit__gte=low, unit__lt=high).order_by()
    found: dict[str, tuple[int, int]] = {state.value: (0, 0) for state in VacancyState}
    for state, many, wanted in rows.values_list("state").annotate(
        many=Count("pk"), left=Sum(F("wanted") - F("filled"))
    ):
        found[state] = (many, wanted or 0)
    return found


def answered(scope: Scope, key: str) -> ApiCall | None:
    """The answer that was given to a call of the actor under a key."""
    return ApiCall.objects.filter(account=scope.actor, key=key).first()


def open_sum(scope: Scope) -> tuple[int, int]:
    """(vacancies that the scope's units collected and that are open, their openings that are left)."""
    low, high = scope.code_range
    rows = Vacancy.objects.filter(unit__gte=low, unit__lt=high, state=VacancyState.OPEN)
    told = rows.aggregate(many=Count("pk"), left=Sum(F("wanted") - F("filled")))
    return told["many"], told["left"] or 0
