"""The one door for the pairing, its sessions, and agencies with whom they brought into work."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db import IntegrityError, transaction

from leye.apps.audit import actions as audit
from leye.apps.pairing.models import (
    Agency,
    Brought,
    CoopProject,
    FeeAsked,
    Licence,
    Pair,
    Reported,
    Session,
    SessionVacancy,
    SessionVisit,
    Stay,
    Target,
)


class FeeStands(Exception):
    """The fee for a spell is asked for; holds the application."""


class AlreadyThere(Exception):
    """The same one is noted already."""


Kept = Pair | CoopProject | Target | Reported | Session | Agency
KINDS: Mapping[type[Kept], str] = {
    Pair: "pair", CoopProject: "coop_project", Target: "pairing_target", Reported: "pairing_reported",
    Session: "session", Agency: "agency",
}  # fmt: skip


@transaction.atomic
def register(*, by: str, at: dt.datetime, row: Kept) -> int:
    """Note a pair, project, target, reported figure, session or agency. Raises AlreadyThere."""
    kind = KINDS[type(row)]
    row.noted_by, row.noted_at = by, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(kind) from None
    unit = row.unit if isinstance(row, Target | Reported) else row.county
    _told(by, f"{kind}.register", unit, f"{kind}:{row.pk}")
    return row.pk


@transaction.atomic
def end_pair(*, by: str, pair: Pair, on: dt.date) -> bool:
    """A pair no longer holds from a day on; False where that was noted before."""
    done = Pair.objects.filter(pk=pair.pk, valid_to=None).update(valid_to=on)
    if done:
        _told(by, "pair.end", pair.county, f"pair:{pair.pk}", {"on": on.isoformat()})
    return bool(done)


@transaction.atomic
def offer(*, by: str, session: Session, vacancy_id: int) -> bool:
    """Put a vacancy on a session's list; False where it is on it."""
    _, is_new = SessionVacancy.objects.get_or_create(session=session, vacancy_id=vacancy_id)
    if is_new:
        _told(by, "session.offer", session.county, f"session:{session.pk}", {"vacancy": vacancy_id})
    return is_new


@transaction.atomic
def hold(*, by: str, session: Session, audience: int) -> None:
    """A session was held before so many views."""
    Session.objects.filter(pk=session.pk).update(audience=audience)
    _told(by, "session.hold", session.county, f"session:{session.pk}", {"audience": audience})


@transaction.atomic
def call_off(*, by: str, session: Session, why: str) -> bool:
    """A session is called off; False where it was, or was held."""
    rows = Session.objects.filter(pk=session.pk, cancelled_why="", audience=None)
    done = rows.update(cancelled_why=why[:200])
    if done:
        _told(by, "session.call_off", session.county, f"session:{session.pk}")
    return bool(done)


@transaction.atomic
def visit(*, by: str, at: dt.datetime, row: SessionVisit) -> bool:
    """Note what somebody came to at a session; False where that is known."""
    _, is_new = SessionVisit.objects.get_or_create(
        session=row.session, person_id=row.person_id, result=row.result,
        defaults={"county": row.county, "vacancy_id": row.vacancy_id, "noted_by": by, "noted_at": at},
    )  # fmt: skip
    if is_new:
        detail = {"result": row.result}
        _told(by, "session.visit", row.county, f"session:{row.session_id}", detail)
    return is_new


@transaction.atomic
def license(
    *,
    by: str,
    at: dt.datetime,
    agency: Agency,
    number: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
) -> bool:
    """Note a licence of an agency; False where it is known."""
    _, is_new = Licence.objects.get_or_create(
        agency=agency, number=number, valid_from=valid_from,
        defaults={"valid_to": valid_to, "noted_by": by, "noted_at": at},
    )  # fmt: skip
    if is_new:
        _told(by, "agency.license", agency.county, f"agency:{agency.pk}")
    return is_new


@transaction.atomic
def bring(*, by: str, at: dt.datetime, row: Brought) -> int:
    """A spell counts for an agency. Raises AlreadyThere where it counts for one, this or another."""
    row.noted_by, row.noted_at = by, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere("brought") from None
    _told(by, "agency.bring", row.county, f"brought:{row.pk}", {"agency": row.agency_id})
    return row.pk


@transaction.atomic
def void(*, by: str, row: Brought, why: str, over: Collection[int]) -> bool:
    """A spell does not count for the agency after all; False where that was noted. over: applications that no fee came of.

    Raises FeeStands while its fee is asked for in another one.
    """
    list(Brought.objects.select_for_update().filter(pk=row.pk).values_list("pk"))
    asked = FeeAsked.objects.filter(brought_id=row.pk).exclude(application_id__in=list(over))
    for application_id in asked.values_list("application_id", flat=True):
        raise FeeStands(application_id)
    rows = Brought.objects.filter(pk=row.pk, is_void=False)
    done = rows.update(is_void=True, void_why=why[:200])
    if done:
        _told(by, "agency.void", row.county, f"brought:{row.pk}")
    return bool(done)


@transaction.atomic
def verify(*, by: str, at: dt.datetime, row: Brought, months: int, on: dt.date, how: str) -> bool:
    """A stay of so many months was verified; False where it was before."""
    _, is_new = Stay.objects.get_or_create(
        brought=row, months=months, defaults={"on": on, "how": how, "noted_by": by, "noted_at": at}
    )
    if is_new:
        _told(by, "agency.verify", row.county, f"brought:{row.pk}", {"months": months})
    return is_new


@transaction.atomic
def ask_fee(
    *, by: str, at: dt.datetime, unit: str, brought_ids: Sequence[int], application_id: int
) -> None:
    """The fee for spells was asked for. Raises AlreadyThere where one of them was before, or counts no longer."""
    counts = Brought.objects.select_for_update().filter(pk__in=brought_ids, is_void=False)
    if len(counts.values_list("pk")) < len(set(brought_ids)):
        raise AlreadyThere("fee")
    rows = [
        FeeAsked(brought_id=pk, application_id=application_id, noted_by=by, noted_at=at)
        for pk in brought_ids
    ]
    try:
        with transaction.atomic():
            FeeAsked.objects.bulk_create(rows)
    except IntegrityError:
        raise AlreadyThere("fee") from None
    _told(by, "agency.ask_fee", unit, f"application:{application_id}", {"spells": len(rows)})


def _told(
    by: str, what: str, unit: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    audit.record(by=by, action=what, unit=unit, subject=subject, detail=detail)
