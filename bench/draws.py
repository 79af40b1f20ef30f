"""Draws of one seed, and numbers with a right check digit: what made-up people are made with."""

import random

import numpy as np

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(first: str) -> str:
    """17 digits with their check digit."""
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, WEIGHTS, strict=True)) % 11]


class Chance:
    """Draws of one seed: single ones quickly, many at once by numpy."""

    def __init__(self, seed: int) -> None:
        self._one, self._many = random.Random(seed), np.random.default_rng(seed)
        self.choice, self.permutation = self._many.choice, self._many.permutation

    def integers(self, low: int, high: int | None = None, many: int | None = None):  # type: ignore[no-untyped-def]
        if many is not None:
            return self._many.integers(low, high, many)
        low, high = (0, low) if high is None else (low, high)
        return low + int(self._one.random() * (high - low))

    def random(self, many: int | None = None):  # type: ignore[no-untyped-def]
        return self._one.random() if many is None else self._many.random(many)
