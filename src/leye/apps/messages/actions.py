"""The one door for the outbox: messages are put in, claimed, handed over, and settled by what comes back."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Q

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.messages.models import Carried, Message, Round, Try
from leye.core.messages.channels import Answer, Way, Why
from leye.core.messages.states import BEFORE, FINAL, WAITING, State

LIVING = sorted(
    one.value
    for one in State
    if one not in {State.FAILED, State.EXPIRED, State.DROPPED, State.REFUSED}
)


@dataclass(frozen=True, slots=True)
class New:
    """A message to be put in. carries: (kind, number) of what it brings."""

    key: str
    about: str
    subject: str
    unit: str
    kind: str
    channel: Way
    text: str
    fields: str = ""
    person_id: int | None = None
    site_id: int | None = None
    cycle: str = ""
    address_index: str = ""
    parts: int = 0
    cost: Decimal = Decimal(0)
    carries: Sequence[tuple[str, int]] = field(default=())


@transaction.atomic
def put(
    *, by: str, unit: str, new: Sequence[New], at: dt.datetime, due_at: dt.datetime | None,
    round_id: int | None = None,
) -> int:  # fmt: skip
    """Put messages in; one whose content lives already by any channel, or failed by this one, is left out.

    Returns how many are new.
    """
    wanted = {one.key: one for one in new}
    told = loading.many({one.about for one in new})
    lives = loading.rows(
        f"SELECT about FROM message WHERE {loading.among('about')} AND {loading.among('state')}",
        [told, loading.many(LIVING)],
    )
    kept = {row[0] for row in lives}
    had = loading.rows(
        f"SELECT key FROM message WHERE {loading.among('key')}", [loading.many(list(wanted))]
    )
    known = {row[0] for row in had}
    fresh = [x for x in wanted.values() if x.key not in known and x.about not in kept]
    turns = _last_turns({one.unit for one in fresh})
    rows = []
    for one in fresh:
        turns[one.unit] = turn = turns.get(one.unit, 0) + 1
        rows.append(_row(one, turn, by, at, due_at, round_id))
    loading.insert(Message, rows)
    _carry(fresh)
    if fresh:
        detail = {"messages": len(fresh), "round": round_id}
        audit.record(by=by, action="message.put", unit=unit, detail=detail)
    return len(fresh)


def _last_turns(units: Collection[str]) -> dict[str, int]:
    """unit → the turn of its last message that waits; a unit with many then does not come before one with few."""
    found = {
        unit: loading.rows(
            "SELECT MAX(turn) FROM message WHERE state IN ('again', 'prepared') AND unit = %s",
            [unit],
        )[0][0]
        for unit in units
    }
    return {unit: turn for unit, turn in found.items() if turn is not None}


def _row(
    one: New, turn: int, by: str, at: dt.datetime, due_at: dt.datetime | None, round_id: int | None
) -> dict[str, object]:
    return {
        "key": one.key, "about": one.about, "round_id": round_id, "subject": one.subject,
        "person_id": one.person_id, "unit": one.unit, "site_id": one.site_id, "kind": one.kind,
        "cycle": one.cycle, "channel": one.channel.value, "address_index": one.address_index,
        "text": one.text, "fields": one.fields, "parts": one.parts,
        "cost": str(one.cost) if connection.vendor == "sqlite" else one.cost,
        "state": State.PREPARED.value, "turn": turn, "released_at": due_at,
        "due_at": due_at, "prepared_by": by,
        "prepared_at": at,
    }  # fmt: skip


def _carry(fresh: Sequence[New]) -> None:
    keys = loading.many([one.key for one in fresh if one.carries])
    found = loading.rows(f"SELECT key, id FROM message WHERE {loading.among('key')}", [keys])
    ids = dict(found)
    loading.insert(
        Carried,
        [
            {"message_id": ids[one.key], "kind": kind, "number": number}
            for one in fresh
            for kind, number in one.carries
        ],
    )


@transaction.atomic
def open_round(*, by: str, unit: str, kind: str, cycle: str, at: dt.datetime) -> Round:
    """The round of a unit that is in preparation; a new one where there is none."""
    found = Round.objects.filter(unit=unit, kind=kind, begun_at=None).first()
    if found is not None:
        return found
    number = Round.objects.filter(unit=unit, kind=kind, cycle=cycle).count() + 1
    made = Round.objects.create(
        unit=unit, kind=kind, cycle=cycle, number=number, prepared_by=by, prepared_at=at
    )
    audit.record(by=by, action="round.open", unit=unit, subject=f"round:{made.pk}")
    return made


@transaction.atomic
def ask_round(*, by: str, round_id: int) -> None:
    """A worker is to fill the round up; asked twice it is done once."""
    rows = Round.objects.filter(pk=round_id, begun_at=None, is_asked=False)
    if rows.update(is_asked=True, asked_by=by, leased_until=None, wanted=0, written=0):
        unit = Round.objects.values_list("unit", flat=True).get(pk=round_id)
        audit.record(by=by, action="round.ask", unit=unit, subject=f"round:{round_id}")


def lease_round(*, by: str, now: dt.datetime, until: dt.datetime) -> Round | None:
    """Take a round that waits to be filled up and is in nobody's hands: the oldest."""
    waiting = Round.objects.filter(is_asked=True).exclude(leased_until__gt=now)
    for row in waiting.order_by("pk")[:5]:
        if waiting.filter(pk=row.pk).update(leased_until=until):
            return row
    return None


