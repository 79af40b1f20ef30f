"""The one door for what a person says of himself on his own page, and for the van's visits."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.messages.models import Guesses, Remark, VanVisit

MOST_GUESSES = 5  # wrong answers of a person and day, after which the window closes


@transaction.atomic
def remark(
    *, by: str, unit: str, person_id: int, kind: str, cipher: str, at: dt.datetime
) -> tuple[Remark, bool]:
    """Keep that a person says his data are wrong; said again before it is answered it is the same one."""
    row, is_new = Remark.objects.get_or_create(
        person_id=person_id, kind=kind, closed_at=None,
        defaults={"unit": unit, "text_cipher": cipher, "said_at": at, "said_by": by},
    )  # fmt: skip
    if is_new:
        audit.record(
            by=by,
            action="remark.open",
            unit=unit,
            subject=f"person:{person_id}",
            detail={"kind": kind},
        )
    return row, is_new


@transaction.atomic
def answer(*, by: str, remark_id: int, unit: str, words: str, at: dt.datetime) -> bool:
    """Answer a remark and close it; answered twice, the first answer stands."""
    rows = Remark.objects.filter(pk=remark_id, closed_at=None)
    done = rows.update(closed_at=at, closed_by=by, answer=words[:300])
    if done:
        audit.record(by=by, action="remark.close", unit=unit, subject=f"remark:{remark_id}")
    return bool(done)


@transaction.atomic
def ask_again(*, by: str, remark_id: int, unit: str) -> bool:
    """The judgement on a remark was taken back: it waits again, unless the person has said it anew since."""
    row = Remark.objects.select_for_update().get(pk=remark_id)
    is_said_anew = Remark.objects.filter(person_id=row.person_id, kind=row.kind, closed_at=None)
    if row.closed_at is None or is_said_anew.exists():
        return False
    Remark.objects.filter(pk=remark_id).update(closed_at=None, closed_by="", answer="")
    audit.record(by=by, action="remark.reopen", unit=unit, subject=f"remark:{remark_id}")
    return True


@transaction.atomic
def guess(*, by: str, person_id: int, on: dt.date) -> bool:
    """Take one of the day's few guesses at who one is; False once they are used up."""
    Guesses.objects.get_or_create(person_id=person_id, on=on)
    rows = Guesses.objects.filter(person_id=person_id, on=on, many__lt=MOST_GUESSES)
    return bool(rows.update(many=F("many") + 1))


@transaction.atomic
def guessed_right(*, by: str, person_id: int, on: dt.date) -> None:
    """A right answer gives the guess back."""
    Guesses.objects.filter(person_id=person_id, on=on, many__gt=0).update(many=F("many") - 1)


@transaction.atomic
def plan_visit(
    *, by: str, unit: str, site_id: int, on: dt.date, place: str, at: dt.datetime
) -> VanVisit:
    """Plan that the van comes to a site on a day; planned twice it comes once."""
    row, is_new = VanVisit.objects.get_or_create(
        site_id=site_id, on=on,
        defaults={"unit": unit, "place": place[:100], "planned_by": by, "planned_at": at},
    )  # fmt: skip
    if is_new:
        audit.record(by=by, action="van.plan", unit=unit, subject=f"site:{site_id}")
    return row


@transaction.atomic
def visited(*, by: str, visit_id: int, unit: str, people: int, at: dt.datetime) -> None:
    """The van was there: how many people came."""
    rows = VanVisit.objects.filter(pk=visit_id, done_at=None)
    if rows.update(done_at=at, done_by=by, people=people):
        audit.record(by=by, action="van.visited", unit=unit, subject=f"visit:{visit_id}")
