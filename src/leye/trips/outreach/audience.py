"""推送, by which way each person is reached: the account or number that he has, may be used and is not dead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from leye.apps.messages import selectors as outbox
from leye.apps.people import whole
from leye.apps.people.whole import Reach
from leye.core.messages.channels import Way
from leye.core.scope import Scope
from leye.notices.outreach import Outreach
from leye.trips.outreach.carriers import carriers

BY_PHONE = frozenset({Way.SMS, Way.FILE})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way to a person, and the keyed digest of his number or account ("" for the slip)."""

    way: Way
    index: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """Whether a person takes messages at all, and whether he stopped them by some way."""

    takes: bool
    stops: bool


def wishes(scope: Scope, person: int) -> Wishes:
    """What a person's words come to, over the ways by which he could be reached: by telephone, and where he bound."""
    said = outbox.answers(scope, [person])
    ways = {way.value for way in BY_PHONE} | {way for _, way in outbox.bound(scope, [person])}
    yes = {said.get((person, way), said.get((person, ""), True)) for way in ways}
    return Wishes(True in yes, False in yes)


@dataclass(frozen=True, slots=True)
class Audience:
    """What is known of persons: where they are, what they said, which accounts they bound, what is dead."""

    people: dict[int, Reach]
    answers: dict[tuple[int, str], bool]
    bound: dict[tuple[int, str], tuple[str, str]]
    dead: Mapping[str, str]  # index → why it reaches nobody
    ways: tuple[Way, ...]
    needs_yes: frozenset[Way]

    def says_no(self, person: int, way: Way) -> bool:
        """Whether he does not want to be told by a way: by his last word, be it on this way or on all."""
        return not self.answers.get((person, way.value), self.answers.get((person, ""), True))

    def address(self, person: int, way: Way) -> tuple[str, str]:
        """(sealed number or account, its index); two empty texts where there is none."""
        one = self.people.get(person)
        if way in BY_PHONE:
            return (one.phone_cipher, one.phone_index) if one else ("", "")
        return self.bound.get((person, way.value), ("", ""))

    def choose(self, person: int, without: Collection[Way] = ()) -> Chosen:
        """The first way that reaches a person; the slip where none does."""
        for way in self.ways:
            cipher, index = self.address(person, way)
            allowed = not self.says_no(person, way)
            if way in self.needs_yes and not self.answers.get((person, way.value), bool(cipher)):
                allowed = False
            if way not in without and cipher and index not in self.dead and allowed:
                return Chosen(way, index)
        return Chosen(Way.SLIP, "")


def audience(
    scope: Scope,
    persons: Collection[int],
    told: Outreach,
    home: Path,
    *,
    also: Collection[str] = (),
) -> Audience:
    """What is known of persons of the scope; whoever is not the scope's is left out.

    also: addresses of receivers who are no persons of the ledger.
    """
    people, bound = whole.reach(scope, persons), outbox.bound(scope, persons)
    indexes = {*(one.phone_index for one in people.values()), *(x for _, x in bound.values()), *also}  # fmt: skip
    return Audience(
        people,
        outbox.answers(scope, persons),
        bound,
        outbox.dead(scope, indexes - {""}),
        tuple(way for way in told.ways if way in carriers(home)),
        told.needs_yes,
    )
