"""The inner loops of the planner: which stops a vehicle calls at and how many it takes in, by what each is worth."""

import numpy as np
from numba import njit

NEVER = -1e18


@njit(cache=True)
def knapsack(sizes, values, room):  # type: ignore[no-untyped-def]
    """best[q]: the most that units of these sizes and values are worth which fill exactly q of `room` seats."""
    best = np.full(room + 1, NEVER)
    best[0] = 0.0
    for i in range(sizes.size):
        size = sizes[i]
        for q in range(room, size - 1, -1):
            if best[q - size] + values[i] > best[q]:
                best[q] = best[q - size] + values[i]
    return best


@njit(cache=True)
def joined(one, other, fee, out):  # type: ignore[no-untyped-def]
    """out[q]: the most of taking some of `one` and some of `other` in, q together, less the fee of the stop."""
    top = one.size
    for q in range(top):
        out[q] = NEVER
    for a in range(top):
        if one[a] <= NEVER:
            continue
        for b in range(top - a):
            value = one[a] + other[b] - fee
            if value > out[a + b]:
                out[a + b] = value


@njit(cache=True)
def walk(start, base, worth, stops, limits, seats, prices, most):  # type: ignore[no-untyped-def]
    """Every set of stops that can be called at in time, and the best that each kind of vehicle makes of it.

    start: best[q] at stops that are fixed; base: (how many, minutes, along) of those. worth[s]: best[q] at stop s;
    stops[s]: (minutes, along, fee), limits: (stops, minutes). seats[k], prices[k] = (hire, each). Returns
    gains[k, s], masks[k, s] by the first stop added (the last row: none was added) and how many sets were seen;
    more than `most` are not looked at, and it is most + 1 then.
    """
    many, top, kinds = stops.shape[0], start.size, seats.size
    gains = np.full((kinds, many + 1), NEVER)
    masks = np.zeros((kinds, many + 1), np.int64)
    held = np.full((limits[0] + 2, top), NEVER)
    held[0] = start
    at = np.zeros(limits[0] + 2, np.int64)
    spent = np.zeros(limits[0] + 2, np.int64)
    far = np.zeros(limits[0] + 2, np.int64)
    taken = np.zeros(limits[0] + 2, np.int64)
    spent[0], far[0] = base[1], base[2]
    _judge(start, seats, prices, gains, masks, many, 0)
    depth, seen = 0, 1
    while depth >= 0:
        s = at[depth]
        if s >= many or base[0] + depth >= limits[0]:
            depth -= 1
            continue
        at[depth] = s + 1
        minutes, along = spent[depth] + stops[s, 0], max(far[depth], stops[s, 1])
        if minutes + along > limits[1]:
            continue
        if seen >= most:
            return gains, masks, most + 1
        seen += 1
        joined(held[depth], worth[s], stops[s, 2], held[depth + 1])
        depth += 1
        taken[depth] = taken[depth - 1] | (np.int64(1) << s)
        spent[depth], far[depth], at[depth] = minutes, along, s + 1
        first = 0
        while not (taken[depth] >> first) & 1:
            first += 1
        _judge(held[depth], seats, prices, gains, masks, first, taken[depth])
    return gains, masks, seen


@njit(cache=True)
def _judge(best, seats, prices, gains, masks, row, mask):  # type: ignore[no-untyped-def]
    for k in range(seats.size):
        for q in range(min(seats[k], best.size - 1) + 1):
            gain = best[q] - prices[k, 1] * q - prices[k, 0]
            if gain > gains[k, row]:
                gains[k, row], masks[k, row] = gain, mask


@njit(cache=True)
def picked(sizes, values, room, filled):  # type: ignore[no-untyped-def]
    """Which units (1, 0) the best filling of exactly `filled` seats takes."""
    held = np.full((sizes.size + 1, room + 1), NEVER)
    held[0, 0] = 0.0
    for i in range(sizes.size):
        for q in range(room + 1):
            held[i + 1, q] = held[i, q]
            before = q - sizes[i]
            if before >= 0 and held[i, before] + values[i] > held[i + 1, q]:
                held[i + 1, q] = held[i, before] + values[i]
    taken = np.zeros(sizes.size, np.int64)
    q = filled
    for i in range(sizes.size - 1, -1, -1):
        if held[i + 1, q] != held[i, q]:
            taken[i] = 1
            q -= sizes[i]
    return taken
