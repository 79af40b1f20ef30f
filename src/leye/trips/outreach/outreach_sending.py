"""推送, the worker's part: claim what is due, leave out what may not go, hand over, write down what came of it."""

import datetime as dt
import functools
import secrets
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from leye.apps.messages import actions, receiving, wishes
from leye.apps.messages import selectors as outbox
from leye.apps.messages.actions import Settled
from leye.apps.messages.models import Message
from leye.core.messages.channels import Answer, Outcome, Parcel, Way, Why
from leye.core.messages.retrying import next_try, spread
from leye.core.messages.states import State
from leye.core.periods import SHANGHAI
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.channels.carrier import Carrier
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.outreach import Outreach, load_outreach
from leye.trips import passing
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.outreach.audience import BY_PHONE, Audience, audience
from leye.trips.outreach.carriers import address, carriers
from leye.trips.outreach.escort_mail import addressed
from leye.trips.outreach.outreach_lapsing import lapsed
from leye.trips.outreach.outreach_settling import led, next_ways
from leye.trips.outreach.workers import WORKER
from leye.trips.passing import Purpose
from leye.trips.rosters.intake import NOTICE

BOUND_CONTEXT = "message.bound"
LATE = dt.timedelta(days=4)  # as long as a receipt that nobody knows is looked at again
JUST = dt.timedelta(minutes=15)  # longer than two transactions can have missed each other in work


@dataclass(frozen=True, slots=True)
class Pace:
    """batch: messages in a worker's hands; lease: how long; grace: after it a call has ended for certain."""

    batch: int = 200
    lease: dt.timedelta = dt.timedelta(minutes=3)
    grace: dt.timedelta = dt.timedelta(minutes=10)
    spread: int = 20  # seconds over which retries are strewn


PACE = Pace()
ENDED = frozenset({State.FAILED, State.EXPIRED, State.REFUSED})  # then the next way is taken


def send_once(keys: Keyring, home: Path, pace: Pace = PACE) -> bool:
    """Hand over a batch of each way; False where nothing was due."""
    now = clock.now()
    lost = actions.give_back(by="worker", before=now - pace.lease, ask_at=now + pace.grace)
    told = load_outreach(NOTICE, clock.today())
    done = [_send(way, some, keys, home, told, pace) for way, some in carriers(home).items()]
    return sum(done) + lost > 0


def _send(
    way: Way, some: Sequence[Carrier], keys: Keyring, home: Path, told: Outreach, pace: Pace
) -> int:
    now = clock.now()
    carrier = _working(some, now)
    if carrier is None or (way is not Way.FILE and told.quiet.holds(now)):
        return 0  # nothing is claimed: the queue keeps
    token = secrets.token_hex(8)
    if not actions.claim(by="worker", channel=way.value, token=token, now=now, limit=pace.batch):
        return 0
    rows = outbox.in_hand(WORKER, token)
    persons = {row.person_id for row in rows if row.person_id is not None}
    who = audience(WORKER, persons, told, home)
    going = _sorted_out(rows, token, way, who, told, now)
    parcels = _parcels(going, way, who, keys, home, told)
    ids = [one.id for one in parcels]
    own = actions.calling(
        by="worker", token=token, ids=ids, provider=carrier.provider, at=clock.now()
    )
    if own != len(ids):
        return len(rows)  # the lease ran out meanwhile: somebody else has them
    answers = _hand(carrier, parcels)
    _write(carrier, token, {row.pk: row for row in going}, answers, told, pace)
    return len(rows)


def _working(some: Sequence[Carrier], now: dt.datetime) -> Carrier | None:
    """The first provider that is not left alone at the moment."""
    for carrier in some:
        state = outbox.breaker(WORKER, carrier.provider)
        if state is None or state.open_until is None or state.open_until <= now:
            return carrier
    return None


