"""推送, what follows from the end of a message: delivered vacancies are noted, undelivered ones take the next way."""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.matching import actions as matching
from leye.apps.messages import actions, receiving
from leye.apps.messages import selectors as outbox
from leye.apps.messages.actions import New, Settled
from leye.apps.messages.models import Message
from leye.apps.messages.receiving import Led
from leye.apps.training import actions as training
from leye.core.messages.channels import Report, Way, Why
from leye.core.messages.states import State
from leye.core.messages.texts import cost
from leye.core.periods import day_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.outreach import load_outreach
from leye.trips.outreach.audience import audience
from leye.trips.outreach.telling import LINK, key_of, put
from leye.trips.outreach.workers import WORKER
from leye.trips.rosters.intake import NOTICE


def delivered(message_ids: Collection[int], at: dt.datetime, by: str = "worker") -> None:
    """What delivered messages carry counts as delivered on the day of the receipt, and goes out by no other way."""
    if not message_ids:
        return
    actions.drop_others(by=by, unit=WORKER.unit, message_ids=message_ids, at=at)
    carried = outbox.carried(WORKER, message_ids, "proposal")
    ids = [number for numbers in carried.values() for number in numbers]
    if ids:
        matching.brought(by=by, at=at, unit=WORKER.unit, on=day_of(at), proposal_ids=ids)
    told = outbox.carried(WORKER, message_ids, "offer")
    offers = [number for numbers in told.values() for number in numbers]
    if offers:
        training.inform(by=by, offer_ids=offers, on=day_of(at))


def receive(provider: str, reports: Collection[Report], at: dt.datetime) -> int:
    """Take a provider's receipts in; returns how many messages they deliver."""
    with transaction.atomic():
        found = receiving.note(by=provider, provider=provider, reports=list(reports), at=at)
        led(found, at)
    return len(found.delivered)


def led(found: Led, at: dt.datetime) -> None:
    """What follows from receipts; in the transaction that writes them, so that nobody is lost in between."""
    delivered(found.delivered, at)
    next_ways(found.ended)


def next_ways(message_ids: Collection[int]) -> int:
    """Undelivered messages to persons are put in again for their next way; at the end there is the slip.

    In the transaction in which they end: a worker that dies in between would leave a person without any way.
    """
    rows = [row for row in outbox.ended(WORKER, message_ids) if row.person_id is not None]
    if not rows:
        return 0
    told = load_outreach(NOTICE, clock.today())
    persons = {row.person_id for row in rows if row.person_id is not None}
    who = audience(WORKER, persons, told, Path(settings.HOME))
    tried = outbox.ways_tried(WORKER, {row.about for row in rows})
    carried = outbox.carried_all(WORKER, [row.pk for row in rows])
    again: dict[int | None, list[New]] = {}
    for row in rows:
        without = {Way(one) for one in tried[row.about]}
        chosen = who.choose(row.person_id or 0, without)
        if chosen.way in without:
            continue
        price = cost(row.text.replace("{link}", LINK), told.yuan_a_part)
        is_paid = chosen.way is Way.SMS
        one = New(
            key=key_of(row.about, chosen.way.value), about=row.about, subject=row.subject, unit=row.unit,
            kind=row.kind, channel=chosen.way, text=row.text, fields=row.fields, person_id=row.person_id,
            site_id=row.site_id, cycle=row.cycle, address_index=chosen.index,
            parts=price.parts if is_paid else 0, cost=price.yuan if is_paid else price.yuan * 0,
            carries=carried.get(row.pk, ()),
        )  # fmt: skip
        again.setdefault(row.round_id, []).append(one)
    return sum(put(WORKER, new, at_once=True, round_id=one) for one, new in again.items())


def sign_off(scope: Scope, round_id: int, message_ids: Collection[int], at: dt.datetime) -> int:
    """Messages of the file channel or slips that a clerk says have reached their persons. Raises OutOfScope."""
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(round_id)
    outbox.round_of(scope, round_id)
    with transaction.atomic():
        for pk in message_ids:
            row = outbox.message(scope, pk)
            if row.round_id != round_id or Way(row.channel) not in {Way.FILE, Way.SLIP}:
                raise OutOfScope(pk)
        ended = [Settled(pk, State.DELIVERED, Why.NONE, at=at) for pk in message_ids]
        done = actions.settle_all(by=scope.actor, unit=scope.unit, many=ended)
        delivered(done, at, by=scope.actor)
    return len(done)


@transaction.atomic
def listed(rows: Sequence[Message]) -> list[Message]:
    """Those on a clerk's list that may still be sent; whoever stopped or has another's number takes his next way."""
    told, now = load_outreach(NOTICE, clock.today()), clock.now()
    persons = {row.person_id for row in rows if row.person_id is not None}
    who = audience(WORKER, persons, told, Path(settings.HOME))
    over = {}
    for row in rows:
        person, way = row.person_id or 0, Way(row.channel)
        if person and who.says_no(person, way):
            over[row.pk] = Settled(row.pk, State.REFUSED, Why.OPTED_OUT, at=now)
        elif person and (why := who.dead.get(who.address(person, way)[1])):
            over[row.pk] = Settled(row.pk, State.FAILED, Why(why), at=now)
    actions.settle_all(by="worker", unit=WORKER.unit, many=over.values())
    next_ways(list(over))
    return [row for row in rows if row.pk not in over]
