"""The bank's answer beside the list that it answers: every line of either side is told, none is lost."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Told(StrEnum):
    PAID = "paid"
    RETURNED = "returned"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    TWICE = "twice"
    UNREAD = "unread"

    @property
    def label(self) -> str:
        return {
            "paid": "已到账", "returned": "银行退回", "different": "金额不符", "unknown": "清单里没有",
            "twice": "回单重复", "unread": "读不出结果",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of the list: its number there, and fen."""

    no: int
    fen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A line of the answer. no, fen, is_paid: None where that could not be read; why: the bank's words."""

    row_no: int
    no: int | None
    fen: int | None
    is_paid: bool | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer's line says of the list. no: None of a line that the list does not have."""

    row_no: int
    told: Told
    no: int | None
    fen: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """settled: a value for each line of the answer, in its order; missing: numbers that the bank said nothing of."""

    settled: tuple[Settled, ...]
    missing: tuple[int, ...]

    def fen(self, told: Told) -> int:
        return sum(one.fen or 0 for one in self.settled if one.told is told)


def reconcile(sent: Sequence[Sent], answers: Sequence[Answer]) -> Reconciled:
    """Lay the answer beside the list. A line answered twice alike counts once; twice differently stays open."""
    expected = {line.no: line.fen for line in sent}
    said: dict[int, set[tuple[bool | None, int | None]]] = {}
    for one in answers:
        if one.no is not None:
            said.setdefault(one.no, set()).add((one.is_paid, one.fen))
    seen: set[int] = set()
    settled = []
    for one in answers:
        told = _told(one, expected, said, seen)
        settled.append(Settled(one.row_no, told, one.no, one.fen, one.why))
    missing = tuple(no for no in expected if no not in said)
    return Reconciled(tuple(settled), missing)


def _told(
    one: Answer,
    expected: dict[int, int],
    said: dict[int, set[tuple[bool | None, int | None]]],
    seen: set[int],
) -> Told:
    if one.no is None:
        return Told.UNREAD
    if one.no not in expected:
        return Told.UNKNOWN
    if one.no in seen or len(said[one.no]) > 1:
        return Told.TWICE
    if one.is_paid is None or one.fen is None:
        return Told.UNREAD
    seen.add(one.no)
    if one.fen != expected[one.no]:
        return Told.DIFFERENT
    return Told.PAID if one.is_paid else Told.RETURNED


CLEAR = frozenset({Told.PAID, Told.RETURNED})


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of an answer as it was kept. is_settled: somebody has cleared it up by hand."""

    id: int
    told: Told
    no: int | None
    is_settled: bool


def still_open(kept: Sequence[Kept], waiting: Collection[int]) -> tuple[list[int], list[int]]:
    """(ids of lines that nobody has cleared up, numbers that wait for the bank's word and no open line speaks of).

    waiting: numbers of the list's payments without an answer. A line about a payment of which the bank has spoken
    since is cleared up by that.
    """
    lines = [
        one
        for one in kept
        if one.told not in CLEAR
        and not one.is_settled
        and (one.told is Told.UNKNOWN or one.no is None or one.no in waiting)
    ]
    spoken = {one.no for one in lines}
    return [one.id for one in lines], [no for no in waiting if no not in spoken]
