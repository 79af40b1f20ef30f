"""Parties into vehicles, exactly (CP-SAT): parties and vehicles that may run in, who sits where and a bound out."""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model

from leye.core.journeys.order import minutes_of
from leye.core.journeys.packed import ALONE, LEFT, Effort, Packed, alone_cost
from leye.core.journeys.values import Party, Rules, Slot, Stop


def pack(
    parties: Sequence[Party],
    slots: Sequence[Slot],
    stops: Mapping[int, Stop],
    rules: Rules,
    limits: Mapping[str, int | None],
    effort: Effort,
) -> Packed:
    """The cheapest seating. limits: how many vehicles of a kind there are a day."""
    model: Any = cp_model.CpModel()
    drawn = _Drawn(model, parties, slots, stops, rules)
    for (kind, _day), used in drawn.of_a_day.items():
        limit = limits.get(kind)
        if limit is not None:
            model.Add(sum(used) <= limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = 1
    model.Minimize(sum(weight * var for weight, var in drawn.costs))
    solver.parameters.max_time_in_seconds = effort.seconds
    status = solver.Solve(model)
    return _read(solver, status, drawn, parties, rules)


def _read(
    solver: Any,
    status: Any,
    drawn: "_Drawn",
    parties: Sequence[Party],
    rules: Rules,
) -> Packed:
    seconds = solver.WallTime()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _nobody_seated(parties, rules, seconds)
    cost = sum(weight * int(solver.Value(var)) for weight, var in drawn.costs)
    bound = cost if status == cp_model.OPTIMAL else max(int(solver.BestObjectiveBound()), 0)
    places = tuple(drawn.place(solver, i) for i in range(len(parties)))
    return Packed(places, cost, bound, seconds)


def _nobody_seated(parties: Sequence[Party], rules: Rules, seconds: float) -> Packed:
    """Where the time was over before anything was found: everybody by himself, or left."""
    own = [alone_cost(party, rules) for party in parties]
    places = tuple(ALONE if cost is not None else LEFT for cost in own)
    counts = [
        cost if cost is not None else rules.left * party.many
        for cost, party in zip(own, parties, strict=True)
    ]
    return Packed(places, sum(counts), 0, seconds)


class _Drawn:
    """The variables: who sits where, which vehicles run, where they stop."""

    def __init__(
        self,
        model: Any,
        parties: Sequence[Party],
        slots: Sequence[Slot],
        stops: Mapping[int, Stop],
        rules: Rules,
    ) -> None:
        self.model, self.parties, self.slots = model, parties, slots
        self.stops, self.rules = stops, rules
        self.sits: dict[tuple[int, int], Any] = {}
        self.left = [model.NewBoolVar("") for _ in parties]
        self.alone: dict[int, Any] = {}
        self.costs: list[tuple[int, Any]] = []
        self.of_a_day: dict[tuple[str, int], list[Any]] = defaultdict(list)
        inside: dict[int, list[int]] = defaultdict(list)
        for i, party in enumerate(parties):
            self._options(i, party, inside)
        for j, slot in enumerate(slots):
            self._vehicle(j, slot, inside[j])
        self._alike(inside)

    def _options(self, i: int, party: Party, inside: dict[int, list[int]]) -> None:
        area = self.stops[party.stop].area
        own = alone_cost(party, self.rules)
        ways = [self.left[i]]
        self.costs.append((self.rules.left * party.many, self.left[i]))
        if own is not None:
            self.alone[i] = self.model.NewBoolVar("")
            self.costs.append((own, self.alone[i]))
            ways.append(self.alone[i])
        for j, slot in enumerate(self.slots):
            if slot.to != party.to or slot.area != area or slot.day not in party.days:
                continue
            if slot.taken + party.many > slot.seats:
                continue
            var = self.sits[i, j] = self.model.NewBoolVar("")
            waiting = self.rules.wait * party.waiting(slot.day)
            self.costs.append((slot.each * party.many + waiting, var))
            ways.append(var)
            inside[j].append(i)
        self.model.AddExactlyOne(ways)

    def _vehicle(self, j: int, slot: Slot, inside: Sequence[int]) -> None:
        model, rules = self.model, self.rules
        if not inside and not slot.given:
            return
        runs = model.NewConstant(1) if slot.given else model.NewBoolVar("")
        self.of_a_day[slot.kind, slot.day].append(runs)
        self.costs.append((slot.hire, runs))
        load = sum(self.parties[i].many * self.sits[i, j] for i in inside)
        model.Add(load <= (slot.seats - slot.taken) * runs)
        here = {self.parties[i].stop for i in inside} | slot.at
        at = {s: model.NewConstant(1) if s in slot.at else model.NewBoolVar("") for s in here}
        for i in inside:
            model.AddImplication(self.sits[i, j], at[self.parties[i].stop])
        for stop, var in at.items():
            self.costs.append((self.stops[stop].fee, var))
        # A hand may have put more into a vehicle than the rules allow: then no further stop is added.
        model.Add(sum(at.values()) <= max(rules.stops, len(slot.at)))
        self._in_time(at, slot)

    def _in_time(self, at: Mapping[int, Any], slot: Slot) -> None:
        rules, model = self.rules, self.model
        along = {s: round(self.stops[s].km * rules.per_km) for s in at}
        total = sum(minutes_of(self.stops[s], rules) * var for s, var in at.items())
        own = [self.stops[s] for s in slot.at]
        fixed = sum(minutes_of(s, rules) for s in own) + max([along[s.id] for s in own], default=0)
        if (
            max(along.values(), default=0) + sum(minutes_of(self.stops[s], rules) for s in at)
            <= rules.pick_up
        ):
            return
        longest = model.NewIntVar(0, max(along.values(), default=0), "")
        for s, var in at.items():
            model.Add(longest >= along[s] * var)
        model.Add(total + longest <= max(rules.pick_up, fixed))

    def _alike(self, inside: Mapping[int, Sequence[int]]) -> None:
        """Of vehicles that are the same, the fuller comes first: the solver need not look at their exchange."""
        same: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for j, slot in enumerate(self.slots):
            if not slot.given and inside.get(j):
                same[slot.day, slot.kind, slot.area, slot.to, slot.seats].append(j)
        for group in same.values():
            loads = [sum(self.parties[i].many * self.sits[i, j] for i in inside[j]) for j in group]
            for first, second in itertools.pairwise(loads):
                self.model.Add(first >= second)

    def place(self, solver: Any, i: int) -> int:
        for j in range(len(self.slots)):
            var = self.sits.get((i, j))
            if var is not None and solver.Value(var):
                return j
        alone = self.alone.get(i)
        return ALONE if alone is not None and solver.Value(alone) else LEFT
