"""What one area and destination offer, and a bound from the days alone (SCIP) where not every route can be looked at.

Vehicles of a day are taken together in that bound: a stop that two of them call at counts once, and how their stops
are shared is left open. It is therefore never dearer than the best plan.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver.python import model_builder

from leye.core.journeys.packed import Effort, alone_cost
from leye.core.journeys.values import Kind, Party, Rules, Slot, Stop

INTERVALS = 400  # so many spans of days get a cut of their own
SOLVER, GOOD_ENOUGH, ROUNDING = "scip", 0.005, 1e-5
FEN = 100  # the solver counts in yuan


@dataclass(frozen=True, slots=True)
class Alike:
    """Parties that differ in nothing but who they are. waits: of each day, in days of all; alone: fen, None: not."""

    stop: int
    days: tuple[int, ...]
    many: int
    waits: tuple[int, ...]
    alone: int | None


@dataclass(frozen=True, slots=True)
class Market:
    """What can be had for one area and destination.

    free: (kind, day) → how many are left, where that is limited; there: how many there were before others chose.
    """

    to: str
    kinds: Sequence[Kind]
    given: Sequence[Slot]
    stops: Mapping[int, Stop]
    rules: Rules
    free: Mapping[tuple[str, int], int]
    there: Mapping[tuple[str, int], int]

    @property
    def a_head(self) -> int:
        """The price of somebody who sits in no vehicle."""
        return self.rules.own.get(self.to, self.rules.left)


def cheapest(people: int, market: Market) -> list[int]:
    """The least fen for carrying 0 … people heads in vehicles or one by one; stops and days left aside."""
    found = [0]
    for many in range(1, people + 1):
        ways = [found[many - 1] + market.a_head]
        for kind in market.kinds:
            carried = min(kind.seats, many)
            rest = found[many - carried]
            ways.append(kind.hire[market.to] + kind.each[market.to] * carried + rest)
        found.append(min(ways))
    return found


def alike(parties: Sequence[Party], market: Market) -> dict[Alike, list[int]]:
    """Classes of parties that differ in nothing but who they are, with the numbers of their parties."""
    found: dict[Alike, list[int]] = defaultdict(list)
    for i, party in enumerate(parties):
        waits = tuple(party.waiting(day) for day in party.days)
        own = alone_cost(party, market.rules)
        found[Alike(party.stop, party.days, party.many, waits, own)].append(i)
    return dict(found)


def bound_by_day(parties: Sequence[Party], market: Market, effort: Effort) -> float:
    """What the parties of one area and destination cost at least, in fen; without what is sunk."""
    classes = {one: len(members) for one, members in alike(parties, market).items()}
    drawn = _Drawn(classes, market)
    solver = model_builder.Solver(SOLVER)
    solver.set_time_limit_in_seconds(effort.seconds)
    solver.set_solver_specific_parameters(f"limits/gap = {GOOD_ENOUGH}")
    status = solver.solve(drawn.model)
    solved = (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    return float(solver.best_objective_bound) * FEN * (1 - ROUNDING) if status in solved else 0.0


def _model() -> Any:
    make: Any = model_builder.Model
    return make()


class _Drawn:
    """The variables of the days: how many parties of a class go, which vehicles run, where they stop."""

    def __init__(self, classes: Mapping[Alike, int], market: Market) -> None:
        self.model = _model()
        self.classes, self.market = classes, market
        self.goes: dict[tuple[Alike, int], Any] = {}
        self.left: dict[Alike, Any] = {}
        self.alone: dict[Alike, Any] = {}
        self.runs: dict[tuple[str, int], Any] = {}
        self.tickets: dict[int, tuple[int, Any]] = {}
        self.costs: list[tuple[int, Any]] = []
        self._people()
        days = sorted({day for one in classes for day in one.days})
        for day in days:
            self._day(day)
        self._whole_vehicles()
        self.model.minimize(sum(weight / FEN * var for weight, var in self.costs))

    def _people(self) -> None:
        rules = self.market.rules
        for one, many in self.classes.items():
            self.left[one] = self.model.new_int_var(0, many, "")
            self.costs.append((rules.left * one.many, self.left[one]))
            ways = [self.left[one]]
            if one.alone is not None:
                self.alone[one] = self.model.new_int_var(0, many, "")
                self.costs.append((one.alone, self.alone[one]))
                ways.append(self.alone[one])
            for day, waits in zip(one.days, one.waits, strict=True):
                var = self.goes[one, day] = self.model.new_int_var(0, many, "")
                self.costs.append((rules.wait * waits, var))
                ways.append(var)
            self.model.add(sum(ways) == many)

    def _day(self, day: int) -> None:
        model, market = self.model, self.market
        here = [one for one in self.classes if day in one.days]
        people = sum(one.many * self.classes[one] for one in here)
        load = sum(one.many * self.goes[one, day] for one in here)
        own = [slot for slot in market.given if slot.day == day]
        room: Any = sum(slot.seats - slot.taken for slot in own)
        unpaid, many = room, len(own)
        for kind in market.kinds:
            most = min(-(-people // kind.seats) + 1, market.there.get((kind.key, day), people))
            var = self.runs[kind.key, day] = model.new_int_var(0, max(most, 0), "")
            self.costs.append((kind.hire[market.to], var))
            room, many = room + kind.seats * var, many + var
            unpaid = unpaid if kind.each[market.to] else unpaid + kind.seats * var
        model.add(load <= room)
        prices = [kind.each[market.to] for kind in market.kinds if kind.each[market.to]]
        if prices:  # whoever does not fit into vehicles without tickets pays the cheapest at least
            paying = model.new_int_var(0, people, "")
            model.add(paying >= load - unpaid)
            self.tickets[day] = (min(prices), paying)
            self.costs.append(self.tickets[day])
        self._stops(day, here, many, frozenset(s for slot in own for s in slot.at))

    def _stops(self, day: int, here: Sequence[Alike], many: Any, already: frozenset[int]) -> None:
        by_stop: dict[int, list[Alike]] = defaultdict(list)
        for one in here:
            by_stop[one.stop].append(one)
        called = []
        for stop, group in by_stop.items():
            if stop in already:
                continue
            var = self.model.new_bool_var("")
            for one in group:
                self.model.add(self.goes[one, day] <= self.classes[one] * var)
            self.costs.append((self.market.stops[stop].fee, var))
            called.append(var)
        self.model.add(sum(called) <= self.market.rules.stops * many)

    def _whole_vehicles(self) -> None:
        """Vehicles are whole: who can only leave within a span of days costs there what whole vehicles cost."""
        market = self.market
        firsts = sorted({one.days[0] for one in self.classes})
        lasts = sorted({one.days[-1] for one in self.classes})
        spans = [(first, last) for first in firsts for last in lasts if first <= last]
        step = max(1, len(spans) // INTERVALS)
        prices = cheapest(sum(one.many * many for one, many in self.classes.items()), market)
        for first, last in [(firsts[0], lasts[-1]), *spans[::step]]:
            inside = [x for x in self.classes if first <= x.days[0] and x.days[-1] <= last]
            own = [slot for slot in market.given if first <= slot.day <= last]
            room = sum(slot.seats - slot.taken for slot in own)
            people = sum(one.many * self.classes[one] for one in inside)
            if people <= room:
                continue
            hires = [
                kind.hire[market.to] / FEN * self.runs[kind.key, day]
                for kind in market.kinds
                for day in range(first, last + 1)
                if (kind.key, day) in self.runs
            ]
            tickets = [p / FEN * v for day, (p, v) in self.tickets.items() if first <= day <= last]
            heads = [
                market.a_head / FEN * one.many * (self.left[one] + self.alone.get(one, 0))
                for one in inside
            ]
            self.model.add(sum(hires) + sum(tickets) + sum(heads) >= prices[people - room] / FEN)
