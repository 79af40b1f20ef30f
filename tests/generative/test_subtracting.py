"""A8, P14: an attacker who subtracts. Every count that can be worked out from what is public is none or five and more."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leye.core.boards.suppression import is_safe, shown

LEAST, COLUMNS = 5, 3
few = st.integers(0, 12)
atoms = st.tuples(*[few] * COLUMNS)
trees = st.lists(st.lists(atoms, min_size=1, max_size=4), min_size=1, max_size=4)


def made(tree):
    """A region of leagues of counties from the counties' atoms: what is below each, and everybody's atoms."""
    below, found = {"r": []}, {}
    for i, counties in enumerate(tree):
        league = f"l{i}"
        below["r"].append(league)
        below[league] = [f"{league}c{j}" for j in range(len(counties))]
        found |= dict(zip(below[league], counties, strict=True))
        found[league] = tuple(map(sum, zip(*counties, strict=True)))
    found["r"] = tuple(map(sum, zip(*(found[x] for x in below["r"]), strict=True)))
    return below, found


@settings(max_examples=300, deadline=None)
@given(trees)
def test_whoever_subtracts_public_figures_meets_no_small_number(tree):
    below, every = made(tree)
    public = shown("r", below, every, LEAST)
    for unit in public:
        assert is_safe(every[unit], LEAST)
        left = [code for code in below.get(unit, ()) if code not in public]
        if any(any(every[code]) for code in left):
            rest = tuple(map(sum, zip(*(every[code] for code in left), strict=True)))
            assert is_safe(rest, LEAST)
            assert len(left) >= 2


@settings(max_examples=150, deadline=None)
@given(trees)
def test_no_sum_of_counties_that_follows_from_what_is_public_is_a_small_number(tree):
    """The attacker solves for any group of counties: the group's indicator lies in the span of what is public."""
    below, every = made(tree)
    public = shown("r", below, every, LEAST)
    leaves = [code for league in below["r"] for code in below[league]]
    if len(leaves) > 7:
        return

    def row(unit):
        inside = {unit} if unit in leaves else set(below[unit]) if unit != "r" else set(leaves)
        return [1.0 if leaf in inside else 0.0 for leaf in leaves]

    known = np.array([row(unit) for unit in sorted(public)]).reshape(-1, len(leaves))
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for size in range(1, len(leaves) + 1):
        for group in combinations(leaves, size):
            wanted = np.array([[1.0 if leaf in group else 0.0 for leaf in leaves]])
            follows = len(known) and np.linalg.matrix_rank(np.vstack([known, wanted])) == rank
            if follows:
                total = tuple(map(sum, zip(*(every[leaf] for leaf in group), strict=True)))
                assert is_safe(total, LEAST), (group, total)
