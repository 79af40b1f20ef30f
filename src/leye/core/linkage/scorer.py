"""The scorer: gradient-boosted trees over the features of a pair, fitted by LightGBM, asked through a function."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leye.core.linkage.features import FEATURES

Table = NDArray[np.float32]
Predict = Callable[[Table], NDArray[np.float64]]
SETTINGS = {
    "objective": "binary", "num_leaves": 31, "learning_rate": 0.1, "min_data_in_leaf": 20,
    "feature_fraction": 0.9, "bagging_fraction": 0.9, "bagging_freq": 1, "num_threads": 2,
    "verbosity": -1, "seed": 84, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
TREES = 100


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted scorer. predict: (pairs, len(FEATURES)) to probabilities; text: LightGBM's own form."""

    predict: Predict
    text: str = ""


def fitted(table: Table, labels: NDArray[np.bool_]) -> Model:
    """Fit a scorer to labelled pairs. Raises ValueError where all labels are the same."""
    import lightgbm  # a second of import, which a kept model does not need

    if labels.all() or not labels.any():
        raise ValueError("nothing to tell apart")
    data = lightgbm.Dataset(
        table, labels.astype(np.float32), feature_name=list(FEATURES), free_raw_data=True
    )
    booster = lightgbm.train(SETTINGS, data, TREES)
    return Model(lambda asked: np.asarray(booster.predict(asked)), booster.model_to_string())
