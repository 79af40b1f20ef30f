"""Reading kept boards. A unit outside of the scope has none."""

import datetime as dt
from collections.abc import Collection

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
from leye.core.scope import OutOfScope, Scope


def kept(scope: Scope, unit: str, on: dt.date) -> KeptBoard | None:
    """The board of a unit that was last worked out for a day."""
    if not scope.covers(unit):
        return None
    return KeptBoard.objects.filter(unit=unit, on=on).first()


def totals(scope: Scope, unit: str, days: Collection[dt.date]) -> dict[dt.date, str]:
    """The sums of a unit that are kept for days, as they are written."""
    if not scope.covers(unit):
        return {}
    rows = KeptBoard.objects.filter(unit=unit, on__in=list(days))
    return dict(rows.values_list("on", "total"))


def known_seqs(scope: Scope, unit: str) -> dict[dt.date, tuple[int, dt.datetime]]:
    """For which days a unit has a kept board, what entry each knew, and when it was made."""
    rows = KeptBoard.objects.filter(unit=unit) if scope.covers(unit) else KeptBoard.objects.none()
    return {on: (seq, at) for on, seq, at in rows.values_list("on", "seq", "made_at")}


def summaries(scope: Scope, limit: int = 100) -> list[Summary]:
    """The drafts of the scope's units, the newest first."""
    low, high = scope.code_range
    rows = Summary.objects.filter(unit__gte=low, unit__lt=high)
    return list(rows.order_by("-pk")[:limit])


def summary(scope: Scope, summary_id: int) -> Summary:
    """One draft. Raises OutOfScope."""
    row = Summary.objects.filter(pk=summary_id).first()
    if row is None or not scope.covers(row.unit):
        raise OutOfScope(summary_id)
    return row


def figures(scope: Scope, summary_id: int) -> list[BoundFigure]:
    """The figures of a draft, in the order of its text. Raises OutOfScope."""
    row = summary(scope, summary_id)
    return list(BoundFigure.objects.filter(summary=row).order_by("pk"))


def checks(scope: Scope, summary_id: int) -> list[tuple[SummaryCheck, list[CheckedFigure]]]:
    """The files of a draft that came back, the newest first, with what was found. Raises OutOfScope."""
    row = summary(scope, summary_id)
    found = list(SummaryCheck.objects.filter(summary=row).order_by("-pk")[:5])
    return [(one, list(CheckedFigure.objects.filter(check_of=one).order_by("pk"))) for one in found]


def sent(scope: Scope) -> dict[str, SummarySent]:
    """The first report that each unit of the scope sent."""
    low, high = scope.code_range
    rows = SummarySent.objects.filter(unit__gte=low, unit__lt=high)
    return {row.unit: row for row in rows.order_by("-sent_at", "-pk")}


def sent_one(scope: Scope, summary_id: int) -> SummarySent | None:
    """When a draft was sent. Raises OutOfScope."""
    return SummarySent.objects.filter(summary=summary(scope, summary_id)).first()


def public_tables(scope: Scope) -> list[PublicTable]:
    """The months that were made public, the newest first: for everybody."""
    return list(PublicTable.objects.order_by("-on"))


def public_rows(scope: Scope, table: PublicTable) -> list[PublicRow]:
    """The rows of a public table in their order: for everybody."""
    return list(PublicRow.objects.filter(table=table).order_by("place"))
