"""排车: bookings of a county into vehicles, how far that is from the best; what a hand did is kept."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leye.apps.journeys import actions, selectors
from leye.apps.journeys.actions import NewJourney, NotPossible
from leye.apps.journeys.models import PlanRun, RunState
from leye.apps.places import selectors as places
from leye.core.journeys.greedy import by_hand
from leye.core.journeys.packed import Effort
from leye.core.journeys.values import Plan
from leye.core.journeys.vocabulary import JourneyState, Mode
from leye.core.late import Late
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.trips.journeys.journey_booking import UNDER_WAY, may_edit
from leye.trips.journeys.journey_instance import Drawn, draw, standing
from leye.trips.journeys.journey_telling import told_again

if TYPE_CHECKING:
    from leye.core.journeys import planning
else:
    planning = Late("leye.core.journeys.planning")

LONGEST = 60  # days of one planning
LEAST_SECONDS, PEOPLE_A_SECOND, MOST_SECONDS = 4.0, 120, 50.0
ON_THEIR_OWN = 999


def ask(
    scope: Scope, unit: str, days: tuple[dt.date, dt.date], may_go_alone: bool
) -> tuple[PlanRun, bool]:
    """Ask for a planning of a county's bookings. Raises OutOfScope, NotPossible."""
    may_edit(scope, unit)
    scope = scope.narrowed(unit)
    first = max(days[0], clock.today())
    if first > days[1] or (days[1] - first).days > LONGEST:
        raise NotPossible(f"出发日期从今天起，最多排 {LONGEST} 天。请改日期。")
    return actions.ask_plan(
        by=scope.actor, at=clock.now(), unit=unit, days=(first, days[1]), may_go_alone=may_go_alone
    )


def run(scope: Scope, row: PlanRun) -> list[int]:
    """Plan each county of the unit and seat everybody; returns the vehicles that stood before and are kept."""
    bookings = selectors.bookings(scope, UNDER_WAY)
    stands, out = standing(scope, row.from_on)
    bookings = [one for one in bookings if one.pk not in out]
    journeys: list[NewJourney] = []
    left: dict[int, str] = {}
    sums: Counter[str] = Counter()
    for county in sorted({one.county for one in bookings}):
        own = [one for one in bookings if one.county == county]
        given = [one for one in stands if one[0].county == county]
        drawn = draw(scope, own, (row.from_on, row.to_on), row.may_go_alone, given)
        seconds = min(LEAST_SECONDS + len(own) / PEOPLE_A_SECOND, MOST_SECONDS)
        made = planning.plan(drawn.instance, Effort(seconds))
        journeys += as_journeys(drawn, made, county, {one.pk: one.state for one, _ in given})
        left |= made.left
        sums.update(_sums(drawn, made))
    actions.keep_plan(
        by=scope.actor, at=clock.now(), run=row, journeys=journeys, unseated=left,
        planned=[one.pk for one in bookings], note=json.dumps(dict(sums)),
    )  # fmt: skip
    return [one.given for one in journeys if one.given]


def _sums(drawn: Drawn, made: Plan) -> dict[str, int]:
    seated = sum(len(vehicle.riders) for vehicle in made.vehicles)
    return {
        "people": len(drawn.instance.riders), "vehicles": len(made.vehicles), "seated": seated,
        "alone": len(made.alone), "left": len(made.left), "cost": made.cost, "bound": made.bound,
        "hand": by_hand(drawn.instance).cost,
    }  # fmt: skip


def as_journeys(
    drawn: Drawn, made: Plan, county: str, states: Mapping[int, str]
) -> list[NewJourney]:
    """Vehicles of a plan, and one journey a day and destination of those who go by themselves.

    states: of the vehicles that stood when it was drawn.
    """
    modes = {kind.key: kind.mode for kind in drawn.declared.kinds}
    found = [
        NewJourney(
            county, dt.date.fromordinal(one.day), modes.get(one.kind, Mode.COACH.value), one.kind, one.to,
            drawn.km[county, one.to], one.seats, one.cost, drawn.declared.leaves_at, one.riders,
            one.given or None, states.get(one.given, JourneyState.PLANNED.value),
        )
        for one in made.vehicles
    ]  # fmt: skip
    to = {rider.id: rider.to for rider in drawn.instance.riders}
    alone: dict[tuple[int, str], list[int]] = {}
    cost: Counter[tuple[int, str]] = Counter()
    for one in made.alone:
        alone.setdefault((one.day, to[one.rider]), []).append(one.rider)
        cost[one.day, to[one.rider]] += one.cost
    found += [
        NewJourney(
            county, dt.date.fromordinal(day), Mode.OWN.value, Mode.OWN.label, where, drawn.km[county, where],
            ON_THEIR_OWN, cost[day, where], drawn.declared.leaves_at, tuple(riders),
        )
        for (day, where), riders in sorted(alone.items())
    ]  # fmt: skip
    return found


def work(row: PlanRun) -> None:
    """Do a planning that was asked for, and tell who joined a vehicle that was told; what goes wrong is told to who asked."""
    scope = Scope(row.asked_by, row.unit, Role.CLERK)
    try:
        kept = run(scope, row)
    except Exception as error:
        actions.fail_plan(
            by=scope.actor, at=clock.now(), run=row,
            note=json.dumps({"error": f"排车没有完成（{type(error).__name__}），原来的排车没有变。请再试一次。"}, ensure_ascii=False),
        )  # fmt: skip
        raise
    told_again(scope, kept)


@dataclass(frozen=True, slots=True)
class RunView:
    """A planning in words. gap: of cost, at most, from the best there can be; saved: against the hand's rule."""

    row: PlanRun
    unit: str
    label: str
    is_moving: bool
    told: Mapping[str, Any]
    gap: str
    saved: str
    yuan: str


def shown(scope: Scope, row: PlanRun) -> RunView:
    """A planning as its clerk sees it."""
    told = json.loads(row.told)
    cost = told.get("cost", 0)
    hand = told.get("hand", 0)
    is_planned = told.get("seated", 0) + told.get("alone", 0) > 0
    gap = f"{max(cost - told.get('bound', 0), 0) / cost:.1%}" if cost and is_planned else ""
    saved = f"{(hand - cost) / hand:.1%}" if hand and hand > cost else ""
    name = places.tree(scope, row.from_on).name(row.unit)
    label = RunState(row.state).label
    return RunView(row, name, label, row.ended_at is None, told, gap, saved, f"{cost / 100:,.0f}")


def latest(scope: Scope) -> RunView | None:
    """The newest planning of the scope's units."""
    rows = selectors.runs(scope, 1)
    return shown(scope, rows[0]) if rows else None


def of(scope: Scope, run_id: int) -> RunView:
    """One planning. Raises OutOfScope."""
    return shown(scope, selectors.run(scope, run_id))
