"""The auction that shares vacancies out: bids, prices that only rise, and the people's part of the bound."""

import numpy as np
from numba import njit

from leye.core.matching.drawing import BINS, drawn, stored
from leye.core.matching.kernels import LEAST, insert


@njit(cache=True)
def sift_up(bids, who, start, place):  # type: ignore[no-untyped-def]
    while place > 0:
        above = (place - 1) // 2
        if bids[start + above] <= bids[start + place]:
            break
        a, b = start + above, start + place
        bids[a], bids[b] = bids[b], bids[a]
        who[a], who[b] = who[b], who[a]
        place = above


@njit(cache=True)
def sift_down(bids, who, start, size):  # type: ignore[no-untyped-def]
    place = 0
    while True:
        least, left = place, 2 * place + 1
        if left < size and bids[start + left] < bids[start + least]:
            least = left
        if left + 1 < size and bids[start + left + 1] < bids[start + least]:
            least = left + 1
        if least == place:
            break
        a, b = start + place, start + least
        bids[a], bids[b] = bids[b], bids[a]
        who[a], who[b] = who[b], who[a]
        place = least


@njit(cache=True)
def next_cost(bounds, costs, j, taken):  # type: ignore[no-untyped-def]
    """What one more person on vacancy j costs; -1 beyond the cap."""
    for tier in range(len(costs)):
        if taken < bounds[j, tier]:
            return costs[tier]
    return -1


@njit(cache=True)
def auction(people, vacancies, points, index, bounds, costs, k, eps, size):  # type: ignore[no-untyped-def]
    """Share out: a forward auction over prices of vacancies, each person's candidates drawn at current prices.

    Returns (held vacancies (n, k), -1 where none; prices; people on each vacancy; bids made; rescans; the
    people's part of the bound, see `people_part`).
    """
    n, m = people.shape[0], vacancies.shape[1]
    prices = np.zeros(m, dtype=np.int64)
    taken = np.zeros(m, dtype=np.int64)
    starts = np.zeros(m + 1, dtype=np.int64)
    for j in range(m):
        starts[j + 1] = starts[j] + bounds[j, len(costs) - 1]
        first = next_cost(bounds, costs, j, 0)
        prices[j] = first if first >= 0 else 2**62
    bids = np.empty(starts[m], dtype=np.int64)
    who = np.empty(starts[m], dtype=np.int32)
    held = np.full((n, k), -1, dtype=np.int32)
    many_held = np.zeros(n, dtype=np.int64)
    store = np.full((n, size), -1, dtype=np.int32)
    values = np.zeros((n, size), dtype=np.int32)
    tops = np.zeros((n, size), dtype=np.int32)
    left_out = np.full(n, LEAST, dtype=np.int64)
    found, nets = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    counts = np.zeros(BINS, dtype=np.int32)
    queue = np.empty(n, dtype=np.int64)
    for i in range(n):
        left_out[i] = stored(people, vacancies, points, index, prices, i, store, values, tops, found, nets, counts)  # fmt: skip
        queue[i] = i
    head, waiting = 0, n
    is_waiting = np.ones(n, dtype=np.bool_)
    best, best_net = np.empty(k, dtype=np.int64), np.empty(k + 1, dtype=np.int64)
    many_bids = rescans = 0
    while waiting > 0:
        i = queue[head]
        head = (head + 1) % n
        waiting -= 1
        is_waiting[i] = False
        wanted = k - many_held[i]
        fresh = False
        while True:
            chosen = 0
            best_net[: wanted + 1] = LEAST
            for place in range(size):
                j = store[i, place]
                if j < 0 or tops[i, place] <= 0:
                    break
                if chosen > wanted and tops[i, place] <= best_net[wanted]:
                    break
                net = values[i, place] - prices[j]
                if net <= 0 or (chosen > wanted and net <= best_net[wanted]):
                    continue
                is_held = False
                for other in range(k):
                    if held[i, other] == j:
                        is_held = True
                if is_held:
                    continue
                at = min(chosen, wanted)
                while at > 0 and best_net[at - 1] < net:
                    best_net[at] = best_net[at - 1]
                    if at < wanted:
                        best[at] = best[at - 1]
                    at -= 1
                best_net[at] = net
                if at < wanted:
                    best[at] = j
                chosen = min(chosen + 1, wanted + 1)
            last = best_net[wanted - 1] if chosen >= wanted else 0
            if not fresh and left_out[i] > LEAST and left_out[i] > max(last, 0):
                left_out[i] = stored(people, vacancies, points, index, prices, i, store, values, tops, found, nets, counts)  # fmt: skip
                rescans += 1
                fresh = True
                continue
            break
        fourth = best_net[wanted] if chosen > wanted else 0
        fourth = max(fourth, left_out[i] if left_out[i] > LEAST else 0, 0)
        for place in range(min(chosen, wanted)):
            j = best[place]
            value = best_net[place] + prices[j]
            bid = min(value - min(fourth, best_net[place]) + eps, value)
            many_bids += 1
            start, size_j = starts[j], taken[j]
            cost = next_cost(bounds, costs, j, size_j)
            if cost >= 0 and (size_j == 0 or cost <= bids[start]):
                bids[start + size_j], who[start + size_j] = bid, i
                taken[j] = size_j + 1
                sift_up(bids, who, start, size_j)
            else:
                loser = who[start]
                bids[start], who[start] = bid, i
                sift_down(bids, who, start, size_j)
                for other in range(k):
                    if held[loser, other] == j:
                        held[loser, other] = -1
                many_held[loser] -= 1
                if not is_waiting[loser]:
                    queue[(head + waiting) % n] = loser
                    waiting += 1
                    is_waiting[loser] = True
            for other in range(k):
                if held[i, other] < 0:
                    held[i, other] = j
                    break
            many_held[i] += 1
            cost = next_cost(bounds, costs, j, taken[j])
            prices[j] = bids[start] if cost < 0 else min(cost, bids[start])
    ours = np.int64(0)
    for i in range(n):
        # What was left out was worth at most so much, and prices only rise: the store tells the best k
        # unless the k-th of it is worth less; then all that suits is looked through.
        best_net[:k] = 0
        for place in range(size):
            if store[i, place] < 0 or tops[i, place] <= best_net[k - 1]:
                break
            insert(best_net, k, values[i, place] - prices[store[i, place]])
        if left_out[i] > best_net[k - 1]:
            best_net[:k] = 0
            many, _ = drawn(people, vacancies, points, index, prices, i, k, found, nets)
            for place in range(many):
                insert(best_net, k, nets[place])
        ours += best_net[:k].sum()
    return held, prices, taken, many_bids, rescans, ours
