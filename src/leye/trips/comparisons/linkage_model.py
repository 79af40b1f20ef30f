"""The scorer that comes with Leye: fitted on a made-up roster, good for the first comparison of any."""

import functools
from importlib import resources

from leye.core.linkage.scorer import Model
from leye.gateways.engines.trees import load


@functools.cache
def kept_model() -> Model:
    """The kept scorer, loaded once a process."""
    text = (
        resources.files("leye.trips.comparisons")
        .joinpath("data/linkage.txt")
        .read_text(encoding="ascii")
    )
    return Model(load(text), text)
