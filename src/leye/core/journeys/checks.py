"""What a plan must hold: an instance and a plan in, every fault in words out. Made without the planner's own code."""

from collections import Counter
from collections.abc import Iterator

from leye.core.journeys.order import is_possible
from leye.core.journeys.values import Instance, Plan, Vehicle


def faults(instance: Instance, plan: Plan) -> list[str]:
    """Nobody twice and nobody forgotten, no seat over, each in a vehicle that goes where and when he can, stops in order."""
    riders = {rider.id: rider for rider in instance.riders}
    seen = Counter(one for vehicle in plan.vehicles for one in vehicle.riders)
    seen.update(one.rider for one in plan.alone)
    seen.update(list(plan.left))
    found = [f"rider {one} stands {many} times" for one, many in seen.items() if many > 1]
    found += [f"rider {one} is forgotten" for one in riders if one not in seen]
    for vehicle in plan.vehicles:
        found += _vehicle(instance, vehicle)
    for alone in plan.alone:
        rider = riders[alone.rider]
        if not rider.earliest <= alone.day <= rider.latest:
            found.append(f"rider {rider.id} leaves on a day that is not his")
    limits = {kind.key: kind.a_day for kind in instance.kinds}
    for (kind, day), many in Counter((v.kind, v.day) for v in plan.vehicles if not v.given).items():
        limit = limits[kind]
        if limit is not None and many > limit:
            found.append(f"{many} vehicles of {kind} on day {day}, {limit} there are")
    return found


def _vehicle(instance: Instance, vehicle: Vehicle) -> Iterator[str]:
    riders = {rider.id: rider for rider in instance.riders}
    who = f"the vehicle of day {vehicle.day} to {vehicle.to}"
    if len(vehicle.riders) > vehicle.seats:
        yield f"{who} has {len(vehicle.riders)} riders on {vehicle.seats} seats"
    by_hand = False
    for one in vehicle.riders:
        rider = riders[one]
        by_hand = by_hand or bool(rider.kept)
        if rider.kept:
            if rider.kept != vehicle.given:
                yield f"rider {one} was put elsewhere by hand"
            continue
        if rider.to != vehicle.to or instance.stops[rider.stop].area != vehicle.area:
            yield f"{who} does not go where rider {one} goes"
        if not rider.earliest <= vehicle.day <= rider.latest:
            yield f"{who} leaves on a day that is not rider {one}'s"
    called = {riders[one].stop for one in vehicle.riders}
    if called != set(vehicle.stops):
        yield f"{who} calls at other stops than those of its riders"
    if not by_hand and not is_possible(vehicle.stops, instance.stops, instance.rules, vehicle.day):
        yield f"{who} cannot call at its stops in this order"
