"""The one door for what other departments bring."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from leye.apps.audit import actions as audit
from leye.apps.duties.models import Delivery, SiteProgress


@transaction.atomic
def deliver(
    *, by: str, duty: str, unit: str, month: str, department: str, many: int | None, what: str,
    document: str, at: dt.datetime,
) -> tuple[Delivery, bool]:  # fmt: skip
    """Note that a department brought something; the very same twice is once. Returns it, and whether it is new."""
    own = Delivery.objects.filter(duty=duty, unit=unit, month=month)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    row, is_new = Delivery.objects.get_or_create(
        duty=duty, unit=unit, month=month, what=what, document=document,
        defaults={
            "number": number, "department": department, "many": many, "delivered_by": by, "delivered_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            by=by, action="duty.deliver", unit=unit, subject=f"duty:{duty}:{month}", detail={"number": row.number}
        )  # fmt: skip
    return row, is_new


@transaction.atomic
def record_progress(
    *, by: str, site_id: int, unit: str, as_of: dt.date, stage: str, dwellings: int, built: int,
    households: int, people: int, document: str, at: dt.datetime,
) -> bool:  # fmt: skip
    """Note how a site stands; the very same twice is once. Returns whether it is new."""
    _, is_new = SiteProgress.objects.get_or_create(
        site_id=site_id, as_of=as_of, stage=stage, dwellings=dwellings, built=built, households=households,
        people=people, defaults={"document": document, "recorded_by": by, "recorded_at": at},
    )  # fmt: skip
    if is_new:
        audit.record(by=by, action="duty.progress", unit=unit, subject=f"site:{site_id}")
    return is_new
