"""Columns of one area and destination: what parties are worth on a day in, the vehicles that are worth having out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leye.core.journeys.days import Alike, Market
from leye.core.journeys.order import minutes_of
from leye.core.journeys.values import Slot
from leye.core.journeys.walks import joined, knapsack, picked, walk

SETS = 200_000  # so many sets of stops are looked at for one day and vehicle
MOST_STOPS = 60  # a set of stops is the bits of one number
A_KIND = 4  # so many columns of one kind and day come in at a time
WORTH_HAVING = 1.0  # fen


@dataclass(frozen=True, slots=True)
class Column:
    """A vehicle with its load. kind: its number among the market's; given: the number of the slot that it is, or -1.

    loads: (class, how many parties of it). cost: fen, without what is sunk.
    """

    day: int
    kind: int
    given: int
    loads: tuple[tuple[int, int], ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Found:
    """Columns worth having; most: (day, kind) or given slot → the most that any column of it gains; is_whole: all seen."""

    columns: list[Column]
    most: dict[tuple[int, int], float]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Stop:
    """Units of one stop on a day: class, size and worth of each; best: of exactly so many seats."""

    id: int
    owners: Any
    sizes: Any
    values: Any
    best: Any


class Columns:
    """What can be driven for the classes of one market. counts: parties of each class."""

    def __init__(self, classes: Sequence[Alike], counts: Sequence[int], market: Market) -> None:
        self.classes, self.counts, self.market = classes, counts, market
        self.on: dict[int, list[int]] = defaultdict(list)
        for c, one in enumerate(classes):
            for day in one.days:
                self.on[day].append(c)
        self.seats = np.array([kind.seats for kind in market.kinds], np.int64)
        self.prices = np.array(
            [(kind.hire[market.to], kind.each[market.to]) for kind in market.kinds], np.float64
        ).reshape(-1, 2)

    def price(self, worth: Sequence[float], paid: Mapping[tuple[int, int], float]) -> Found:
        """The columns worth having where class c is worth worth[c] and a vehicle of (day, kind) pays `paid` more."""
        found = Found([], {}, True)
        is_whole = True
        for day in sorted(self.on):
            extra = np.array([paid.get((day, k), 0.0) for k in range(len(self.seats))])
            is_whole &= self._of(day, worth, None, -1, extra, found)
        for j, slot in enumerate(self.market.given):
            if slot.day in self.on:
                extra = np.array([paid.get((-1, j), 0.0)])
                is_whole &= self._of(slot.day, worth, slot, j, extra, found)
        return Found(found.columns, found.most, is_whole)

    def _of(self, day: int, worth: Sequence[float], slot: Slot | None, given: int, extra: Any, found: Found) -> bool:  # fmt: skip
        rules = self.market.rules
        if slot is None:
            seats, prices, at = self.seats, self.prices.copy(), frozenset[int]()
        else:
            seats = np.array([slot.seats - slot.taken], np.int64)
            prices, at = np.array([(0.0, float(slot.each))]), slot.at
        if not seats.size or seats.max() <= 0:
            return True
        prices[:, 0] += extra
        stops = self._stops(day, worth, int(seats.max()))
        fixed = [one for one in stops if one.id in at]
        free = [one for one in stops if one.id not in at and self._pays(one)]
        free.sort(key=lambda one: (-self.market.stops[one.id].km, one.id))
        start = np.full(int(seats.max()) + 1, -1e18)
        start[0] = 0.0
        for one in fixed:
            start = _and(start, one.best, 0.0)
        base = self._base(at)
        limits = np.array([max(rules.stops, len(at)), max(rules.pick_up, base[1] + base[2])], np.int64)  # fmt: skip
        if len(free) > MOST_STOPS:
            return False
        drawn = np.array([self._row(one.id) for one in free], np.int64).reshape(-1, 3)
        bests = np.array([one.best for one in free]).reshape(len(free), start.size)
        gains, masks, seen = walk(start, base, bests, drawn, limits, seats, prices, SETS)
        for k in range(seats.size):
            key = (-1, given) if slot else (day, k)
            found.most[key] = max(float(gains[k].max()), 0.0)
            for row in np.argsort(-gains[k])[:A_KIND]:
                if gains[k, row] > WORTH_HAVING:
                    chosen = [one for i, one in enumerate(free) if masks[k, row] >> i & 1]
                    found.columns.append(self._column(day, k, given, seats[k], prices[k, 1], fixed, chosen))  # fmt: skip
        return bool(seen <= SETS)

    def _stops(self, day: int, worth: Sequence[float], room: int) -> list[_Stop]:
        """The stops of a day at which somebody is worth taking in."""
        by_stop: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        for c in self.on[day]:
            one = self.classes[c]
            value = worth[c] - self.market.rules.wait * one.waits[one.days.index(day)]
            if value > 0:
                many = min(self.counts[c], room // one.many)
                if many:
                    by_stop[one.stop] += [(c, one.many, value)] * many
        found = []
        for stop, units in by_stop.items():
            owners, sizes, values = (np.array(one) for one in zip(*units, strict=True))
            best = knapsack(sizes, values, room)
            found.append(_Stop(stop, owners, sizes, values, best))
        return found

    def _pays(self, one: _Stop) -> bool:
        return bool(one.best.max() > self.market.stops[one.id].fee)

    def _row(self, stop: int) -> tuple[int, int, int]:
        known, rules = self.market.stops[stop], self.market.rules
        return minutes_of(known, rules), round(known.km * rules.per_km), known.fee

    def _base(self, at: frozenset[int]) -> Any:
        rows = [self._row(stop) for stop in at]
        return np.array([len(rows), sum(r[0] for r in rows), max([r[1] for r in rows], default=0)])

    def _column(
        self, day: int, k: int, given: int, seats: int, each: float, fixed: Sequence[_Stop], chosen: Sequence[_Stop]
    ) -> Column:  # fmt: skip
        """The best load at these stops, again, this time with who it is."""
        market, calls = self.market, [*fixed, *chosen]
        room = calls[0].best.size - 1
        held = [np.full(room + 1, -1e18)]
        held[0][0] = 0.0
        for one in calls:
            fee = market.stops[one.id].fee if one in chosen else 0.0
            held.append(_and(held[-1], one.best, fee))
        left = int(np.argmax(held[-1][: seats + 1] - each * np.arange(seats + 1)))
        loads: Counter[int] = Counter()
        cost = market.kinds[k].hire[market.to] if given < 0 else 0
        for i in range(len(calls) - 1, -1, -1):
            here = int(np.argmax(held[i][left::-1][: left + 1] + calls[i].best[: left + 1]))
            taken = picked(calls[i].sizes, calls[i].values, room, here)
            loads.update(int(c) for c in calls[i].owners[taken == 1])
            left -= here
            if i >= len(fixed):
                cost += market.stops[calls[i].id].fee
        for c, many in loads.items():
            party = self.classes[c]
            waiting = market.rules.wait * party.waits[party.days.index(day)]
            cost += many * (round(each) * party.many + waiting)
        return Column(day, k, given, tuple(sorted(loads.items())), cost)


def _and(one: Any, other: Any, fee: float) -> Any:
    out = np.empty_like(one)
    joined(one, other, fee, out)
    return out
