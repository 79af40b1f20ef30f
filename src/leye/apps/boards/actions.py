"""The one door for kept boards. They are copies and no writes to the ledger, so that no audit row tells of them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from leye.apps.boards.models import KeptBoard


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
