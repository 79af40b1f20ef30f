"""通道状况: how each provider does: share delivered within ten seconds, failures by reason, one that has fallen silent."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.messages import selectors as outbox
from leye.core.messages.channels import Way, Why
from leye.core.messages.states import State
from leye.core.scope import Scope
from leye.gateways import clock
from leye.trips.outreach.carriers import carriers

WITHIN = dt.timedelta(seconds=10)
SILENT_AFTER, FEW = (
    dt.timedelta(minutes=15),
    20,
)  # a provider that took so many and reported of none


@dataclass(frozen=True, slots=True)
class Health:
    """A provider over some days. prompt of taken: handed over within ten seconds of their turn; quick of delivered:
    receipt within ten seconds. silent: it took messages over a quarter of an hour ago and reported of hardly any."""

    provider: str
    way: str
    taken: int
    prompt: int
    delivered: int
    quick: int
    waiting: int
    is_silent: bool
    open_until: dt.datetime | None
    reasons: tuple[tuple[str, int], ...]
    tries: tuple[tuple[str, str, int], ...]


def health(scope: Scope, days: int = 7) -> list[Health]:
    """Each provider that is set up, as far as the scope's messages tell."""
    now = clock.now()
    since = now - dt.timedelta(days=days)
    rows = outbox.handed_since(scope, since)
    tries = outbox.tries_since(scope, since)
    return [
        _one(
            scope,
            way,
            one.provider,
            [row for row in rows if row.provider == one.provider],
            tries,
            now,
        )
        for way, some in carriers(Path(settings.HOME)).items()
        for one in some
    ]


def _one(
    scope: Scope, way: Way, provider: str, rows: list[outbox.Handed],
    tries: list[tuple[str, str, str, str, int]], now: dt.datetime,
) -> Health:  # fmt: skip
    got = [row for row in rows if row.state == State.DELIVERED]
    old = [row for row in rows if row.handed_at < now - SILENT_AFTER]
    told = sum(1 for row in old if row.state != State.HANDED)
    breaker = outbox.breaker(scope, provider)
    reasons = Counter(row.why for row in rows if row.why)
    failed = [one for one in tries if one[0] == provider and one[1] != "taken"]
    return Health(
        provider, way.label, len(rows),
        sum(1 for row in rows if row.due_at is not None and row.handed_at - row.due_at <= WITHIN),
        len(got),
        sum(1 for row in got if row.ended_at is not None and row.ended_at - row.handed_at <= WITHIN),
        sum(1 for row in rows if row.state == State.HANDED),
        way is not Way.FILE and len(old) >= FEW and told * 10 < len(old),
        breaker.open_until if breaker and breaker.open_until and breaker.open_until > now else None,
        tuple((Why(code).label, many) for code, many in reasons.most_common()),
        tuple((Why(why).label, code, many) for _, _, why, code, many in failed),
    )  # fmt: skip
