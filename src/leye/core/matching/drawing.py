"""What suits a person and is worth most at current prices, drawn over bitmaps without looking at every pair."""

import numpy as np
from numba import njit

from leye.core.matching.kernels import (
    COUNTY,
    FIRST,
    LAST,
    LEAGUE,
    LEAST,
    NOT_FIRST,
    NOT_LAST,
    REGION,
    TRADE,
    TRAINED,
    V_COUNTY,
    V_LEAGUE,
    V_LODGING,
    V_REGION,
    V_TRADE,
    WEIGHT,
)

# The place of the only bit of a word: multiplied, its top six bits are unlike for each of the 64.
SPREAD = np.uint64(0x03F79D71B4CB0A89)
PLACES = np.zeros(64, dtype=np.int64)
for _place in range(64):
    PLACES[(int(SPREAD) << _place & (2**64 - 1)) >> 58] = _place
ONE, ALL = np.uint64(1), np.uint64(2**64 - 1)


WITH_TRADE, OTHER_TRADES, ANY_TRADE = 0, 1, 2  # which of the vacancies a look is for


@njit(cache=True)
def look(people, vacancies, points, index, prices, i, low, high, trades_of, found, nets, many):  # type: ignore[no-untyped-def]
    """Add to `found` the vacancies of [low, high) that suit person i, with their net values; returns how many
    there are then. It says what `kernels.broken` and `kernels.utility` say; index: see `leye.core.matching.index`.
    """
    rows, ages, abilities, licences, paid, pays, by_trade = index[:7]
    row = rows[i]
    of_age, able, licensed = ages[row[0]], abilities[row[1]], licences[row[2]]
    pay_points, own, learnt = paid[row[3]], by_trade[row[4]], by_trade[row[5]]
    first, last = max(people[i, FIRST], low), min(people[i, LAST], high)
    not_first, not_last = people[i, NOT_FIRST], people[i, NOT_LAST]
    weight, trade, trained = people[i, WEIGHT], people[i, TRADE], people[i, TRAINED]
    county, league, region = people[i, COUNTY], people[i, LEAGUE], people[i, REGION]
    counties, leagues, regions = vacancies[V_COUNTY], vacancies[V_LEAGUE], vacancies[V_REGION]
    lodgings, trades = vacancies[V_LODGING], vacancies[V_TRADE]
    near_county, near_league, near_region, slot = points[0], points[1], points[2], points[7]
    at_trade, at_training, at_lodging = points[4], points[5], points[6]
    for word_at in range(first >> 6, (last + 63) >> 6):
        word = of_age[word_at] & able[word_at] & licensed[word_at]
        if trades_of != ANY_TRADE:
            wanted_bits = own[word_at] | learnt[word_at]
            word &= wanted_bits if trades_of == WITH_TRADE else ~wanted_bits
        base = word_at << 6
        if base < first:
            word &= ALL << np.uint64(first - base)
        if base + 64 > last:
            word &= ALL >> np.uint64(base + 64 - last)
        while word:
            low_bit = word & (~word + ONE)
            word ^= low_bit
            j = base + PLACES[(low_bit * SPREAD) >> np.uint64(58)]
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


@njit(cache=True)
def suiting(people, vacancies, points, index, prices, i, found, nets):  # type: ignore[no-untyped-def]
    """Fill all the vacancies that suit person i and what each is worth at the prices; returns how many."""
    last = vacancies.shape[1]
    return look(people, vacancies, points, index, prices, i, 0, last, ANY_TRADE, found, nets, 0)


@njit(cache=True)
def drawn(people, vacancies, points, index, prices, i, wanted, found, nets):  # type: ignore[no-untyped-def]
    """Fill at least the `wanted` best vacancies of person i; returns (how many, what no other one is worth more than).

    His own trades first, everywhere; then the others from near to far, until nothing farther can be among the
    best: at most the points of that distance and of the best pay, at no price at all.
    """
    spans, best_paid = index[7], index[8]
    last = vacancies.shape[1]
    many = look(people, vacancies, points, index, prices, i, 0, last, WITH_TRADE, found, nets, 0)
    weight, best = people[i, WEIGHT], points[7] + best_paid[index[0][i, 3]]
    inner_low, inner_high = np.int64(0), np.int64(0)
    for distance in range(4):
        near = points[6]  # of what lies at least so far away
        for farther in range(distance, 3):
            near = max(near, points[farther])
        most = weight * (best + near)
        above = 0
        for place in range(many):
            if nets[place] >= most:
                above += 1
        if above >= wanted:
            return many, most
        low, high = np.int64(0), np.int64(last)
        if distance < 3:
            low, high = spans[i, 2 * distance], spans[i, 2 * distance + 1]
        if distance == 0 or inner_low >= inner_high:
            many = look(people, vacancies, points, index, prices, i, low, high, OTHER_TRADES, found, nets, many)  # fmt: skip
            inner_low, inner_high = low, high
        elif low < high:
            many = look(people, vacancies, points, index, prices, i, low, inner_low, OTHER_TRADES, found, nets, many)  # fmt: skip
            many = look(people, vacancies, points, index, prices, i, inner_high, high, OTHER_TRADES, found, nets, many)  # fmt: skip
            inner_low, inner_high = min(low, inner_low), max(high, inner_high)
    return many, np.int64(LEAST)


BINS, WIDTH = 4_096, 8  # of net values, which are below 5 · (2,000 + 1,000) and count from 0 up


@njit(cache=True)
def stored(people, vacancies, points, index, prices, i, store, values, tops, found, nets, counts):  # type: ignore[no-untyped-def]
    """Keep the best vacancies of person i, best first; returns what nothing that was left out is worth more than.

    values: without the price; tops: what each is worth at most from now on, since prices only rise.
    """
    size = store.shape[1]
    many, left_out = drawn(people, vacancies, points, index, prices, i, size, found, nets)
    most = np.int64(0)
    for place in range(many):
        most = max(most, nets[place])
    highest = most // WIDTH if most < BINS * WIDTH else BINS - 1
    counts[: highest + 1] = 0
    for place in range(many):
        if nets[place] > 0:  # the others will never be worth anything: prices only rise
            counts[min(nets[place] // WIDTH, BINS - 1)] += 1
    kept, bin_at = 0, highest
    while bin_at >= 0 and kept < size:  # a bin's count becomes the place of its first
        first = kept
        kept += counts[bin_at]
        counts[bin_at] = first
        bin_at -= 1
    for place in range(many):
        net = nets[place]
        if net <= 0:
            continue
        bin_of = min(net // WIDTH, BINS - 1)
        if bin_of > bin_at and counts[bin_of] < size:
            at = counts[bin_of]
            counts[bin_of] += 1
            store[i, at], values[i, at] = found[place], net + prices[found[place]]
            tops[i, at] = most if bin_of == highest else (bin_of + 1) * WIDTH
        elif net > left_out:
            left_out = net
    store[i, min(kept, size) :] = -1
    return left_out
