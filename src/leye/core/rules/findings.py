"""A finding: each condition with its verdict, the facts used and the article; the amount step by step.

It is plain and canonical: the same case under the same rule gives the same bytes.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leye.core.digests import canonical
from leye.core.rules.parameters import Parameter, Value


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"yes": "符合", "no": "不符合", "unknown": "不明"}[self.value]


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """One "no" is no; otherwise one "unknown" is unknown."""
    found = set(verdicts)
    if Verdict.NO in found:
        return Verdict.NO
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.YES


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact that was looked at: what it is, what it says, who says so."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Used:
    """A number that was used: which, what it was on the day, and who set it."""

    name: str
    label: str
    value: str
    cite: str
    authority: str
    level: str
    valid_from: str

    @classmethod
    def of(cls, parameter: Parameter, value: Value) -> "Used":
        return cls(
            parameter.name, parameter.label, parameter.shown(value.number), value.cite, value.authority,
            value.level, value.valid_from.isoformat(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """One condition: in words with its numbers, the verdict, why, and the facts used."""

    words: str
    verdict: Verdict
    why: str
    article: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the amount, in words; fen: what stands after it, None where it cannot be worked out."""

    words: str
    fen: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """event_on: the day whose numbers hold. amount_fen: what would be paid if all conditions were met."""

    kind: str
    title: str
    county: str
    event: str
    event_on: dt.date | None
    article: str
    verdict: Verdict
    judged: tuple[Judged, ...]
    steps: tuple[Step, ...]
    amount_fen: int | None
    used: tuple[Used, ...]

    @property
    def payable_fen(self) -> int:
        """What may be paid as it stands: nothing while a condition is not met or not known."""
        return (self.amount_fen or 0) if self.verdict is Verdict.YES else 0

    @property
    def unmet(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if one.verdict is not Verdict.YES)

    def frozen(self) -> bytes:
        """The one way to write it; kept with the application."""
        told: dict[str, object] = {
            "kind": self.kind, "title": self.title, "county": self.county, "event": self.event,
            "event_on": self.event_on.isoformat() if self.event_on else None, "article": self.article,
            "verdict": self.verdict.value, "amount_fen": self.amount_fen,
            "judged": [
                {"words": one.words, "verdict": one.verdict.value, "why": one.why, "article": one.article,
                 "seen": [[seen.label, seen.value, seen.source] for seen in one.seen]}
                for one in self.judged
            ],
            "steps": [[one.words, one.fen] for one in self.steps],
            "used": [[u.name, u.label, u.value, u.cite, u.authority, u.level, u.valid_from] for u in self.used],
        }  # fmt: skip
        return canonical(told)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.frozen()).hexdigest()


def thawed(told: dict[str, object]) -> Finding:
    """The finding that `frozen` wrote, from its parsed JSON."""
    raw: dict[str, list[list[str]]] = told  # type: ignore[assignment]
    judged: list[dict[str, str]] = told["judged"]  # type: ignore[assignment]
    day = str(told["event_on"] or "")
    amount = told["amount_fen"]
    return Finding(
        str(told["kind"]), str(told["title"]), str(told["county"]), str(told["event"]),
        dt.date.fromisoformat(day) if day else None, str(told["article"]), Verdict(str(told["verdict"])),
        tuple(
            Judged(one["words"], Verdict(one["verdict"]), one["why"], one["article"],
                   tuple(Seen(*each) for each in one["seen"]))
            for one in judged
        ),
        tuple(Step(words, int(fen) if fen is not None else None) for words, fen in raw["steps"]),
        amount if isinstance(amount, int) else None,
        tuple(Used(*each) for each in raw["used"]),
    )  # fmt: skip