def _sorted_out(
    rows: Sequence[Message], token: str, way: Way, who: Audience, told: Outreach, now: dt.datetime
) -> list[Message]:
    """Those that may go: not refused meanwhile, nothing in it closed, address there and his, not too many a day."""
    over = lapsed(WORKER, [row.pk for row in rows], clock.today())
    left: dict[tuple[State, Why], list[int]] = {}
    going = []
    for row in rows:
        person = row.person_id
        if row.pk in over:
            left.setdefault((State.DROPPED, over[row.pk]), []).append(row.pk)
        elif person is not None and who.says_no(person, way):
            left.setdefault((State.REFUSED, Why.OPTED_OUT), []).append(row.pk)
        elif person is not None and not who.address(person, way)[0]:
            left.setdefault((State.DROPPED, Why.NO_ADDRESS), []).append(row.pk)
        elif person is not None and (why := who.dead.get(who.address(person, way)[1])):
            left.setdefault((State.FAILED, Why(why)), []).append(row.pk)
        else:
            going.append(row)
    moved = {
        row.pk: index
        for row in going
        if row.person_id is not None
        and (index := who.address(row.person_id, way)[1]) != row.address_index
    }
    actions.readdress(by="worker", token=token, indexes=moved)
    for row in going:
        row.address_index = moved.get(row.pk, row.address_index)
    with transaction.atomic():
        for (state, reason), ids in left.items():
            actions.drop(
                by="worker", unit=WORKER.unit, token=token, ids=ids, state=state, why=reason, at=now
            )
        next_ways([pk for ids in left.values() for pk in ids])
    return _within_the_day(going, token, told, now)


def _within_the_day(
    rows: Sequence[Message], token: str, told: Outreach, now: dt.datetime
) -> list[Message]:
    local = now.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    had = Counter(outbox.sent_today(WORKER, {row.address_index for row in rows} - {""}, midnight))
    going, later = [], []
    for row in rows:
        if row.address_index and row.channel != Way.FILE and had[row.address_index] >= told.a_day:
            later.append(row.pk)
            continue
        had[row.address_index] += 1
        going.append(row)
    tomorrow = midnight + dt.timedelta(days=1, hours=told.quiet.ends)
    if later:
        actions.postpone(by="worker", token=token, ids=later, due_at=tomorrow)
    return going


def _parcels(
    rows: Sequence[Message], way: Way, who: Audience, keys: Keyring, home: Path, told: Outreach
) -> list[Parcel]:
    links = _links(rows, home, told)
    escorts = addressed(WORKER, rows, keys)
    context = PHONE_CONTEXT if way in BY_PHONE else BOUND_CONTEXT
    found = []
    for row in rows:
        cipher = who.address(row.person_id, way)[0] if row.person_id is not None else ""
        to = sealing.unseal(keys, cipher, context) if cipher and way is not Way.FILE else ""
        link = links.get(row.pk, "")
        if row.pk in escorts:
            to, link = escorts[row.pk].to, f"{address(home)}/p/#{escorts[row.pk].key}"
        text = row.text.replace("{link}", link)
        found.append(Parcel(row.pk, to, text, link, tuple(row.fields.split("\n")), row.kind))
    return found


def _links(rows: Sequence[Message], home: Path, told: Outreach) -> dict[int, str]:
    """A new link to each receiver's own page; an address of this installation and a key that nobody keeps."""
    wanted = [row for row in rows if "{link}" in row.text and row.person_id is not None]
    keys = passing.issue(
        WORKER, Purpose.PERSON, [(row.subject, row.unit) for row in wanted], told.link_days
    ) if wanted else []  # fmt: skip
    base = address(home)
    return {row.pk: f"{base}/p/#{key}" for row, key in zip(wanted, keys, strict=True)}


def _hand(carrier: Carrier, parcels: Sequence[Parcel]) -> list[tuple[Parcel, Answer, float]]:
    """Call the provider for each parcel, several side by side; no transaction is open meanwhile."""

    def call(parcel: Parcel) -> tuple[Parcel, Answer, float]:
        began = time.perf_counter()
        answer = carrier.hand(parcel)
        return parcel, answer, time.perf_counter() - began

    if carrier.at_once == 1:
        return [call(parcel) for parcel in parcels]
    return list(_callers(carrier.provider, carrier.at_once).map(call, parcels))


