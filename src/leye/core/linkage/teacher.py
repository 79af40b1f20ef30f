"""The number is the teacher: rows whose number is valid are damaged as this roster's bad numbers are.

The number that was taken away says which pair is the right one, so nobody has to label anything.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from leye.core.linkage.blocking import Blocks, Rows
from leye.core.linkage.features import FAR, Frequency, features, name_level, promising
from leye.core.linkage.numbers import UNKNOWN, Kind, Numbers
from leye.core.linkage.people import People
from leye.core.linkage.scorer import Model, fitted

LESSONS = 60_000  # rows with a valid number that are damaged
FEWEST_BAD = 200  # bad numbers from which their kinds can be learnt; else all kinds alike
SEED = 84


def lesson(
    left: People, right: People, certain: tuple[Rows, Rows], blocks: Blocks, often: Frequency
) -> Model:
    """Fit a scorer on this roster. certain: (right, left) rows that bear one number."""
    chance = np.random.default_rng(SEED)
    valid = np.flatnonzero(right.numbers.is_valid)
    rows = np.sort(chance.permutation(valid)[:LESSONS])
    truth = np.full(len(right), -1, dtype=np.int64)
    truth[certain[0]] = certain[1]
    known = truth[rows] >= 0
    level, _, _ = name_level(left.names, truth[rows[known]], right.names, rows[known])
    good = np.ones(len(rows), dtype=bool)
    good[known] = (
        level < FAR
    )  # another name under the number: the number may be wrong, and teaches nothing
    rows = rows[good]
    damaged = right.take(rows)
    damaged = replace(
        damaged,
        numbers=damage(damaged.numbers, right.numbers, chance),
        birth=damaged.told_birth,  # what was read out of the number is gone with it
        sex=damaged.told_sex,
    )
    r, p = blocks.pairs(damaged, has_number=False)
    table = features(left, damaged, (r, p), often)
    good = promising(table)
    return fitted(table[good], (truth[rows[r]] == p)[good])


def damage(own: Numbers, seen: Numbers, chance: np.random.Generator) -> Numbers:
    """Valid numbers with the damage of those that were seen to be bad, drawn at random."""
    bad = np.flatnonzero(~seen.is_valid)
    n = len(own.code)
    if len(bad) >= FEWEST_BAD:
        like = bad[chance.integers(0, len(bad), n)]
        kind, unknown = seen.kind[like].copy(), seen.digits[like] == UNKNOWN
    else:
        kind = chance.choice([Kind.EMPTY, Kind.MASKED, Kind.SPOILT, Kind.WRONG], n).astype(np.uint8)
        unknown = np.zeros((n, 18), dtype=bool)
        unknown[kind == Kind.MASKED, 6:14] = True
        unknown[kind == Kind.SPOILT, 6:] = True
    unknown[(kind == Kind.EMPTY) | (kind == Kind.OTHER)] = True
    whole = (kind == Kind.WRONG) | (kind == Kind.SHORT) | (kind == Kind.LONG)
    unknown[whole] = False
    kind[whole] = Kind.WRONG
    digits = own.digits.copy()
    _mistyped(digits, np.flatnonzero(whole), chance)
    digits[unknown] = UNKNOWN
    nothing = np.full(n, UNKNOWN, dtype=np.uint8)
    return Numbers(kind, np.zeros(n, dtype=np.int64), digits, nothing)


def _mistyped(
    digits: NDArray[np.uint8], rows: NDArray[np.intp], chance: np.random.Generator
) -> None:
    """One digit wrong in two thirds of the rows, two neighbours swapped in the others."""
    at = chance.integers(0, 17, len(rows))
    other = chance.integers(1, 10, len(rows)).astype(np.uint8)
    swaps = chance.random(len(rows)) < 1 / 3
    wrong = rows[~swaps]
    digits[wrong, at[~swaps]] = (digits[wrong, at[~swaps]] + other[~swaps]) % 10
    turned, first = rows[swaps], np.minimum(at[swaps], 15)
    held = digits[turned, first].copy()
    digits[turned, first] = digits[turned, first + 1]
    digits[turned, first + 1] = held