def round_is_at(*, by: str, round_id: int, wanted: int, written: int, until: dt.datetime) -> None:
    """Say how far a round is, and keep it in hand."""
    rows = Round.objects.filter(pk=round_id)
    rows.update(wanted=wanted, written=written, leased_until=until)


def round_is_ready(*, by: str, round_id: int) -> None:
    """Everything that stood is in the round."""
    Round.objects.filter(pk=round_id).update(is_asked=False, leased_until=None)


@transaction.atomic
def begin_round(*, by: str, round_id: int, at: dt.datetime, due_at: dt.datetime) -> bool:
    """Release a round's messages; pressed twice it is released once, and not while it is still being filled up."""
    waiting = Round.objects.filter(pk=round_id, begun_at=None, is_asked=False)
    begun = waiting.update(begun_by=by, begun_at=at)
    if not begun:
        return False
    Message.objects.filter(round_id=round_id, due_at=None).update(due_at=due_at, released_at=due_at)
    unit = Round.objects.values_list("unit", flat=True).get(pk=round_id)
    audit.record(by=by, action="round.begin", unit=unit, subject=f"round:{round_id}")
    return True


def claim(*, by: str, channel: str, token: str, now: dt.datetime, limit: int) -> int:
    """Take messages whose turn it is under a token of one's own; nobody else then has them. Returns how many."""
    due = Message.objects.filter(channel=channel, state__in=["again", "prepared"], due_at__lte=now)
    if not due.exists():
        return 0
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE SKIP LOCKED"
    states = "'again', 'prepared'"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE message SET state = 'claimed', claim = %s, claimed_at = %s, calling_at = NULL
                WHERE id IN (SELECT id FROM message WHERE channel = %s AND state IN ({states})
                             AND due_at <= %s ORDER BY turn, id LIMIT %s{lock})
                  AND state IN ({states})""",
            [token, loading.instant(now), channel, loading.instant(now), limit],
        )
        return int(cursor.rowcount)


def readdress(*, by: str, token: str, indexes: Mapping[int, str]) -> None:
    """Messages of one's own whose receivers have another number or account than when they were put in."""
    rows = Message.objects.filter(claim=token, state=State.CLAIMED)
    for pk, index in indexes.items():
        rows.filter(pk=pk).update(address_index=index)