@functools.cache
def _callers(provider: str, at_once: int) -> ThreadPoolExecutor:
    """The threads that call a provider; they are kept, and with them their open connections."""
    return ThreadPoolExecutor(at_once, thread_name_prefix=provider)


def _write(
    carrier: Carrier, token: str, rows: Mapping[int, Message],
    answers: Sequence[tuple[Parcel, Answer, float]], told: Outreach, pace: Pace,
) -> None:  # fmt: skip
    now = clock.now()
    settled = [
        (_settled(rows[parcel.id], answer, carrier.provider, now, told, pace), answer, seconds)
        for parcel, answer, seconds in answers
    ]
    with transaction.atomic():
        own = actions.tried(
            by="worker", token=token, provider=carrier.provider, at=now, answers=settled
        )
        _note_dead(carrier, rows, [one for one, _, _ in settled], now)
        next_ways([one.message_id for one, _, _ in settled if one.state in ENDED])
    _match_early(carrier.provider, own, now)
    many = Counter(answer.outcome for _, answer, _ in answers)
    bad = many[Outcome.UNSURE] + sum(
        1 for _, answer, _ in answers if answer.outcome is Outcome.AGAIN and answer.why is Why.BUSY
    )
    well = many[Outcome.TAKEN] + many[Outcome.NEVER]
    wishes.fared(by="worker", provider=carrier.provider, failed=bad, well=well, now=now)


def _match_early(provider: str, message_ids: Sequence[int], now: dt.datetime) -> None:
    """Receipts that came before the answer was written down.

    In a transaction of its own, once everybody sees the answer: within the first one those that came while it was open
    had all been missed, a tenth of a million on a busy machine.
    """
    with transaction.atomic():
        led(receiving.match(by="worker", provider=provider, message_ids=message_ids, at=now), now)


def _note_dead(
    carrier: Carrier, rows: Mapping[int, Message], settled: Sequence[Settled], now: dt.datetime
) -> None:
    """Numbers of which the provider says that they reach nobody."""
    ended = [one for one in settled if one.state in ENDED and one.why is Why.DEAD_NUMBER]
    dead = {rows[one.message_id].address_index for one in ended} - {""}
    if dead:
        channel = carrier.way.value
        receiving.dead(by="worker", channel=channel, addresses=sorted(dead), why=Why.DEAD_NUMBER, at=now)  # fmt: skip


def _settled(
    row: Message, answer: Answer, provider: str, now: dt.datetime, told: Outreach, pace: Pace
) -> Settled:
    """What an answer means for the message."""
    match answer.outcome:
        case Outcome.TAKEN:
            return Settled(row.pk, State.HANDED, Why.NONE, provider, answer.ref, None, now)
        case Outcome.UNSURE:
            ask_at = now + pace.grace
            return Settled(row.pk, State.UNSURE, Why.NO_ANSWER, provider, answer.ref, ask_at, now)
        case Outcome.NEVER:
            state = State.REFUSED if answer.why is Why.BLACKLISTED else State.FAILED
            return Settled(row.pk, state, answer.why, provider, answer.ref, None, now)
        case Outcome.AGAIN:
            since = row.released_at or row.prepared_at
            due_at = next_try(told.patience, row.tries + 1, since, now)
            if due_at is None:
                return Settled(row.pk, State.EXPIRED, answer.why, provider, "", None, now)
            due_at += spread(row.pk, pace.spread)
            return Settled(row.pk, State.AGAIN, answer.why, provider, "", due_at, now)


