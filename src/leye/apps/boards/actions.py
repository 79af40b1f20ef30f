"""The one door for boards and summary reports. A kept board is a copy and tells nothing new: no audit row speaks of it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.boards.models import (
    BoundFigure,
    CheckedFigure,
    KeptBoard,
    PublicRow,
    PublicTable,
    Summary,
    SummaryCheck,
    SummarySent,
)


@transaction.atomic
def keep(*, by: str, boards: Sequence[KeptBoard]) -> None:
    """Keep boards in place of those that stood; one that knew more of the ledger is not overwritten."""
    for new in boards:
        row, is_new = KeptBoard.objects.get_or_create(
            unit=new.unit,
            on=new.on,
            defaults={
                "seq": new.seq, "made_at": new.made_at, "total": new.total, "lines": new.lines, "gauges": new.gauges,
            },
        )  # fmt: skip
        if not is_new:
            KeptBoard.objects.filter(pk=row.pk, seq__lte=new.seq).update(
                seq=new.seq, made_at=new.made_at, total=new.total, lines=new.lines, gauges=new.gauges, leased_until=None,
            )  # fmt: skip


def lease(*, by: str, pk: int, now: dt.datetime, until: dt.datetime) -> bool:
    """Take it on oneself to work a board out again; False while another does."""
    rows = KeptBoard.objects.filter(pk=pk)
    free = rows.filter(leased_until=None) | rows.filter(leased_until__lt=now)
    return bool(free.update(leased_until=until))


@transaction.atomic
def draft(
    *, by: str, unit: str, on: dt.date, seq: int, digest: str, words: Mapping[str, str],
    figures: Sequence[Mapping[str, object]], at: dt.datetime,
) -> tuple[Summary, bool]:  # fmt: skip
    """Keep a draft with its figures; one that says the same at the same entry is there already. Returns it, and whether it is new.

    words: title, receiver, signed, body.
    """
    row, is_new = Summary.objects.get_or_create(
        unit=unit,
        on=on,
        seq=seq,
        digest=digest,
        defaults={**words, "drafted_by": by, "drafted_at": at},
    )
    if is_new:
        loading.insert(BoundFigure, [{**one, "summary_id": row.pk} for one in figures])
        _told(by, row, "draft", {"figures": len(figures)})
    return row, is_new


@transaction.atomic
def note_check(
    *, by: str, summary: Summary, digest: str, seq: int, found: Sequence[Mapping[str, object]], at: dt.datetime
) -> SummaryCheck:  # fmt: skip
    """Note what was found in a file that came back; the same file at the same entry is noted once."""
    row, is_new = SummaryCheck.objects.get_or_create(
        summary=summary, digest=digest, seq=seq, defaults={"checked_by": by, "checked_at": at}
    )
    if is_new:
        loading.insert(CheckedFigure, [{**one, "check_of_id": row.pk} for one in found])
        _told(by, summary, "check", {"digest": digest, "found": len(found)})
    return row


@transaction.atomic
def send(*, by: str, summary: Summary, at: dt.datetime) -> bool:
    """Note that a report was sent; twice is once. Returns whether it is new."""
    _, is_new = SummarySent.objects.get_or_create(
        summary=summary, defaults={"unit": summary.unit, "sent_by": by, "sent_at": at}
    )
    if is_new:
        _told(by, summary, "send", {})
    return is_new


def _told(by: str, row: Summary, what: str, detail: Mapping[str, object]) -> None:
    audit.record(
        by=by, action=f"summary.{what}", unit=row.unit, subject=f"summary:{row.pk}", detail=detail
    )


@transaction.atomic
def make_public(
    *, by: str, on: dt.date, seq: int, least: int, rows: Sequence[Mapping[str, object]], at: dt.datetime
) -> bool:  # fmt: skip
    """Make the figures of a month public, once. Returns whether it is new."""
    table, is_new = PublicTable.objects.get_or_create(
        on=on, defaults={"seq": seq, "least": least, "published_by": by, "published_at": at}
    )
    if is_new:
        loading.insert(PublicRow, [{**row, "table_id": table.pk} for row in rows])
        left_out = sum(not row["is_shown"] for row in rows)
        audit.record(
            by=by, action="figures.publish", subject=f"month:{on:%Y-%m}",
            detail={"rows": len(rows), "left_out": left_out},
        )  # fmt: skip
    return is_new
