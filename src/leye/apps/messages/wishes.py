"""The one door for a person's word on messages, for the accounts that he bound, and for providers left alone."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from leye.apps.audit import actions as audit
from leye.apps.messages.models import Answered, Bound, Breaker

FAILURES, PAUSE = (
    5,
    dt.timedelta(minutes=2),
)  # so many failed calls in a row leave a provider alone for so long


@transaction.atomic
def answer(
    *, by: str, unit: str, person_id: int, channel: str, is_yes: bool, version: str, source: str,
    at: dt.datetime,
) -> None:  # fmt: skip
    """Keep a person's word on a channel ("" for all of them); said twice in a row it is kept once."""
    rows = Answered.objects.filter(person_id=person_id).order_by("-pk")
    last = (rows.filter(channel__in=[channel, ""]) if channel else rows).first()
    said = (channel, is_yes, version, source)
    if last is not None and (last.channel, last.is_yes, last.text_version, last.source) == said:
        return
    Answered.objects.create(
        person_id=person_id, channel=channel, is_yes=is_yes, text_version=version, source=source,
        said_by=by, said_at=at,
    )  # fmt: skip
    audit.record(
        by=by, action="message.answer", unit=unit, subject=f"person:{person_id}",
        detail={"channel": channel, "is_yes": is_yes, "version": version},
    )  # fmt: skip


@transaction.atomic
def bind(
    *, by: str, unit: str, person_id: int, channel: str, cipher: str, index: str, at: dt.datetime
) -> None:
    """A person's account at a channel; a new one ends the one before."""
    Bound.objects.filter(person_id=person_id, channel=channel, ended_at=None).update(ended_at=at)
    Bound.objects.create(
        person_id=person_id, channel=channel, address_cipher=cipher, address_index=index,
        bound_at=at,
    )  # fmt: skip
    audit.record(
        by=by, action="message.bind", unit=unit, subject=f"person:{person_id}",
        detail={"channel": channel},
    )  # fmt: skip


@transaction.atomic
def unbind(*, by: str, channel: str, at: dt.datetime, person_id: int = 0, index: str = "") -> int:
    """A person's account, or an account of whomever, is not used any more. Returns how many were."""
    rows = Bound.objects.filter(channel=channel, ended_at=None)
    rows = rows.filter(person_id=person_id) if person_id else rows.filter(address_index=index)
    many = rows.update(ended_at=at)
    if many:
        audit.record(by=by, action="message.unbind", detail={"channel": channel, "many": many})
    return many


@transaction.atomic
def fared(*, by: str, provider: str, failed: int, well: int, now: dt.datetime) -> None:
    """Count a provider's failed calls in a row; too many, and it is left alone for a while."""
    row, _ = Breaker.objects.get_or_create(provider=provider)
    if well:
        if row.failures or row.open_until:
            Breaker.objects.filter(pk=row.pk).update(failures=0, open_until=None)
        return
    if not failed:
        return
    Breaker.objects.filter(pk=row.pk).update(failures=F("failures") + failed)
    if row.failures + failed >= FAILURES:
        Breaker.objects.filter(pk=row.pk).update(open_until=now + PAUSE)
