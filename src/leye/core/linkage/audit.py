"""How much a comparison misses: rows whose person is certain, without their number, put to the scorer again."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from leye.core.linkage.compare import LEAST, Index
from leye.core.linkage.features import features, promising
from leye.core.linkage.people import people
from leye.core.linkage.teacher import damage

SAMPLE, SEED = 2_000, 85


@dataclass(frozen=True, slots=True)
class Audit:
    """sampled: rows that were put to the scorer again; found: with the right person; wrong: with another."""

    sampled: int
    found: int
    wrong: int

    def missed(self, scored: int) -> int:
        """About how many pairs were not proposed beside `scored` that were; 0 where nothing was sampled."""
        return round(scored * (self.sampled - self.found) / self.found) if self.found else 0


def audit(index: Index, right: pl.DataFrame) -> Audit:
    """Damage the numbers of certain rows as this roster's bad numbers are damaged, and look for their persons."""
    whole = people(right)
    r, p = index.same_number(whole)
    if not len(r) or index.model is None:
        return Audit(0, 0, 0)
    chance = np.random.default_rng(SEED)
    chosen = np.sort(chance.permutation(len(r))[:SAMPLE])
    truth = p[chosen]
    rows = whole.take(r[chosen])
    rows = replace(
        rows,
        numbers=damage(rows.numbers, whole.numbers, chance),
        birth=rows.told_birth,
        sex=rows.told_sex,
    )
    pair = index.blocks.pairs(rows, has_number=False)
    table = features(index.left, rows, pair, index.often)
    good = promising(table)
    row, who = pair[0][good], pair[1][good]
    if not len(row):
        return Audit(len(chosen), 0, 0)
    score = index.model.predict(table[good])
    order = np.lexsort((-score, row))
    row, who, score = row[order], who[order], score[order]
    first = np.r_[True, row[1:] != row[:-1]] & (score >= LEAST)
    right_ones = int((who[first] == truth[row[first]]).sum())
    return Audit(len(chosen), right_ones, int(first.sum()) - right_ones)
