"""What a single change means for a sharing-out that stands: a new vacancy's people, a person's vacancies."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leye.core.late import Late
from leye.core.matching.data import Instance, Ints, Vacancy
from leye.core.matching.index import index_of

if TYPE_CHECKING:
    from leye.core.matching import drawing, kernels
else:
    drawing = Late("leye.core.matching.drawing")
    kernels = Late("leye.core.matching.kernels")


@dataclass(frozen=True, slots=True)
class Standing:
    """A sharing-out as it stands. has, worst: (n,) vacancies of each person, the least utility among them;
    taken: (m,) people on each vacancy; prices: (m,) in quarter points."""

    has: Ints
    worst: Ints
    taken: Ints
    prices: Ints


def people_for(instance: Instance, standing: Standing, j: int) -> Ints:
    """Whom vacancy j is to be put forward to: those who lack one first, then who gains most.

    One more person is taken as long as he gains more than it costs to crowd the vacancy, up to its cap.
    """
    n, policy = len(instance.people), instance.policy
    found, nets = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    many = kernels.gains(
        instance.people, instance.vacancies, instance.points(), j, policy.k,
        standing.has, standing.worst, found, nets,
    )  # fmt: skip
    openings = int(instance.vacancies[Vacancy.OPENINGS, j])
    bounds = openings * np.array([upto for upto, _ in policy.tiers], dtype=np.int64)
    taken = int(standing.taken[j])
    room = max(int(bounds[-1]) - taken, 0)
    if many > room:  # only the best can come in
        best = (
            np.argpartition(-nets[:many], room - 1)[:room] if room else np.empty(0, dtype=np.int64)
        )
        found, nets, many = found[best], nets[best], room
    order = np.lexsort((found[:many], -nets[:many]))
    places = taken + np.arange(len(order))
    tiers = np.searchsorted(bounds, places, side="right")
    costs = instance.tier_costs()[np.minimum(tiers, len(bounds) - 1)]
    is_worth = nets[:many][order] > costs
    chosen: Ints = found[:many][order][is_worth]
    return chosen


def vacancies_for(
    instance: Instance, standing: Standing, i: int, without: Collection[int], many: int
) -> Ints:
    """The best vacancies for person i at the prices, with room left, but not those of `without`."""
    m = instance.vacancies.shape[1]
    found, nets = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    prices = np.where(standing.prices < 2**60, standing.prices, 0)
    many_suit = drawing.suiting(
        instance.people,
        instance.vacancies,
        instance.points(),
        index_of(instance, i),
        prices,
        i,
        found,
        nets,
    )
    found, nets = found[:many_suit], nets[:many_suit]
    fits = standing.taken[found] < instance.caps()[found]
    if without:
        fits &= ~np.isin(found, list(without))
    found, nets = found[fits], nets[fits]
    best: Ints = found[np.lexsort((found, -nets))][:many]
    return best
