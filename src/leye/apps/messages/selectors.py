"""Reading the outbox: what a worker has in hand, whom a channel reaches, how a round stands, how a provider does."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from leye.apps import loading
from leye.apps.messages.models import (
    Answered,
    Breaker,
    Carried,
    Message,
    Remark,
    Round,
    Try,
    VanVisit,
)
from leye.apps.people.selectors import at_site
from leye.core.messages.channels import Way, Why
from leye.core.messages.states import State
from leye.core.scope import OutOfScope, Scope


def _messages(scope: Scope) -> QuerySet[Message]:
    low, high = scope.code_range
    rows = Message.objects.filter(unit__gte=low, unit__lt=high)
    return rows.filter(site_id=scope.site) if scope.site is not None else rows


def in_hand(scope: Scope, token: str) -> list[Message]:
    """The messages that a worker has claimed, in their turn."""
    rows = _messages(scope).filter(claim=token, state=State.CLAIMED)
    return list(rows.order_by("turn", "pk"))


def unsure(scope: Scope, at: dt.datetime, limit: int = 200) -> list[Message]:
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


def answers(
    scope: Scope, persons: Collection[int], *, without: str = ""
) -> dict[tuple[int, str], bool]:
    """(person, channel) → the last word; channel "" speaks for all, also against what was said of a channel before it.

    without: a source whose words are left out.
    """
    rows = loading.rows(
        f"""SELECT person_id, channel, is_yes FROM message_answered
            WHERE {loading.among("person_id")} AND source <> %s ORDER BY id""",
        [loading.many(persons), without],
    )
    found: dict[int, dict[str, bool]] = {}
    for person, channel, is_yes in rows:
        told = found.setdefault(person, {})
        if not channel:
            told.clear()
        told[channel] = bool(is_yes)
    return {(one, channel): yes for one, told in found.items() for channel, yes in told.items()}


def bound(scope: Scope, persons: Collection[int]) -> dict[tuple[int, str], tuple[str, str]]:
    """(person, channel) → (sealed account, its index)."""
    rows = loading.rows(
        f"""SELECT person_id, channel, address_cipher, address_index FROM message_bound
            WHERE ended_at IS NULL AND {loading.among("person_id")} ORDER BY id""",
        [loading.many(persons)],
    )
    return {(person, channel): (cipher, index) for person, channel, cipher, index in rows}


def dead(scope: Scope, indexes: Collection[str]) -> dict[str, str]:
    """index → why, of those of the addresses that reach nobody."""
    rows = loading.rows(
        f"""SELECT address_index, why FROM message_dead_address
            WHERE {loading.among("channel")} AND {loading.among("address_index")} ORDER BY id""",
        [loading.many([one.value for one in Way]), loading.many(indexes)],
    )
    return dict(rows)


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


def awaits_receipt(scope: Scope, provider: str, kind: str, address_index: str) -> list[int]:
    """Messages of a kind that a provider was given for an account, without its number for them: two at most."""
    rows = _messages(scope).filter(
        provider=provider, kind=kind, address_index=address_index, ref=""
    )
    under_way = rows.filter(state__in=["claimed", "handed", "unsure"]).exclude(calling_at=None)
    return list(under_way.order_by("pk").values_list("pk", flat=True)[:2])


def of_person(scope: Scope, person_id: int, limit: int = 30) -> list[Message]:
    """The newest messages to a person of the scope."""
    return list(_messages(scope).filter(person_id=person_id).order_by("-pk")[:limit])


def last_answer(scope: Scope, person_id: int) -> list[Answered]:
    """What a person said about messages, the newest first."""
    return list(Answered.objects.filter(person_id=person_id).order_by("-pk")[:10])


def ended(scope: Scope, message_ids: Collection[int]) -> list[Message]:
    """Those of the messages that ended without reaching anybody, for another reason than what they carry."""
    rows = _messages(scope).filter(
        pk__in=list(message_ids),
        state__in=[State.FAILED, State.EXPIRED, State.DROPPED, State.REFUSED],
    )
    return list(rows.exclude(why__in=[Why.CLOSED, Why.NO_SEAT, Why.ELSEWHERE]).order_by("pk"))


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


def under_way(scope: Scope, kind: str) -> set[int]:
    """Numbers of what messages that are under way bring, of a kind of thing."""
    low, high = scope.code_range
    rows = loading.rows(
        """SELECT c.number FROM message_carried c JOIN message m ON m.id = c.message_id
           WHERE c.kind = %s AND m.unit >= %s AND m.unit < %s
             AND m.state IN ('prepared', 'claimed', 'unsure', 'handed', 'again')""",
        [kind, low, high],
    )
    return {row[0] for row in rows}


def times_lapsed(scope: Scope, kind: str, why: str) -> dict[int, int]:
    """How often a thing of a kind was in a message that was not sent since it had lapsed: number → times."""
    low, high = scope.code_range
    rows = loading.rows(
        """SELECT c.number, count(*) FROM message_carried c JOIN message m ON m.id = c.message_id
           WHERE c.kind = %s AND m.unit >= %s AND m.unit < %s AND m.state = 'dropped' AND m.why = %s
           GROUP BY c.number""",
        [kind, low, high, why],
    )
    return dict(rows)


def dropped(scope: Scope, why: str) -> int:
    """How many persons have a message that was not sent since its content had lapsed, and none after it."""
    low, high = scope.code_range
    statement = """
        SELECT count(DISTINCT m.person_id) FROM message m
        WHERE m.state = 'dropped' AND m.why = %s AND m.unit >= %s AND m.unit < %s
          AND NOT EXISTS (SELECT 1 FROM message o WHERE o.person_id = m.person_id AND o.id > m.id)"""
    return int(loading.rows(statement, [why, low, high])[0][0])


def to_sign_off(scope: Scope) -> int:
    """How many messages of the file channel and slips wait for a word that they have reached their persons."""
    rows = _messages(scope).filter(channel__in=["file", "slip"], round__begun_at__isnull=False)
    return rows.filter(state__in=[State.HANDED, State.PREPARED]).count()


@dataclass(frozen=True, slots=True)
class Handed:
    """A message that a provider took: when it was its turn, when it was taken, when and how it ended."""

    provider: str
    due_at: dt.datetime | None
    handed_at: dt.datetime
    ended_at: dt.datetime | None
    state: str
    why: str


def handed_since(scope: Scope, since: dt.datetime) -> list[Handed]:
    """Messages that were given to providers since an instant."""
    rows = _messages(scope).filter(handed_at__gte=since).exclude(provider="").order_by("pk")
    told = rows.values_list("provider", "released_at", "handed_at", "ended_at", "state", "why")
    return [
        Handed(provider, due_at, handed_at, ended_at, state, why)
        for provider, due_at, handed_at, ended_at, state, why in told[:200_000]
        if handed_at is not None
    ]


def tries_since(scope: Scope, since: dt.datetime) -> list[tuple[str, str, str, str, int]]:
    """(provider, outcome, why, code, how many) of the tries since an instant."""
    low, high = scope.code_range
    rows = Try.objects.filter(at__gte=since, message__unit__gte=low, message__unit__lt=high)
    told = rows.order_by("provider", "outcome").values_list("provider", "outcome", "why", "code")
    return list(told.annotate(Count("pk")))


def remarks(scope: Scope, *, person_id: int | None = None, limit: int = 100) -> list[Remark]:
    """What persons of the scope said of their data: the open ones first; of one person all."""
    low, high = scope.code_range
    rows = Remark.objects.filter(at_site(scope), unit__gte=low, unit__lt=high)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return list(rows.order_by(F("closed_at").desc(nulls_first=True), "pk")[:limit])


def visits(scope: Scope, since: dt.date, limit: int = 100) -> list[VanVisit]:
    """The van's visits in the scope from a day on."""
    low, high = scope.code_range
    rows = VanVisit.objects.filter(unit__gte=low, unit__lt=high, on__gte=since)
    rows = rows.filter(site_id=scope.site) if scope.site is not None else rows
    return list(rows.order_by("on", "pk")[:limit])


def visit(scope: Scope, visit_id: int) -> VanVisit:
    """One visit of the scope. Raises OutOfScope."""
    found = VanVisit.objects.filter(pk=visit_id).first()
    if found is None or not scope.covers(found.unit):
        raise OutOfScope(visit_id)
    return found


def open_to(
    scope: Scope, persons: Collection[int], kind: str, channels: Collection[str]
) -> list[int]:
    """Messages of a kind to persons of the scope that have not reached them yet, by some channels."""
    rows = _messages(scope).filter(
        person_id__in=list(persons), kind=kind, channel__in=list(channels),
        state__in=[State.PREPARED, State.HANDED, State.UNSURE],
    )  # fmt: skip
    return list(rows.order_by("pk").values_list("pk", flat=True))
