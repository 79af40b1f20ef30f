"""Reading kept boards. A unit outside of the scope has none."""

import datetime as dt
from collections.abc import Collection

from leye.apps.boards.models import KeptBoard
from leye.core.scope import Scope


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
