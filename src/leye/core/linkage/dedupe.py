"""The ledger against itself: persons who may be one."""

import numpy as np
import polars as pl

from leye.core.linkage.blocking import Blocks
from leye.core.linkage.conflicts import points
from leye.core.linkage.features import FAR, Frequency, features, name_level
from leye.core.linkage.people import people
from leye.core.linkage.scorer import Model

LIKELY, QUESTION = 0.5, 0.5
MUCH = 2.4  # points for two different numbers, see `conflicts.points`


def dedupe(left: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Pairs of rows of one ledger: ledger_id, other_id, probability, rule; each pair once.

    left: as for `leye.core.linkage.compare.Index`. Two valid numbers that differ are one person only where
    very much speaks for it, and never more than a question.
    """
    ids = left["ledger_id"].cast(pl.String)
    own = people(left)
    often = Frequency.of(own)
    a, b = Blocks(own).pairs(own, has_number=False)
    code = own.numbers.code
    a, b = a[a < b], b[a < b]
    two = (code[a] > 0) & (code[b] > 0) & (code[a] != code[b])
    asked = two & (points(own, a, own, b) >= MUCH)
    kept = asked | ~two
    a, b, two = a[kept], b[kept], two[kept]
    same = (code[a] > 0) & (code[a] == code[b])
    level, _, _ = name_level(own.names, a, own.names, b)
    score = model.predict(features(own, own, (a, b), often)) if len(a) else np.zeros(0)
    score = np.where(same, np.where(level < FAR, 0.999, 0.6), score)
    score = np.where(two, QUESTION, score)
    chosen = np.flatnonzero(score >= LIKELY)
    rule = np.where(same, "number", np.where(two, "two numbers", "scored"))[chosen].tolist()
    return pl.DataFrame(
        {
            "ledger_id": ids.gather(a[chosen]),
            "other_id": ids.gather(b[chosen]),
            "probability": score[chosen],
            "rule": pl.Series(rule, dtype=pl.String),
        }
    )
