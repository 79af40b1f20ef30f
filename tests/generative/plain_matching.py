"""The sharing-out said again, plainly: rules, values and an exact solver; it shares no code with the matcher."""

import numpy as np
from ortools.graph.python import min_cost_flow

from leye.core.matching.data import Person, Policy, Vacancy


def suits(person, offer, j: int) -> bool:
    """Every hard rule, one after another."""
    if offer[Vacancy.OPENINGS] <= 0 or person[Person.AGE] < 16:
        return False
    if not offer[Vacancy.YOUNGEST] <= person[Person.AGE] <= offer[Vacancy.OLDEST]:
        return False
    if not person[Person.FIRST] <= j < person[Person.LAST]:
        return False
    if person[Person.NOT_FIRST] <= j < person[Person.NOT_LAST]:
        return False
    if person[Person.CAPACITY] == 1 and offer[Vacancy.NEEDS_CAPACITY] == 2:
        return False
    if person[Person.SCHOOLING] and person[Person.SCHOOLING] < offer[Vacancy.SCHOOLING]:
        return False
    if int(offer[Vacancy.LICENCES]) & ~int(person[Person.LICENCES]):
        return False
    if person[Person.LANGUAGES] and int(offer[Vacancy.LANGUAGES]) & ~int(person[Person.LANGUAGES]):
        return False
    return not (person[Person.HEALTH] == 2 and offer[Vacancy.NEEDS_HEALTH])


def value(person, offer, policy: Policy) -> int:
    near = policy.lodging if offer[Vacancy.LODGING] else 0
    for points, column, place in (
        (policy.near[2], Person.REGION, Vacancy.REGION),
        (policy.near[1], Person.LEAGUE, Vacancy.LEAGUE),
        (policy.near[0], Person.COUNTY, Vacancy.COUNTY),
    ):
        if person[column] == offer[place]:
            near = points
    wished, pay = int(person[Person.WISHED_PAY]), int(offer[Vacancy.PAY])
    paid = policy.pay * min(pay, 2 * wished) // (2 * wished) if wished and pay else policy.pay // 2
    told = near + paid
    if person[Person.TRADE] and person[Person.TRADE] == offer[Vacancy.TRADE]:
        told += policy.trade
    if person[Person.TRAINED] and person[Person.TRAINED] == offer[Vacancy.TRADE]:
        told += policy.trained
    if person[Person.SCHOOLING] and person[Person.SCHOOLING] == offer[Vacancy.SCHOOLING]:
        told += policy.schooling
    if person[Person.SEASON] and person[Person.SEASON] == offer[Vacancy.SEASON]:
        told += policy.season
    return int(person[Person.WEIGHT]) * (policy.slot + told)


def cost_of(openings: int, taken: int, policy: Policy) -> int:
    """What so many people on a vacancy cost in all; raises where they are more than the cap."""
    total = 0
    for number in range(1, taken + 1):
        tier = next((cost for upto, cost in policy.tiers if number <= upto * openings), None)
        if tier is None:
            raise AssertionError("more people than the cap")
        total += 4 * tier
    return total


def best_value(instance) -> int:
    """The greatest value of all sharings-out, by a minimum-cost flow."""
    policy, people, offers = instance.policy, instance.people, instance.vacancies.T
    flow = min_cost_flow.SimpleMinCostFlow()
    n, m = len(people), len(offers)
    source, sink = n + m, n + m + 1
    for i in range(n):
        flow.add_arc_with_capacity_and_unit_cost(source, i, policy.k, 0)
        for j in range(m):
            if suits(people[i], offers[j], j):
                flow.add_arc_with_capacity_and_unit_cost(
                    i, n + j, 1, -value(people[i], offers[j], policy)
                )
    for j in range(m):
        openings, before = int(offers[j][Vacancy.OPENINGS]), 0
        for upto, cost in policy.tiers:
            flow.add_arc_with_capacity_and_unit_cost(
                n + j, sink, (upto - before) * openings, 4 * cost
            )
            before = upto
    flow.add_arc_with_capacity_and_unit_cost(source, sink, policy.k * n, 0)
    flow.set_node_supply(source, policy.k * n)
    flow.set_node_supply(sink, -policy.k * n)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


def most_slots(instance) -> int:
    """The greatest number of slots that any sharing-out can fill: the same flow, where only slots count."""
    people, offers = instance.people, instance.vacancies.T
    flow = min_cost_flow.SimpleMinCostFlow()
    n, m = len(people), len(offers)
    source, sink = n + m, n + m + 1
    for i in range(n):
        flow.add_arc_with_capacity_and_unit_cost(source, i, instance.policy.k, 0)
        for j in range(m):
            if suits(people[i], offers[j], j):
                flow.add_arc_with_capacity_and_unit_cost(i, n + j, 1, -1)
    for j in range(m):
        cap = int(offers[j][Vacancy.OPENINGS]) * instance.policy.cap
        flow.add_arc_with_capacity_and_unit_cost(n + j, sink, cap, 0)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, instance.policy.k * n, 0)
    flow.set_node_supply(source, instance.policy.k * n)
    flow.set_node_supply(sink, -instance.policy.k * n)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


def checked(instance, held) -> int:
    """The value of what is held; raises where a rule is broken, one vacancy stands twice or a cap is passed."""
    people, offers = instance.people, instance.vacancies.T
    taken = np.zeros(len(offers), dtype=int)
    total = 0
    for i, row in enumerate(held):
        own = [int(j) for j in row if j >= 0]
        assert len(own) == len(set(own))
        for j in own:
            assert suits(people[i], offers[j], j), (i, j)
            taken[j] += 1
            total += value(people[i], offers[j], instance.policy)
    return total - sum(
        cost_of(int(offers[j][Vacancy.OPENINGS]), int(taken[j]), instance.policy)
        for j in range(len(offers))
    )
