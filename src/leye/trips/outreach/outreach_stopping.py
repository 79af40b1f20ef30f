"""退订 by other ways than one's own page: an SMS that somebody wrote back, and a word at the desk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.messages import selectors as outbox
from leye.apps.messages import wishes
from leye.apps.people import whole
from leye.core.messages.channels import Way, Why
from leye.core.messages.states import State
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.notices.outreach import load_outreach
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.outreach.audience import BY_PHONE
from leye.trips.outreach.audience import wishes as wishes_of
from leye.trips.outreach.telling import LINK_WORDS
from leye.trips.outreach.workers import WORKER
from leye.trips.rosters.intake import NOTICE

SOURCES = {"page": "本人页面", "desk": "窗口登记", "provider": "短信回复", "case": "核实本人反映"}
STOPS = frozenset({"退订", "退", "TD", "T", "N", "不再接收", "停止", "拒收"})


def replied(replies: Sequence[tuple[str, str]]) -> int:
    """What people wrote back: whoever has a number from which 退订 came is told nothing more by it. Returns how many people.

    A telephone that several share is theirs together: the word holds for all of them, each may take it back.
    """
    keys, version = (
        keys_of(Path(settings.HOME)),
        load_outreach(NOTICE, clock.today()).notice_version,
    )
    many = 0
    for number, text in replies:
        if text.strip().upper().rstrip("。.!！") not in STOPS:
            continue
        index = sealing.index(keys, number.removeprefix("+86"), PHONE_CONTEXT)
        for person, county in whole.with_phone(WORKER, index):
            for way in sorted(BY_PHONE):
                wishes.answer(
                    by="provider", unit=county, person_id=person, channel=way.value, is_yes=False,
                    version=version, source="provider", at=clock.now(),
                )  # fmt: skip
            many += 1
    return many


@dataclass(frozen=True, slots=True)
class Sent:
    """A message to a person, in words."""

    at: dt.datetime
    way: str
    state: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about messages: where, of which channel ("" for all), to which version of the text."""

    at: dt.datetime
    source: str
    way: str
    is_yes: bool
    version: str


@dataclass(frozen=True, slots=True)
class Told:
    """What went to a person and what he said of it."""

    takes: bool
    stops: bool
    answers: tuple[Said, ...]
    found: tuple[Sent, ...]


def told(scope: Scope, person: int) -> Told:
    """A person's messages and words, the newest first. Raises OutOfScope."""
    if person not in whole.reach(scope, [person]):
        raise OutOfScope(person)
    said = outbox.last_answer(scope, person)
    wished = wishes_of(scope, person)
    return Told(
        wished.takes,
        wished.stops,
        tuple(
            Said(
                one.said_at, SOURCES.get(one.source, ""),
                Way(one.channel).label if one.channel else "", one.is_yes, one.text_version,
            )
            for one in said
        ),
        tuple(
            Sent(
                one.prepared_at, Way(one.channel).label, State(one.state).label, Why(one.why).label,
                one.text.replace("{link}", LINK_WORDS),
            )
            for one in outbox.of_person(scope, person)
        ),
    )  # fmt: skip


def at_desk(scope: Scope, person: int, takes: bool) -> None:
    """Somebody said at the desk that he wants no messages, or wants them again. Raises OutOfScope."""
    reach = whole.reach(scope, [person]).get(person)
    if reach is None or not scope.may(Capability.SEND_MESSAGES):
        raise OutOfScope(person)
    wishes.answer(
        by=scope.actor, unit=reach.county, person_id=person, channel="", is_yes=takes,
        version=load_outreach(NOTICE, clock.today()).notice_version, source="desk", at=clock.now(),
    )  # fmt: skip
