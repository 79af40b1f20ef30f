"""The fewest who get up, exactly (CP-SAT): first of the changed vehicles only, then of ever more beside them."""

import itertools
import math
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from leye.core.journeys.order import minutes_of
from leye.core.journeys.packed import ALONE, LEFT, Effort, alone_cost
from leye.core.journeys.reseating import Case, Seating, Worth, by_hand, least

SHARE = 0.5  # of the time that is left, for each step but the last
CHEAPER = 1.0  # seconds at most for what it costs: somebody waits for the answer
SLACK = 1e-6  # of a bound that is a whole number


@dataclass(frozen=True, slots=True)
class Found:
    """worth: (left, not in their seats); least: proven, no seating is better."""

    seating: Seating
    worth: Worth
    least: Worth


def fewest(case: Case, effort: Effort) -> Found:
    """Leave and move as few as possible; then, of those who may move, cheaply.

    Nearly always those who must get up find seats without anybody else getting up, and the bound shows that it is
    the best. Else everybody in the vehicles in which they could sit is looked at as well, then whoever is tied to them.
    """
    begun = time.monotonic()
    found = Found(by_hand(case), (0, 0), least(case))
    found = Found(found.seating, case.worth(found.seating), found.least)
    steps = _steps(case)
    free: set[int] = steps[0]
    for number, free in enumerate(steps):
        if found.worth == found.least:
            break
        rest = effort.seconds - (time.monotonic() - begun)
        is_last = number == len(steps) - 1
        seconds = rest if is_last else rest * SHARE
        found = _Model(case, free, found).fewest(Effort(max(seconds, 0), effort.workers), is_last)
    rest = min(effort.seconds - (time.monotonic() - begun), CHEAPER)
    return _Model(case, free, found).cheapest(Effort(max(rest, 0), effort.workers))


def _steps(case: Case) -> list[set[int]]:
    """Who may get up: of the changed vehicles, of those beside them, and all who are tied to them."""
    first = case.must()
    steps = [first, case.wider(first)]
    tied = steps[1]
    while (more := case.wider(tied)) != tied:
        tied = more
    steps.append(tied)
    return [step for step, _ in itertools.groupby(steps)]


class _Model:
    """How many of each group sit where; groups that are not free keep their seats."""

    def __init__(self, case: Case, free: Collection[int], found: Found) -> None:
        self.case, self.found = case, found
        self.free = sorted(free)
        self.model: Any = cp_model.CpModel()
        self.many: dict[tuple[int, int], Any] = {}
        self.inside: dict[int, list[int]] = defaultdict(list)
        self.fixed = [0] * len(case.slots)
        self.at = [set(slot.at) for slot in case.slots]
        self.costs: list[tuple[int, Any]] = []
        for i, group in enumerate(case.groups):
            if i in free:
                self._free(i)
            else:
                self.fixed[group.now] += group.size * group.count
                self.at[group.now].add(group.one.stop)
        for j, own in self.inside.items():
            self._vehicle(j, own)
        self.objective = sum(self._weights())

    def _free(self, i: int) -> None:
        group, rules = self.case.groups[i], self.case.rules
        for j in (*self.case.places[i], LEFT):
            most = group.count
            if j >= 0:
                most = min(most, self.case.free[j] // group.size)
                self.inside[j].append(i)
            var = self.many[i, j] = self.model.NewIntVar(0, most, "")
            self.model.AddHint(var, self.found.seating.get((i, j), 0))
            if j == ALONE:
                self.costs.append((alone_cost(group.one, rules) or 0, var))
            elif j >= 0:
                slot = self.case.slots[j]
                waiting = rules.wait * group.one.waiting(slot.day)
                self.costs.append((slot.each * group.size + waiting, var))
        own = [self.many[i, j] for j in (*self.case.places[i], LEFT)]
        self.model.Add(sum(own) == group.count)

    def _vehicle(self, j: int, own: Collection[int]) -> None:
        case, model, rules = self.case, self.model, self.case.rules
        load = sum(case.groups[i].size * self.many[i, j] for i in own)
        model.Add(load <= case.free[j] - self.fixed[j])
        new = {case.groups[i].one.stop for i in own} - self.at[j]
        calls = {s: model.NewBoolVar("") for s in sorted(new)}
        for i in own:
            if (stop := case.groups[i].one.stop) in calls:
                model.Add(self.many[i, j] <= case.groups[i].count * calls[stop])
        self.costs += [(case.stops[s].fee, var) for s, var in calls.items()]
        stops, minutes = case.limits(j)
        model.Add(sum(calls.values()) <= stops - len(self.at[j]))
        there = [case.stops[s] for s in self.at[j]]
        along = {s: round(case.stops[s].km * rules.per_km) for s in (*self.at[j], *calls)}
        longest = model.NewIntVar(
            max([along[s] for s in self.at[j]], default=0), max(along.values()), ""
        )
        for s, var in calls.items():
            model.Add(longest >= along[s]).OnlyEnforceIf(var)
        standing = sum(minutes_of(stop, rules) for stop in there)
        standing += sum(minutes_of(case.stops[s], rules) * var for s, var in calls.items())
        model.Add(standing + longest <= minutes)

    def _weights(self) -> list[Any]:
        weights: list[Any] = []
        for (i, j), var in self.many.items():
            group = self.case.groups[i]
            if j == LEFT:
                weights.append(self.case.a_head * group.size * var)
            if j != group.now:
                weights.append(group.size * var)
        return weights

    def _value(self, worth: Worth) -> int:
        return worth[0] * self.case.a_head + worth[1]

    def fewest(self, effort: Effort, is_all: bool) -> Found:
        """The best that these can do; is_all: nobody else could help, so that what is proven here holds at all."""
        found = self.found
        self.model.Add(self.objective >= self._value(found.least))
        self.model.Minimize(self.objective)
        solver, status = self._solved(effort)
        bound = found.least
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return found
        if is_all:
            bound = max(
                bound, divmod(math.ceil(solver.BestObjectiveBound() - SLACK), self.case.a_head)
            )
        seating = self._read(solver)
        worth = self.case.worth(seating)
        better = (seating, worth) if worth < found.worth else (found.seating, found.worth)
        return Found(*better, bound)

    def cheapest(self, effort: Effort) -> Found:
        """As few as were found, as cheaply as there is time for."""
        found = self.found
        self.model.Add(self.objective <= self._value(found.worth))
        self.model.Minimize(sum(weight * var for weight, var in self.costs))
        solver, status = self._solved(effort)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return found
        return Found(self._read(solver), found.worth, found.least)

    def _solved(self, effort: Effort) -> tuple[Any, Any]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = effort.workers
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = effort.seconds
        return solver, solver.Solve(self.model)

    def _read(self, solver: Any) -> Seating:
        seating = {key: int(solver.Value(var)) for key, var in self.many.items()}
        for i, group in enumerate(self.case.groups):
            if i not in self.free:
                seating[i, group.now] = group.count
        return {key: many for key, many in seating.items() if many}