def calling(
    *, by: str, token: str, ids: Collection[int], provider: str, at: dt.datetime
) -> int:  # fmt: skip
    """Note that a provider is called now: from here on it may have them, and it is the one to be asked.

    Returns how many are still one's own.
    """
    rows = Message.objects.filter(claim=token, state=State.CLAIMED, pk__in=list(ids))
    return rows.update(calling_at=at, provider=provider)


def give_back(*, by: str, before: dt.datetime, ask_at: dt.datetime) -> int:
    """Messages that a dead worker had: those not yet called out go back, those called out are of unknown state."""
    lost = Message.objects.filter(state=State.CLAIMED, claimed_at__lt=before)
    if not lost.exists():
        return 0  # no write where there is nothing to write
    back = lost.filter(calling_at=None).update(state=State.PREPARED, claim="")
    return back + lost.exclude(calling_at=None).update(state=State.UNSURE, claim="", due_at=ask_at)


def ask_later(*, by: str, ids: Collection[int], due_at: dt.datetime) -> None:
    """Messages of unknown state of which the provider cannot tell yet."""
    Message.objects.filter(pk__in=list(ids), state=State.UNSURE).update(due_at=due_at)


@dataclass(frozen=True, slots=True)
class Settled:
    """How a message goes on after a try or report. due_at: of the next try. handed_at: when the provider took it."""

    message_id: int
    state: State
    why: Why = Why.NONE
    provider: str = ""
    ref: str = ""
    due_at: dt.datetime | None = None
    at: dt.datetime | None = None


@transaction.atomic
def tried(
    *, by: str, token: str, provider: str, at: dt.datetime,
    answers: Sequence[tuple[Settled, Answer, float]],
) -> list[int]:  # fmt: skip
    """Write down what a batch of tries came to; returns those messages that were still one's own."""
    mine = Message.objects.filter(claim=token, state=State.CLAIMED)
    own = set(mine.select_for_update().order_by("pk").values_list("pk", flat=True))
    chosen = [told for told in answers if told[0].message_id in own]
    _settle([settled for settled, _, _ in chosen], tries=1)
    loading.insert(
        Try,
        [
            {
                "message_id": settled.message_id, "provider": provider, "at": at, "seconds": seconds,
                "outcome": answer.outcome.value, "why": answer.why.value, "code": answer.code[:60],
            }
            for settled, answer, seconds in chosen
        ],
    )  # fmt: skip
    return [settled.message_id for settled, _, _ in chosen]


@transaction.atomic
def resolved(*, by: str, answers: Sequence[tuple[Settled, dt.datetime | None]]) -> list[int]:
    """What providers said of messages whose answer was lost, each with the call it was about; returns those it moved.

    A message that a receipt or another worker has moved on meanwhile, or that was handed over anew, stays as it is.
    """
    ids = [one.message_id for one, _ in answers]
    locked = Message.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    held = {pk: (State(state), called) for pk, state, called in locked.values_list("pk", "state", "calling_at")}  # fmt: skip
    chosen = [
        one
        for one, called in answers
        if one.message_id in held
        and held[one.message_id][0] in BEFORE[one.state]
        and held[one.message_id][1] == called
    ]
    _settle(chosen, tries=0)
    return [one.message_id for one in chosen]


