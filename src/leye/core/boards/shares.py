"""Shares compared with care: part and whole in, an interval and a group out; never a bare percentage.

The interval is Wilson's score interval (E. B. Wilson, 1927, "Probable inference, the law of succession,
and statistical inference"), which holds for small wholes and for shares near 0 and 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Z = 1.96  # the interval covers the truth in 95 of 100 cases


class Group(StrEnum):
    """Where a unit stands beside the whole, as far as its numbers can tell."""

    ABOVE = "above"
    ALIKE = "alike"
    BELOW = "below"
    FEW = "few"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "above": "高于总体",
            "alike": "与总体相当",
            "below": "低于总体",
            "few": "人数少，不比较",
            "none": "没有人",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Share:
    """part of whole, with the bounds between which the underlying share lies; None where whole is 0."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        if not self.whole:
            return None
        n, p, z2 = self.whole, self.part / self.whole, Z * Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, middle - reach), min(1.0, middle + reach)


def group_of(share: Share, total: Share, few: int) -> Group:
    """The group of a unit beside the total; with fewer than `few` people nothing is compared."""
    bounds, whole = share.bounds, total.value
    if bounds is None or whole is None:
        return Group.NONE
    if share.whole < few:
        return Group.FEW
    low, high = bounds
    return Group.ABOVE if low > whole else Group.BELOW if high < whole else Group.ALIKE


ORDER = (Group.BELOW, Group.ALIKE, Group.ABOVE, Group.FEW, Group.NONE)


def ranked(shares: Sequence[tuple[str, Share]], total: Share, few: int) -> list[tuple[str, Group]]:
    """Keys with their groups: those who need help first, within a group by the share, then by the key."""
    told = [(key, share, group_of(share, total, few)) for key, share in shares]
    told.sort(key=lambda one: (ORDER.index(one[2]), one[1].value or 0.0, one[0]))
    return [(key, group) for key, _, group in told]
