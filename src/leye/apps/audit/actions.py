"""The one door to the audit log."""

import datetime as dt
from collections.abc import Mapping

from django.db import connection
from django.utils import timezone

from leye.apps.audit.models import AuditEvent, AuditHead
from leye.core.digests import canonical, chained


def record(
    *,
    by: str,
    action: str,
    unit: str = "",
    subject: str = "",
    detail: Mapping[str, object] | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Add one event to the chain, inside the caller's transaction.

    Raises ValueError without an actor and RuntimeError outside of a transaction.
    """
    if not by:
        raise ValueError("an audit event needs an actor")
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs into the transaction that it tells of")
    head, _ = AuditHead.objects.select_for_update().get_or_create(id=1)
    event = AuditEvent(
        seq=head.seq + 1,
        at=at or timezone.now(),
        actor=by,
        action=action,
        unit=unit,
        subject=subject,
        detail=canonical(detail or {}).decode(),
        previous=head.digest,
    )
    event.digest = chained(event.previous, body_of(event))
    event.save(force_insert=True)
    head.seq, head.digest = event.seq, event.digest
    head.save(update_fields=["seq", "digest"])


def body_of(event: AuditEvent) -> bytes:
    """The bytes of an event that its digest covers."""
    return canonical(
        {
            "seq": event.seq,
            "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "actor": event.actor,
            "action": event.action,
            "unit": event.unit,
            "subject": event.subject,
            "detail": event.detail,
        }
    )