def _settle(settled: Sequence[Settled], *, tries: int) -> None:
    """Messages that are locked, after a try or a question; tries: how many calls came to this."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for one in settled:
        groups.setdefault((one.state, one.why, one.provider, one.at), []).append(one.message_id)
    for (state, why, provider, at), ids in groups.items():
        values: dict[str, object] = {"state": state, "why": why, "claim": ""}
        if provider:
            values["provider"] = provider
        if state is State.HANDED:
            values["handed_at"] = at
        if state in FINAL:
            values["ended_at"] = at
        Message.objects.filter(pk__in=ids).update(**values, tries=F("tries") + tries)
    named = [(one.ref[:80], one.message_id) for one in settled if one.ref]
    loading.update(Message, ["ref"], named)
    later = [
        (loading.instant(one.due_at), one.message_id) for one in settled if one.due_at is not None
    ]
    loading.update(Message, ["due_at"], later)


@transaction.atomic
def settle(*, by: str, one: Settled) -> bool:
    """Bring one message into a state that may follow its own; False where it may not (any more).

    What ends a message is written down; what only moves it on its way stands in the message itself, as with the tries
    of a worker.
    """
    is_done = _bring(one)
    if is_done and one.state in FINAL:
        unit = Message.objects.values_list("unit", flat=True).get(pk=one.message_id)
        detail = {"state": one.state.value, "why": one.why.value}
        audit.record(by=by, action="message.settle", unit=unit, subject=f"message:{one.message_id}", detail=detail)  # fmt: skip
    return is_done


@transaction.atomic
def settle_all(*, by: str, unit: str, many: Collection[Settled]) -> list[int]:
    """The same for a batch that ends together, written down once; returns those that are brought there."""
    done = [one for one in many if _bring(one)]
    if done:
        states = Counter(one.state.value for one in done)
        detail: Mapping[str, object] = {"messages": len(done), "states": dict(states)}
        audit.record(by=by, action="message.settle", unit=unit, detail=detail)
    return [one.message_id for one in done]


def _bring(one: Settled) -> bool:
    rows = Message.objects.filter(pk=one.message_id, state__in=[x.value for x in BEFORE[one.state]])
    values: dict[str, object] = {"state": one.state.value, "why": one.why.value, "claim": ""}
    if one.state in WAITING:
        values["due_at"] = one.due_at
    if one.ref:
        values["ref"] = one.ref[:80]
    if one.provider:
        values["provider"] = one.provider
    if one.state is State.HANDED:
        values["handed_at"] = one.at
    if one.state in FINAL:
        values["ended_at"] = one.at
    return rows.update(**values) > 0


@transaction.atomic
def postpone(*, by: str, token: str, ids: Collection[int], due_at: dt.datetime) -> None:
    """Messages of one's own that may not go out yet: quiet hours, a daily limit, a provider left alone."""
    rows = Message.objects.filter(claim=token, state=State.CLAIMED, pk__in=list(ids))
    rows.update(state=State.PREPARED, due_at=due_at, claim="")


@transaction.atomic
def drop(*, by: str, unit: str, token: str, ids: Collection[int], state: State, why: Why, at: dt.datetime) -> int:  # fmt: skip
    """Messages of one's own that are not to be sent any more, and why."""
    rows = Message.objects.filter(claim=token, state=State.CLAIMED, pk__in=list(ids))
    many = rows.update(state=state.value, why=why.value, claim="", ended_at=at)
    if many:
        detail: Mapping[str, object] = {"messages": many, "why": why.value}
        audit.record(by=by, action="message.drop", unit=unit, detail=detail)
    return many


@transaction.atomic
def drop_others(*, by: str, unit: str, message_ids: Collection[int], at: dt.datetime) -> int:
    """What messages say has reached its persons: the same by another way does not go out any more. Returns how many."""
    told = Message.objects.filter(pk__in=list(message_ids))
    rows = Message.objects.filter(about__in=told.values("about")).exclude(pk__in=list(message_ids))
    waits = Q(state__in=[one.value for one in WAITING])
    by_clerk = Q(
        state=State.HANDED.value, channel=Way.FILE.value
    )  # on a list, nobody knows whether sent
    many = rows.filter(waits | by_clerk).update(
        state=State.DROPPED.value, why=Why.ELSEWHERE.value, claim="", ended_at=at
    )
    if many:
        detail: Mapping[str, object] = {"messages": many, "why": Why.ELSEWHERE.value}
        audit.record(by=by, action="message.drop", unit=unit, detail=detail)
    return many
