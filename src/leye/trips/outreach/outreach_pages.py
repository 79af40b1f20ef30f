"""推送轮次 as its pages show it: who is told what by which way, what it costs, how it looks, how far it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.messages import selectors as outbox
from leye.apps.messages.models import Message, Round
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.messages.channels import Way, Why
from leye.core.messages.states import FINAL, State
from leye.core.messages.texts import parts
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.notices.outreach import Outreach, load_outreach
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.outreach import outreach_settling
from leye.trips.outreach.carriers import carriers
from leye.trips.outreach.telling import LINK, LINK_WORDS
from leye.trips.rosters.intake import NOTICE

PAGE = 50
STATES = tuple((one.value, one.label) for one in State)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list. done of many: messages in a final state."""

    id: int
    name: str
    number: int
    cycle: str
    title: str
    made_at: dt.datetime
    made_by: str
    begun_at: dt.datetime | None
    many: int
    done: int
    delivered: int


@dataclass(frozen=True, slots=True)
class ByWay:
    """A channel's part of a round. states: (code, label, why, how many), the greatest first."""

    way: str
    label: str
    many: int
    parts: int
    yuan: Decimal
    states: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """How a message looks on a phone. parts: of an SMS; fields: of a template, at most twenty characters each."""

    way: str
    label: str
    text: str
    parts: int
    characters: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round, its ways, previews and sum. is_moving: something of it is still on its way without a person's doing.

    is_asked: a worker still fills it up; written of wanted letters.
    """

    line: RoundLine
    unit: str
    ways: tuple[ByWay, ...]
    previews: tuple[Preview, ...]
    yuan: Decimal
    slips: int
    is_moving: bool
    is_asked: bool
    written: int
    wanted: int
    cite: str


def _told() -> Outreach:
    return load_outreach(NOTICE, clock.today())


def rounds(scope: Scope) -> list[RoundLine]:
    """The newest rounds of the scope."""
    return [_line(scope, row, outbox.shares(scope, row.pk)) for row in outbox.rounds(scope)]


def _line(scope: Scope, row: Round, shares: Sequence[outbox.Share]) -> RoundLine:
    tree = places.tree(scope, clock.today())
    kind = _told().kinds[row.kind]
    ended = {one.value for one in FINAL}
    return RoundLine(
        row.pk, tree.name(row.unit), row.number, row.cycle, kind.title, row.prepared_at, row.prepared_by,
        row.begun_at, sum(one.many for one in shares),
        sum(one.many for one in shares if one.state in ended),
        sum(one.many for one in shares if one.state == State.DELIVERED),
    )  # fmt: skip


def view(scope: Scope, round_id: int) -> RoundView:
    """One round. Raises OutOfScope."""
    row = outbox.round_of(scope, round_id)
    shares = outbox.shares(scope, round_id)
    ways = tuple(_way(way, [x for x in shares if x.channel == way.value]) for way in Way)
    ways = tuple(one for one in ways if one.many)
    previews = tuple(
        _preview(found[0])
        for one in ways
        if (found := outbox.of_round(scope, round_id, channel=one.way, limit=1))
    )
    moving = {State.PREPARED, State.CLAIMED, State.AGAIN, State.UNSURE}
    left = sum(x.many for x in shares if State(x.state) in moving and x.channel != Way.SLIP)
    return RoundView(
        _line(scope, row, shares), row.unit, ways, previews, sum((x.yuan for x in shares), Decimal(0)),
        sum(x.many for x in shares if x.channel == Way.SLIP),
        bool(left and row.begun_at is not None), row.is_asked, row.written, row.wanted, _told().cite,
    )  # fmt: skip


def _way(way: Way, shares: Sequence[outbox.Share]) -> ByWay:
    states = tuple(
        (one.state, State(one.state).label, Why(one.why).label, one.many)
        for one in sorted(shares, key=lambda one: -one.many)
    )
    return ByWay(
        way.value, way.label, sum(one.many for one in shares), sum(one.parts for one in shares),
        sum((one.yuan for one in shares), Decimal(0)), states,
    )  # fmt: skip


def _preview(row: Message) -> Preview:
    way, text = Way(row.channel), row.text.replace("{link}", LINK)
    fields = tuple(row.fields.split("\n")) if way is Way.WECHAT else ()
    many = parts(text) if way in {Way.SMS, Way.FILE} else 0
    return Preview(
        way.value,
        way.label,
        row.text.replace("{link}", LINK_WORDS),
        many,
        len(text),
        fields,
    )


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message to somebody in a list. can_sign: a clerk may say that it has reached him."""

    id: int
    person: PersonRow
    way: str
    state: str
    label: str
    why: str
    text: str
    can_sign: bool


def lines(
    scope: Scope, round_id: int, keys: Keyring, state: str = "", channel: str = "", after: int = 0
) -> list[MessageLine]:
    """Messages of a round with their persons, page by page. Raises OutOfScope."""
    outbox.round_of(scope, round_id)
    rows = outbox.of_round(scope, round_id, state=state, channel=channel, after=after, limit=PAGE)
    ids = [row.person_id for row in rows if row.person_id is not None]
    who = {
        one.id: one for one in shown_people(scope, people.lines(scope, ids), keys, clock.today())
    }
    return [_message(row, who) for row in rows if row.person_id in who]


def _message(row: Message, who: Mapping[int, PersonRow]) -> MessageLine:
    way, state = Way(row.channel), State(row.state)
    signs = {Way.FILE: {State.HANDED}, Way.SLIP: {State.PREPARED, State.AGAIN}}
    return MessageLine(
        row.pk, who[row.person_id or 0], way.label, state.value, state.label, Why(row.why).label,
        row.text.replace("{link}", LINK_WORDS), state in signs.get(way, set()),
    )  # fmt: skip


def file_rows(scope: Scope, round_id: int, keys: Keyring) -> list[list[Value]]:
    """What a clerk sends by her own means: number, name, telephone, text; a named list, so it is written down who had it.

    Raises OutOfScope.
    """
    if not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(round_id)
    row = outbox.round_of(scope, round_id)
    carrier = carriers(Path(settings.HOME))[Way.FILE][0]
    found = outbox.of_round(
        scope, round_id, channel=Way.FILE.value, state=State.HANDED.value, limit=20_000
    )
    found = outreach_settling.listed(found)
    reach = whole.reach(scope, [one.person_id for one in found if one.person_id is not None])
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="message.export", unit=row.unit, subject=f"round:{round_id}",
            detail={"messages": len(found)},
        )  # fmt: skip
    rows: list[list[Value]] = [["编号", "姓名", "联系电话", "内容"]]
    for one in found:
        who = reach.get(one.person_id or 0)
        if who is None:
            continue
        phone = sealing.unseal(keys, who.phone_cipher, PHONE_CONTEXT) if who.phone_cipher else ""
        text = carrier.text_of(one.pk) if hasattr(carrier, "text_of") else one.text
        rows.append([str(one.pk), who.name, phone, text])
    return rows


def providers(scope: Scope) -> list[tuple[str, str]]:
    """(way, provider) as this installation has them."""
    own = carriers(Path(settings.HOME))
    return [(way.label, one.provider) for way, some in own.items() for one in some]
