"""One area and destination by columns: parties in, who sits in which vehicle and a bound out.

A column is a vehicle on a day with its load. A linear programme shares the parties out among the columns known so
far; what it would pay for one more party says which further columns are worth having. When none is, its value is a
bound of every plan. Then the columns that it uses most are fixed one after the other, and whole vehicles are chosen
among all columns that were met.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leye.core.journeys.columns import Column, Columns, Found
from leye.core.journeys.days import Alike, Market, alike
from leye.core.journeys.master import Key, Master, cost_of, key_of, least_of, limits_of, whole
from leye.core.journeys.packed import ALONE, LEFT, Effort, alone_cost
from leye.core.journeys.values import Kind, Party, Slot

ROUNDING = 1e-6
CLOSE, CLOSE_ENOUGH = (
    1.0002,
    1.002,
)  # of the bound, when no further column is looked for: at first, while fixing
SURE = 0.95  # so much of a column is used that it is fixed beside others
FOR_BOUND, FOR_FIXING = 0.75, 0.9  # of the time; the rest is for the choice of whole vehicles


@dataclass(frozen=True, slots=True)
class Routed:
    """places: the slot of each party by number, ALONE or LEFT. bound: None where not every vehicle was looked at."""

    slots: tuple[Slot, ...]
    places: tuple[int, ...]
    bound: float | None
    seconds: float


def by_routes(parties: Sequence[Party], area: str, market: Market, effort: Effort) -> Routed:
    """The vehicles of one area and destination, found within the time."""
    classes = alike(parties, market)
    search = _Search(list(classes), [len(own) for own in classes.values()], market)
    bound = search.close(effort.seconds * FOR_BOUND, CLOSE)
    worth, paid = search.worth, search.paid
    fixed = search.fix(effort.seconds * FOR_FIXING)
    cost = cost_of(fixed, search.counts, search.least)
    spare = cost - (bound or 0.0) + 1
    useful = [
        one
        for one in search.master.columns
        if one in fixed
        or one.cost + paid.get(key_of(one), 0.0) - sum(worth[c] * load for c, load in one.loads) <= spare
    ]  # fmt: skip
    chosen = fixed
    if spare > 1 + cost * ROUNDING:
        rest = max(effort.seconds - search.master.seconds, 0.2)
        chosen = whole(useful, search.counts, search.least, search.limits, fixed, rest)
    slots, places = _seated(chosen, list(classes.values()), parties, area, market)
    return Routed(tuple(slots), tuple(places), bound, search.master.seconds)


class _Search:
    """The programme and its columns. counts: parties of each class."""

    def __init__(self, classes: Sequence[Alike], counts: Sequence[int], market: Market) -> None:
        self.counts, self.market = list(counts), market
        self.left = list(counts)  # what is not yet fixed; the columns are made for it
        self.least = least_of(classes, market)
        self.limits = limits_of(market, market.free)
        self.there = limits_of(market, market.there)
        self.master = Master(counts, self.least, self.limits)
        self.columns = Columns(classes, self.left, market)
        self.worth: list[float] = [0.0] * len(self.counts)
        self.paid: dict[Key, float] = dict.fromkeys(self.limits, 0.0)
        self.hires = [float(max(kind.hire[market.to], 1)) for kind in market.kinds]

    def close(self, until: float, near: float) -> float | None:
        """Find columns until none is worth having; returns the best bound, None where none holds."""
        best: float | None = 0.0
        while True:
            value = self.master.solve()
            if value is None:
                return best
            self.worth, self.paid = self.master.worth(), self.master.paid()
            found = self.columns.price(self.worth, self.paid)
            if best is not None:
                best = max(best, self._bound(value, found)) if found.is_whole else None
            if value <= (best or 0.0) * near or not self.master.take(found.columns):
                return best
            if (
                self.master.seconds > until
            ):  # what was found last is used, else a slow start seats nobody
                self.master.solve()
                return best

    def _bound(self, value: float, found: Found) -> float:
        """Prices cut until no column is worth more than it costs (Farley); vehicles that stand run once at most.

        What others have taken of limited vehicles is given back: the bound is one of the whole plan.
        """
        value -= sum(self.paid[key] * (many - self.limits[key]) for key, many in self.there.items())
        over = [most / self.hires[k] for (day, k), most in found.most.items() if day >= 0]
        stand = sum(most for (day, _), most in found.most.items() if day < 0)
        return max((value - stand) / (1 + max(over, default=0.0)) * (1 - ROUNDING), 0.0)

    def fix(self, until: float) -> Counter[Column]:
        """Whole columns, the most used first, each time with new columns for those who are left."""
        fixed: Counter[Column] = Counter()
        limits = dict(self.limits)
        before = -1
        while (shares := self.master.shares()) and fixed.total() > before:
            before = fixed.total()
            sure = [one for share, one in shares if share > SURE] or [shares[0][1]]
            for one in (one for one in sure if self._fits(one, limits)):  # one after the other
                fixed[one] += 1
                for c, load in one.loads:
                    self.left[c] -= load
                if key_of(one) in limits:
                    limits[key_of(one)] -= 1
            self.master.leave(self.left, limits)
            self.close(until, CLOSE_ENOUGH)
        return fixed

    def _fits(self, one: Column, limits: dict[Key, int]) -> bool:
        return limits.get(key_of(one), 1) > 0 and all(self.left[c] >= n for c, n in one.loads)


def _seated(
    chosen: Counter[Column],
    members: Sequence[Sequence[int]],
    parties: Sequence[Party],
    area: str,
    market: Market,
) -> tuple[list[Slot], list[int]]:
    """Slots (those that stand first) and the place of each party; who is carried twice sits once."""
    slots = list(market.given)
    places = [LEFT] * len(parties)
    waiting = [list(own) for own in members]
    for one, many in sorted(chosen.items(), key=lambda pair: (pair[0].given < 0, pair[0].day)):
        for _ in range(many):
            number = one.given if one.given >= 0 else len(slots)
            if one.given < 0:
                slots.append(new_slot(market.kinds[one.kind], one.day, area, market.to))
            for c, load in one.loads:
                for _ in range(min(load, len(waiting[c]))):
                    places[waiting[c].pop()] = number
    for i in (i for own in waiting for i in own):
        own = alone_cost(parties[i], market.rules)
        if own is not None and own <= market.rules.left * parties[i].many:
            places[i] = ALONE
    return slots, places


def new_slot(kind: Kind, day: int, area: str, to: str) -> Slot:
    return Slot(day, kind.key, area, to, kind.seats, kind.hire[to], kind.each[to])
