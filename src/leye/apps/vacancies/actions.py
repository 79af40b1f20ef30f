"""The one door for vacancies: noted once, mended, released, counted down, closed."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from leye.apps.audit import actions as audit
from leye.apps.vacancies import words
from leye.apps.vacancies.models import STANDING, ApiCall, Vacancy, VacancySource, VacancyState
from leye.core.vacancies.vocabulary import Ended, Level, Origin


@dataclass(frozen=True, slots=True)
class Brought:
    """How a vacancy came: the way in, who sent it and under which number of his."""

    origin: Origin
    sender: str
    reference: str = ""
    unit: str = ""
    upload_id: int | None = None


class AlreadyClosed(Exception):
    """The vacancy is closed; nothing more is released of it."""


class NoOpeningLeft(Exception):
    """All openings are filled, or the vacancy is closed."""


@transaction.atomic
def add(
    *,
    by: str,
    at: dt.datetime,
    rows: Sequence[tuple[Mapping[str, object], Brought, Collection[str]]],
) -> list[int]:
    """Add vacancies that are not known yet: (columns, how it came, its words); returns their ids in that order.

    Raises IntegrityError where one of them is known.
    """
    if not rows:
        return []
    told = [{**values, "noted_by": by, "noted_at": at, "changed_at": at} for values, _, _ in rows]
    made = Vacancy.objects.bulk_create([Vacancy(**one) for one in told])
    ids = [one.pk for one in made]
    see(by=by, at=at, seen=[(pk, how) for pk, (_, how, _) in zip(ids, rows, strict=True)])
    words.put((pk, own) for pk, (_, _, own) in zip(ids, rows, strict=True))
    _told(by, str(told[0]["unit"]), "add", {"vacancies": len(ids), "first": ids[0]})
    return ids


@transaction.atomic
def see(*, by: str, at: dt.datetime, seen: Sequence[tuple[int, Brought]]) -> None:
    """Note that vacancies were brought, also those that were known; the same source counts once."""
    rows = [
        VacancySource(
            vacancy_id=pk, origin=how.origin.value, sender=how.sender[:100],
            reference=how.reference[:60], unit=how.unit, upload_id=how.upload_id, seen_at=at,
        )
        for pk, how in seen
    ]  # fmt: skip
    VacancySource.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["vacancy", "sender", "reference"],
        update_fields=["seen_at", "upload_id"],
    )


@transaction.atomic
def change(
    *,
    by: str,
    at: dt.datetime,
    vacancy: Vacancy,
    values: Mapping[str, object],
    own: Collection[str],
) -> bool:
    """Write what is told anew of a vacancy; False when it is what was known. Its people are found anew."""
    told = {name: value for name, value in values.items() if getattr(vacancy, name) != value}
    if not told:
        return False
    wanted = told.get("wanted")
    if isinstance(wanted, int):  # those who were taken on stay taken on
        told["wanted"] = max(wanted, vacancy.filled)
    Vacancy.objects.filter(pk=vacancy.pk).update(**told, changed_at=at, matched_at=None)
    words.put([(vacancy.pk, own)])
    _told(by, vacancy.unit, "change", {"columns": sorted(told)}, vacancy.pk)
    return True


@transaction.atomic
def publish(*, by: str, at: dt.datetime, vacancy: Vacancy, level: Level) -> None:
    """Release a vacancy so far. Raises AlreadyClosed."""
    if vacancy.state == VacancyState.CLOSED:
        raise AlreadyClosed(vacancy.pk)
    Vacancy.objects.filter(pk=vacancy.pk).update(level=level.value, changed_at=at, matched_at=None)
    _told(by, vacancy.unit, "publish", {"level": level.value}, vacancy.pk)


@transaction.atomic
def close(*, by: str, at: dt.datetime, where: Q, ended: Ended, unit: str) -> int:
    """Close the standing vacancies of a kind; returns how many."""
    many = Vacancy.objects.filter(where, state__in=STANDING).update(
        state=VacancyState.CLOSED, ended=ended.value, changed_at=at, matched_at=None
    )
    if many:
        _told(by, unit, "close", {"reason": ended.value, "vacancies": many})
    return many


@transaction.atomic
def take(*, by: str, at: dt.datetime, vacancy_id: int) -> None:
    """One person was taken on: one opening less; the last one closes it. Raises NoOpeningLeft.

    A conditional update, so that thirty placements at once fill three openings and no more.
    """
    rows = Vacancy.objects.filter(pk=vacancy_id, state=VacancyState.OPEN, filled__lt=F("wanted"))
    if not rows.update(filled=F("filled") + 1, changed_at=at):
        raise NoOpeningLeft(vacancy_id)
    row = Vacancy.objects.get(pk=vacancy_id)
    _told(by, row.unit, "take", {"filled": row.filled, "wanted": row.wanted}, vacancy_id)
    if row.filled == row.wanted:
        close(by=by, at=at, where=Q(pk=vacancy_id), ended=Ended.FULL, unit=row.unit)


@transaction.atomic
def merge(*, by: str, at: dt.datetime, vacancy: Vacancy, into: Vacancy) -> None:
    """Two vacancies are one: the sources go over, the second is closed."""
    known = {(one.sender, one.reference) for one in VacancySource.objects.filter(vacancy=into)}
    for one in VacancySource.objects.filter(vacancy=vacancy):
        if (one.sender, one.reference) not in known:
            VacancySource.objects.filter(pk=one.pk).update(vacancy=into)
    close(by=by, at=at, where=Q(pk=vacancy.pk), ended=Ended.WITHDRAWN, unit=vacancy.unit)
    _told(by, into.unit, "merge", {"from": vacancy.pk}, into.pk)


@transaction.atomic
def keep_apart(*, by: str, vacancy: Vacancy) -> None:
    """Two vacancies that look alike are two."""
    Vacancy.objects.filter(pk=vacancy.pk).update(alike_id=None)
    _told(by, vacancy.unit, "keep_apart", {}, vacancy.pk)


def matched(*, by: str, seen: Mapping[int, dt.datetime], at: dt.datetime) -> None:
    """The people of vacancies were found, as they were when last changed; what changed since is found again.

    seen: id → the change that was looked at. By it and not by the clock, which can be set back.
    """
    same: dict[dt.datetime, list[int]] = {}
    for pk, changed_at in seen.items():
        same.setdefault(changed_at, []).append(pk)
    for changed_at, ids in same.items():
        for start in range(0, len(ids), 500):
            rows = Vacancy.objects.filter(pk__in=ids[start : start + 500], changed_at=changed_at)
            rows.update(matched_at=at)


@transaction.atomic
def answer_once(
    *, by: str, at: dt.datetime, key: str, digest: str, status: int, answer: str
) -> None:
    """Keep the answer to a call, so that the same call is answered the same. Raises IntegrityError for a second."""
    ApiCall.objects.create(
        account=by, key=key, digest=digest, status=status, answer=answer, called_at=at
    )


def _told(
    by: str, unit: str, what: str, detail: Mapping[str, object], pk: int | None = None
) -> None:
    audit.record(
        by=by,
        action=f"vacancy.{what}",
        unit=unit,
        subject=f"vacancy:{pk}" if pk is not None else "",
        detail=detail,
    )
