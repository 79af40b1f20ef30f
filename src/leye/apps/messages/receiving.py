"""Receipts written into the outbox: each once, merged in any order, kept also where we know no message for it."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from leye.apps import loading
from leye.apps.messages.models import DeadAddress, Message, Receipt
from leye.core.messages.channels import Report, Why
from leye.core.messages.states import BEFORE, State, together

DEAD = frozenset({Why.DEAD_NUMBER})


@transaction.atomic
def note(*, by: str, provider: str, reports: Sequence[Report], at: dt.datetime) -> list[int]:
    """Write reports down and bring their messages to where they lead; returns messages that are delivered by them.

    A report for a message that we do not know is kept: it may come before the answer to our own call.
    """
    delivered = []
    for report in reports:
        message = _message(provider, report)
        if _keep(provider, report, message, at) and message is not None:
            delivered += [message.pk] if _lead(message, provider, report.ref, at) else []
    return delivered


def _message(provider: str, report: Report) -> Message | None:
    """By the provider's number; by our own only where the provider is the one that the message was given to."""
    found = (
        Message.objects.filter(provider=provider, ref=report.ref[:80]).first()
        if report.ref
        else None
    )
    if found is None and report.id is not None:
        own = Message.objects.filter(pk=report.id, provider=provider)
        found = own.filter(ref__in=["", report.ref[:80]]).first()
    return found


def _keep(provider: str, report: Report, message: Message | None, at: dt.datetime) -> bool:
    try:
        with transaction.atomic():
            Receipt.objects.create(
                provider=provider, ref=report.ref[:80] or f"own:{report.id}", code=report.code[:60],
                state=report.state.value, why=report.why.value, message=message, came_at=at,
            )  # fmt: skip
    except IntegrityError:
        return False  # it came before
    return True


def _lead(message: Message, provider: str, ref: str, at: dt.datetime) -> bool:
    told = Receipt.objects.filter(message=message).values_list("state", "why")
    state = together(State(one) for one, _ in told)
    if state is None or (state is State.HANDED and message.state == State.HANDED.value):
        return False
    why = next((why for one, why in told if one == state.value), "")
    rows = Message.objects.filter(pk=message.pk, state__in=[one.value for one in BEFORE[state]])
    values: dict[str, object] = {"state": state.value, "why": why, "claim": ""}
    if ref:
        values["ref"] = ref[:80]
    if state is State.HANDED:
        values["handed_at"] = at
    else:
        values["ended_at"] = at
    changed = rows.update(**values)
    if changed and state is State.FAILED and Why(why) in DEAD and message.address_index:
        dead(
            by="provider",
            channel=message.channel,
            addresses=[message.address_index],
            why=Why(why),
            at=at,
        )
    return bool(changed) and state is State.DELIVERED


@transaction.atomic
def match(*, by: str, provider: str, message_ids: Sequence[int], at: dt.datetime) -> list[int]:
    """Receipts that came before the answer to our call now find their messages; returns those delivered by them."""
    delivered = []
    for message in Message.objects.filter(pk__in=list(message_ids), provider=provider).exclude(
        ref=""
    ):
        early = Receipt.objects.filter(provider=provider, ref=message.ref, message=None)
        if early.update(message=message) and _lead(message, provider, message.ref, at):
            delivered.append(message.pk)
    return delivered


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


def failed_by(provider: str, reports: Sequence[Report]) -> list[int]:
    """Messages of the reports that have ended undelivered."""
    refs = [one.ref[:80] for one in reports if one.ref]
    told = Receipt.objects.filter(provider=provider, ref__in=refs, message__isnull=False)
    ended = told.filter(message__state__in=[State.FAILED, State.REFUSED, State.EXPIRED])
    return list(ended.order_by("pk").values_list("message_id", flat=True))
