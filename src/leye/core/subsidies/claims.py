"""What the checks before paying look at: claims, what is known beside them, and what was found, two rows side by side."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month
from leye.core.rules.findings import Verdict
from leye.core.rules.rules import Book, Rule
from leye.core.subsidies.values import Worked
from leye.core.vocabulary import Category


class Gravity(Category):
    """How far what was found keeps the money back."""

    STOPS = (
        "stops",
        "不能发放",
    )  # until it is cleared up, or recorded with a reason and decided above
    ASKS = "asks", "需要说明"  # an explanation, seen by the level above


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it is declared."""

    code: str
    title: str
    gravity: Gravity
    article: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One person of an application, [start, end). firm: who applies; employer: where the person works.

    number, account, phone: keyed indexes, "" where none is known; papers: digests of the files of the application.
    """

    key: int
    application: int
    kind: str
    county: str
    person: int
    applied_on: dt.date
    start: dt.date
    end: dt.date
    firm: str = ""
    employer: str = ""
    hired_on: dt.date | None = None
    contract_from: dt.date | None = None
    number: str = ""
    account: str = ""
    phone: str = ""
    place: str | None = None
    workshop: int | None = None
    trade: str = ""
    days: Mapping[Month, Decimal] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def months(self) -> Iterator[Month]:
        month = Month.of(self.start)
        while month.first_day < self.end:
            yield month
            month = month.shifted(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger and other departments know of a person. settled None: not known."""

    household: int = 0
    county: str = ""
    birth_date: dt.date | None = None
    sex: str | None = None
    died_on: dt.date | None = None
    settled: tuple[Span, ...] | None = None
    worked: tuple[Worked, ...] = ()


@dataclass(frozen=True, slots=True)
class FirmKnown:
    account: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class WorkshopKnown:
    recognised: tuple[Span, ...]
    ran: frozenset[Month]


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that claims are held against, and the rules."""

    book: Book
    persons: Mapping[int, Known] = field(default_factory=dict)
    firms: Mapping[str, FirmKnown] = field(default_factory=dict)
    workshops: Mapping[int, WorkshopKnown] = field(default_factory=dict)
    looked_up: dict[tuple[str, str, dt.date], int | None] = field(default_factory=dict)

    def rule(self, claim: Claim) -> Rule:
        return self.book.rules[claim.kind]

    def number(self, name: str, claim: Claim) -> int | None:
        """A number of the claim's county on the day of application; None where none is set. Each is looked up once."""
        asked = (name, claim.county, claim.applied_on)
        if asked not in self.looked_up:
            value = self.book.parameters[name].on(claim.county, claim.applied_on)
            self.looked_up[asked] = value.number if value else None
        return self.looked_up[asked]

    def are_kin(self, one: str, other: str) -> bool:
        """Whether two firms share an account or a telephone."""
        a, b = self.firms.get(one), self.firms.get(other)
        if a is None or b is None or one == other:
            return False
        return bool((a.account and a.account == b.account) or (a.phone and a.phone == b.phone))


Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rows: whose it is, and label by label what it says. key: of a claim, None for a record."""

    title: str
    lines: Lines
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A check that a claim met: in words, with what it stands against."""

    code: str
    claim: Claim
    words: str
    other: Claim | None = None
    record: Side | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a claim, the two rows side by side. other: the other claim's key."""

    check: Check
    claim: int
    other: int | None
    words: str
    mine: Side
    theirs: Side | None


def worst(found: list[Found]) -> Verdict:
    """Whether a claim may go on: no while something stops it, not known while something is to be explained."""
    if any(one.check.gravity is Gravity.STOPS for one in found):
        return Verdict.NO
    return Verdict.UNKNOWN if found else Verdict.YES
