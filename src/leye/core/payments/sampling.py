"""How many paid claims must be looked at again, and which: a number with a stated confidence, and a draw that repeats."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction


def sample_size(many: int, wrong_permille: int, confidence_permille: int) -> int:
    """The least n of `many` with which, were at least wrong_permille of them wrong, a sample would hold a wrong one
    with at least this confidence (drawn without return: hypergeometric, exact).
    """
    if not (0 < wrong_permille <= 1000 and 0 < confidence_permille < 1000):
        raise ValueError("shares are per mille")
    wrong = -(-many * wrong_permille // 1000)
    if not many:
        return 0
    missed = Fraction(1)
    allowed = Fraction(1000 - confidence_permille, 1000)
    for drawn in range(many):
        if missed <= allowed:
            return drawn
        missed *= Fraction(many - drawn - wrong if many - drawn > wrong else 0, many - drawn)
    return many


def drawn(ids: Sequence[int], many: int, seed: str) -> list[int]:
    """`many` of the ids, in an order that the seed decides and anybody can work out again (SHA-256 of seed and id)."""
    order = sorted(ids, key=lambda one: (hashlib.sha256(f"{seed}:{one}".encode()).digest(), one))
    return sorted(order[:many])
