"""Sharing out vacancies under their openings: the best for all, with a bound that says how far it can be from it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from leye.core.late import Late
from leye.core.matching.data import Instance, Ints, Person, Rule
from leye.core.matching.index import index_of

if TYPE_CHECKING:
    from leye.core.matching import auction, drawing, kernels
else:
    auction = Late("leye.core.matching.auction")
    drawing = Late("leye.core.matching.drawing")
    kernels = Late("leye.core.matching.kernels")

STORED = (
    96  # candidates of a person that are kept at hand; the others are drawn when prices have risen
)
STEP = 3  # the auction's step in quarter points: the sum is at most so much a slot below the best


@dataclass(frozen=True, slots=True)
class Shared:
    """held: (n, k) vacancies by place, -1 where none; prices: (m,) in quarter points, the queue for a vacancy.

    value: of the sharing-out; bound: no sharing-out is worth more (both in quarter points).
    """

    held: NDArray[np.int32]
    prices: Ints
    taken: Ints
    value: int
    bound: int
    bids: int
    rescans: int

    @property
    def gap(self) -> float:
        """How far from the best the sharing-out can be, as a share of it."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def slots(self) -> int:
        return int((self.held >= 0).sum())

    def served(self, k: int) -> NDArray[np.bool_]:
        """Who has k vacancies."""
        found: NDArray[np.bool_] = (self.held >= 0).sum(axis=1) >= k
        return found


def share(instance: Instance, step: int = STEP, stored: int = STORED) -> Shared:
    """Share out. The value is proved to be within `step` a slot of the best; `bound` says how near it came.

    stored: candidates kept at hand, at least what a person holds, wants and compares with.
    """
    # Neighbours bid for the same vacancies: in the order of their places the prices stay at hand.
    order = np.argsort(instance.people[:, Person.COUNTY], kind="stable")
    ordered = replace(instance, people=instance.people[order])
    people, vacancies = _ready(ordered)
    bounds, costs, points = instance.costs(), instance.tier_costs(), instance.points()
    k, n, m = instance.policy.k, len(people), vacancies.shape[1]
    if n == 0 or m == 0:
        nothing = np.zeros(m, dtype=np.int64)
        return Shared(np.full((n, k), -1, dtype=np.int32), nothing, nothing, 0, 0, 0, 0)
    sorted_held, prices, taken, bids, rescans, ours = auction.auction(
        people,
        vacancies,
        points,
        index_of(ordered),
        bounds,
        costs,
        k,
        step,
        min(max(stored, 2 * k + 2), m),
    )
    held = np.empty_like(sorted_held)
    held[order] = sorted_held
    value = worth(instance, held)
    bound = int(ours) + vacancies_part(bounds, costs, prices)
    return Shared(held, prices, taken, value, bound, int(bids), int(rescans))


def _ready(instance: Instance) -> tuple[Ints, Ints]:
    return (
        np.ascontiguousarray(instance.people, dtype=np.int64),
        np.ascontiguousarray(instance.vacancies, dtype=np.int64),
    )


def worth(instance: Instance, held: NDArray[np.int32]) -> int:
    """What a sharing-out is worth: weighted slots and utility, less the cost of crowding."""
    people, vacancies = _ready(instance)
    total = int(kernels.worth(people, vacancies, instance.points(), held))
    taken = np.bincount(held[held >= 0], minlength=vacancies.shape[1])
    return total - crowding(instance, taken)


def crowding(instance: Instance, taken: Ints) -> int:
    """The cost of so many people on each vacancy."""
    bounds, costs = instance.costs(), instance.tier_costs()
    below = np.hstack([np.zeros((len(bounds), 1), dtype=np.int64), bounds[:, :-1]])
    within = np.clip(taken[:, None], below, bounds) - below
    return int((within * costs[None, :]).sum())


def vacancies_part(bounds: Ints, costs: Ints, prices: Ints) -> int:
    """The vacancies' part of the bound: what each could earn at its price."""
    below = np.hstack([np.zeros((len(bounds), 1), dtype=np.int64), bounds[:, :-1]])
    is_open = bounds[:, -1] > 0
    gain = np.maximum(np.where(is_open, prices, 0)[:, None] - costs[None, :], 0)
    return int(((bounds - below) * gain).sum())


@dataclass(frozen=True, slots=True)
class Unserved:
    """Somebody who has fewer than k: how many vacancies suit, which rule binds (None: the places are short) and
    how many more would suit without it."""

    person: int
    has: int
    suiting: int
    rule: Rule | None
    opens: int


def unserved(instance: Instance, shared: Shared) -> list[Unserved]:
    """Everybody with fewer than k vacancies, and why."""
    people, vacancies = _ready(instance)
    k = instance.policy.k
    rows = np.flatnonzero(~shared.served(k))
    if not len(rows):
        return []
    counts = kernels.binding(people, vacancies, rows, len(Rule))
    found = []
    for row, (many, *without) in zip(rows.tolist(), counts.tolist(), strict=True):
        has = int((shared.held[row] >= 0).sum())
        best = max(range(len(without)), key=lambda place: without[place])
        rule = Rule(best) if many < k and without[best] else None
        found.append(
            Unserved(row, has, int(many), rule, int(without[best]) if rule is not None else 0)
        )
    return found


@dataclass(frozen=True, slots=True)
class Cut:
    """Why no more slots can be filled: these people compete for these vacancies only, and all of them are full.

    missing: slots that the people of the cut still want.
    """

    people: NDArray[np.int64]
    vacancies: NDArray[np.int64]
    missing: int
    is_proof: bool


def shortage(instance: Instance, shared: Shared) -> Cut:
    """Follow the unserved to what suits them, those who hold it to what suits these, until nothing is new.

    is_proof: whether every vacancy that was reached is full, so that no other sharing-out fills more slots.
    """
    people, vacancies = _ready(instance)
    points, zero = instance.points(), np.zeros(vacancies.shape[1], dtype=np.int64)
    index = index_of(instance)
    k, caps = instance.policy.k, instance.costs()[:, -1]
    holders: dict[int, list[int]] = {}
    for person, place in zip(*np.nonzero(shared.held >= 0), strict=True):
        holders.setdefault(int(shared.held[person, place]), []).append(int(person))
    lacking = np.flatnonzero(~shared.served(k))
    seen, waiting = set(lacking.tolist()), lacking.tolist()
    reached: set[int] = set()
    found, nets = (
        np.empty(vacancies.shape[1], dtype=np.int64),
        np.empty(vacancies.shape[1], dtype=np.int64),
    )
    while waiting:
        person = waiting.pop()
        suits = drawing.suiting(people, vacancies, points, index, zero, person, found, nets)
        own = set(shared.held[person].tolist())
        for vacancy in found[:suits].tolist():
            if vacancy in reached or vacancy in own:
                continue
            reached.add(vacancy)
            for holder in holders.get(vacancy, ()):
                if holder not in seen:
                    seen.add(holder)
                    waiting.append(holder)
    full = all(shared.taken[vacancy] >= caps[vacancy] for vacancy in reached)
    missing = int(k * len(lacking) - (shared.held[lacking] >= 0).sum())
    return Cut(np.array(sorted(seen)), np.array(sorted(reached)), missing, full)
