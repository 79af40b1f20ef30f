"""The ledger against itself: persons who may be one."""

import numpy as np
import polars as pl

from leye.core.linkage.blocking import Blocks
from leye.core.linkage.features import FAR, Frequency, features, name_level
from leye.core.linkage.people import people
from leye.core.linkage.scorer import Model

LIKELY = 0.5


def dedupe(left: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs of rows of one ledger: ledger_id, other_id, probability, rule; each pair once.

    left: as for `leye.core.linkage.compare.Index`. Two valid numbers that differ are two persons.
    """
    ids = left["ledger_id"].cast(pl.String)
    own = people(left)
    often = Frequency.of(own)
    a, b = Blocks(own).pairs(own, has_number=False)
    code = own.numbers.code
    kept = (a < b) & ~((code[a] > 0) & (code[b] > 0) & (code[a] != code[b]))
    a, b = a[kept], b[kept]
    same = (code[a] > 0) & (code[a] == code[b])
    level, _, _ = name_level(own.names, a, own.names, b)
    score = model.predict(features(own, own, (a, b), often)) if len(a) else np.zeros(0)
    score = np.where(same, np.where(level < FAR, 0.999, 0.6), score)
    chosen = np.flatnonzero(score >= LIKELY)
    rule = np.where(same[chosen], "number", "scored").astype(object).tolist()
    return pl.DataFrame(
        {
            "ledger_id": ids.gather(a[chosen]),
            "other_id": ids.gather(b[chosen]),
            "probability": score[chosen],
            "rule": pl.Series(rule, dtype=pl.String),
        }
    )
