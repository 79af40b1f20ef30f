"""Receipts written into the outbox: each once, merged in any order, kept also where we know no message for it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.messages.models import DeadAddress, Message, Receipt
from leye.core.messages.channels import Report, Why
from leye.core.messages.states import BEFORE, FINAL, State, together

DEAD = frozenset({Why.DEAD_NUMBER})


@dataclass(frozen=True, slots=True)
class Led:
    """Messages that receipts brought to an end: those that reached somebody, and those that did not."""

    delivered: Sequence[int] = ()
    ended: Sequence[int] = ()


@transaction.atomic
def note(*, by: str, provider: str, reports: Sequence[Report], at: dt.datetime) -> Led:
    """Write reports down and bring their messages to where they lead.

    A report for a message that we do not know is kept: it may come before the answer to our own call.
    """
    own = _messages(provider, reports)
    new = {_receipt_key(one): (one, number) for one, number in zip(reports, own, strict=True)}
    _keep(provider, new, at)
    return _lead({number: one.ref for one, number in new.values() if number is not None}, at)


def _messages(provider: str, reports: Sequence[Report]) -> list[int | None]:
    """By the provider's number; by our own only where the provider is the one that the message was given to."""
    refs = {one.ref[:80] for one in reports if one.ref}
    rows = Message.objects.filter(provider=provider, ref__in=refs).order_by("-pk")
    by_ref = dict(rows.values_list("ref", "pk"))
    rest = {one.id for one in reports if one.id is not None and one.ref[:80] not in by_ref}
    told = Message.objects.filter(pk__in=rest, provider=provider).values_list("pk", "ref")
    refs_of = dict(told)
    return [
        by_ref.get(one.ref[:80])
        or (one.id if refs_of.get(one.id or 0) in {"", one.ref[:80]} else None)
        for one in reports
    ]  # fmt: skip


def _receipt_key(report: Report) -> tuple[str, str]:
    return report.ref[:80] or f"own:{report.id}", report.code[:60]


def _keep(
    provider: str, new: Mapping[tuple[str, str], tuple[Report, int | None]], at: dt.datetime
) -> None:
    """Those that came before are kept once; two who take the same one in at once keep it once."""
    for is_last in (False, True):
        refs = {ref for ref, _ in new}
        rows = Receipt.objects.filter(provider=provider, ref__in=refs)
        known = set(rows.values_list("ref", "code"))
        fresh = [
            {
                "provider": provider, "ref": ref, "code": code, "state": report.state.value,
                "why": report.why.value, "message_id": number, "came_at": at,
            }
            for (ref, code), (report, number) in sorted(new.items())
            if (ref, code) not in known
        ]  # fmt: skip
        try:
            with transaction.atomic():
                loading.insert(Receipt, fresh)
            return
        except IntegrityError:  # somebody was quicker with one of them
            if is_last:
                raise


def _lead(refs: Mapping[int, str], at: dt.datetime) -> Led:
    """Messages (with the provider's number of each) to where all of their receipts lead together."""
    locked = Message.objects.select_for_update().filter(pk__in=list(refs)).order_by("pk")
    rows = {row.pk: row for row in locked}
    told: dict[int, list[tuple[State, str]]] = {}
    for number, one, why in Receipt.objects.filter(message__in=list(rows)).order_by("pk").values_list("message_id", "state", "why"):  # fmt: skip
        told.setdefault(number or 0, []).append((State(one), why))
    groups: dict[tuple[State, str], list[int]] = {}
    for number, some in told.items():
        state = together(one for one, _ in some)
        if state is not None and State(rows[number].state) in BEFORE[state]:
            why = next((why for one, why in some if one is state), "")
            groups.setdefault((state, why), []).append(number)
    for (state, why), ids in groups.items():
        values: dict[str, object] = {"state": state.value, "why": why, "claim": ""}
        values["handed_at" if state is State.HANDED else "ended_at"] = at
        Message.objects.filter(pk__in=ids).update(**values)
        _unreachable([rows[one] for one in ids], state, Why(why), at)
    changed = {one for ids in groups.values() for one in ids}
    named = [(ref[:80], one) for one, ref in refs.items() if ref and one in changed]
    loading.update(Message, ["ref"], [one for one in named if rows[one[1]].ref != one[0]])
    delivered = [x for (state, _), ids in groups.items() if state is State.DELIVERED for x in ids]
    ended = [x for (state, _), ids in groups.items() if state in FINAL for x in ids]
    return Led(sorted(delivered), sorted(set(ended) - set(delivered)))