def resolve_once(keys: Keyring, home: Path, pace: Pace = PACE) -> bool:
    """Ask providers for messages whose answer was lost; none is ever sent again before the provider says it has not."""
    now = clock.now()
    rows = outbox.unsure(WORKER, now)
    told = load_outreach(NOTICE, clock.today())
    persons = {row.person_id for row in rows if row.person_id is not None}
    who = audience(WORKER, persons, told, home)
    answers = _asked(rows, who, keys, home)
    known = _resolved([(row, answer) for row, answer in answers if answer is not None], home, now)
    later = [row.pk for row in rows if row.pk not in known]
    if later:
        actions.ask_later(by="worker", ids=later, due_at=now + pace.grace)
    with transaction.atomic():
        led(receiving.match_late(by="worker", since=now - JUST, at=now), now)
    old = outbox.stale(WORKER, now - dt.timedelta(hours=told.patience.hours))
    with transaction.atomic():
        over = [Settled(pk, State.EXPIRED, Why.TOO_LATE, at=now) for pk in old]
        actions.settle_all(by="worker", unit=WORKER.unit, many=over)
        next_ways(old)
    return bool(rows or old)


def match_all_late(scope: Scope) -> int:
    """Once an hour: receipts of days that missed the answer to their call while every worker stood still."""
    now = clock.now()
    with transaction.atomic():
        found = receiving.match_late(by=scope.actor, since=now - LATE, at=now, limit=20_000)
        led(found, now)
    return len(found.delivered) + len(found.ended)


def _asked(
    rows: Sequence[Message], who: Audience, keys: Keyring, home: Path
) -> list[tuple[Message, Answer | None]]:
    """What the providers say of messages of unknown state, several asked side by side."""
    found: list[tuple[Message, Answer | None]] = []
    for carrier, some in _by_carrier(rows, who, home):
        asked = [(row, _question(row, carrier.way, who, keys)) for row in some]
        if carrier.at_once == 1:
            found += [(row, carrier.find(*question)) for row, question in asked]
            continue
        pool = _callers(carrier.provider, carrier.at_once)
        told = pool.map(carrier.find, *zip(*(question for _, question in asked), strict=True))
        found += zip(some, told, strict=True)
    return found


def _same_address(row: Message, who: Audience) -> bool:
    """A provider is asked by number or account: under another one it would know nothing of what it has sent."""
    if row.person_id is None or not row.address_index:
        return True
    return who.address(row.person_id, Way(row.channel))[1] == row.address_index


def _by_carrier(
    rows: Sequence[Message], who: Audience, home: Path
) -> list[tuple[Carrier, list[Message]]]:
    found: dict[str, tuple[Carrier, list[Message]]] = {}
    for row in rows:
        carrier = _given_to(row, home)
        if carrier is not None and row.calling_at is not None and _same_address(row, who):
            found.setdefault(carrier.provider, (carrier, []))[1].append(row)
    return list(found.values())


def _given_to(row: Message, home: Path) -> Carrier | None:
    some = carriers(home).get(Way(row.channel), ())
    return next((one for one in some if one.provider == row.provider), some[0] if some else None)


def _question(row: Message, way: Way, who: Audience, keys: Keyring) -> tuple[Parcel, str]:
    cipher = who.address(row.person_id, way)[0] if row.person_id is not None else ""
    context = PHONE_CONTEXT if way in BY_PHONE else BOUND_CONTEXT
    to = sealing.unseal(keys, cipher, context) if cipher and way is not Way.FILE else ""
    day = row.calling_at.astimezone(SHANGHAI).strftime("%Y%m%d") if row.calling_at else ""
    return Parcel(row.pk, to, "", "", (), row.kind), day


def _resolved(
    told: Sequence[tuple[Message, Answer]], home: Path, now: dt.datetime
) -> set[int]:  # fmt: skip
    """Bring messages to where their providers' answers lead; returns those of which a provider could tell."""
    settled, taken = [], dict[str, list[int]]()
    for row, answer in told:
        one = Settled(row.pk, State.PREPARED, due_at=now)
        carrier = _given_to(row, home)
        provider = carrier.provider if carrier else ""
        if answer.outcome is Outcome.TAKEN:
            one = Settled(row.pk, State.HANDED, Why.NONE, provider, answer.ref, None, now)
            taken.setdefault(provider, []).append(row.pk)
        settled.append((one, row.calling_at))
    with transaction.atomic():
        moved = set(actions.resolved(by="worker", answers=settled))
    for provider, ids in taken.items():
        _match_early(provider, [pk for pk in ids if pk in moved], now)
    return {row.pk for row, _ in told}
