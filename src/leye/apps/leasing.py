"""Work that one process takes in hand at a time: a lease that runs out when its holder dies."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def lease(
    model: type[M],
    to_do: Sequence[str],
    *,
    now: dt.datetime,
    until: dt.datetime,
    pk: int | None = None,
) -> M | None:
    """Take a row that waits for work (its `state` is in `to_do`) and is in nobody's hands.

    The oldest, or the one named; None when there is none. The model has `state` and `leased_until`.
    """
    free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
    rows = model._default_manager.filter(state__in=to_do)
    waiting = rows.filter(free) if pk is None else rows.filter(free, pk=pk)
    for one in list(waiting.order_by("pk").values_list("pk", flat=True)[:20]):
        if rows.filter(free, pk=one).update(leased_until=until):
            return model._default_manager.get(pk=one)
    return None
