"""The inner loops that ask the rules themselves, pair by pair: which vacancies suit, and how well. Integers only."""

import numpy as np
from numba import njit

from leye.core.matching.data import LOWEST_AGE

# Columns, as `leye.core.matching.data` names them; kernels want plain numbers.
AGE, FIRST, LAST, NOT_FIRST, NOT_LAST, CAPACITY, SCHOOLING, LICENCES, LANGUAGES, HEALTH = range(10)
WISHED_PAY, TRADE, TRAINED, WEIGHT, COUNTY, LEAGUE, REGION, SEASON = range(10, 18)
V_OPENINGS, V_YOUNGEST, V_OLDEST, V_CAPACITY, V_SCHOOLING, V_LICENCES, V_LANGUAGES = range(7)
V_HEALTH, V_PAY, V_TRADE, V_LODGING, V_COUNTY, V_LEAGUE, V_REGION, V_SEASON = range(7, 15)
LEAST = np.iinfo(np.int64).min


@njit(cache=True)
def broken(people, vacancies, i, j):  # type: ignore[no-untyped-def]
    """The hard rules that keep person i from vacancy j, as bits by `Rule`."""
    bits = 0
    age = people[i, AGE]
    if age < LOWEST_AGE or age < vacancies[V_YOUNGEST, j] or age > vacancies[V_OLDEST, j]:
        bits |= 1
    inside = people[i, FIRST] <= j < people[i, LAST]
    if not inside or people[i, NOT_FIRST] <= j < people[i, NOT_LAST]:
        bits |= 2
    if people[i, CAPACITY] == 1 and vacancies[V_CAPACITY, j] > 1:
        bits |= 4
    if 0 < people[i, SCHOOLING] < vacancies[V_SCHOOLING, j]:
        bits |= 8
    if vacancies[V_LICENCES, j] & ~people[i, LICENCES]:
        bits |= 16
    if people[i, LANGUAGES] and vacancies[V_LANGUAGES, j] & ~people[i, LANGUAGES]:
        bits |= 32
    if people[i, HEALTH] == 2 and vacancies[V_HEALTH, j]:
        bits |= 64
    return bits


@njit(cache=True)
def utility(people, vacancies, points, i, j):  # type: ignore[no-untyped-def]
    """How well vacancy j suits person i, 0 to the sum of the points."""
    near = 0
    if people[i, COUNTY] == vacancies[V_COUNTY, j]:
        near = points[0]
    elif people[i, LEAGUE] == vacancies[V_LEAGUE, j]:
        near = points[1]
    elif people[i, REGION] == vacancies[V_REGION, j]:
        near = points[2]
    elif vacancies[V_LODGING, j]:
        near = points[6]
    wished, pay = people[i, WISHED_PAY], vacancies[V_PAY, j]
    paid = points[3] // 2
    if wished > 0 and pay > 0:
        paid = points[3] * min(pay, 2 * wished) // (2 * wished)
    told = near + paid
    if people[i, TRADE] and people[i, TRADE] == vacancies[V_TRADE, j]:
        told += points[4]
    if people[i, TRAINED] and people[i, TRAINED] == vacancies[V_TRADE, j]:
        told += points[5]
    if people[i, SCHOOLING] and people[i, SCHOOLING] == vacancies[V_SCHOOLING, j]:
        told += points[8]
    if people[i, SEASON] and people[i, SEASON] == vacancies[V_SEASON, j]:
        told += points[9]
    return told


@njit(cache=True)
def insert(best, k, net):  # type: ignore[no-untyped-def]
    """Put a value among the k best, which stand in falling order from 0 up."""
    at = k - 1
    if net <= best[at]:
        return
    while at > 0 and best[at - 1] < net:
        best[at] = best[at - 1]
        at -= 1
    best[at] = net


@njit(cache=True)
def people_part(people, vacancies, points, prices, k):  # type: ignore[no-untyped-def]
    """The people's part of the bound by the rules themselves: each one's k best positive values at the prices."""
    top = np.zeros(k, dtype=np.int64)
    total = 0
    for i in range(people.shape[0]):
        top[:] = 0
        for j in range(vacancies.shape[1]):
            if vacancies[V_OPENINGS, j] > 0 and broken(people, vacancies, i, j) == 0:
                told = points[7] + utility(people, vacancies, points, i, j)
                insert(top, k, people[i, WEIGHT] * told - prices[j])
        total += top.sum()
    return total


@njit(cache=True)
def worth(people, vacancies, points, held):  # type: ignore[no-untyped-def]
    """Weighted slots and utility of what is held, without the cost of crowding."""
    total = 0
    for i in range(held.shape[0]):
        for place in range(held.shape[1]):
            j = held[i, place]
            if j >= 0:
                told = points[7] + utility(people, vacancies, points, i, j)
                total += people[i, WEIGHT] * told
    return total


@njit(cache=True)
def binding(people, vacancies, rows, rules):  # type: ignore[no-untyped-def]
    """(rows, 1 + rules): how many vacancies suit, and how many more would without each single rule."""
    found = np.zeros((len(rows), rules + 1), dtype=np.int64)
    for place in range(len(rows)):
        i = rows[place]
        for j in range(vacancies.shape[1]):
            if vacancies[V_OPENINGS, j] <= 0:
                continue
            bits = broken(people, vacancies, i, j)
            if bits == 0:
                found[place, 0] += 1
            elif bits & (bits - 1) == 0:
                for rule in range(rules):
                    if bits == 1 << rule:
                        found[place, rule + 1] += 1
    return found


@njit(cache=True)
def utilities(people, vacancies, points, who, what):  # type: ignore[no-untyped-def]
    """The utility of each pair of a person and a vacancy."""
    found = np.empty(len(who), dtype=np.int64)
    for place in range(len(who)):
        found[place] = utility(people, vacancies, points, who[place], what[place])
    return found


@njit(cache=True)
def gains(people, vacancies, points, j, k, has, worst, found, nets):  # type: ignore[no-untyped-def]
    """Fill whom vacancy j suits and what it brings: a slot, or what it is better than the worst; returns how many."""
    many = 0
    for i in range(people.shape[0]):
        if broken(people, vacancies, i, j):
            continue
        told = utility(people, vacancies, points, i, j)
        net = people[i, WEIGHT] * (points[7] + told if has[i] < k else told - worst[i])
        if net > 0:
            found[many] = i
            nets[many] = net
            many += 1
    return many
