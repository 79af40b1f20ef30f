"""The one door for uploads and what becomes of their rows."""

import datetime as dt

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState


@transaction.atomic
def receive(
    *, by: str, file_name: str, digest: str, unit: str, kind: str, as_of: dt.date, at: dt.datetime
) -> Upload:
    """Note that a file arrived."""
    upload = Upload.objects.create(
        file_name=file_name[:200],
        digest=digest,
        unit=unit,
        kind=kind,
        as_of=as_of,
        uploaded_by=by,
        uploaded_at=at,
        state=UploadState.READING,
    )
    audit.record(
        by=by,
        action="roster.receive",
        unit=unit,
        subject=f"upload:{upload.pk}",
        detail={"digest": digest},
    )
    return upload


@transaction.atomic
def keep_rows(*, by: str, upload: Upload, rows: list[UploadRow], not_people: int) -> None:
    """Keep some rows as they were read."""
    UploadRow.objects.bulk_create(rows, batch_size=500)
    upload.rows_seen += len(rows) + not_people
    upload.not_people += not_people
    upload.save(update_fields=["rows_seen", "not_people"])


@transaction.atomic
def set_state(*, by: str, upload: Upload, state: UploadState, notes: str | None = None) -> None:
    """Move an upload on."""
    upload.state = state
    if notes is not None:
        upload.notes = notes
    if state is UploadState.REFUSED:  # nothing of a file that cannot be read is kept
        UploadRow.objects.filter(upload=upload).delete()
        upload.rows_seen = upload.not_people = 0
    upload.save()
    audit.record(
        by=by,
        action=f"roster.{state.value}",
        unit=upload.unit,
        subject=f"upload:{upload.pk}",
    )


@transaction.atomic
def explain(*, by: str, rows: list[UploadRow], words: str) -> int:
    """Give a word of explanation for rows that wait; they go in with the next recording."""
    if not words.strip():
        raise ValueError("an explanation needs words")
    many = UploadRow.objects.filter(
        pk__in=[row.pk for row in rows], outcome=Outcome.WAITING
    ).update(outcome=Outcome.READY, explanation=words.strip()[:500], explained_by=by)
    if rows:
        upload = rows[0].upload
        audit.record(
            by=by,
            action="roster.explain",
            unit=upload.unit,
            subject=f"upload:{upload.pk}",
            detail={"rows": many},
        )
    return many
