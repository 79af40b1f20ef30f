"""推送 for other rooms: letters in, messages in the outbox out, each once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from leye.apps.messages import actions
from leye.apps.messages.actions import New
from leye.core.messages.channels import Way
from leye.core.messages.texts import cost
from leye.core.periods import Month
from leye.core.scope import Scope
from leye.gateways import clock
from leye.notices.outreach import Kind, Outreach, load_outreach
from leye.trips.outreach.audience import Audience, Chosen, audience
from leye.trips.rosters.intake import NOTICE

LINK = "http://127.0.0.1:8000/p/#" + "x" * 24  # as long as a link is, for what a message costs
LINK_WORDS = "（本人页面链接）"  # what stands for it where a clerk reads the message


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to somebody. subject: "person:17", or "unit:150124" for a unit's own page.

    kind: one of the notice's outreach.yaml; key: what is told, so that it is told once a cycle; text: the things, put
    into the kind's words. fields: for a WeChat template; carries: (kind, number) of what counts as delivered with it.
    unit: only for a subject that is no person; sms_index: the digest of the number on which such a one is told.
    """

    subject: str
    kind: str
    key: str
    text: str
    fields: tuple[str, ...] = ()
    carries: tuple[tuple[str, int], ...] = field(default=())
    unit: str = ""
    sms_index: str = ""

    @property
    def person(self) -> int | None:
        """The person's id, None for another subject."""
        who, _, number = self.subject.partition(":")
        return int(number) if who == "person" else None


def tell(scope: Scope, letters: Sequence[Letter]) -> int:
    """Put letters into the outbox, to be sent at once; what was told before in the cycle is not told again.

    Persons outside of the scope are left out. Returns how many messages are new.
    """
    new = messages_of(scope, letters)
    return put(scope, new, at_once=True) if new else 0


def put(scope: Scope, new: Sequence[New], *, at_once: bool, round_id: int | None = None) -> int:
    """Put messages in. Two who do it side by side put each in once: the database holds the key."""
    at = clock.now()
    for is_last in (False, True):
        try:
            return actions.put(
                by=scope.actor, unit=scope.unit, new=new, at=at, due_at=at if at_once else None,
                round_id=round_id,
            )  # fmt: skip
        except (
            IntegrityError
        ):  # somebody was quicker with one of them: what is there now is left out
            if is_last:
                raise
    return 0


def messages_of(scope: Scope, letters: Sequence[Letter]) -> list[New]:
    """The messages that letters become: by which way, in which words, at which cost."""
    told = load_outreach(NOTICE, clock.today())
    persons = {one.person for one in letters if one.person is not None}
    numbers = {one.sms_index for one in letters if one.person is None}
    who = audience(scope, persons, told, Path(settings.HOME), also=numbers)
    cycles = {"month": str(Month.of(clock.today())), "once": ""}
    return [
        made(one, told.kinds[one.kind], told, who, cycles[told.kinds[one.kind].cycle])
        for one in letters
        if one.person is None or one.person in who.people
    ]


def made(
    letter: Letter, kind: Kind, told: Outreach, who: Audience, cycle: str, without: Sequence[Way] = ()
) -> New:  # fmt: skip
    """One letter as a message."""
    person = letter.person
    chosen = _by_number(letter, who) if person is None else who.choose(person, without)
    reach = who.people.get(person) if person is not None else None
    many = max(len(letter.carries), 1)
    text = kind.text.replace("{signature}", told.signature).replace("{many}", str(many))
    text = text.replace("{things}", letter.text)
    price = cost(text.replace("{link}", LINK), told.yuan_a_part)
    is_paid = chosen.way is Way.SMS
    about = key_of(letter.subject, letter.kind, letter.key, cycle)
    return New(
        key=key_of(about, chosen.way.value), about=about, subject=letter.subject,
        unit=reach.county if reach else letter.unit, kind=letter.kind, channel=chosen.way, text=text,
        fields="\n".join(letter.fields), person_id=person, site_id=reach.site_id if reach else None,
        cycle=cycle, address_index=chosen.index, parts=price.parts if is_paid else 0,
        cost=price.yuan if is_paid else price.yuan * 0, carries=letter.carries,
    )  # fmt: skip


def _by_number(letter: Letter, who: Audience) -> Chosen:
    """Somebody who is no person of the ledger: by SMS where he has a number that is not dead."""
    reaches = letter.sms_index and letter.sms_index not in who.dead and Way.SMS in who.ways
    return Chosen(Way.SMS, letter.sms_index) if reaches else Chosen(Way.FILE, "")


def key_of(*parts: str) -> str:
    """The digest of what makes a message one: equal parts, equal key."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
