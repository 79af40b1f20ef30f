"""Reading the outbox: what a worker has in hand, whom a channel reaches, how a round stands, how a provider does."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from leye.apps import loading
from leye.apps.messages.models import (
    Answered,
    Breaker,
    Carried,
    DeadAddress,
    Message,
    Round,
)
from leye.core.messages.states import UNDER_WAY, State
from leye.core.scope import OutOfScope, Scope


def _messages(scope: Scope) -> QuerySet[Message]:
    low, high = scope.code_range
    rows = Message.objects.filter(unit__gte=low, unit__lt=high)
    return rows.filter(site_id=scope.site) if scope.site is not None else rows


def in_hand(scope: Scope, token: str) -> list[Message]:
    """The messages that a worker has claimed, in their turn."""
    rows = _messages(scope).filter(claim=token, state=State.CLAIMED)
    return list(rows.order_by("turn", "pk"))


def unsure(scope: Scope, at: dt.datetime, limit: int = 50) -> list[Message]:
    """Messages of unknown state of which the provider may be asked by now, since the call has ended for certain."""
    rows = _messages(scope).filter(state=State.UNSURE, due_at__lte=at)
    return list(rows.order_by("due_at", "pk")[:limit])


def stale(scope: Scope, before: dt.datetime, limit: int = 500) -> list[int]:
    """Messages that were prepared so long ago that they are given up, or that no receipt came for."""
    rows = _messages(scope).filter(
        state__in=[State.PREPARED, State.AGAIN, State.UNSURE, State.HANDED], released_at__lt=before
    )
    rows = rows.exclude(channel__in=["file", "slip"])  # there a clerk settles them
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def carried(scope: Scope, message_ids: Collection[int], kind: str) -> dict[int, list[int]]:
    """message → numbers of what it brings of a kind."""
    found: dict[int, list[int]] = {}
    rows = Carried.objects.filter(message_id__in=list(message_ids), kind=kind).order_by("pk")
    for message, number in rows.values_list("message_id", "number"):
        found.setdefault(message, []).append(number)
    return found


def answers(scope: Scope, persons: Collection[int]) -> dict[tuple[int, str], bool]:
    """(person, channel) → the last word; channel "" speaks for all."""
    rows = loading.rows(
        f"""SELECT person_id, channel, is_yes FROM message_answered
            WHERE {loading.among("person_id")} ORDER BY id""",
        [loading.many(persons)],
    )
    return {(person, channel): bool(is_yes) for person, channel, is_yes in rows}


def bound(scope: Scope, persons: Collection[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """(person, channel) → (sealed account, its index)."""
    rows = loading.rows(
        f"""SELECT person_id, channel, address_cipher, address_index FROM message_bound
            WHERE ended_at IS NULL AND {loading.among("person_id")} ORDER BY id""",
        [loading.many(persons)],
    )
    return {(person, channel): (cipher, index) for person, channel, cipher, index in rows}


def dead(scope: Scope) -> set[tuple[str, str]]:
    """(channel, index) of addresses that reach nobody."""
    return set(DeadAddress.objects.order_by().values_list("channel", "address_index"))


def sent_today(scope: Scope, indexes: Collection[str], since: dt.datetime) -> dict[str, int]:
    """address → how many messages were given to a provider for it since an instant; whoever has the address."""
    rows = Message.objects.filter(address_index__in=list(indexes), handed_at__gte=since).order_by()
    return dict(rows.values_list("address_index").annotate(Count("pk")))


def breaker(scope: Scope, provider: str) -> Breaker | None:
    """How often a provider failed in a row, and until when it is left alone."""
    return Breaker.objects.filter(provider=provider).first()


def round_of(scope: Scope, round_id: int) -> Round:
    """A round of the scope. Raises OutOfScope."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None or not scope.covers(found.unit):
        raise OutOfScope(round_id)
    return found


def rounds(scope: Scope, limit: int = 30) -> list[Round]:
    """The newest rounds of the scope's units."""
    low, high = scope.code_range
    rows = Round.objects.filter(Q(unit__gte=low, unit__lt=high) | Q(unit=scope.unit))
    return list(rows.order_by("-pk")[:limit])


@dataclass(frozen=True, slots=True)
class Share:
    """So many messages of a channel in a state, for a reason; parts and yuan in all."""

    channel: str
    state: str
    why: str
    many: int
    parts: int
    yuan: Decimal


def shares(scope: Scope, round_id: int) -> list[Share]:
    """How the messages of a round stand, as far as the scope sees them."""
    rows = _messages(scope).filter(round_id=round_id).order_by("channel", "state", "why")
    told = rows.values_list("channel", "state", "why").annotate(
        Count("pk"), Sum("parts"), Sum("cost")
    )
    return [
        Share(channel, state, why, many, in_parts or 0, Decimal(yuan or 0))
        for channel, state, why, many, in_parts, yuan in told
    ]


def of_round(
    scope: Scope, round_id: int, *, state: str = "", channel: str = "", after: int = 0, limit: int = 50
) -> list[Message]:  # fmt: skip
    """Messages of a round, by id."""
    rows = _messages(scope).filter(round_id=round_id, pk__gt=after)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(channel=channel) if channel else rows
    return list(rows.order_by("pk")[:limit])


def message(scope: Scope, message_id: int) -> Message:
    """One message of the scope. Raises OutOfScope."""
    found = _messages(scope).filter(pk=message_id).first()
    if found is None:
        raise OutOfScope(message_id)
    return found


def of_person(scope: Scope, person_id: int, limit: int = 30) -> list[Message]:
    """The newest messages to a person of the scope."""
    return list(_messages(scope).filter(person_id=person_id).order_by("-pk")[:limit])


def spoken_of(scope: Scope, round_id: int) -> set[int]:
    """Persons who have a message of a round that is under way or delivered."""
    states = [one.value for one in UNDER_WAY] + [State.DELIVERED.value]
    rows = _messages(scope).filter(round_id=round_id, state__in=states)
    return {person for person in rows.values_list("person_id", flat=True) if person is not None}


def last_answer(scope: Scope, person_id: int) -> list[Answered]:
    """What a person said about messages, the newest first."""
    return list(Answered.objects.filter(person_id=person_id).order_by("-pk")[:10])


def ended(scope: Scope, message_ids: Collection[int]) -> list[Message]:
    """Those of the messages that ended without reaching anybody, for another reason than what they carry."""
    rows = _messages(scope).filter(
        pk__in=list(message_ids),
        state__in=[State.FAILED, State.EXPIRED, State.DROPPED, State.REFUSED],
    )
    return list(rows.exclude(why="closed").order_by("pk"))


def ways_tried(scope: Scope, abouts: Collection[str]) -> dict[str, set[str]]:
    """content → channels that it was put in for."""
    found: dict[str, set[str]] = {one: set() for one in abouts}
    rows = _messages(scope).filter(about__in=list(abouts)).order_by()
    for about, channel in rows.values_list("about", "channel"):
        found[about].add(channel)
    return found


def carried_all(scope: Scope, message_ids: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """message → (kind, number) of all that it brings."""
    found: dict[int, list[tuple[str, int]]] = {}
    rows = Carried.objects.filter(message_id__in=list(message_ids)).order_by("pk")
    for message, kind, number in rows.values_list("message_id", "kind", "number"):
        found.setdefault(message, []).append((kind, number))
    return found
