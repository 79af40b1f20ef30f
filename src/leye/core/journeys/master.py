"""Parties shared out among the columns known so far (GLOP), and whole vehicles chosen among them (SCIP)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ortools.linear_solver import pywraplp  # type: ignore[attr-defined]

from leye.core.journeys.columns import Column
from leye.core.journeys.days import Alike, Market

SHARED, WHOLE, GOOD_ENOUGH = "GLOP", "SCIP", 0.004
FEN, MOST_ALIKE = 100, 200  # the solvers count in yuan; so many of one column at most
OF_ANY = 1e-6  # of a vehicle: less is none

Key = tuple[int, int]


def key_of(one: Column) -> Key:
    """What a column uses up: a vehicle of a kind on a day, or a vehicle that stands."""
    return (-1, one.given) if one.given >= 0 else (one.day, one.kind)


def limits_of(market: Market, free: Mapping[tuple[str, int], int]) -> dict[Key, int]:
    """How many columns of a key there can be, where that is limited."""
    numbers = {kind.key: k for k, kind in enumerate(market.kinds)}
    limits = {(day, numbers[kind]): many for (kind, day), many in free.items()}
    return limits | {(-1, j): 1 for j in range(len(market.given))}


def least_of(classes: Sequence[Alike], market: Market) -> list[int]:
    """What a party of each class counts that sits in no vehicle."""
    left = [market.rules.left * one.many for one in classes]
    return [
        most if one.alone is None else min(one.alone, most)
        for one, most in zip(classes, left, strict=True)
    ]


class Master:
    """The linear programme; `counts` and `limits` are what is still to be carried and still to be had."""

    def __init__(
        self, counts: Sequence[int], least: Sequence[int], limits: Mapping[Key, int]
    ) -> None:
        self.solver: Any = pywraplp.Solver.CreateSolver(SHARED)
        self.up = self.solver.infinity()
        self.columns: list[Column] = []
        self.vars: list[Any] = []
        self.known: set[Column] = set()
        self.is_solved = False
        self.cover = [self.solver.Constraint(many, self.up) for many in counts]
        self.limit = {key: self.solver.Constraint(-self.up, many) for key, many in limits.items()}
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        for row, cost in zip(self.cover, least, strict=True):
            var = self.solver.NumVar(0, self.up, "")
            row.SetCoefficient(var, 1)
            self.objective.SetCoefficient(var, cost / FEN)

    @property
    def seconds(self) -> float:
        """Since this was made, by the solver's clock."""
        return float(self.solver.wall_time()) / 1_000

    def take(self, columns: Collection[Column]) -> int:
        """Add columns; returns how many were not known before."""
        new = [one for one in dict.fromkeys(columns) if one not in self.known]
        self.known.update(new)
        for one in new:
            var = self.solver.NumVar(0, self.up, "")
            self.objective.SetCoefficient(var, one.cost / FEN)
            for c, load in one.loads:
                self.cover[c].SetCoefficient(var, load)
            if key_of(one) in self.limit:
                self.limit[key_of(one)].SetCoefficient(var, 1)
            self.columns.append(one)
            self.vars.append(var)
        return len(new)

    def leave(self, counts: Sequence[int], limits: Mapping[Key, int]) -> None:
        """Only so much is left: columns that would carry more are shut."""
        for row, many in zip(self.cover, counts, strict=True):
            row.SetBounds(many, self.up)
        for key, many in limits.items():
            self.limit[key].SetBounds(-self.up, many)
        for one, var in zip(self.columns, self.vars, strict=True):
            if any(counts[c] < load for c, load in one.loads):
                var.SetBounds(0, 0)

    def solve(self) -> float | None:
        """The least cost of shares, in fen; None where the solver gave up, also from the beginning again."""
        anew = pywraplp.MPSolverParameters()
        anew.SetIntegerParam(anew.INCREMENTALITY, anew.INCREMENTALITY_OFF)
        done = self.solver.OPTIMAL
        self.is_solved = self.solver.Solve() == done or self.solver.Solve(anew) == done
        return float(self.objective.Value()) * FEN if self.is_solved else None

    def shares(self) -> list[tuple[float, Column]]:
        """How much of each column is used, the most first."""
        found = [
            (var.solution_value(), i)
            for i, var in enumerate(self.vars)
            if self.is_solved and var.solution_value() > OF_ANY
        ]
        return [(share, self.columns[i]) for share, i in sorted(found, reverse=True)]

    def worth(self) -> list[float]:
        """What one more party of each class would cost."""
        return [max(row.dual_value() * FEN, 0.0) for row in self.cover]

    def paid(self) -> dict[Key, float]:
        """What a vehicle of each limited key is worth."""
        return {key: max(-row.dual_value() * FEN, 0.0) for key, row in self.limit.items()}


def whole(
    columns: Sequence[Column],
    counts: Sequence[int],
    least: Sequence[int],
    limits: Mapping[Key, int],
    hint: Counter[Column],
    seconds: float,
) -> Counter[Column]:
    """The cheapest whole vehicles among columns, found within the time; the hint where none cheaper was."""
    solver: Any = pywraplp.Solver.CreateSolver(WHOLE)
    up = solver.infinity()
    cover = [solver.Constraint(many, up) for many in counts]
    limit = {key: solver.Constraint(-up, many) for key, many in limits.items()}
    objective = solver.Objective()
    objective.SetMinimization()
    uses = [solver.IntVar(0, MOST_ALIKE, "") for _ in columns]
    for one, var in zip(columns, uses, strict=True):
        objective.SetCoefficient(var, one.cost / FEN)
        for c, load in one.loads:
            cover[c].SetCoefficient(var, load)
        if key_of(one) in limit:
            limit[key_of(one)].SetCoefficient(var, 1)
    rest = [solver.IntVar(0, many, "") for many in counts]
    for row, var, cost in zip(cover, rest, least, strict=True):
        row.SetCoefficient(var, 1)
        objective.SetCoefficient(var, cost / FEN)
    carried = _carried(hint, len(counts))
    missing = [float(max(many - carried[c], 0)) for c, many in enumerate(counts)]
    solver.SetHint([*uses, *rest], [float(hint[one]) for one in columns] + missing)
    solver.SetSolverSpecificParametersAsString(f"limits/gap = {GOOD_ENOUGH}")
    solver.SetTimeLimit(max(int(seconds * 1_000), 1))
    is_solved = solver.Solve() in (solver.OPTIMAL, solver.FEASIBLE)
    found = Counter(
        {
            one: round(var.solution_value())
            for one, var in zip(columns, uses, strict=True)
            if is_solved
        }
    )
    return +found if cost_of(+found, counts, least) <= cost_of(hint, counts, least) else hint


def cost_of(chosen: Counter[Column], counts: Sequence[int], least: Sequence[int]) -> int:
    """What chosen columns cost with those whom they do not carry."""
    carried = _carried(chosen, len(counts))
    rest = sum(
        max(many - carried[c], 0) * cost
        for c, (many, cost) in enumerate(zip(counts, least, strict=True))
    )
    return rest + sum(one.cost * many for one, many in chosen.items())


def _carried(chosen: Counter[Column], classes: int) -> list[int]:
    carried = [0] * classes
    for one, many in chosen.items():
        for c, load in one.loads:
            carried[c] += load * many
    return carried
