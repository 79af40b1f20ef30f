"""The one door for uploads and what becomes of their rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from leye.apps import leasing, loading
from leye.apps.audit import actions as audit
from leye.apps.rosters.models import TO_DO, UNDER_WAY, Outcome, Upload, UploadRow, UploadState
from leye.core.problems import Severity


@transaction.atomic
def receive(
    *,
    by: str,
    file_name: str,
    digest: str,
    unit: str,
    kind: str,
    as_of: dt.date,
    at: dt.datetime,
    site_id: int | None = None,
    sender: str = "",
) -> tuple[Upload, bool]:
    """Note that a file arrived; the very same one that is still under way is not taken in twice.

    Returns the upload, and whether it is new.
    """
    upload, is_new = Upload.objects.get_or_create(
        digest=digest,
        unit=unit,
        as_of=as_of,
        state__in=UNDER_WAY,
        defaults={
            "file_name": file_name[:200],
            "kind": kind,
            "uploaded_by": by,
            "uploaded_at": at,
            "site_id": site_id,
            "sender": sender[:100],
            "state": UploadState.RECEIVED,
        },
    )
    if is_new:
        detail = {"digest": digest}
        _told(by, upload, "receive", detail)
    return upload, is_new


def _told(by: str, upload: Upload, what: str, detail: Mapping[str, object] | None = None) -> None:
    audit.record(
        by=by,
        action=f"roster.{what}",
        unit=upload.unit,
        subject=f"upload:{upload.pk}",
        detail=detail,
    )


@transaction.atomic
def begin_reading(*, by: str, upload: Upload) -> None:
    """Start to read a file, from its first row: what an earlier reading kept of it is taken away."""
    UploadRow.objects.filter(upload=upload).delete()
    upload.rows_seen = upload.not_people = upload.rows_total = 0
    upload.state = UploadState.READING
    upload.save()


@transaction.atomic
def keep_rows(
    *, by: str, upload: Upload, rows: Sequence[Mapping[str, object]], not_people: int
) -> None:
    """Keep some rows as they were read; each by the columns of `roster_row`."""
    loading.insert(UploadRow, [{**row, "upload_id": upload.pk} for row in rows])
    upload.rows_seen += len(rows) + not_people
    upload.not_people += not_people
    upload.save(update_fields=["rows_seen", "not_people"])


@transaction.atomic
def settle_rows(*, by: str, outcomes: Iterable[tuple[int, Outcome, int | None]]) -> None:
    """Write down what became of rows: (row, outcome, person)."""
    told = [(outcome.value, person_id, row_id) for row_id, outcome, person_id in outcomes]
    loading.update(UploadRow, ["outcome", "person_id"], told)


@transaction.atomic
def let_wait(*, by: str, row: UploadRow, code: str, sealed: str) -> None:
    """Let a row wait for a word of explanation: something is strange about it beside the ledger."""
    UploadRow.objects.filter(pk=row.pk).update(
        outcome=Outcome.WAITING,
        severity=Severity.STRANGE.value,
        codes=f"{row.codes} {code}".strip(),
        sealed=sealed,
    )


@transaction.atomic
def take_back_outcomes(*, by: str, upload: Upload) -> None:
    """Rows of an entry that is given up are ready again."""
    rows = UploadRow.objects.filter(upload=upload)
    rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.SAME]).update(
        outcome=Outcome.READY, person_id=None
    )


@transaction.atomic
def set_state(*, by: str, upload: Upload, state: UploadState, notes: str | None = None) -> None:
    """Move an upload on."""
    upload.state = state
    if notes is not None:
        upload.notes = notes
    if state is UploadState.REFUSED:  # nothing of a file that cannot be read is kept
        UploadRow.objects.filter(upload=upload).delete()
        upload.rows_seen = upload.not_people = 0
    if state is UploadState.CHECKED:
        upload.rows_total = upload.rows_seen
    if state not in TO_DO:
        upload.leased_until = None
    upload.save()
    _told(by, upload, state.value)


@transaction.atomic
def ask_record(*, by: str, upload: Upload) -> bool:
    """Ask that the rows that are ready be recorded; False when that was asked before or makes no sense."""
    asked = Upload.objects.filter(
        pk=upload.pk, state__in=[UploadState.CHECKED, UploadState.DONE]
    ).update(state=UploadState.RECORDING, leased_until=None)
    if asked:
        _told(by, upload, "ask")
    return bool(asked)


def lease(
    *, by: str, now: dt.datetime, until: dt.datetime, upload_id: int | None = None
) -> Upload | None:
    """Take an upload that waits for work and is in nobody's hands: the oldest, or the one named."""
    return leasing.lease(Upload, TO_DO, now=now, until=until, pk=upload_id)


def renew(*, by: str, upload: Upload, until: dt.datetime) -> None:
    """Keep an upload in hand while it is worked on."""
    Upload.objects.filter(pk=upload.pk).update(leased_until=until)


@transaction.atomic
def explain(*, by: str, rows: list[UploadRow], words: str) -> int:
    """Give a word of explanation for rows that wait; they go in with the next recording."""
    if not words.strip():
        raise ValueError("an explanation needs words")
    many = UploadRow.objects.filter(
        pk__in=[row.pk for row in rows], outcome=Outcome.WAITING
    ).update(outcome=Outcome.READY, explanation=words.strip()[:500], explained_by=by)
    if many:
        _told(by, rows[0].upload, "explain", {"rows": many})
    return many