def _unreachable(rows: Sequence[Message], state: State, why: Why, at: dt.datetime) -> None:
    if state is State.FAILED and why in DEAD:
        for channel in {row.channel for row in rows}:
            told = [x.address_index for x in rows if x.channel == channel and x.address_index]
            dead(by="provider", channel=channel, addresses=told, why=why, at=at)


@transaction.atomic
def match(*, by: str, provider: str, message_ids: Sequence[int], at: dt.datetime) -> Led:
    """Receipts that came before the answer to our call now find their messages."""
    told = Message.objects.filter(pk__in=list(message_ids), provider=provider).exclude(ref="")
    rows = dict(told.values_list("ref", "pk"))
    early = Receipt.objects.filter(provider=provider, ref__in=list(rows), message=None)
    found = list(early.values_list("pk", "ref"))
    return _found({pk: rows[ref] for pk, ref in found}, {rows[ref]: ref for _, ref in found}, at)


@transaction.atomic
def match_late(*, by: str, since: dt.datetime, at: dt.datetime, limit: int = 2000) -> Led:
    """The same for receipts that were written down in the very moment in which the answer was: neither saw the other.

    The newest come first; those of messages that are not ours stay behind.
    """
    strange = Receipt.objects.filter(message=None, came_at__gte=since).order_by("-pk")
    told: dict[str, dict[str, list[int]]] = {}
    for pk, provider, ref in strange.values_list("pk", "provider", "ref")[:limit]:
        told.setdefault(provider, {}).setdefault(ref, []).append(pk)
    receipts, refs = dict[int, int](), dict[int, str]()
    for provider, by_ref in told.items():
        rows = Message.objects.filter(provider=provider, ref__in=list(by_ref)).exclude(ref="")
        for own, ref in rows.order_by("pk").values_list("pk", "ref"):
            receipts.update(dict.fromkeys(by_ref[ref], own))
            refs[own] = ref
    return _found(receipts, refs, at)


def _found(receipts: Mapping[int, int], refs: Mapping[int, str], at: dt.datetime) -> Led:
    if not receipts:
        return Led()
    loading.update(Receipt, ["message_id"], [(own, pk) for pk, own in receipts.items()])
    return _lead(refs, at)


def dead(*, by: str, channel: str, addresses: Sequence[str], why: Why, at: dt.datetime) -> None:
    """Note numbers that reach nobody; one that is known already stays as it is."""
    known = set(
        DeadAddress.objects.filter(channel=channel, address_index__in=list(addresses)).values_list(
            "address_index", flat=True
        )
    )
    rows = [
        {"channel": channel, "address_index": one, "why": why.value, "known_at": at}
        for one in dict.fromkeys(addresses)
        if one not in known
    ]
    loading.insert(DeadAddress, rows)


@transaction.atomic
def used_again(*, by: str, unit: str, addresses: Sequence[str]) -> int:
    """Numbers of which it was said that they are somebody else's are the person's after all."""
    rows = DeadAddress.objects.filter(address_index__in=list(addresses), why=Why.NOT_HIS.value)
    done = rows.delete()[0]
    if done:
        audit.record(by=by, action="message.number_again", unit=unit, subject="numbers", detail={"many": done})  # fmt: skip
    return done
