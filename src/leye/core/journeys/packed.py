"""What comes out of putting parties into vehicles, and what somebody costs who goes by himself."""

from dataclasses import dataclass

from leye.core.journeys.values import Party, Rules

ALONE, LEFT = -1, -2


@dataclass(frozen=True, slots=True)
class Packed:
    """places: the slot of each party by number, ALONE or LEFT. bound: of cost, both in fen. seconds: it took."""

    places: tuple[int, ...]
    cost: int
    bound: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try, on how many cores."""

    seconds: float
    workers: int = 2


def alone_cost(party: Party, rules: Rules) -> int | None:
    """What it counts when a party goes by itself, as late as it can; None where nobody may."""
    own = rules.own.get(party.to)
    return (
        None
        if own is None or not party.days
        else party.many * own + rules.wait * party.waiting(party.days[-1])
    )
