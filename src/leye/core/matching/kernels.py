"""The inner loops: which vacancies suit, how well, and the auction that shares them out. Integers only."""

import numpy as np
from numba import njit

from leye.core.matching.data import LOWEST_AGE

# Columns, as `leye.core.matching.data` names them; kernels want plain numbers.
AGE, FIRST, LAST, NOT_FIRST, NOT_LAST, CAPACITY, SCHOOLING, LICENCES, LANGUAGES, HEALTH = range(10)
WISHED_PAY, TRADE, TRAINED, WEIGHT, COUNTY, LEAGUE, REGION = range(10, 17)
V_OPENINGS, V_YOUNGEST, V_OLDEST, V_CAPACITY, V_SCHOOLING, V_LICENCES, V_LANGUAGES = range(7)
V_HEALTH, V_PAY, V_TRADE, V_LODGING, V_COUNTY, V_LEAGUE, V_REGION = range(7, 14)
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
    return told


# The place of the only bit of a word: multiplied, its top six bits are unlike for each of the 64.
SPREAD = np.uint64(0x03F79D71B4CB0A89)
PLACES = np.zeros(64, dtype=np.int64)
for _place in range(64):
    PLACES[(int(SPREAD) << _place & (2**64 - 1)) >> 58] = _place
ONE, ALL = np.uint64(1), np.uint64(2**64 - 1)


@njit(cache=True)
def suiting(people, vacancies, points, index, prices, i, found, nets):  # type: ignore[no-untyped-def]
    """Fill the vacancies that suit person i and what each is worth at the prices; returns how many.

    It says what `broken` and `utility` say, over bitmaps; index: see `leye.core.matching.index`.
    """
    rows, ages, abilities, licences, paid, pays = index
    row = rows[i]
    of_age, able, licensed = ages[row[0]], abilities[row[1]], licences[row[2]]
    pay_points = paid[row[3]]
    first, last = people[i, FIRST], people[i, LAST]
    not_first, not_last = people[i, NOT_FIRST], people[i, NOT_LAST]
    weight, trade, trained = people[i, WEIGHT], people[i, TRADE], people[i, TRAINED]
    county, league, region = people[i, COUNTY], people[i, LEAGUE], people[i, REGION]
    counties, leagues, regions = vacancies[V_COUNTY], vacancies[V_LEAGUE], vacancies[V_REGION]
    lodgings, trades = vacancies[V_LODGING], vacancies[V_TRADE]
    near_county, near_league, near_region, slot = points[0], points[1], points[2], points[7]
    at_trade, at_training, at_lodging = points[4], points[5], points[6]
    many = 0
    for word_at in range(first >> 6, (last + 63) >> 6):
        word = of_age[word_at] & able[word_at] & licensed[word_at]
        base = word_at << 6
        if base < first:
            word &= ALL << np.uint64(first - base)
        if base + 64 > last:
            word &= ALL >> np.uint64(base + 64 - last)
        while word:
            low = word & (~word + ONE)
            word ^= low
            j = base + PLACES[(low * SPREAD) >> np.uint64(58)]
            if not_first <= j < not_last:
                continue
            if county == counties[j]:
                told = near_county
            elif league == leagues[j]:
                told = near_league
            elif region == regions[j]:
                told = near_region
            else:
                told = at_lodging if lodgings[j] else np.int64(0)
            told += pay_points[pays[j]]
            wanted = trades[j]
            if wanted != 0:
                if trade == wanted:
                    told += at_trade
                if trained == wanted:
                    told += at_training
            found[many] = j
            nets[many] = weight * (slot + told) - prices[j]
            many += 1
    return many


BINS, WIDTH = 4_096, 8  # of net values, which are below 5 · (2,000 + 1,000) and count from 0 up


@njit(cache=True)
def stored(people, vacancies, points, index, prices, i, store, values, found, nets, counts):  # type: ignore[no-untyped-def]
    """Keep the best vacancies of person i at the prices; returns the best net value that was left out."""
    size = store.shape[1]
    many = suiting(people, vacancies, points, index, prices, i, found, nets)
    cut, above = np.int64(LEAST), 0
    if many > size:
        counts[:] = 0
        for place in range(many):
            counts[min(max(nets[place], 0) // WIDTH, BINS - 1)] += 1
        bin_at = BINS - 1
        while above + counts[bin_at] <= size and bin_at > 0:
            above += counts[bin_at]
            bin_at -= 1
        # Everything from here on is kept, and of the next bin what fits.
        cut = np.int64(bin_at + 1) * WIDTH
    kept, spare = 0, size - above if many > size else 0
    left_out = np.int64(LEAST)
    for place in range(many):
        is_next = spare > 0 and cut - WIDTH <= nets[place] < cut
        if is_next:
            spare -= 1
        if nets[place] >= cut or is_next:
            store[i, kept] = found[place]
            values[i, kept] = nets[place] + prices[found[place]]
            kept += 1
        elif nets[place] > left_out:
            left_out = nets[place]
    store[i, kept:] = -1
    return left_out


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
    left_out = np.full(n, LEAST, dtype=np.int64)
    found, nets = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    counts = np.zeros(BINS, dtype=np.int32)
    queue = np.empty(n, dtype=np.int64)
    for i in range(n):
        left_out[i] = stored(people, vacancies, points, index, prices, i, store, values, found, nets, counts)  # fmt: skip
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
                if j < 0:
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
                left_out[i] = stored(people, vacancies, points, index, prices, i, store, values, found, nets, counts)  # fmt: skip
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
            if store[i, place] < 0:
                break
            insert(best_net, k, values[i, place] - prices[store[i, place]])
        if left_out[i] > best_net[k - 1]:
            best_net[:k] = 0
            many = suiting(people, vacancies, points, index, prices, i, found, nets)
            for place in range(many):
                insert(best_net, k, nets[place])
        ours += best_net[:k].sum()
    return held, prices, taken, many_bids, rescans, ours


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
